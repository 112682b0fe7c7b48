"""The form in which a teacher makes a case: what it asks, what it holds, and how a saved case comes back into it."""

from dataclasses import replace

import streamlit as st

from engine import Case, CaseError, Knowledge
from engine.case.model import ENTRY_KEYS, Diagnosis
from engine.teaching import STAGES, Stage, TeachingCase, Thought, parse_teaching
from engine.teaching.author import id_of, read_drugs, read_lines, read_values

from . import draft, person_fields, wording
from .differential import with_abbreviations
from .state import KEPT

DIFFICULTIES = ("easy", "moderate", "hard")
_SEXES = ("female", "male")
_FIRST = (("present", "Present"), ("absent", "Absent"))
_MORE = (("history", "History"), ("exposures", "Exposure"), ("diet", "Diet"), ("family_history", "Family"), ("unsure", "Unsure"))
_BY_NAME = "search by name or abbreviation"
_HEAD = {"title": "", "difficulty": "moderate", "goals": "", "cause": None, "also": [], "detail": "", "look": [], "top": STAGES[3], "sources": []}
_PART = {"text": "", "age": "", "sex": None, "onset": "", "pregnant": False, "values": "", "drugs": "", "no_drugs": False, "path": [], "why": "",
         **dict.fromkeys(ENTRY_KEYS, "")}


def prepare() -> None:
    """Give every key of the form its first value, or what was written before the page was loaded anew."""
    state = st.session_state
    for name, first in _first_values().items():
        state.setdefault(name, first)
    if left := draft.left_by_the_last_session(draft.TEACH):
        state.update(left)
    draft.keep(_form(), draft.TEACH)


def _form() -> dict:
    """Return the form as it stands; an empty one is nothing."""
    state, first = st.session_state, _first_values()
    written = {name: state[name] for name in (*first, *(_key(f"by_{cause}") for cause in state[_key("look")])) if name in state}
    differs = any(value != first.get(name) for name, value in written.items() if name != "teach_stage")
    return {name: list(value) if isinstance(value, list) else value for name, value in written.items()} if differs else {}


def _first_values() -> dict:
    head = {_key(name): list(first) if isinstance(first, list) else first for name, first in _HEAD.items()}
    parts = {_key(name, number): list(first) if isinstance(first, list) else first for number in range(len(STAGES)) for name, first in _PART.items()}
    return {**head, **parts, "teach_stage": STAGES[0], "teach_base": {}, "teach_id": ""}


def _key(name: str, stage: int | None = None) -> str:
    return f"teach_{name}" if stage is None else f"teach_{stage}_{name}"


def head() -> None:
    """What the case is called and teaches."""
    st.text_input("Title, read before the case is opened", key=_key("title"), max_chars=120,
                  placeholder="A man with numb feet and low counts", **KEPT)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Difficulty", DIFFICULTIES, key=_key("difficulty"), format_func=str.capitalize, width=150, **KEPT)
        st.selectbox("Answer among the engine's first five from", STAGES, key=_key("top"), format_func=str.capitalize, width=300, **KEPT)
    st.text_area("What it teaches: one to three sentences, one a line", key=_key("goals"), height=80, **KEPT)


def stage(rules: Knowledge) -> None:
    """One stage at a time: its prose, its entries, and what the author thinks then."""
    chosen = st.segmented_control("Stage", STAGES, key="teach_stage", format_func=str.capitalize, required=True, wrap=True, **KEPT)
    number = STAGES.index(chosen)
    st.text_area("What is told, in your own words", key=_key("text", number), height=110, **KEPT)
    if number == 0:
        _person()
    _areas(_FIRST, number)
    st.text_area("Values, one a line", key=_key("values", number), height=90, placeholder="WBC: 2.3 x10^9/L", **KEPT)
    with st.expander("History, exposure, diet, family, drugs"):
        _areas(_MORE, number)
        st.text_area("Drugs, one a line; after a semicolon when", key=_key("drugs", number), height=70,
                     placeholder="methimazole; started 6 weeks earlier", **KEPT)
        st.checkbox("Takes no drugs", key=_key("no_drugs", number), **KEPT)
    names = with_abbreviations(rules)
    st.multiselect("What you think at this stage, the most likely first", list(names), key=_key("path", number), format_func=names.get,
                   placeholder=_BY_NAME, filter_mode="contains", **KEPT)
    st.text_area("Why", key=_key("why", number), height=80, **KEPT)


def _person() -> None:
    with st.container(horizontal=True, vertical_alignment="top", gap="small"):
        with st.container(width=150, gap="xxsmall"):
            typed = st.text_input(person_fields.FIELDS["age"].label, key=_key("age", 0), placeholder="age", help=wording.AGE_HELP, **KEPT)
            person_fields.remark("age", (typed or "").strip())
        st.selectbox("Sex", _SEXES, index=None, key=_key("sex", 0), format_func=str.capitalize, width=140, placeholder="unknown", **KEPT)
        st.text_input("Began", key=_key("onset", 0), placeholder="3 weeks ago", width=170, **KEPT)
        with st.container(width="content", gap=None):
            st.space(person_fields.LABEL_HEIGHT)
            st.checkbox("Pregnant", key=_key("pregnant", 0), **KEPT)


def _areas(fields, number: int) -> None:
    for left in range(0, len(fields), 2):
        for column, (name, label) in zip(st.columns(2), fields[left:left + 2], strict=False):
            column.text_area(f"{label}, one a line", key=_key(name, number), height=90, **KEPT)


def answer(rules: Knowledge) -> None:
    """What it is, what looks alike, and where it comes from."""
    names = with_abbreviations(rules)
    st.selectbox("Answer", list(names), index=None, key=_key("cause"), format_func=names.get, placeholder=_BY_NAME,
                 filter_mode="contains", **KEPT)
    st.multiselect("Also right", list(names), key=_key("also"), format_func=names.get, placeholder=_BY_NAME, filter_mode="contains", **KEPT)
    st.text_input("What is to be said of the answer (may stay empty)", key=_key("detail"), max_chars=300, **KEPT)
    st.multiselect("Look-alikes", list(names), key=_key("look"), format_func=names.get, placeholder=_BY_NAME, filter_mode="contains", **KEPT)
    chosen = st.session_state[_key("cause")]
    known = dict(rules.causes[chosen].look_alikes) if chosen else {}
    for cause in st.session_state[_key("look")]:
        st.session_state.setdefault(_key(f"by_{cause}"), known.get(cause, ""))
        st.text_input(f"What separates {rules.causes[cause].name}", key=_key(f"by_{cause}"), max_chars=500, **KEPT)
    offered = {key: f"{rules.sources[key].citation} ({key})" for key in _cited(rules)}
    st.multiselect("Sources that the picture follows, of those cited for these causes", list(offered), key=_key("sources"),
                   format_func=offered.get, **KEPT)


def _cited(rules: Knowledge) -> list[str]:
    """Return the sources of the answer and its look-alikes, and those chosen before: all of them would be more than a list can offer."""
    state = st.session_state
    found = set(state[_key("sources")])
    for cause in filter(None, [state[_key("cause")], *state[_key("look")]]):
        found |= {*rules.causes[cause].sources, *(entry.source for entry in rules.provenance[cause].values())}
    return sorted(key for key in found if key in rules.sources)


def current(rules: Knowledge) -> TeachingCase:
    """Return the case that the form holds, as far as it goes. Stages without prose are left out.

    Raises:
        CaseError: an age or lines of values that cannot be read, with their stage.
    """
    state, stages, wrong = st.session_state, [], []
    for number, name in enumerate(STAGES):
        if text := (state[_key("text", number)] or "").strip():
            try:
                stages.append((number, Stage(name, text, _entered(number))))
            except CaseError as error:
                wrong += [f"{name}: {line}" for line in str(error).splitlines()]
    if wrong:
        raise CaseError("\n".join(wrong))
    cause, also = state[_key("cause")], tuple(state[_key("also")])
    path = {one.name: Thought(tuple(state[_key("path", number)]), (state[_key("why", number)] or "").strip()) for number, one in stages}
    return TeachingCase(
        id=state["teach_id"] or id_of(state[_key("title")] or ""), title=(state[_key("title")] or "").strip(), difficulty=state[_key("difficulty")],
        goals=read_lines(state[_key("goals")]), stages=tuple(one for _, one in stages),
        diagnosis=Diagnosis(rules.causes[cause].name if cause else "", (state[_key("detail")] or "").strip() or None,
                            tuple(rules.causes[one].name for one in also)),
        truth=(*([cause] if cause else []), *also), path=path,
        look_alikes=tuple((one, (state.get(_key(f"by_{one}")) or "").strip()) for one in state[_key("look")]),
        top_five_from=state[_key("top")], sources=tuple(state[_key("sources")]))


def left_out() -> tuple[str, ...]:
    """Return the stages in which something was entered and nothing is told: they are not in the case."""
    state, first = st.session_state, _first_values()
    return tuple(name for number, name in enumerate(STAGES) if not (state[_key("text", number)] or "").strip()
                 and any((state[key] or first[key]) != first[key] for key in (_key(part, number) for part in _PART)))


def _entered(number: int) -> Case:
    """Return what a stage says. What the form has no field for stays as it was in the file that was opened.

    Raises:
        CaseError: everything of the stage that cannot be read.
    """
    state, labs, wrong = st.session_state, {}, []
    age, why = person_fields.taken("age", (state[_key("age", 0)] or "").strip()) if number == 0 else (None, "")
    try:
        labs = read_values(state[_key("values", number)])
    except CaseError as error:
        wrong.append(str(error))
    if wrong := [*filter(None, [why]), *wrong]:
        raise CaseError("\n".join(wrong))
    case = replace(state["teach_base"].get(STAGES[number], Case()), labs=labs,
                   medications=read_drugs(state[_key("drugs", number)], none_taken=bool(state[_key("no_drugs", number)])),
                   **{name: read_lines(state[_key(name, number)]) for name in ENTRY_KEYS})
    if number:
        return case
    return replace(case, age=age, sex=state[_key("sex", 0)], onset=(state[_key("onset", 0)] or "").strip() or None,
                   pregnant=True if state[_key("pregnant", 0)] else case.pregnant if case.pregnant is False else None)


def opener(rules: Knowledge) -> None:
    """Take a saved case back into the form."""
    st.file_uploader("Teaching case (YAML), at most 1 MB", type=["yaml", "yml"], key="teach_upload", on_change=_opened, args=(rules,))
    if trouble := st.session_state.get("teach_trouble"):
        st.error(wording.NOT_OPENED, icon=":material/error:")
        st.text(trouble)


def _opened(rules: Knowledge) -> None:
    upload = st.session_state["teach_upload"]
    st.session_state["teach_trouble"] = ""
    if upload is None:
        return
    try:
        show(parse_teaching(upload.getvalue(), file=upload.name, knowledge=rules))
    except CaseError as error:
        st.session_state["teach_trouble"] = str(error)


def clear() -> None:
    """Empty the form, keeping one step back."""
    if written := _form():
        st.session_state["teach_before"] = written
    st.session_state.update(_first_values())


def undo() -> None:
    """Bring back what the form held before it was cleared or another case was opened; doing it again goes forth."""
    before = st.session_state.pop("teach_before")
    clear()
    st.session_state.update(before)


def show(case: TeachingCase) -> None:
    """Put a case into the form, replacing what was there."""
    clear()
    state = st.session_state
    state.update({_key("title"): case.title, _key("difficulty"): case.difficulty, _key("goals"): "\n".join(case.goals), _key("cause"): case.truth[0],
                  _key("also"): list(case.truth[1:]), _key("detail"): case.diagnosis.detail or "", _key("top"): case.top_five_from,
                  _key("look"): [cause for cause, _ in case.look_alikes], _key("sources"): list(case.sources),
                  **{_key(f"by_{cause}"): by for cause, by in case.look_alikes},
                  "teach_id": case.id, "teach_base": {one.name: one.case for one in case.stages}})
    for one in case.stages:
        number, told = STAGES.index(one.name), one.case
        state.update({_key("text", number): one.text, _key("age", number): "" if told.age is None else f"{told.age:g}", _key("sex", number): told.sex,
                      _key("onset", number): told.onset or "", _key("pregnant", number): bool(told.pregnant),
                      _key("values", number): "\n".join(f"{name}: {value}" for name, value in told.labs.items()),
                      _key("drugs", number): "\n".join(f"{drug.name}; {drug.taken}" if drug.taken else drug.name for drug in told.medications or ()),
                      _key("no_drugs", number): told.medications == (), _key("path", number): list(case.path[one.name].causes),
                      _key("why", number): case.path[one.name].why,
                      **{_key(name, number): "\n".join(getattr(told, name)) for name in ENTRY_KEYS}})
