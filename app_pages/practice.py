"""Practice: cases drawn from the knowledge, a list committed before the engine's view is shown, and an engine made wrong on purpose."""

import streamlit as st

from app_parts import bar, practice, practice_answer, practice_feedback, practice_sets, wording
from app_parts.state import knowledge
from engine import CaseError

rules = knowledge()
st.title(wording.PAGE_PRACTICE, anchor=False)
st.markdown(wording.PRACTICE_INTRO)
try:
    wanted = practice.asked(rules)
except CaseError as error:
    practice.controls(None, rules)
    st.error(wording.PRACTICE_NO_CASE, icon=":material/error:")
    st.text(str(error))
    st.stop()
practice.controls(wanted, rules)
shown = practice.vignette(wanted, rules)

enter, answer = st.columns(2, gap="large")
with enter:
    practice_answer.story(shown, wanted, rules)
with answer:
    if wanted.mode == practice.DOUBT:
        bar.place()
        exercise = practice.exercise(wanted, rules)
        chosen = st.session_state.get("practice_suspects", {}).get(wanted.key)
        if chosen is None:
            practice_answer.choose_suspect(exercise, wanted)
        else:
            practice_feedback.confession(exercise, chosen, shown, rules)
            practice.next_button(wanted, rules)
    elif not practice_answer.is_answered(shown, wanted, rules):
        practice_answer.commit_list(shown, wanted, rules)
    else:
        bar.place()
        if wanted.mode == practice.SETS:
            practice_sets.side_by_side(shown, wanted, rules)
        practice_feedback.feedback(shown, practice.answers()[wanted.key][0], rules)
        practice.next_button(wanted, rules)
