"""A reload keeps the case: the form stays in the server's memory for some hours, under a random name in the address of the page."""

import secrets

import streamlit as st

_NAME = "draft"


@st.cache_resource(show_spinner=False, ttl="12h", max_entries=500)
def _drafts(name: str) -> dict:
    """Return what is kept under a name; first, nothing. The same object for every session, so that a new one can go on."""
    del name
    return {}


def left_by_the_last_session() -> dict | None:
    """Return the form that the address of the page names, once a session; None where there is none."""
    if _NAME in st.session_state:
        return None
    st.session_state[_NAME] = ""
    named = st.query_params.get(_NAME)
    return dict(_drafts(named)) or None if named else None


def keep(form: dict) -> None:
    """Keep a form as it stands, and name it in the address of the page; an empty one is not kept.

    A session has a name of its own: whoever opens somebody's address goes on from there, and neither writes over the other's.
    """
    state, address = st.session_state, st.query_params
    if form and not state[_NAME]:
        state[_NAME] = secrets.token_urlsafe(16)
    if state[_NAME]:
        kept = _drafts(state[_NAME])
        kept.clear()
        kept.update(form)
    if form:
        address[_NAME] = state[_NAME]
    else:
        address.pop(_NAME, None)
