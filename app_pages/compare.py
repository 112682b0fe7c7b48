"""Two to four candidates side by side: what was entered, and what each makes of it."""

import pandas as pd
import streamlit as st

from app_parts import own, wording
from app_parts.reasons import open_page
from app_parts.state import current_case, knowledge, prepare
from engine import PeniaError, candidates, explain, gather, rank

rules = knowledge()
prepare()
st.title("Compare causes", anchor=False)
case = current_case()
if case.is_empty():
    st.info("Enter a case first; its causes are compared here.", icon=":material/edit_note:")
    st.page_link("app_pages/case.py", label="Enter a case", icon=":material/edit_note:")
    st.stop()
if own.is_hidden():
    st.info("The ranking is hidden until you have written your own differential on the page Case.", icon=":material/visibility_off:")
    st.page_link("app_pages/case.py", label="Write it", icon=":material/edit_note:")
    st.stop()
try:
    ranking = rank(gather(case, rules), rules)
except PeniaError as error:
    st.error(wording.NOT_RANKED, title="Case", icon=":material/error:")
    st.text(str(error))
    st.stop()

order = [rules.leaves[int(column)] for column in (-ranking.probability[:-1]).argsort()]
names = {leaf.id: leaf.name for leaf in order}
if not st.session_state.get("compared_by_hand"):
    st.session_state["compared"] = [rules.leaves[row.column].id for row in candidates(ranking, rules, top=2)]
chosen = st.multiselect("Causes, two to four", list(names), format_func=names.get, max_selections=4, key="compared", persist_state="session",
                        on_change=lambda: st.session_state.update(compared_by_hand=True))
if len(chosen) < 2:
    st.info("Choose at least two causes.", icon=":material/compare_arrows:")
    st.stop()

told = {name: explain(ranking, rules.column(name), rules) for name in chosen}
weights: dict[str, dict[str, float]] = {}
for name, explanation in told.items():
    weights.setdefault("how common it is in this setting", {})[name] = explanation.prior
    for reason in explanation.reasons:
        state = "" if reason.kind != "finding" or reason.state == "present" else f", {reason.state}"
        weights.setdefault(reason.label + state, {})[name] = reason.weight


def _spread(row: dict[str, float]) -> float:
    return max(row.get(name, 0.0) for name in chosen) - min(row.get(name, 0.0) for name in chosen)


told_apart = sorted(weights, key=lambda label: -_spread(weights[label]))
table = {"probability": {names[name]: wording.percent(float(ranking.probability[rules.column(name)])) for name in chosen}}
for label in told_apart:
    table[label] = {names[name]: f"{wording.signed(weights[label][name])} ({wording.times(weights[label][name])})" if name in weights[label] else ""
                    for name in chosen}
frame = pd.DataFrame.from_dict(table, orient="index")
frame.index = [wording.plain(label) for label in frame.index]
frame.columns = [wording.plain(name) for name in frame.columns]
st.caption(f"What tells them apart most stands first. {wording.WEIGHT_HELP}")
st.table(frame, alt="Weight of each entry for each cause, log10 of the likelihood ratio", border="horizontal")

for column, name in zip(st.columns(len(chosen)), chosen, strict=True):
    with column:
        st.subheader(wording.plain(names[name]), anchor=False)
        expected = [f"- {wording.plain(one.label)} ({one.frequency:.0%})" for one in told[name].expected]
        st.markdown("Expected, not assessed:\n" + "\n".join(expected) if expected else "Nothing expected is left to assess.")
        for other, by in rules.causes[rules.leaves[rules.column(name)].causes[0]].look_alikes:
            if any(other in rules.leaves[rules.column(one)].causes for one in chosen if one != name):
                st.markdown(f":material/compare_arrows: Told from **{wording.plain(rules.causes[other].name)}** by {wording.plain(by)}")
        st.button("All that is known of it", key=f"page_{name}", type="tertiary", icon=":material/menu_book:", on_click=open_page,
                  args=(rules.leaves[rules.column(name)].causes[0],))
