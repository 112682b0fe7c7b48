"""Which practice case is shown: what the link asks for, the case itself, and what was answered in this session."""

import secrets
from dataclasses import dataclass

import streamlit as st

from engine import CaseError, Knowledge
from engine.teaching import ALL, ANY, Drill, Guess, QuestionBank, Spoiled, Vignette, difficulties, doubtful, drills, sample, topics

from . import wording
from .reasons import cited

NAME, SETS, DOUBT = "name", "sets", "doubt"
MODES = {NAME: "Name the cause", SETS: "Look-alikes: set by set, then mixed", DOUBT: "The engine may be wrong"}
_MOST = 1_000_000
_KEYS = ("mode", "seed", "topic", "difficulty", "number", "sets")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the link asks for. `number` counts the cases of a row of look-alikes from 1; `sets` are those practised in it, () for all."""

    mode: str
    seed: int
    topic: str
    difficulty: str
    number: int
    sets: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A name for the case, for widgets and answers."""
        chosen = f"-{'+'.join(self.sets)}" if self.mode == SETS and self.sets else ""
        return f"{self.mode}-{self.seed}-{self.topic}-{self.difficulty}-{self.number}{chosen}"

    def row(self, rules: Knowledge) -> tuple[Drill, ...]:
        """Return the row of look-alikes that the case stands in."""
        return drills(rules, seed=self.seed, sets=self.sets)


def asked(rules: Knowledge) -> Asked:
    """Read the link; without one, go on where the session was, else at a case of its own. Raises CaseError for what a link cannot ask for."""
    link = st.query_params
    if not any(name in link for name in _KEYS):
        link.update(st.session_state.get("practice_link") or {"mode": NAME, "seed": str(secrets.randbelow(_MOST)), "topic": ALL, "difficulty": ANY})
    sets = tuple(dict.fromkeys(_one_of("set", name, rules.teaching["sets"]) for name in link.get("sets", "").split(",") if name))
    wanted = Asked(
        mode=_one_of("mode", link.get("mode", NAME), MODES), seed=_whole("seed", link.get("seed", "0"), 0, None),
        topic=_one_of("topic", link.get("topic", ALL), topics(rules)),
        difficulty=_one_of("difficulty", link.get("difficulty", ANY), difficulties(rules)),
        number=_whole("number", link.get("number", "1"), 1, len(drills(rules, seed=0, sets=sets))), sets=sets)
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
def _spoiled(digest: str, seed: int, topic: str, difficulty: str, _rules: Knowledge) -> tuple[Vignette, Spoiled]:
    return doubtful(_rules, seed=seed, topic=topic, difficulty=difficulty, bank=_bank(digest, _rules))


def vignette(wanted: Asked, rules: Knowledge) -> Vignette:
    """Return the case that is asked for."""
    if wanted.mode == SETS:
        one = wanted.row(rules)[wanted.number - 1]
        return _drawn(rules.digest, one.seed, one.set, wanted.difficulty, rules)
    if wanted.mode == DOUBT:
        return _spoiled(rules.digest, wanted.seed, wanted.topic, wanted.difficulty, rules)[0]
    return _drawn(rules.digest, wanted.seed, wanted.topic, wanted.difficulty, rules)


def exercise(wanted: Asked, rules: Knowledge) -> Spoiled:
    """Return the exercise with a number made wrong that belongs to the case asked for."""
    return _spoiled(rules.digest, wanted.seed, wanted.topic, wanted.difficulty, rules)[1]


def answers() -> dict[str, tuple[tuple[Guess, ...], str]]:
    """Return what was committed in this session: by case, the list and the leaf that was true."""
    return st.session_state.setdefault("practice_answers", {})


def controls(wanted: Asked | None, rules: Knowledge) -> None:
    """What to practise. Every choice goes into the link, from which the page reads it."""
    shown = wanted or Asked(NAME, 0, ALL, ANY, 1)
    state = st.session_state
    state.update(practice_mode=shown.mode, practice_topic=shown.topic, practice_difficulty=shown.difficulty, practice_seed=shown.seed)
    st.pills("Exercise", list(MODES), format_func=MODES.get, required=True, key="practice_mode", label_visibility="collapsed", wrap=True,
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
    if shown.mode == SETS:
        _which_sets(shown, rules)
    elif shown.mode == DOUBT:
        st.markdown(wording.PRACTICE_WHY_DOUBT)


def _which_sets(shown: Asked, rules: Knowledge) -> None:
    """Which sets of look-alikes, and what is known of the order."""
    state, sets = st.session_state, rules.teaching["sets"]
    state["practice_sets"] = list(shown.sets)
    st.multiselect("Sets, in the order in which they are met", list(sets), format_func=lambda name: sets[name]["label"], key="practice_sets",
                   placeholder="all sets", on_change=lambda: go(sets=",".join(state["practice_sets"]), number=1))
    mixing = rules.teaching["mixing"]
    # Links in a caption are too pale to read.
    st.markdown(f"{wording.plain(mixing['told'])} {' · '.join(cited(key, rules) for key in mixing['sources'])}")


def next_button(wanted: Asked, rules: Knowledge) -> None:
    """The way to the next case."""
    if wanted.mode == SETS:
        last = wanted.number == len(wanted.row(rules))
        changes = {"seed": wanted.seed + 1, "number": 1} if last else {"number": wanted.number + 1}
    else:
        changes = {"seed": wanted.seed + 1}
    st.button("Next case", key="practice_next", type="primary", icon=":material/arrow_forward:", on_click=go, kwargs=changes)
