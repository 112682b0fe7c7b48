"""The switch that hides the ranking until a person has written their own, and the comparison afterwards."""

import streamlit as st

from engine import Case, Knowledge, PeniaError, gather
from engine.knowledge.labels import resolve_label
from engine.reasoning import Candidate
from engine.reasoning.evidence import Evidence

from . import wording
from .state import KEPT, current_case


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
        return case, gather(case, rules)
    except PeniaError as error:
        st.error(wording.NOT_RANKED, title="Case", icon=":material/error:")
        st.text(str(error))
        st.stop()


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


def compared(rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """Show the person's own list with the place and probability that the ranking gives each line."""
    lines = [line.strip(" \t-*.)0123456789") for line in (st.session_state.get("own_list") or "").splitlines()]
    told = [f"{number}. {line}: {_place(line, rows, rules)}" for number, line in enumerate(filter(None, lines), start=1)]
    with st.container(border=True, gap="xsmall"):
        st.markdown(":material/edit: **You wrote**")
        st.text("\n".join(told))


def _place(line: str, rows: tuple[Candidate, ...], rules: Knowledge) -> str:
    cause = resolve_label(line, rules)
    if cause is None:
        return "not a name known here"
    for place, row in enumerate(rows, start=1):
        if any(cause in rules.leaves[rules.column(leaf.id)].causes for leaf in row.leaves):
            return f"place {place}, {wording.percent(row.probability)}"
    return f"below place {len(rows)}"
