"""What a session remembers: the case as typed, in the widgets' own keys and a few lists of text."""

from pathlib import Path

import streamlit as st

from engine import Case, CaseFile, Knowledge, Medication, PeniaError, load
from engine.knowledge import RULES
from engine.knowledge.cache import knowledge_digest

from . import wording

EXAMPLES = Path(__file__).resolve().parent.parent / "cases" / "examples.yaml"
_SINGLE = {"age": None, "sex": None, "pregnant": False, "setting": None, "onset": None}
_LISTS = ("labs", "entries", "drugs")


@st.cache_resource(show_spinner=False, max_entries=2)
def _knowledge(digest: str) -> Knowledge:
    del digest
    return load()


def knowledge() -> Knowledge:
    """Return the compiled rules, loaded once for each content of the rules."""
    return _knowledge(knowledge_digest(RULES))


def knowledge_or_stop() -> None:
    """Show what is wrong with the rules, if anything, and stop the page there."""
    try:
        knowledge()
    except PeniaError as error:
        st.error("The rules are wrong; the app cannot rank until they are mended.", title="Rules")
        st.text(str(error))
        st.stop()


def prepare() -> None:
    """Give every key of the session its first value."""
    state = st.session_state
    for name, first in _SINGLE.items():
        state.setdefault(name, first)
    for name in _LISTS:
        state.setdefault(name, [])
    state.setdefault("no_drugs", False)
    state.setdefault("title", "")
    for analyte in wording.COUNTS:
        state.setdefault(f"count_{analyte}", "")


def clear() -> None:
    """Forget the case."""
    state = st.session_state
    state.update(_SINGLE)
    for name in _LISTS:
        state[name] = []
    state.update(no_drugs=False, title="", own_list="", revealed=False)
    for analyte in wording.COUNTS:
        state[f"count_{analyte}"] = ""


def show(file: CaseFile, *, stage: str = "presentation") -> None:
    """Put a case into the form, replacing what was there."""
    clear()
    state, case = st.session_state, file.at(stage)
    state.update(age=case.age, sex=case.sex, pregnant=bool(case.pregnant), onset=case.onset, title=file.title or file.id)
    state["setting"] = case.setting if case.setting in knowledge().settings else None
    names = knowledge().extras["lexicon"]
    for name, printed in case.labs.items():
        analyte = names.analytes.get(names.spelling.normal(name))
        if analyte in wording.COUNTS and not state[f"count_{analyte}"] and "%" not in printed:
            state[f"count_{analyte}"] = printed
        else:
            state["labs"].append([name, printed])
    state["entries"] = [[where, text] for where, text in case.entries()]
    state["drugs"] = [[one.name, one.taken] for one in case.medications or ()]
    state["no_drugs"] = case.medications == ()


def current_case() -> Case:
    """Return the case that the form holds."""
    state = st.session_state
    labs = {name: printed for name, printed in state["labs"] if printed}
    for analyte in wording.COUNTS:
        if text := state[f"count_{analyte}"].strip():
            labs[knowledge().analytes[analyte].label] = with_unit(analyte, text)
    listed = {where: tuple(text for kept, text in state["entries"] if kept == where) for where in wording.ENTRY_KINDS}
    drugs = tuple(Medication(name, taken) for name, taken in state["drugs"])
    return Case(
        age=state["age"], sex=state["sex"], pregnant=True if state["pregnant"] and state["sex"] != "male" else None,
        setting=state["setting"], onset=state["onset"] or None, labs=labs,
        medications=drugs if drugs or state["no_drugs"] else None, **listed)


def with_unit(analyte: str, text: str) -> str:
    """Add the unit chosen beside a count, unless the text already prints one."""
    has_unit = any(letter.isalpha() or letter in "%/" for letter in text)
    unit = st.session_state.get(f"unit_{analyte}")
    return text if has_unit or not unit else f"{text} {unit}"
