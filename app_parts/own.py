"""The switch that hides the ranking until a person has written their own, and the comparison afterwards."""

import itertools
import re

import streamlit as st

from engine import Case, Knowledge, PeniaError, gather
from engine.case.suggest import suggest_causes
from engine.knowledge.labels import resolve_label
from engine.reasoning import Candidate, Evidence, Explanation, Ranking, explain
from engine.reasoning.compare import columns_of

from . import low, wording
from .state import KEPT, current_case

_MARKS = " \t-*.)0123456789"
"""What stands around a name in a list."""
_SAID_AGAINST = 2


def is_hidden() -> bool:
    """Return whether the ranking must not be shown yet, on any page."""
    return bool(st.session_state.get("hide")) and not st.session_state.get("revealed")


def open_evidence(rules: Knowledge, empty: str) -> tuple[Case, Evidence]:
    """Return the case and its evidence where its ranking may be seen; else say what to do first, and end the page.

    Args:
        empty: what to say where there is no case yet.
    """
    case = current_case()
    if case.is_empty():
        st.info(empty, icon=":material/edit_note:")
        st.page_link("app_pages/case.py", label="Enter a case", icon=":material/edit_note:")
        st.stop()
    if is_hidden():
        st.info("The ranking is hidden until you have written your own differential on the page Case.", icon=":material/visibility_off:")
        st.page_link("app_pages/case.py", label="Write it", icon=":material/edit_note:")
        st.stop()
    try:
        evidence = gather(case, rules)
    except PeniaError as error:
        st.error(wording.NOT_RANKED, title="Case", icon=":material/error:")
        st.text(str(error))
        st.stop()
    if low.is_missing(evidence):
        low.say(evidence)
        st.stop()
    return case, evidence


def switch() -> None:
    """The switch itself; set again, it asks for a list again."""
    st.toggle(wording.HIDE, key="hide", on_change=lambda: st.session_state.update(revealed=False), **KEPT)


def write_first() -> None:
    """Ask for the person's own list."""
    st.markdown(wording.HIDDEN)
    st.text_area("My differential, most likely first", key="own_list", max_chars=2000, **KEPT)
    st.button("Reveal the ranking", key="reveal", type="primary", icon=":material/visibility:", on_click=_reveal)
    if st.session_state.get("write_first"):
        st.caption(f":material/info: {wording.WRITE_FIRST}")


def _reveal() -> None:
    written = bool((st.session_state.get("own_list") or "").strip())
    st.session_state.update(revealed=written, write_first=not written)


def compared(ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """Show the person's own list with the place and probability that the ranking gives each line, and what speaks most against it."""
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/edit: **You wrote**")
        for number, line in enumerate(_own_causes(rules), start=1):
            cause = resolve_label(line, rules)
            st.text(f"{number}. {line}: {wording.OWN_NOT_KNOWN if cause is None else _place(cause, ranking, rows, rules)}")
            if cause is None:
                _offers(number, line, rules)


def _own_causes(rules: Knowledge) -> list[str]:
    """Return what was written, one cause each: a line, and of a line that is no name its parts between commas and semicolons."""
    lines = [line.strip(_MARKS) for line in (st.session_state.get("own_list") or "").splitlines()]
    parts = [[line] if resolve_label(line, rules) else [part.strip(_MARKS) for part in re.split("[,;]", line)] for line in lines]
    return list(filter(None, itertools.chain.from_iterable(parts)))


def _offers(number: int, line: str, rules: Knowledge) -> None:
    """Causes that may be meant by a line; one click puts the name in its place."""
    if names := suggest_causes(line, rules):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(wording.DID_YOU_MEAN, width="content")
            for name in names:
                st.button(f"Use: {wording.plain(name)}", key=f"own_{number}_{name}", on_click=_replace, args=(number, name, rules))


def _replace(number: int, name: str, rules: Knowledge) -> None:
    lines = _own_causes(rules)
    lines[number - 1] = name
    st.session_state["own_list"] = "\n".join(lines)


def _place(cause: str, ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> str:
    for place, row in enumerate(rows, start=1):
        if any(cause in rules.leaves[rules.column(leaf.id)].causes for leaf in row.leaves):
            return f"place {place}, {wording.percent(row.probability, rules)}" + _against(row.explanation)
    column, = columns_of([cause], ranking, rules)
    told = explain(ranking, column, rules)
    return f"below place {len(rows)}, {wording.percent(float(ranking.probability[column]), rules)}" + _against(told)


def _against(told: Explanation) -> str:
    reasons = " · ".join(wording.stated(one) for one in told.speaks_against[:_SAID_AGAINST])
    return f"; against it most: {reasons}" if reasons else ""
