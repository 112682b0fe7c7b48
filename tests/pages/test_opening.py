"""Files on the page Case: what opens into the form, what is refused, and that nothing of a person is read as markup."""

import pytest

from app_parts import wording
from engine import load
from engine.formats import report, to_json
from engine.formats.exchange import written
from tests.pages.driving import EXAMPLES, ranked, told, upload

CASE_FILE = b"{id: own, title: My case, case: {age: 40, labs: {WBC: 2.5 x10^9/L, MCV: 99 fL}, present: [gait ataxia]}}"
BUNDLE = b"""{"resourceType": "Bundle", "type": "collection", "entry": [
  {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Zzyzxquist"}], "birthDate": "1970-03-01"}},
  {"resource": {"resourceType": "Condition", "code": {"text": "![](https://example.org/1.png) fever"}, "subject": {"reference": "Patient/p"}}},
  {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2024-01-21", "code": {"text": "Mood"}}},
  {"resource": {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2024-01-21", "subject": {"reference": "Patient/p"},
    "code": {"coding": [{"system": "http://loinc.org", "code": "718-7"}]}, "valueQuantity": {"value": 8.2, "unit": "g/dL"}}}]}"""
TRAP = b"""{id: x, title: "![](https://example.org/1.png)", case: {labs: {WBC: "![](https://example.org/2.png)", "![](https://example.org/3.png)": 5},
  present: ["![](https://example.org/4.png)"], medications: [{name: "![](https://example.org/5.png)", taken: "![](https://example.org/6.png)"}]}}"""
"""A case whose every text would fetch a picture from elsewhere if it were read as markup."""


def test_ancestry_and_course_are_chosen_from_a_list_beside_what_a_file_says(app):
    upload(app, b"case: {ancestry: Italian, onset: 3 weeks, labs: {WBC: 2 x10^9/L}}")

    for key, said, offered in (("ancestry", "Italian", "African"), ("onset", "3 weeks", "weeks")):
        box = app.selectbox(key=key)
        assert (box.value, box.proto.accept_new_options) == (said, False)
        assert {said, offered} <= set(box.options)


def test_ancestry_and_region_of_a_file_stand_in_the_form(app):
    upload(app, b"case: {ancestry: Italian, region: tropics, present: [fever]}")

    assert (app.selectbox(key="ancestry").value, app.selectbox(key="region").value) == ("Italian", "tropics")


def test_a_country_of_a_file_stands_in_the_form_and_changes_the_ranking(app):
    upload(app, b"case: {region: 'Kigali, Rwanda', labs: {Platelets: 60}, present: [fever]}")
    box = app.selectbox(key="region")

    assert (box.value, {"India", "tropics", "Kigali, Rwanda"} <= set(box.options)) == ("Kigali, Rwanda", True)
    assert ranked(app)[0] == "Malaria"


def test_a_case_file_opens_into_the_form(app):
    upload(app, CASE_FILE)

    assert not app.exception
    assert (app.session_state["age"], app.session_state["entries"]) == (40, [["present", "gait ataxia"]])
    assert app.text_input(key="count_wbc").value == "2.5"
    assert ranked(app)


def test_a_percentage_of_reticulocytes_opens_into_the_field_of_their_percentage(app):
    upload(app, b"case: {labs: {Hb: 8.7 g/dL, Reticulocytes: 0.8 %, Neutrophils: 35 %}}")

    assert app.text_input(key="count_reticulocyte-percent").value == "0.8"
    assert app.session_state["labs"] == [["Neutrophils", "35 %"]]
    assert not any("allowed units" in text.value for text in app.text)


def test_an_empty_form_offers_to_paste_a_report(app):
    link, = (one for one in app.get("page_link") if one.proto.label == wording.START_PASTE)

    assert link.proto.page == "bring_in"


def test_a_saved_report_opens_into_the_form_and_ranks_the_same(app):
    app.button(key="example_example-bypass").click().run()
    before = ranked(app)
    content = to_json([report(EXAMPLES["example-bypass"], load())]).encode()
    app.button(key="clear").click().run()
    upload(app, content, "report.json")

    assert not app.exception
    assert ranked(app) == before
    assert {"Report to print", "Report to open again"} <= {button.label for button in app.get("download_button")}


def test_a_bundle_of_another_program_opens_and_the_page_tells_what_was_dropped(app):
    upload(app, BUNDLE, "bundle.json")

    assert not app.exception
    assert (app.session_state["age"], app.session_state["entries"]) == (53, [["present", "![](https://example.org/1.png) fever"]])
    assert app.text_input(key="count_hemoglobin").value == "8.2"
    assert wording.LEFT_OUT_OF_FILE in [info.value for info in app.info]
    assert "not kept, because it can point to a person: name, date of birth\nnot used: Mood" in [text.value for text in app.text]
    assert "Zzyzxquist" not in told(app)


def test_a_case_of_our_own_brings_no_such_notice(app):
    upload(app, written([EXAMPLES["example-bypass"]], to="fhir", knowledge=load())[0].encode(), "bundle.json")

    assert ranked(app)
    assert wording.LEFT_OUT_OF_FILE not in [info.value for info in app.info]
    assert {"Phenopacket", "FHIR Bundle"} <= {button.label for button in app.get("download_button")}


@pytest.mark.parametrize(("content", "message"), [
    pytest.param(b"case: {age: 150}", "'age' is 150; allowed: a number from 0 to 130; correct it or leave it out", id="an impossible age"),
    pytest.param(b"\x89PNG\r\n\x1a\n", "the byte 0x89 is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8", id="a picture"),
    pytest.param(b"", "the file is empty; write at least one key, or remove the file", id="an empty file"),
    pytest.param(b"case: {labs: {WBC: [1]}}", "the value of 'WBC' is a list; allowed: a value with its unit, in quotes; write it so",
                 id="a list for a value"),
])
def test_a_bad_case_file_is_refused_without_loss(content, message, app):
    app.button(key="example_example-bypass").click().run()
    before = (app.text_input(key="count_wbc").value, list(app.session_state["entries"]), ranked(app))
    upload(app, content, "bad.yaml")

    assert not app.exception
    assert message in told(app)
    assert (app.text_input(key="count_wbc").value, list(app.session_state["entries"]), ranked(app)) == before


def test_a_case_file_with_a_setting_nobody_knows_still_opens(app):
    upload(app, b"case: {setting: moon, present: [fever]}")

    assert not app.exception
    assert app.session_state["entries"] == [["present", "fever"]]


def test_text_of_a_person_is_never_read_as_markup(app):
    upload(app, TRAP)
    markup = [element.value for kind in (app.markdown, app.caption, app.title, app.header, app.subheader) for element in kind]
    labels = [element.label for kind in (app.expander, app.button, app.checkbox, app.button_group) for element in kind]

    assert not app.exception
    assert "example.org" not in "\n".join([*markup, *labels])


def test_a_drug_taken_since_a_year_long_ago_is_told_as_taken_for_long(app):
    upload(app, b"case: {labs: {WBC: 2 x10^9/L}, medications: [{name: phenytoin, taken: since 2001}]}")

    assert not app.exception
    assert "read as: taken for a year or longer" in told(app)
