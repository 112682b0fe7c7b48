"""The pages, run without a browser: they render, keep what was typed, and show the ranking that the engine gives."""

import pytest

from engine import NOTICE, candidates, gather, rank
from engine.errors import RuleError
from tests.pages.driving import EXAMPLES, keeps_the_notice_in_sight, opened, ranked, told

PAGES = ("bring_in", "many", "compare", "what_if", "learn", "practice", "progress", "teach", "knowledge", "about")


def test_the_app_opens_on_an_empty_case(app):
    assert not app.exception
    assert (ranked(app), app.text_input(key="count_wbc").value) == ([], "")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "with a case"])
def test_a_page_renders_and_shows_the_notice(page, filled, app):
    if filled:
        app.button(key="example_example-bypass").click().run()
    app.switch_page(f"app_pages/{page}.py").run()

    assert not app.exception
    assert NOTICE in [warning.value for warning in app.warning]


@pytest.mark.parametrize("page", ["case", "compare", "what_if"])
def test_a_page_with_a_ranking_keeps_the_notice_in_sight(page, app):
    app.button(key="example_example-bypass").click().run()
    app.switch_page(f"app_pages/{page}.py").run()

    assert keeps_the_notice_in_sight(app)


def test_a_page_without_a_ranking_has_the_notice_once(app):
    app.switch_page("app_pages/knowledge.py").run()

    assert not keeps_the_notice_in_sight(app)


def test_the_case_page_shows_the_notice(app):
    assert NOTICE in [warning.value for warning in app.warning]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_ranked_as_the_engine_ranks_it(name, app, knowledge):
    app.button(key=f"example_{name}").click().run()
    expected = candidates(rank(gather(EXAMPLES[name].case, knowledge), knowledge), knowledge, top=5)

    assert not app.exception
    assert [shown.replace("\\", "") for shown in ranked(app)[:5]] == [row.name for row in expected]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_looked_at_on_every_page(name, app):
    app.button(key=f"example_{name}").click().run()
    for page in (*PAGES, "case"):
        app.switch_page(f"app_pages/{page}.py").run()

        assert not app.exception


def test_the_case_survives_a_look_at_another_page(app):
    app.text_input(key="count_wbc").set_value("2.1").run()
    app.switch_page("app_pages/about.py").run()
    app.switch_page("app_pages/case.py").run()

    assert app.text_input(key="count_wbc").value == "2.1"


def test_clear_forgets_the_case_and_undo_brings_it_back(app):
    app.button(key="example_example-bypass").click().run()
    filled = app.text_input(key="count_wbc").value
    app.button(key="clear").click().run()
    cleared = app.text_input(key="count_wbc").value
    app.button(key="undo").click().run()

    assert (filled, cleared, app.text_input(key="count_wbc").value) == ("2.1", "", "2.1")


def test_wrong_rules_are_told_and_nothing_breaks(monkeypatch):
    def refuse():
        raise RuleError("rules/labs.yaml:1:1: spoiled for this test")

    monkeypatch.setattr("app_parts.state.knowledge", refuse)
    app = opened()

    assert not app.exception
    assert "rules/labs.yaml:1:1: spoiled for this test" in told(app)
