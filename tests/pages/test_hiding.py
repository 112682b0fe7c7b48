"""A hidden ranking: shown nowhere until a list of one's own is written, then told beside it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driving import ranked, told


@pytest.fixture
def app(app) -> AppTest:
    """The bypass example, its ranking hidden."""
    app.toggle(key="hide").set_value(True).run()
    return app.button(key="example_example-bypass").click().run()


def test_a_hidden_ranking_is_shown_nowhere(app):
    assert ranked(app) == []
    assert "Copper" not in told(app)


def test_a_hidden_ranking_is_not_revealed_without_a_list(app):
    app.button(key="reveal").click().run()

    assert ranked(app) == []


def test_a_hidden_ranking_is_revealed_beside_what_was_written(app):
    app.text_area(key="own_list").set_value("copper deficiency\nwandering gremlins").run()
    app.button(key="reveal").click().run()

    assert "Copper deficiency" in ranked(app)
    assert re.search(r"1\. copper deficiency: place \d+, ", told(app))
    assert "2. wandering gremlins: not a name known here" in told(app)


def test_an_own_list_may_have_commas_and_a_name_that_is_not_known_gets_offers(app):
    app.text_area(key="own_list").set_value("copper deficiency, myelodysplastic syndrom; gestational thrombocytopenia").run()
    app.button(key="reveal").click().run()
    assert "2. myelodysplastic syndrom: not a name known here" in told(app)
    assert re.search(r"3\. gestational thrombocytopenia: below place 30, <1%; against it most: ", told(app))

    next(one for one in app.button if one.label == "Use: Myelodysplastic syndrome").click().run()

    assert re.search(r"1\. copper deficiency: place 1, .*\n2\. Myelodysplastic syndrome: place \d+, ", told(app))


def test_a_hidden_ranking_is_hidden_on_the_page_that_compares(app):
    app.switch_page("app_pages/compare.py").run()

    assert not app.exception
    assert (len(app.table), len(app.multiselect)) == (0, 0)
    assert "Copper" not in told(app)
