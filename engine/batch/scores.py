"""The scores of many resolved cases: leading causes and their probabilities, as arrays."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ..knowledge.knowledge import Knowledge
from ..knowledge.same import Same
from .layout import LANES, TILE, layout, room
from .pack import Packed, pack

TOP = 5
"""Causes told of each case, when nothing else is asked."""
_PARTS = 8
"""Into how many parts the share of each core is cut, the later the smaller: a core that is held up leaves some to others, and all end together."""


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The leading causes of many cases, most probable first; the numbers are those of `rank`, to 5 in 100,000 of each.

    families: numbers of the families, shape (cases, top); probability: theirs; column: the most probable leaf of each; of_cause: the probability
    of this leaf's cause, alone and with what it brings on; other: of "something else", shape (cases,); problems: numbers of the cases that
    were not ranked, with the reason.
    """

    families: np.ndarray
    probability: np.ndarray
    column: np.ndarray
    of_cause: np.ndarray
    other: np.ndarray
    problems: dict[int, str]

    def causes(self, knowledge: Knowledge) -> np.ndarray:
        """Return the cause that names each row, as numbers of `named_causes`, shape (cases, top). The rule is that of `candidates`."""
        names = _names(Same(knowledge))
        holds = self.of_cause >= knowledge.model["family_name_share"] * self.probability
        return np.where(holds, names.of_leaf[self.column], names.of_family[self.families])


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    causes: tuple[str, ...]
    of_leaf: np.ndarray
    of_family: np.ndarray


@lru_cache(maxsize=2)
def _names(held: Same) -> _Names:
    knowledge = held.thing
    causes = tuple(knowledge.causes)
    number = {name: place for place, name in enumerate(causes)}
    leaves = knowledge.leaves
    first = [knowledge.leaves[start].family for start, _ in knowledge.family_spans]
    return _Names(causes, np.array([number.get(leaf.causes[0], -1) if leaf.causes else -1 for leaf in leaves], dtype=np.int32),
                  np.array([number.get(name, -1) for name in first], dtype=np.int32))


def named_causes(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the causes in the order of the numbers of `Scores.causes`."""
    return _names(Same(knowledge)).causes


def score_rows(table: pa.Table, knowledge: Knowledge, *, top: int = TOP, setting: str | None = None, threads: int = 1) -> Scores:
    """Rank resolved rows.

    Args:
        table: rows of `engine.batch.resolved.SCHEMA`. knowledge: the compiled rules. top: causes to tell of each, at least 1.
        setting: where all are seen; default is each row's own. threads: how many cores to use.

    Raises:
        CaseError: the setting is not known, or the table holds nothing that can be ranked.
    """
    return score_packed(pack(table, knowledge, setting=setting), knowledge, top=top, threads=threads)


def score_packed(packed: Packed, knowledge: Knowledge, *, top: int = TOP, threads: int = 1) -> Scores:
    """Score packed cases, see `score_rows`."""
    kept = min(top, len(knowledge.families) - 1)
    result = _room(packed.cases, kept)
    _run(packed, knowledge, result, np.empty((0, len(knowledge.leaves))), threads)
    return Scores(*result, packed.problems)


def leaf_probabilities(packed: Packed, knowledge: Knowledge) -> np.ndarray:
    """Return the probability of every leaf, shape (cases, leaves): for tests and study, eight bytes for each."""
    everything = np.empty((packed.cases, len(knowledge.leaves)))
    _run(packed, knowledge, _room(packed.cases, 1), everything, 1)
    return everything


class _Room(NamedTuple):
    """The arrays of `Scores`, which the kernel fills."""

    families: np.ndarray
    probability: np.ndarray
    column: np.ndarray
    of_cause: np.ndarray
    other: np.ndarray


def _room(cases: int, kept: int) -> _Room:
    return _Room(np.zeros((cases, kept), dtype=np.int32), np.zeros((cases, kept)), np.zeros((cases, kept), dtype=np.int32),
                 np.zeros((cases, kept)), np.zeros(cases))


def _run(packed: Packed, knowledge: Knowledge, result: _Room, everything: np.ndarray, threads: int) -> None:
    from .kernel import score
    laid, model = layout(knowledge), knowledge.model
    leaves = laid.column_of, laid.cause_of, laid.starts, laid.layers, laid.family_of

    def part(bounds: tuple[int, int]) -> None:
        score(*bounds, packed.base, packed.base_of, packed.pattern, packed.pattern_of, packed.depth, packed.terms, (laid.weights, laid.fixed),
              (np.float32(1 / model["temperature"]), np.float32(model["group_discount"])), leaves,
              (room(TILE, laid.width), room(1, laid.fronts)[0], room(1, laid.fronts // LANES)[0]), tuple(result), everything)

    workers = max(1, min(threads, os.cpu_count() or 1))
    if workers == 1:
        part((0, packed.cases))
    else:
        left = np.linspace(1, 0, _PARTS * workers + 1) ** 2
        bounds = (packed.cases * (1 - left)).astype(int).tolist()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(part, pairwise(bounds)))
