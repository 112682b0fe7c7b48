"""How far a ranking can be trusted: robustness, information, what it hangs on, two causes at once. All in a few plain lines."""

import streamlit as st

from engine import Case, Knowledge, stability
from engine.case.entries import Entry
from engine.reasoning import Candidate, Ranking, Stability
from engine.reasoning.information import Information, information
from engine.reasoning.leave_one_out import leave_one_out
from engine.reasoning.pairs import Pair, pairs

from . import wording

_MOST = 6


def how_sure(case: Case, ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """Below the ranked rows: the lines, and what the result hangs on when it is asked for."""
    for pair in pairs(ranking, rules)[:1]:
        st.markdown(_together(pair))
    first = rows[0]
    with st.expander("How sure is this, and what does it hang on?", icon=":material/anchor:", key="hangs_on", on_change="rerun") as body:
        if body.open:
            st.markdown(_in_plain_words(information(ranking, rules), rules))
            steady = robust(stability(ranking, rules)[first.family], rules)
            st.caption(f":material/casino: **Robust to our numbers:** {wording.plain(first.name)} {steady}")
            st.caption(f":material/info: **Information in the entry:** {_amount(information(ranking, rules))}")
            _hangs_on(case, ranking, first, rules)


def robust(steady: Stability, rules: Knowledge) -> str:
    """Say how often a row came first when our numbers were drawn, and what that is not."""
    rule, (best, worst) = rules.model["stability"], steady.places
    low, high = (wording.whole(end) for end in steady.first_interval)
    held = f"; in {wording.whole(rule['place_range'])}% of them it held"
    places = "" if best == worst == 1 else f"{held} place {best}" if best == worst else f"{held} places {best} to {worst}"
    interval = "" if low == high else f" (interval {low} to {high}%)"
    return (f"came first in {wording.whole(steady.first)}% of {rule['draws']:,} draws of our numbers within their ranges"
            f"{interval}{places}. {wording.NOT_A_CHANCE}")


def _in_plain_words(told: Information, rules: Knowledge) -> str:
    """Say how far the entries narrow the choice."""
    if told.gained <= 0:
        return "What was entered does **not narrow** the choice: as many causes stay open as before, or more."
    left = max(round(told.choices_after), 1)
    much = told.gained >= told.before * rules.model["tell_much"]
    return (f"What was entered narrows the choice **{'much' if much else 'a little'}**: "
            f"from about {told.choices_before:.0f} equally likely causes to about {left}.")


def _amount(told: Information) -> str:
    if told.gained <= 0:
        return "none that narrows the choice; it unsettles more than it tells."
    return f"{told.gained:.1f} of {told.before:.1f} bits, which leaves as much choice as {wording.few(told.choices_after)} equally likely causes."


def _together(pair: Pair) -> str:
    alone = "; ".join(f"{wording.plain(name)} alone explains {wording.plain(', '.join(pair.explains[cause]))}"
                      for cause, name in zip(pair.causes, pair.names, strict=True))
    left = wording.plain(", ".join(pair.unexplained)) or "nothing"
    left_by_single = wording.plain(", ".join(pair.unexplained_by_single)) or "nothing"
    better = f"fit {wording.factor(pair.times_better)} times better than {wording.plain(pair.single)}"
    return (f":material/join: **Two causes at once** {better}: {alone}. "
            f"Unexplained by {wording.plain(pair.single)}: {left_by_single}; by both together: {left}.")


def _hangs_on(case: Case, ranking: Ranking, first: Candidate, rules: Knowledge) -> None:
    """The entries without which the first row would fall or lose most; a person's words as plain text."""
    least = rules.model["tell_support"]
    found = [one for one in leave_one_out(case, ranking, rules) if one.changes_first or one.support >= least][:_MOST]
    if not found:
        st.caption("On no single entry: without any one of them it stays first and loses little.")
        return
    st.caption(f"Without the entry, {wording.plain(first.name)} would hold:")
    lines = []
    for one in found:
        then = f", and {rules.causes[one.first].name} would be first" if one.changes_first else ""
        now, before = wording.two_percents(one.probability, first.probability, rules)
        held = f"{now} instead of {before}" if now != before else f"still {now}, its odds {wording.times(-one.support)}"
        lines.append(f"{_entry(one.entry)}: {held}{then}")
    st.text("\n".join(lines))


def _entry(entry: Entry) -> str:
    told = wording.ENTRY_NAMES.get(entry.where, "")
    return f"{told} {entry.text}".strip()
