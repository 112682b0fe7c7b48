"""The main page: enter a hypothetical case, see ranked causes with every reason."""

import streamlit as st

from app_parts import bar, counts, entry, files, grouping, low, own, result, sure, timeline, what_next, wording
from app_parts.contradictions import contradictions
from app_parts.state import current_case, knowledge
from app_parts.understood import words
from engine import PeniaError, candidates, gather, rank
from engine.reasoning import Candidate

rules = knowledge()
files.toolbar()

case, evidence, trouble = current_case(), None, ""
try:
    evidence = gather(case, rules)
except PeniaError as error:
    trouble = str(error)
withheld = evidence is not None and low.is_missing(evidence)
readings = {(one.where, one.text): one for one in evidence.observations.readings} if evidence else {}

enter, answer = st.columns([6, 5], gap="large")
with enter:
    st.header("Enter", anchor="enter")
    if st.session_state["opened"] and st.session_state["opened"].title:
        st.text(st.session_state["opened"].title)
    # Each part in a container of its own: what comes and goes in one does not take the cursor out of the next.
    for part, given in ((entry.person, ()), (counts.counts, (case, evidence)), (entry.findings, (readings,)), (entry.drugs, (case, readings)),
                        (entry.other_labs, (case, readings)), (timeline.section, (case, evidence))):
        with st.container():
            part(rules, *given)

with answer:
    st.header("Result", anchor="result")
    own.switch()
    rows: tuple[Candidate, ...] = ()
    if trouble:
        st.error(wording.NOT_RANKED, title="Case", icon=":material/error:")
        st.text(trouble)
    elif case.is_empty():
        st.info(wording.RESULT_EMPTY, icon=":material/format_list_numbered:")
    else:
        ranking = rank(evidence, rules)
        contradictions(evidence)
        st.caption(grouping.picture(ranking, rules))
        if withheld:
            result.red_flags(evidence, rules)
            low.say(evidence)
        elif own.is_hidden():
            own.write_first()
        else:
            rows = candidates(ranking, rules, top=30)
            if st.session_state["hide"]:
                own.compared(ranking, rows, rules)
            result.before_ranking(ranking, rows, rules)
            view = st.segmented_control("View", ["List", "By mechanism"], default="List", required=True, key="view", label_visibility="collapsed")
            if view == "List":
                result.ranked_list(case, ranking, rows, rules)
            else:
                grouping.grouped_list(ranking, rows, rules)
            sure.how_sure(case, ranking, rows, rules)
        words(evidence, rules)
        if rows:
            what_next.section(case, ranking, rules)
            result.save_buttons(rules)
in_sight = bar.place(("**[Enter](#enter)**", "**[Result](#result)**"))
instead = (wording.BAR_EMPTY if case.is_empty() else wording.BAR_NOT_READ if trouble else wording.BAR_NOTHING_LOW if withheld
           else wording.BAR_HIDDEN)
in_sight.markdown(bar.told(rows, rules) if rows else f":small[{instead}]")
