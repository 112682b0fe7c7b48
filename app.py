"""Entry of the app: page configuration, the notice, navigation. Run with `streamlit run app.py` or `make app`."""

from pathlib import Path

import streamlit as st

from app_parts import draft, wording
from app_parts.state import knowledge_or_stop, prepare


def main() -> None:
    """Draw the page that the address names, below the notice."""
    # A file of our own: a named icon here is fetched by the visitor's browser from a font service.
    st.set_page_config(page_title=wording.TITLE, page_icon=str(Path(__file__).parent / "app_parts" / "icon.svg"), layout="wide")

    pages = [
        st.Page("app_pages/case.py", title=wording.PAGE_CASE, icon=":material/edit_note:", default=True),
        st.Page("app_pages/compare.py", title=wording.PAGE_COMPARE, icon=":material/compare_arrows:"),
        st.Page("app_pages/what_if.py", title=wording.PAGE_WHAT_IF, icon=":material/tune:"),
        st.Page("app_pages/bring_in.py", title=wording.PAGE_BRING_IN, icon=":material/content_paste:"),
        st.Page("app_pages/many.py", title=wording.PAGE_MANY, icon=":material/table_rows:"),
        st.Page("app_pages/learn.py", title=wording.PAGE_LEARN, icon=":material/school:"),
        st.Page("app_pages/practice.py", title=wording.PAGE_PRACTICE, icon=":material/exercise:"),
        st.Page("app_pages/progress.py", title=wording.PAGE_PROGRESS, icon=":material/event_repeat:"),
        st.Page("app_pages/teach.py", title=wording.PAGE_TEACH, icon=":material/co_present:"),
        st.Page("app_pages/knowledge.py", title=wording.PAGE_KNOWLEDGE, icon=":material/menu_book:"),
        st.Page("app_pages/about.py", title=wording.PAGE_ABOUT, icon=":material/info:"),
    ]
    # A flat list: sections are put as headings into the list of the phone's menu, which screen readers stumble over.
    page = st.navigation(pages, position="top")

    st.warning(wording.NOTICE, icon=":material/school:")
    knowledge_or_stop()
    if page.title not in (wording.PAGE_LEARN, wording.PAGE_PRACTICE):  # their address is for others too, and names no draft
        prepare()
        _prepare_begun()
    page.run()


def _prepare_begun() -> None:
    """Go on keeping what was begun on the pages Bring in and Teach; what they need is loaded for nobody else."""
    if draft.is_begun(draft.PASTE):
        from app_parts import bring_in
        bring_in.prepare()
    if draft.is_begun(draft.TEACH):
        from app_parts import author
        author.prepare()


# A process that a test or a library spawns reads this file again, as `__mp_main__`: it must not draw a second app.
if __name__ == "__main__":
    main()
