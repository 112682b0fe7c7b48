"""The page Progress: answers kept, brought back, taken out, brought in and deleted."""

import json

import pytest
from sqlalchemy import create_engine

from app_parts import wording
from engine.teaching import Guess, sample
from engine.teaching.record import read_progress, write_progress
from engine.teaching.store import kept, own_learner
from tests.pages.driving import keeps_the_notice_in_sight, opened, told
from tests.pages.learner import KEY, SEED, SET, an_answer, mine, practise, progress, put
from tests.teaching.servers import is_installed, postgresql

# The file is there before the app opens.
pytestmark = pytest.mark.usefixtures("place")


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
    assert [element.value for element in app.header][1:3] == ["Calibration", "2 answers"]


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
    other = opened()
    progress(other)

    assert "Nothing is due. Next, in 24 hours" in told(other)


def test_practice_goes_on_where_nothing_can_be_kept(tmp_path, monkeypatch):
    file = tmp_path / "notes.txt"
    file.write_text("my notes, not a database " * 50, encoding="utf-8")
    monkeypatch.setenv("PENIA_PROGRESS", str(file))
    app = practise(opened(), "lead-poisoning", 80)
    said, in_sight = told(app), keeps_the_notice_in_sight(app)
    progress(app)

    assert not app.exception
    assert "Scores" in said
    assert in_sight
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
        first, second = (opened() for _ in range(2))
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


def test_an_exported_file_names_nobody(app, place):
    practise(app, "lead-poisoning", 80)  # the first to ask whose file it is
    file = write_progress(own_learner(place, new="me"), mine(place))
    learner, answers = read_progress(file.encode(), name="x")

    assert set(json.loads(file)) == {"format", "kind", "notice", "learner", "answers"}
    assert (len(learner), set(learner) <= set("0123456789abcdef"), len(answers)) == (20, True, 1)
