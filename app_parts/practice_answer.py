"""The learner's side of a practice case: the story, the list to commit, and the suspects of an engine made wrong."""

import streamlit as st

from engine import Knowledge
from engine.teaching import Guess, Spoiled, Vignette, paragraphs

from . import differential, practice_sets, progress, wording
from .practice import SETS, Asked, answers


def story(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """The case in words, and where it stands in its row."""
    if wanted.mode == SETS:
        practice_sets.where(shown, wanted, rules)
    with st.container(border=True, key="practice_story"):
        for lead, text in paragraphs(shown.file.case, rules):
            st.markdown(f"{f'**{lead}:** ' if lead else ''}{wording.plain(wording.unit(text))}")
    st.caption(f"{wording.PRACTICE_LINK} Knowledge {rules.digest[:12]}.")


def is_answered(shown: Vignette, wanted: Asked, rules: Knowledge) -> bool:
    """Return whether a list was committed for this case, in this session or in one before; what was committed then stands."""
    if wanted.key in answers():
        return True
    before = progress.committed(wanted.key, rules)
    if before is not None and before.truth == shown.leaf and all(one.cause in rules.causes for one in before.guesses):
        answers()[wanted.key] = before.guesses, before.truth
        return True
    return False


def commit_list(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """Ask for a ranked differential with probabilities; nothing of the answer is shown before it is committed."""
    st.header("Your differential", anchor=False)
    differential.form("practice", wanted.key, rules, on_commit=lambda guesses: _commit(guesses, shown, wanted, rules))


def _commit(guesses: tuple[Guess, ...], shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    answers()[wanted.key] = guesses, shown.leaf
    progress.record(rules, case=wanted.key, truth=shown.leaf, guesses=guesses, source="practice", topic=shown.topic, seed=shown.seed)


def choose_suspect(exercise: Spoiled, wanted: Asked) -> None:
    """Show what the spoiled engine says, and ask which of its numbers is wrong."""
    name = exercise.knowledge.leaves[exercise.knowledge.column(exercise.leaf)].name
    st.header("What the engine says", anchor=False)
    st.markdown(f"It puts **{wording.plain(name)}** first. {wording.PRACTICE_DOUBT}")
    labels = {one.key: suspect_label(one.key, one.label, one.weight) for one in exercise.suspects}
    st.radio("Which number is wrong?", list(labels), index=None, format_func=labels.get, key=f"practice_suspect_{wanted.key}")
    st.caption(wording.WEIGHT_HELP)
    st.button("Commit", key="practice_commit", type="primary", icon=":material/lock:", on_click=_commit_suspect, args=(wanted,))
    if st.session_state.pop("practice_trouble", ""):
        st.error("Choose one of the numbers first.", icon=":material/error:")


def suspect_label(key: str, label: str, weight: float) -> str:
    """Say what a number does: a prior as a share of all, a weight with its factor on the odds."""
    if key == "prior":
        return wording.plain(f"{label}: {min(10 ** weight, 1):.2%} of all people with a low count")
    return f"{wording.signed(weight)} ({wording.times(weight)}) {wording.plain(label)}"


def _commit_suspect(wanted: Asked) -> None:
    chosen = st.session_state.get(f"practice_suspect_{wanted.key}")
    if chosen is None:
        st.session_state["practice_trouble"] = "none"
    else:
        st.session_state.setdefault("practice_suspects", {})[wanted.key] = chosen
