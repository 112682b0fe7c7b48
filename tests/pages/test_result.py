"""The result of a case: when it is ranked at all, what each row says of itself, and what is told before the rows."""

import re

import pytest

from app_parts import wording
from engine import candidates, gather, rank
from engine.reasoning import why_grave
from engine.telling import NO_LOW_COUNT
from tests.pages.driving import EXAMPLES, ranked, told, upload

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


def test_only_what_is_probable_enough_is_marked_as_not_to_be_missed_and_the_box_says_why(app, knowledge):
    app.button(key="example_example-fragments").click().run()
    rows = candidates(rank(gather(EXAMPLES["example-fragments"].case, knowledge), knowledge), knowledge)
    marked = [element.label for element in app.expander if wording.GRAVE in element.label]

    assert 0 < len(marked) < sum(row.must_not_miss for row in rows)
    assert len(marked) == sum(bool(why_grave(row, knowledge)) for row in rows)
    for row in rows:
        if why := why_grave(row, knowledge):
            assert f"{row.name}**, {wording.percent(row.probability, knowledge)}: {why}" in told(app)


def test_a_reason_says_the_value_and_which_way_it_is_off(app):
    app.text_input(key="count_neutrophils").set_value("0.05")
    app.text_input(key="count_wbc").set_value("6").run()
    app.session_state["why_1"] = True
    app.run()

    assert "Neutrophils 0.05 ×10⁹/L (low, severe)" in told(app)
    assert "how low" not in told(app)


def test_a_row_that_no_finding_speaks_for_says_that_it_is_common_where_the_case_is_seen(app):
    app.text_input(key="count_platelets").set_value("80").run()

    assert wording.ONLY_COMMON.partition(" where")[0] in told(app)


def test_every_main_suspect_stands_in_the_name_of_what_drugs_do(app):
    app.session_state["drugs"] = [["trimethoprim-sulfamethoxazole", "started 8 days ago"], ["quinine", "started 8 days ago"]]
    app.text_input(key="count_platelets").set_value("9").run()
    [named] = [name for name in ranked(app) if name.startswith("Drug-induced immune thrombocytopenia")]

    assert {"quinine", "trimethoprim"} <= set(re.findall(r"\w+", named))


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
