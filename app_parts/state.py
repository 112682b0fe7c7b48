"""What a session remembers: the case as typed, in the widgets' own keys and a few lists of text."""

import re
from dataclasses import replace
from pathlib import Path

import streamlit as st

from engine import Case, CaseFile, Knowledge, Medication, PeniaError, load
from engine.case.quantities import counted_as
from engine.knowledge import RULES
from engine.knowledge.cache import knowledge_digest

from . import draft, wording

EXAMPLES = Path(__file__).resolve().parent.parent / "cases" / "examples.yaml"
KEPT = {"persist_state": "session"}
"""Given to every widget of the form, so that the case survives a look at another page."""

OWN, _OWN_TITLE = "my-case", "My case"
"""Id and title of a case that was written or brought in here and not opened from a file."""

_SINGLE = {"age": None, "sex": None, "pregnant": False, "gestation_weeks": None, "setting": None, "onset": None, "ancestry": None, "region": None,
           "no_drugs": False, "age_typed": "", "gestation_weeks_typed": ""}
_LISTS = ("labs", "entries", "drugs", "series")
_COUNT_KEYS = tuple(f"count_{analyte}" for analyte in wording.COUNTS)
_UNIT_KEYS = tuple(f"unit_{group}" for group in wording.UNIT_CHOICES)
_FORM = (*_SINGLE, *_LISTS, *_COUNT_KEYS, *_UNIT_KEYS, "opened", "confirmed")
_NUMBER_AND_UNIT = re.compile(r"\s*([<>]?\s*\d[\d.,]*)(?:\s+(?=\d)|\s*(?!\d))(\S.*?)\s*")


@st.cache_resource(show_spinner=False, max_entries=2)
def _knowledge(digest: str) -> Knowledge:
    del digest
    return load()


def knowledge() -> Knowledge:
    """Return the compiled rules, loaded once for each content of the rules. `knowledge_or_stop` comes first in a run."""
    return _knowledge(st.session_state["digest"])


def knowledge_or_stop() -> None:
    """Look once a run whether the rules have changed; show what is wrong with them, if anything, and stop there."""
    try:
        st.session_state["digest"] = knowledge_digest(RULES)
        knowledge()
    except (PeniaError, OSError) as error:
        st.error("The rules are wrong; the app cannot rank until they are mended. Nothing you typed was lost.", title="Rules")
        st.text(str(error))
        st.stop()


def prepare() -> None:
    """Give every key of the form its first value, or what was typed before the page was loaded anew."""
    state = st.session_state
    for name, first in _first_values().items():
        state.setdefault(name, first)
    if left := draft.left_by_the_last_session():
        state.update(_copied(left))
    draft.keep(_form() if is_filled() else {})


def _first_values() -> dict:
    units = {f"unit_{group}": units_of(group, knowledge())[0] for group in wording.UNIT_CHOICES}
    return {**_SINGLE, **{name: [] for name in _LISTS}, **dict.fromkeys(_COUNT_KEYS, ""), **units, "opened": None, "confirmed": False}


def units_of(group: str, rules: Knowledge) -> list[str]:
    """Return the units in which every count of a group can be typed without naming one."""
    members = [rules.analytes[name] for name, member_of in wording.COUNTS.items() if member_of == group]
    return [unit for unit in members[0].units if all(unit in one.units for one in members)]


def remember() -> None:
    """Keep the form as it is, so that one step can be undone."""
    st.session_state["before"] = _form()


def undo() -> None:
    """Bring back the form as it was before the last case was opened or the form was cleared."""
    state = st.session_state
    before = state.pop("before", None)
    if before:
        remember()
        state.update(_copied(before))
        _start_over()


def is_filled() -> bool:
    """Return whether anything of the form differs from an empty one; the units of the counts are no part of a case."""
    return any(st.session_state.get(name, first) != first for name, first in _first_values().items() if name not in _UNIT_KEYS)


def _form() -> dict:
    return _copied({name: st.session_state[name] for name in _FORM if name in st.session_state})


def _copied(form: dict) -> dict:
    return {name: [list(item) for item in value] if isinstance(value, list) else value for name, value in form.items()}


def _start_over() -> None:
    """A different case: nothing is revealed or ranked without a low count, and the page Compare follows the leaders again."""
    st.session_state.update(revealed=False, own_list="", write_first=False, rank_anyway=False, compared_by_hand=False, upload_trouble="")


def clear() -> None:
    """Forget the case, keeping one step back."""
    if is_filled():
        remember()
    st.session_state.update(_first_values())
    _start_over()


def show(file: CaseFile, *, stage: str = "presentation") -> None:
    """Put a case into the form, replacing what was there."""
    clear()
    state, case, rules = st.session_state, file.at(stage), knowledge()
    state.update(examples_popover=False, open_popover=False)
    state.update(age=case.age, sex=case.sex, pregnant=bool(case.pregnant), gestation_weeks=case.gestation_weeks, onset=case.onset,
                 ancestry=case.ancestry, region=case.region, opened=file, confirmed=stage == "confirmed", no_drugs=case.medications == (),
                 setting=case.setting if case.setting in rules.settings else None)
    names = rules.lexicon
    for name, printed in case.labs.items():
        analyte = counted_as(names.analyte(name) or "", printed, rules.derivations)  # "0.8 %" of reticulocytes is their percent
        if analyte in wording.COUNTS and not state[f"count_{analyte}"]:
            state[f"count_{analyte}"] = printed
        else:
            state["labs"].append([name, printed])
    _shorten_counts()
    state["series"] = [[when, {name: _shortened(analyte_of(name), text) for name, text in labs.items()}] for when, labs in case.series.items()]
    state["entries"] = [[where, text] for where, text in case.entries()]
    state["drugs"] = [[one.name, one.taken] for one in case.medications or ()]


def _shorten_counts() -> None:
    """Where a count is a number and the unit chosen for its group, keep the number: the unit stands beside."""
    for name in wording.COUNTS:
        st.session_state[f"count_{name}"] = _shortened(name, st.session_state[f"count_{name}"])


def _shortened(name: str | None, text: str) -> str:
    """Return the number of a count of the form that is printed in the unit chosen for it; any other text as it is."""
    parts, rules = _NUMBER_AND_UNIT.fullmatch(text), knowledge()
    if parts is None or name not in wording.COUNTS:
        return text
    group = wording.COUNTS[name]
    wanted = st.session_state[f"unit_{group}"] if group else rules.analytes[name].unit
    return parts[1] if wanted in rules.units.candidates(parts[2]) else text


def add_confirming() -> None:
    """Add what settled the opened case to the form as it stands."""
    file = st.session_state["opened"]
    show(replace(file, case=current_case()), stage="confirmed")


def current_case() -> Case:
    """Return the case that the form holds; what the form has no field for stays as it was in the opened file."""
    state, rules = st.session_state, knowledge()
    labs = {name: printed for name, printed in state["labs"] if printed}
    for analyte in wording.COUNTS:
        if text := (state[f"count_{analyte}"] or "").strip():
            labs[rules.analytes[analyte].label] = with_unit(analyte, text)
    listed = {where: tuple(text for kept, text in state["entries"] if kept == where) for where in wording.ENTRY_KINDS}
    drugs = tuple(Medication(name, taken) for name, taken in state["drugs"])
    pregnant = bool(state["pregnant"]) and state["sex"] != "male"
    opened = state["opened"].at("confirmed" if state["confirmed"] else "presentation") if state["opened"] else Case()
    denied = False if opened.pregnant is False else None
    return Case(
        age=state["age"], sex=state["sex"], pregnant=True if pregnant else denied,
        gestation_weeks=state["gestation_weeks"] if pregnant else None, setting=state["setting"], onset=(state["onset"] or "").strip() or None,
        labs=labs, medications=drugs if drugs or state["no_drugs"] else None,
        ancestry=(state["ancestry"] or "").strip() or None, region=state["region"], series=_series(), **listed)


def analyte_of(name: str) -> str | None:
    """Return the analyte that a test's name means, None where it is not known."""
    names = knowledge().lexicon
    return names.analyte(name)


def _series() -> dict[str, dict[str, str]]:
    """Return the dated counts: rows with a date and a value; rows of one date are joined, of two values of a test the later stands."""
    found: dict[str, dict[str, str]] = {}
    for when, labs in st.session_state["series"]:
        values = {name: with_unit(analyte_of(name), text.strip()) for name, text in labs.items() if text.strip()}
        if when.strip() and values:
            found[when.strip()] = {**found.get(when.strip(), {}), **values}
    return found


def series_rows() -> list[list]:
    """Return the rows of the table of dated counts as typed, each [when, {name of a test: value}]; a part may be missing."""
    return st.session_state["series"]


def series_table(blank: int) -> tuple[list[list], str]:
    """Return the rows that the table's widget starts from, and its key.

    They stay while the widget lives, since its edits count from them. When it was away, or the rows were changed elsewhere,
    a new widget starts from the rows as they are.

    Args:
        blank: rows to offer where there are none.
    """
    state = st.session_state
    if state.get("series_key") not in state or state["series_seen"] != state["series"]:
        number = state.get("series_number", 0) + 1
        state.update(series_number=number, series_key=f"series_table_{number}", series_seen=state["series"],
                     series_start=state["series"] or [["", {}]] * blank)
    return state["series_start"], state["series_key"]


def change_series(key: str, when: str, names: dict[str, str]) -> None:
    """Take the edits of the table into the rows. `when` is the column of dates, `names` maps the others to the tests in them."""
    state = st.session_state
    edits, rows = state[key], [[at, dict(labs)] for at, labs in state["series_start"]]
    added = [["", {}] for _ in edits["added_rows"]]
    for row, cells in [*((rows[place], cells) for place, cells in edits["edited_rows"].items()), *zip(added, edits["added_rows"], strict=True)]:
        row[0] = (cells.get(when, row[0]) or "").strip()
        row[1].update({names[column]: str(text or "") for column, text in cells.items() if column in names})
    kept = [row for place, row in enumerate(rows) if place not in edits["deleted_rows"]] + added
    state["series"] = state["series_seen"] = [row for row in kept if row[0] or any(row[1].values())]


def current_file() -> CaseFile:
    """Return the form as a case file: with the title, source and answer of the file it was opened from."""
    opened = st.session_state["opened"]
    if opened is None:
        return CaseFile(id=OWN, title=_OWN_TITLE, case=current_case())
    title = opened.title or (_OWN_TITLE if opened.id == OWN else opened.title)
    return replace(opened, title=title, case=current_case(), confirming=None if st.session_state["confirmed"] else opened.confirming)


def with_unit(analyte: str | None, text: str) -> str:
    """Add the unit chosen for a count, unless the text already prints one."""
    group = wording.COUNTS.get(analyte)
    has_unit = any(letter.isalpha() or letter in "%/" for letter in text)
    if has_unit or group is None:
        return text
    return f"{text} {knowledge().units.shown(st.session_state[f'unit_{group}'])}"
