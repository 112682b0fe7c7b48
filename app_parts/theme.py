"""The colours that a chart's own words need: Vega writes black, which a dark page swallows."""

import streamlit as st


def is_dark() -> bool:
    """Return whether the page is dark."""
    return st.context.theme.type == "dark"


def ink() -> str:
    """Return the colour of words in a chart."""
    return "#fafafa" if is_dark() else "#111111"
