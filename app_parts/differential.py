"""A ranked differential with probabilities, to be committed: causes found by search, a percent for each, the rest for something else."""

from collections.abc import Callable, Sequence

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import Guess, read_answer

from . import wording

_LINES = 5
_TROUBLE = "differential_trouble"


@st.cache_data(show_spinner=False, max_entries=2)
def _names(digest: str, _rules: Knowledge) -> dict[str, str]:
    del digest
    return {name: one.name for name, one in sorted(_rules.causes.items(), key=lambda item: item[1].name.casefold())}


def form(page: str, key: str, rules: Knowledge, *, on_commit: Callable[[tuple[Guess, ...]], None], first: Sequence[Guess] = ()) -> None:
    """Ask for a list.

    Args:
        page, key: tell this list from all others. on_commit: gets the list as read, most probable first; a list with something wrong is told and
            does not get there. first: what the lines hold at the start.
    """
    st.markdown(wording.COMMIT)
    names, keys = _names(rules.digest, rules), f"{page}_{{}}_{{}}_{key}"
    _fill(keys, first)
    for number in range(1, _LINES + 1):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            shown = "visible" if number == 1 else "collapsed"
            st.selectbox(f"Cause {number}", list(names), index=None, format_func=names.get, key=keys.format("cause", number), width=330,
                         placeholder="search by name", filter_mode="contains", label_visibility=shown)
            st.number_input(f"Probability {number}, percent", min_value=0, max_value=100, value=None, step=5, placeholder="percent", width=170,
                            key=keys.format("share", number), label_visibility=shown)
    left = 100 - sum(share or 0 for _, share in _lines(keys))
    st.caption(f"Left for something else: {left}%." if left >= 0 else f"The percents add up to {100 - left}; 100 is the most.")
    st.button("Commit", key=f"{page}_commit", type="primary", icon=":material/lock:", on_click=_commit, args=(keys, rules, on_commit))
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(wording.NOT_COMMITTED, icon=":material/error:")
        st.text(trouble)


def _fill(keys: str, first: Sequence[Guess]) -> None:
    """Put a list into lines that were never shown; a percent that is not whole is rounded."""
    if keys.format("cause", 1) in st.session_state:
        return
    for number, one in enumerate(first[:_LINES], start=1):
        st.session_state[keys.format("cause", number)] = one.cause
        st.session_state[keys.format("share", number)] = round(one.probability * 100)


def _lines(keys: str) -> list[tuple[str, int | None]]:
    state = st.session_state
    listed = [tuple(state.get(keys.format(part, number)) for part in ("cause", "share")) for number in range(1, _LINES + 1)]
    return [(cause, share) for cause, share in listed if cause is not None or share is not None]


def _commit(keys: str, rules: Knowledge, on_commit: Callable[[tuple[Guess, ...]], None]) -> None:
    try:
        guesses = read_answer([(cause or "", None if share is None else share / 100) for cause, share in _lines(keys)], rules)
    except CaseError as error:
        st.session_state[_TROUBLE] = str(error)
        return
    on_commit(guesses)
