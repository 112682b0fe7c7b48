"""Printed laboratory values, as laboratories and authors print them: numbers, units, ranges, courses and bounds."""

import pytest

from engine.case.quantities import read_quantity
from tests.case.small_laboratory import PRINTS, read, sentences


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
    ("digits grouped as in India", "platelets", "4,72,000/cumm", 472.0, "/uL"),
    ("a number in words before its unit", "hemoglobin", "six g/dL", 6.0, "g/dL"),
    ("zero with its unit", "platelets", "zero/uL", 0.0, "/uL"),
    ("thousands in words", "wbc", "two thousand /uL", 2.0, "/uL"),
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
    ("zero in words", "neutrophils", "zero", 0.0, "10*9/L"),
    ("a multiplier behind a word", "platelets", "two lakhs", 200.0, "/uL"),
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
    ("the value of admission printed last", "platelets", "zero/uL on two samples, 242,000/uL on admission", 0.0, (242.0, 0.0)),
    ("a value of before stays before that of admission", "platelets", "250 before surgery, 5 on admission", 5.0, (250.0, 5.0)),
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


@pytest.mark.parametrize("printed", ["2x ULN", "2 x ULN", "3 times the upper limit of normal", ">5x upper limit"])
def test_a_value_told_as_times_the_upper_limit_is_high(printed, knowledge):
    quantity = read_quantity(printed, analyte=knowledge.analytes["ldh"], units=knowledge.units, prints=PRINTS)

    assert (quantity.value, quantity.level) == (None, "high")
