"""Whether there is a low count to explain. Without one nothing is ranked, on any page, until a person asks for it all the same."""

import streamlit as st

from engine.reasoning import Evidence
from engine.telling import NO_COUNT, about_counts, has_low_count

from . import wording


def is_missing(evidence: Evidence) -> bool:
    """Return whether nothing low is known, and nobody asked for a ranking all the same."""
    return not has_low_count(evidence) and not st.session_state.get("rank_anyway")


def say(evidence: Evidence) -> None:
    """Say that nothing is ranked and why, with the button that ranks all the same."""
    said = wording.NO_COUNT_YET if about_counts(evidence) == NO_COUNT else wording.NOTHING_LOW
    st.info(said, icon=":material/info:")
    st.button("Rank all the same", key="rank_all_the_same", icon=":material/format_list_numbered:",
              on_click=lambda: st.session_state.update(rank_anyway=True))
