"""Words of the field: a short page each, with a live example that the engine computes on an example case."""

from collections.abc import Iterable

import streamlit as st

from engine import CaseFile, Knowledge, read_cases
from engine.teaching.prose import paragraphs
from engine.teaching.vocabulary import Live, example

from . import wording
from .reasons import cited
from .state import EXAMPLES, KEPT

KIND = "Words"
HABITS = ("premature-closure", "anchoring", "base-rate-neglect")
"""Words for the habits that a learner's lists are held against."""
_PAGE = "app_pages/knowledge.py"


def words(rules: Knowledge) -> dict[str, dict]:
    """Return all words by id; none where there is no `rules/teaching.yaml`."""
    return rules.teaching["vocabulary"] if rules.teaching else {}


@st.cache_data(show_spinner=False, max_entries=2)
def _examples(changed: int) -> dict[str, CaseFile]:
    del changed
    return {file.id: file for file in read_cases(EXAMPLES)}


@st.cache_data(show_spinner=False, max_entries=100)
def _live(word: str, name: str, changed: int, digest: str, _rules: Knowledge) -> Live:
    del digest
    return example(word, _examples(changed)[name].case, _rules)


def page(name: str, rules: Knowledge) -> None:
    """One word: what it means, what of it is computed here, the example, when it misleads, sources."""
    word, changed = words(rules)[name], EXAMPLES.stat().st_mtime_ns
    st.header(word["label"], anchor=False)
    st.markdown(wording.plain(word["means"]))
    st.markdown(f"**Here.** {wording.plain(word['here'])}")
    files = _examples(changed)
    key = f"word_{name}"
    st.session_state.setdefault(key, word["example"])
    with st.container(border=True, key="word_example"):
        chosen = st.selectbox("Example case, hypothetical", list(files), format_func=lambda one: files[one].title, key=key, **KEPT)
        with st.expander("The case"):
            for lead, text in paragraphs(files[chosen].case, rules):
                st.markdown(f"{f'**{lead}:** ' if lead else ''}{wording.plain(text)}")
        _shown(_live(name, chosen, changed, rules.digest, rules), word["label"])
    st.markdown(f"**When it misleads.** {wording.plain(word['misleads'])}")
    st.markdown("Sources of what it means: " + " · ".join(cited(key, rules) for key in word["sources"]))
    st.caption(wording.WORD_CAPTION)


def _shown(live: Live, label: str) -> None:
    for sentence in live.says:
        st.markdown(wording.plain(sentence))
    if live.rows:
        heads = [wording.plain(head) for head in live.columns]
        st.table([dict(zip(heads, map(wording.plain, row), strict=True)) for row in live.rows], alt=f"A live example of {label.lower()}",
                 border="horizontal")


def ways(names: Iterable[str], rules: Knowledge) -> None:
    """Buttons that open the pages of some words."""
    with st.container(horizontal=True, gap="small", key="word_ways"):
        for name in names:
            if st.button(words(rules)[name]["label"], key=f"word_way_{name}", type="tertiary", icon=":material/menu_book:", on_click=_choose,
                         args=(name,)):
                st.switch_page(_PAGE)


def _choose(name: str) -> None:
    st.session_state.update(kind=KIND, **{f"chosen_{KIND}": name})
