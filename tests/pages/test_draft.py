"""A case outlives the loading of its page: the address names a draft that the server keeps."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driving import opened


def draft_of(app: AppTest) -> str:
    """Return the draft that the address names."""
    name = app.query_params["draft"]
    return name[0] if isinstance(name, list) else name


@pytest.fixture
def typed() -> AppTest:
    """A session in which an example was opened and one count was changed."""
    app = opened()
    app.button(key="example_example-bypass").click().run()
    return app.text_input(key="count_wbc").set_value("1.7").run()


def test_a_page_loaded_anew_shows_the_case_as_it_was(typed):
    again = opened(draft=draft_of(typed))

    assert again.text_input(key="count_wbc").value == "1.7"
    assert again.session_state["entries"] == typed.session_state["entries"] != []
    assert again.session_state["drugs"] == typed.session_state["drugs"] != []


def test_two_who_open_one_address_do_not_write_over_each_other(typed):
    other = opened(draft=draft_of(typed))
    other.text_input(key="count_wbc").set_value("9").run()
    other.session_state["entries"].clear()
    other.run()

    assert draft_of(other) != draft_of(typed)
    assert opened(draft=draft_of(typed)).text_input(key="count_wbc").value == "1.7"
    assert opened(draft=draft_of(typed)).session_state["entries"] == typed.session_state["entries"] != []


def test_a_cleared_case_is_not_kept(typed):
    name = draft_of(typed)
    typed.button(key="clear").click().run()

    assert "draft" not in typed.query_params
    assert opened(draft=name).text_input(key="count_wbc").value == ""


def test_an_address_with_an_unknown_draft_opens_an_empty_case():
    app = opened(draft="nobody-wrote-this")

    assert not app.exception
    assert app.text_input(key="count_wbc").value == ""
