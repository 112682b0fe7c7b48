"""A trial of the case: what is changed in it on the page What if, step by step, each of which can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import streamlit as st

from engine import Case, Knowledge, Medication, PeniaError, gather, rank
from engine.case.wholes import shown
from engine.reasoning import Ranking
from engine.reasoning.evidence import setting_for
from engine.reasoning.seen import LevelSeen
from engine.reasoning.what_if import dialled_prior, scaled_prior, with_drugs, with_finding, with_person, with_setting, with_value

from . import wording
from .person_fields import taken


@dataclass(frozen=True)
class Trial:
    """One step: the case as changed so far, and what was changed in it.

    `drugs`: name to (when it was taken, whether it is taken in the trial); `no_drugs`: none are taken where none is ticked; `findings`: id to
    state; `labs`: analyte to what is printed, None where it has no value (any more); `priors`: cause to factor; `troubles`: id of
    a finding or an analyte to why it could not be changed.
    """

    case: Case
    drugs: dict[str, tuple[str, bool]] = field(default_factory=dict)
    no_drugs: bool = False
    findings: dict[str, str] = field(default_factory=dict)
    labs: dict[str, str | None] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    age_typed: str = ""
    setting: str | None = None
    dial: float = 1.0
    priors: dict[str, float] = field(default_factory=dict)


def current(case: Case) -> Trial:
    """Return the trial of a case; of another case than last time, a fresh one."""
    if st.session_state.get("trial_of") != case:
        st.session_state.update(trial_of=case, trial_steps=[_fresh(case)], trial_version=st.session_state.get("trial_version", 0) + 1)
    return st.session_state["trial_steps"][-1]


def printed(level: LevelSeen, rules: Knowledge) -> str:
    """Return a value as it was printed, its unit as people write it; of one that was worked out the number with its unit, and not the sum."""
    quantity = level.quantity
    if quantity is None or quantity.value is None or not level.derivation:
        return "" if quantity is None else wording.unit(quantity.text)
    return wording.unit(f"{shown(quantity.value)} {rules.units.shown(rules.analytes[level.analyte].unit)}")


def _fresh(case: Case) -> Trial:
    return Trial(case, {one.name: (one.taken, True) for one in case.medications or ()}, case.medications == ())


def _step(before: Trial, **values) -> None:
    changed = replace(before, **values)
    if changed != before:
        st.session_state["trial_steps"].append(changed)


def set_person(**told) -> None:
    """Add a step in which the person is another one, or the illness began over another time."""
    before = st.session_state["trial_steps"][-1]
    _step(before, case=with_person(before.case, **told))


def set_age(typed: str) -> None:
    """Add a step in which the person is of another age; what cannot be read stays as typed, and the age as it was."""
    before = st.session_state["trial_steps"][-1]
    age, trouble = taken("age", typed)
    _step(before, case=before.case if trouble else with_person(before.case, age=age), age_typed=typed)


def set_drug(name: str, taken: str, *, takes: bool) -> None:
    """Add a step in which a drug was taken at another time, is left out, or is new."""
    before = st.session_state["trial_steps"][-1]
    _list_drugs(before, {**before.drugs, name: (taken, takes)}, none=before.no_drugs)


def set_no_drugs(*, none: bool) -> None:
    """Add a step in which no medicines are taken, or nothing is told of them."""
    before = st.session_state["trial_steps"][-1]
    _list_drugs(before, before.drugs, none=none)


def _list_drugs(before: Trial, drugs: dict[str, tuple[str, bool]], *, none: bool) -> None:
    listed = tuple(Medication(name, taken) for name, (taken, takes) in drugs.items() if takes)
    _step(before, case=with_drugs(before.case, listed or (() if none else None)), drugs=drugs, no_drugs=none)


def set_finding(name: str, state: str, rules: Knowledge) -> None:
    """Add a step in which a finding has another state."""
    before = st.session_state["trial_steps"][-1]
    case, troubles = _tried(before, name, lambda: with_finding(before.case, name, state, rules))
    _step(before, case=case, troubles=troubles, findings={**before.findings, name: state})


def set_value(name: str, printed: str | None, rules: Knowledge) -> None:
    """Add a step in which a laboratory value is another one, or dropped."""
    before = st.session_state["trial_steps"][-1]
    case, troubles = _tried(before, name, lambda: with_value(before.case, name, printed, rules))
    _step(before, case=case, troubles=troubles, labs={**before.labs, name: printed})


def add_value(name: str) -> None:
    """Add a step in which a laboratory test has a place for its value; the case stays as it is until one is typed."""
    before = st.session_state["trial_steps"][-1]
    _step(before, labs={**before.labs, name: None})


def _tried(before: Trial, name: str, change: Callable[[], Case]) -> tuple[Case, dict[str, str]]:
    """Return the changed case; where it cannot be changed so, the case as it was and why."""
    troubles = {other: why for other, why in before.troubles.items() if other != name}
    try:
        return change(), troubles
    except PeniaError as error:
        return before.case, {**troubles, name: str(error)}


def set_setting(name: str | None, rules: Knowledge) -> None:
    """Add a step in which the patient is seen elsewhere."""
    before = st.session_state["trial_steps"][-1]
    _step(before, case=with_setting(before.case, name, rules), setting=name)


def set_dial(dial: float) -> None:
    """Add a step in which base rates count otherwise."""
    _step(st.session_state["trial_steps"][-1], dial=dial)


def set_prior(cause: str, factor: float) -> None:
    """Add a step in which a cause is so many times as common."""
    before = st.session_state["trial_steps"][-1]
    _step(before, priors={**before.priors, cause: factor})


def undo() -> None:
    """Take the last step back; the widgets show what is in force again."""
    steps = st.session_state["trial_steps"]
    if len(steps) > 1:
        steps.pop()
    st.session_state["trial_version"] += 1


def reset() -> None:
    """Begin again with the case as it is."""
    st.session_state["trial_steps"] = st.session_state["trial_steps"][:1]
    st.session_state["trial_version"] += 1


def key(name: str) -> str:
    """Name a widget, new after each undo so that it takes the value in force."""
    return f"trial_{st.session_state['trial_version']}_{name}"


def ranked(tried: Trial, rules: Knowledge) -> Ranking:
    """Rank a changed case with the trial's priors."""
    place = setting_for(tried.case, rules, None).id
    prior: np.ndarray | None = None
    if tried.dial < 1 or tried.priors:
        prior = dialled_prior(place, tried.dial, rules)
        for cause, factor in tried.priors.items():
            prior = scaled_prior(prior, cause, factor, setting=place, knowledge=rules)
    return rank(gather(tried.case, rules, log_prior=prior), rules)
