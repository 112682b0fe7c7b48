"""The page Bring in: what is found is marked and offered; only what is ticked reaches the form; identifiers are not kept."""

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import state, wording
from app_parts.bring_in import with_marks
from engine import Case, CaseFile, load
from engine.formats.prose import read_prose

TEXT = "Name: Anna Muster\nA 52-year-old woman denies fever. She has gait ataxia. WBC 2.1 (4.0-11.0) L."


@pytest.fixture
def page(app) -> AppTest:
    return app.switch_page("app_pages/bring_in.py").run()


def read(page: AppTest, text: str) -> AppTest:
    page.text_area(key="bring_text").set_value(text).run()
    page.button(key="bring_read").click().run()
    assert not page.exception
    return page


def test_what_is_found_is_offered_with_its_number_and_nothing_is_in_the_form_yet(page):
    read(page, TEXT)

    assert [one.label for one in page.checkbox] == ["1 \xb7 Age", "2 \xb7 Sex", "3 \xb7 Absent", "4 \xb7 Present", "5 \xb7 Value"]
    assert page.session_state["entries"] == []
    assert page.session_state["count_wbc"] == ""


def test_the_text_has_a_numbered_mark_around_everything_found():
    told = read_prose("She denies fever.", load())

    assert with_marks(told) == "\xab1\xa0She\xbb denies \xab2\xa0fever\xbb."


def test_identifiers_are_neither_shown_nor_kept_and_the_notice_says_so(page):
    read(page, TEXT)

    assert any("looks like a real person's: 1 name" in one.value for one in page.warning)
    assert "Muster" not in str(page.session_state["bring_told"])
    assert "Muster" not in page.text_area(key="bring_text").value
    assert not any("Muster" in one.value for one in page.text)


def test_only_what_is_ticked_is_taken(page):
    read(page, TEXT)
    page.checkbox[3].uncheck().run()
    page.button(key="bring_take").click().run()

    assert page.session_state["entries"] == [["absent", "fever"]]
    assert page.session_state["age"] == 52
    assert page.session_state["sex"] == "female"
    assert page.session_state["count_wbc"] == "2.1 L (4.0-11.0)"


def test_taking_leads_to_the_case_and_its_ranking(page):
    read(page, TEXT)
    page.button(key="bring_take").click().run()

    assert not page.exception
    assert any(one.value == "Result" for one in page.header)


def test_with_everything_unticked_nothing_can_be_taken(page):
    read(page, TEXT)
    page.button(key="bring_none").click().run()

    assert page.button(key="bring_take").disabled


def test_what_is_brought_is_added_to_the_form_and_a_value_is_replaced(page):
    read(page, "WBC 1.5. He has night sweats.")
    page.button(key="bring_take").click().run()
    page.switch_page("app_pages/bring_in.py").run()
    read(page, "White cells 2.1. He has fever.")
    page.button(key="bring_take").click().run()

    assert page.session_state["entries"] == [["present", "night sweats"], ["present", "fever"]]
    assert page.session_state["count_wbc"] == "2.1"


def test_a_new_case_replaces_the_form_and_can_be_undone(page):
    read(page, "He has night sweats.")
    page.button(key="bring_take").click().run()
    page.switch_page("app_pages/bring_in.py").run()
    read(page, "He has fever.")
    page.button(key="bring_new").click().run()
    assert page.session_state["entries"] == [["present", "fever"]]

    page.button(key="undo").click().run()
    assert page.session_state["entries"] == [["present", "night sweats"]]


def test_an_offer_against_an_earlier_one_is_not_ticked_and_says_why(page):
    read(page, "He has a fever. Later he had no fever.")

    assert [one.value for one in page.checkbox] == [True, True, False]
    assert any(one.value == "not ticked: 'fever' stands before it" for one in page.text)


def test_a_text_without_anything_known_is_said_to_hold_nothing(page):
    read(page, "Lorem ipsum.")

    assert any("Nothing was found" in one.value for one in page.info)


def test_an_empty_box_is_said_to_be_empty(page):
    read(page, "  ")

    assert wording.BRING_EMPTY in [one.value for one in page.text]
    assert not page.info


def test_a_level_in_words_is_taken_under_our_name(page):
    read(page, "Folate levels are normal.")
    page.button(key="bring_take").click().run()

    assert page.session_state["entries"] == [["present", "Folate normal"]]


def test_a_value_that_cannot_be_read_is_told(page):
    read(page, "WBC: 9999999")

    assert any("Values seen and not read: 1" in one.value for one in page.warning)


def test_the_example_is_read(page):
    page.button(key="bring_example").click().run()

    assert not page.exception
    assert len(page.checkbox) > 15


def test_a_text_stays_when_another_page_is_looked_at(page):
    read(page, TEXT)
    page.checkbox[2].uncheck().run()
    page.switch_page("app_pages/about.py").run()
    page.switch_page("app_pages/bring_in.py").run()

    assert [one.value for one in page.checkbox] == [True, True, False, True, True]


def test_an_entry_has_the_name_that_we_know_it_by_and_the_words_it_was_read_from(page):
    read(page, "A man presents with three weeks of fatigue.")

    assert any(one.value == "fatigue" for one in page.text)
    assert any(one.value == "in the text: three weeks of fatigue" for one in page.text)
    page.button(key="bring_take").click().run()
    assert page.session_state["entries"] == [["present", "fatigue"]]
    assert page.session_state["onset"] == "weeks"


def test_a_case_that_was_brought_in_has_a_title_in_its_report(monkeypatch):
    monkeypatch.setattr(state, "current_case", Case)
    monkeypatch.setattr(state.st, "session_state", {"opened": CaseFile(id=state.OWN, case=Case()), "confirmed": False})

    assert state.current_file().title == "My case"
