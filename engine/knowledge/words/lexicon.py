"""All known phrases and what each stands for. Built once with the knowledge (`build`) and stored in its cache."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from .hpo import Recognized, recognized
from .text import Spelling

ONE_KIND, TREND = "one kind", "trend"
_BRACKETS = re.compile(r"\s*\([^)]*\)")


class Target(NamedTuple):
    """What a phrase stands for: a finding, a level of an analyte, an analyte itself, or a drug.

    The level of a finding is ONE_KIND for words that name only one kind of it, and otherwise None. That of an analyte is TREND where
    words say which way it goes, and not where it stands.
    """

    kind: str
    id: str
    level: str | None = None

    def whole(self) -> Self:
        """Return the target without the remark that the words name only one kind of it."""
        return self._replace(level=None) if self.level == ONE_KIND else self


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases in normal form to their targets.

    phrases:  findings, levels and analytes, as numbers of `targets`; bags: those of several words, in alphabetical order.
    drugs:    drug names to ids. analytes: names of analytes to ids. longest: most words in a phrase.
    hpo:      phrases that only the ontology knows, see `engine.knowledge.words.hpo`.
    family:   ids of findings that are said of relatives or of descent. of_family: what a target becomes in a relative.
    courses:  ids of findings in whose words a named count is low now; of_course: those of the course; composites: ids of findings that name counts.
    combined: ids of composites of several counts, whose grade is that of no single one.
    counts:   ids of analytes that are blood counts. of_marrow, of_smear: ids of findings seen in the marrow, on the blood film.
    measured: ids of findings to the analyte whose value shows them: fever to temperature.
    tests:    ids of findings that a test gives, and not the eye: serology, cultures, antibodies, markers, genes.
    everyday: ids of findings called by words of daily life, which mean them only where exposures or diet are told.
    exposed:  ids of findings of what was done to a person or met by one, and of what a history tells; when it began is when it was.
    recent:   ids of findings that are true of the last weeks only, and dated to them are there; lately: of those that are called recent.
    once:     ids of findings to what they are where they are told as over; ended_by: to what says so beside them.
    turns:    where a denial ends, as `but` or as `exception`, see `engine.case.turns`.
    doubts:   what asks about all that follows it, see `engine.case.doubt`.
    signs:    what stands for words between others: "w/", "2/2".
    organisms: what grew, as a result names it. headings: names under which several values of the blood stand.
    sections: a heading of a note at the beginning, by the key of a case that it stands for. shorthand: what is written out, and as what.
    other_diagnoses: what a written diagnosis tells of somebody or something else.
    """

    spelling: Spelling
    language: dict
    targets: tuple[Target, ...]
    phrases: dict[str, int]
    hpo: dict[str, str]
    bags: dict[str, int]
    drugs: dict[str, str]
    analytes: dict[str, str]
    family: frozenset[str]
    of_family: dict[Target, Target]
    courses: frozenset[str]
    of_course: frozenset[str]
    composites: frozenset[str]
    combined: frozenset[str]
    counts: frozenset[str]
    measured: dict[str, str]
    of_marrow: frozenset[str]
    of_smear: frozenset[str]
    tests: frozenset[str]
    everyday: frozenset[str]
    exposed: frozenset[str]
    recent: frozenset[str]
    lately: frozenset[str]
    once: dict[str, str]
    ended_by: dict[str, frozenset[str]]
    word_sets: dict[str, frozenset[str]]
    phrase_sets: dict[str, tuple[str, ...]]
    longest: int
    joiners: re.Pattern
    turns: re.Pattern
    doubts: re.Pattern
    signs: re.Pattern
    organisms: re.Pattern
    headings: re.Pattern
    sections: re.Pattern
    shorthand: tuple[tuple[re.Pattern, str], ...]
    other_diagnoses: re.Pattern

    def find(self, key: str) -> Target | None:
        """Return what a phrase in normal form stands for, or None."""
        number = self.phrases.get(key)
        return None if number is None else self.targets[number]

    def analyte(self, name: str) -> str | None:
        """Return the analyte that a name, as it is written, is one of; None for any other."""
        return self.analytes.get(self.spelling.normal(name))

    def measured_by(self, name: str) -> str | None:
        """Return the analyte that a name is one of, read whole or without what stands in brackets: "Bilirubin (direct)", "WBC (automated)"."""
        return self.analyte(name) or self.analyte(_BRACKETS.sub("", name))

    def find_in_hpo(self, key: str) -> Recognized | None:
        """Return what a phrase in normal form says in the Human Phenotype Ontology, or None. Only where `find` has none."""
        said = self.hpo.get(key)
        return None if said is None else recognized(said)

    def find_in_any_order(self, key: str) -> Target | None:
        """Return what the words of a phrase stand for in whatever order, or None."""
        number = self.bags.get(bag(key))
        return None if number is None else self.targets[number]


def bag(key: str) -> str:
    """Return the words of a key in alphabetical order, so that word order does not matter."""
    return " ".join(sorted(key.split()))
