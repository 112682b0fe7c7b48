"""Examples, opening and saving: every way a case gets into the form and out again."""

import re

import streamlit as st

from engine import CaseFile, PeniaError, parse_cases, read_cases, write_cases

from . import wording
from .state import EXAMPLES, add_confirming, clear, current_case, current_file, knowledge, show, undo

_PLAIN = re.compile(r"[^A-Za-z0-9-]+")


@st.cache_resource(show_spinner=False, max_entries=2)
def _examples(changed: int) -> list[CaseFile]:
    del changed
    return read_cases(EXAMPLES)


def toolbar() -> None:
    """The title, and beside it examples, open, save, clear, undo. On an empty form the examples stand open; later they fold away."""
    state, empty = st.session_state, current_case().is_empty()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.title(wording.QUESTION, anchor=False, width="content")
        st.space("stretch")
        with st.container(horizontal=True, gap="xsmall", width="content"):
            _buttons(empty)
    if state["opened"] and state["opened"].told:
        _left_out(state["opened"].told)
    with st.container(gap="small"):  # there on every run: what comes and goes before a field would take the cursor out of it
        if empty:
            st.markdown(wording.START)
            with st.container(horizontal=True, gap="xsmall"):
                _example_buttons()
            st.page_link("app_pages/bring_in.py", label=wording.START_PASTE, icon=":material/content_paste:")


def _buttons(empty: bool) -> None:
    """What can be done with the case as a whole."""
    state = st.session_state
    if not empty:
        with st.popover("Examples", key="examples_popover", on_change="rerun"):
            _example_buttons()
    with st.popover("Open", key="open_popover", on_change="rerun"):
        _opener()
    file = current_file()
    st.download_button("Save", write_cases([file]), f"{_PLAIN.sub('-', file.id)}.yaml", "application/yaml", key="save_case",
                       icon=":material/save:", on_click="ignore", disabled=empty, help="Save the case as a file")
    st.button("Clear", icon=":material/restart_alt:", on_click=clear, key="clear", disabled=empty)
    if state.get("before"):
        st.button("Undo", icon=":material/undo:", on_click=undo, key="undo", help="Bring back the case that was replaced")
    if state["opened"] and state["opened"].confirming and not state["confirmed"]:
        st.button("Add what settled it", icon=":material/lab_profile:", on_click=add_confirming, key="add_confirming",
                  help="Adds the tests that confirmed the diagnosis to the form")


def _example_buttons() -> None:
    for file in _examples(EXAMPLES.stat().st_mtime_ns):
        st.button(file.title, key=f"example_{file.id}", on_click=show, args=(file,))


def _left_out(told: tuple[str, ...]) -> None:
    """What of a foreign file is not in the form. Words of the file are shown as text and never as markup."""
    st.info(wording.LEFT_OUT_OF_FILE, icon=":material/privacy_tip:")
    st.text("\n".join(told))


def _opener() -> None:
    """Take a file; the one case of it opens at once, of several one is chosen."""
    state = st.session_state
    st.file_uploader(wording.OPENS, type=["yaml", "yml", "json"], key="upload", on_change=_opened)
    if state.get("upload_trouble"):
        st.error(wording.NOT_OPENED, icon=":material/error:")
        st.text(state["upload_trouble"])
    listed = state.get("upload_cases") or []
    if len(listed) > 1:
        st.selectbox(f"{len(listed)} cases in this file", range(len(listed)), index=None, placeholder="choose one", key="upload_choice",
                     format_func=lambda number: listed[number].title or listed[number].id, on_change=_chosen)


def _opened() -> None:
    state = st.session_state
    state.update(upload_trouble="", upload_cases=[])
    upload = state["upload"]
    if upload is None:
        return
    try:
        state["upload_cases"] = parse_cases(upload.getvalue(), name=upload.name, knowledge=knowledge())
    except PeniaError as error:
        state["upload_trouble"] = str(error)
        return
    if len(state["upload_cases"]) == 1:
        show(state["upload_cases"][0])


def _chosen() -> None:
    state = st.session_state
    if state["upload_choice"] is not None:
        show(state["upload_cases"][state["upload_choice"]])
