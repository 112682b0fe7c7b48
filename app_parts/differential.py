"""A ranked differential with probabilities, to be committed: causes found by search, a percent for each, the rest for something else."""

import re
from collections.abc import Callable, Sequence

import streamlit as st

from engine import CaseError, Knowledge
from engine.knowledge.labels import line_of
from engine.teaching import Guess, read_answer

from . import wording

_LINES = 5
_SHARE_WIDTH = 148
"""As wide as its label, in pixels: beside it a cause can be read on a phone."""
_LEAST_LETTERS, _ABBREVIATION = 3, 6
_OF_LINE = re.compile(r"Cause (\d+): (.*)")
_TROUBLE = "differential_trouble"


@st.cache_data(show_spinner=False, max_entries=2)
def searchable(digest: str, _rules: Knowledge) -> dict[str, str]:
    """Return what a search for a cause looks through: by id its name with all synonyms, so that TTP and MDS are found.

    What is commoner stands first, and whatever is called by a name or an abbreviation stands before what only holds its letters: TTP before
    pseudo-TTP, HUS before aHUS. So the plain disease comes before its rare forms, and Enter takes it.
    """
    del digest
    order = sorted(_rules.causes.values(), key=lambda one: (-max(one.prior.values()), len(line_of(one.id, _rules)), one.name.casefold()))
    labels = {one.id: with_synonyms(one.name, one.synonyms) for one in order}
    calls = {one.id: [name for name in (one.name, *one.synonyms) if name == one.name or _is_abbreviation(name)] for one in order}
    listed: dict[str, str] = {}

    def add(cause: str, after: tuple[str, ...] = ()) -> None:
        for other, names in calls.items():
            if other != cause and other not in listed and other not in after and any(name in labels[cause] for name in names):
                add(other, (*after, cause))
        listed.setdefault(cause, labels[cause])

    for cause in labels:
        add(cause)
    return listed


def _is_abbreviation(name: str) -> bool:
    return _LEAST_LETTERS <= len(name) <= _ABBREVIATION and sum(letter.isupper() for letter in name) > len(name) / 2


def with_synonyms(name: str, synonyms: Sequence[str]) -> str:
    """Return a name with what else it is called, in brackets: abbreviations first, as they are typed most."""
    others = [one for one in synonyms if one.casefold() not in name.casefold()]
    listed = sorted(others, key=lambda one: len(one) > _ABBREVIATION)
    return f"{name} ({', '.join(listed)})" if listed else name


def with_abbreviations(rules: Knowledge) -> dict[str, str]:
    """Return all causes by id in the order of their names, each with its abbreviations only: short enough to stand among others that were chosen."""
    return {name: with_synonyms(one.name, [other for other in one.synonyms if _is_abbreviation(other)])
            for name, one in sorted(rules.causes.items(), key=lambda item: item[1].name.casefold())}


def form(page: str, key: str, rules: Knowledge, *, on_commit: Callable[[tuple[Guess, ...]], None], first: Sequence[Guess] = ()) -> None:
    """Ask for a list.

    Args:
        page, key: tell this list from all others. on_commit: gets the list as read, most probable first; a list with something wrong is told and
            does not get there. first: what the lines hold at the start.
    """
    st.markdown(wording.COMMIT)
    names, keys = searchable(rules.digest, rules), f"{page}_{{}}_{{}}_{key}"
    trouble = st.session_state.pop(_TROUBLE, {})
    _fill(keys, first)
    for number in range(1, _LINES + 1):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            st.selectbox(f"Cause {number}", list(names), index=None, format_func=names.get, key=keys.format("cause", number), width="stretch",
                         placeholder="name or abbreviation", filter_mode="contains")
            # No upper limit here: the field would only turn red, and keep to itself what is wrong.
            st.number_input(f"Probability {number}, percent", min_value=0, value=None, step=5, placeholder="percent",
                            width=_SHARE_WIDTH, key=keys.format("share", number))
        _say(trouble.get(number))
    left = 100 - sum(share or 0 for _, _, share in _lines(keys))
    st.caption(f"Left for something else: {left}%." if left >= 0 else f"The percents add up to {100 - left}; 100 is the most.")
    st.button("Commit", key=f"{page}_commit", type="primary", icon=":material/lock:", on_click=_commit, args=(keys, rules, on_commit))
    _say(trouble.get(0))
    if trouble:
        st.caption(wording.NOT_COMMITTED)


def _say(text: str | None) -> None:
    """Tell what is wrong where it stands. A person's own words may be in it, so it is no markup."""
    if text:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.markdown(":red[:material/error:]", width="content")
            st.text(text)


def _fill(keys: str, first: Sequence[Guess]) -> None:
    """Put a list into lines that were never shown; a percent that is not whole is rounded."""
    if keys.format("cause", 1) in st.session_state:
        return
    for number, one in enumerate(first[:_LINES], start=1):
        st.session_state[keys.format("cause", number)] = one.cause
        st.session_state[keys.format("share", number)] = round(one.probability * 100)


def _lines(keys: str) -> list[tuple[int, str | None, int | None]]:
    """Return the lines on which something stands, with their numbers."""
    state = st.session_state
    listed = [(number, *(state.get(keys.format(part, number)) for part in ("cause", "share"))) for number in range(1, _LINES + 1)]
    return [(number, cause, share) for number, cause, share in listed if cause is not None or share is not None]


def _commit(keys: str, rules: Knowledge, on_commit: Callable[[tuple[Guess, ...]], None]) -> None:
    lines = _lines(keys)
    try:
        guesses = read_answer([(cause or "", None if share is None else share / 100) for _, cause, share in lines], rules)
    except CaseError as error:
        st.session_state[_TROUBLE] = _by_line(str(error), [number for number, _, _ in lines])
        return
    on_commit(guesses)


def _by_line(trouble: str, numbers: Sequence[int]) -> dict[int, str]:
    """Return what is wrong by the line of the form in which it stands, 0 for the whole list."""
    found: dict[int, str] = {}
    for text in trouble.splitlines():
        match = _OF_LINE.match(text)
        number = numbers[int(match[1]) - 1] if match else 0
        said = f"{match[2][:1].upper()}{match[2][1:]}" if match else text
        found[number] = " ".join(filter(None, [found.get(number), said]))
    return found
