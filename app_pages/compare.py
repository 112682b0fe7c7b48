"""Two to four causes side by side: what tells them apart, why one stands above another, and what would turn the order."""

from itertools import pairwise

import streamlit as st

from app_parts import bar, own, versus, wording
from app_parts.reasons import open_page
from app_parts.state import knowledge
from engine import rank
from engine.reasoning import rows
from engine.reasoning.compare import compare, ledger

rules = knowledge()
st.title("Compare causes", anchor=False)
case, evidence = own.open_evidence(rules, "Enter a case first; its causes are compared here.")
ranking = rank(evidence, rules)
ranked = rows(ranking, rules, top=len(rules.families))
in_sight = bar.place()
in_sight.markdown(bar.told(ranked[:bar.SHOWN], rules))
compared = versus.to_compare(ranking, ranked, rules)
names = {leaf: one.name for leaf, one in compared.items()}
if not st.session_state.get("compared_by_hand"):
    st.session_state["compared"] = list(names)[:2]
chosen = st.multiselect("Causes, two to four", list(names), format_func=names.get, max_selections=4, key="compared", persist_state="session",
                        on_change=lambda: st.session_state.update(compared_by_hand=True))
if len(chosen) < 2:
    st.info("Choose at least two causes.", icon=":material/compare_arrows:")
    st.stop()

columns = [rules.column(name) for name in chosen]
causes = [compared[name] for name in chosen]
versus.tables(compare(ranking, columns, rules), causes, rules)

st.header("Why one stands above another", anchor=False)
steps = list(pairwise(sorted(columns, key=lambda column: -ranking.score[column])))
by_form = versus.of_other_order(steps, compared, rules)
told = [" above ".join((by_form or names)[rules.leaves[column].id] for column in step) for step in steps]
number = st.selectbox("Which two", range(len(steps)), format_func=told.__getitem__) if len(steps) > 1 else 0
if len(steps) == 1:
    st.caption(wording.plain(told[0]))
account = ledger(ranking, *steps[number], rules)
upper, lower = ((by_form or names)[rules.leaves[column].id] for column in steps[number])
chart, turn = st.columns([3, 2], gap="large")
with chart:
    versus.why_above(account, upper, lower, [compared[rules.leaves[column].id] for column in steps[number]])
with turn:
    versus.turning(case, ranking, account, lower, rules)

for column, name in zip(st.columns(len(chosen)), chosen, strict=True):
    with column:
        st.markdown(f"**{wording.plain(names[name])}**")
        cause = rules.leaves[rules.column(name)].causes[0]
        versus.look_alikes(cause, name, chosen, rules)
        st.button("All that is known of it", key=f"page_{name}", type="tertiary", icon=":material/menu_book:", on_click=open_page, args=(cause,))
