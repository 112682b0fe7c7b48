"""A trial of the case: what is changed in it on the page What if, step by step, each of which can be undone."""

from dataclasses import dataclass, field, replace

import numpy as np
import streamlit as st

from engine import Case, Knowledge, PeniaError, gather, rank
from engine.reasoning import Ranking
from engine.reasoning.evidence import setting_for
from engine.reasoning.what_if import dialled_prior, scaled_prior, with_finding, with_setting, with_value


@dataclass(frozen=True)
class Trial:
    """Everything that is changed. `findings`: id to state; `labs`: analyte to what is printed, None to drop it; `priors`: cause to factor."""

    findings: dict[str, str] = field(default_factory=dict)
    labs: dict[str, str | None] = field(default_factory=dict)
    setting: str | None = None
    dial: float = 1.0
    priors: dict[str, float] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is changed."""
        return self == Trial()


def current(case: Case) -> Trial:
    """Return the trial of a case; of another case than last time, a fresh one."""
    if st.session_state.get("trial_of") != case:
        st.session_state.update(trial_of=case, trial_steps=[Trial()], trial_version=st.session_state.get("trial_version", 0) + 1)
    return st.session_state["trial_steps"][-1]


def change(**values) -> None:
    """Add a step in which some of the trial is other."""
    steps = st.session_state["trial_steps"]
    changed = replace(steps[-1], **values)
    if changed != steps[-1]:
        steps.append(changed)


def undo() -> None:
    """Take the last step back; the widgets show what is in force again."""
    steps = st.session_state["trial_steps"]
    if len(steps) > 1:
        steps.pop()
    st.session_state["trial_version"] += 1


def reset() -> None:
    """Begin again with the case as it is."""
    st.session_state["trial_steps"] = [Trial()]
    st.session_state["trial_version"] += 1


def key(name: str) -> str:
    """Name a widget, new after each undo so that it takes the value in force."""
    return f"trial_{st.session_state['trial_version']}_{name}"


def changed_case(case: Case, trial: Trial, rules: Knowledge) -> tuple[Case, list[str]]:
    """Return the case with the changes made, and what could not be changed and why."""
    troubles = []
    for name, state in trial.findings.items():
        try:
            case = with_finding(case, name, state, rules)
        except PeniaError as error:
            troubles.append(str(error))
    for name, printed in trial.labs.items():
        try:
            case = with_value(case, name, printed, rules)
        except PeniaError as error:
            troubles.append(str(error))
    return with_setting(case, trial.setting, rules) if trial.setting else case, troubles


def ranked(case: Case, trial: Trial, rules: Knowledge) -> Ranking:
    """Rank a changed case with the trial's priors."""
    place = setting_for(case, rules, None).id
    prior: np.ndarray | None = None
    if trial.dial < 1 or trial.priors:
        prior = dialled_prior(place, trial.dial, rules)
        for cause, factor in trial.priors.items():
            prior = scaled_prior(prior, cause, factor, setting=place, knowledge=rules)
    return rank(gather(case, rules, log_prior=prior), rules)
