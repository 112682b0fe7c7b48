"""Findings, drugs and tests as typed: what is understood, what is offered instead, and that nothing typed is lost."""

import pytest

from app_parts import wording
from tests.pages.driving import ranked, told, upload


@pytest.mark.parametrize(("kind", "key"), [("entries", "entry_text"), ("drugs", "drug_name"), ("labs", "lab_name")])
def test_half_a_word_is_mended_by_the_button_that_stands_out(kind, key, app):
    half, whole = {"entries": ("sore thr", "sore throat"), "drugs": ("methim", "methimazole"), "labs": ("haptoglobn", "Haptoglobin")}[kind]
    app.session_state[kind] = [["present", half] if kind == "entries" else [half, ""]]
    app.run()
    next(one for one in app.button if one.label == f"Use: {whole}").click().run()

    assert [list(one) for one in app.session_state[kind]] == [["present", whole] if kind == "entries" else [whole, ""]]


def test_a_finding_changes_the_ranking(app):
    app.text_input(key="count_wbc").set_value("2.1").run()
    before = ranked(app)
    app.selectbox(key="entry_text").set_value("gait ataxia").run()

    assert app.session_state["entries"] == [["present", "gait ataxia"]]
    assert ranked(app) != before


def test_an_entry_says_by_which_name_the_ranking_calls_it_where_that_is_another(app):
    upload(app, b"case: {labs: {Hb: 7.9 g/dL}, present: [tingling in the feet, fever]}")
    said = [one.value for one in app.caption if one.value.startswith("read as ")]

    assert said == ["read as paresthesia"]


def test_a_finding_that_is_not_understood_is_kept_and_told(app):
    upload(app, b"case: {present: [spleenomegaly]}")

    assert app.session_state["entries"] == [["present", "spleenomegaly"]]
    assert "not understood" in told(app)


def test_an_entry_that_is_understood_in_part_gets_an_offer_that_says_the_rest(app):
    upload(app, b"case: {present: [dysplastic granulocytes with hyposegmented bizarre nuclei]}")
    assert any("partly understood" in one.value for one in app.markdown)

    next(one for one in app.button if one.label == "Use: hyposegmented neutrophils").click().run()

    assert [list(one) for one in app.session_state["entries"]] == [["present", "hyposegmented neutrophils"]]


def test_an_entry_of_which_nothing_known_is_left_gets_no_offer(app):
    upload(app, b"case: {present: [angiodysplasia in the cecum]}")

    assert not any(one.label.startswith("Use:") for one in app.button)


def test_an_entry_that_denies_itself_says_so_beside_its_state(app):
    app.session_state["entries"] = [["present", "spleen not palpable"]]
    app.run()

    assert wording.READ_AS_ABSENT in told(app)


def test_a_laboratory_test_whose_name_is_not_known_is_mended_by_a_button(app):
    app.session_state["labs"] = [["haptoglobn", "5"]]
    app.run()
    next(one for one in app.button if one.label == "Use: Haptoglobin").click().run()

    assert app.session_state["labs"] == [["Haptoglobin", "5"]]


def test_a_unit_that_was_not_typed_is_told_with_what_was_understood(app):
    app.session_state["labs"] = [["CRP", "12"], ["ferritin", "300 ng/mL"]]
    app.session_state["words"] = True
    app.run()

    assert "No unit was printed, so taken as: C-reactive protein 12 mg/L (12 mg/dL would be 120 mg/L)" in [one.value for one in app.text]


def test_a_finding_can_be_entered_as_absent(app):
    app.button_group(key="entry_kind").set_value("absent")
    app.selectbox(key="entry_text").set_value("splenomegaly").run()

    assert app.session_state["entries"] == [["absent", "splenomegaly"]]


def test_how_each_entry_was_understood_is_told_where_there_is_one(app):
    def titles() -> list[str]:
        return [one.label for one in app.expander if one.label.startswith("How each entry")]

    app.text_input(key="age_text").set_value("40").run()
    assert titles() == []

    app.selectbox(key="entry_text").set_value("gait ataxia").run()
    assert len(titles()) == 1
