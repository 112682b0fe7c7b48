"""A teaching case as far as it is open: each stage in prose, and how its words and values stand in the case file."""

import streamlit as st

from engine import Knowledge
from engine.teaching import Opened, Stage, paragraphs

from . import wording


def stages(opened: Opened, rules: Knowledge) -> None:
    """All open stages, the newest marked, and how far the case is."""
    st.caption(f"Stage {len(opened.stages)} of {opened.count}")
    for number, stage in enumerate(opened.stages, start=1):
        with st.container(border=True, key=f"learn_stage_{number}", gap="xsmall"):
            one_stage(stage, rules, newest=number == len(opened.stages) > 1)
    st.caption(wording.LEARN_LINK)


def one_stage(stage: Stage, rules: Knowledge, *, newest: bool = False) -> None:
    """One stage: its name, its text, and what the engine is told of it."""
    name = stage.name.capitalize()
    st.markdown(f"**{name}**{' · new' if newest else ''}")
    st.markdown(wording.plain(stage.text))
    if told := entries(stage, rules):
        st.caption(f"The engine reads: {told}")


def entries(stage: Stage, rules: Knowledge) -> str:
    """Return what a stage tells the engine, in one line."""
    parts = [(lead, text) for lead, text in paragraphs(stage.case, rules) if lead or stage.case.age is not None or stage.case.onset]
    return wording.plain(wording.unit(" ".join(f"{lead}: {text}" if lead else text for lead, text in parts)))
