"""What was not assessed: findings and values of which a case says nothing, neither by themselves nor by what includes them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import NAMED_NOTE, YOUNG, AnalyteRecord, FindingRecord
from ..knowledge.same import Same
from .answered import answered, expected_by_now
from .evidence import Evidence
from .seen import Observations

LEVELS = ("low", "normal", "high")
_OTHER_SEX = {"female": "sex:male", "male": "sex:female"}
"""Of whom alone a finding can be true, to the term of context that rules it out."""


class Question(NamedTuple):
    """One thing that could be assessed.

    name: the finding, or the analyte. answers: present and absent, or levels of the value; rows: of `Tables.weights`, by answer;
    labels: how each answer is entered.
    """

    name: str
    group: str
    answers: tuple[str, ...]
    rows: tuple[int, ...]
    labels: tuple[str, ...]


class Open(NamedTuple):
    """All questions that a case leaves open; shares: P(answer | leaf), in the order of its answers, shape (questions, 3, leaves);
    0 for a third answer that is none."""

    questions: tuple[Question, ...]
    shares: np.ndarray


def unasked(evidence: Evidence, columns: Sequence[int], knowledge: Knowledge) -> Open:
    """Return every question that a case leaves open and that carries weight, findings first.

    What is told of some people only (the pregnant, infants) is no question unless the case is known to be one of them.

    Args:
        evidence: the case. columns: the leaves asked about. knowledge: the compiled rules.
    """
    named = _only_named(columns, knowledge)
    findings = [one for one in _findings(evidence, knowledge) if one.id not in named]
    values = _values(evidence.observations, answered(evidence.observations, knowledge), knowledge)
    present = knowledge.tables.probability[np.ix_([one.index for one in findings], columns)].astype(float)
    shares = np.zeros((len(findings) + len(values), len(LEVELS), len(columns)))
    shares[:len(findings), 0], shares[:len(findings), 1] = present, 1 - present
    questions = (*(_of_finding(one, knowledge) for one in findings), *(_of_value(one, knowledge) for one in values))
    for number, analyte in enumerate(values, start=len(findings)):
        for place, level in enumerate(questions[number].answers):
            members = [step.level == level for step in analyte.bins]
            shares[number, place] = knowledge.tables.lab_bins[analyte.id][members][:, columns].sum(axis=0)
    return Open(questions, shares)


def _of_finding(finding: FindingRecord, knowledge: Knowledge) -> Question:
    rows = knowledge.tables.rows
    return Question(finding.id, finding.group, ("present", "absent"), (rows[finding.id], rows[f"{finding.id}:absent"]),
                    (finding.label, finding.label))


def _of_value(analyte: AnalyteRecord, knowledge: Knowledge) -> Question:
    rows, label = knowledge.tables.rows, _lowered(analyte.label)
    levels = tuple(level for level in LEVELS if f"{analyte.id}:{level}" in rows)
    return Question(analyte.id, analyte.group, levels, tuple(rows[f"{analyte.id}:{level}"] for level in levels),
                    tuple(f"{level} {label}" for level in levels))


def _findings(evidence: Evidence, knowledge: Knowledge) -> list[FindingRecord]:
    is_open = left_open(evidence, knowledge)
    return [one for one in knowledge.findings.values()
            if one.used and one.index >= 0 and not one.names_cause
            and f"ancestry:{one.id.removeprefix('ancestry-')}" not in knowledge.tables.fixed_rows and is_open(one.id)]


def _only_named(columns: Sequence[int], knowledge: Knowledge) -> set[str]:
    """Return the findings whose number is no frequency in one of the leaves: they bear the name of a cause, or of a form of it."""
    causes = {cause for column in columns for cause in knowledge.leaves[column].causes}
    return {finding for cause in causes for finding, one in knowledge.provenance[cause].finished().items() if one.note == NAMED_NOTE}


def _values(seen: Observations, closed: frozenset[str], knowledge: Knowledge) -> list[AnalyteRecord]:
    return [one for one in knowledge.analytes.values() if one.id not in seen.levels and one.id not in closed and not one.is_count]


def _said_of(whom: str) -> frozenset[str]:
    """Return the terms of context that say that a person is one of those of whom a finding is told."""
    return frozenset(f"age:{band}" for band in YOUNG[whom]) if whom in YOUNG else frozenset(("pregnant:yes" if whom == "pregnant" else "sex:female",))


def left_open(evidence: Evidence, knowledge: Knowledge) -> Callable[[str], bool]:
    """Return what says of a finding whether a case leaves it open and it could be asked of such a person.

    Answered is what is stated, what includes something present, what something absent includes, and what a value or something else
    tells (`answered`). What only sums up other findings is no question. What is told of some people only (the pregnant, infants) is
    asked of nobody who is not known to be one of them.
    """
    seen, told, whom = evidence.observations, {term.name for term in evidence.fixed}, _whom(Same(knowledge))
    absent = {name for name, state in seen.states.items() if state == "absent"}
    known = {*seen.states, *seen.contradicted}.union(*(whom[name].above for name in seen.states.keys() - absent))
    known.update(finding for name in seen.levels for finding in knowledge.analytes[name].findings.values())
    known.update(answered(seen, knowledge), knowledge.inquiry.not_expected - expected_by_now(seen, knowledge))

    def is_open(name: str) -> bool:
        if name in known:
            return False
        above, of, other_sex = whom[name]
        return other_sex not in told and (of is None or not of.isdisjoint(told)) and absent.isdisjoint(above)

    return is_open


class _Asked(NamedTuple):
    """What of a finding leaves it open: what it is a form of; of whom it is told and who cannot have it, as terms of context, None for anybody."""

    above: frozenset[str]
    of: frozenset[str] | None
    other_sex: str | None


class _Whom(dict[str, _Asked]):
    """Findings by what leaves them open: the same in every case, so each is made once, when it is first asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def __missing__(self, name: str) -> _Asked:
        among, sex = self._knowledge.findings[name].among, self._knowledge.only(name)[0]
        made = self[name] = _Asked(self._knowledge.above(name), _said_of(among) if among else None, _OTHER_SEX.get(sex) if sex else None)
        return made


@lru_cache(maxsize=2)
def _whom(held: Same) -> _Whom:
    return _Whom(held.thing)


def _lowered(label: str) -> str:
    """Return a label inside a phrase; abbreviations keep their capitals."""
    return label[0].lower() + label[1:] if len(label) > 1 and label[1].islower() else label
