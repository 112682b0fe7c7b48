"""The charts of teaching, each with a text that says what it shows."""

from collections.abc import Sequence

import altair as alt
import streamlit as st

from engine.teaching import Bin
from engine.teaching.confusion import Confusion

from . import wording
from .theme import accent, ink, is_dark

_SIDE = 340
_ROW = 32
_PERCENT = ".0%"


def calibration_chart(bins: Sequence[Bin]) -> None:
    """Stated probabilities against the shares that were true, with the line of a perfect match and the bands of chance."""
    rows = [{"stated": one.stated, "true": one.true, "count": one.count, "low": one.band[0], "high": one.band[1]} for one in bins]
    share = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format=_PERCENT, values=[0, 0.25, 0.5, 0.75, 1])
    line = alt.Chart(alt.Data(values=[{"stated": 0, "true": 0}, {"stated": 1, "true": 1}])).mark_line(strokeDash=[4, 4], color="gray").encode(
        x=alt.X("stated:Q", scale=share, axis=axis, title="you said"), y=alt.Y("true:Q", scale=share, axis=axis, title="was true"))
    base = alt.Chart(alt.Data(values=rows))
    bands = base.mark_rule(strokeWidth=8, opacity=0.25).encode(x="stated:Q", y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, opacity=1, color=accent()).encode(
        x="stated:Q", y="true:Q", size=alt.Size("count:Q", legend=None, scale=alt.Scale(range=[40, 300])),
        tooltip=[alt.Tooltip("stated:Q", format=_PERCENT, title="you said"), alt.Tooltip("true:Q", format=_PERCENT, title="was true"),
                 alt.Tooltip("count:Q", title="times")])
    said = "; ".join(f"said {one.stated:.0%} on average, true {one.true:.0%} of {one.count}" for one in bins)
    st.altair_chart((line + bands + points).properties(height=_SIDE), alt=f"Probabilities that were stated against how often they were true: {said}.")


def calibration_table(bins: Sequence[Bin]) -> None:
    """The numbers of the calibration chart."""
    rows = [{"said": f"{one.low:.0%} to {one.high:.0%}", "times": str(one.count), "mean": f"{one.stated:.0%}", "true": f"{one.true:.0%}",
             "expected by chance": f"{one.band[0]:.0%} to {one.band[1]:.0%}"} for one in bins]
    st.table(rows, alt="Probabilities that were given, and how often they were true", border="horizontal")
    st.caption(wording.PRACTICE_CALIBRATION)


def confusion_chart(found: Confusion, names: Sequence[str]) -> None:
    """A matrix: a row for each true cause, a column for the cause put first. Each cell says its count; those where both are the same have a
    thick border."""
    columns = [*names, "another"]
    rows = [{"true": names[row], "first": columns[column], "count": count, "right": row == column}
            for row, counts in enumerate(found.counts) for column, count in enumerate(counts)]
    dark = is_dark()
    most = max(max(counts) for counts in found.counts)
    axis = {"labelOverlap": False, "labelLimit": 140}
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("first:N", sort=columns, title="put first", axis=alt.Axis(labelAngle=-45, orient="top", **axis)),
        y=alt.Y("true:N", sort=list(names), title="true", axis=alt.Axis(**axis)))
    shade = alt.FillOpacity("count:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[0.2, 1]))
    cells = base.mark_rect(fill="#0b6b75" if dark else "#4fb3bf", stroke="gray").encode(
        strokeWidth=alt.condition("datum.right", alt.value(2.5), alt.value(0.5)),
        fillOpacity=alt.condition("datum.count > 0", shade, alt.value(0)))
    numbers = base.transform_filter("datum.count > 0").mark_text(fontSize=13, color=ink()).encode(text="count:Q")
    said = "; ".join(f"{names[row]} was taken for {columns[column]} {count} times" for row, counts in enumerate(found.counts)
                     for column, count in enumerate(counts) if count and row != column)
    right = sum(counts[row] for row, counts in enumerate(found.counts))
    st.altair_chart((cells + numbers).properties(height=alt.Step(_ROW)),
                    alt=f"Of {found.answers} answers {right} put the true cause first. {said or 'None was taken for another'}.")
