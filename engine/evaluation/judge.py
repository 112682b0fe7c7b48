"""One case held against its diagnosis."""

from collections.abc import Callable
from dataclasses import dataclass

from ..case.model import CaseFile
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import is_right, resolve_diagnosis
from ..reasoning import Evidence, Ranking, Row, gather, rank, rows

_ALL_ROWS = 1000

Ranker = Callable[[Evidence, Knowledge], Ranking]
"""Whatever turns gathered evidence into a ranking: `rank`, or a baseline judged beside it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one case was ranked.

    place: place of the first right row, None when no label resolved or no row is right
    exact_place: the same with the main label alone, without `also_correct`
    probability: summed over all right rows; confidence: of the first row; right_first: whether that row is right
    brier: sum over rows of (probability - 1 if right else 0) squared, the right mass taken as one class
    words: counts of entries by status; unresolved: labels of the diagnosis that name no cause
    """

    id: str
    label: str
    place: int | None
    exact_place: int | None
    probability: float
    confidence: float
    right_first: bool
    brier: float
    first: str
    words: dict[str, int]
    unresolved: tuple[str, ...]


def judge(file: CaseFile, knowledge: Knowledge, *, stage: str, setting: str | None, ranker: Ranker = rank) -> Judgement:
    """Rank a case and compare it with its diagnosis. A case without one raises ValueError."""
    if file.diagnosis is None:
        raise ValueError(f"case '{file.id}' has no diagnosis; evaluation needs one; add it under 'diagnosis'")
    ranking = ranker(gather(file.at(stage), knowledge, setting=setting), knowledge)
    labels = (file.diagnosis.cause, *file.diagnosis.also_correct)
    resolved = {label: resolve_diagnosis(label, knowledge) for label in labels}
    accepted = {cause for cause in resolved.values() if cause is not None}
    main = resolved[file.diagnosis.cause]
    listed = rows(ranking, knowledge, top=_ALL_ROWS)
    held = [_causes_of(row, knowledge) for row in listed]
    right = [is_right(names, accepted, knowledge) for names in held]
    exact = [main is not None and is_right(names, {main}, knowledge) for names in held]
    mass = sum(row.probability for row, good in zip(listed, right, strict=True) if good)
    wrong = sum(row.probability ** 2 for row, good in zip(listed, right, strict=True) if not good)
    other = float(ranking.probability[knowledge.other])
    return Judgement(
        id=file.id, label=file.diagnosis.cause, place=_first(right), exact_place=_first(exact), probability=mass,
        confidence=listed[0].probability, right_first=right[0], brier=(1 - mass) ** 2 + wrong + other ** 2, first=listed[0].name,
        words=_words(ranking), unresolved=tuple(label for label, cause in resolved.items() if cause is None))


def _causes_of(row: Row, knowledge: Knowledge) -> set[str]:
    """Causes that a row stands for: its name, and the labels of leaves that hold a good part of it."""
    names = {row.id}
    for leaf in row.leaves:
        if leaf.probability >= knowledge.model["leaf_counts_share"] * row.probability:
            names |= set(leaf.id.split("+"))
    return names


def _first(right: list[bool]) -> int | None:
    return right.index(True) + 1 if True in right else None


def _words(ranking: Ranking) -> dict[str, int]:
    readings = ranking.evidence.observations.readings
    return {status: sum(one.status == status for one in readings) for status in ("used", "partly", "unused", "not_understood")}
