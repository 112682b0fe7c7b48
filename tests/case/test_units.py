"""Units of printed values: every spelling, every conversion of the rules there and back, and percentages beside counts."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, load
from engine.case.quantities import is_percent, read_quantity
from engine.errors import RuleError
from engine.knowledge.words.units import UnitTable
from engine.reasoning.observations import observe
from tests.case.small_laboratory import PRINTS, sentences

UNITS, ANALYTES = load().units, load().analytes


@pytest.mark.parametrize(("text", "expected"), sentences(
    ("a percentage", "59%", True),
    ("a range of percentages", "28 to 32%", True),
    ("in words", "51.8 percent", True),
    ("with a bound", "<5 %", True),
    ("gram percent is none", "3 gm%", False),
    ("in brackets is none", "5 K/uL (59%)", False),
    ("after the count is none", "1.2 K/uL, 59%", False),
    ("a number is none", "2.1", False),
    ("a word is none", "normal", False),
))
def test_percentages_are_told_from_counts(text, expected):
    assert is_percent(text) is expected


def test_one_spelling_for_two_units_is_refused():
    with pytest.raises(RuleError) as refused:
        UnitTable({"g/L": ("g/L",), "mg/mL": ("g / L",)})

    assert str(refused.value) == (
        'units: the spelling "g / L" is listed under g/L and mg/mL, which read the same; keep it under one of them'
    )


@pytest.mark.parametrize("code", UNITS.spellings)
def test_every_spelling_of_the_rules_is_found_again(code):
    found = {spelling: UNITS.find(spelling) for spelling in UNITS.spellings[code]}

    assert found == dict.fromkeys(UNITS.spellings[code], code)


@pytest.mark.parametrize(("name", "unit"), [(name, unit) for name, one in ANALYTES.items() for unit in one.units])
@settings(max_examples=20)
@given(share=st.floats(0.001, 0.999), pick=st.integers(0, 1000))
def test_a_value_printed_in_any_unit_is_read_back(name, unit, share, pick):
    analyte = ANALYTES[name]
    low, high = analyte.plausible
    value = low + share * (high - low)
    factor, offset = analyte.units[unit]
    spellings = [spelling for spelling in UNITS.spellings[unit] if not spelling.endswith(":")]

    # inside the range, because a rounded limit may lie outside; nine decimals, because three could mark thousands
    printed = f"{(value - offset) / factor:.9f} {spellings[pick % len(spellings)]}"
    quantity = read_quantity(printed, analyte=analyte, units=UNITS, prints=PRINTS)

    assert quantity.unit_used == unit
    assert math.isclose(quantity.value, value, rel_tol=1e-6, abs_tol=1e-6 * factor)


@pytest.mark.parametrize(("labs", "read"), [
    ({"TIBC": "450 ug/dL", "Sat": "11 %"}, {"tibc": 450, "transferrin-saturation": 11}),
    ({"SpO2": "60 %", "Ferritin": "8 ng/mL"}, {"oxygen-saturation": 60, "ferritin": 8}),
    ({"Saturation": "96 %", "Ferritin": "8 ng/mL"}, {"oxygen-saturation": 96, "ferritin": 8}),
])
def test_a_short_name_means_another_test_in_the_company_of_some(labs, read):
    seen = observe(Case(labs=labs), load())

    assert {name: level.quantity.value for name, level in seen.levels.items()} == read


@pytest.mark.parametrize("unit", ["PMNs/cumm", "platelets/uL", "lymphocytes per mm3", "WBC/mcL", "leucocytes/cu mm"])
def test_what_is_counted_may_stand_in_the_unit(unit):
    assert UNITS.find(unit) == "/uL"


def test_what_is_counted_is_no_unit_by_itself_and_some_of_it_only_beside_a_slash():
    table = UnitTable({"/uL": ("/uL",)}, counted=("cell",), counted_before_slash=("pmn",))

    assert [table.find(unit) for unit in ("cells/uL", "/uL cells", "PMNs/uL", "/uL PMNs", "cells")] == ["/uL", "/uL", "/uL", None, None]
