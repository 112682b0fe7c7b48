"""Browse what the tool knows: causes, findings, analytes, drugs, sources; and the words of the field."""

import streamlit as st

from app_parts import browse
from app_parts.state import knowledge

rules = knowledge()
st.title("Knowledge", anchor=False)
kind = st.segmented_control("Kind", [*browse.KINDS, "Sources"], default="Causes", required=True, key="kind", persist_state="session",
                            label_visibility="collapsed")
if kind == "Sources":
    browse.source_list(rules)
else:
    records, label, page = browse.KINDS[kind]
    known = records(rules)
    names = sorted(known, key=lambda name: label(known[name]).casefold())
    called = browse.called(kind, names, rules)
    chosen = st.selectbox(f"{len(names):,} {kind.lower()}", list(called), index=None, format_func=called.__getitem__, key=f"chosen_{kind}",
                          placeholder="search by name, or choose a row below", icon=":material/search:", filter_mode="contains",
                          persist_state="session")
    if chosen:
        page(chosen, rules)
    else:
        browse.table(kind, names, rules)
