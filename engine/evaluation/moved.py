"""Whose ranks a change of the rules moved, and by which numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..case.model import CaseFile
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import resolve_diagnosis, resolve_label
from ..reasoning import explain, gather, rank
from .judge import Judgement, judge


@dataclass(frozen=True, slots=True)
class Change:
    """One summed term of a cause before and after, in log10; None where it was not there."""

    cause: str
    what: str
    before: float | None
    after: float | None

    @property
    def size(self) -> float:
        """How far it went, never negative."""
        return abs((self.after or 0.0) - (self.before or 0.0))


@dataclass(frozen=True, slots=True)
class Move:
    """A case whose right cause stands elsewhere, or whose first row is another; `why` holds the largest changes."""

    id: str
    label: str
    before: Judgement
    after: Judgement
    why: tuple[Change, ...]


def moved(files: Iterable[CaseFile], before: Knowledge, after: Knowledge, *, stage: str, setting: str | None, most: int = 4) -> Iterator[Move]:
    """Compare two states of the rules over cases with a diagnosis.

    Args:
        files: the cases. before, after: the compiled rules. stage, setting: as for `judge`. most: changes to tell of each case.

    Yields:
        The cases that moved, in their order. The changes told are those of the right cause and of both first rows.
    """
    for file in files:
        if file.diagnosis is None:
            continue
        old = judge(file, before, stage=stage, setting=setting)
        new = judge(file, after, stage=stage, setting=setting)
        if (old.place, old.first) != (new.place, new.first):
            causes = dict.fromkeys((resolve_diagnosis(file.diagnosis.cause, after), resolve_label(old.first, after), resolve_label(new.first, after)))
            changes = [change for cause in causes if cause for change in _changes(file, cause, before, after, stage, setting)]
            changes.sort(key=lambda one: -one.size)
            yield Move(file.id, file.diagnosis.cause, old, new, tuple(changes[:most]))


def _changes(file: CaseFile, cause: str, before: Knowledge, after: Knowledge, stage: str, setting: str | None) -> Iterator[Change]:
    old, new = (_terms(file, cause, knowledge, stage, setting) for knowledge in (before, after))
    for what in {**old, **new}:
        change = Change(cause, what, old.get(what), new.get(what))
        if change.size > 0:
            yield change


def _terms(file: CaseFile, cause: str, knowledge: Knowledge, stage: str, setting: str | None) -> dict[str, float]:
    """Return what is summed for a cause, by what it is called; nothing for a cause that these rules do not have."""
    if cause not in knowledge.columns:
        return {}
    explanation = explain(rank(gather(file.at(stage), knowledge, setting=setting), knowledge), knowledge.column(cause), knowledge)
    return {"prior": explanation.prior, **{f"{one.kind} {one.label}": one.weight for one in explanation.reasons}}
