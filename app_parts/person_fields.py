"""Fields of age and of weeks of pregnancy: text, read as people write it; what cannot be read stays as typed, and counts as unknown."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from engine import CaseError
from engine.case.ages import read_age, read_weeks

from . import wording

LABEL_HEIGHT = 36
"""A box without a label above it stands as low as the fields beside it, in pixels."""


class _Field(NamedTuple):
    """How a number of the person is asked for, read and told."""

    label: str
    hint: str
    help: str
    read: Callable[[str], float]
    told: Callable[[float], str]


FIELDS = {
    "age": _Field("Age in years", "age", wording.AGE_HELP, read_age, wording.span_of_life),
    "gestation_weeks": _Field("Weeks pregnant", "weeks", wording.WEEKS_HELP, read_weeks, wording.weeks_and_days),
}


def field(name: str, *, number: float | None, typed: str, key: str, width: int, on_change: Callable[[str], None]) -> None:
    """Draw one field, and under it how it was read where that is not what stands in it.

    Args:
        name: a key of `FIELDS`. number: the number in force. typed: what was typed last. key: of the widget.
        on_change: gets what was typed.
    """
    one = FIELDS[name]
    text = as_typed(name, number, typed)
    st.session_state[key] = text
    with st.container(width=width, gap="xxsmall"):
        st.text_input(one.label, key=key, placeholder=one.hint, help=one.help, on_change=lambda: on_change((st.session_state[key] or "").strip()))
        remark(name, text)


def remark(name: str, text: str) -> None:
    """Say how what stands in a field was read, where that is not what stands there, or that it cannot be read."""
    number, why = taken(name, text)
    if why:
        st.caption(f":material/error: **{wording.NOT_READ}**")
    elif number is not None and text != f"{number:g}":
        st.caption(wording.READ_AS.format(FIELDS[name].told(number)))


def as_typed(name: str, number: float | None, typed: str) -> str:
    """Return what the field shows: what was typed where that is the number in force or cannot be read, else the number."""
    read, _ = taken(name, typed)
    if typed and read == number:
        return typed
    return "" if number is None else f"{number:g}"


def taken(name: str, typed: str) -> tuple[float | None, str]:
    """Return (the number that was typed, why it cannot be read); nothing typed is neither."""
    if not typed:
        return None, ""
    try:
        return FIELDS[name].read(typed), ""
    except CaseError as error:
        return None, str(error)


def trouble(name: str, text: str) -> str:
    """Return why what was typed cannot be read, else ""."""
    return taken(name, text)[1]
