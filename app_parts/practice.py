"""Which practice case is shown: what the link asks for, the case itself, and what was answered in this session."""

import secrets
from dataclasses import dataclass

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import ALL, ANY, Guess, QuestionBank, Spoiled, Vignette, difficulties, drills, sample, spoil, topics

NAME, SETS, DOUBT = "name", "sets", "doubt"
MODES = {NAME: "Name the cause", SETS: "Look-alikes: set by set, then mixed", DOUBT: "The engine may be wrong"}
_MOST = 1_000_000
_KEYS = ("mode", "seed", "topic", "difficulty", "number")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the link asks for. `number` counts the cases of a row of look-alikes from 1."""

    mode: str
    seed: int
    topic: str
    difficulty: str
    number: int

    @property
    def key(self) -> str:
        """A name for the case, for widgets and answers."""
        return f"{self.mode}-{self.seed}-{self.topic}-{self.difficulty}-{self.number}"


def asked(rules: Knowledge) -> Asked:
    """Read the link; without one, go on where the session was, else at a case of its own. Raises CaseError for what a link cannot ask for."""
    link = st.query_params
    if not any(name in link for name in _KEYS):
        link.update(st.session_state.get("practice_link") or {"mode": NAME, "seed": str(secrets.randbelow(_MOST)), "topic": ALL, "difficulty": ANY})
    wanted = Asked(
        mode=_one_of("mode", link.get("mode", NAME), MODES), seed=_whole("seed", link.get("seed", "0"), 0, None),
        topic=_one_of("topic", link.get("topic", ALL), topics(rules)),
        difficulty=_one_of("difficulty", link.get("difficulty", ANY), difficulties(rules)),
        number=_whole("number", link.get("number", "1"), 1, len(drills(rules, seed=0))))
    st.session_state["practice_link"] = {name: link[name] for name in _KEYS if name in link}
    return wanted


def _one_of(name: str, found: str, allowed) -> str:
    if found not in allowed:
        raise CaseError(f"the link asks for {name} '{found[:40]}'; allowed: {', '.join(allowed)}; choose one above")
    return found


def _whole(name: str, found: str, least: int, most: int | None) -> int:
    if not (found.isascii() and found.isdigit() and len(found) < 16 and least <= int(found) and (most is None or int(found) <= most)):
        span = f"from {least} to {most}" if most else f"from {least} on"
        raise CaseError(f"the link asks for {name} '{found[:40]}'; allowed: a whole number {span}; choose one above")
    return int(found)


def go(**changes: str | int) -> None:
    """Ask for another case: write it into the link."""
    st.query_params.update({name: str(value) for name, value in changes.items()})


def new_case_link(topic: str, seed: int) -> None:
    """Ask, from another page, for a case to be named: a topic, and the seed it is drawn from."""
    st.session_state["practice_link"] = {"mode": NAME, "seed": str(seed), "topic": topic, "difficulty": ANY}


@st.cache_resource(show_spinner=False, max_entries=2)
def _bank(digest: str, _rules: Knowledge) -> QuestionBank:
    del digest
    return QuestionBank.of(_rules)


@st.cache_data(show_spinner=False, max_entries=200)
def _drawn(digest: str, seed: int, topic: str, difficulty: str, _rules: Knowledge) -> Vignette:
    return sample(_rules, seed=seed, topic=topic, difficulty=difficulty, bank=_bank(digest, _rules))


@st.cache_resource(show_spinner=False, max_entries=8)
def _spoiled(digest: str, seed: int, topic: str, difficulty: str, _rules: Knowledge) -> Spoiled:
    drawn = _drawn(digest, seed, topic, difficulty, _rules)
    return spoil(drawn.file.case, _rules, seed=seed, truth=drawn.leaf)


def vignette(wanted: Asked, rules: Knowledge) -> Vignette:
    """Return the case that is asked for."""
    if wanted.mode == SETS:
        one = drills(rules, seed=wanted.seed)[wanted.number - 1]
        return _drawn(rules.digest, one.seed, one.set, wanted.difficulty, rules)
    return _drawn(rules.digest, wanted.seed, wanted.topic, wanted.difficulty, rules)


def exercise(wanted: Asked, rules: Knowledge) -> Spoiled:
    """Return the exercise with a number made wrong that belongs to the case asked for."""
    return _spoiled(rules.digest, wanted.seed, wanted.topic, wanted.difficulty, rules)


def answers() -> dict[str, tuple[tuple[Guess, ...], str]]:
    """Return what was committed in this session: by case, the list and the leaf that was true."""
    return st.session_state.setdefault("practice_answers", {})


def controls(wanted: Asked | None, rules: Knowledge) -> None:
    """What to practise. Every choice goes into the link, from which the page reads it."""
    shown = wanted or Asked(NAME, 0, ALL, ANY, 1)
    state = st.session_state
    state.update(practice_mode=shown.mode, practice_topic=shown.topic, practice_difficulty=shown.difficulty, practice_seed=shown.seed)
    st.segmented_control("Exercise", list(MODES), format_func=MODES.get, required=True, key="practice_mode", label_visibility="collapsed", wrap=True,
                         on_change=lambda: go(mode=state["practice_mode"], number=1))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        labels, grades = topics(rules), difficulties(rules)
        if shown.mode != SETS:
            st.selectbox("Topic", list(labels), format_func=labels.get, key="practice_topic", width=330,
                         on_change=lambda: go(topic=state["practice_topic"]))
        st.selectbox("Difficulty", list(grades), format_func=grades.get, key="practice_difficulty", width=150,
                     on_change=lambda: go(difficulty=state["practice_difficulty"]))
        st.number_input("Seed", min_value=0, step=1, key="practice_seed", width=150, help="The same seed gives the same case.",
                        on_change=lambda: go(seed=state["practice_seed"], number=1))


def next_button(wanted: Asked, rules: Knowledge) -> None:
    """The way to the next case."""
    if wanted.mode == SETS:
        last = wanted.number == len(drills(rules, seed=wanted.seed))
        changes = {"seed": wanted.seed + 1, "number": 1} if last else {"number": wanted.number + 1}
    else:
        changes = {"seed": wanted.seed + 1}
    st.button("Next case", key="practice_next", type="primary", icon=":material/arrow_forward:", on_click=go, kwargs=changes)
