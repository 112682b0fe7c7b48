"""The single entries of a case: listed, left out, answered otherwise. A case is never changed; a new one is returned."""

from dataclasses import replace
from typing import NamedTuple

from .model import ENTRY_KEYS, REGIONS, Case, with_words

_SINGLE = ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "region", "onset")


class Entry(NamedTuple):
    """One thing that was entered: the key of the case it stands under, and its text.

    Of a value and of a drug that is its name; of a dated count `2024-01-31, ANC: 0.4 K/uL`.
    """

    where: str
    text: str


def entries(case: Case) -> tuple[Entry, ...]:
    """Return everything that was entered but the setting: single facts, values, words, drugs, in the order of a case file."""
    single = [Entry(name, _printed(value)) for name in _SINGLE if (value := getattr(case, name)) is not None
              and not (name == "region" and value in REGIONS)]
    drugs = [Entry("medications", one.name) for one in case.medications or ()]
    if case.medications == ():
        drugs = [Entry("medications", "none")]
    counts = [Entry("series", _count(when, name, printed)) for when, labs in case.series.items() for name, printed in labs.items()]
    return (*single, *(Entry("labs", name) for name in case.labs), *(Entry(*one) for one in case.entries()), *drugs, *counts)


def _count(when: str, name: str, printed: str) -> str:
    return f"{when}, {name}: {printed}"


def _printed(value: str | float | bool) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else value if isinstance(value, str) else f"{value:g}"


def without(case: Case, entry: Entry) -> Case:
    """Return the case as if an entry had not been made: unknown, not absent. Of several drugs the others stay."""
    if entry.where in _SINGLE:
        unknown: dict = {entry.where: None}
        return replace(case, **unknown)
    if entry.where == "labs":
        return replace(case, labs={name: printed for name, printed in case.labs.items() if name != entry.text})
    if entry.where == "medications":
        left = tuple(one for one in case.medications or () if one.name != entry.text)
        return replace(case, medications=left or None)
    if entry.where == "series":
        kept = {when: {name: printed for name, printed in labs.items() if _count(when, name, printed) != entry.text}
                for when, labs in case.series.items()}
        return replace(case, series={when: labs for when, labs in kept.items() if labs})
    return with_words(case, {entry.where: tuple(text for text in getattr(case, entry.where) if text != entry.text)})


def answered(case: Case, text: str, state: str) -> Case:
    """Return the case with a finding in words in a state, wherever it stood before.

    Args:
        text: the words. state: present, absent or unsure.
    """
    cleared = {key: tuple(one for one in getattr(case, key) if one != text) for key in ENTRY_KEYS}
    return with_words(case, {**cleared, state: (*cleared[state], text)})
