"""A table of many cases on screen: brought in, its columns reported, ranked row by row and as a whole."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from engine import Knowledge, PeniaError
from engine.case.suggest import suggest
from engine.formats.tables import Cohort, Sheet, open_table, rank_table, template

from . import wording
from .state import show

MOST_ROWS = 2000
_KINDS = ["csv", "tsv", "xlsx", "parquet"]
_LISTED = 40
_TALL = 10
_NAME_WIDTH, _BAR_WIDTH, _PROBLEM_WIDTH = 235, 110, 110
"""In pixels: beside the name of a cause its number can be read on a phone, and a problem is not cut to the width of its head."""
_ROLES = {"lab": "value", "finding": "finding, yes or no", "identifier": "dropped", "unknown": "not used", "id": "name of the row",
          "diagnosis": "answer, not used for ranking", "present": "findings present", "absent": "findings absent", "unsure": "findings unsure",
          "family_history": "family history", "onset": "time course", "gestation_weeks": "weeks of pregnancy"}


def bring_in(rules: Knowledge) -> Cohort | None:
    """Ask for a table and the setting; return it ranked, or None while there is none."""
    state = st.session_state
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        offered = [name for name, one in rules.settings.items() if one.offered]
        st.selectbox("Where all of them are seen", ["", *offered], key="many_setting", persist_state="session", width=260,
                     format_func=lambda name: rules.settings[name].label if name else "as each row says, else " + rules.settings[
                         rules.default_setting].label, on_change=_ranked_anew, args=(rules,))
        st.download_button("Template", template(), "penia-cases.csv", "text/csv", key="many_template", icon=":material/download:", on_click="ignore",
                           help="A table to fill in, with two rows that show how")
    st.toggle(wording.MANY_WITHOUT_LOW, key="many_without_low", persist_state="session", on_change=_ranked_anew, args=(rules,))
    turn = state.setdefault("many_turn", 0)
    st.file_uploader(f"Table of cases: CSV, Excel or Parquet, at most 1 MB and {MOST_ROWS:,} rows", type=_KINDS, key=f"many_upload_{turn}",
                     on_change=_opened, args=(rules,))
    st.caption(wording.MANY_PRIVATE)
    if state.get("many_trouble"):
        st.error("The table was not taken.", icon=":material/error:")
        st.text(state["many_trouble"])
    return state.get("many_cohort")


def _opened(rules: Knowledge) -> None:
    state = st.session_state
    state.update(many_trouble="", many_cohort=None, many_sheet=None)
    upload = state[f"many_upload_{state['many_turn']}"]
    if upload is None:
        return
    try:
        sheet = open_table(upload.getvalue(), name=upload.name, most_rows=MOST_ROWS)
        state["many_cohort"] = cohort = _ranked_table(sheet, rules)
    except PeniaError as error:
        state["many_trouble"] = str(error)
        return
    state["many_turn"] += 1  # a new field: the old one, and the file with all its columns, is forgotten
    kept = [place for place, one in enumerate(cohort.columns) if one.column.used]
    state["many_sheet"] = replace(sheet, headers=tuple(sheet.headers[place] for place in kept),
                                  cells=tuple(tuple(row[place] if place < len(row) else "" for place in kept) for row in sheet.cells))


def _ranked_table(sheet: Sheet, rules: Knowledge) -> Cohort:
    state = st.session_state
    return rank_table(sheet, rules, setting=state.get("many_setting") or None, without_low=bool(state.get("many_without_low")))


def _ranked_anew(rules: Knowledge) -> None:
    """The setting or the switch changed: rank what was kept of the table; the report of the columns that were left out stays."""
    state = st.session_state
    before, sheet = state.get("many_cohort"), state.get("many_sheet")
    if before is not None and sheet is not None:
        anew = _ranked_table(sheet, rules)
        left_out = tuple(one for one in before.columns if not one.column.used)
        state["many_cohort"] = replace(anew, columns=(*anew.columns, *left_out))


def dropped(cohort: Cohort) -> None:
    """Say which columns were dropped."""
    if cohort.dropped:
        st.warning(wording.MANY_DROPPED, icon=":material/person_off:")
        st.text("\n".join(f"{one.header}: {one.note}" for one in cohort.dropped))


def summary(cohort: Cohort) -> None:
    """How many rows were ranked, how many leave something open, and the result as a file."""
    ranked_ = sum(bool(row.causes) for row in cohort.rows)
    whole = sum(not row.unread for row in cohort.rows)
    troubled = sum(bool(row.problem) for row in cohort.rows)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        trouble = f", **{troubled:,}** with a problem" if troubled else ""
        st.markdown(f"**{ranked_:,}** of {len(cohort.rows):,} rows ranked, **{whole:,}** with every word understood{trouble}.", width="content")
        st.download_button("Results", cohort.to_csv(), "penia-results.csv", "text/csv", key="many_results", icon=":material/download:",
                           on_click="ignore")
    unused = [one.column.header for one in cohort.columns if one.column.role == "unknown"]
    told = [*st.session_state["many_sheet"].told, *([f"columns not used: {', '.join(unused)}"] if unused else [])]
    if told:
        st.caption(wording.MANY_LEFT_OUT)
        st.text("\n".join(told))


def leads(cohort: Cohort) -> None:
    """Which causes lead."""
    st.header("Which causes lead", anchor=False, help=wording.MANY_LEADS_HELP)
    found = cohort.leads()[:_LISTED]
    most = max((one.first for one in found), default=1)
    st.dataframe(
        pd.DataFrame([{"cause": one.name, "first": one.first, "among three": one.among_three, "mean": one.mean * 100} for one in found]),
        hide_index=True, alt="Causes with the number of rows in which each is first and among the first three, and its mean probability",
        column_config={"cause": st.column_config.TextColumn(width=_NAME_WIDTH),
                       "first": st.column_config.ProgressColumn("first in rows", width=_BAR_WIDTH, format="%d", min_value=0, max_value=max(most, 1)),
                       "among three": st.column_config.NumberColumn("among three"),
                       "mean": st.column_config.NumberColumn("mean", format="%.0f%%", help="mean probability over the ranked rows")})


def unread(cohort: Cohort, rules: Knowledge) -> None:
    """Which words were not understood, and what they may mean."""
    st.header("Not understood", anchor=False)
    if not cohort.unread:
        st.markdown(":material/check: Every word was understood.")
        return
    rows = [{"text": text, "rows": times, "did you mean": ", ".join(one.label for one in suggest(text, rules)) if ": " not in text else ""}
            for text, times in cohort.unread.most_common(_LISTED)]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt="Texts that were not understood, in how many rows, and what they may mean")


def ranked(cohort: Cohort, rules: Knowledge) -> None:
    """The leading causes of every row; a row that is chosen can be opened as a case."""
    st.header("Row by row", anchor=False)
    rows = pd.DataFrame([_row(row, rules) for row in cohort.rows])
    if "problem" in rows and not rows["problem"].any():
        rows = rows.drop(columns="problem")
    chosen = st.dataframe(
        rows, hide_index=True, height=420 if len(cohort.rows) > _TALL else "content",
        on_select="rerun", selection_mode="single-row",
        key="many_rows", alt="Every row with problems, its three most probable causes, and what was not understood",
        column_config={"problem": st.column_config.TextColumn(width=_PROBLEM_WIDTH)})
    picked = chosen["selection"]["rows"]
    if not picked:
        st.caption("Choose a row at its left edge to open it as a case.")
        return
    row = cohort.rows[picked[0]]
    if st.button(f"Open row {picked[0] + 1} as a case", icon=":material/open_in_new:", key="many_open"):
        show(row.file)
        st.switch_page("app_pages/case.py")


def _row(row, rules: Knowledge) -> dict:
    told = {"id": row.file.id, "problem": row.problem}  # in sight, also where the table is wider than the page
    for place, name in enumerate(("first", "second", "third")):
        if place < len(row.causes):
            _, cause, probability = row.causes[place]
            told[name] = f"{cause}, {wording.percent(probability, rules)}"
        else:
            told[name] = ""
    if row.file.diagnosis:
        told["given answer"] = row.file.diagnosis.cause
    return {**told, "not understood": "; ".join(row.unread)}


def columns(cohort: Cohort) -> None:
    """What each column was read as."""
    with st.expander("How each column was read", icon=":material/view_column:"):
        st.caption(wording.MANY_COLUMNS_HELP)
        st.dataframe(pd.DataFrame([{
            "column": one.column.header, "read as": _read_as(one.column), "cells read": one.read, "empty": one.empty,
            "not understood": sum(one.missed.values()), "for example": "; ".join(one.examples(3)), "note": one.column.note}
            for one in cohort.columns]), hide_index=True, alt="Columns, what each was read as, and what in it was not understood")


def _read_as(column) -> str:
    role = _ROLES.get(column.role, column.role)
    unit = f", {wording.unit(column.unit)}" if column.unit else ""
    return f"{column.label}{unit} ({role})" if column.role in ("lab", "finding") else role
