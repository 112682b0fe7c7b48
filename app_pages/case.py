"""The main page: enter a hypothetical case, see ranked causes with every reason."""

import json

import streamlit as st

from app_parts import entry, result, wording
from app_parts.state import EXAMPLES, clear, current_case, knowledge, prepare, show
from engine import CaseFile, PeniaError, candidates, gather, parse_cases, rank, read_cases, write_cases
from engine.cli.ranking import as_record

prepare()
rules = knowledge()
st.title(wording.QUESTION, anchor="enter")

with st.container(horizontal=True, vertical_alignment="bottom"):
    examples = {file.id: file for file in read_cases(EXAMPLES)}
    for name, file in examples.items():
        st.button(file.title, key=f"example_{name}", on_click=show, args=(file,), type="tertiary", icon=":material/play_arrow:")
with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.popover("Open a case file", icon=":material/folder_open:"):
        upload = st.file_uploader("Case file, YAML, at most 1 MB", type=["yaml", "yml"])
        if upload is not None:
            try:
                opened = parse_cases(upload.getvalue(), name=upload.name)
            except PeniaError as error:
                st.error("The file was not opened; the form is unchanged.", title="Case file")
                st.text(str(error))
            else:
                for one in opened[:200]:
                    st.button(one.title or one.id, key=f"open_{one.id}", on_click=show, args=(one,), type="tertiary")
    st.button("Clear", icon=":material/restart_alt:", on_click=clear)

enter, answer = st.columns([6, 5], gap="large")
with enter:
    st.subheader("Enter", divider="gray")
    entry.person(rules)
    case = current_case()
    st.markdown("**Blood count**")
    entry.counts(rules, case)
    with st.expander("Other laboratory values", expanded=bool(st.session_state["labs"])):
        entry.other_labs(rules)
    st.markdown("**Findings, history, exposures, diet, family**")
    entry.findings(rules)
    with st.expander("Drugs and when they were started", expanded=bool(st.session_state["drugs"])):
        entry.drugs(rules)

case = current_case()
with answer:
    st.subheader("Result", divider="gray", anchor="result")
    if case.is_empty():
        st.info(wording.EMPTY, icon=":material/arrow_back:")
        st.stop()
    try:
        ranking = rank(gather(case, rules), rules)
    except PeniaError as error:
        st.error("This case cannot be ranked; nothing was lost.", title="Case")
        st.text(str(error))
        st.stop()
    rows = candidates(ranking, rules, top=30)
    hidden = st.toggle("Hide the ranking until I have written mine", key="hide", persist_state="session")
    if hidden and not st.session_state.get("revealed"):
        st.caption(wording.HIDDEN)
        written = st.text_area("My differential, most likely first", key="own_list", persist_state="session")
        st.button("Reveal the ranking", disabled=not written.strip(), on_click=lambda: st.session_state.update(revealed=True))
    else:
        if hidden:
            st.text(f"You wrote:\n{st.session_state.get('own_list', '')}")
        result.before_ranking(ranking, rows, rules)
        result.by_blood_picture(ranking, rules)
        view = st.segmented_control("View", ["List", "By mechanism"], default="List", required=True, key="view", label_visibility="collapsed")
        if view == "List":
            result.ranked_list(ranking, rows, rules)
        else:
            result.grouped_list(rows, rules)
    result.words(ranking, rules)
    with st.container(horizontal=True):
        st.download_button("Save the case", write_cases([CaseFile(id="my-case", case=case)]), "case.yaml", "application/yaml",
                           icon=":material/save:", on_click="ignore")
        if not hidden or st.session_state.get("revealed"):
            st.download_button("Save the ranking", json.dumps(as_record("my-case", ranking, rules, top=10), ensure_ascii=False, indent=1),
                               "ranking.json", "application/json", icon=":material/download:", on_click="ignore")

with st.bottom:
    if not hidden or st.session_state.get("revealed"):
        top = "  ·  ".join(f"{place}. {row.name} {wording.percent(row.probability)}" for place, row in enumerate(rows[:3], start=1))
        st.caption(f"[Enter](#enter) · [Result](#result)  |  {top}  |  {wording.NOTICE}")
