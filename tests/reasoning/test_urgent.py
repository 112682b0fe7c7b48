"""Red flags: every one is raised by its own picture, says why and on what ground, and moves no rank."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import Case, gather, load, rank, read_cases, urgent
from engine.formats.record import as_record

FLAGS = {flag.id: flag for flag in load().flags}
PUBLISHED = read_cases(Path(__file__).parents[1] / "data" / "published.yaml")
NAMED = {
    "febrile-neutropenia": {"labs": {"ANC": "0.4 K/uL"}, "present": ("fever",)},
    "circulating-blasts": {"present": ("blasts in the blood",)},
    "possible-microangiopathy": {"labs": {"platelets": "40 K/uL"}, "present": ("schistocytes",)},
    "low-platelets-with-bleeding": {"labs": {"platelets": "8 K/uL"}, "present": ("melena",)},
    "very-low-platelets": {"labs": {"platelets": "8 K/uL"}},
    "symptomatic-severe-anemia": {"labs": {"hemoglobin": "6.5 g/dL"}, "present": ("dyspnea on exertion",)},
    "life-threatening-anemia": {"labs": {"hemoglobin": "45 g/L"}},
}
"""What every reader expects to be warned of."""


def raised(**known) -> set[str]:
    return {flag.id for flag in urgent(gather(Case(**known), load()), load())}


def picture(conditions) -> dict:
    """Return a case that fulfils conditions of a flag, and no more."""
    rules = load()
    labs, present = {}, []
    for finding, analyte, below, above, level in conditions:
        if finding is not None:
            present.append(rules.findings[finding].label)
            continue
        one = rules.analytes[analyte]
        limit = next(interval.low for interval in one.intervals if interval.low is not None) if level else None
        value = limit * 0.9 if level == "low" else below * 0.9 if below is not None else above * 1.1
        labs[one.label] = f"{value:.4g} {rules.units.shown(one.unit)}"
    return {"labs": labs, "present": tuple(present)}


@pytest.mark.parametrize("name", NAMED)
def test_the_dangers_that_everybody_knows_are_flagged(name):
    assert name in raised(**NAMED[name])


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_raised_by_its_own_picture(name):
    flag = FLAGS[name]
    for one in flag.any_of or (None,):
        assert name in raised(**picture([*flag.all_of, *([one] if one else [])]))


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_is_not_raised_when_one_of_its_conditions_is_missing(name):
    flag = FLAGS[name]
    for number in range(len(flag.all_of)):
        left = [*flag.all_of[:number], *flag.all_of[number + 1:], *flag.any_of[:1]]

        assert name not in raised(**picture(left))


@pytest.mark.parametrize(("labs", "flag", "expected"), [
    ({"platelets": "<10 x10^9/L"}, "very-low-platelets", True), ({"platelets": "10 x10^9/L"}, "very-low-platelets", False),
    ({"platelets": "<20 x10^9/L"}, "very-low-platelets", False), ({"platelets": ">5 x10^9/L"}, "very-low-platelets", False),
    ({"hemoglobin": "<5 g/dL"}, "life-threatening-anemia", True),
    ({"ferritin": ">10,000 ng/mL"}, "extreme-hyperferritinemia-with-fever", True),
    ({"ferritin": "<20,000 ng/mL"}, "extreme-hyperferritinemia-with-fever", False),
])
def test_a_value_that_is_only_a_limit_raises_a_flag_where_all_beyond_it_would(labs, flag, expected):
    assert (flag in raised(labs=labs, present=("fever",))) == expected


@pytest.mark.parametrize("name", FLAGS)
def test_a_flag_says_why_and_on_what_ground(name):
    flag, = (one for one in urgent(gather(Case(**picture([*FLAGS[name].all_of, *FLAGS[name].any_of[:1]])), load()), load()) if one.id == name)

    assert flag.reason
    assert flag.source == "assumption" or flag.source in load().sources
    assert flag.note or flag.source != "assumption" or FLAGS[name].note == "assumption"


def test_a_danger_that_is_said_to_be_there_and_not_to_be_there_is_told():
    assert "febrile-neutropenia" in raised(labs={"ANC": "0.1 K/uL"}, present=("fever",), absent=("fever",))


def test_a_flag_is_not_raised_by_what_is_absent():
    assert "febrile-neutropenia" not in raised(labs={"ANC": "0.1 K/uL"}, absent=("fever",))


def test_flags_never_change_a_rank():
    rules = load()
    without = replace(rules, flags=())
    flagged = [one for one in PUBLISHED if urgent(gather(one.case, rules), rules)]

    assert len(flagged) > 20
    for one in flagged:
        assert np.array_equal(rank(gather(one.case, rules), rules).probability, rank(gather(one.case, without), without).probability)


def test_the_json_tells_each_flag_with_reason_source_and_note():
    flag, *_ = as_record("x", rank(gather(Case(labs={"hemoglobin": "4.5 g/dL"}), load()), load()), load(), top=1)["urgent"]

    assert set(flag) == {"id", "label", "reason", "source", "note"}
