"""A reload keeps the case, a pasted text, how far a teaching case is, and one in the making: in memory, under a random name in the address."""

import secrets

import streamlit as st

CASE, LEARN, TEACH, PASTE = "draft", "begun", "written", "pasted"
"""What is kept, by its name in the address: the form of the case, how far the teaching cases are, the form of one that is being made, and the
text of the page Bring in with what was found in it."""


@st.cache_resource(show_spinner=False, ttl="12h", max_entries=500)
def _drafts(name: str) -> dict:
    """Return what is kept under a name; first, nothing. The same object for every session, so that a new one can go on."""
    del name
    return {}


def is_begun(name: str) -> bool:
    """Return whether this session has such a draft, or its address names one: then every page keeps it, and not only its own."""
    return name in st.session_state or name in st.query_params


def left_by_the_last_session(name: str = CASE) -> dict | None:
    """Return what the address of the page names, once a session; None where there is none."""
    if name in st.session_state:
        return None
    st.session_state[name] = ""
    named = st.query_params.get(name)
    return dict(_drafts(named)) or None if named else None


def keep(form: dict, name: str = CASE) -> None:
    """Keep a form as it stands, and name it in the address of the page; an empty one is not kept.

    A session has a name of its own: whoever opens somebody's address goes on from there, and neither writes over the other's.
    """
    state, address = st.session_state, st.query_params
    if form and not state[name]:
        state[name] = secrets.token_urlsafe(16)
    if state[name]:
        kept = _drafts(state[name])
        kept.clear()
        kept.update(form)
    if form:
        address[name] = state[name]
    else:
        address.pop(name, None)
