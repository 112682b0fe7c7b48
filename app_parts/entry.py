"""The form: who, counts, other values, findings, drugs. Every part writes only its own keys of the session."""

import streamlit as st

from engine import Case, QuantityError
from engine.case.limits import limits_for
from engine.case.quantities import read_quantity
from engine.knowledge import Knowledge
from engine.knowledge.bins import bin_of, edges

from . import wording
from .state import with_unit

_ONSETS = ("days", "weeks", "months", "years", "lifelong")
_KEPT = {"persist_state": "session"}


def person(knowledge: Knowledge) -> None:
    """Age, sex, pregnancy, time course, setting."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Age in years", min_value=0.0, max_value=130.0, step=1.0, format="%g", key="age", width=130,
                        help="decimals for infants: 0.5 is six months", placeholder="unknown", **_KEPT)
        st.segmented_control("Sex", ["female", "male"], key="sex", **_KEPT)
        if st.session_state["sex"] != "male":
            st.checkbox("Pregnant", key="pregnant", **_KEPT)
        st.selectbox("Began over", _ONSETS, index=None, key="onset", width=130, placeholder="unknown", **_KEPT)
        offered = [name for name, setting in knowledge.settings.items() if setting.offered]
        st.selectbox("Seen in", offered, index=None, format_func=lambda name: knowledge.settings[name].label, key="setting",
                     width=200, placeholder=knowledge.settings[knowledge.default_setting].label, help=wording.PRIOR_HELP, **_KEPT)


def counts(knowledge: Knowledge, case: Case) -> None:
    """The blood count: a value as printed, its unit, and at once what it amounts to."""
    columns = st.columns(3)
    for number, name in enumerate(wording.COUNTS):
        analyte = knowledge.analytes[name]
        with columns[number % 3]:
            value, unit = st.columns([3, 2], vertical_alignment="bottom", gap="xsmall", wrap=False)
            value.text_input(analyte.label, key=f"count_{name}", placeholder="unknown", **_KEPT)
            unit.selectbox(f"Unit of {analyte.label.lower()}", list(analyte.units), key=f"unit_{name}", label_visibility="collapsed",
                           format_func=knowledge.extras["units"].shown, **_KEPT)
            st.caption(_judged(name, knowledge, case))


def _judged(name: str, knowledge: Knowledge, case: Case) -> str:
    """Say low, normal or high with grade and limits, or why a value cannot be read."""
    analyte = knowledge.analytes[name]
    limits = limits_for(analyte, case)
    span = f"{_number(limits.low)} to {_number(limits.high)} {knowledge.extras['units'].shown(analyte.unit)}"
    text = st.session_state[f"count_{name}"].strip()
    if not text:
        return span
    try:
        quantity = read_quantity(with_unit(name, text), analyte=analyte, units=knowledge.extras["units"])
    except QuantityError as error:
        return f":material/error: {_plain(str(error))}"
    if quantity.value is None:
        return quantity.level or "not read"
    level = limits.level(quantity.value)
    step = analyte.bins[bin_of(edges(analyte, low=limits.low, high=limits.high), quantity.value)]
    grade = f", {step.grade}" if step.grade and step.level == level else ""
    mark = {"low": ":material/arrow_downward:", "high": ":material/arrow_upward:", "normal": ":material/check:"}.get(level, ":material/help:")
    said = "unsure without the sex" if level == "unsure" else f"**{level}**{grade}"
    return f"{mark} {said} ({span})"


def _number(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _plain(text: str) -> str:
    """Keep a person's text from being read as markup."""
    return "".join(f"\\{letter}" if letter in "*_[]()#`<>|$~:!" else letter for letter in text)


def other_labs(knowledge: Knowledge) -> None:
    """Any other laboratory value, as printed."""
    names = {one.label: name for name, one in knowledge.analytes.items()}
    with st.form("lab_form", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("Laboratory value", sorted(names), index=None, placeholder="search a test", width=260)
        printed = st.text_input("As printed, with unit", placeholder='"800 ng/mL", "<10 ug/dL", "low"', width=220)
        if st.form_submit_button("Add value", icon=":material/add:") and label and printed.strip():
            st.session_state["labs"] = [*st.session_state["labs"], [label, printed.strip()]]
    _removable("labs", lambda item: f"{item[0]}: {item[1]}")


def findings(knowledge: Knowledge) -> None:
    """One search box for everything in words; what is typed freely is read as words, too."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control("Enter as", list(wording.ENTRY_KINDS), key="entry_kind", default="present", required=True,
                             format_func=wording.ENTRY_KINDS.get)
        st.selectbox("Finding, history, exposure or diet", _labels(knowledge), index=None, key="entry_text", accept_new_options=True,
                     placeholder="search or type, then Enter", on_change=_add_entry)
    for number, (where, text) in enumerate(st.session_state["entries"]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if where in wording.STATES:
                st.segmented_control(f"State of entry {number + 1}", list(wording.STATES), default=where, required=True,
                                     key=f"state_{number}_{text}", label_visibility="collapsed", on_change=_move, args=(number,))
            else:
                st.badge(wording.ENTRY_KINDS[where], color="gray")
            st.text(text, width="content")
            st.button("Remove", icon=":material/close:", key=f"drop_{number}_{text}", type="tertiary", help=f"remove entry {number + 1}",
                      on_click=_drop, args=("entries", number))


@st.cache_data(show_spinner=False, max_entries=2)
def _labels_of(digest: str, _knowledge: Knowledge) -> list[str]:
    del digest
    levels = [f"{level} {one.label.lower()}" for one in _knowledge.analytes.values() for level in ("low", "high")]
    return sorted({one.label for one in _knowledge.findings.values()} | set(levels), key=str.casefold)


def _labels(knowledge: Knowledge) -> list[str]:
    return _labels_of(knowledge.digest, knowledge)


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


def _drop(name: str, number: int) -> None:
    st.session_state[name] = [one for place, one in enumerate(st.session_state[name]) if place != number]


def drugs(knowledge: Knowledge) -> None:
    """Medicines and other substances, with when they were taken."""
    st.checkbox("No medicines taken", key="no_drugs", disabled=bool(st.session_state["drugs"]), **_KEPT)
    names = sorted({one.label for one in knowledge.drugs.values()}, key=str.casefold)
    with st.form("drug_form", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Drug", names, index=None, accept_new_options=True, placeholder="search or type", width=260)
        taken = st.text_input("When and how", placeholder='"started 5 weeks earlier"', width=220)
        if st.form_submit_button("Add drug", icon=":material/add:") and name:
            st.session_state["drugs"] = [*st.session_state["drugs"], [name, taken.strip()]]
    _removable("drugs", lambda item: f"{item[0]}: {item[1]}" if item[1] else item[0])


def _removable(name: str, shown) -> None:
    for number, item in enumerate(st.session_state[name]):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.text(shown(item), width="content")
            st.button("Remove", icon=":material/close:", key=f"drop_{name}_{number}_{item[0]}", type="tertiary",
                      help=f"remove value {number + 1}", on_click=_drop, args=(name, number))
