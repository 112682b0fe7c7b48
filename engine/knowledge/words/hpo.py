"""Words of the Human Phenotype Ontology that are no words of ours: what they count for, and what is only recognized.

Own words always win: a phrase of the ontology is kept only where the vocabulary does not claim it, and is looked up only
where the strict readings of `engine.case.words` find nothing.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from sys import intern
from typing import NamedTuple, Protocol

from .text import Spelling

_SAME, _APART, _LABELS = "=", "!", "|"
_LONGEST_ABBREVIATION = 5


class Ontology(NamedTuple):
    """What is needed to read and to write ids: the release, the label of each stored term, and earlier ids of merged terms."""

    release: str = ""
    labels: Mapping[str, str] = {}
    merged: Mapping[str, str] = {}


class Term(Protocol):
    """A term of `rules/hpo.yaml`."""

    label: str
    synonyms: tuple[str, ...]
    also: tuple[str, ...]
    counts_for: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Recognized:
    """A term by what it says of findings: `same` if a finding is the very term, else `findings` are those above it.

    `labels` are those of the findings, for a note. `apart`: a review found that no finding named in it may be taken either,
    such as edema from "cerebral edema".
    """

    findings: tuple[str, ...]
    labels: str
    same: bool
    apart: bool


def ontology(release: str, terms: Mapping[str, Term]) -> Ontology:
    """Return the ids of the stored terms."""
    return Ontology(release, {name: term.label for name, term in terms.items()},
                    {earlier: name for name, term in terms.items() for earlier in term.also})


def hpo_phrases(terms: Mapping[str, Term], findings: Collection, claimed: tuple[Container[str], ...], spelling: Spelling) -> dict[str, str]:
    """Return the phrases that only the ontology knows, each with what `recognized` reads of it.

    One text a term, and not a record: thousands of them are loaded at every start, and few are asked for.

    Args:
        terms: id to term. findings: records with `id` and `hpo`.
        claimed: phrases in normal form that are ours. spelling: how phrases are brought to normal form.
    """
    label_of = {one.id: one.label for one in findings}
    finding_of = {one.hpo: one.id for one in findings if one.hpo}
    # A term that is a finding speaks before one that is only counted for it, and a label before a synonym.
    ordered = sorted(terms, key=lambda name: name not in finding_of)
    said = {name: _said((finding_of[name],) if name in finding_of else terms[name].counts_for, label_of, same=name in finding_of)
            for name in ordered}
    phrases: dict[str, str] = {}
    for name in ordered:
        _add(phrases, (terms[name].label,), said[name], claimed, spelling)
    for name in ordered:
        _add(phrases, terms[name].synonyms, said[name], claimed, spelling)
    return phrases


def _said(findings: tuple[str, ...] | None, label_of: Mapping[str, str], *, same: bool) -> str:
    labels = ", ".join(label_of[name] for name in findings or ())
    return intern(f"{_SAME if same else _APART if findings == () else ''}{' '.join(findings or ())}{_LABELS}{labels}")


def _add(phrases: dict[str, str], words: Iterable[str], said: str, claimed: tuple[Container[str], ...], spelling: Spelling) -> None:
    for one in words:
        key = spelling.normal(one)
        # Short abbreviations stand for too many things.
        if key and not (one.isupper() and len(one) <= _LONGEST_ABBREVIATION) and not any(key in ours for ours in claimed):
            phrases.setdefault(key, said)


def recognized(said: str) -> Recognized:
    """Return what an entry of `hpo_phrases` says."""
    findings, _, labels = said.partition(_LABELS)
    return Recognized(tuple(findings.lstrip(_SAME + _APART).split()), labels, same=findings.startswith(_SAME), apart=findings == _APART)
