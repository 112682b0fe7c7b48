"""What is said of a case that a teacher makes: what is wrong with it, what is not understood, where the engine ranks the answer, and its file."""

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import TeachingCase, parse_teaching
from engine.teaching.author import broken_promises, missing, write_teaching
from engine.teaching.library import not_understood

from . import wording
from .author import clear, current, left_out, undo


def check(rules: Knowledge) -> None:
    """Save the case, and say how it stands."""
    try:
        made = current(rules)
    except CaseError as error:
        with st.container(horizontal=True, gap="small"):
            _clear_and_undo()
        st.error(wording.TEACH_WRONG, icon=":material/error:")
        st.text(str(error))
        return
    text, name = write_teaching(made, rules), f"{made.id}.yaml"
    with st.container(horizontal=True, gap="small"):
        st.download_button("Save as a file", text, name, "application/yaml", key="teach_save", icon=":material/save:", on_click="ignore",
                           type="primary", disabled=not made.stages)
        _clear_and_undo()
    if not made.stages:
        st.markdown(wording.TEACH_EMPTY)
        return
    st.caption(f"`{name}`: {wording.TEACH_SHARE}")
    lacks = missing(made, rules)
    if untold := left_out():
        lacks = {**lacks, "Stages": (*(wording.TEACH_LEFT_OUT.format(one) for one in untold), *lacks.get("Stages", ()))}
    if lacks:
        st.error(wording.TEACH_UNFINISHED, icon=":material/error:")
        for part, lines in lacks.items():
            st.text("\n".join([f"{part}:", *lines]))
    else:
        _whole(made, text, name, rules)
    with st.expander("The file"):
        st.code(text, language="yaml", wrap_lines=True)


def _clear_and_undo() -> None:
    st.button("Clear", key="teach_clear", icon=":material/restart_alt:", on_click=clear)
    if st.session_state.get("teach_before"):
        st.button("Undo", key="teach_undo", icon=":material/undo:", on_click=undo, help="Bring back the case that was replaced")


def _whole(made: TeachingCase, text: str, name: str, rules: Knowledge) -> None:
    """Read the file as a learner's page would, and say how it stands."""
    try:
        read = parse_teaching(text, file=name, stem=made.id, knowledge=rules)
    except CaseError as error:
        st.error(wording.TEACH_UNFINISHED, icon=":material/error:")
        st.text("\n".join(one.message for one in error.problems) or str(error))
    else:
        _standing(read, rules)


def _standing(read: TeachingCase, rules: Knowledge) -> None:
    broken, lost = broken_promises(read, rules), not_understood(read, rules)
    if broken:
        st.warning(wording.TEACH_BROKEN, icon=":material/warning:")
        st.text("\n".join(broken))
    if lost:
        st.warning(wording.TEACH_NOT_UNDERSTOOD, icon=":material/warning:")
        st.text("\n".join(lost))
    if not broken and not lost:
        st.success(wording.TEACH_GOOD, icon=":material/check:")
    places = [(stage.name.capitalize(), read.place(stage.name, rules)) for stage in read.stages]
    st.table([{"stage": name, "the engine's place of the answer": "not in its list" if place is None else str(place)} for name, place in places],
             alt="The engine's place of the answer at each stage", border="horizontal")
