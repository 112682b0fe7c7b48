"""Bring in: paste a print-out or prose; what is found is marked and offered, and only what is ticked is taken into the case."""

import streamlit as st

from app_parts import bring_in, wording
from app_parts.state import knowledge

rules = knowledge()
st.title(wording.PAGE_BRING_IN, anchor=False)
st.markdown(wording.BRING_IN)
bring_in.prepare()
bring_in.paste_box()
told = st.session_state.get("bring_told")
if told is not None:
    bring_in.notices(told)
    if told.found:
        marked, offers = st.columns(2, gap="large")
        with marked:
            bring_in.marked_text(told)
        with offers:
            st.header("Found", anchor="found")
            ticked = bring_in.offers(told, rules)
        with st.bottom, st.container(horizontal=True, gap="xsmall"):  # in sight however long the list is
            taken = bring_in.take(ticked, rules)
        if taken:
            st.switch_page("app_pages/case.py")
