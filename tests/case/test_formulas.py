"""The arithmetic of what is worked out, and the rules that it stands in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Case, load
from engine.case.derived import derive
from engine.case.formulas import difference, percent_of, product, ratio, share_left
from engine.knowledge import RULES
from engine.knowledge.models.lab import Derivation
from engine.knowledge.rulebook import read_rules
from engine.reasoning.observations import observe
from tests.case.seeing import seen

REALISTIC = st.floats(1.0, 7.0).map(lambda number: round(number, 3))


@given(red_cells=REALISTIC, volume=st.floats(50, 140).map(lambda number: round(number, 2)))
def test_mean_cell_volume_there_and_back(red_cells, volume):
    hematocrit = product((red_cells, volume)) / 10

    assert ratio(hematocrit, red_cells) * 10 == pytest.approx(volume)
    assert ratio(hematocrit, volume) * 10 == pytest.approx(red_cells)


@given(whole=st.floats(0, 400), percent=st.floats(0, 100))
def test_a_share_never_exceeds_its_whole(whole, percent):
    assert 0 <= percent_of(whole, percent) <= whole * (1 + 1e-9)


@given(whole=st.floats(0.1, 400), foreign=st.floats(0, 1000))
def test_own_cells_and_foreign_ones_make_the_whole(whole, foreign):
    own = share_left(whole, foreign)

    assert own + percent_of(own, foreign) == pytest.approx(whole)


@given(first=st.floats(0, 90), second=st.floats(0, 60))
def test_a_difference_is_undone_by_adding(first, second):
    assert difference(first, second) + second == pytest.approx(first, abs=1e-9)


def test_nothing_is_divided_by_zero():
    assert ratio(30, 0) is None


@given(labs=st.dictionaries(st.sampled_from(["WBC", "neutrophils", "bands", "lymphocytes", "RBC", "hematocrit", "hemoglobin", "MCV", "MCH",
                                             "reticulocyte percent", "iron", "TIBC", "total bilirubin", "direct bilirubin"]),
                            st.integers(1, 99).map(str), max_size=8))
def test_no_case_is_too_odd(labs):
    knowledge = load()
    observed = observe(Case(labs=labs), knowledge)
    printed = {mention.id for one in observed.readings for mention in one.mentions if mention.kind == "quantity" and one.status == "used"}

    for name, level in observed.levels.items():
        low, high = knowledge.analytes[name].plausible
        assert low * (1 - 1e-9) <= level.quantity.value <= high * (1 + 1e-9)
        assert name in printed or level.derivation


def test_deriving_again_changes_nothing(knowledge):
    values = {name: level.quantity for name, level in seen(WBC="1 K/uL", neutrophils="5 %", iron="30 ug/dL", TIBC="400 ug/dL").levels.items()}
    words = {"case": Case(), "rules": knowledge.derivations, "wholes": knowledge.wholes, "analytes": knowledge.analytes,
             "units": knowledge.units}

    assert derive(values, {}, **words).derived == ()
    assert derive(values, {}, **words).conflicts == ()


def test_every_number_in_a_rule_has_a_source_or_is_arithmetic_or_an_assumption():
    powers_of_ten = {0.1, 1.0, 10.0, 100.0, 1000.0}

    for rule in read_rules(RULES).labs.derived:
        medical = rule.divisor != 1 or rule.factor not in powers_of_ten or rule.steps
        assert not medical or rule.source or rule.basis == "assumption", rule.analyte


@pytest.mark.parametrize(("change", "message"), [
    ({"parents": ["iron"]}, "ratio takes 2 parents"),
    ({"parents": ["mcv", "iron"]}, "mcv cannot be worked out from itself"),
    ({"also": ["band-percent"]}, "also and beside belong to percent-of alone"),
    ({"kind": "steps"}, "steps belong to the kind steps, and it needs them"),
    ({"kind": "steps", "steps": [{"to": 2, "value": 1}]}, "every step but the last needs to, ascending; the last must not have it"),
])
def test_a_formula_that_is_not_whole_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        Derivation.model_validate({"analyte": "mcv", "kind": "ratio", "parents": ["hematocrit", "rbc"], "label": "x", **change})
