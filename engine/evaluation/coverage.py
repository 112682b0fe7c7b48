"""How much of what published lists call a cause of low counts is known here: as a cause, as a drug, or written down as neither."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import resolve_label

if TYPE_CHECKING:
    from ..knowledge.models import CoverageFile


@dataclass(frozen=True, slots=True)
class Coverage:
    """Labels of the lists by what becomes of them; each stands in one field."""

    causes: tuple[str, ...]
    drugs: tuple[str, ...]
    stood_for: tuple[str, ...]
    excluded: tuple[str, ...]
    unresolved: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many labels there are."""
        return len(self.causes) + len(self.drugs) + len(self.stood_for) + len(self.excluded) + len(self.unresolved)

    @property
    def share(self) -> float:
        """Part of the labels that is not unresolved."""
        return 1 - len(self.unresolved) / self.total if self.total else 0.0


def read_labels(file: Path) -> tuple[str, ...]:
    """Return the distinct values of the column `cause` of a CSV file, in the order in which they first stand."""
    with file.open(encoding="utf-8", newline="") as rows:
        return tuple(dict.fromkeys(row["cause"] for row in csv.DictReader(rows)))


def coverage(labels: Iterable[str], knowledge: Knowledge, written: "CoverageFile | None" = None) -> Coverage:
    """Sort labels by what becomes of them; a cause wins over a drug, both over what is written by hand.

    Args:
        labels: what the lists call a cause.
        knowledge: the compiled rules.
        written: the content of `rules/coverage.yaml`, where labels stand as the lists write them; None counts names alone.
    """
    found: dict[str, list[str]] = {field: [] for field in Coverage.__dataclass_fields__}
    for label in labels:
        found[_fate(label, knowledge, written)].append(label)
    return Coverage(**{field: tuple(some) for field, some in found.items()})


def _fate(label: str, knowledge: Knowledge, written: "CoverageFile | None") -> str:
    if resolve_label(label, knowledge) is not None:
        return "causes"
    # Only the whole label: "non-chemotherapy drugs" names no chemotherapy.
    if knowledge.lexicon.spelling.normal(label.replace("/", " ")) in knowledge.lexicon.drugs:
        return "drugs"
    if written is not None and label in written.stands_for:
        return "stood_for"
    return "excluded" if written is not None and label in written.excluded else "unresolved"
