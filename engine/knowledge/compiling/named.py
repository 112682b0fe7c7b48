"""The finding "known or shown: <cause>" that every cause has, so that naming a diagnosis is evidence for it.

A report may say "known celiac disease" or "marrow full of myeloma": the name of a cause is then something that was
found. Where a finding already carries the name, the cause is tied to that finding instead.
"""

from collections.abc import Mapping

from ..models import Cause, Finding, Frequency
from ..models.finding import FindingKind
from ..models.reasoning import Passing
from ..records import NAMED_CAUSE, NAMED_NOTE
from ..rulebook import RuleBook
from ..words.text import Spelling

_NO_TIE = ("composite", "family", "course")


def with_named_causes(rules: RuleBook, spelling: Spelling) -> tuple[dict[str, tuple[FindingKind, Finding]], dict[str, Cause]]:
    """Return findings and causes with a finding for the name of each cause.

    Args:
        rules: not changed. spelling: how words are brought to one form.
    """
    claimed = _claimed(rules.findings, spelling)
    levels = {spelling.normal(word) for analyte in rules.labs.analytes.values() for words in analyte.words.values() for word in words}
    findings, causes = dict(rules.findings), {}
    rule = rules.model.named_cause
    for name, cause in rules.causes.items():
        names = list(dict.fromkeys((cause.name, *cause.synonyms)))
        ties = {claimed[key] for one in names if (key := spelling.normal(one)) in claimed}
        free = [one for one in names if (key := spelling.normal(one)) and key not in claimed and key not in levels]
        added = {tie: Frequency(band=rule.band, note=NAMED_NOTE) for tie in ties
                 if tie not in cause.findings and rules.findings[tie][0] not in _NO_TIE}
        if free:
            identity = f"{NAMED_CAUSE}{name}"
            label = f"{cause.name}, known or shown"
            findings[identity] = ("condition", Finding(label=label[:90], synonyms=tuple(free), background=rule.background,
                                                       group=f"{NAMED_CAUSE}{_root(name, rules.causes)}", examined="test",
                                                       lasting=not _passes(cause, rule.passing)))
            added[identity] = Frequency(band=rule.band, note=NAMED_NOTE)
        causes[name] = cause.model_copy(update={"findings": {**cause.findings, **added}})
    return findings, causes


def _claimed(findings: Mapping[str, tuple[FindingKind, Finding]], spelling: Spelling) -> dict[str, str]:
    claimed: dict[str, str] = {}
    for name, (_, finding) in findings.items():
        for phrase in (finding.label, *finding.synonyms, *finding.kinds):
            claimed.setdefault(spelling.normal(phrase), name)
    return claimed


def _passes(cause: Cause, passing: Passing) -> bool:
    """Return whether an illness that is told of the past is over."""
    onset = cause.onset or {}
    return cause.group in passing.groups and onset.get("days", 0) + onset.get("weeks", 0) >= passing.share


def _root(name: str, causes: dict[str, Cause]) -> str:
    while (form := causes[name].is_a) is not None:
        name = form.parent
    return name
