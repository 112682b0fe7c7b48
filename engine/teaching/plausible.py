"""What is drawn of an analyte: what a cause states, and no further from usual than it states."""

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import AnalyteRecord
from .rules import teaching_rules

_DIGITS = 9
_SAME = 1e-3
"""Shares so near to one another are the same; tables are rounded, and a cause states shares of a hundredth."""


def drawn_shares(name: str, leaf: int, knowledge: Knowledge) -> np.ndarray:
    """Return how often each bin of an analyte is drawn for a leaf that says something of it, shape (bins,), summing to 1.

    That is what its causes state, without the part of the reference that keeps a ranking from certainty. Where they state a
    level as a whole, its far bins are left out: nobody said that "ferritin high" is 7,000. Where they state only how often a
    finding is there that the value shows, the value shows it as often.
    """
    rule, analyte = teaching_rules(knowledge)["vignette"]["typical"], knowledge.analytes[name]
    reference = np.array(analyte.reference)
    table = knowledge.tables.lab_bins[name][:, leaf].astype(float)
    # The last bits of a platform's arithmetic must not decide on which side of a limit a share lies.
    table, reference = np.round(table / table.sum(), _DIGITS), reference / reference.sum()
    if np.allclose(table, reference, atol=_SAME):
        shares = _as_findings(analyte, leaf, reference, knowledge)
    else:
        shares = without_reference(table, reference, knowledge)
    for level in ("low", "high"):
        steps = [number for number, step in enumerate(analyte.bins) if step.level == level]
        if name in rule["made"] and level == "high" and _only(rule["made_by"], leaf, knowledge) and shares[steps].sum() < rule["unless"]:
            shares[steps] = 0.0
        elif len(steps) > 1 and _whole(shares[steps], reference[steps]):
            outward = steps[::-1] if level == "low" else steps
            kept = outward[:-1] if shares[steps].sum() >= rule["whole_level"] else outward[:1]
            total, within = shares[steps].sum(), shares[kept].sum()
            shares[steps] = [shares[number] * total / within if number in kept and within > 0 else 0.0 for number in steps]
    return _not_the_odd_one(shares, knowledge) if shares.sum() > 0 else table


def without_reference(table: np.ndarray, reference: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return what was stated before a part of the reference was mixed in, shapes (bins,), both summing to 1.

    A share that the mixing alone explains becomes 0.
    """
    stated = table - knowledge.model["lab_reference_share"] * reference
    stated = np.where(stated < _SAME, 0.0, stated)
    return np.round(stated / stated.sum(), _DIGITS)


def _not_the_odd_one(shares: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return shares summing to 1 without those below `least`: the odd one teaches the wrong picture."""
    kept = np.where(shares < teaching_rules(knowledge)["vignette"]["typical"]["least"] * shares.sum(), 0.0, shares)
    return kept / kept.sum()


def drawn_depth(name: str, leaf: int, knowledge: Knowledge) -> np.ndarray:
    """Return how often each low bin of a lineage is drawn, given that it is low, shape (low bins,).

    Where no cause of the leaf states a depth, the severe bins are not drawn.
    """
    analyte = knowledge.analytes[name]
    steps = [(step, share) for step, share in zip(analyte.bins, analyte.reference, strict=True) if step.level == "low"]
    table, usual = np.round(knowledge.distributions.depth[name][:, leaf], _DIGITS), np.array([share for _, share in steps])
    usual = usual / usual.sum()
    if not np.allclose(table, usual, atol=_SAME):
        return _not_the_odd_one(without_reference(table, usual, knowledge), knowledge)
    return np.array([0.0 if step.grade == "severe" else share for (step, _), share in zip(steps, table, strict=True)])


def _as_findings(analyte: AnalyteRecord, leaf: int, reference: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return shares that show the findings of an analyte as often as the leaf has them, next to normal; all else is normal."""
    shares = np.array([share if step.level == "normal" else 0.0 for step, share in zip(analyte.bins, reference, strict=True)])
    shares = shares / shares.sum() if shares.sum() > 0 else shares
    for level, finding in analyte.findings.items():
        steps = [number for number, step in enumerate(analyte.bins) if step.level == level]
        if steps and level in ("low", "high") and knowledge.findings[finding].index >= 0:
            there = round(float(knowledge.tables.probability[knowledge.findings[finding].index, leaf]), _DIGITS)
            shares *= 1 - there
            shares[steps[-1] if level == "low" else steps[0]] = there
    return shares


def _whole(shares: np.ndarray, reference: np.ndarray) -> bool:
    """Whether a level was stated as a whole: its bins share it as in the reference, evenly where the reference has nobody."""
    if not shares.sum() > 0:
        return False
    within = reference / reference.sum() if reference.sum() > 0 else np.full(len(reference), 1 / len(reference))
    return bool(np.allclose(shares / shares.sum(), within, atol=10 * _SAME))


def _only(mechanism: str, leaf: int, knowledge: Knowledge) -> bool:
    return all(set(knowledge.causes[name].mechanisms) == {mechanism} for name in knowledge.leaves[leaf].causes)
