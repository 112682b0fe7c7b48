"""A case, a pasted text and a teaching case outlive the loading of a page: the address names a draft that the server keeps."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driving import opened


def draft_of(app: AppTest, kind: str = "draft") -> str:
    """Return the draft that the address names."""
    name = app.query_params[kind]
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


@pytest.fixture
def pasted() -> AppTest:
    """A session in which a text was pasted and not read yet."""
    app = opened().switch_page("app_pages/bring_in.py").run()
    return app.text_area(key="bring_text").set_value("Name: Anna Muster\nShe denies fever. WBC 2.1 K/uL.").run()


def test_a_pasted_text_is_kept_without_identifiers_before_it_is_read(pasted):
    again = opened(pasted=draft_of(pasted, "pasted")).switch_page("app_pages/bring_in.py").run()

    assert "She denies fever. WBC 2.1 K/uL." in again.text_area(key="bring_text").value
    assert "Muster" not in again.text_area(key="bring_text").value


def test_what_was_found_and_ticked_is_kept(pasted):
    pasted.button(key="bring_read").click().run()
    before = [one.label for one in pasted.checkbox]
    pasted.checkbox[1].uncheck().run()
    again = opened(pasted=draft_of(pasted, "pasted")).switch_page("app_pages/bring_in.py").run()

    assert [one.label for one in again.checkbox] == before
    assert [one.value for one in again.checkbox] == [True, False, True]


def test_other_pages_go_on_keeping_what_was_begun_and_an_empty_box_is_not_kept(pasted):
    pasted.switch_page("app_pages/knowledge.py").run()
    assert opened(pasted=draft_of(pasted, "pasted")).session_state["bring_text"].endswith("She denies fever. WBC 2.1 K/uL.")

    pasted.switch_page("app_pages/bring_in.py").run()
    pasted.button(key="bring_clear").click().run()
    assert "pasted" not in pasted.query_params


def test_who_began_nothing_has_no_draft_of_it(typed):
    assert [name for name in ("pasted", "written") if name in typed.query_params or name in typed.session_state] == []


def test_a_teaching_case_in_the_making_is_kept_by_other_pages(app):
    app.switch_page("app_pages/teach.py").run()
    app.text_input(key="teach_title").set_value("A tired man").run()
    app.switch_page("app_pages/knowledge.py").run()
    again = opened(written=draft_of(app, "written")).switch_page("app_pages/teach.py").run()

    assert again.text_input(key="teach_title").value == "A tired man"
