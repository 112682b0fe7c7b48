"""Entries that contradict each other, before the ranking, with a way to mend each. What a person typed is shown by st.text only."""

import streamlit as st

from engine.reasoning import Conflict, Evidence

from . import wording
from .state import knowledge


def contradictions(evidence: Evidence) -> None:
    """The list of contradictions; nothing where there are none."""
    found = evidence.observations.conflicts
    if not found:
        return
    with st.container(border=True, key="contradictions", gap="xsmall"):
        st.markdown(f":material/rule: **{len(found)} contradiction{'s' if len(found) > 1 else ''}.** {wording.CONTRADICTIONS}")
        for number, conflict in enumerate(found, start=1):
            st.text(f"{number}. {conflict}." if len(found) > 1 else f"{conflict}.")
            _mending(number, conflict)


def _mending(number: int, conflict: Conflict) -> None:
    """A button for each entry that the form can take away, and for the text that would mend the time of a drug."""
    entries = [text for text in dict.fromkeys(conflict.entries) if _holds(text)]
    if not entries and not conflict.say:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if conflict.say:
            st.button(f"Write “{conflict.say}”", key=f"mend_{number}_say", on_click=_say, args=(conflict.of, conflict.say))
        for place, text in enumerate(entries, start=1):
            st.text(text)
            st.button("Remove", key=f"mend_{number}_{place}", icon=":material/close:", on_click=_remove, args=(text,),
                      help=f"Contradiction {number}: remove entry {place}")


def _holds(text: str) -> bool:
    state = st.session_state
    return (any(text == kept for _, kept in state["entries"]) or any(text == f"{name}: {printed}" for name, printed in state["labs"])
            or any(text in (name, f"{name}: {taken}") for name, taken in state["drugs"]) or _count_of(text) is not None)


def _count_of(text: str) -> str | None:
    """Return the key of the blood count field that an entry such as `White cells: 2.1 x10^9/L` comes from."""
    name = text.partition(":")[0]
    keys = (f"count_{analyte}" for analyte in wording.COUNTS if knowledge().analytes[analyte].label == name)
    return next((key for key in keys if st.session_state[key]), None)


def _remove(text: str) -> None:
    state = st.session_state
    state["entries"] = [[where, kept] for where, kept in state["entries"] if kept != text]
    state["labs"] = [[name, printed] for name, printed in state["labs"] if text != f"{name}: {printed}"]
    state["drugs"] = [[name, taken] for name, taken in state["drugs"] if text not in (name, f"{name}: {taken}")]
    if (key := _count_of(text)) is not None:
        state[key] = ""


def _say(name: str, words: str) -> None:
    state = st.session_state
    state["drugs"] = [[known, f"{taken}; {words}" if taken else words] if known == name else [known, taken] for known, taken in state["drugs"]]
