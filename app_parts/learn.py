"""Where a learner stands in a teaching case: which case, what was committed at each stage, and the one way a finished case leaves."""

from dataclasses import dataclass, replace

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import CASES, Guess, TeachingCase, read_library
from engine.teaching.feedback import Reflection
from engine.teaching.record import StageAnswer

from . import draft, learn_shelf, progress, wording
from .practice import answers

_TAKEN = "learn_taken"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was committed so far in a case: a list for each stage, and after each list what was written of its first causes."""

    lists: tuple[tuple[Guess, ...], ...] = ()
    reflections: tuple[tuple[Reflection, ...], ...] = ()

    @property
    def stage(self) -> int:
        """How many stages are open: one more than were answered and thought over."""
        return len(self.reflections) + 1

    @property
    def reflecting(self) -> bool:
        """Whether the list of the last open stage is committed, and not yet thought over."""
        return len(self.lists) > len(self.reflections)


@st.cache_resource(show_spinner=False, max_entries=2)
def _library(digest: str, files: tuple, _rules: Knowledge) -> dict[str, TeachingCase]:
    del digest, files
    return read_library(CASES, _rules)


def library(rules: Knowledge) -> dict[str, TeachingCase]:
    """Return all teaching cases by id, read again when a file has changed. Raises CaseError when one is wrong."""
    return _library(rules.digest, tuple((str(path), path.stat().st_mtime_ns) for path in sorted(CASES.glob("*.yaml"))), rules)


def resume() -> None:
    """Go on where the page was before it was loaded anew, and keep what is committed for the next time. Once a run, before anything is shown."""
    if left := draft.left_by_the_last_session(draft.LEARN):
        st.session_state[_TAKEN] = left
    draft.keep({case: one for case, one in st.session_state.setdefault(_TAKEN, {}).items() if one.lists}, draft.LEARN)


def taken(case: str) -> Taken:
    """Return what was committed in a case in this session."""
    return st.session_state.setdefault(_TAKEN, {}).get(case, Taken())


def commit(case: str, guesses: tuple[Guess, ...]) -> None:
    """Keep the list of the open stage; it cannot be changed afterwards."""
    so_far = taken(case)
    if not so_far.reflecting:
        st.session_state[_TAKEN][case] = replace(so_far, lists=(*so_far.lists, guesses))


def reflect(case: TeachingCase, written: tuple[Reflection, ...], rules: Knowledge) -> None:
    """Keep what was thought over and go on; after the last stage the case is finished."""
    so_far = taken(case.id)
    if not so_far.reflecting:
        return
    now = replace(so_far, reflections=(*so_far.reflections, written))
    st.session_state[_TAKEN][case.id] = now
    if is_finished(case):
        finish(case, now.lists, rules)


def is_finished(case: TeachingCase) -> bool:
    """Return whether every stage was answered and thought over."""
    return len(taken(case.id).reflections) == len(case.stages)


def finish(case: TeachingCase, lists: tuple[tuple[Guess, ...], ...], rules: Knowledge) -> None:
    """Hand over a finished case: the one place through which its answer goes.

    Args:
        case: with its answer. lists: what was committed at each stage, in their order.
    """
    last = case.judged(lists[-1], rules)
    answers()[f"learn-{case.id}"] = last, case.truth[0]
    stages = [StageAnswer(stage.name, case.judged(listed, rules)) for stage, listed in zip(case.stages, lists, strict=True)]
    progress.record(rules, case=f"learn-{case.id}", truth=case.truth[0], guesses=last, source="learn", stages=stages)


def start_again(case: str) -> None:
    """Forget what was committed in a case in this session."""
    st.session_state[_TAKEN].pop(case, None)
    for key in [key for key in st.session_state if str(key).startswith("learn_") and str(key).endswith(f"_{case}")]:
        del st.session_state[key]


def choose(cases: dict[str, TeachingCase], rules: Knowledge) -> TeachingCase | None:
    """Ask which case; the choice goes into the link, so that the same link gives everybody the same case."""
    grades = rules.teaching["difficulties"]
    order = sorted(cases, key=lambda name: (list(grades).index(cases[name].difficulty), cases[name].title.casefold()))
    marks = {name: "finished" if is_finished(cases[name]) else "begun" if taken(name).lists else "" for name in order}
    labels = {name: ", ".join(filter(None, (cases[name].title, grades[cases[name].difficulty]["label"].lower(), marks[name]))) for name in order}
    asked = st.session_state["learn_case"] = _asked(cases)
    st.selectbox(f"{len(cases)} cases", order, index=None, format_func=labels.get, key="learn_case", placeholder="choose a case", width=620,
                 filter_mode="contains", on_change=lambda: _open(st.session_state["learn_case"]))
    if asked is None:
        learn_shelf.draw(cases, order, marks, rules, on_choose=_open)
    return cases[asked] if asked else None


def _asked(cases: dict[str, TeachingCase]) -> str | None:
    """Return which case is open, by the link or in this session; None where none is, or no such case."""
    state, link = st.session_state, st.query_params
    asked = link.get("case") or state.get("learn_case_open")
    if asked is not None and asked not in cases:
        st.error(wording.LEARN_NO_CASE, icon=":material/error:")
        st.text(f"the link asks for case '{asked[:60]}'; choose one of those below")
        return None
    if asked is not None:
        link["case"] = state["learn_case_open"] = asked
    return asked


def _open(name: str | None) -> None:
    """Open a case, or none; the address follows."""
    st.session_state["learn_case_open"] = name
    if name is None:
        st.query_params.pop("case", None)
    else:
        st.query_params["case"] = name


def library_or_stop(rules: Knowledge) -> dict[str, TeachingCase]:
    """Return the cases; where one is wrong or there is none, say so and stop."""
    try:
        cases = library(rules)
    except (CaseError, OSError) as error:
        st.error(wording.LEARN_BROKEN, icon=":material/error:")
        st.text(str(error))
        st.stop()
    if not cases:
        st.info(wording.LEARN_EMPTY, icon=":material/info:")
        st.stop()
    return cases
