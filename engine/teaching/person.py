"""Who has it: age, sex, pregnancy, ancestry and time course, drawn from what the knowledge says of people with a leaf."""

from dataclasses import replace

import numpy as np

from ..case.model import Case
from ..days import DAYS_A_YEAR
from ..knowledge.knowledge import Knowledge
from .chance import STEADY, Chance
from .rules import teaching_rules

_DAY = 1 / DAYS_A_YEAR
_TOLD_AS = " ancestry"
_SAME = 1e-6
"""A ratio so near to 1, in natural logarithms, says nothing."""
ANCESTRY = "ancestry-"
"""Ids of findings of ancestry start so; those weighed as context stand as "ancestry:<name>" among the fixed rows."""


def draw_person(leaf: int, chance: Chance, knowledge: Knowledge, *, setting: str) -> Case:
    """Draw a person with a leaf, as a case that tells nothing else yet.

    Args:
        leaf: number of the column. chance: the stream. knowledge: the compiled rules. setting: where the person is seen.
    """
    spread, rule = knowledge.distributions, teaching_rules(knowledge)["vignette"]
    sex = "female" if chance.share() < spread.female[leaf] else "male"
    band = list(knowledge.age_bands.values())[chance.number(_shares_of_age(leaf, knowledge))]
    pregnant = None
    if sex == "female" and (fertile := _within(band, rule["pregnancy"])):
        pregnant = bool(chance.share() < spread.pregnant[leaf])
        band = fertile if pregnant else band
    age = _rounded(chance.between(band[0], min(band[1], rule["oldest"])))
    case = Case(age=age, sex=sex, pregnant=pregnant, setting=setting, onset=draw_course(leaf, age / _DAY, chance, knowledge))
    return replace(case, ancestry=_ancestry(leaf, chance, knowledge))


def _shares_of_age(leaf: int, knowledge: Knowledge) -> np.ndarray:
    """Return how often each age band is drawn, shape (bands,): as the leaf has them; the young not where few of a drug's cause are of their age."""
    shares, rule = knowledge.distributions.age[:, leaf], teaching_rules(knowledge)["vignette"]
    if knowledge.leaves[leaf].effect is None:
        return shares
    young = np.array([high <= rule["adult_drugs_from"] for _, high in knowledge.age_bands.values()])
    return np.where(young & (np.round(shares, STEADY) < rule["young_from"]), 0.0, shares)


def can_have(leaf: int, case: Case, knowledge: Knowledge) -> bool:
    """Return whether people like this one are met with a leaf at all, by age, sex and pregnancy."""
    spread, least = knowledge.distributions, teaching_rules(knowledge)["vignette"]["fits_from"]
    of_age = [spread.age[number, leaf] for number, (low, high) in enumerate(knowledge.age_bands.values())
              if case.age is None or low <= case.age < high]
    of_sex = {"female": spread.female[leaf], "male": 1 - spread.female[leaf]}.get(case.sex or "", 1.0)
    with_child = 1 - spread.pregnant[leaf] if case.pregnant is False else 1.0
    return min(max(of_age, default=0.0), of_sex, with_child) >= least


def _within(band: tuple[float, float], limits: tuple[float, float]) -> tuple[float, float] | None:
    low, high = max(band[0], limits[0]), min(band[1], limits[1])
    return (low, high) if low < high else None


def _rounded(age: float) -> float:
    """Round down to what people say: years; months below two; days in the first month."""
    if age >= 2:
        return float(int(age))
    if age >= 1 / 12:
        return round(int(age * 12) / 12, 3)
    return round(max(int(age / _DAY), 1) * _DAY, 4)


def draw_course(leaf: int, days: float, chance: Chance, knowledge: Knowledge) -> str:
    """Draw a time course that fits into so many days: into the life so far, into the time since a drug was begun."""
    names = knowledge.distributions.courses
    shortest, previous = {}, 0.0
    for name, longest in knowledge.model["onset_days"].items():
        shortest[name], previous = previous, longest
    shortest.setdefault("years", previous)
    fits = np.array([shortest.get(name, 0.0) < days for name in names])
    shares = knowledge.distributions.onset[:, leaf] * fits
    usual = np.where(shares >= teaching_rules(knowledge)["vignette"]["least_course"], shares, 0.0)
    return names[chance.number(usual if usual.any() else shares)]


def _ancestry(leaf: int, chance: Chance, knowledge: Knowledge) -> str | None:
    """Draw an ancestry: how often it is told of anybody, times the leaf's ratio. One that says nothing of the leaf is seldom told."""
    rows = knowledge.tables.fixed_rows
    named = [one for name, one in knowledge.findings.items()
             if name.startswith(ANCESTRY) and f"ancestry:{name.removeprefix(ANCESTRY)}" in rows]
    if not named:
        return None
    ratios = np.exp([knowledge.tables.fixed[rows[f"ancestry:{one.id.removeprefix(ANCESTRY)}"], leaf] for one in named])
    shares = np.array([knowledge.tables.mean[one.index] for one in named]) * ratios
    shares *= min(1.0, 0.98 / shares.sum())
    number, said = chance.number([*shares, 1 - shares.sum()]), chance.share()
    if number == len(named) or abs(np.log(ratios[number])) < _SAME and said >= teaching_rules(knowledge)["vignette"]["ancestry_told"]:
        return None
    return named[number].label.removesuffix(_TOLD_AS)
