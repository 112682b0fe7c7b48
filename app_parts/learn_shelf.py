"""The teaching cases as they stand on a shelf: each by its title and difficulty, and how far it was taken. Nothing here hints at an answer."""

import random
from collections.abc import Callable

import pandas as pd
import streamlit as st

from engine import Knowledge
from engine.teaching import TeachingCase

_ROWS_IN_SIGHT = 430


def draw(cases: dict[str, TeachingCase], order: list[str], marks: dict[str, str], rules: Knowledge, *, on_choose: Callable[[str], None]) -> None:
    """Show the cases; choosing a row opens one, as does leaving the choice to chance.

    Args:
        cases: by id. order: their ids as they are listed. marks: how far each was taken in this session, "" where not at all.
        rules: the compiled rules. on_choose: called with the id of the one that was chosen.
    """
    grades = rules.teaching["difficulties"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        grade = st.segmented_control("Difficulty", list(grades), format_func=lambda name: grades[name]["label"], key="learn_grade")
        names = [name for name in order if grade in (None, cases[name].difficulty)]
        if fresh := [name for name in names if not marks[name]]:
            st.button("Any that I have not begun", key="learn_any", icon=":material/shuffle:", on_click=lambda: on_choose(random.choice(fresh)))
    rows = [{"case": cases[name].title, "difficulty": grades[cases[name].difficulty]["label"], "in this session": marks[name]}
            for name in names]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height=_ROWS_IN_SIGHT, alt="All teaching cases", key=f"learn_shelf_{grade}",
                 selection_mode="single-row", on_select=lambda: _choose(f"learn_shelf_{grade}", names, on_choose))


def _choose(table: str, names: list[str], on_choose: Callable[[str], None]) -> None:
    if chosen := st.session_state[table].selection.rows:
        on_choose(names[chosen[0]])
