"""The pages, run without a browser: they render, keep what was typed, and show the ranking that the engine gives."""

import pytest
from streamlit.testing.v1 import AppTest

from app_parts import wording
from engine import NOTICE, candidates, gather, rank
from engine.errors import RuleError
from engine.reasoning import why_grave
from engine.telling import NO_LOW_COUNT
from tests.pages.driving import EXAMPLES, ROOT, ranked, told, upload

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

    assert [one.label for one in app.button if one.label.startswith(("Use:", "Read"))] == ["Read neutrophils as 0.85 ×10⁹/L"]


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


def test_wrong_rules_are_told_and_nothing_breaks(monkeypatch):
    def refuse():
        raise RuleError("rules/labs.yaml:1:1: spoiled for this test")

    monkeypatch.setattr("app_parts.state.knowledge", refuse)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()

    assert not app.exception
    assert "rules/labs.yaml:1:1: spoiled for this test" in told(app)


def test_a_row_that_no_finding_speaks_for_says_that_it_is_common_where_the_case_is_seen(app):
    app.text_input(key="count_platelets").set_value("80").run()

    assert wording.ONLY_COMMON.partition(" where")[0] in told(app)


def test_nothing_is_said_of_how_entries_were_understood_where_there_are_none(app):
    app.text_input(key="age_text").set_value("40").run()

    assert not [one for one in app.expander if one.label.startswith("How each entry")]


def test_every_main_suspect_stands_in_the_name_of_what_drugs_do(app):
    app.session_state["drugs"] = [["trimethoprim-sulfamethoxazole", "started 8 days ago"], ["quinine", "started 8 days ago"]]
    app.text_input(key="count_platelets").set_value("9").run()
    [named] = [name for name in ranked(app) if name.startswith("Drug-induced immune thrombocytopenia")]

    assert {"quinine", "trimethoprim"} <= set(named.replace("\\", "").replace(",", " ").replace("(", " ").replace("-", " ").replace(")", " ").split())
