"""What stands beside a printed number: reference limits, a level in words, remarks, the same value in another unit."""

import pytest

from tests.case.small_laboratory import read, sentences


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
