"""Printed values that cannot be read, refused with the way out; and any text at all is read or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import load
from engine.case.quantities import Quantity, read_quantity
from engine.errors import QuantityError
from tests.case.small_laboratory import ANALYTES, PRINTS, read, sentences


def attempted(analyte: str, text: str) -> tuple[Quantity | None, str]:
    """The value as read, or None and the refusal."""
    try:
        return read(analyte, text), ""
    except QuantityError as refused:
        return None, str(refused)


def test_a_point_that_may_mark_thousands_is_refused_where_parts_are_measured_and_not_whole_cells():
    with pytest.raises(QuantityError) as refused:
        read_quantity("1.200 ng/mL", analyte=load().analytes["ferritin"], units=load().units, prints=PRINTS)

    assert str(refused.value) == ('Ferritin: found "1.200 ng/mL", in which the point may mark thousands; write 1200 ng/mL, '
                                  "or 1.2000 ng/mL for a decimal point")


@pytest.mark.parametrize(("analyte", "text", "message"), sentences(
    ("a misprinted unit", "wbc", "1.3-3.0 x10^3/mL",
     'White cells: found "1.3-3.0 x10^3/mL" with the unit "x10^3/mL"; allowed units are 10^9/L, /uL; '
     "3.0 10^9/L would be plausible: correct the unit"),
    ("a count per millilitre", "neutrophils", "150 cells/mL (as printed)",
     'Neutrophils: found "150 cells/mL (as printed)" with the unit "cells/mL"; allowed units are 10^9/L, /uL; '
     "150 /uL would be plausible: correct the unit"),
    ("a unit of something else", "wbc", "59%",
     'White cells: found "59%" with the unit "%"; allowed units are 10^9/L, /uL; write the value in one of them'),
    ("a word in the place of the unit", "wbc", "5 furlongs",
     'White cells: found "5 furlongs" with the unit "furlongs"; allowed units are 10^9/L, /uL; correct the unit'),
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


def test_less_than_the_upper_limit_is_not_high(knowledge):
    with pytest.raises(QuantityError, match='^Lactate dehydrogenase: found "0.5x ULN" without a unit, outside the plausible range '):
        read_quantity("0.5x ULN", analyte=knowledge.analytes["ldh"], units=knowledge.units, prints=PRINTS)


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


@pytest.mark.parametrize(("analyte", "text", "value", "bound"), sentences(
    ("in tenths", "total-bilirubin", "0.0 mg/dL", 0.05, "below"),
    ("in whole numbers", "total-bilirubin", "0 mg/dL (0-1)", 0.05, "below"),
    ("with a decimal comma", "direct-bilirubin", "0,0 mg/dL", 0.01, "below"),
    ("in another unit", "d-dimer", "0.0 mg/L", 20.0, "below"),
    ("where zero is a value of its own", "crp", "0.0 mg/L", 0.0, None),
    ("of cells that may be none", "basophils", "0.00 x10^9/L", 0.0, None),
))
def test_a_zero_that_small_values_round_to_is_a_value_at_the_lower_end(analyte, text, value, bound):
    quantity = read_quantity(text, analyte=load().analytes[analyte], units=load().units, prints=PRINTS)

    assert (quantity.value, quantity.bound) == (value, bound)


@pytest.mark.parametrize(("analyte", "text"), sentences(
    ("more decimals than the smallest value needs", "total-bilirubin", "0.00 mg/dL"),
    ("a unit too fine to round to zero", "d-dimer", "0 ng/mL"),
    ("what nobody lives without", "hemoglobin", "0 g/dL"),
    ("an enzyme that everybody has", "ldh", "0 U/L"),
))
def test_a_zero_that_nothing_rounds_to_is_refused(analyte, text):
    with pytest.raises(QuantityError, match="outside the plausible range"):
        read_quantity(text, analyte=load().analytes[analyte], units=load().units, prints=PRINTS)
