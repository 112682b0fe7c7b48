"""The blood count: numbers as printed, and at once what each amounts to."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from engine import Case, QuantityError
from engine.case.limits import Limits, how_far, level_of, limits_for, with_printed
from engine.case.numerals import NUMBER, readings
from engine.case.prints import prints_of
from engine.case.quantities import Quantity, counted_as, read_quantity
from engine.case.wholes import shown
from engine.knowledge import Knowledge
from engine.knowledge.records import AnalyteRecord
from engine.reasoning import Evidence

from . import wording
from .state import KEPT, units_of, with_unit

_MARKED_NUMBER = re.compile(r"\d(?:[,'\u2019]\d| \d{3}\b)")
"""A number with a comma or a mark between thousands, which can be read in two ways."""
_SAME = 0.001
"""How far the number that is shown may be from the one that was typed, as a share, and be the same."""
_IN_FULL = 1000
_MARKS = {"low": ":material/arrow_downward:", "high": ":material/arrow_upward:", "normal": ":material/check:"}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a printed value amounts to: words for the screen (our own, never the person's), or why it cannot be read."""

    words: str
    trouble: str = ""


def counts(rules: Knowledge, case: Case, evidence: Evidence | None) -> None:
    """The form of the blood count."""
    shown_unit = rules.units.shown
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.subheader("Blood count", help=wording.COUNTS_HELP, anchor=False, width="content")
        st.space("stretch")
        for group, label in wording.UNIT_CHOICES.items():
            st.selectbox(label, units_of(group, rules), key=f"unit_{group}", width=100, label_visibility="collapsed",
                         format_func=lambda unit: wording.unit(shown_unit(unit)), placeholder="unit", **KEPT)
    troubles = {}
    with st.grid(4, min_column_width=130, gap="small"):
        for name in wording.COUNTS:
            analyte = rules.analytes[name]
            with st.container(gap="xxsmall"):
                st.text_input(analyte.label, key=f"count_{name}", placeholder="unknown", **KEPT)
                judged = judge_count(name, rules, case, evidence)
                st.caption(judged.words)
                if judged.trouble:
                    troubles[name] = judged.trouble
    for name, trouble in troubles.items():
        _explain(name, trouble, rules)


def judge_count(name: str, rules: Knowledge, case: Case, evidence: Evidence | None) -> Judged:
    """Judge one field of the form, with the unit chosen for its group; of a share of the white cells the count worked out from it."""
    analyte = rules.analytes[name]
    group = wording.COUNTS[name]
    unit = st.session_state[f"unit_{group}"] if group else analyte.unit
    text = (st.session_state[f"count_{name}"] or "").strip()
    if not text:
        return Judged(limits_in_words(limits_for(analyte, case), analyte, unit, rules))
    share = rules.analytes[counted_as(name, text, rules.derivations)]
    if share is analyte:
        return judge(with_unit(name, text), analyte, case, unit, rules)
    judged, level = judge(text, share, case, share.unit, rules), evidence.observations.levels.get(name) if evidence else None
    if judged.trouble or level is None or level.quantity is None:
        return judged if judged.trouble else replace(judged, words=f"{judged.words}; {wording.SHARE_NEEDS_WHITE_CELLS}")
    return judge_value(level.quantity, analyte, case, unit, rules, read_as=True, worked_out=True)


def judge(printed: str, analyte: AnalyteRecord, case: Case, unit: str, rules: Knowledge) -> Judged:
    """Say low, normal or high, how far, and within which limits.

    Args:
        printed: the value as typed, with its unit. unit: the unit in which limits are shown.
    """
    try:
        quantity = read_quantity(printed, analyte=analyte, units=rules.units, prints=prints_of(rules.lexicon))
    except QuantityError as error:
        return Judged(f":material/error: **not read**: {_in_short(printed, analyte, unit, rules)}", str(error))
    converted = _is_converted(printed, quantity, analyte, unit)
    return judge_value(quantity, analyte, case, unit, rules, read_as=converted or bool(_MARKED_NUMBER.search(printed)), told_unit=converted)


def _is_converted(printed: str, quantity: Quantity, analyte: AnalyteRecord, unit: str) -> bool:
    """Whether the number in force is another one than was typed, or its unit was chosen among several that would make another number of it."""
    typed = NUMBER.search(printed)
    if quantity.value is None or typed is None:
        return False
    guessed = quantity.unit_assumed and len({analyte.units[one] for one in analyte.unprinted or analyte.units}) > 1
    value = _in(quantity.value, analyte, unit)
    return guessed or not any(math.isclose(one, value, rel_tol=_SAME, abs_tol=_SAME) for one in readings(typed))


def judge_value(quantity: Quantity, analyte: AnalyteRecord, case: Case, unit: str, rules: Knowledge, *, read_as: bool,
                told_unit: bool = False, worked_out: bool = False) -> Judged:
    """Say of a value that was read whether it is low, normal or high; `read_as` tells the number, too, `told_unit` with its unit.

    A number that was worked out is told as it is everywhere, see `engine.case.wholes.shown`.
    Limits that are printed beside the value count before our own, as they do in the ranking.
    """
    if quantity.value is None:
        return Judged(f"{_MARKS.get(quantity.level, '')} **{quantity.level}**, in words")
    limits = with_printed(limits_for(analyte, case), quantity.printed_range)
    level = level_of(quantity.value, quantity.bound, limits, analyte)
    span = _together(limits_in_words(limits, analyte, unit, rules, with_unit=False)) + (wording.LIMITS_PRINTED if quantity.printed_range else "")
    unit_told = f" {wording.unit(rules.units.shown(unit))}".rstrip() if told_unit else ""
    read = shown(_in(quantity.value, analyte, unit)) if worked_out else _in_unit(quantity.value, analyte, unit)
    number = wording.READ_AS.format(f"{read}{unit_told}") + ": " if read_as else ""
    if level == "unsure":
        why = wording.OPEN_BY_BOUND if quantity.bound else wording.OPEN_BY_SEX
        return Judged(f":material/help: {number}{why} {span}")
    grade = how_far(quantity.value, level, limits, analyte)
    return Judged(f"{_MARKS[level]} {number}**{level}**{f', {grade}' if grade else ''} {span}")


def _together(span: str) -> str:
    """Put limits into brackets, within which no line ends."""
    return f"({span})".replace(" ", "\u00a0")


def _in_unit(value: float, analyte: AnalyteRecord, unit: str) -> str:
    return _shown(_in(value, analyte, unit))


def _in(value: float, analyte: AnalyteRecord, unit: str) -> float:
    factor, offset = analyte.units[unit]
    return (value - offset) / factor


def _shown(number: float) -> str:
    """Return a number with four figures, large ones in full."""
    return f"{number:.0f}" if number >= _IN_FULL else f"{number:.4g}"


def _in_short(printed: str, analyte: AnalyteRecord, unit: str, rules: Knowledge) -> str:
    """Say in a few words why a value is not read: a number that cannot be right in its unit, or no number with a unit of this test."""
    if not _is_bare(printed.removesuffix(rules.units.shown(unit)).strip()):
        return wording.NO_VALUE
    low, high = (_in_unit(end, analyte, unit) for end in analyte.plausible)
    return wording.POSSIBLE.format(low, high, wording.unit(rules.units.shown(unit)))


def limits_in_words(limits: Limits, analyte: AnalyteRecord, unit: str, rules: Knowledge, *, with_unit: bool = True) -> str:
    """Return reference limits in a unit of the analyte: "4 to 11 ×10⁹/L", or without it: "4 to 11"."""
    low, high = (None if end is None else _in_unit(end, analyte, unit) for end in (limits.low, limits.high))
    ending = f" {wording.unit(rules.units.shown(unit))}" if with_unit else ""
    if low is None and high is None:
        return f"no limits known{ending}"
    return f"to {high}{ending}" if low is None else f"from {low}{ending}" if high is None else f"{low} to {high}{ending}"


def _explain(name: str, trouble: str, rules: Knowledge) -> None:
    """Tell why a count was not read, and offer the units in which the same number would make sense."""
    analyte, group = rules.analytes[name], wording.COUNTS[name]
    with st.container(border=True, gap="xsmall"):
        st.text(wording.unit(trouble))
        offer_units(f"read_{name}", st.session_state[f"count_{name}"].strip(), analyte, st.session_state[f"unit_{group}"] if group else analyte.unit,
                    rules, take=lambda text: _set_unit(name, text))


def offer_units(key: str, text: str, analyte: AnalyteRecord, unit: str, rules: Knowledge, *, take: Callable[[str], None]) -> None:
    """Offer each reading of a bare number that some unit of the test makes possible, as the value that it would be.

    Args:
        key: begins the keys of the buttons. text: what was typed. unit: in which the values are shown.
        take: gets the text with the unit of the offer that was clicked.
    """
    found: dict[str, str] = {}
    for other in analyte.units if _is_bare(text) else ():
        printed = f"{text} {rules.units.shown(other)}"
        try:
            value = read_quantity(printed, analyte=analyte, units=rules.units, prints=prints_of(rules.lexicon)).value
        except QuantityError:
            continue
        found.setdefault(_in_unit(value, analyte, unit), printed)
    with st.container(horizontal=True, gap="xsmall"):
        for number, printed in found.items():
            said = wording.READ_IT_AS.format(analyte.label.lower(), f"{number} {wording.unit(rules.units.shown(unit))}")
            st.button(wording.plain(said), key=f"{key}_{number}", on_click=take, args=(printed,))


def _is_bare(text: str) -> bool:
    """Whether a text is a number and nothing else, thousands marked or not."""
    return NUMBER.fullmatch(" ".join(text.split())) is not None


def _set_unit(name: str, text: str) -> None:
    st.session_state[f"count_{name}"] = text
