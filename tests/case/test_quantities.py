"""Printed laboratory values, as laboratories and authors print them."""

import math
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.case.quantities import Quantity, is_percent, read_quantity
from engine.errors import QuantityError, RuleError
from engine.knowledge.records import AnalyteRecord, BinRecord, IntervalRecord
from engine.knowledge.words.units import UnitTable

RULES = Path(__file__).parents[2] / "rules" / "labs.yaml"

LABS = """
units:
  10*9/L: {spellings: [10^9/L, x10(9)/L, G/L, Gpt/L, K/uL, thou/uL, x10^3/uL, "/nL"]}
  /uL: {spellings: [/uL, cells/uL, /mm3, /cumm, per uL, cells per cubic millimeter]}
  g/dL: {spellings: [g/dL, gm%]}
  g/L: {spellings: [g/L]}
  mmol/L: {spellings: [mmol/L]}
  "%": {spellings: ["%", percent]}
  ng/mL: {spellings: [ng/mL, ug/L]}
  Cel: {spellings: [C]}
  "[degF]": {spellings: [F]}
  "{titer}": {spellings: [titer]}
analytes:
  wbc: {label: White cells, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL], plausible: [0, 1000],
        limits: [4.0, 11.0], edges: [1.0, 2.0, 3.0, lln, uln, 30]}
  neutrophils: {label: Neutrophils, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL],
        plausible: [0, 200], limits: [1.5, 7.7], edges: [0.1, 0.5, 1.0, lln, uln]}
  platelets: {label: Platelets, unit: 10*9/L, units: {10*9/L: 1, /uL: 0.001}, unprinted: [10*9/L, /uL],
        plausible: [0, 3000], limits: [150, 400], edges: [10, 50, 100, lln, uln]}
  hemoglobin: {label: Hemoglobin, unit: g/dL, units: {g/dL: 1, g/L: 0.1, mmol/L: 1.611}, unprinted: [g/dL, g/L],
        plausible: [0.5, 25], limits: [12.0, 17.5], edges: [5.0, 8.0, 11.0, lln, uln]}
  ferritin: {label: Ferritin, unit: ng/mL, units: {ng/mL: 1}, unprinted: [ng/mL], plausible: [0, 500000],
        limits: [20, 300], edges: [lln, uln]}
  rdw: {label: RDW, unit: "%", units: {"%": 1}, unprinted: ["%"], plausible: [5, 60], limits: [11, 15], edges: [uln]}
  temperature: {label: Temperature, unit: Cel,
        units: {Cel: 1, "[degF]": {factor: 0.5555555555555556, offset: -17.77777777777778}},
        unprinted: [Cel, "[degF]"], plausible: [25, 45], limits: [36, 38], edges: [lln, uln]}
  ana: {label: ANA, unit: "{titer}", units: {"{titer}": 1}, plausible: [0, 100000], limits: [0, 80], edges: [uln]}
  crp: {label: CRP, unit: g/L, units: {g/L: 1, g/dL: 10}, plausible: [0, 100], limits: [0, 1], edges: [uln]}
"""


def make_record(name: str, entry: dict) -> AnalyteRecord:
    """Make a record of one analyte of a laboratory file, or of the short form above."""
    conversions = {
        unit: (float(how["factor"]), float(how.get("offset", 0))) if isinstance(how, dict) else (float(how), 0.0)
        for unit, how in entry["units"].items()
    }
    if "limits" in entry:
        intervals = [IntervalRecord(*entry["limits"])]
        edges = [*entry["edges"], None]
        levels = ["low"] * len(edges)
    else:
        intervals = [
            IntervalRecord(**{key: one.get(key) for key in ("low", "high", "age", "sex", "pregnant")})
            for one in entry["intervals"]
        ]
        edges = [step.get("below") for step in entry["bins"]]
        levels = [step["level"] for step in entry["bins"]]
    return AnalyteRecord(
        id=name, label=entry["label"], synonyms=(), loinc=None, also_loinc=(), hpo={}, unit=entry["unit"], units=conversions,
        unprinted=tuple(entry.get("unprinted", ())), plausible=tuple(entry["plausible"]), intervals=tuple(intervals), usual=(),
        bins=tuple(BinRecord(str(i), make_edge(edge), level, None)
                   for i, (edge, level) in enumerate(zip(edges, levels, strict=True))),
        reference=(), group=name, lineage=None, words={}, findings={}, examined="test",
        derived_from=(), note=None,
    )


def make_edge(edge: str | float | None) -> tuple[float, str] | None:
    if edge is None:
        return None
    if isinstance(edge, str) and edge.endswith("ln"):
        return float(edge[:-3] or 1), edge[-3:]
    return float(edge), ""


def make_labs(text: str) -> tuple[UnitTable, dict[str, AnalyteRecord]]:
    labs = yaml.safe_load(text)
    table = UnitTable({code: tuple(unit["spellings"]) for code, unit in labs["units"].items()})
    return table, {name: make_record(name, entry) for name, entry in labs["analytes"].items()}


UNITS, ANALYTES = make_labs(LABS)
REAL_UNITS, REAL_ANALYTES = make_labs(RULES.read_text(encoding="utf-8"))


def read(analyte: str, text: str) -> Quantity:
    return read_quantity(text, analyte=ANALYTES[analyte], units=UNITS)


def attempted(analyte: str, text: str) -> tuple[Quantity | None, str]:
    """The value as read, or None and the refusal."""
    try:
        return read(analyte, text), ""
    except QuantityError as refused:
        return None, str(refused)


def sentences(*rows: tuple) -> list:
    """Turn rows that begin with a sentence into parameters named by it."""
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


def test_a_point_that_may_mark_thousands_is_refused_where_parts_are_measured_and_not_whole_cells():
    with pytest.raises(QuantityError) as refused:
        read_quantity("1.200 ng/mL", analyte=REAL_ANALYTES["ferritin"], units=REAL_UNITS)

    assert str(refused.value) == ('Ferritin: found "1.200 ng/mL", in which the point may mark thousands; write 1200 ng/mL, '
                                  "or 1.2000 ng/mL for a decimal point")


@pytest.mark.parametrize(("analyte", "text", "value", "unit"), sentences(
    ("a raised point", "hemoglobin", "10\u00b72 g/dl", 10.2, "g/dL"),
    ("a raised point before a power of ten", "wbc", "2\u00b71 \u00d7 109/l", 2.1, "10*9/L"),
    ("a raised point as a sign of multiplication", "wbc", "2\u00b710^9/L", 2.0, "10*9/L"),
    ("a point of thousands in a count of whole cells", "platelets", "58.000/mm3", 58.0, "/uL"),
    ("a unit in words", "hemoglobin", "9.7 g per deciliter", 9.7, "g/dL"),
    ("ten to the nine, of a liter", "platelets", "37 x10^9", 37.0, "10*9/L"),
    ("a unit with a power of ten", "wbc", "2.1 x10^9/L", 2.1, "10*9/L"),
    ("a power of ten as superscript", "wbc", "2.1 × 10⁹/L", 2.1, "10*9/L"),
    ("a power of ten in brackets", "wbc", "2.1 x 10(9)/L", 2.1, "10*9/L"),
    ("a power of ten as exponent", "wbc", "2.1 10e9/L", 2.1, "10*9/L"),
    ("a power of ten that lost its superscript", "wbc", "7 103/uL", 7.0, "10*9/L"),
    ("a power of ten per cubic form", "wbc", "2.1 x 10^9 L-1", 2.1, "10*9/L"),
    ("a Japanese power of ten", "platelets", "2.1 x10^4/uL", 21.0, "/uL"),
    ("giga is not gram", "wbc", "7.93 G/L", 7.93, "10*9/L"),
    ("gram is not giga", "hemoglobin", "53 g/L", 5.3, "g/L"),
    ("gram printed with a capital", "hemoglobin", "53 G/L", 5.3, "g/L"),
    ("giga printed small", "wbc", "7.93 g/l", 7.93, "10*9/L"),
    ("the micro sign", "wbc", "3.2 K/µL", 3.2, "10*9/L"),
    ("the Greek letter", "wbc", "3.2 K/μL", 3.2, "10*9/L"),
    ("the two letters mc", "wbc", "3.2 K/mcL", 3.2, "10*9/L"),
    ("thousands with a comma", "wbc", "4,680/mm3", 4.68, "/uL"),
    ("thousands with a blank", "platelets", "62 000/uL", 62.0, "/uL"),
    ("thousands with an apostrophe", "platelets", "85'000 /uL", 85.0, "/uL"),
    ("lakhs grouped the Indian way", "platelets", "1,80,000 /uL", 180.0, "/uL"),
    ("lakhs in words", "platelets", "1.80 lakh cells/uL", 180.0, "/uL"),
    ("a unit in words", "wbc", "1200 per cubic millimeter", 1.2, "/uL"),
    ("a decimal comma", "wbc", "2,1 G/L", 2.1, "10*9/L"),
    ("a decimal comma before three digits where thousands are impossible", "wbc", "2,100 G/L", 2.1, "10*9/L"),
    ("a trailing dot", "hemoglobin", "9 g/dL.", 9.0, "g/dL"),
    ("gram percent", "hemoglobin", "3 gm%", 3.0, "g/dL"),
    ("about", "wbc", "approx. 3.2 K/uL", 3.2, "10*9/L"),
    ("a tilde", "wbc", "~3.2 K/uL", 3.2, "10*9/L"),
    ("quotes around it", "wbc", "'3.2 K/uL'", 3.2, "10*9/L"),
    ("an offset between units", "temperature", "102 F", 38.8888888889, "[degF]"),
    ("a titre", "ana", "1:640", 640.0, "{titer}"),
    ("a standard deviation", "wbc", "3.2 ± 0.4 K/uL", 3.2, "10*9/L"),
    ("two pressures give the first", "wbc", "95/65 K/uL", 95.0, "10*9/L"),
    ("a laboratory flag", "wbc", "2.1 L 10^9/L", 2.1, "10*9/L"),
    ("a number in brackets only", "wbc", "(2.1 K/uL)", 2.1, "10*9/L"),
))
def test_a_printed_unit_is_read(analyte, text, value, unit):
    quantity = read(analyte, text)

    assert (quantity.value, quantity.unit_used, quantity.unit_assumed) == (value, unit, False)


@pytest.mark.parametrize(("analyte", "text", "value", "unit"), sentences(
    ("white cells of 3.0 are thousands", "wbc", "3.0", 3.0, "10*9/L"),
    ("white cells of 15.5 are thousands", "wbc", "15.5", 15.5, "10*9/L"),
    ("white cells of 700 are single cells", "wbc", "700", 0.7, "/uL"),
    ("neutrophils of 760 are single cells", "neutrophils", "760", 0.76, "/uL"),
    ("platelets of 36 are thousands", "platelets", "36", 36.0, "10*9/L"),
    ("platelets of 82,000 are single cells", "platelets", "82,000", 82.0, "/uL"),
    ("44k", "wbc", "44k", 44.0, "/uL"),
    ("344k", "platelets", "344k", 344.0, "/uL"),
    ("a power of ten without volume", "platelets", "45 x10^3", 45.0, "/uL"),
    ("zero is zero", "neutrophils", "0", 0.0, "10*9/L"),
    ("hemoglobin of 9.9 is per decilitre", "hemoglobin", "9.9", 9.9, "g/dL"),
    ("hemoglobin of 15 is per decilitre", "hemoglobin", "15", 15.0, "g/dL"),
    ("hemoglobin of 99 is per litre", "hemoglobin", "99", 9.9, "g/L"),
    ("the limits beside it tell the unit", "neutrophils", "10 (1500-7700)", 0.01, "/uL"),
    ("a remark tells no unit", "platelets", "'50,000 (printed per mL)'", 50.0, "/uL"),
))
def test_a_missing_unit_is_taken_when_only_one_makes_sense(analyte, text, value, unit):
    quantity = read(analyte, text)

    assert (quantity.value, quantity.unit_used, quantity.unit_assumed) == (value, unit, True)
    assert quantity.unit_printed is None


@pytest.mark.parametrize(("analyte", "text", "value", "course"), sentences(
    ("a range gives its mean", "hemoglobin", "8.8-9.6 g/dL", 9.2, ()),
    ("an en dash", "hemoglobin", "8.8 – 9.6 g/dL", 9.2, ()),
    ("a range before a stroke", "neutrophils", "100-530/uL", 0.315, ()),
    ("a range with a long dash", "neutrophils", "100\u2013530/\u03bcL", 0.315, ()),
    ("a range in words before a stroke", "neutrophils", "100 to 530/uL", 0.315, ()),
    ("a range with to", "platelets", "43 to 148 thou/uL", 95.5, ()),
    ("a range of percentages", "rdw", "28 to 32%", 30.0, ()),
    ("a mean without dust", "hemoglobin", "5.9 to 7.2 g/dL", 6.55, ()),
    ("a range with between", "wbc", "between 2 and 3 K/uL", 2.5, ()),
    ("a multiplier holds for both ends", "platelets", "43 to 148 thousand", 95.5, ()),
    ("falling to", "platelets", "50,000 cells/uL, falling to 35,000", 35.0, (50.0, 35.0)),
    ("numbers that go down", "wbc", "from 5.0 to 2.1 K/uL", 2.1, (5.0, 2.1)),
    ("an arrow", "wbc", "12 → 5 → 3 K/uL", 3.0, (12.0, 5.0, 3.0)),
    ("later", "ferritin", "65 initially, 830 three days later", 830.0, (65.0, 830.0)),
    ("the earlier value printed last", "wbc", "2.1 down from 5.0 K/uL", 2.1, (5.0, 2.1)),
    ("the day is no value", "neutrophils", "2592 /mm3, seen again by day 27", 2.592, ()),
    ("days beside serial values", "wbc", "9.8 K/uL on day 1, 2.1 on day 5", 2.1, (9.8, 2.1)),
    ("a value of another test is no value", "platelets", "45 K/uL, white cells 2.1", 45.0, ()),
    ("later in course is one value", "hemoglobin", "5.9 g/dL later in course", 5.9, ()),
    ("an earlier value in brackets is not used", "platelets", "70 x10^9/L (81 x10^9/L earlier)", 70.0, ()),
))
def test_several_numbers_are_a_range_or_a_course(analyte, text, value, course):
    quantity = read(analyte, text)

    assert (quantity.value, quantity.course) == (value, course)


@pytest.mark.parametrize(("text", "value", "bound"), sentences(
    ("a sign", "<10 x10^9/L", 10.0, "below"),
    ("less than", "less than 1000/cumm", 1.0, "below"),
    ("below", "below 13.8 K/uL", 13.8, "below"),
    ("no more than", "no more than 20 K/uL", 20.0, "below"),
    ("or less", "20 K/uL or less", 20.0, "below"),
    ("above", ">20,000/uL", 20.0, "above"),
    ("over", "over 1.4 K/uL", 1.4, "above"),
    ("at least", "at least 5 K/uL", 5.0, "above"),
    ("a plus", "80+ K/uL", 80.0, "above"),
    ("none", "80 K/uL", 80.0, None),
    ("a limit that says something in one unit alone", "<3,000", 3.0, "below"),
    ("undetectable", "undetectable", 0.0, "below"),
    ("undetectable with its limit", "undetectable (<5 K/uL)", 5.0, "below"),
))
def test_a_bound_is_kept(text, value, bound):
    quantity = read("platelets", text)

    assert (quantity.value, quantity.bound) == (value, bound)


@pytest.mark.parametrize(("text", "expected"), sentences(
    ("bare in brackets", "127 g/L (135-180)", (13.5, 18.0)),
    ("with the word normal", "12.7 g/dL (normal 13.5-18)", (13.5, 18.0)),
    ("with its own unit", "12.7 g/dL (reference range: 135 - 180 g/L)", (13.5, 18.0)),
    ("in square brackets", "12.7 g/dL [13.5–18.0]", (13.5, 18.0)),
    ("without brackets", "12.7 g/dL, normal 13.5-18", (13.5, 18.0)),
    ("in the next column", "12.7 g/dL 13.5-18.0", (13.5, 18.0)),
    ("an upper limit", "12.7 g/dL (normal <18)", (None, 18.0)),
    ("a restated value is none", "4.6 mmol/L (7.4 g/dL)", None),
    ("a restated range is none", "8.8-9.6 g/dL (88-96 g/L)", None),
    ("a corrected value is none", "14.4 g/dL (corrected 3.7)", None),
))
def test_reference_limits_beside_the_value_are_kept(text, expected):
    assert read("hemoglobin", text).printed_range == expected


@pytest.mark.parametrize(("text", "value", "level"), sentences(
    ("a word alone", "normal", None, "normal"),
    ("a word with its degree", "markedly elevated", None, "high"),
    ("positive", "positive", None, "positive"),
    ("negative", "non-reactive", None, "negative"),
    ("low-normal is normal", "low-normal", None, "normal"),
    ("a word before the value", "low (4 ng/mL)", 4.0, "low"),
    ("a word after the value", "4 ng/mL (low)", 4.0, "low"),
    ("a flag", "4 ng/mL [L]", 4.0, "low"),
    ("a rise is no level", "increased to 400 ng/mL", 400.0, None),
))
def test_a_level_in_words_is_kept(text, value, level):
    quantity = read("ferritin", text)

    assert (quantity.value, quantity.level) == (value, level)


@pytest.mark.parametrize(("analyte", "text", "remarks"), sentences(
    ("a bracket", "wbc", "50,000/uL (printed per mL)", ("printed per mL",)),
    ("a trailing word", "ana", "1:145 homogeneous", ("homogeneous",)),
    ("words of time", "ferritin", "65 initially, 830 three days later", ("initially", "three days later")),
    ("a restatement", "hemoglobin", "4.6 mmol/L (7.4 g/dL)", ("7.4 g/dL",)),
    ("nothing", "wbc", "3.2 K/uL", ()),
))
def test_words_that_are_not_used_are_kept_as_remarks(analyte, text, remarks):
    assert read(analyte, text).remarks == remarks


def test_a_restated_value_settles_the_unit_without_an_assumption():
    quantity = read("neutrophils", "450 (0.45 x10^9/L)")

    assert (quantity.value, quantity.unit_used, quantity.unit_assumed) == (0.45, "/uL", False)


@pytest.mark.parametrize(("analyte", "text", "message"), sentences(
    ("a misprinted unit", "wbc", "1.3-3.0 x10^3/mL",
     'White cells: found "1.3-3.0 x10^3/mL" with the unit "x10^3/mL"; allowed units are 10^9/L, /uL; '
     "3.0 10^9/L would be plausible: correct the unit"),
    ("a count per millilitre", "neutrophils", "150 cells/mL (as printed)",
     'Neutrophils: found "150 cells/mL (as printed)" with the unit "cells/mL"; allowed units are 10^9/L, /uL; '
     "150 /uL would be plausible: correct the unit"),
    ("a unit of something else", "wbc", "59%",
     'White cells: found "59%" with the unit "%"; allowed units are 10^9/L, /uL; write the value in one of them'),
    ("a titre of something else", "ferritin", "1:640",
     'Ferritin: found "1:640", a titre; allowed units are ng/mL: write the value in one of them'),
    ("a bare number with two meanings", "neutrophils", "10",
     'Neutrophils: found "10" without a unit, plausible as 10 10^9/L and as 10 /uL; write the unit after the number'),
    ("limits that contradict a bare number", "wbc", "1.5 (ref 4000-11000)",
     'White cells: found "1.5 (ref 4000-11000)" without a unit, plausible as 1.5 10^9/L and as 1.5 /uL; '
     "write the unit after the number"),
    ("zero, which is zero in any unit", "hemoglobin", "0",
     'Hemoglobin: found "0", 0 g/dL, outside the plausible range 0.5-25 g/dL; check the number and the unit'),
    ("a bare number that fits no unit", "hemoglobin", "900",
     'Hemoglobin: found "900" without a unit, outside the plausible range 0.5-25 g/dL in g/dL, g/L; '
     "check the number and write its unit"),
    ("a bare number where no unit may be left out", "crp", "5",
     'CRP: found "5" without a unit; write one of g/L, g/dL after the number'),
    ("an implausible value", "hemoglobin", "530 g/L",
     'Hemoglobin: found "530 g/L", 530 g/L, that is 53 g/dL, outside the plausible range 0.5-25 g/dL; '
     "check the number and the unit"),
    ("a negative value", "wbc", "-3 K/uL",
     'White cells: found "-3 K/uL", -3 10^9/L, outside the plausible range 0-1000 10^9/L; check the number and the unit'),
    ("a shortened range", "platelets", "10-20,000",
     'Platelets: found "10-20,000", numbers that do not say how they belong together; keep one, '
     'or join them with "to" or "then"'),
    ("two bare numbers", "wbc", "3.5 4.2",
     'White cells: found "3.5 4.2", numbers that do not say how they belong together; keep one, '
     'or join them with "to" or "then"'),
    ("a peak that was left again", "neutrophils", "rose to 2592 /mm3, fell again by day 27",
     'Neutrophils: found "rose to 2592 /mm3, fell again by day 27", a peak that did not last; give the value after it'),
    ("no number", "wbc", "pending",
     'White cells: found "pending", in which no value was recognised; write a number with its unit (10^9/L, /uL), '
     "or one of low, normal, high, positive, negative, undetectable"),
    ("a denied level", "wbc", "not elevated",
     'White cells: found "not elevated", in which no value was recognised; write a number with its unit (10^9/L, /uL), '
     "or one of low, normal, high, positive, negative, undetectable"),
    ("a page of text", "wbc", "word " * 100,
     'White cells: found "word word word word word word word word word word word word...", longer than 400 characters; '
     "keep the value and its unit"),
))
def test_what_cannot_be_read_is_refused_with_the_way_out(analyte, text, message):
    with pytest.raises(QuantityError) as refused:
        read(analyte, text)

    assert str(refused.value) == message


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


@pytest.mark.parametrize("code", REAL_UNITS.spellings)
def test_every_spelling_of_the_rules_is_found_again(code):
    found = {spelling: REAL_UNITS.find(spelling) for spelling in REAL_UNITS.spellings[code]}

    assert found == dict.fromkeys(REAL_UNITS.spellings[code], code)


@pytest.mark.parametrize(("name", "unit"), [(name, unit) for name, one in REAL_ANALYTES.items() for unit in one.units])
@settings(max_examples=20)
@given(share=st.floats(0.001, 0.999), pick=st.integers(0, 1000))
def test_a_value_printed_in_any_unit_is_read_back(name, unit, share, pick):
    analyte = REAL_ANALYTES[name]
    low, high = analyte.plausible
    value = low + share * (high - low)
    factor, offset = analyte.units[unit]
    spellings = [spelling for spelling in REAL_UNITS.spellings[unit] if not spelling.endswith(":")]

    # inside the range, because a rounded limit may lie outside; nine decimals, because three could mark thousands
    printed = f"{(value - offset) / factor:.9f} {spellings[pick % len(spellings)]}"
    quantity = read_quantity(printed, analyte=analyte, units=REAL_UNITS)

    assert quantity.unit_used == unit
    assert math.isclose(quantity.value, value, rel_tol=1e-6, abs_tol=1e-6 * factor)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text):
    low, high = ANALYTES["platelets"].plausible
    quantity, refusal = attempted("platelets", text)

    assert len(refusal.splitlines()) == 1 if quantity is None else quantity.value is None or low <= quantity.value <= high


@given(st.lists(st.sampled_from(
    ["2.1", "45,000", "<", ">", "-", "to", "then", "K/uL", "/mm3", "(", ")", "normal", "4-11", "low", "day 3", ",", "x10^3",
     "lakh", "%", "earlier", "1:40", "+", "±", "/", "g/L", "."]), max_size=9))
def test_any_mixture_of_print_is_read_or_refused(pieces):
    low, high = ANALYTES["platelets"].plausible
    quantity, refusal = attempted("platelets", " ".join(pieces))

    assert refusal.startswith("Platelets: found ") if quantity is None else quantity.value is None or low <= quantity.value <= high


def test_a_word_in_the_place_of_the_unit_that_is_no_unit_is_refused():
    with pytest.raises(QuantityError) as told:
        read("wbc", "5 furlongs")

    assert 'White cells: found "5 furlongs" with the unit "furlongs"; allowed units are' in str(told.value)


@pytest.mark.parametrize("printed", ["2x ULN", "2 x ULN", "3 times the upper limit of normal", ">5x upper limit"])
def test_a_value_told_as_times_the_upper_limit_is_high(printed, knowledge):
    quantity = read_quantity(printed, analyte=knowledge.analytes["ldh"], units=knowledge.units)

    assert (quantity.value, quantity.level) == (None, "high")


def test_less_than_the_upper_limit_is_not_high(knowledge):
    with pytest.raises(QuantityError):
        read_quantity("0.5x ULN", analyte=knowledge.analytes["ldh"], units=knowledge.units)
