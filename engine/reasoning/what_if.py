"""What if: a case with one thing changed, and a prior with one thing changed. Nothing is ranked here.

Every function takes a case or a prior and returns a new one; undoing a change is ranking the earlier one again.

    rank(gather(with_finding(case, "fever", "absent", knowledge), knowledge), knowledge)
    rank(gather(case, knowledge, log_prior=dialled_prior("hospital", 0.5, knowledge)), knowledge)
"""

import math
from dataclasses import replace
from typing import Unpack

import numpy as np

from ..case.model import ENTRY_KEYS, Case, Facts, Medication, with_entry, with_words
from ..case.prints import prints_of
from ..case.quantities import read_quantity
from ..case.reading import Mention, Reading
from ..case.words import read_words
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from .evidence import setting_named
from .observations import observe

STATES = ("present", "absent", "unsure", "unknown")


def with_finding(case: Case, finding: str, state: str, knowledge: Knowledge) -> Case:
    """Return the case with a finding in another state; entries that say several things keep the others.

    Args:
        case: the case as typed. finding: the id of a finding. state: one of `STATES`. knowledge: the compiled rules.

    Returns:
        The same case where the finding is entered so already. Present findings stand under "present", whatever their kind.

    Raises:
        CaseError: finding or state are not known, or the finding follows from something that is no entry of its own.
    """
    if finding not in knowledge.findings:
        raise CaseError(f"finding '{finding}' is not known; allowed: the ids that `python -m engine findings` lists; choose one")
    if state not in STATES:
        raise CaseError(f"state '{state}' is not known; allowed: {', '.join(STATES)}; choose one")
    seen = observe(case, knowledge)
    told = [(reading, mention) for reading in seen.readings for mention in reading.mentions
            if (mention.kind, mention.id) == ("finding", finding) and _counts(mention, reading, knowledge)]
    if [mention.state for _, mention in told] == [state] or not told and state == "unknown" and finding not in seen.states:
        return case
    for reading in dict.fromkeys(reading for reading, _ in told):
        case = _without(case, reading, ("finding", finding), knowledge)
    if state != "unknown":
        return with_entry(case, state, knowledge.findings[finding].label)
    left = observe(case, knowledge)
    if finding in left.states:
        texts = "', '".join(left.texts.get(finding, ()))
        raise CaseError(f"finding '{finding}' follows from '{texts}'; a finding that follows cannot be taken out alone; change that entry")
    return case


def with_value(case: Case, analyte: str, printed: str | None, knowledge: Knowledge) -> Case:
    """Return the case with a laboratory value set, or dropped where `printed` is None; words for its level go as well.

    Args:
        case: the case as typed. analyte: its id. printed: the value as a laboratory prints it, with its unit, or "low".

    Raises:
        QuantityError: the value cannot be read. CaseError: the analyte is not known, or is told by a word for several counts.
    """
    if analyte not in knowledge.analytes:
        raise CaseError(f"analyte '{analyte}' is not known; allowed: the ids of rules/labs.yaml; choose one")
    record = knowledge.analytes[analyte]
    if printed is not None:
        read_quantity(printed, analyte=record, units=knowledge.units, prints=prints_of(knowledge.lexicon))
    told = [reading for reading in observe(case, knowledge).readings
            if any(mention.kind in ("quantity", "level") and mention.id == analyte for mention in reading.mentions)]
    values = [reading for reading in told if reading.where == "labs"]
    if printed is not None and len(told) == len(values) == 1:
        return replace(case, labs={name: printed if _is(reading=values[0], name=name, value=value) else value for name, value in case.labs.items()})
    for reading in dict.fromkeys(told):
        case = _without(case, reading, ("level", analyte), knowledge)
    return case if printed is None else replace(case, labs={**case.labs, record.label: printed})


def with_setting(case: Case, setting: str | None, knowledge: Knowledge) -> Case:
    """Return the case seen elsewhere; None leaves the default of the rules. Raises CaseError when it is not known."""
    if setting is not None:
        setting_named(setting, knowledge)
    return replace(case, setting=setting)


def with_person(case: Case, **told: Unpack[Facts]) -> Case:
    """Return the case of another person: what is told once changed, such as age, sex, pregnancy or onset. A man is not pregnant."""
    changed = replace(case, **told)
    if changed.sex == "male" or not changed.pregnant:
        changed = replace(changed, gestation_weeks=None)
    return replace(changed, pregnant=None) if changed.sex == "male" else changed


def with_drugs(case: Case, listed: tuple[Medication, ...] | None) -> Case:
    """Return the case with other medicines: None where nothing is said of them, empty where none are taken."""
    return replace(case, medications=listed)


def scaled_prior(log_prior: np.ndarray, cause: str, factor: float, *, setting: str, knowledge: Knowledge) -> np.ndarray:
    """Return a prior in which one cause, with its forms and what it leads to, is so many times as common.

    Like every prior it counts to the power of the setting's weight. Where drugs are entered, the mass of a drug cause
    comes from its odds (`engine.reasoning.drug_odds`), and its prior is only the least of it.

    Args:
        log_prior: ln prior of every leaf, shape (leaves,); not changed. cause: the id of a cause. factor: above 0.

    Raises:
        CaseError: the cause or the setting is not known, or the factor is not above 0.
    """
    if cause not in knowledge.causes:
        raise CaseError(f"cause '{cause}' is not known; allowed: the ids that `python -m engine causes` lists; choose one")
    setting_named(setting, knowledge)
    if not 0 < factor < math.inf:
        raise CaseError(f"factor {factor:g}; allowed: a number above 0; correct it")
    columns = [number for number, leaf in enumerate(knowledge.leaves) if leaf.causes and cause in line_of(leaf.causes[0], knowledge)]
    changed = log_prior.copy()
    changed[columns] += knowledge.settings[setting].weight * math.log(factor)
    return changed


def dialled_prior(setting: str, dial: float, knowledge: Knowledge) -> np.ndarray:
    """Return ln prior of every leaf between "base rates ignored" and "full", shape (leaves,).

        ln prior = dial * ln prior(setting) + (1 - dial) * ln equal

    In `equal` every mechanism has the same mass and each of its families the same part; within a family forms keep their
    shares, and "something else" keeps its own.

    Args:
        setting: name of a setting. dial: 0 ignored, 1 exactly the prior of the setting.

    Raises:
        CaseError: the setting is not known, or the dial is not within 0 to 1.
    """
    setting_named(setting, knowledge)
    if not 0 <= dial <= 1:
        raise CaseError(f"dial {dial:g}; allowed: 0 (base rates ignored) to 1 (full); correct it")
    full = knowledge.tables.log_prior[setting]
    return full if dial == 1 else dial * full + (1 - dial) * np.log(_equal_masses(np.exp(full), knowledge))


def _equal_masses(mass: np.ndarray, knowledge: Knowledge) -> np.ndarray:
    """Return the masses with which each mechanism weighs the same, summing to 1."""
    share = mass / mass.sum()
    spans = [span for span in knowledge.family_spans if span[0] != knowledge.other]
    mechanisms = [knowledge.causes[knowledge.leaves[start].family].mechanisms[0] for start, _ in spans]
    listed = 1 - share[knowledge.other]
    equal = share.copy()
    for (start, end), mechanism in zip(spans, mechanisms, strict=True):
        family = listed / (len(set(mechanisms)) * mechanisms.count(mechanism))
        equal[start:end] *= family / share[start:end].sum()
    return equal


def _counts(mention: Mention, reading: Reading, knowledge: Knowledge) -> bool:
    """Return whether a mention tells the finding of now: not of relatives, and not of what is over and leaves nothing."""
    past = mention.state == "past" or reading.where == "history" and mention.state == "present"
    return mention.state != "family" and (not past or knowledge.findings[mention.id].lasting)


def _is(*, reading: Reading, name: str, value: str) -> bool:
    return reading.text == f"{name}: {value}"


def _without(case: Case, reading: Reading, what: tuple[str, str], knowledge: Knowledge) -> Case:
    """Return the case without one entry; what else the entry says is entered by itself, in the words of the rules.

    What a finding's own name says besides goes with it: "falling platelets" are low, and nobody said that by itself.
    """
    kinds = ("level", "quantity") if what[0] == "level" else (what[0],)
    others = [one for one in reading.mentions if not (one.kind in kinds and one.id == what[1]) and one.state != "family"]
    by_name = what[0] == "finding" and reading.text == knowledge.findings[what[1]].label
    kept = [] if by_name else [_said_again(one, reading, knowledge) for one in others]
    if reading.where == "labs":
        changed = replace(case, labs={name: value for name, value in case.labs.items() if not _is(reading=reading, name=name, value=value)})
    elif reading.where in ENTRY_KEYS:
        changed = with_words(case, {reading.where: tuple(text for text in getattr(case, reading.where) if text != reading.text)})
    else:
        changed = replace(case, region=None) if reading.where == "region" else case
    if changed == case:
        raise CaseError(f"'{reading.text}' is no entry that can be taken out; allowed: findings and laboratory values; change it where it stands")
    for where, text in kept:
        if text not in getattr(changed, where):
            changed = with_entry(changed, where, text)
    return changed


def _said_again(mention: Mention, reading: Reading, knowledge: Knowledge) -> tuple[str, str]:
    """Return (key, words) that say one thing of an entry by itself. Raises CaseError where no words do."""
    where = {"absent": "absent", "unsure": "unsure", "past": "history"}.get(mention.state)
    where = where or (reading.where if reading.where in ENTRY_KEYS and reading.where not in ("absent", "unsure") else "present")
    if mention.kind == "finding":
        text = knowledge.findings[mention.id].label
    elif mention.kind == "drug":
        text = knowledge.drugs[mention.id].label
    elif mention.kind == "quantity":
        text = f"{knowledge.analytes[mention.id].label} {mention.text}"
    else:
        text = f"{(mention.level or '').replace('-', ' ')} {knowledge.analytes[mention.id].label.lower()}"
    again = read_words(text, where, knowledge.lexicon).mentions
    if mention.kind != "drug" and [(one.kind, one.id, one.level) for one in again] != [(mention.kind, mention.id, mention.level)]:
        raise CaseError(f"'{reading.text}' says several things at once; allowed: one thing an entry; split it, then change it")
    return where, text
