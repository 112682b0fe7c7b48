"""What two causes at once make of the evidence: likelihoods of many pairs side by side.

    finding           1 - (1 - p1)(1 - p2) / (1 - b), b the share in a cause that does not list it; never less than either
    how low a count   P(<= x) = 1 - (1 - F1)(1 - F2)
    pattern           a lineage is low if either lowers it
    value             an abnormal one like a finding, a normal one must be left normal by both; where one cause may raise what
                      another lowers (rules: pairs.adding), their shifts add up on the scale of the bins

See docs/method.md. Arrays over pairs have shape (pairs,); "first" and "second" are the numbers of their leaves.
"""

from typing import NamedTuple

import numpy as np

from ..knowledge.anchors import NEUTROPHILS, WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import AnalyteRecord
from .evidence import Evidence, Term
from .pattern import LETTER_BIT, NEUTROPENIC, SUBSET_NUMBERS, total_given_neutrophils
from .rank import LOG10, Ranking

_LEAST = 1e-12
_MOST = 0.999


class Members(NamedTuple):
    """The pairs: numbers of their leaves, each of shape (pairs,)."""

    first: np.ndarray
    second: np.ndarray


def either(first: np.ndarray, second: np.ndarray, background: np.ndarray | float) -> np.ndarray:
    """Return the chance of what either of two causes may bring, the background counted once; never less than either alone.

    A cause that has it more rarely than the background takes nothing away from the other. All arguments are probabilities, of shapes that
    broadcast; so is the result.
    """
    more, less = np.maximum(first, second), np.minimum(first, second)
    return more + (1 - more) * np.maximum(less - background, 0.0) / (1 - background)


def joint_weights(ranking: Ranking, pairs: Members, knowledge: Knowledge) -> np.ndarray:
    """Return the ln ratio of every term for every pair, before grouping and temperature, shape (terms, pairs).

    The rows are those of `ranking.weights`, so that both are grouped and summed alike.
    """
    weights = np.empty((len(ranking.evidence.terms), len(pairs.first)))
    for number, term in enumerate(ranking.evidence.terms):
        alone = ranking.weights[number]
        if term.kind == "finding":
            weights[number] = _finding(term, alone, pairs, knowledge)
        elif term.kind == "lab" and knowledge.analytes[term.name].is_count and not term.state.endswith("high"):
            weights[number] = alone[pairs.first] + alone[pairs.second]  # neither made it high
        elif term.kind == "lab" and not knowledge.analytes[term.name].lineage:
            weights[number] = _value(term, pairs, knowledge)
        elif term.kind == "lab":
            weights[number] = np.maximum(alone[pairs.first], alone[pairs.second])
        else:  # the time course: either may have been noticed first
            ratio = np.exp(alone)
            weights[number] = np.log((ratio[pairs.first] + ratio[pairs.second]) / 2)
    return weights


def _finding(term: Term, alone: np.ndarray, pairs: Members, knowledge: Knowledge) -> np.ndarray:
    record, rule = knowledge.findings[term.name], knowledge.model["absence"]
    share, mean = knowledge.tables.probability[record.index].astype(float), float(knowledge.tables.mean[record.index])
    joint = either(share[pairs.first], share[pairs.second], float(np.median(share)))
    if term.state != "absent":
        return np.log(joint / mean) * term.scale
    # A floor that is lifted for a member is lifted for the pair.
    floor = np.minimum(rule["floor_log10"] * LOG10, np.minimum(alone[pairs.first], alone[pairs.second]))
    kept = rule["weight"][record.examined] * term.scale
    return np.maximum((np.log1p(-np.minimum(joint, _MOST)) - np.log1p(-mean)) * kept, floor)


def _value(term: Term, pairs: Members, knowledge: Knowledge) -> np.ndarray:
    analyte, shares = knowledge.analytes[term.name], knowledge.tables.lab_bins[term.name]
    members = _bins_of_rows(analyte, knowledge)
    total = np.zeros(len(pairs.first))
    for row, part in term.rows:
        bins = list(members[row])
        alone = shares[bins].sum(axis=0)
        if term.name in knowledge.model["pairs"]["adding"]:
            joint = _shifted(shares, np.array(analyte.reference), bins, pairs)
        else:
            usual = min(sum(analyte.reference[number] for number in bins), _MOST)
            first, second = np.minimum(alone[pairs.first], _MOST), np.minimum(alone[pairs.second], _MOST)
            is_normal = all(analyte.bins[number].level == "normal" for number in bins)
            joint = np.minimum(first * second / max(usual, _LEAST), np.minimum(first, second)) if is_normal else either(first, second, usual)
        mean = float(alone[0] / np.exp(knowledge.tables.weights[row, 0]))
        total += np.log(np.maximum(joint, _LEAST) / mean) * part * term.scale
    return total


def _shifted(shares: np.ndarray, reference: np.ndarray, bins: list[int], pairs: Members) -> np.ndarray:
    """P(bins | pair): the profile of the member that moves the value more, moved on by the shift of the other, in bins."""
    steps = np.arange(len(shares))
    shift = steps @ shares / shares.sum(axis=0) - steps @ reference / reference.sum()
    swap = np.abs(shift[pairs.first]) < np.abs(shift[pairs.second])
    more, less = np.where(swap, pairs.second, pairs.first), np.where(swap, pairs.first, pairs.second)
    landing = np.clip(steps[:, None] + shift, 0, len(steps) - 1)
    hit = sum(np.maximum(1 - np.abs(landing - number), 0.0) for number in bins)
    return (shares[:, more] * hit[:, less]).sum(axis=0)


def _bins_of_rows(analyte: AnalyteRecord, knowledge: Knowledge) -> dict[int, tuple[int, ...]]:
    """Return the bins that each row of an analyte stands for, by number of the row."""
    count, rows = len(analyte.bins), knowledge.tables.rows
    named: dict[str, list[int]] = {}
    for number, step in enumerate(analyte.bins):
        named[f"#{number}"], named[f"<#{number}"], named[f">#{number}"] = [number], list(range(number + 1)), list(range(number, count))
        for name in dict.fromkeys((step.level, f"{step.grade}-{step.level}", step.name)):
            named.setdefault(name, []).append(number)
    return {rows[key]: tuple(bins) for name, bins in named.items() if (key := f"{analyte.id}:{name}") in rows}


def joint_pattern(evidence: Evidence, pairs: Members, knowledge: Knowledge) -> np.ndarray:
    """Return ln P(the lineages seen low and not low | pair), shape (pairs,).

    The chance that all that is low lies within a set is the product of the members' chances; those of the single subsets
    follow by inclusion and exclusion.
    """
    counts, within = evidence.counts, _INSIDE.T @ knowledge.tables.pattern

    def chance(subsets: np.ndarray) -> np.ndarray:
        signed = _SIGNS @ subsets
        return ((within * signed[:, None]).T @ within)[pairs.first, pairs.second]

    if counts.white_cells is None:
        return np.log(np.maximum(chance(counts.subsets), _LEAST))
    lymphopenia = knowledge.tables.lymphopenia
    either_low = 1 - (1 - lymphopenia[pairs.first]) * (1 - lymphopenia[pairs.second])
    with_neutropenia, without = total_given_neutrophils(counts.white_cells, either_low, knowledge)
    seen = chance(counts.subsets * NEUTROPENIC) * with_neutropenia + chance(counts.subsets * ~NEUTROPENIC) * without
    return np.log(np.maximum(seen, _LEAST))


_SIZES = np.array([bin(number).count("1") for number in SUBSET_NUMBERS])
_INSIDE = ((SUBSET_NUMBERS[:, None] & ~SUBSET_NUMBERS[None, :]) == 0).astype(float)
"""1 where the subset of the row lies within that of the column."""
_SIGNS = _INSIDE * (-1.0) ** (_SIZES[None, :] - _SIZES[:, None])


def low_chance(lineage: str, pattern: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return the chance that a lineage is low, from shares of the subsets of low lineages, shape (8, ...)."""
    letter = knowledge.model["lineages"][lineage]["letter"]
    return pattern[(SUBSET_NUMBERS & LETTER_BIT[letter]) > 0].sum(axis=0)


def joint_depth(evidence: Evidence, pairs: Members, knowledge: Knowledge) -> np.ndarray:
    """Return ln of P(as low as seen | pair, low) over its mean over causes, summed over the counts, shape (pairs,)."""
    total = np.zeros(len(pairs.first))
    lineage_of = {rule["analyte"]: name for name, rule in knowledge.model["lineages"].items()} | {WHITE_CELLS: NEUTROPHILS}
    for term in evidence.fixed:
        if term.kind != "depth":
            continue
        analyte = term.name.partition(":")[2]
        shares = knowledge.tables.depth[analyte]
        below = np.cumsum(shares, axis=0) / shares.sum(axis=0) * low_chance(lineage_of[analyte], knowledge.tables.pattern, knowledge)
        joint = 1 - (1 - below[:, pairs.first]) * (1 - below[:, pairs.second])
        joint = np.diff(joint, axis=0, prepend=0.0) / joint[-1]
        members = _bins_of_depth_rows(knowledge.analytes[analyte], knowledge)
        for row, part in term.rows:
            bins = list(members[row])
            mean = float(shares[bins, 0].sum() / np.exp(knowledge.tables.fixed[row, 0]))
            total += np.log(np.maximum(joint[bins].sum(axis=0), _LEAST) / mean) * part
    return total


def _bins_of_depth_rows(analyte: AnalyteRecord, knowledge: Knowledge) -> dict[int, tuple[int, ...]]:
    rows = knowledge.tables.fixed_rows
    named: dict[str, list[int]] = {}
    for number, step in enumerate(step for step in analyte.bins if step.level == "low"):
        for name in dict.fromkeys((f"#{number}", step.name, f"{step.grade}-low")):
            named.setdefault(name, []).append(number)
        named[f"<#{number}"] = list(range(number + 1))
    return {rows[key]: tuple(bins) for name, bins in named.items() if (key := f"depth:{analyte.id}:{name}") in rows}
