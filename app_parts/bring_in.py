"""Parts of the page Bring in: the box, the text with its marks, what is offered, and the taking of what is ticked."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from engine import Case, CaseFile, Knowledge, PeniaError
from engine.case.model import ENTRY_KEYS, merged
from engine.formats.persons import is_known_word
from engine.formats.privacy import scrub
from engine.formats.privacy import told as told_dropped
from engine.formats.prose import MAX_LETTERS, Found, Told, case_of, doubts, in_our_words, meaning, read_prose

from . import draft, wording
from .state import KEPT, OWN, current_case, knowledge, show

_EXAMPLE = Path(__file__).resolve().parent.parent / "cases" / "report.txt"


def prepare() -> None:
    """Give the box what stood in it before the page was loaded anew, with what was found and ticked."""
    if left := draft.left_by_the_last_session(draft.PASTE):
        st.session_state.update(left)
    draft.keep(_form(), draft.PASTE)


def _form() -> dict:
    """Return the text without identifiers, also where it was not read yet, and what was found in it with its ticks; an empty box is nothing."""
    state = st.session_state
    text, told = state.get("bring_text") or "", state.get("bring_told")
    if not text.strip() and told is None:
        return {}
    if state.get("bring_clean", ("",))[0] != text:
        state["bring_clean"] = text, scrub(text, is_word=is_known_word(knowledge().lexicon)).text
    ticks = {} if told is None else {key: state[key] for key in map(_key, range(len(told.found))) if key in state}
    return {"bring_text": state["bring_clean"][1], "bring_told": told, "bring_round": state.get("bring_round", 0), **ticks}


def paste_box() -> None:
    """The box for the text, and what reads it."""
    st.text_area("Report or vignette", key="bring_text", height=220, max_chars=MAX_LETTERS, help=wording.BRING_PRIVACY,
                 placeholder="WBC 2.1 (4.0-11.0) L ... or: a 52-year-old man denies fever ...", **KEPT)
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Read", icon=":material/document_scanner:", type="primary", key="bring_read", on_click=_read)
        st.button("Example", icon=":material/lightbulb:", key="bring_example", on_click=_example, help="Puts an invented report into the box")
        st.button("Clear the box", icon=":material/restart_alt:", key="bring_clear", on_click=_forget)
    st.caption(wording.BRING_PRIVACY)
    if trouble := st.session_state.get("bring_trouble"):
        st.error("The text was not read.", icon=":material/error:")
        st.text(trouble)


def _example() -> None:
    _forget()
    st.session_state["bring_text"] = _EXAMPLE.read_text(encoding="utf-8")
    _read()


def _forget() -> None:
    st.session_state.update(bring_text="", bring_told=None, bring_trouble="")


def _read() -> None:
    """Read the text. What is kept of it, in the box too, is the text without what was dropped."""
    state = st.session_state
    state.update(bring_trouble="", bring_told=None)
    if not (state["bring_text"] or "").strip():
        state["bring_trouble"] = wording.BRING_EMPTY
        return
    try:
        told = read_prose(state["bring_text"] or "", knowledge())
    except PeniaError as error:
        state["bring_trouble"] = str(error)
        return
    told = replace(told, found=tuple(in_our_words(one, knowledge()) for one in told.found))
    unclear = doubts(told.found)
    state.update(bring_told=told, bring_text=told.text, bring_round=state.get("bring_round", 0) + 1)
    for number in range(len(told.found)):
        state[_key(number)] = number not in unclear


def _key(number: int) -> str:
    """Name the tick of an offer, new after each reading."""
    return f"bring_tick_{st.session_state['bring_round']}_{number}"


def notices(told: Told) -> None:
    """What was dropped, what could not be read, and whether anything was found."""
    if dropped := told_dropped(told.dropped):
        st.warning(dropped, icon=":material/privacy_tip:")
    if told.not_read:
        st.warning(f"Values seen and not read: {len(told.not_read)}", icon=":material/question_mark:")
        st.text("\n".join(f"{one.text}: {one.why}" for one in told.not_read))
    if not told.found:
        st.info(wording.BRING_NOTHING, icon=":material/search_off:")


def marked_text(told: Told) -> None:
    """The text with a numbered mark around everything that was found."""
    st.header("Text", anchor="text")
    st.caption(wording.BRING_MARKS)
    st.text(with_marks(told))


def with_marks(told: Told) -> str:
    """Return the text with marks such as «3 fever»; what overlaps shares one mark: «1,2 ...»."""
    spans: list[tuple[int, int, list[int]]] = []
    for number, one in enumerate(told.found, start=1):
        if spans and one.start < spans[-1][1]:
            start, end, numbers = spans[-1]
            spans[-1] = start, max(end, one.end), [*numbers, number]
        else:
            spans.append((one.start, one.end, [number]))
    parts, at = [], 0
    for start, end, numbers in spans:
        parts += [told.text[at:start], f"\u00ab{','.join(map(str, numbers))}\u00a0{told.text[start:end]}\u00bb"]
        at = end
    return "".join([*parts, told.text[at:]])


def offers(told: Told, rules: Knowledge) -> list[Found]:
    """Show every offer with a tick; return those that are ticked."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button("Tick all", key="bring_all", on_click=_tick, args=(len(told.found), True))
        st.button("Untick all", key="bring_none", on_click=_tick, args=(len(told.found), False))
    unclear, ticked = doubts(told.found), []
    for number, one in enumerate(told.found):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if st.checkbox(f"{number + 1} · {wording.BRING_KINDS[one.key]}", key=_key(number), width=130, **KEPT):
                ticked.append(one)
            st.text(_shown(one), width="content")
            if (known := meaning(one, rules)) and known.casefold() != one.text.casefold():
                st.caption(f"read as {wording.plain(known)}", width="content")
            if (words := _in_the_text(one, told)) and words.casefold() != one.text.casefold():
                st.text(f"in the text: {words}", width="content")
            if number in unclear:
                st.text(wording.BRING_UNSURE + unclear[number], width="content")
    return ticked


def _shown(one: Found) -> str:
    if one.key == "pregnant":
        return "yes"
    return f"{one.text}: {one.value}" if one.value else one.text


def _in_the_text(one: Found, told: Told) -> str:
    """Return the words from which an entry was read, for all that is not a value or a drug, which stand as they are printed."""
    return " ".join(told.text[one.start:one.end].split()) if one.key in (*ENTRY_KEYS, "onset") else ""


def _tick(many: int, ticked: bool) -> None:
    st.session_state.update({_key(number): ticked for number in range(many)})


def take(ticked: list[Found], rules: Knowledge) -> bool:
    """Buttons that put what is ticked into the form; return whether one was pressed."""
    known = current_case()
    things = f"{len(ticked)} ticked {'entry' if len(ticked) == 1 else 'entries'}"
    added = st.button(f"Take the {things} into the case", type="primary", icon=":material/input:", key="bring_take", disabled=not ticked,
                      help="Adds to what the form holds; a value that is there already is replaced")
    fresh = not known.is_empty() and st.button(f"New case with the {things}", icon=":material/note_add:", key="bring_new", disabled=not ticked,
                                               help="Replaces what the form holds; Undo on the page Case brings it back")
    if not added and not fresh:
        return False
    case = case_of(ticked)
    show(CaseFile(id=OWN, case=case if fresh else joined(known, case, rules)))
    return True


def joined(known: Case, brought: Case, rules: Knowledge) -> Case:
    """Return the case of the form with what was brought; of two values of one analyte that which was brought."""
    lexicon = rules.lexicon
    measured = {lexicon.analyte(name) or name for name in brought.labs}
    labs = {name: value for name, value in known.labs.items() if (lexicon.analyte(name) or name) not in measured}
    entries = {key: tuple(text for text in getattr(brought, key) if text not in getattr(known, key)) for key in ENTRY_KEYS}
    return merged(replace(known, labs=labs), replace(brought, **entries))
