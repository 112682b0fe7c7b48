"""The pages, run without a browser: they render, keep what was typed, and show the ranking that the engine gives."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import NOTICE, candidates, gather, load, rank, read_cases
from engine.errors import RuleError
from engine.formats import report, to_json
from engine.formats.exchange import written
from engine.reasoning import why_grave
from engine.telling import NO_LOW_COUNT

ROOT = Path(__file__).parents[2]
EXAMPLES = {file.id: file for file in read_cases(ROOT / "cases" / "examples.yaml")}
PAGES = ("bring_in", "many", "compare", "what_if", "learn", "practice", "progress", "teach", "knowledge", "about")
ROW = re.compile(r"^(\d+)\. \*\*(.+?)\*\*")
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


@pytest.fixture
def app() -> AppTest:
    """The app as it opens."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


def ranked(app: AppTest) -> list[str]:
    """Return the names of the rows that the page shows, in their order."""
    found = [ROW.match(element.label) for element in app.expander]
    return [match[2] for match in found if match]


def told(app: AppTest) -> str:
    """Return everything that the page says."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.error, app.info, app.warning)
    return "\n".join([*(element.value for kind in kinds for element in kind), *(element.label for element in app.expander)])


def upload(app: AppTest, content: bytes, name: str = "case.yaml") -> AppTest:
    app.file_uploader(key="upload").upload(name, content, "application/yaml")
    return app.run()


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


def test_counts_entered_by_hand_are_ranked(app, knowledge):
    app.text_input(key="count_neutrophils").set_value("0.3")
    app.text_input(key="count_hemoglobin").set_value("13.9").run()

    assert not app.exception
    assert len(ranked(app)) >= 5
    assert "**low**, severe" in told(app)


def test_a_count_in_another_unit_is_judged_alike(app):
    app.text_input(key="count_neutrophils").set_value("300 /uL").run()

    assert "**low**, severe" in told(app)


@pytest.mark.parametrize("printed", ["12 potatoes/L", "2.1 g/dL", "about the same", "-3", "**bold** <b>", "9" * 500])
def test_a_value_that_cannot_be_read_is_told_and_kept(printed, app):
    app.text_input(key="count_wbc").set_value(printed)
    app.text_input(key="count_platelets").set_value("20").run()

    assert not app.exception
    assert app.text_input(key="count_wbc").value == printed
    assert "**not read**: " in told(app)
    assert "White cells: found" in told(app)
    assert len(ranked(app)) >= 5


@pytest.mark.parametrize(("printed", "said"), [
    ("0,3", "read as 0.3: **low**, severe"), ("0.3", "**low**, severe"), ("15%", "read as 0.9: **low**, moderate")],
    ids=["a comma", "a point", "a share of the white cells"])
def test_a_number_that_could_be_read_in_two_ways_or_is_worked_out_is_told_as_read(printed, said, app):
    app.text_input(key="count_wbc").set_value("6")
    app.text_input(key="count_neutrophils").set_value(printed).run()

    assert any(said in caption.value for caption in app.caption)
    assert ("read as" in said) == any("read as" in caption.value for caption in app.caption)


def test_a_share_of_the_white_cells_without_these_says_what_is_missing(app):
    app.text_input(key="count_neutrophils").set_value("15%").run()

    assert wording.SHARE_NEEDS_WHITE_CELLS in told(app)


def test_the_ends_of_what_can_be_stand_under_a_number_that_is_not_read(app):
    app.text_input(key="count_wbc").set_value("2100").run()

    assert "**not read**: possible are 0 to 1500 ×10⁹/L" in told(app)


@pytest.mark.parametrize(("kind", "key"), [("entries", "entry_text"), ("drugs", "drug_name"), ("labs", "lab_name")])
def test_half_a_word_is_mended_by_the_button_that_stands_out(kind, key, app):
    half, whole = {"entries": ("sore thr", "sore throat"), "drugs": ("methim", "methimazole"), "labs": ("haptoglobn", "Haptoglobin")}[kind]
    app.session_state[kind] = [["present", half] if kind == "entries" else [half, ""]]
    app.run()
    next(one for one in app.button if one.label == f"Use: {whole}").click().run()

    assert [list(one) for one in app.session_state[kind]] == [["present", whole] if kind == "entries" else [whole, ""]]


def test_ancestry_and_course_are_chosen_from_a_list_beside_what_a_file_says(app):
    upload(app, b"case: {ancestry: Italian, onset: 3 weeks, labs: {WBC: 2 x10^9/L}}")

    for key, said, offered in (("ancestry", "Italian", "African"), ("onset", "3 weeks", "weeks")):
        box = app.selectbox(key=key)
        assert (box.value, box.proto.accept_new_options) == (said, False)
        assert {said, offered} <= set(box.options)


def test_a_finding_changes_the_ranking(app):
    app.text_input(key="count_wbc").set_value("2.1").run()
    before = ranked(app)
    app.selectbox(key="entry_text").set_value("gait ataxia").run()

    assert app.session_state["entries"] == [["present", "gait ataxia"]]
    assert ranked(app) != before


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


def test_for_a_count_that_cannot_be_read_units_are_offered_and_no_other_name(app):
    app.text_input(key="count_neutrophils").set_value("850").run()

    assert [one.label for one in app.button if one.label.startswith(("Use:", "Read"))] == ["Read neutrophils in /µL"]


def test_a_laboratory_test_whose_name_is_not_known_is_mended_by_a_button(app):
    app.session_state["labs"] = [["haptoglobn", "5"]]
    app.run()
    next(one for one in app.button if one.label == "Use: Haptoglobin").click().run()

    assert app.session_state["labs"] == [["Haptoglobin", "5"]]


def test_a_finding_can_be_entered_as_absent(app):
    app.button_group(key="entry_kind").set_value("absent")
    app.selectbox(key="entry_text").set_value("splenomegaly").run()

    assert app.session_state["entries"] == [["absent", "splenomegaly"]]


def test_the_case_survives_a_look_at_another_page(app):
    app.text_input(key="count_wbc").set_value("2.1").run()
    app.switch_page("app_pages/about.py").run()
    app.switch_page("app_pages/case.py").run()

    assert app.text_input(key="count_wbc").value == "2.1"


def test_a_count_that_is_usual_in_an_ancestry_is_low_and_told_as_usual(app):
    app.text_input(key="count_neutrophils").set_value("1.4").run()
    assert "usual in adults of African ancestry" not in told(app)

    app.selectbox(key="ancestry").set_value("African").run()

    assert "usual in adults of African ancestry" in told(app)
    assert NO_LOW_COUNT not in told(app)
    assert ranked(app)[0] == "Duffy-null associated neutrophil count"


def test_the_region_changes_the_ranking(app):
    app.text_input(key="count_platelets").set_value("90").run()
    app.selectbox(key="entry_text").set_value("fever").run()
    before = told(app)
    app.selectbox(key="region").set_value("tropics").run()

    assert told(app) != before
    assert "Malaria" in ranked(app)[:10]


NORMAL = b"case: {age: 40, labs: {WBC: 6 x10^9/L, hemoglobin: 14.5 g/dL, platelets: 250 x10^9/L}}"


@pytest.mark.parametrize("content", [NORMAL, b"case: {age: 4}", b"case: {labs: {WBC: 2100 potatoes}}", b"case: {present: [fever]}"],
                         ids=["normal counts", "only an age", "no count is read", "only a finding"])
@pytest.mark.parametrize("page", ["case", "compare", "what_if"])
def test_without_a_low_count_nothing_is_ranked_and_that_is_said(page, content, app):
    upload(app, content)
    app.switch_page(f"app_pages/{page}.py").run()

    assert not app.exception
    assert (wording.NOTHING_LOW if content == NORMAL else wording.NO_COUNT_YET) in [info.value for info in app.info]
    assert (ranked(app), len(app.table)) == ([], 0)
    assert "Sepsis" not in told(app)
    assert wording.GRAVE_CAUSES not in told(app)


def test_a_normal_count_is_ranked_all_the_same_when_it_is_asked_for(app):
    upload(app, NORMAL)
    app.button(key="rank_all_the_same").click().run()
    asked = ranked(app)
    app.button(key="clear").click().run()
    upload(app, NORMAL)

    assert len(asked) == 10
    assert ranked(app) == []


def test_blasts_are_a_red_flag_though_no_count_is_low(app):
    upload(app, b"case: {labs: {WBC: 9 x10^9/L}, present: [circulating blasts]}")

    assert ranked(app) == []
    assert wording.RED_FLAGS in told(app)
    assert "Blasts in the blood" in told(app)


def test_only_what_is_probable_enough_is_marked_as_not_to_be_missed_and_the_box_says_why(app, knowledge):
    app.button(key="example_example-fragments").click().run()
    rows = candidates(rank(gather(EXAMPLES["example-fragments"].case, knowledge), knowledge), knowledge)
    marked = [element.label for element in app.expander if wording.GRAVE in element.label]

    assert 0 < len(marked) < sum(row.must_not_miss for row in rows)
    assert len(marked) == sum(bool(why_grave(row, knowledge)) for row in rows)
    for row in rows:
        if why := why_grave(row, knowledge):
            assert f"{row.name}**, {wording.percent(row.probability, knowledge)}: {why}" in told(app).replace("\\", "")


def test_ancestry_and_region_of_a_file_stand_in_the_form(app):
    upload(app, b"case: {ancestry: Italian, region: tropics, present: [fever]}")

    assert (app.selectbox(key="ancestry").value, app.selectbox(key="region").value) == ("Italian", "tropics")


def test_clear_forgets_the_case_and_undo_brings_it_back(app):
    app.button(key="example_example-bypass").click().run()
    filled = app.text_input(key="count_wbc").value
    app.button(key="clear").click().run()
    cleared = app.text_input(key="count_wbc").value
    app.button(key="undo").click().run()

    assert (filled, cleared, app.text_input(key="count_wbc").value) == ("2.1", "", "2.1")


def test_a_reason_says_the_value_and_which_way_it_is_off(app):
    app.text_input(key="count_neutrophils").set_value("0.05")
    app.text_input(key="count_wbc").set_value("6").run()
    app.session_state["why_1"] = True
    app.run()

    assert "Neutrophils 0.05 ×10⁹/L (low, severe)" in told(app).replace("\\", "")
    assert "how low" not in told(app)


def test_an_entry_that_speaks_twice_is_told_once_in_brief(app):
    upload(app, b"case: {labs: {platelets: 40 x10^9/L}, present: [hepatosplenomegaly]}")
    brief = [caption.value for caption in app.caption if ":material/add:" in caption.value]

    assert brief
    assert not [line for line in brief if line.count("megaly") > 1]


def test_a_contradiction_is_told_before_the_ranking_and_mended_by_a_button(app):
    upload(app, b"case: {labs: {platelets: 20 K/uL}, present: [normal platelets, petechiae]}")
    before = told(app)
    app.button(key="mend_1_1").click().run()

    assert "'normal platelets' says platelets normal, but 'Platelets: 20 10^9/L' is low" in before
    assert app.session_state["entries"] == [["present", "petechiae"]]
    assert "Contradictions" not in told(app)


def test_a_drug_begun_after_the_fall_is_marked_so_by_a_button(app):
    upload(app, b"case: {onset: weeks, labs: {ANC: 0.1 K/uL}, medications: [{name: methimazole, taken: started 2 days earlier}]}")
    app.button(key="mend_1_say").click().run()

    assert app.session_state["drugs"] == [["methimazole", "started 2 days earlier; started after the counts fell"]]
    assert "Contradictions" not in told(app)


def test_a_hidden_ranking_is_shown_nowhere(app):
    app.toggle(key="hide").set_value(True).run()
    app.button(key="example_example-bypass").click().run()

    assert ranked(app) == []
    assert "Copper" not in told(app)


def test_a_hidden_ranking_is_not_revealed_without_a_list(app):
    app.toggle(key="hide").set_value(True).run()
    app.button(key="example_example-bypass").click().run()
    app.button(key="reveal").click().run()

    assert ranked(app) == []


def test_a_hidden_ranking_is_revealed_beside_what_was_written(app):
    app.toggle(key="hide").set_value(True).run()
    app.button(key="example_example-bypass").click().run()
    app.text_area(key="own_list").set_value("copper deficiency\nwandering gremlins").run()
    app.button(key="reveal").click().run()

    assert "Copper deficiency" in ranked(app)
    assert re.search(r"1\. copper deficiency: place \d+, ", told(app))
    assert "2. wandering gremlins: not a name known here" in told(app)


def test_an_own_list_may_have_commas_and_a_name_that_is_not_known_gets_offers(app):
    app.toggle(key="hide").set_value(True).run()
    app.button(key="example_example-bypass").click().run()
    app.text_area(key="own_list").set_value("copper deficiency, myelodysplastic syndrom; gestational thrombocytopenia").run()
    app.button(key="reveal").click().run()
    assert "2. myelodysplastic syndrom: not a name known here" in told(app)
    assert re.search(r"3\. gestational thrombocytopenia: below place 30, <1%; against it most: ", told(app))

    next(one for one in app.button if one.label == "Use: Myelodysplastic syndrome").click().run()

    assert re.search(r"1\. copper deficiency: place 1, .*\n2\. Myelodysplastic syndrome: place \d+, ", told(app))


def test_a_hidden_ranking_is_hidden_on_the_page_that_compares(app):
    app.toggle(key="hide").set_value(True).run()
    app.button(key="example_example-bypass").click().run()
    app.switch_page("app_pages/compare.py").run()

    assert not app.exception
    assert (len(app.table), len(app.multiselect)) == (0, 0)
    assert "Copper" not in told(app)


def test_a_case_file_opens_into_the_form(app):
    upload(app, CASE_FILE)

    assert not app.exception
    assert (app.session_state["age"], app.session_state["entries"]) == (40, [["present", "gait ataxia"]])
    assert app.text_input(key="count_wbc").value == "2.5"
    assert ranked(app)


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


@pytest.mark.parametrize("kind", ["Causes", "Findings", "Analytes", "Drugs", "Sources"])
def test_every_kind_of_knowledge_can_be_listed(kind, app):
    app.switch_page("app_pages/knowledge.py").run()
    app.button_group(key="kind").set_value(kind).run()

    assert not app.exception


@pytest.mark.parametrize(("kind", "name", "words"), [
    ("Causes", "copper-deficiency", "How it lowers counts"), ("Findings", "gait-ataxia", "gait ataxia"),
    ("Analytes", "ferritin", "Ferritin"), ("Drugs", "methimazole", "agranulocytosis"),
])
def test_a_single_entry_of_the_knowledge_has_a_page(kind, name, words, app):
    app.switch_page("app_pages/knowledge.py").run()
    app.button_group(key="kind").set_value(kind).run()
    app.selectbox(key=f"chosen_{kind}").set_value(name).run()

    assert not app.exception
    assert words in told(app)


def test_wrong_rules_are_told_and_nothing_breaks(monkeypatch):
    def refuse():
        raise RuleError("rules/labs.yaml:1:1: spoiled for this test")

    monkeypatch.setattr("app_parts.state.knowledge", refuse)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()

    assert not app.exception
    assert "rules/labs.yaml:1:1: spoiled for this test" in told(app)


def test_causes_are_browsed_by_mechanism_lines_cell_size_and_reticulocytes(app):
    app.switch_page("app_pages/knowledge.py").run()
    every = len(app.dataframe[0].value)
    app.selectbox(key="narrow_Cell size").set_value("Macrocytic").run()
    macrocytic = set(app.dataframe[0].value["cause"])
    app.selectbox(key="narrow_Mechanism").set_value("Less production").run()
    kept = set(app.dataframe[0].value["cause"])

    assert {"Vitamin B12 deficiency", "Myelodysplastic syndrome"} <= kept < macrocytic
    assert "Iron deficiency anemia" not in macrocytic
    assert f"{len(kept)} of {every} causes" in told(app)


def test_the_page_of_a_cause_is_its_illness_script_with_sources(app):
    app.switch_page("app_pages/knowledge.py").run()
    app.selectbox(key="chosen_Causes").set_value("copper-deficiency").run()
    said = told(app)

    parts = ("**Share of people with a low count** Primary care", "**Age** ", "**Counts that fall** ", "**Hemoglobin, where low** ",
             "**Confirmed by**", "**Looks like**", "**Pitfalls**", "](https://")
    assert [part for part in parts if part not in said] == []
    assert list(app.dataframe[1].value["test"][:2]) == ["Copper", "Ceruloplasmin"]
