"""For teachers: make a case and save it as a file; see what a class takes for what."""

import streamlit as st

from app_parts import author, author_check, class_view, wording
from app_parts.state import KEPT, knowledge

MAKE, CLASS = "Make a case", "See a class"

rules = knowledge()
st.title(wording.PAGE_TEACH, anchor=False)
if st.segmented_control("What for", [MAKE, CLASS], default=MAKE, required=True, key="teach_kind", label_visibility="collapsed", **KEPT) == CLASS:
    class_view.view(rules)
else:
    author.prepare()
    st.markdown(wording.TEACH_INTRO)
    form, said = st.columns([3, 2], gap="large")
    with form:
        with st.popover("Open a saved case", icon=":material/folder_open:"):
            author.opener(rules)
        author.head()
        st.header("Stages", anchor=False)
        author.stage(rules)
        st.header("Answer", anchor=False)
        author.answer(rules)
    with said:
        st.header("Check and save", anchor=False)
        author_check.check(rules)
