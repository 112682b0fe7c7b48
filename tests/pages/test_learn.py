"""The page Learn: nothing of a later stage reaches the page before its time, what was committed stands, and the end says all of it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from google.protobuf.text_format import MessageToString
from sqlalchemy import create_engine
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import NOTICE, explain, gather, rank
from engine.teaching import CASES, read_library
from engine.teaching.feedback import column_of, facts
from engine.teaching.store import kept
from tests.pages import driving
from tests.pages.driving import keeps_the_notice_in_sight, told

CASE = "numb-feet-after-surgery"
LIST = (("vitamin-b12-deficiency", 60), ("copper-deficiency", 30))
STAGES = 5
SHORTEST_SENTENCE = 20
COMMITTED, THOUGHT_OVER = "committed", "thought over"


@pytest.fixture(scope="module")
def cases(knowledge):
    return read_library(CASES, knowledge)


def opened(case: str | None = CASE) -> AppTest:
    """The page, opened by a link."""
    app = driving.opened(**({} if case is None else {"case": case}))
    if case is not None:
        app.query_params["case"] = case
    return app.switch_page("app_pages/learn.py").run()


def written(app: AppTest, stage: int, listed=LIST, case: str = CASE) -> AppTest:
    for number, (cause, percent) in enumerate(listed, start=1):
        app.selectbox(key=f"learn_cause_{number}_{stage}_{case}").set_value(cause)
        app.number_input(key=f"learn_share_{number}_{stage}_{case}").set_value(percent)
    return app.run()


def journey(app: AppTest, *, listed=LIST, until: int = STAGES) -> Iterator[tuple[int, str]]:
    """Go through the stages, and stop after every step: (stage, what was just done)."""
    for stage in range(1, until + 1):
        written(app, stage, listed)
        app.button(key="learn_commit").click().run()
        yield stage, COMMITTED
        app.button(key="learn_reveal").click().run()
        yield stage, THOUGHT_OVER


def finished(app: AppTest, **kept) -> AppTest:
    for _ in journey(app, **kept):
        assert not app.exception
    return app


def nodes(block) -> Iterator:
    for child in block.children.values():
        yield child
        if hasattr(child, "children"):
            yield from nodes(child)


def whole_output(app: AppTest) -> str:
    """Everything that reaches the browser, shown or not, and all that the session holds."""
    sent = [MessageToString(node.proto, as_utf8=True) for node in nodes(app._tree) if getattr(node, "proto", None) is not None]
    held = sorted(f"{key}: {value!r}" for key, value in app.session_state.items())
    whole = "\n".join([*sent, *held, repr(dict(app.query_params))])
    place = dict(app.session_state.items()).get("begun", "")
    return whole.replace(place, "a random name") if place else whole


def folder_with(folder: Path, change) -> Path:
    """Return a folder with the case alone, changed."""
    folder.mkdir()
    content = yaml.safe_load((CASES / f"{CASE}.yaml").read_text(encoding="utf-8"))
    change(content)
    (folder / f"{CASE}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return folder


def another_end(after: int):
    """Return what makes another case of one after so many stages: everything that comes later, and all that is said at the end."""
    def change(content: dict) -> None:
        for number in range(after, STAGES):
            content["stages"][number].update(text=f"Quite another thing was found at step {number}.",
                                             case={"labs": {"ferritin": f"{number + 2} ng/mL"}, "present": ["pica"], "absent": ["chills"]})
            content["path"][number].update(causes=["iron deficiency anemia", "anemia of inflammation"], why="Another way to think of it.")
        for number in range(after):
            content["path"][number].update(causes=["lead poisoning"], why="Another thought.")
        content.update(diagnosis={"cause": "iron deficiency anemia", "detail": "another answer", "also_correct": ["scurvy"]}, goals=["Another goal."],
                       look_alikes=[{"cause": "beta thalassemia", "separated_by": "another difference"}], sources=["andres2002"],
                       top_five_from="confirming test")
    return change


@pytest.mark.parametrize("after", range(1, STAGES))
def test_teaching_the_page_is_the_same_whatever_comes_later(after, tmp_path, monkeypatch):
    """Two cases that differ only in what is not open yet give the same page, byte for byte, and the same session."""
    seen = []
    for name, change in (("one", lambda content: content.update(top_five_from="confirming test")), ("other", another_end(after))):
        monkeypatch.setattr("app_parts.learn.CASES", folder_with(tmp_path / name, change))
        app = opened()
        outputs = [whole_output(app)]
        for stage, step in journey(app, until=after):
            assert not app.exception
            if (stage, step) != (after, THOUGHT_OVER):
                outputs.append(whole_output(app))
        seen.append((outputs, whole_output(app)))
    (first, revealed), (second, other_revealed) = seen

    assert first == second
    assert revealed != other_revealed


def test_teaching_no_case_shows_a_sentence_of_a_later_stage_or_of_its_end(cases, knowledge):
    app = opened(None)
    names = {name.casefold() for one in knowledge.causes.values() for name in one.synonyms}  # all of them stand in the search
    for name, case in cases.items():
        app.selectbox(key="learn_case").set_value(name).run()
        assert not app.exception
        output = re.sub(r"\s+", " ", whole_output(app).replace("\\", ""))
        later = [*(stage.text for stage in case.stages[1:]), *(thought.why for thought in case.path.values()), *case.goals,
                 *(by for _, by in case.look_alikes), case.diagnosis.detail or ""]
        sentences = [one for text in later for one in re.split(r"(?<=[.;]) ", " ".join(text.split())) if len(one) >= SHORTEST_SENTENCE]

        assert case.stages[0].text.split(". ")[0] in output
        assert [one for one in sentences if one in output and one not in case.stages[0].text and one.casefold() not in names] == []


def test_teaching_the_shelf_tells_each_case_by_title_and_difficulty_and_can_be_narrowed(cases, knowledge):
    app = opened(None)
    grades = knowledge.teaching["difficulties"]

    assert sorted(app.dataframe[0].value["case"]) == sorted(case.title for case in cases.values())
    for grade, one in grades.items():
        app.button_group(key="learn_grade").set_value(grade).run()
        assert set(app.dataframe[0].value["difficulty"]) == {one["label"]}
        assert set(app.dataframe[0].value["case"]) == {case.title for case in cases.values() if case.difficulty == grade}


def test_teaching_chance_opens_a_case_of_the_difficulty_that_was_not_begun(cases, knowledge):
    app = opened(None)
    grade = list(knowledge.teaching["difficulties"])[-1]
    app.button_group(key="learn_grade").set_value(grade).run()
    app.button(key="learn_any").click().run()
    case = str(app.query_params["case"])

    assert cases[case].difficulty == grade
    assert cases[case].stages[0].text.split(". ")[0] in " ".join(told(app).split())
    assert not app.dataframe


def test_teaching_the_end_comes_only_after_the_last_reflection(cases):
    app = opened()
    answers = []
    for stage, step in journey(app):
        answers.append(f"learn-{CASE}" in app.session_state["practice_answers"] if "practice_answers" in app.session_state else False)
        assert ("What it was" in told(app)) is ((stage, step) == (STAGES, THOUGHT_OVER))

    assert answers == [False] * (2 * STAGES - 1) + [True]
    guesses, leaf = app.session_state["practice_answers"][f"learn-{CASE}"]
    assert [(one.cause, one.probability) for one in guesses] == [(cause, percent / 100) for cause, percent in LIST]
    assert leaf == "copper-deficiency"


def test_teaching_the_goals_of_a_case_are_told_only_after_its_last_stage(cases):
    app = opened()
    shown = [any(goal in whole_output(app).replace("\\", "") for goal in cases[CASE].goals)]
    for _ in journey(app):
        shown.append(any(goal in whole_output(app).replace("\\", "") for goal in cases[CASE].goals))

    assert shown == [False] * (2 * STAGES) + [True]


def test_teaching_a_finished_case_is_kept_with_every_stage(cases, tmp_path, monkeypatch):
    monkeypatch.setenv("PENIA_PROGRESS", str(tmp_path / "progress.sqlite"))
    app = finished(opened())
    place = create_engine(f"sqlite:///{tmp_path / 'progress.sqlite'}")
    (answer,) = kept(place, app.session_state["learner"])
    place.dispose()

    assert (answer.source, answer.case, answer.truth) == ("learn", f"learn-{CASE}", "copper-deficiency")
    assert [one.stage for one in answer.stages] == [stage.name for stage in cases[CASE].stages]
    assert answer.given == pytest.approx(0.3)


def test_teaching_the_end_shows_the_engine_the_author_scores_with_rules_contrast_and_habits(cases, knowledge):
    app = finished(opened())
    said = told(app)

    assert not app.exception
    assert NOTICE in [warning.value for warning in app.warning]
    assert keeps_the_notice_in_sight(app)
    for stage in cases[CASE].stages:
        assert cases[CASE].path[stage.name].why in said
    for words in ("Log score: Minus the natural logarithm", "Brier score: For every cause", "Place of the right cause: The place",
                  "**Held too likely**: Vitamin B12 deficiency, you 60%, the engine ",
                  "**weighed too little**", "**Vitamin B12 deficiency** beside **Copper deficiency**", "raised methylmalonic acid",
                  ":material/flag: **Anchoring: seen**", "New facts lower the odds of your first cause", "**Premature closure: not seen**",
                  "**Base-rate neglect: not seen**"):
        assert words in said
    table = app.table[0].value
    assert list(table["stage"]) == [stage.name for stage in cases[CASE].stages]
    assert set(table["you"]) == {"30%, place 2"}
    assert set(table["log"]) == {"1.20"}  # -ln 0.3
    assert any(">95%" in cell for cell in table["engine"])
    assert not any(cell.startswith(">") for cell in table["engine"])  # a quotation, as markup
    assert [cell.split()[-1] for cell in table["engine"]] == [str(cases[CASE].place(stage.name, knowledge)) for stage in cases[CASE].stages]


def test_teaching_a_percent_above_a_hundred_is_told_and_not_kept_back_by_its_field():
    app = written(opened(), 1, (("copper-deficiency", 120),))

    assert app.number_input(key=f"learn_share_1_1_{CASE}").max is None
    assert "The percents add up to 120; 100 is the most." in told(app)


def test_teaching_a_list_with_something_wrong_is_not_committed():
    app = written(opened(), 1, (("copper-deficiency", 70), ("iron-deficiency-anemia", 40)))
    app.button(key="learn_commit").click().run()

    assert not app.exception
    assert "Your percents add up to 110; 100 is the most" in told(app)
    assert app.selectbox(key=f"learn_cause_1_1_{CASE}").value == "copper-deficiency"
    assert "Think it over" not in told(app)


def test_teaching_a_committed_list_begins_the_next_one():
    app = opened()
    list(journey(app, until=1))

    named = [app.selectbox(key=f"learn_cause_{number}_2_{CASE}").value for number in (1, 2, 3)]
    assert named == [*(cause for cause, _ in LIST), None]
    assert app.number_input(key=f"learn_share_1_2_{CASE}").value == 60


def test_teaching_a_reflection_is_held_against_the_engine(cases, knowledge):
    app = written(opened(), 1)
    app.button(key="learn_commit").click().run()
    offered = facts("vitamin-b12-deficiency", rank(gather(cases[CASE].opened(1).case, knowledge), knowledge), knowledge)
    keys = {label: key for key, label in offered.items()}
    app.multiselect(key=f"learn_for_1_vitamin-b12-deficiency_{CASE}").set_value([keys["gait ataxia"]])
    app.multiselect(key=f"learn_against_1_vitamin-b12-deficiency_{CASE}").set_value([keys["Roux-en-Y gastric bypass"]])
    app.multiselect(key=f"learn_expected_1_vitamin-b12-deficiency_{CASE}").set_value(["glossitis"]).run()
    app.button(key="learn_reveal").click().run()
    for stage in range(2, STAGES + 1):
        app.button(key="learn_commit").click().run()
        assert app.multiselect(key=f"learn_for_{stage}_vitamin-b12-deficiency_{CASE}").value == [keys["gait ataxia"]]
        app.button(key="learn_reveal").click().run()

    first = rank(gather(cases[CASE].at("story"), knowledge), knowledge)
    summed = {f"{one.kind}:{one.name}": wording.signed(one.weight)
              for one in explain(first, column_of("vitamin-b12-deficiency", first, knowledge), knowledge).reasons}
    assert f"for: gait ataxia {summed[keys['gait ataxia']]}: **as the engine has it**" in told(app)
    assert f"against: Roux-en-Y gastric bypass {summed[keys['Roux-en-Y gastric bypass']]}: **on the wrong side**" in told(app)
    assert "expected: glossitis, there in" in told(app)


def test_teaching_a_worked_example_stands_beside_the_first_reflection_only():
    app = opened()
    shown = [app.toggle(key="learn_worked").value for _, step in journey(app, until=2) if step == COMMITTED]

    assert shown == [True, False]


def test_teaching_what_was_committed_survives_a_look_at_another_page():
    app = opened()
    list(journey(app, until=1))
    app.switch_page("app_pages/about.py").run()
    app.switch_page("app_pages/learn.py").run()

    assert "Stage 2 of 5" in told(app)


def test_teaching_a_finished_case_can_be_started_again():
    app = finished(opened())
    app.button(key="learn_again").click().run()

    assert not app.exception
    assert "Stage 1 of 5" in told(app)
    assert app.selectbox(key=f"learn_cause_1_1_{CASE}").value is None


def test_teaching_a_link_to_no_case_is_told():
    app = opened("no-such-case")

    assert not app.exception
    assert "the link asks for case 'no-such-case'; choose one of those below" in told(app)


def test_teaching_a_wrong_case_file_is_told_and_nothing_breaks(tmp_path, monkeypatch):
    shutil.copy(CASES / f"{CASE}.yaml", tmp_path / "another-name.yaml")
    monkeypatch.setattr("app_parts.learn.CASES", tmp_path)
    app = opened(None)

    assert not app.exception
    assert "another-name.yaml:2:5: 'id' is 'numb-feet-after-surgery'; allowed: the name of the file" in told(app)


def test_teaching_the_page_claims_no_effect():
    app = finished(opened())

    assert "whether that helps with patients has not been shown" in told(app)
    assert not re.search(r"better (diagnos|clinic|doctor)|improves? your|makes you", told(app), re.IGNORECASE)
