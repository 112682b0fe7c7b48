"""Learn: a case told stage by stage; commit, think it over, reveal; then the engine's view, the author's path and feedback."""

import streamlit as st

from app_parts import bar, differential, learn, learn_feedback, learn_reflect, learn_story, vocabulary, wording
from app_parts.state import knowledge

rules = knowledge()
st.title(wording.PAGE_LEARN, anchor=False)
st.markdown(wording.LEARN_INTRO)
learn.resume()
case = learn.choose(learn.library_or_stop(rules), rules)
if case is None:
    st.markdown(wording.LEARN_WORDS)
    vocabulary.ways(vocabulary.words(rules), rules)
    st.stop()
so_far = learn.taken(case.id)

if learn.is_finished(case):
    bar.place()
    learn_feedback.feedback(case, so_far, rules)
    st.button("Start this case again", key="learn_again", icon=":material/replay:", on_click=learn.start_again, args=(case.id,))
    st.stop()
# From here on only what is open is used: nothing of a later stage can reach the page.
opened, last = case.opened(so_far.stage), so_far.stage == len(case.stages)
story, work = st.columns(2, gap="large")
with story:
    learn_story.stages(opened, rules)
with work:
    if so_far.reflecting:
        learn_reflect.grid(opened, so_far, rules, last=last, on_done=lambda written: learn.reflect(case, written, rules))
    else:
        st.header("Your differential now", anchor=False)
        differential.form("learn", f"{so_far.stage}_{case.id}", rules, first=so_far.lists[-1] if so_far.lists else (),
                          on_commit=lambda guesses: learn.commit(case.id, guesses))
