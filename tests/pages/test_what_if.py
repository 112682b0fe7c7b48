"""The page What if: a change moves the ranks at once, leaves the case alone, and can be undone."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.telling import two_percents
from tests.pages.driving import told


@pytest.fixture
def page(app) -> AppTest:
    """The page with the bypass example, whose first cause is copper deficiency."""
    app.button(key="example_example-bypass").click().run()
    return app.switch_page("app_pages/what_if.py").run()


def ranks(page: AppTest) -> list[tuple[str, str, str]]:
    """Return the cause, its probability and what it was before, of every row of the table but the last, "something else"."""
    assert not page.exception
    return [tuple(row) for row in page.table[0].value.to_numpy().tolist()[:-1]]


def labelled(elements, text: str):
    return next(one for one in elements if text in one.label)


def test_without_a_change_the_ranks_are_those_of_the_case(page):
    assert len(ranks(page)) == 10
    assert all(was == now.strip("*") for _, now, was in ranks(page))


def test_something_else_is_told_now_and_before(page):
    *_, (name, now, was) = page.table[0].value.to_numpy().tolist()

    assert name == "Something else, not in our list"
    assert now == was
    assert was.endswith("%")


def test_the_blood_count_stands_first_among_the_values_and_findings_as_they_were_entered(page):
    page.switch_page("app_pages/case.py").run()
    page.session_state["labs"] = [["creatinine", "2.1 mg/dL"]]
    page.run()
    page.switch_page("app_pages/what_if.py").run()
    fields = [one.label for one in page.text_input if "lab_" in one.key]
    findings = [one.label for one in page.button_group if "finding_" in one.key]

    assert fields == ["White cells", "Neutrophils", "Platelets", "Hemoglobin", "Mean cell volume", "Creatinine"]
    assert findings[0] == "gait ataxia"


def test_the_first_three_stand_in_sight_of_every_control_and_move_with_the_table(page):
    def in_sight() -> str:
        told = next(one.value for one in page.markdown if one.value.startswith(":small[1\\."))
        return told.removeprefix(":small[").replace("\u00a0", " ").replace("\u2011", "-")

    first = [part.split(" ", 1)[1].split(" **")[0] for part in in_sight().split("\u2003 ")]
    assert [cause.split(" ", 1)[1] for cause, _, _ in ranks(page)[:3]] == first
    assert "was" not in in_sight()

    labelled(page.button_group, "ataxia").set_value("absent").run()

    assert ranks(page)[0][0].split(" ", 1)[1] in in_sight().split("\u2003 ")[0]
    assert ", was " in in_sight()


def test_what_follows_from_an_entry_is_folded_away_and_can_be_changed_when_it_is_opened(page):
    page.switch_page("app_pages/case.py").run()
    page.button(key="clear").click().run()
    page.button(key="example_example-traveller").click().run()
    page.switch_page("app_pages/what_if.py").run()

    folded = labelled(page.expander, "What follows from these")
    assert int(folded.label.rsplit(" ", 1)[1]) > 5
    assert not any("malaria area" in one.label for one in page.button_group)


def test_leaving_out_a_finding_moves_ranks_and_undo_brings_them_back(page):
    before = ranks(page)
    labelled(page.button_group, "ataxia").set_value("unknown").run()
    assert ranks(page) != before

    labelled(page.button, "Undo").click().run()
    assert ranks(page) == before


def test_a_value_that_cannot_be_read_is_told_and_nothing_is_lost(page):
    before = ranks(page)
    labelled(page.text_input, "Hemoglobin").set_value("twelve and a bit").run()

    assert ranks(page) == before
    assert any("Not changed" in one.value for one in page.text)


def test_the_dial_of_base_rates_changes_the_ranks(page):
    before = ranks(page)
    page.slider[0].set_value(0).run()

    assert ranks(page) != before


def test_a_finding_can_be_added_and_the_changes_taken_into_the_case(page):
    labelled(page.selectbox, "Add a finding").set_value("fever").run()
    labelled(page.button, "Take the changes").click().run()
    page.switch_page("app_pages/case.py").run()

    assert ["present", "fever"] in [list(one) for one in page.session_state["entries"]]


def test_a_test_that_was_not_measured_gets_a_field_whose_value_moves_the_ranks(page):
    before = ranks(page)
    labelled(page.selectbox, "Add a laboratory test").set_value("ferritin").run()

    assert ranks(page) == before
    field = labelled(page.text_input, "Ferritin")
    assert (field.value, "or low" in field.placeholder) == ("", True)

    field.set_value("3 ug/L").run()
    moved = ranks(page)

    assert moved != before
    assert labelled(page.text_input, "Ferritin").value == "3 ug/L"

    labelled(page.button, "Take the changes").click().run()
    page.switch_page("app_pages/case.py").run()
    assert ["Ferritin", "3 ug/L"] in [list(one) for one in page.session_state["labs"]]


def test_a_value_that_was_worked_out_stands_in_its_field_as_a_number_with_its_unit(page):
    page.switch_page("app_pages/case.py").run()
    page.text_input(key="count_reticulocyte-percent").set_value("0.8").run()
    page.switch_page("app_pages/what_if.py").run()

    number, unit = labelled(page.text_input, "Reticulocytes, corrected").value.split()
    assert 0 < float(number) < 0.8
    assert unit == "%"


def test_a_value_stands_in_its_field_with_its_unit_as_people_write_it(page):
    values = [field.value for field in page.text_input]

    assert any(value.endswith("×10⁹/L") for value in values)
    assert not any("10^" in value for value in values)


def test_a_field_that_was_added_goes_with_undo(page):
    labelled(page.selectbox, "Add a laboratory test").set_value("ferritin").run()
    labelled(page.button, "Undo").click().run()

    assert not any("Ferritin" in one.label for one in page.text_input)


def test_a_test_that_has_a_value_is_not_offered_again(page):
    offered = labelled(page.selectbox, "Add a laboratory test").options

    assert "Ferritin" in offered
    assert "Hemoglobin" not in offered


def test_the_case_itself_stays_as_it_is(page):
    entries = [list(one) for one in page.session_state["entries"]]
    labelled(page.button_group, "ataxia").set_value("absent").run()

    assert [list(one) for one in page.session_state["entries"]] == entries


def test_age_sex_onset_and_pregnancy_can_be_changed_and_move_the_ranks(page):
    before = ranks(page)
    labelled(page.text_input, "Age").set_value("4").run()
    assert ranks(page) != before

    labelled(page.button_group, "Sex").set_value("male").run()
    assert not any(one.label == "Pregnant" for one in page.checkbox)

    labelled(page.selectbox, "Began over").set_value("days").run()
    page.button(key="trial_take").click().run()
    assert (page.session_state["age"], page.session_state["sex"], page.session_state["onset"]) == (4.0, "male", "days")


def test_an_age_that_cannot_be_read_is_said_and_changes_nothing(page):
    before = ranks(page)
    labelled(page.text_input, "Age").set_value("200").run()

    assert ranks(page) == before
    assert labelled(page.text_input, "Age").value == "200"
    assert "Not changed: the age '200': possible are 0 to 130 years" in told(page)


def test_a_drug_can_be_added_dated_and_left_out(page):
    before = ranks(page)
    labelled(page.selectbox, "Add a drug").set_value("methotrexate").run()
    added = ranks(page)
    assert added != before

    drug = [one for one in page.checkbox if one.label.startswith("Drug ")][-1]
    drug.uncheck().run()
    assert [cause for cause, _, _ in ranks(page)] == [cause for cause, _, _ in before]


def test_a_change_too_small_for_whole_percents_is_told_with_decimals_or_as_odds(knowledge):
    assert two_percents(0.9962, 0.9991, knowledge) == (">95%", ">95%")
    assert two_percents(0.4, 0.4, knowledge) == ("40%", "40%")
    assert two_percents(0.41, 0.40, knowledge) == ("41%", "40%")
    assert two_percents(0.0002, 0.0031, knowledge) == ("0.02%", "0.31%")
