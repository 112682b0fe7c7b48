"""Browse what the tool knows: causes, findings, analytes, drugs, sources."""

import streamlit as st

from app_parts import wording
from app_parts.browse import analyte_page, cause_page, drug_page, finding_page, source_list
from app_parts.state import knowledge

rules = knowledge()
st.title("Knowledge")
kind = st.segmented_control("Kind", ["Causes", "Findings", "Analytes", "Drugs", "Sources"], default="Causes", required=True, key="kind",
                            persist_state="session")
if kind == "Sources":
    source_list(rules)
    st.stop()
kinds = {"Causes": (rules.causes, lambda one: one.name, cause_page), "Findings": (rules.findings, lambda one: one.label, finding_page),
         "Analytes": (rules.analytes, lambda one: one.label, analyte_page), "Drugs": (rules.drugs, lambda one: one.label, drug_page)}
records, label, page = kinds[kind]
names = sorted(records, key=lambda name: label(records[name]).casefold())
chosen = st.selectbox(f"{kind}, {len(names)}", names, index=None, format_func=lambda name: label(records[name]), key=f"chosen_{kind}",
                      placeholder="search", persist_state="session")
if chosen:
    page(chosen, rules)
else:
    st.caption("Search by name. Every number is shown with the source it was seen in, or as an assumption.")
st.caption(wording.NOTICE)
