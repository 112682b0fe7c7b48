"""Progress and Teach, run without a browser: answers kept, brought back, taken out, brought in and deleted; a case made; a class read."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine.teaching import CASES, STAGES, Guess, parse_teaching, read_library, sample
from engine.teaching.author import broken_promises, id_of, read_drugs, read_values, write_teaching
from engine.teaching.confusion import confusion, most_confused
from engine.teaching.record import Answer, read_progress, write_progress
from engine.teaching.store import append, kept, own_learner, prepare
from tests.teaching.servers import is_installed, postgresql

ROOT = Path(__file__).parents[2]
SEED, SET = 5, "megaloblastic"
KEY = f"name-{SEED}-{SET}-any-1"
CASE = CASES / "numb-feet-after-surgery.yaml"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The learner's file, and the database in it."""
    path = tmp_path / "mine.sqlite"
    monkeypatch.setenv("PENIA_PROGRESS", str(path))
    engine = create_engine(f"sqlite:///{path}")
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def app(place) -> AppTest:
    """The app as it opens."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def mine(place) -> tuple[Answer, ...]:
    return kept(place, own_learner(place, new="me"))


def put(place, *answers: Answer) -> None:
    append(place, own_learner(place, new="me"), answers)


def an_answer(*, days_ago: float, seed: int = 1, first: str = "folate-deficiency", given: float = 0.1, truth: str = "copper-deficiency") -> Answer:
    return Answer(datetime.now(UTC) - timedelta(days=days_ago), "practice", SET, f"case-{seed}", truth,
                  (Guess(first, 0.9), Guess(truth, given)), given, seed=seed)


def practise(app: AppTest, cause: str, percent: int) -> AppTest:
    app.session_state["practice_link"] = {"mode": "name", "seed": str(SEED), "topic": SET, "difficulty": "any"}
    app.switch_page("app_pages/practice.py").run()
    app.selectbox(key=f"practice_cause_1_{KEY}").select(cause).run()
    app.number_input(key=f"practice_share_1_{KEY}").set_value(percent).run()
    return app.button(key="practice_commit").click().run()


def progress(app: AppTest) -> AppTest:
    return app.switch_page("app_pages/progress.py").run()


def told(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.text, app.error, app.success, app.warning, app.subheader)
    return "\n".join(element.value for kind in kinds for element in kind)


def test_a_committed_list_is_kept_once_with_its_case_and_truth(app, place, knowledge):
    practise(app, "lead-poisoning", 80)
    app.run()
    one, = mine(place)

    assert not app.exception
    assert (one.source, one.topic, one.seed, one.case) == ("practice", SET, SEED, KEY)
    assert (one.truth, one.guesses) == (sample(knowledge, seed=SEED, topic=SET).leaf, (Guess("lead-poisoning", 0.8),))


def test_what_was_missed_today_is_not_due_today(app, place):
    practise(app, "lead-poisoning", 80)
    progress(app)

    assert "Nothing is due. Next, in 24 hours: B12, folate, copper, myelodysplasia." in told(app)


def test_what_is_due_leads_to_a_new_case_of_the_same_set(app, place):
    put(place, an_answer(days_ago=3, seed=7))
    progress(app)
    app.button(key=f"return_{SET}").click().run()
    link = app.session_state["practice_link"]

    assert not app.exception
    assert app.title[0].value == wording.PAGE_PRACTICE
    assert (link["topic"], app.selectbox(key="practice_topic").value) == (SET, SET)
    assert int(link["seed"]) not in (7, None)


def test_the_record_shows_every_answer_newest_first(app, place):
    put(place, an_answer(days_ago=3, seed=1), an_answer(days_ago=1, seed=2, first="copper-deficiency", given=0.9))
    progress(app)
    table = app.dataframe[0].value

    assert table["counts as"].tolist() == ["easy", "missed"]
    assert table["your first"].tolist() == ["Copper deficiency", "Folate deficiency"]
    assert [element.value for element in app.subheader][1:3] == ["Calibration", "2 answers"]


def test_an_export_is_imported_elsewhere_and_nothing_there_is_lost(app, place):
    put(place, an_answer(days_ago=3, seed=1))
    there = an_answer(days_ago=2, seed=2)
    file = write_progress("another", (there, an_answer(days_ago=9, seed=3)))
    progress(app)
    for expected in ("2 of 2 answers were new and are kept.", "0 of 2 answers were new and are kept."):
        app.file_uploader(key="progress_import").upload("penia-progress.json", file.encode(), "application/json").run()

        assert [element.value for element in app.success] == [expected]
        app.file_uploader(key="progress_import").clear().run()
    assert {one.seed for one in mine(place)} == {1, 2, 3}


def test_a_damaged_import_is_refused_and_nothing_is_lost(app, place):
    put(place, an_answer(days_ago=3, seed=1))
    before = mine(place)
    file = write_progress("another", (an_answer(days_ago=2, seed=2), an_answer(days_ago=9, seed=3))).encode()
    progress(app)
    app.file_uploader(key="progress_import").upload("penia-progress.json", file[:-200], "application/json").run()

    assert [element.value for element in app.error] == [wording.PROGRESS_REFUSED]
    assert mine(place) == before


def test_one_click_deletes_all_answers(app, place):
    put(place, an_answer(days_ago=3), an_answer(days_ago=2, seed=2))
    progress(app)
    app.button(key="progress_delete").click().run()

    assert mine(place) == ()
    assert wording.PROGRESS_NONE in told(app)


def test_two_sessions_on_one_computer_are_one_learner(app, place):
    practise(app, "lead-poisoning", 80)
    other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    progress(other)

    assert "Nothing is due. Next, in 24 hours" in told(other)


def test_practice_goes_on_where_nothing_can_be_kept(tmp_path, monkeypatch):
    file = tmp_path / "notes.txt"
    file.write_text("my notes, not a database " * 50, encoding="utf-8")
    monkeypatch.setenv("PENIA_PROGRESS", str(file))
    app = practise(AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run(), "lead-poisoning", 80)
    said = told(app)
    progress(app)

    assert not app.exception
    assert "Scores" in said
    assert wording.PROGRESS_NOT_KEPT in said
    assert wording.PROGRESS_NOT_KEPT in told(app)
    assert file.read_text(encoding="utf-8") == "my notes, not a database " * 50


def test_answers_of_a_cause_that_is_gone_do_not_stop_the_page(app, place):
    put(place, an_answer(days_ago=3, seed=1, truth="no-such-cause"), an_answer(days_ago=3, seed=2))
    progress(app)

    assert not app.exception
    assert "no-such-cause" in app.dataframe[0].value["true cause"].tolist()


@pytest.mark.skipif(not is_installed(), reason="no PostgreSQL server is installed")
def test_in_a_shared_database_each_session_has_a_code_and_can_go_on_with_it(monkeypatch):
    with postgresql() as address:
        monkeypatch.setenv("PENIA_PROGRESS", address)
        first, second = (AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run() for _ in range(2))
        progress(practise(first, "lead-poisoning", 80))
        code = first.code[0].value
        progress(second)
        other = second.code[0].value
        answers = [len(app.dataframe) for app in (first, second)]
        second.text_input(key="progress_code").set_value("not a code").run()
        second.button(key="progress_go_on").click().run()
        refused = told(second)
        second.text_input(key="progress_code").set_value(code).run()
        second.button(key="progress_go_on").click().run()

        assert not first.exception
        assert not second.exception
        assert (len(code), code != other, answers) == (20, True, [1, 0])
        assert "That is not a code" in refused
        assert (second.code[0].value, len(second.dataframe)) == (code, 1)
        engine = create_engine(address)
        assert [one.case for one in kept(engine, code)] == [KEY]
        engine.dispose()


# Teach

def teach(app: AppTest) -> AppTest:
    return app.switch_page("app_pages/teach.py").run()


def stage(app: AppTest, name: str) -> int:
    app.button_group(key="teach_stage").set_value(name).run()
    return STAGES.index(name)


def test_a_case_made_in_the_form_is_whole_and_is_read_back(app, knowledge):
    wanted = read_library(CASES, knowledge)[CASE.stem]
    teach(app)
    app.text_input(key="teach_title").set_value(wanted.title).run()
    app.text_area(key="teach_goals").set_value("\n".join(wanted.goals)).run()
    app.selectbox(key="teach_top").select(wanted.top_five_from).run()
    for one in wanted.stages:
        number, case = stage(app, one.name), one.case
        app.text_area(key=f"teach_{number}_text").set_value(one.text)
        app.text_area(key=f"teach_{number}_why").set_value(wanted.path[one.name].why)
        app.text_area(key=f"teach_{number}_present").set_value("\n".join(case.present))
        app.text_area(key=f"teach_{number}_absent").set_value("\n".join(case.absent))
        app.text_area(key=f"teach_{number}_history").set_value("\n".join(case.history))
        app.text_area(key=f"teach_{number}_values").set_value("\n".join(f"{name}: {value}" for name, value in case.labs.items()))
        app.text_area(key=f"teach_{number}_drugs").set_value("\n".join(f"{drug.name}; {drug.taken}" for drug in case.medications or ()))
        if number == 0:
            app.number_input(key="teach_0_age").set_value(case.age)
            app.selectbox(key="teach_0_sex").select(case.sex)
            app.text_input(key="teach_0_onset").set_value(case.onset)
        app.multiselect(key=f"teach_{number}_path").set_value(list(wanted.path[one.name].causes)).run()
    app.selectbox(key="teach_cause").select(wanted.truth[0]).run()
    app.text_input(key="teach_detail").set_value(wanted.diagnosis.detail).run()
    app.multiselect(key="teach_look").set_value([cause for cause, _ in wanted.look_alikes]).run()
    for cause, by in wanted.look_alikes:
        app.text_input(key=f"teach_by_{cause}").set_value(by).run()
    app.multiselect(key="teach_sources").set_value(list(wanted.sources)).run()
    made = parse_teaching(app.code[0].value, file="made.yaml", knowledge=knowledge)

    assert not app.exception
    assert [element.value for element in app.success] == [wording.TEACH_GOOD]
    assert made.id == "a-woman-with-numb-feet-and-low-counts"
    assert (made.stages, made.path, made.look_alikes, made.truth) == (wanted.stages, wanted.path, wanted.look_alikes, wanted.truth)


def test_an_opened_case_stands_in_the_form_and_is_written_as_it_was(app, knowledge):
    teach(app)
    app.file_uploader(key="teach_upload").upload(CASE.name, CASE.read_bytes(), "application/yaml").run()
    stage(app, "blood count")

    assert "Hemoglobin: 8.1 g/dL" in app.text_area(key="teach_2_values").value
    written = parse_teaching(app.code[0].value, file="x.yaml", knowledge=knowledge)
    assert replace(written, diagnosis=None) == replace(read_library(CASES, knowledge)[CASE.stem], diagnosis=None)


def test_an_unfinished_case_says_what_is_missing_and_can_be_saved(app):
    teach(app)
    app.text_area(key="teach_0_text").set_value("A man is tired.").run()
    app.text_area(key="teach_0_values").set_value("WBC 2.1").run()

    assert [element.value for element in app.error] == [wording.TEACH_WRONG]
    assert "story: value 1: 'WBC 2.1' is not a name with a value" in told(app)
    app.text_area(key="teach_0_values").set_value("WBC: 2.1 x10^9/L").run()
    assert [element.value for element in app.error] == [wording.TEACH_UNFINISHED]
    assert "Write a second stage; so far there is: story." in told(app)
    assert "Stage story: choose what you think at this stage." in told(app)
    assert "Choose the answer." in told(app)
    assert "allowed:" not in told(app)


def test_a_title_that_gives_the_answer_away_is_refused(app):
    teach(app)
    app.file_uploader(key="teach_upload").upload(CASE.name, CASE.read_bytes(), "application/yaml").run()
    app.text_input(key="teach_title").set_value("A woman with copper deficiency").run()

    assert "gives an answer away" in told(app)


def test_a_file_that_is_no_teaching_case_leaves_the_form_as_it_is(app):
    teach(app)
    app.text_input(key="teach_title").set_value("Mine").run()
    app.file_uploader(key="teach_upload").upload("x.yaml", b"{format: 1, id: x}", "application/yaml").run()

    assert wording.NOT_OPENED in told(app)
    assert app.text_input(key="teach_title").value == "Mine"


def test_every_case_of_the_library_is_the_same_after_it_was_written(knowledge):
    library = read_library(CASES, knowledge)

    assert library
    assert {name: parse_teaching(write_teaching(case, knowledge), file=name, knowledge=knowledge) for name, case in library.items()} == library


def test_a_promise_that_the_engine_does_not_keep_is_told(knowledge):
    case = read_library(CASES, knowledge)[CASE.stem]
    text = write_teaching(case, knowledge).replace("cause: copper deficiency\n  detail", "cause: Fanconi anemia\n  detail")
    broken = broken_promises(parse_teaching(text, file="x.yaml", knowledge=knowledge), knowledge)

    assert [line.split(":")[0] for line in broken] == ["blood count", "first tests", "confirming test"]
    assert "promised: the first;" in broken[-1]


@pytest.mark.parametrize(("title", "name"), [("A man, 52, with Sjögren-like eyes", "a-man-52-with-sjogren-like-eyes"), (" ?! ", "my-case")])
def test_an_id_is_made_of_the_title(title, name):
    assert id_of(title) == name


def test_lines_of_values_and_drugs_are_read():
    assert read_values("WBC: 2.1 x10^9/L\n\n MCV : 98 fL ") == {"WBC": "2.1 x10^9/L", "MCV": "98 fL"}
    assert [(one.name, one.taken) for one in read_drugs("methimazole; for 6 weeks\naspirin", none_taken=False)] == [
        ("methimazole", "for 6 weeks"), ("aspirin", "")]
    assert (read_drugs("", none_taken=False), read_drugs("", none_taken=True)) == (None, ())


# A class

def by(first: str, truth: str, seed: int) -> Answer:
    return an_answer(days_ago=1, seed=seed, first=first, truth=truth)


def test_a_matrix_counts_which_cause_was_put_first_for_which(knowledge):
    answers = [by("copper-deficiency", "copper-deficiency", 1), by("folate-deficiency", "copper-deficiency", 2),
               by("folate-deficiency", "copper-deficiency", 3), by("lead-poisoning", "folate-deficiency", 4),
               by("zinc-induced-copper-deficiency", "copper-deficiency", 5), by("lead-poisoning", "lead-poisoning", 6)]
    found = confusion(answers, SET, knowledge)
    row = found.causes.index("copper-deficiency")
    folate = found.causes.index("folate-deficiency")

    assert found.answers == 5
    assert (found.counts[row][row], found.counts[row][folate], found.counts[folate][-1]) == (2, 2, 1)
    assert most_confused(answers, knowledge) == (("copper-deficiency", "folate-deficiency", 2), ("folate-deficiency", "lead-poisoning", 1))


def test_a_class_is_read_from_several_files_each_answer_once(app):
    teach(app)
    app.button_group(key="teach_kind").set_value("See a class").run()
    first, second = (by("folate-deficiency", "copper-deficiency", 1), by("folate-deficiency", "copper-deficiency", 2)), (
        by("copper-deficiency", "copper-deficiency", 3),)
    files = [("a.json", write_progress("a", first)), ("again.json", write_progress("a", first)), ("b.json", write_progress("b", second)),
             ("bad.json", write_progress("c", second)[:-30])]
    for name, text in files:
        app.file_uploader(key="class_files").upload(name, text.encode(), "application/json")
    app.run()

    assert not app.exception
    assert "**2 learners, 3 answers**" in told(app)
    assert "1 of 4 files were left out." in told(app)
    assert "bad.json: this is not whole JSON" in told(app)


def test_an_exported_file_names_nobody(app, place):
    practise(app, "lead-poisoning", 80)  # the first to ask whose file it is
    file = write_progress(own_learner(place, new="me"), mine(place))
    learner, answers = read_progress(file.encode(), name="x")

    assert set(json.loads(file)) == {"format", "kind", "notice", "learner", "answers"}
    assert (len(learner), set(learner) <= set("0123456789abcdef"), len(answers)) == (20, True, 1)
