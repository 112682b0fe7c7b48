"""Thinking a committed list over: for its first causes what speaks for, what against, and what is expected but was not told."""

from collections.abc import Callable

import streamlit as st

from engine import Knowledge, gather, parse_cases, rank
from engine.reasoning import Ranking, candidates
from engine.teaching import Opened
from engine.teaching.feedback import Reflection, awaited_of, facts

from . import wording
from .learn import Taken
from .state import EXAMPLES

_CAUSES = 2
_EXAMPLE = "example-traveller"
_SHOWN = 4
_SIDES = {"for": ":material/add: Speaks for it", "against": ":material/remove: Speaks against it"}


def grid(opened: Opened, so_far: Taken, rules: Knowledge, *, last: bool, on_done: Callable[[tuple[Reflection, ...]], None]) -> None:
    """Ask for the reflection on the list committed last.

    Args:
        on_done: gets what was written, a reflection for each of the first causes.
    """
    st.header("Think it over", anchor=False)
    st.markdown("You wrote: " + "; ".join(f"{wording.plain(rules.causes[one.cause].name)} {wording.share(one.probability)}"
                                          for one in so_far.lists[-1]))
    st.markdown(wording.LEARN_REFLECT)
    if st.toggle("Show a worked example", value=not so_far.reflections, key="learn_worked"):
        with st.container(border=True, key="learn_example"):
            _worked_example(rules)
    ranking = rank(gather(opened.case, rules), rules)
    causes = [one.cause for one in so_far.lists[-1][:_CAUSES]]
    for cause in causes:
        with st.container(border=True, key=f"learn_grid_{cause}"):
            _one_cause(cause, opened, so_far, ranking, rules)
    keys = {cause: _keys(cause, opened) for cause in causes}
    st.button("See what it was" if last else "Reveal the next stage", key="learn_reveal", type="primary", icon=":material/arrow_forward:",
              on_click=lambda: on_done(tuple(_written(cause, keys[cause]) for cause in causes)))


def _keys(cause: str, opened: Opened) -> dict[str, str]:
    """Return the keys of the three fields of a cause at the open stage."""
    return {part: f"learn_{part}_{len(opened.stages)}_{cause}_{opened.id}" for part in (*_SIDES, "expected")}


def _written(cause: str, keys: dict[str, str]) -> Reflection:
    return Reflection(cause, *(tuple(st.session_state.get(keys[part]) or ()) for part in (*_SIDES, "expected")))


def _one_cause(cause: str, opened: Opened, so_far: Taken, ranking: Ranking, rules: Knowledge) -> None:
    st.markdown(f"**{wording.plain(rules.causes[cause].name)}**")
    told, keys = facts(cause, ranking, rules), _keys(cause, opened)
    awaited = _findings(rules)
    _fill(cause, keys, so_far, told, awaited)
    for part, label in _SIDES.items():
        st.multiselect(label, list(told), format_func=told.get, key=keys[part], placeholder="choose from what is told")
    st.multiselect(":material/question_mark: Expected, but not told", list(awaited), format_func=awaited.get, key=keys["expected"],
                   placeholder="search by name")


def _findings(rules: Knowledge) -> dict[str, str]:
    """Return all findings that can be expected, by the alphabet."""
    return {one.id: one.label for one in sorted(rules.findings.values(), key=lambda one: one.label.casefold())
            if one.used and one.index >= 0 and not one.names_cause}


def _fill(cause: str, keys: dict[str, str], so_far: Taken, told: dict[str, str], awaited: dict[str, str]) -> None:
    """Begin with what was written of the same cause at the stage before."""
    if keys["for"] in st.session_state:
        return
    before = next((one for one in (so_far.reflections[-1] if so_far.reflections else ()) if one.cause == cause), Reflection(cause, (), (), ()))
    st.session_state[keys["for"]] = [key for key in before.speaks_for if key in told]
    st.session_state[keys["against"]] = [key for key in before.against if key in told]
    st.session_state[keys["expected"]] = [name for name in before.expected if name in awaited]


def _worked_example(rules: Knowledge) -> None:
    """Another case thought over as the engine would: its first two causes, with reasons from the record of the computation."""
    file = next(one for one in parse_cases(EXAMPLES.read_bytes(), name=EXAMPLES.name) if one.id == _EXAMPLE)
    st.markdown(f"*Another case: {wording.plain(file.title)}: {wording.plain('; '.join(file.case.present))}; "
                f"{wording.plain(wording.unit('; '.join(f'{name} {value}' for name, value in file.case.labs.items())))}.*")
    for row in candidates(rank(gather(file.case, rules), rules), rules, top=_CAUSES):
        told = row.explanation
        sides = (("Speaks for it", [wording.stated(one) for one in told.speaks_for[:_SHOWN]]),
                 ("Speaks against it", [wording.stated(one) for one in told.speaks_against[:_SHOWN]]),
                 ("Expected, but not told", [one.label for one in awaited_of(told, rules)[:_SHOWN]]))
        st.markdown("\n".join([f"**{wording.plain(row.name)}**\n", *(f"- {lead}: {wording.plain('; '.join(texts) or 'nothing')}"
                                                                     for lead, texts in sides)]))
