"""Drugs as odds: how much more likely a drug did it than anything else that gives the same picture.

    O(d) = min(cap, I(d) h(d, t) / L(e)),  O = sum of O(d),  prior mass of the drug cause = O * M(e)

with I the risk of the effect e in the usual window, h the factor for timing, L the incidence of the picture without a
drug, and M(e) the mass of all non-drug leaves times the chance that they give the picture. See docs/method.md.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from ..case.drugs import DrugUse
from ..case.timing import Timing
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import DrugEffectRecord, EffectRecord, SettingRecord


@dataclass(frozen=True, slots=True)
class Culprit:
    """One drug's part in one effect. `timing_factor` is h, `odds` is O(d); `evidence` is definite, probable or possible."""

    drug: str
    name: str
    effect: str
    risk: float
    timing_factor: float
    odds: float
    evidence: str
    assumed: bool
    sources: tuple[str, ...]


def timing_factor(timing: Timing, effect: EffectRecord, link: DrugEffectRecord, model: dict) -> float:
    """Return h in 0 to 1: how well the time a drug was taken fits its effect."""
    rule = model["drugs"]["timing"]
    if timing.started_after:
        return rule["started_after"]
    first, last = link.window_days or effect.window_days
    days = timing.started_days if timing.dose_raised_days is None else timing.dose_raised_days
    if timing.overdose:
        factor = rule["inside"]
    elif days is None:
        factor = rule["unknown"]
    elif days < first:
        early = rule["before"] if effect.early_factor is None else effect.early_factor
        factor = max(early, rule["re_exposure"]) if timing.re_exposure else early
    elif days <= last:
        factor = rule["inside"]
    else:
        widths = (days - last) / max(last - first, 1.0)
        factor = max(rule["after_floor"], 0.5 ** (widths / rule["after_half_life_windows"]))
    if timing.stopped_days is not None:
        factor *= math.exp(-timing.stopped_days / (link.recovery_days or effect.recovery_days))
    return max(factor, rule["started_after"])


def culprits(uses: tuple[DrugUse, ...], setting: SettingRecord, knowledge: Knowledge) -> list[Culprit]:
    """Return every drug with a known effect, with its odds in this setting, most suspect first."""
    found = []
    taken = {drug for use in uses for drug in use.drugs}
    for use in uses:
        for drug in use.drugs:
            for name, link in _effects_of(drug, knowledge).items():
                found.append(_culprit(drug, name, link, use.timing, setting, taken, knowledge))
    return sorted(found, key=lambda one: -one.odds)


def _effects_of(drug: str, knowledge: Knowledge) -> dict[str, DrugEffectRecord]:
    """Return a drug's effects, with the milder forms of them that are not recorded for it: same evidence, no risk of their own."""
    links = dict(knowledge.drugs[drug].effects.items())
    for name, effect in knowledge.effects.items():
        graver = links.get(effect.milder_form_of or "")
        if graver is not None and name not in links:
            links[name] = replace(graver, risk=None, odds_ratio=None)
    return links


def _culprit(drug: str, name: str, link: DrugEffectRecord, timing: Timing, setting: SettingRecord, taken: set[str],
             knowledge: Knowledge) -> Culprit:
    effect = knowledge.effects[name]
    rule = knowledge.model["drugs"]
    factor = timing_factor(timing, effect, link, knowledge.model)
    baseline = effect.baseline_risk * (effect.hospital_factor if setting.place in ("hospital", "referral") else 1.0)
    for first, second, joint, times in knowledge.interactions:
        if joint == name and drug in (first, second) and {first, second} <= taken:
            baseline /= times
    risk = link.risk if link.risk is not None else effect.assumed_risk[link.evidence]
    if link.odds_ratio is not None:
        odds = max(link.odds_ratio - 1, 0.0) * factor
    else:
        odds = risk * factor / baseline
    return Culprit(drug, knowledge.drugs[drug].label, name, risk, factor, min(rule["cap"], odds), link.evidence,
                   link.risk is None and link.odds_ratio is None, link.sources)


def with_drugs(log_mass: np.ndarray, uses: tuple[DrugUse, ...] | None, setting: SettingRecord,
               knowledge: Knowledge) -> tuple[np.ndarray, tuple[Culprit, ...]]:
    """Replace the prior mass of the drug leaves by what the drugs entered make of it.

    Args:
        log_mass: ln of prior and context of every leaf, shape (leaves,). Not changed.
        uses: the medication entries; None when nothing was said, empty when none were taken.
        setting: where the case is seen. knowledge: the compiled rules.

    Returns:
        (ln mass, the drugs that may have done it).
    """
    if uses is None:
        return log_mass, ()
    rule = knowledge.model["drugs"]
    mass = np.exp(log_mass)
    found = culprits(uses, setting, knowledge)
    odds: dict[str, float] = {}
    fitting: dict[str, float] = {}
    for one in found:
        odds[one.effect] = odds.get(one.effect, 0.0) + one.odds
        fitting[one.effect] = max(fitting.get(one.effect, 0.0), suspicion(one, rule))
    new_drug = any(use.timing.started_days is not None and use.timing.started_days <= rule["new_unknown_drug_days"]
                   for use in uses)
    changed = log_mass.copy()
    for number, leaf in enumerate(knowledge.leaves):
        if leaf.effect is None:
            continue
        least = mass[number] * max(fitting.get(leaf.effect, 0.0), rule["list_without_culprit"] if uses else rule["no_medicines"])
        effect_odds = odds.get(leaf.effect, 0.0)
        if new_drug and knowledge.effects[leaf.effect].any_new_drug:
            effect_odds += rule["new_unknown_drug_odds"]
        same_picture = mass @ knowledge.tables.effect_picture[leaf.effect]
        changed[number] = math.log(max(least, min(effect_odds, rule["cap"]) * same_picture))
    return changed, tuple(found)


def suspicion(one: Culprit, rule: dict) -> float:
    """Return how much of the usual share of a drug cause a drug on record leaves at least, whatever the odds come to.

    All of it when it was taken at a fitting time: its takers are not better off than people of whom no drug is known. Nothing when
    the time speaks against it. A drug known from single reports, taken at an unknown time, is hardly a suspect.
    """
    timing = rule["timing"]
    if one.timing_factor <= timing["before"]:
        return 0.0
    doubtful = one.evidence == "possible" and one.timing_factor <= timing["unknown"]
    return rule["doubtful_culprit"] if doubtful else 1.0
