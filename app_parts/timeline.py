"""Counts over time: a small table to type dates and values, and what they amount to as a chart and in words.

The table's own state stays with the widget; what a person changed is kept beside it as edits, so that nothing that the table
returns feeds the table.
"""

from typing import TYPE_CHECKING, Any

import streamlit as st

from engine import Case, Knowledge
from engine.reasoning import Evidence, TimeCourse, time_course

from . import wording
from .state import analyte_of, change_series, series_rows, series_table
from .theme import ink

if TYPE_CHECKING:
    import altair as alt

    from engine.reasoning.course import DrugPeriod, Told

_WHEN = "when"
_BLANK_ROWS = 3
_HEIGHT = 260
_STRIP = 16
_NEAR_FLOOR = 0.15
_SHAPES = {"low": "triangle-down", "normal": "circle", "unsure": "diamond", "high": "triangle-up"}


def section(rules: Knowledge, case: Case, evidence: Evidence | None) -> None:
    """The part of the form; it costs nothing while it is folded."""
    with st.expander(wording.SERIES, key="series_open", on_change="rerun", icon=":material/timeline:") as body:
        if body.open:
            st.caption(wording.SERIES_HELP)
            _table(rules)
            if case.series and evidence is not None:
                _told(time_course(case, evidence.observations, rules))
    if case.series and not body.open:
        st.caption(f"{len(case.series)} date{'s' if len(case.series) > 1 else ''} entered")


def _table(rules: Knowledge) -> None:
    """The table itself. Its columns have names of our own: a test may be called anything in an opened file."""
    rows, key = series_table(_BLANK_ROWS)
    names = {f"test_{number}": name for number, name in enumerate(_tests(rows, rules))}
    columns = {_WHEN: st.column_config.TextColumn("When", help="a date such as 2024-01-31, or a day such as day 14 or -14", pinned=True),
               **{column: st.column_config.TextColumn(name) for column, name in names.items()}}
    shown = [{_WHEN: when, **{column: labs.get(name, "") for column, name in names.items()}} for when, labs in rows]
    st.data_editor(shown, key=key, num_rows="dynamic", hide_index=True, column_config=columns, on_change=change_series, args=(key, _WHEN, names),
                   alt="Table of dates and counts")
    units = (f"{label.lower()} {wording.unit(rules.units.shown(st.session_state[f'unit_{group}']))}" for group, label in wording.UNIT_CHOICES.items())
    st.caption(f"Numbers without a unit: {', '.join(units)}. {wording.SERIES_KEYS}")
    typed = series_rows()
    if any(any(labs.values()) and not when for when, labs in typed):
        st.caption(f":material/info: {wording.SERIES_NO_DATE}")
    filled = [(when, name) for when, labs in typed for name, text in labs.items() if when and text]
    if len(set(filled)) < len(filled):
        st.caption(f":material/info: {wording.SERIES_TWICE}")


def _tests(rows: list[list], rules: Knowledge) -> list[str]:
    """Return the tests to show: the usual ones first, under the names that the rows give them."""
    typed = {name: analyte_of(name) for _, labs in rows for name in labs}
    usual = [next((name for name, known in typed.items() if known == analyte), rules.analytes[analyte].label) for analyte in wording.SERIES_COUNTS]
    return [*usual, *(name for name in typed if name not in usual)]


def _told(time: TimeCourse) -> None:
    """What the counts amount to: offers, sentences, a chart of one test at a time."""
    st.text("\n".join(time.sentences))
    for number, offer in enumerate(time.offers):
        said = f"Enter “{wording.plain(offer.text)}”" if offer.where == "present" else f"Began over: {wording.plain(offer.text)}"
        st.button(said, key=f"series_offer_{number}", icon=":material/add:", on_click=_take, args=(offer.where, offer.text))
        if offer.where == "present":
            st.caption(wording.SERIES_OFFER)
    drawn = {one.course.analyte: one for one in time.told if len(one.course.points) > 1}
    if not drawn:
        st.caption(wording.SERIES_TWO)
        return
    labels = {name: one.name for name, one in drawn.items()}
    chosen = st.segmented_control("Chart of", list(labels), format_func=labels.get, default=next(iter(labels)), required=True, key="series_of",
                                  wrap=True) if len(labels) > 1 else next(iter(labels))
    one = drawn.get(chosen) or next(iter(drawn.values()))
    st.altair_chart(_chart(one, time), width="stretch", alt=_in_words(one, time))
    st.caption(wording.SERIES_KEY)


def _take(where: str, text: str) -> None:
    state = st.session_state
    if where == "onset":
        state["onset"] = text
    elif [where, text] not in state["entries"]:
        state["entries"] = [*state["entries"], [where, text]]


def _in_words(one: "Told", time: TimeCourse) -> str:
    """The chart for those who do not see it: every count, the limits, the drugs."""
    points = "; ".join(f"{point.when}: {point.value:g} {point.level}" for point in one.course.points)
    ends = {"lower limit": one.course.limits.low, "upper limit": one.course.limits.high}
    limits = ", ".join(f"{name} {value:g}" for name, value in ends.items() if value is not None)
    drugs = [f"{drug.name} from day {drug.start:.0f} to day {drug.end:.0f}." for drug in time.drugs if drug.start is not None]
    return f"Course of {one.name} in {one.unit}. {points}. {limits}. {' '.join([*drugs, one.lowest])}"


def _chart(one: "Told", time: TimeCourse) -> "alt.LayerChart":
    """Line and points, the reference band, the drugs as bars at the top, the nadir named, the lows of a cycle as dashes."""
    import altair as alt

    at = _axis(time)
    kind = "T" if time.series.newest else "Q"
    title = "Date" if time.series.newest else "Days from the presentation"
    x = alt.X(f"at:{kind}", title=title, axis=alt.Axis(labelOverlap=True, tickCount=6, **({"format": "%Y-%m-%d"} if kind == "T" else {})))
    points = alt.Data(values=[{"at": at(point.day), "value": point.value, "level": point.level} for point in one.course.points])
    y = alt.Y("value:Q", title=f"{_first_up(one.name)}, {wording.unit(one.unit)}", scale=alt.Scale(zero=True))
    shape = alt.Shape("level:N", scale=alt.Scale(domain=list(_SHAPES), range=list(_SHAPES.values())), legend=None)
    lowest, most = one.course.lowest, max(point.value for point in one.course.points)
    below = 14 if lowest.value > _NEAR_FLOOR * most else -12
    nadir = alt.Data(values=[{"at": at(lowest.day), "value": lowest.value, "text": f"lowest {lowest.value:g}"}])
    layers = [*_band(one), *_lows(one, at, kind), *_drugs(time.drugs, one, at, kind),
              alt.Chart(points).mark_line(strokeWidth=1.5).encode(x=x, y=y),
              alt.Chart(points).mark_point(filled=True, size=70, opacity=1).encode(x=x, y=y, shape=shape),
              alt.Chart(nadir).mark_text(dy=below, fontWeight="bold", color=ink()).encode(x=f"at:{kind}", y="value:Q", text="text:N")]
    return alt.layer(*layers).properties(height=_HEIGHT + _STRIP * sum(drug.start is not None for drug in time.drugs))


def _axis(time: TimeCourse) -> Any:
    """Return what turns a day into a place of the axis: a date where dates were given, else the day itself."""
    if not time.series.newest:
        return lambda day: day
    import pandas as pd

    newest = pd.Timestamp(time.series.newest)
    return lambda day: (newest + pd.Timedelta(days=day)).isoformat()


def _band(one: "Told") -> list:
    import altair as alt

    low, high = one.course.limits.low, one.course.limits.high
    most = max(point.value for point in one.course.points)
    if low is None and high is None:
        return []
    ends = {"low": low or 0.0, "high": min(high, max(most, low or 0.0) * 1.15) if high is not None else max(most, low or 0.0) * 1.15}
    return [alt.Chart(alt.Data(values=[ends])).mark_rect(opacity=0.15, color="#2e7d32").encode(y="low:Q", y2="high:Q")]


def _lows(one: "Told", at: Any, kind: str) -> list:
    import altair as alt

    cycle = one.cycle.cycle if one.cycle else None
    if cycle is None:
        return []
    days = alt.Data(values=[{"at": at(day)} for day in cycle.lowest_days])
    return [alt.Chart(days).mark_rule(strokeDash=[4, 4], opacity=0.7).encode(x=f"at:{kind}")]


def _drugs(drugs: "tuple[DrugPeriod, ...]", one: "Told", at: Any, kind: str) -> list:
    """Bars at the top with the drug's name; what began before the first count is cut there, as its name says."""
    import altair as alt

    first = one.course.points[0].day
    layers = []
    for place, drug in enumerate(drug for drug in drugs if drug.start is not None and drug.end >= first):
        began = max(drug.start, first)
        name = drug.name if drug.start >= first else f"{drug.name}, since day {drug.start:.0f}"
        bar = alt.Chart(alt.Data(values=[{"from": at(began), "to": at(drug.end), "name": name}]))
        level = alt.value(_STRIP * place + _STRIP / 2)
        layers += [bar.mark_rule(strokeWidth=_STRIP - 3, opacity=0.35, color="#6d4c41").encode(x=f"from:{kind}", x2="to", y=level),
                   bar.mark_text(align="left", dx=4, fontSize=11, color=ink()).encode(x=f"from:{kind}", y=level, text="name:N")]
    return layers


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
