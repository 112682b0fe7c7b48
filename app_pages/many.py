"""Many cases from one table: what leads in each row and in all, what was not understood, and the result as a file."""

import streamlit as st

from app_parts import bar, tables, wording
from app_parts.state import knowledge

rules = knowledge()
st.title(wording.PAGE_MANY, anchor=False)
st.markdown(wording.MANY_INTRO)
cohort = tables.bring_in(rules)
if cohort is None:
    st.stop()
tables.dropped(cohort)
tables.summary(cohort)
bar.place()
tables.leads(cohort)
tables.unread(cohort, rules)
tables.ranked(cohort, rules)
tables.columns(cohort)
