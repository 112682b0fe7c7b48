"""The form: who, other values, findings, drugs. Every part writes only its own keys of the session."""

from base64 import b64encode
from collections.abc import Iterable
from functools import partial

import streamlit as st

from engine import Case, suggest
from engine.case.drugs import DrugUse, read_medications
from engine.case.model import REGIONS, drug_told
from engine.case.quantities import counted_as
from engine.case.reading import Reading
from engine.case.suggest import Suggestion
from engine.case.words import read_words
from engine.days import span
from engine.knowledge import Knowledge

from . import person_fields, wording
from .counts import judge, offer_units
from .state import KEPT

_THUMB = 36
"""How wide a button with a picture and no words is, in pixels: a thumb needs as much."""
_CROSS = "data:image/svg+xml;base64," + b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><path d="M4 4l8 8M12 4l-8 8" stroke="gray" stroke-width="2"/></svg>').decode()
"""A picture and not an icon: a picture has a text of its own, by which a screen reader tells one button from the next."""
_LISTED = {"entries": "entry", "drugs": "drug", "labs": "laboratory test"}
Readings = dict[tuple[str, str], Reading]


def person(rules: Knowledge) -> None:
    """Age, sex, pregnancy, time course, setting, ancestry, region."""
    state = st.session_state
    with st.container(horizontal=True, vertical_alignment="top", gap="xsmall"):
        _number("age", width=145)
        st.segmented_control("Sex", ["female", "male"], key="sex", **KEPT)
        st.selectbox("Began over", _with_own(wording.ONSETS, state["onset"]), index=None, key="onset", width=125, placeholder="unknown",
                     help="how long it has been going on", **KEPT)
        offered = [name for name, setting in rules.settings.items() if setting.offered or name == state["setting"]]
        st.selectbox("Seen in", offered, index=None, format_func=lambda name: rules.settings[name].label, key="setting",
                     width=140, placeholder=rules.settings[rules.default_setting].label, help=wording.PRIOR_HELP, **KEPT)
        if state["sex"] != "male":
            with st.container(width="content", gap=None):
                st.space(person_fields.LABEL_HEIGHT)
                st.checkbox("Pregnant", key="pregnant", **KEPT)
            if state["pregnant"]:
                _number("gestation_weeks", width=125)
        st.selectbox("Ancestry", _with_own(_options(rules.digest, rules)["ancestries"], state["ancestry"]), index=None, key="ancestry", width=200,
                     placeholder="unknown", help=wording.ANCESTRY_HELP, **KEPT)
        st.selectbox("Region", _with_own(_options(rules.digest, rules)["places"], state["region"]), index=None, key="region", width=140,
                     placeholder="unknown", help=wording.REGION_HELP, **KEPT)
    for name in person_fields.FIELDS:
        if why := person_fields.trouble(name, person_fields.as_typed(name, state[name], state[f"{name}_typed"])):
            st.text(f"{why}. {wording.COUNTS_AS_UNKNOWN}")


def _number(name: str, *, width: int) -> None:
    state = st.session_state
    person_fields.field(name, number=state[name], typed=state[f"{name}_typed"], key=f"{name}_text", width=width,
                        on_change=lambda typed: state.update({name: person_fields.taken(name, typed)[0], f"{name}_typed": typed}))


def _with_own(offered: Iterable[str], text: str | None) -> list[str]:
    """Return a closed list with the words of an opened file beside it."""
    return list(dict.fromkeys((*offered, *filter(None, (text,)))))


@st.cache_data(show_spinner=False, max_entries=2)
def _options(digest: str, _rules: Knowledge) -> dict[str, list[str]]:
    """Everything that can be searched: findings and levels in words, analytes, drugs, ancestries, places."""
    del digest
    levels = [f"{level} {one.label.lower()}" for one in _rules.analytes.values() for level in ("low", "high")]
    findings = sorted({one.label for one in _rules.findings.values() if not one.names_cause} | set(levels), key=str.casefold)
    labs = sorted((one.label for name, one in _rules.analytes.items() if name not in wording.COUNTS), key=str.casefold)
    ancestries = sorted(one.label.removesuffix(" ancestry") for name, one in _rules.findings.items() if name.startswith("ancestry-"))
    places = sorted(one.label for name, one in _rules.findings.items() if name.startswith("region-"))
    return {"findings": findings, "labs": labs, "ancestries": ancestries, "places": [*REGIONS, *places],
            "drugs": sorted({one.label for one in _rules.drugs.values()}, key=str.casefold)}


def findings(rules: Knowledge, readings: Readings) -> None:
    """One search box for everything in words; what is typed freely is read as words, too."""
    st.subheader("Findings and history", help=wording.SEARCH_HELP, anchor=False)
    st.selectbox("Search findings, history, exposures, diet, family", _options(rules.digest, rules)["findings"], index=None, key="entry_text",
                 accept_new_options=True, placeholder="search, or type your own words",
                 on_change=_add_entry, label_visibility="collapsed", icon=":material/search:")
    st.segmented_control("Add as", list(wording.ENTRY_KINDS), key="entry_kind", default="present", required=True,
                         format_func=wording.ENTRY_KINDS.get, label_visibility="collapsed", wrap=True)
    for number, (where, text) in enumerate(st.session_state["entries"]):
        # The words first: a narrow screen puts state and cross together on the line below them.
        with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.text(text, width="content")
                if named := named_otherwise(text, readings.get((where, text)), rules):
                    st.caption(wording.READ_AS.format(wording.plain("; ".join(named))), width="content")
                _mark(readings.get((where, text)))
            with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="content"):
                if where in wording.STATES:
                    key = f"state_{number}_{text}"
                    st.session_state[key] = where
                    st.segmented_control(f"State of entry {number + 1}", wording.STATES, required=True, key=key,
                                         label_visibility="collapsed", on_change=_move, args=(number,))
                else:
                    st.badge(wording.ENTRY_KINDS[where], color="gray")
                _remove_button("entries", number, text)
        _offers(number, where, text, rules, readings)


def _offers(number: int, where: str, text: str, rules: Knowledge, readings: Readings) -> None:
    """Beside what was not understood, what may have been meant. Never taken by itself."""
    reading = readings.get((where, text))
    if reading is None or reading.status not in ("not_understood", "partly"):
        return
    missed = reading.status == "not_understood"
    offer_buttons(f"fix_{number}", where, text, suggest(text, rules, where=where) if missed else offers_beside(reading, rules))


def offer_buttons(key: str, where: str, text: str, offers: Iterable[Suggestion]) -> None:
    """One button an offer; the first stands out where the text is the beginning of its name or one letter away."""
    labels: dict[str, bool] = {}
    for offer in offers:
        labels.setdefault(offer.label, offer.near)
    if not labels:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(wording.DID_YOU_MEAN, width="content")
        for place, (label, near) in enumerate(labels.items()):
            st.button(f"Use: {wording.plain(label)}", key=f"{key}_{label}", on_click=replace_text, args=(where, text, label),
                      type="primary" if near and not place else "secondary")


def offers_beside(reading: Reading, rules: Knowledge) -> list[Suggestion]:
    """Return offers for an entry that was understood in part, which say it more closely than what was understood."""
    taken = {rules.findings[one.id].label for one in reading.mentions if one.kind == "finding"}
    left = set(reading.leftover)
    return [offer for offer in suggest(reading.text, rules, where=reading.where)
            if offer.label not in taken and left & set(rules.lexicon.spelling.tokens(offer.label))]


def replace_text(where: str, text: str, label: str) -> None:
    """Put an offer in the place of what was not understood."""
    state = st.session_state
    if state["ancestry"] and where == "family_history" and text in (state["ancestry"], f"{state['ancestry']} ancestry"):
        state["ancestry"] = label.removesuffix(" ancestry")
    elif where == "medications":
        state["drugs"] = [[label, taken] if text in (name, f"{name}: {taken}") else [name, taken] for name, taken in state["drugs"]]
    elif where == "labs":
        state["labs"] = [[label, printed] if text == f"{name}: {printed}" else [name, printed] for name, printed in state["labs"]]
    else:
        state["entries"] = [[kept, label] if (kept, old) == (where, text) else [kept, old] for kept, old in state["entries"]]


def named_otherwise(text: str, reading: Reading | None, rules: Knowledge) -> list[str]:
    """Return the names of the findings that an entry was read as and does not hold itself: the reasons of the ranking use these names."""
    mentions = reading.mentions if reading else ()
    labels = dict.fromkeys(rules.findings[one.id].label for one in mentions if one.kind == "finding")
    return [label for label in labels if label.casefold() not in text.casefold()]


def _mark(reading: Reading | None) -> None:
    """Say beside an entry when it was not, or not wholly, made use of."""
    if reading is None:
        return
    if reading.where == "present" and reading.mentions and all(one.state == "absent" for one in reading.mentions):
        st.badge(wording.READ_AS_ABSENT, icon=":material/remove:", color="gray")
    if reading.status in wording.MARKS:
        label, icon, color = wording.MARKS[reading.status]
        st.badge(label, icon=icon, color=color)


def _remove_button(name: str, number: int, text: str) -> None:
    said = f"Remove {_LISTED[name]} {number + 1}"
    st.button(f"![{said}]({_CROSS})", key=f"drop_{name}_{number}_{text}", type="tertiary", help=said, width=_THUMB,
              on_click=_drop, args=(name, number))


def _drop(name: str, number: int) -> None:
    st.session_state[name] = [one for place, one in enumerate(st.session_state[name]) if place != number]


def _add_entry() -> None:
    state = st.session_state
    text = (state["entry_text"] or "").strip()
    if text and [state["entry_kind"], text] not in state["entries"]:
        state["entries"] = [*state["entries"], [state["entry_kind"], text]]
    state["entry_text"] = None


def _move(number: int) -> None:
    entries = [list(one) for one in st.session_state["entries"]]
    entries[number][0] = st.session_state[f"state_{number}_{entries[number][1]}"]
    st.session_state["entries"] = entries


def other_labs(rules: Knowledge, case: Case, readings: Readings) -> None:
    """Any other laboratory value, as printed: choose the test, then type its value beside it."""
    st.subheader("Other laboratory values", anchor=False)
    st.selectbox("Search a laboratory test", _options(rules.digest, rules)["labs"], index=None, key="lab_name", accept_new_options=True,
                 placeholder="search, or type a name", on_change=_add_pair, args=("lab_name", "labs"),
                 label_visibility="collapsed", icon=":material/search:")
    names = rules.lexicon
    for number, (name, printed) in enumerate(st.session_state["labs"]):
        analyte = rules.analytes.get(counted_as(names.analyte(name) or "", printed, rules.derivations))
        hint = wording.VALUE_HINT.format(wording.unit(rules.units.shown(analyte.unit))) if analyte else "value"
        with st.container(gap="xxsmall"):
            _pair("labs", number, name, printed, f"Value of laboratory test {number + 1}", hint, readings.get(("labs", f"{name}: {printed}")))
            if not analyte and not printed and read_words(name, "present", names).status == "not_understood":
                offer_buttons(f"fix_lab_{number}", "labs", f"{name}: ", suggest(name, rules, where="labs"))
            if analyte and printed:
                judged = judge(printed, analyte, case, analyte.unit, rules)
                if judged.trouble:
                    st.text(wording.unit(judged.trouble))
                    offer_units(f"read_lab_{number}", printed, analyte, analyte.unit, rules, take=partial(_set_lab, number))
                else:
                    st.caption(judged.words)


def _set_lab(number: int, printed: str) -> None:
    state = st.session_state
    state["labs"] = [[name, printed if place == number else value] for place, (name, value) in enumerate(state["labs"])]


def drugs(rules: Knowledge, case: Case, readings: Readings) -> None:
    """Medicines and other substances: choose one, then type beside it when it was started."""
    st.subheader("Drugs and when they were started", anchor=False)
    st.selectbox("Search a drug", _options(rules.digest, rules)["drugs"], index=None, key="drug_name", accept_new_options=True,
                 placeholder="search, or type a name", on_change=_add_pair, args=("drug_name", "drugs"),
                 label_visibility="collapsed", icon=":material/search:")
    listed = st.session_state["drugs"]
    uses = read_medications(tuple((one.name, one.taken) for one in case.medications or ()), rules, case)
    for number, (name, taken) in enumerate(listed):
        reading = readings.get(("medications", drug_told(name, taken)))
        with st.container(gap="xxsmall"):
            _pair("drugs", number, name, taken, f"When drug {number + 1} was taken", "started 5 weeks earlier", reading)
            if reading is not None and reading.status in ("used", "partly"):
                lost = f"no such drug is known: {', '.join(reading.leftover)}; " if reading.leftover else ""
                st.caption(lost + (reading.note or _timing(uses[number])))
            elif reading is not None and reading.status == "not_understood":
                offer_buttons(f"fix_drug_{number}", "medications", name, suggest(name, rules, where="medications"))
    if not listed:
        st.checkbox("No medicines taken", key="no_drugs", **KEPT)


def _timing(use: DrugUse) -> str:
    """Say how the time was understood, since a drug's weight hangs on it."""
    timing = use.timing
    said = []
    if use.long_term:
        said.append(wording.LONG_TERM)
    elif timing.started_days is not None:
        said.append(f"started {span(timing.started_days)} before")
    if timing.dose_raised_days is not None:
        said.append(f"dose raised {span(timing.dose_raised_days)} before")
    if timing.stopped_days is not None:
        said.append(f"stopped {span(timing.stopped_days)} before")
    said += [words for holds, words in ((timing.started_after, "started after the counts fell"), (timing.re_exposure, "taken again"),
                                        (timing.overdose, "overdose"), (timing.past, "no longer taken")) if holds]
    return "read as: " + ", ".join(said) if said else "when it was started is not known: it weighs less"


def _add_pair(key: str, listed: str) -> None:
    state = st.session_state
    name = (state[key] or "").strip()
    if name and all(name != known for known, _ in state[listed]):
        state[listed] = [*state[listed], [name, ""]]
    state[key] = None


def _pair(listed: str, number: int, name: str, value: str, label: str, hint: str, reading: Reading | None = None) -> None:
    """A name with the text that belongs to it, to be changed in place."""
    key = f"{listed}_{number}_{name}"
    st.session_state[key] = value
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.text(name, width=150)
        st.text_input(label, key=key, placeholder=hint, label_visibility="collapsed", width=250,
                      on_change=_set_pair, args=(listed, number, key))
        _mark(reading)
        _remove_button(listed, number, name)


def _set_pair(listed: str, number: int, key: str) -> None:
    state = st.session_state
    state[listed] = [[name, state[key].strip() if place == number else value] for place, (name, value) in enumerate(state[listed])]
