"""How each entry was understood, and offers for what was not. What a person typed is shown by st.text only."""

import streamlit as st

from engine import Knowledge, suggest
from engine.case.reading import Mention, Reading
from engine.reasoning import Evidence
from engine.telling import NO_UNIT, units_taken

from . import wording
from .entry import offer_buttons


def words(evidence: Evidence, rules: Knowledge) -> None:
    """First what was not understood, with offers; then, folded, how every entry was read."""
    readings = evidence.observations.readings
    missed = [one for one in readings if one.status == "not_understood"]
    if missed:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f":material/question_mark: **Not understood, so not weighed: {len(missed)}**")
            for number, one in enumerate(missed):
                _offer(number, one, rules)
    counts = {status: sum(one.status == status for one in readings) for status in wording.STATUS}
    if not readings:
        return
    label = "How each entry was understood: " + ", ".join(f"{count} {wording.STATUS[name]}" for name, count in counts.items() if count)
    with st.expander(label, key="words", on_change="rerun") as body:
        if body.open:
            st.text("\n".join(_told(one, rules) for one in readings))
            if taken := units_taken(evidence.observations, rules):
                st.text(wording.unit(f"{NO_UNIT[:1].upper()}{NO_UNIT[1:]}: {'; '.join(taken)}"))


def _offer(number: int, one: Reading, rules: Knowledge) -> None:
    note = one.note.removeprefix(f"{one.text.partition(': ')[0]}: ")  # a value's own name stands before it already
    st.text(wording.unit(one.text + (f" ({note})" if note else "")))
    if one.where not in ("onset", "series"):
        offer_buttons(f"offer_{number}", one.where, one.text, suggest(one.text, rules, where=one.where))


def _told(one: Reading, rules: Knowledge) -> str:
    names = ", ".join(dict.fromkeys(_meant(mention, rules) for mention in one.mentions))
    return (f"{one.text}: {wording.STATUS[one.status]}" + (f", as {names}" if names else "")
            + (f"; left over: {' '.join(one.leftover)}" if one.leftover else "")
            + (f"; {one.note}" if one.note else ""))


def _meant(mention: Mention, rules: Knowledge) -> str:
    if mention.kind == "finding":
        name = rules.findings[mention.id].label
    elif mention.kind == "drug":
        name = rules.drugs[mention.id].label
    else:
        name = f"{rules.analytes[mention.id].label}{f' {mention.level}' if mention.level else ''}"
    return name if mention.state == "present" else f"{name} ({mention.state})"
