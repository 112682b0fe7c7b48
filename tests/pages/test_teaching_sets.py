"""Rows of look-alikes on the page Practice: chosen sets, each by itself and then mixed, the set side by side after the answer."""

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from app_parts.practice_answer import suspect_label
from engine.teaching import ALL, ANY, can_have, doubtful, drills, is_true, sample
from tests.pages.driving import keeps_the_notice_in_sight, opened, told

SETS = ("hemolysis", "megaloblastic")
SEED = 5


@pytest.fixture
def practice(tmp_path, monkeypatch):
    """Open a case of a row."""
    monkeypatch.setenv("PENIA_PROGRESS", str(tmp_path / "mine.sqlite"))

    def practised(number: int = 1, sets: str = ",".join(SETS)) -> AppTest:
        app = opened()
        app.session_state["practice_link"] = {"mode": "sets", "seed": str(SEED), "sets": sets, "number": str(number)}
        return app.switch_page("app_pages/practice.py").run()
    return practised


def key(number: int) -> str:
    return f"sets-{SEED}-all-any-{number}-{'+'.join(SETS)}"


def commit(app: AppTest, number: int, cause: str, percent: int = 60) -> AppTest:
    app.selectbox(key=f"practice_cause_1_{key(number)}").set_value(cause)
    app.number_input(key=f"practice_share_1_{key(number)}").set_value(percent).run()
    return app.button(key="practice_commit").click().run()


def side_by_side(app: AppTest) -> list[dict]:
    return next(one.value for one in app.table if "what separates the true one here" in one.value.columns).to_dict("records")


def test_the_chosen_sets_are_met_one_by_one_and_then_mixed(practice, knowledge):
    rule = knowledge.teaching["practice"]
    first, later, mixed = (practice(number) for number in (1, rule["blocked"] + 1, 2 * rule["blocked"] + 1))
    length = len(drills(knowledge, seed=SEED, sets=SETS))
    labels = [knowledge.teaching["sets"][name]["label"] for name in SETS]

    assert f"Case 1 of {length}: {labels[0]}, 1 of {rule['blocked']}." in told(first)
    assert f"Case {rule['blocked'] + 1} of {length}: {labels[1]}, 1 of {rule['blocked']}." in told(later)
    assert f"Case {2 * rule['blocked'] + 1} of {length}: all sets mixed, 1 of {rule['mixed']}." in told(mixed)


def test_a_block_names_the_causes_of_its_set_and_mixed_cases_name_none(practice, knowledge):
    (drill,) = (one for one in drills(knowledge, seed=SEED, sets=SETS) if one.number == 1)
    case = sample(knowledge, seed=drill.seed, topic=drill.set).file.case
    names = [knowledge.causes[name].name for name in knowledge.teaching["sets"][drill.set]["causes"]
             if can_have(knowledge.column(name), case, knowledge)]

    assert f"It is one of: {'; '.join(names)}." in told(practice(1))
    assert "It is one of" not in told(practice(2 * knowledge.teaching["practice"]["blocked"] + 1))


def test_what_separates_the_set_is_shown_only_after_the_answer(practice, knowledge):
    app = practice(1)
    by = f"In general they are told apart by {knowledge.teaching['sets'][SETS[0]]['by']}."
    assert by not in told(app)
    assert "drawn from this" not in told(app)
    commit(app, 1, "wilson-disease")

    assert not app.exception
    assert by in told(app)
    rows = side_by_side(app)
    assert {row["cause"].replace("\\", "") for row in rows} == {knowledge.causes[name].name for name in knowledge.teaching["sets"][SETS[0]]["causes"]}
    assert [row["what separates the true one here"] == "drawn from this" for row in rows] == [True] + [False] * (len(rows) - 1)
    given = [row["given"] for row in rows if row["cause"] == knowledge.causes["wilson-disease"].name]
    assert [one.partition(", engine ")[0] for one in given] == ["you 60%"]
    assert all("engine" in row["given"] for row in rows)


def test_the_row_so_far_counts_what_was_answered(practice, knowledge):
    app = commit(practice(1), 1, "wilson-disease")
    app.button(key="practice_next").click().run()
    commit(app, 2, "wilson-disease")
    row, = app.table[1].value.to_dict("records")
    truths = [app.session_state["practice_answers"][key(number)][1] for number in (1, 2)]

    assert f"The row so far: 2 of {len(drills(knowledge, seed=SEED, sets=SETS))} cases" in told(app)
    assert row["order"] == "by itself"
    assert row["right cause first"] == f"{sum(is_true('wilson-disease', leaf, knowledge) for leaf in truths)} of 2"


def test_choosing_sets_begins_their_row(practice, knowledge):
    app = practice(3, sets="")
    app.multiselect(key="practice_sets").set_value(["fever-and-spleen"]).run()

    assert not app.exception
    assert f"Case 1 of {len(drills(knowledge, seed=SEED, sets=('fever-and-spleen',)))}" in told(app)
    assert app.query_params["sets"] == "fever-and-spleen"


def test_a_link_to_a_set_nobody_knows_is_told(practice):
    app = practice(1, sets="zebras")

    assert not app.exception
    assert "the link asks for set 'zebras'; allowed: megaloblastic, " in told(app)


def test_the_page_says_that_trials_disagree_on_mixing(practice, knowledge):
    assert knowledge.teaching["mixing"]["told"] in told(practice(1))


def test_the_page_says_why_doubt_is_taught_before_the_wrong_number_is_looked_for(practice):
    app = practice(1)
    assert wording.PRACTICE_WHY_DOUBT not in "\n".join(one.value for one in app.markdown)
    app.button_group(key="practice_mode").set_value("doubt").run()

    assert not app.exception
    assert wording.PRACTICE_WHY_DOUBT in "\n".join(one.value for one in app.markdown)
    assert app.radio[0].value is None


def test_who_took_another_number_for_the_wrong_one_is_told_which(practice, knowledge):
    _, exercise = doubtful(knowledge, seed=SEED, topic=ALL, difficulty=ANY)
    taken = next(one for one in exercise.suspects if one.key != exercise.answer)
    app = practice(1)
    app.button_group(key="practice_mode").set_value("doubt").run()
    app.radio[0].set_value(taken.key).run()
    app.button(key="practice_commit").click().run()

    assert not app.exception
    assert f"You chose: {suspect_label(taken.key, taken.label, taken.weight)}." in [one.value for one in app.markdown]
    assert keeps_the_notice_in_sight(app)
