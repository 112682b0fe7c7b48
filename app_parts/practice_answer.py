"""The learner's side of a practice case: the story, the list to commit, and the suspects of an engine made wrong."""

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import Spoiled, Vignette, drills, paragraphs, read_answer

from . import progress, wording
from .practice import SETS, Asked, answers

_LINES = 5


def story(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """The case in words, and where it stands in its row."""
    if wanted.mode == SETS:
        row = drills(rules, seed=wanted.seed)
        one = row[wanted.number - 1]
        label = rules.teaching["sets"][one.set]["label"] if one.order == "blocked" else "all sets mixed"
        st.caption(f"Case {one.number} of {len(row)}: {wording.plain(label)}.")
    with st.container(border=True, key="practice_story"):
        for lead, text in paragraphs(shown.file.case, rules):
            st.markdown(f"{f'**{lead}:** ' if lead else ''}{wording.plain(text)}")
    st.caption(f"{wording.PRACTICE_LINK} Knowledge `{rules.digest[:12]}`.")


@st.cache_data(show_spinner=False, max_entries=2)
def _names(digest: str, _rules: Knowledge) -> dict[str, str]:
    del digest
    return {name: one.name for name, one in sorted(_rules.causes.items(), key=lambda item: item[1].name.casefold())}


def commit_list(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    """Ask for a ranked differential with probabilities; nothing of the answer is shown before it is committed."""
    st.subheader("Your differential", anchor=False)
    st.markdown(wording.PRACTICE_COMMIT)
    names = _names(rules.digest, rules)
    for number in range(1, _LINES + 1):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.selectbox(f"Cause {number}", list(names), index=None, format_func=names.get, key=f"practice_cause_{number}_{wanted.key}", width=330,
                         placeholder="search by name", filter_mode="contains", label_visibility="visible" if number == 1 else "collapsed")
            st.number_input(f"Probability {number}, percent", min_value=0, max_value=100, value=None, step=5, placeholder="percent", width=170,
                            key=f"practice_share_{number}_{wanted.key}", label_visibility="visible" if number == 1 else "collapsed")
    lines = _lines(wanted)
    left = 100 - sum(share or 0 for _, share in lines)
    st.caption(f"Left for something else: {left}%." if left >= 0 else f"The percents add up to {100 - left}; 100 is the most.")
    st.button("Commit", key="practice_commit", type="primary", icon=":material/lock:", on_click=_commit, args=(shown, wanted, rules))
    if trouble := st.session_state.pop("practice_trouble", ""):
        st.error(wording.PRACTICE_NOT_COMMITTED, icon=":material/error:")
        st.text(trouble)


def _lines(wanted: Asked) -> list[tuple[str, int | None]]:
    state = st.session_state
    listed = [tuple(state.get(f"practice_{part}_{number}_{wanted.key}") for part in ("cause", "share")) for number in range(1, _LINES + 1)]
    return [(cause, share) for cause, share in listed if cause is not None or share is not None]


def _commit(shown: Vignette, wanted: Asked, rules: Knowledge) -> None:
    try:
        given = [(cause or "", None if share is None else share / 100) for cause, share in _lines(wanted)]
        answers()[wanted.key] = read_answer(given, rules), shown.leaf
    except CaseError as error:
        st.session_state["practice_trouble"] = str(error)
        return
    progress.record(rules, case=wanted.key, truth=shown.leaf, guesses=answers()[wanted.key][0], source="practice", topic=shown.topic, seed=shown.seed)


def choose_suspect(exercise: Spoiled, wanted: Asked) -> None:
    """Show what the spoiled engine says, and ask which of its numbers is wrong."""
    name = exercise.knowledge.leaves[exercise.knowledge.column(exercise.leaf)].name
    st.subheader("What the engine says", anchor=False)
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
