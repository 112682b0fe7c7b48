"""Words of the Human Phenotype Ontology that are no words of ours: what they count for, and what is only recognized.

Own words always win: a phrase of the ontology is kept only where the vocabulary does not claim it, and is looked up only
where the strict readings of `engine.case.words` find nothing.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import Protocol

from .text import Spelling

_SAME = "="
_LONGEST_ABBREVIATION = 5


class Term(Protocol):
    """A term of `rules/hpo.yaml`."""

    label: str
    synonyms: tuple[str, ...]
    counts_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognized:
    """A term by what it says of findings: `same` if a finding is the very term, else `findings` are those above it."""

    findings: tuple[str, ...]
    same: bool


def hpo_phrases(terms: Mapping[str, Term], findings: Iterable, claimed: tuple[Container[str], ...], spelling: Spelling) -> dict[str, str]:
    """Return the phrases that only the ontology knows, each with findings joined by blanks, "=finding" if it is the same.

    Args:
        terms: id to term. findings: records with `id` and `hpo`.
        claimed: phrases in normal form that are ours. spelling: how phrases are brought to normal form.
    """
    finding_of = {one.hpo: one.id for one in findings if one.hpo}
    # A term that is a finding speaks before one that is only counted for it, and a label before a synonym.
    ordered = sorted(terms, key=lambda name: name not in finding_of)
    said = {name: intern(_SAME + finding_of[name] if name in finding_of else " ".join(terms[name].counts_for)) for name in ordered}
    phrases: dict[str, str] = {}
    for name in ordered:
        _add(phrases, (terms[name].label,), said[name], claimed, spelling)
    for name in ordered:
        _add(phrases, terms[name].synonyms, said[name], claimed, spelling)
    return phrases


def _add(phrases: dict[str, str], words: Iterable[str], said: str, claimed: tuple[Container[str], ...], spelling: Spelling) -> None:
    for one in words:
        key = spelling.normal(one)
        # Short abbreviations stand for too many things.
        if key and not (one.isupper() and len(one) <= _LONGEST_ABBREVIATION) and not any(key in ours for ours in claimed):
            phrases.setdefault(key, said)


def recognized(said: str) -> Recognized:
    """Return what an entry of `hpo_phrases` says."""
    return Recognized(tuple(said.removeprefix(_SAME).split()), said.startswith(_SAME))
