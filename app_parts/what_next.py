"""What to look at next, after the ranking: the reason, what each answer would do, and the answer at one click."""

import streamlit as st

from engine import Case, Knowledge, what_next
from engine.reasoning import Ranking, Suggestion
from engine.reasoning.what_next import POLICIES, previewed

from . import wording
from .state import KEPT

_SHOWN = 5
_ANSWERS = {"present": ":material/add:", "absent": ":material/remove:", "unsure": ":material/question_mark:"}


def section(case: Case, ranking: Ranking, rules: Knowledge) -> None:
    """The switch between the policies, then one block a suggestion."""
    st.subheader(wording.NEXT, help=wording.NEXT_HELP, anchor=False)
    policy = st.segmented_control("Order by", POLICIES, default=POLICIES[0], required=True, key="policy", format_func=wording.POLICIES.get,
                                  wrap=True, **KEPT)
    advice = what_next(case, ranking, rules, policy=policy, top=_SHOWN, preview=False)
    if advice.called_for:
        st.markdown(f":material/priority_high: {wording.NEXT_CALLED_FOR}")
    for one in advice.called_for:
        _block(f"**{wording.plain(one.label)}** · {one.way.label}", _effort(one), one, case, ranking, rules)
    if advice.stop:
        st.info(wording.NEXT_STOP if advice.suggestions else wording.NEXT_STOP_ALL, icon=":material/done_all:")
    elif not advice.suggestions:
        st.caption(wording.NEXT_NOTHING)
    for place, one in enumerate(advice.suggestions, start=1):
        title = f"{place}. **{wording.plain(one.label)}** · {one.way.label} · {_help(one, rules)}"
        _block(title, f"{_effort(one)} {_reason(one, rules)}", one, case, ranking, rules)


def _block(title: str, why: str, one: Suggestion, case: Case, ranking: Ranking, rules: Knowledge) -> None:
    """One thing to look at, its answers as buttons, and what each would do when that is opened."""
    with st.container(gap="xxsmall"):
        st.markdown(title)
        st.caption(why)
        _answer(one, rules)
        with st.expander(f"What each answer would do: {wording.plain(one.label)}", key=f"next_{one.id}", on_change="rerun") as body:
            if body.open:
                st.markdown(_outcomes(previewed(one, case, ranking, rules), rules))


def _help(one: Suggestion, rules: Knowledge) -> str:
    """Say in words how much an answer is expected to tell: a whole bit halves the choice."""
    much, some = rules.model["what_next"]["told_as"]
    return "helps much" if one.gain >= much else "helps somewhat" if one.gain >= some else "helps little"


def _effort(one: Suggestion) -> str:
    levels = {"cost": one.way.cost, "harm": one.way.harm, "wait": one.way.wait}
    told = [f"{level} {name}" for name, level in levels.items() if name != "wait" and level != "none"]
    told += [f"takes {one.way.wait}"] if one.way.wait != "none" else []
    return f"{', '.join(told).capitalize()}." if told else "No cost, no harm, no waiting."


def _reason(one: Suggestion, rules: Knowledge) -> str:
    """Say which pair it separates best, and how often each has the answer in which they differ most."""
    apart = one.separates
    first, second = (f"**{wording.plain(name)}**" for name in apart.names)
    shares = " and ".join(f"{wording.plain(wording.percent(chance, rules))} of the {place}"
                          for chance, place in zip(apart.chances, ("first", "second"), strict=True))
    return f"Tells {first} from {second}: {wording.plain(wording.unit(apart.answer))} in {shares}."


def _outcomes(one: Suggestion, rules: Knowledge) -> str:
    lines = []
    for outcome in one.outcomes:
        rows = " · ".join(f"{place}\\. {wording.plain(row.name)} {wording.percent(row.probability, rules)}"
                          for place, row in enumerate(outcome.rows, start=1))
        lines.append(f"- **{wording.plain(wording.unit(outcome.label))}**, expected in {wording.percent(outcome.chance, rules)}: {rows}")
    return "\n".join(lines)


def _answer(one: Suggestion, rules: Knowledge) -> None:
    """Buttons for a finding, a field for a value; either enters the answer into the form."""
    if one.kind == "analyte":
        unit = wording.unit(rules.units.shown(rules.analytes[one.id].unit))
        st.text_input(f"Value of {one.label}", key=f"value_{one.id}", placeholder=f"value in {unit}, or low", width=250,
                      label_visibility="collapsed", on_change=_enter_value, args=(one.id, one.label))
        return
    with st.container(horizontal=True, gap="xsmall"):
        for state, icon in _ANSWERS.items():
            st.button(state.capitalize(), key=f"answer_{state}_{one.id}", icon=icon, help=f"Enter {wording.plain(one.label)} as {state}",
                      on_click=_enter, args=(state, one.label))


def _enter(state: str, label: str) -> None:
    st.session_state["entries"] = [*st.session_state["entries"], [state, label]]


def _enter_value(analyte: str, label: str) -> None:
    """Put a value where the form has its field."""
    state = st.session_state
    printed = (state[f"value_{analyte}"] or "").strip()
    if printed and analyte in wording.COUNTS:
        state[f"count_{analyte}"] = printed
    elif printed:
        state["labs"] = [*([name, value] for name, value in state["labs"] if name != label), [label, printed]]
