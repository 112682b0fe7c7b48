"""Two to four candidates side by side: what was entered, and what each makes of it."""

import pandas as pd
import streamlit as st

from app_parts import wording
from app_parts.state import current_case, knowledge, prepare
from engine import explain, gather, rank

prepare()
rules = knowledge()
st.title("Compare causes")
case = current_case()
ranking = rank(gather(case, rules), rules)
names = {rules.leaves[int(column)].id: rules.leaves[int(column)].name for column in (-ranking.probability[:-1]).argsort()}
chosen = st.multiselect("Causes, two to four", list(names), default=list(names)[:2], format_func=names.get, max_selections=4, key="compared")
if len(chosen) < 2:
    st.info("Choose at least two causes.", icon=":material/compare_arrows:")
    st.stop()

told = {name: explain(ranking, rules.column(name), rules) for name in chosen}
st.caption(wording.WEIGHT_HELP)
rows: dict[str, dict[str, str]] = {}
for name, explanation in told.items():
    rows.setdefault("prior share in the setting", {})[names[name]] = wording.signed(explanation.prior)
    for reason in explanation.reasons:
        rows.setdefault(f"{reason.label} ({reason.state})", {})[names[name]] = wording.signed(reason.weight)
table = pd.DataFrame.from_dict(rows, orient="index").fillna("")
st.table(table, alt="Weight of each entry for each cause, log10 of the likelihood ratio")
columns = st.columns(len(chosen))
for column, name in zip(columns, chosen, strict=True):
    with column:
        st.markdown(f"**{names[name]}**: {wording.percent(float(ranking.probability[rules.column(name)]))}")
        for one in told[name].expected:
            st.markdown(f"- expected, not assessed: {one.label} ({one.frequency:.0%})")
st.caption(wording.NOTICE)
