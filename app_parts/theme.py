"""The colours of charts: Vega's own are blue, and its words black, which a dark page swallows."""

import streamlit as st


def is_dark() -> bool:
    """Return whether the page is dark."""
    return st.context.theme.type == "dark"


def ink() -> str:
    """Return the colour of words in a chart."""
    return "#fafafa" if is_dark() else "#111111"


def accent() -> str:
    """Return the colour of what a chart is about: that of the buttons, in `.streamlit/config.toml`."""
    return st.get_option(f"theme.{'dark' if is_dark() else 'light'}.primaryColor")
