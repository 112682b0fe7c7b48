"""What a drawn person takes: a culprit at a fitting time where a drug did it, everyday drugs or nothing where none did."""

import numpy as np

from ..case.drugs import find_drugs
from ..case.model import Case, Medication
from ..case.timing import read_timing
from ..days import DAYS_A_YEAR, span
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import DrugRecord, EffectRecord
from .chance import STEADY, Chance
from .rules import teaching_rules

_NAMES = ("medicine", "combination", "recreational", "herbal", "supplement")
"""Kinds of drugs that people name; a class or a regimen is not one."""


def draw_medicines(leaf: int, case: Case, chance: Chance, knowledge: Knowledge) -> tuple[Medication, ...] | None:
    """Draw the list of medicines; None when nothing is said of them, empty when none are taken."""
    rule, effect = teaching_rules(knowledge)["vignette"], knowledge.leaves[leaf].effect
    if effect is not None:
        return (_culprit(knowledge.effects[effect], case, chance, knowledge),)
    said = list(rule["takes"])[chance.number(list(rule["takes"].values()))]
    if said == "nothing said":
        return None
    if said == "nothing" or case.age is not None and case.age < rule["adult_drugs_from"]:
        return ()
    drug = knowledge.drugs[chance.one_of(rule["bystanders"])]
    return (Medication(drug.label, told(chance.between_logs(*rule["told_doses"]))),)


def _culprit(effect: EffectRecord, case: Case, chance: Chance, knowledge: Knowledge) -> Medication:
    """Draw the drug that did it by its odds, and a time inside its window."""
    drugs = [one for one in knowledge.drugs.values() if effect.id in one.effects and one.kind in _NAMES
             and find_drugs(one.label, knowledge.lexicon) == (one.id,)]
    if not drugs:
        drugs = [one for one in knowledge.drugs.values() if effect.id in one.effects]
    drug = drugs[chance.number([round(odds_of(one, effect, knowledge), STEADY) for one in drugs])]
    link = drug.effects[effect.id]
    first, last = link.window_days or effect.window_days
    lived = last if case.age is None else case.age * DAYS_A_YEAR
    days = chance.between_logs(max(first, 1.0), max(min(last, lived), first + 1.0, 2.0))
    texts = [told(one) for one in (days, first, (first + last) / 2, last)]
    return Medication(drug.label, next((text for text in texts if _fits(text, first, last, knowledge)), texts[0]))


def _fits(text: str, first: float, last: float, knowledge: Knowledge) -> bool:
    days = read_timing(text, knowledge.lexicon).started_days
    return days is not None and first <= days <= last


def odds_of(drug: DrugRecord, effect: EffectRecord, knowledge: Knowledge) -> float:
    """Return the odds with which a drug, taken at a fitting time, has an effect rather than anything else; capped as in the ranking."""
    link = drug.effects[effect.id]
    risk = link.risk if link.risk is not None else effect.assumed_risk[link.evidence]
    odds = max(link.odds_ratio - 1, 0.0) if link.odds_ratio is not None else risk / effect.baseline_risk
    return float(np.clip(odds, 1e-6, knowledge.model["drugs"]["cap"]))


def told(days: float) -> str:
    """Say how long ago a drug was started, in the unit people would use."""
    return f"started {span(days, least=1)} earlier"
