"""Causes against one another on the page Compare: tables, the ledger as a chart, and what would turn the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

import altair as alt
import pandas as pd
import streamlit as st

from engine import Case, Knowledge
from engine.knowledge.records import ASSUMPTION
from engine.reasoning import Ranking, Row
from engine.reasoning.compare import Comparison, Ledger
from engine.reasoning.flips import AnswerFlip, flips
from engine.reasoning.look_alikes import speaks_for_look_alike

from . import wording
from .theme import ink

_BARS = 12
_TICKS = 6
_LEAST_BAR = 0.005
_LABEL_WIDTH, _BAR_HEIGHT = 30, 34
_IN_THE_MIDDLE = {"condition": {"test": "indexof(datum.label, '\\n') >= 0", "value": "bottom"}, "value": "middle"}
"""Where two lines of a label stand beside their bar, and where one stands."""
_FOR, _AGAINST = "#2563a8", "#b4540a"


@dataclass(frozen=True, slots=True)
class Compared:
    """A cause to compare, named and with its probability as in the ranking; `weighed` is the form whose terms are told, with its own share."""

    name: str
    probability: float
    weighed: str = ""
    share: float = 0.0


def to_compare(ranking: Ranking, ranked: Sequence[Row], rules: Knowledge) -> dict[str, Compared]:
    """Return what can be compared, by the id of the leaf that is weighed: every row of the ranking, in its order, then all other forms.

    A row stands for all its forms together and is weighed by the most probable of them.
    """
    found = {}
    for row in ranked:
        leaf = rules.leaves[row.column]
        form = (leaf.name, float(ranking.probability[row.column])) if len(row.leaves) > 1 else ()
        found[leaf.id] = Compared(row.name, row.probability, *form)
    forms = (leaf for row in ranked for leaf in row.leaves if leaf.id not in found)
    return found | {leaf.id: Compared(leaf.name, leaf.probability) for leaf in sorted(forms, key=lambda leaf: -leaf.probability)}


def of_other_order(steps: Sequence[tuple[int, int]], compared: Mapping[str, Compared], rules: Knowledge) -> dict[str, str]:
    """Return the names of the forms that are weighed where these stand in another order than the causes do as wholes, else nothing."""
    shares = [[compared[rules.leaves[column].id].probability for column in step] for step in steps]
    return {} if all(upper >= lower for upper, lower in shares) else {leaf: one.weighed or one.name for leaf, one in compared.items()}


def tables(comparison: Comparison, causes: Sequence[Compared], rules: Knowledge) -> None:
    """What was entered and what was not assessed, each with one column a cause."""
    heads = [f"{wording.plain(one.name)} · {wording.plain(wording.percent(one.probability, rules))}" for one in causes]
    if forms := [f"{wording.plain(one.weighed)} {wording.plain(wording.percent(one.share, rules))}" for one in causes if one.weighed]:
        st.caption(f"{wording.WEIGHED_FORM} {'; '.join(forms)}.")
    st.header("What was entered", anchor=False)
    st.caption(f"{wording.MOST_TELLING_FIRST} {wording.WEIGHT_HELP}")
    entered = [[f"{wording.signed(weight)} ({wording.times(weight)})" for weight in one.weights] for one in comparison.entered]
    _table([wording.stated(one) for one in comparison.entered], entered, heads,
           "Weight of each entry for each cause, log10 of the likelihood ratio", "Nothing that was entered tells them apart.")
    st.header("What was not assessed", anchor=False)
    st.caption(wording.UNTESTED_HELP)
    untested = [[wording.share(share) + ("" if source == ASSUMPTION else " •") for share, source in zip(one.frequencies, one.sources, strict=True)]
                for one in comparison.untested]
    _table([one.label for one in comparison.untested], untested, heads,
           "How often each cause has what was not assessed", "Nothing that is left to assess tells them apart.")


def _table(rows: list[str], cells: list[list[str]], heads: list[str], alt_text: str, nothing: str) -> None:
    if not rows:
        st.caption(nothing)
        return
    frame = pd.DataFrame(cells, index=[wording.plain(row) for row in rows], columns=heads)
    st.table(frame, alt=alt_text, border="horizontal")


def why_above(account: Ledger, upper: str, lower: str, weighed: Sequence[Compared]) -> None:
    """The ledger of two causes, named as the ranking names them: a bar for each summed term, and all of them in a table.

    The sum is told of the forms that are weighed, since the causes as wholes may stand in another proportion.
    """
    one, other = (wording.plain(cause.weighed or cause.name) for cause in weighed)
    st.markdown(f"The terms add up to **{wording.signed(account.difference)}**: {one} is "
                f"{wording.factor(10 ** account.difference)} times as likely as {other}.")
    chart = [(wording.stated(line), line.difference) for line in account.lines if abs(line.difference) >= _LEAST_BAR]
    rest = account.difference - sum(difference for _, difference in chart[:_BARS])
    bars = chart[:_BARS] + ([("all weaker together", rest)] if abs(rest) >= _LEAST_BAR else [])
    st.caption(f"Bars to the right speak for {wording.plain(upper)}, bars to the left for {wording.plain(lower)}.")
    said = "; ".join(f"{label} {wording.signed(difference)}" for label, difference in bars)
    st.altair_chart(_bars(bars, upper, lower), width="stretch", alt=f"Bars of what lifts {upper} above {lower}, in log10: {said}")
    with st.expander("All terms in numbers", icon=":material/table_rows:"):
        cells = [[wording.signed(one) for one in (line.first, line.second, line.difference)] for line in account.lines]
        cells.append(["", "", wording.signed(account.difference)])
        _table([*(wording.stated(line) for line in account.lines), "together"], cells,
               [wording.plain(upper), wording.plain(lower), "difference"], f"Every summed term of {upper} and {lower} in log10", "")


def _in_two_lines(label: str) -> str:
    """Return a label in two lines at most, as many as stand beside a bar; of a second that is too long the chart shows the beginning."""
    first, *rest = wrap(label, _LABEL_WIDTH)
    return "\n".join(filter(None, (first, " ".join(rest))))


def _bars(bars: list[tuple[str, float]], upper: str, lower: str) -> alt.LayerChart:
    labels = [_in_two_lines(label) for label, _ in bars]
    frame = pd.DataFrame([{"term": label, "difference": difference, "told": wording.signed(difference),
                           "speaks for": upper if difference > 0 else lower} for label, (_, difference) in zip(labels, bars, strict=True)])
    span = max((abs(difference) for _, difference in bars), default=1.0) * 1.35
    base = alt.Chart(frame).encode(
        y=alt.Y("term:N", sort=None, title=None, axis=alt.Axis(
            labelLimit=180, labelOverlap=False, labelExpr="split(datum.label, '\\n')", labelBaseline=_IN_THE_MIDDLE)),
        x=alt.X("difference:Q", title="difference, log10", scale=alt.Scale(domain=[-span, span]),
                axis=alt.Axis(tickCount=_TICKS)))
    color = alt.Color("speaks for:N", scale=alt.Scale(domain=[upper, lower], range=[_FOR, _AGAINST]), legend=None)
    right, left = (base.transform_filter(test).mark_text(align=align, dx=shift, color=ink()).encode(text="told:N")
                   for test, align, shift in (("datum.difference > 0", "left", 4), ("datum.difference <= 0", "right", -4)))
    rule = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color="gray").encode(x="zero:Q")
    return (base.mark_bar().encode(color=color, tooltip=["term:N", "told:N", "speaks for:N"]) + right + left + rule).properties(
        height=alt.Step(_BAR_HEIGHT))


def look_alikes(cause: str, name: str, chosen: Sequence[str], rules: Knowledge) -> None:
    """What tells a cause from each of the others that are compared, and whether it speaks for the other.

    Args:
        cause: the cause whose texts are told. name: its leaf. chosen: all leaves that are compared.
    """
    own = rules.column(name)
    for other, by in rules.causes[cause].look_alikes:
        rival = next((rules.column(one) for one in chosen if one != name and other in rules.leaves[rules.column(one)].causes), None)
        if rival is not None:
            said = wording.SPEAKS_FOR_RIVAL if speaks_for_look_alike(by, rules, own=own, other=rival) else wording.TELLS_APART
            st.markdown(f":material/compare_arrows: {said.format(f'**{wording.plain(rules.causes[other].name)}**')} {wording.plain(by)}")


def turning(case: Case, ranking: Ranking, account: Ledger, lower: str, rules: Knowledge) -> None:
    """What would turn the order of the ledger's two causes; `lower` is the name of the second."""
    turn = flips(case, ranking, account.first, account.second, rules)
    to_start = wording.factor(turn.prior_factor)
    lines = [f"{wording.plain(lower)} being **{to_start} times** as likely before anything else is weighed"]
    if turn.weight is not None:
        lines.append(f"*{wording.plain(turn.weight.label)}* counting **{wording.factor(turn.weight.factor)} times its weight**")
    st.markdown("\n".join(["**What would turn the order**\n", *(f"- {line}" for line in lines)]))
    _answers("Answered otherwise, this alone would do it:", turn.entered)
    _answers("Not assessed; this answer alone would do it:", turn.untested)
    if not turn.entered and not turn.untested:
        st.caption("No single finding that was looked at turns it.")


def _answers(title: str, answers: tuple[AnswerFlip, ...]) -> None:
    """The answers as plain text: those that were entered are a person's own words."""
    if answers:
        st.caption(title)
        st.text("\n".join(f"{one.label}: {one.after}{f' instead of {one.before}' if one.before != 'not assessed' else ''}" for one in answers))
