"""The illness script of a cause: what is told of it adds up, and comes with its source."""

import pytest

from engine.knowledge.script import illness_script, lines_lowered, usual_level


@pytest.fixture(scope="module")
def scripts(knowledge):
    return {name: illness_script(name, knowledge) for name in knowledge.causes}


def test_every_cause_has_a_script_whose_shares_are_shares(scripts):
    for script in scripts.values():
        assert all(0 < share <= 1 for spread in script.spreads for share in spread.shares.values())
        assert all(one.low + one.normal + one.high == pytest.approx(1) for one in script.profiles)
        assert all(0 <= share <= 1 for share in script.common.values())


def test_what_is_left_out_of_a_spread_is_only_the_rare(scripts):
    whole = [spread for script in scripts.values() for spread in script.spreads if spread.what != "Women who are pregnant"]

    assert min(sum(spread.shares.values()) for spread in whole) > 0.93


def test_every_source_of_a_script_is_a_source_of_the_rules(scripts, knowledge):
    named = {one.source for script in scripts.values() for one in (*script.spreads, *script.profiles, *script.tests)} - {None}

    assert named
    assert named <= set(knowledge.sources)


def test_the_settings_of_a_script_are_those_that_can_be_chosen_and_stand_for_a_place(scripts, knowledge):
    assert set(scripts["aplastic-anemia"].common) == {one.label for one in knowledge.settings.values() if one.offered and one.place}


def test_series_that_counted_a_cause_alone_come_before_those_that_counted_it_with_others(scripts):
    others = [one.others for one in scripts["aplastic-anemia"].counted]

    assert others == sorted(others)
    assert others[0] == 0


def test_a_form_is_counted_where_its_parent_is(scripts, knowledge):
    form = next(name for name, cause in knowledge.causes.items() if cause.parent == "vitamin-b12-deficiency")

    assert {one.cohort.id for one in scripts["vitamin-b12-deficiency"].counted} <= {one.cohort.id for one in scripts[form].counted}


@pytest.mark.parametrize(("cause", "lines", "size", "reticulocytes"), [
    ("iron-deficiency-anemia", ("red-cells",), "low", None), ("aplastic-anemia", ("neutrophils", "red-cells", "platelets"), "normal", "low"),
    ("vitamin-b12-deficiency", ("red-cells",), "high", "low"), ("immune-thrombocytopenia", ("platelets",), "normal", None),
    ("autoimmune-hemolytic-anemia", ("red-cells",), None, "high")])
def test_causes_are_classed_as_a_textbook_does(cause, lines, size, reticulocytes, knowledge):
    column = knowledge.columns[cause]

    assert set(lines) <= set(lines_lowered(column, knowledge))
    assert size in (None, usual_level(("mcv",), column, knowledge))
    assert reticulocytes in (None, usual_level(("reticulocytes", "reticulocyte-percent"), column, knowledge))


@pytest.mark.parametrize("told", ["icd10", "synonyms", "summary", "how", "mechanisms", "look_alikes", "pitfalls"])
def test_no_cause_leaves_out_what_every_entry_tells(told, knowledge):
    assert [name for name, cause in knowledge.causes.items() if not getattr(cause, told)] == []
