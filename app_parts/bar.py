"""The foot of a page with a ranking, in sight however far it is scrolled: the notice in short, and of one's own case the first three causes."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import Knowledge
from engine.reasoning import Row

from . import wording

SHOWN = 3
_LONGEST_NAME = 46
_LEAST_HOST = 12
"""Letters that must be left of an illness before its consequence is told whole."""
_KEPT_TOGETHER, _APART = str.maketrans(" -", "\u00a0\u2011"), "\u2003 "
"""A line ends between two causes and not within one: a narrow screen has a line a cause, a wide one all in one."""


def place(ways: Sequence[str] = ()) -> DeltaGenerator:
    """Draw what does not change; return where the first three go.

    Args:
        ways: links to the parts of the page, as markup.
    """
    with st.bottom, st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f":small[{' · '.join((*ways, wording.SHORT_NOTICE))}]", width="content")
        return st.empty()


def told(rows: Iterable[Row], rules: Knowledge, notes: Iterable[str] = ("",) * SHOWN) -> str:
    """Return the first three as markup, each with a note behind it."""
    lines = [f"{number}\\. {_short(row.name)} **{wording.plain(wording.percent(row.probability, rules))}**{note}"
             for number, (row, note) in enumerate(zip(rows, notes, strict=False), start=1)]
    return f":small[{_APART.join(line.translate(_KEPT_TOGETHER) for line in lines)}]"


def _short(name: str) -> str:
    """Cut a long name; of an illness with its consequence the illness, since many have the same beginning."""
    illness, joined, consequence = name.partition(" with ")
    left = _LONGEST_NAME - len(joined) - len(consequence)
    if len(name) > _LONGEST_NAME and joined and left >= _LEAST_HOST:
        return wording.plain(f"{shorten(illness, left, placeholder='…')}{joined}{consequence}")
    return wording.plain(shorten(name, _LONGEST_NAME, placeholder="…"))
