"""Progress: what comes back today, how stated probabilities held, the record of answers, and the file of it all."""

import streamlit as st

from app_parts import progress, progress_record, wording
from app_parts.charts import calibration_chart, calibration_table
from app_parts.state import knowledge
from engine.teaching import calibration
from engine.teaching.progress import still_known

rules = knowledge()
st.title(wording.PAGE_PROGRESS, anchor=False)
st.markdown(wording.PROGRESS_INTRO)
answers = progress.answers()
if said := progress.trouble():
    st.error(wording.PROGRESS_NOT_KEPT, icon=":material/error:")
    st.text(said)

progress_record.due(answers, rules)
judged = still_known(answers, rules)
if judged:
    bins = calibration([(one.guesses, one.truth) for one in judged], rules)
    st.header("Calibration", anchor=False)
    chart, table = st.columns([2, 3], gap="large")
    with chart:
        calibration_chart(bins)
    with table:
        calibration_table(bins)
    progress_record.listed(answers, rules)
progress_record.file(answers)
