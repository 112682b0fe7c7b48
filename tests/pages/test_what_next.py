"""What to look at next, on the page: what the engine says, two policies, and the answer entered at one click."""

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import gather, rank, what_next
from tests.pages.driving import EXAMPLES, opened


@pytest.fixture
def app(app) -> AppTest:
    """The app with an example of several candidates open."""
    return app.button(key="example_example-bypass").click().run()


def suggested(app: AppTest) -> list[str]:
    """Return the labels of the suggestions in their order."""
    lead = "What each answer would do: "
    return [one.label.removeprefix(lead).replace("\\", "") for one in app.expander if one.label.startswith(lead)]


def advised(policy: str, knowledge) -> list:
    case = EXAMPLES["example-bypass"].case
    return list(what_next(case, rank(gather(case, knowledge), knowledge), knowledge, policy=policy).suggestions)


def first_finding(policy: str, knowledge):
    return next(one for one in advised(policy, knowledge) if one.kind == "finding")


@pytest.mark.parametrize("policy", ["informative", "cheapest"])
def test_the_page_suggests_what_the_engine_suggests(policy, app, knowledge):
    app.button_group(key="policy").set_value(policy).run()

    assert not app.exception
    assert suggested(app) == [one.label for one in advised(policy, knowledge)]


@pytest.mark.parametrize("state", ["present", "absent", "unsure"])
def test_an_answer_is_entered_at_one_click_and_ranked(state, app, knowledge):
    asked = first_finding("informative", knowledge)
    before = list(app.session_state["entries"])
    app.button(key=f"answer_{state}_{asked.id}").click().run()

    assert not app.exception
    assert app.session_state["entries"] == [*before, [state, asked.label]]
    assert asked.label not in suggested(app)


def test_a_value_is_entered_where_the_form_has_it(app, knowledge):
    asked = next(one for one in advised("informative", knowledge) + advised("cheapest", knowledge)
                 if one.kind == "analyte" and one.id not in wording.COUNTS)
    policy = "informative" if asked.label in suggested(app) else "cheapest"
    app.button_group(key="policy").set_value(policy).run()
    app.text_input(key=f"value_{asked.id}").set_value(asked.outcomes[0].entered).run()

    assert not app.exception
    assert [asked.label, asked.outcomes[0].entered] in app.session_state["labs"]
    assert asked.label not in suggested(app)


def test_each_suggestion_names_the_pair_it_separates(app, knowledge):
    captions = "\n".join(element.value.replace("\\", "") for element in app.caption)
    pairs = [one.separates.names for one in advised("informative", knowledge)]

    assert pairs
    assert [pair for pair in pairs if not all(name in captions for name in pair)] == []


def test_nothing_is_suggested_while_the_ranking_is_hidden(app):
    app.toggle(key="hide").set_value(True).run()

    assert suggested(app) == []


def test_nothing_is_suggested_without_a_case():
    assert suggested(opened()) == []


def test_the_page_says_when_nothing_left_changes_the_answer(app):
    app.button(key="example_example-sore-throat").click().run()

    told = [element.value for element in app.info]

    assert wording.NEXT_STOP in told or wording.NEXT_STOP_ALL in told


def test_the_page_asks_for_cultures_in_fever_without_neutrophils(app):
    app.button(key="example_example-sore-throat").click().run()

    assert any(wording.NEXT_CALLED_FOR in element.value for element in app.markdown)
    assert app.button(key="answer_present_blood-culture-positive")


def test_an_open_suggestion_tells_what_each_answer_would_do(app, knowledge):
    asked = first_finding("informative", knowledge)
    app.session_state[f"next_{asked.id}"] = True
    app.run()
    told = "\n".join(element.value.replace("\\", "") for element in app.markdown)

    assert not app.exception
    assert all(row.name in told for outcome in asked.outcomes for row in outcome.rows)
    assert "**present**, expected in " in told
