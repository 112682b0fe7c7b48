"""Words of the field on the page Knowledge: each has a page with a live example on every example case, and is a click away from feedback."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from engine.teaching.vocabulary import LIVE, example
from tests.pages.driving import EXAMPLES, opened, told


def word(name: str) -> AppTest:
    app = opened()
    app.session_state["kind"], app.session_state["chosen_Words"] = "Words", name
    return app.switch_page("app_pages/knowledge.py").run()


@pytest.mark.parametrize("name", LIVE)
def test_a_word_has_a_page_with_what_it_means_and_an_example_computed_now(name, knowledge):
    app = word(name)
    entry = knowledge.teaching["vocabulary"][name]
    live = example(name, EXAMPLES[entry["example"]].case, knowledge)

    assert not app.exception
    for text in (entry["label"], entry["means"], entry["here"], entry["misleads"], *live.says):
        assert text in told(app)
    shown = app.table[0].value
    assert [head.replace("\\", "") for head in shown.columns] == list(live.columns)
    assert [tuple(cell.replace("\\", "") for cell in row) for row in shown.itertuples(index=False)] == list(live.rows)


def test_another_example_case_gives_other_numbers(knowledge):
    app = word("odds")
    app.selectbox(key="word_odds").set_value("example-bypass").run()

    assert not app.exception
    assert example("odds", EXAMPLES["example-bypass"].case, knowledge).says[0] in told(app)


def test_all_words_stand_in_one_table_and_can_be_searched(knowledge):
    app = opened()
    app.session_state["kind"] = "Words"
    app.switch_page("app_pages/knowledge.py").run()

    assert not app.exception
    assert set(app.dataframe[0].value["word"]) == {one["label"] for one in knowledge.teaching["vocabulary"].values()}
    assert app.selectbox(key="chosen_Words").label == f"{len(LIVE)} words"


def test_a_word_is_a_click_away_from_the_page_learn():
    app = opened()
    app.switch_page("app_pages/learn.py").run()
    app.button(key="word_way_illness-script").click().run()

    assert not app.exception
    assert app.title[0].value == "Knowledge"
    assert app.header[0].value == "Illness script"


@pytest.mark.parametrize("name", LIVE)
def test_no_word_claims_an_effect(name):
    assert not re.search(r"better (diagnos|clinic|doctor)|improves? |makes you|prevents?", told(word(name)), re.IGNORECASE)
