"""What can be looked at next, with what it takes: `rules/effort.yaml` joined with the findings and analytes that carry weight."""

from collections.abc import Iterable, Mapping
from typing import get_args

import numpy as np

from ..answered import AnsweredRecord, Answers, OnceRecord, SparedRecord
from ..knowledge import Inquiry
from ..lazy import Later
from ..models import Drug, EffortFile, Finding
from ..models.effort import Answered, Harm, Once, Spared
from ..reached import reached
from ..records import AnalyteRecord, FindingRecord, WayRecord


def inquiry(file: EffortFile | None, written: Mapping[str, Finding], findings: Mapping[str, FindingRecord],
            analytes: Mapping[str, AnalyteRecord], *, expected: np.ndarray, lab_bins: Mapping[str, np.ndarray],
            context: Mapping[str, int], drugs: Mapping[str, Drug]) -> Inquiry:
    """Return the items that may be suggested.

    Left out besides what the file leaves out: composites, named causes, what no cause uses, and ancestry that counts as
    context.

    Args:
        file: the checked file; None leaves nothing to suggest.
        written: findings as written. findings, analytes: the records.
        expected: P(finding | leaf) with nothing handed down to forms that a cause does not list, shape (all findings, leaves).
        lab_bins: P(bin | leaf) by analyte. context: names of the rows of context. drugs: as written.
    """
    asked = [] if file is None else _asked(file, findings, context)
    measured = [] if file is None else [name for name in analytes if not any(name in one.analytes for one in file.left_out.values())]
    number = {name: place for place, name in enumerate((*asked, *measured))}
    ways = [] if file is None else _ways(file, asked, measured, findings)
    shares = [lab_bins[name] / lab_bins[name].sum(axis=0) for name in measured]
    sizes = [len(one) for one in shares]
    groups = [*(findings[name].group for name in asked), *(analytes[name].group for name in measured)]
    effects: dict[str, list[str]] = {}
    for name in asked:
        for analyte in findings[name].effect_of:
            effects.setdefault(analyte, []).append(name)
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    return Inquiry(
        findings=tuple(asked), analytes=tuple(measured), share=expected[[findings[name].index for name in asked]].astype(np.float32),
        bins=np.concatenate(shares).astype(np.float32) if shares else np.zeros((0, 0), dtype=np.float32),
        starts=np.cumsum([0, *sizes[:-1]]) if sizes else np.zeros(0, dtype=np.intp),
        ways=tuple(ways), effort=np.array([way.effort for way in ways]), harmful=np.array([way.harmful for way in ways], dtype=bool),
        told_of={} if file is None else {whom: _numbers(names, number) for whom, names in _told_of(file, written).items()},
        answered_by=() if file is None else tuple(map(_answered, file.answered_by)),
        spared=None if file is None or file.spared is None else _spared(file.spared),
        not_expected=frozenset() if file is None else frozenset(
            name for one in file.left_out.values() if not one.expected for name in (*one.findings, *one.analytes)),
        expected_once=() if file is None else tuple(_once(once, drugs) for one in file.left_out.values() for once in one.once),
        left_out={} if file is None else {reason: frozenset(one.findings) for reason, one in file.left_out.items()},
        number=number,
        groups={group: np.array(places) for group, places in members.items()},
        screened={analyte: _numbers(names, number) for analyte, names in effects.items()},
        answers=Later(_answers(findings, analytes, number)))


def _answered(one: Answered) -> AnsweredRecord:
    at = tuple((analyte, level) for analyte, _, level in (test.partition(":") for test in one.at))
    return AnsweredRecord(one.told, one.known, one.measured, at, (*one.findings, *one.analytes))


def _once(one: Once, drugs: Mapping[str, Drug]) -> OnceRecord:
    of_class = (name for name, drug in drugs.items() if drug.drug_class in one.classes)
    return OnceRecord(frozenset(one.known), frozenset((*one.drugs, *of_class)), one.use, one.findings)


def _spared(one: Spared) -> SparedRecord:
    return SparedRecord(one.low_at_most, frozenset(one.grades), frozenset(one.shown), frozenset(one.normal))


def _numbers(names: Iterable[str], number: Mapping[str, int]) -> np.ndarray:
    return np.array([number[name] for name in names if name in number], dtype=np.intp)


def _asked(file: EffortFile, findings: Mapping[str, FindingRecord], context: Mapping[str, int]) -> list[str]:
    left = {name for one in file.left_out.values() for name in one.findings}
    groups = {name for one in file.left_out.values() for name in one.groups}
    return [name for name, one in findings.items() if one.index >= 0 and one.used and not one.names_cause and name not in left
            and one.group not in groups and f"ancestry:{name.removeprefix('ancestry-')}" not in context]


def _ways(file: EffortFile, asked: list[str], measured: list[str], findings: Mapping[str, FindingRecord]) -> list[WayRecord]:
    """Return the way of each item."""
    harms = get_args(Harm)
    ways = {name: WayRecord(name, way.label, way.cost, way.harm, way.wait, 1 + file.cost[way.cost] + file.wait[way.wait],
                            harms.index(way.harm) >= harms.index(file.harmful_from)) for name, way in file.ways.items()}
    own = {name: way for way, names in file.findings.items() for name in names}
    of_analyte = {name: way for way, names in file.analytes.items() for name in names}
    return [*(ways[own.get(name, file.kinds[findings[name].kind])] for name in asked),
            *(ways[of_analyte.get(name, file.analyte)] for name in measured)]


def _told_of(file: EffortFile, written: Mapping[str, Finding]) -> dict[str, list[str]]:
    """Return the findings of some people only: those of the file, and those that are written so."""
    told: dict[str, list[str]] = {whom: list(names) for whom, names in file.told_of.items()}
    for name, one in written.items():
        if one.among is not None:
            told.setdefault(one.among.whom, []).append(name)
    return told


def _answers(findings: Mapping[str, FindingRecord], analytes: Mapping[str, AnalyteRecord], number: Mapping[str, int]) -> dict[str, Answers]:
    """Return by finding and analyte what it answers beside itself; only those that answer something."""
    above = {name: reached(name, lambda one: findings[one].parents) for name in findings}
    below: dict[str, set[str]] = {}
    opposite: dict[str, set[str]] = {}
    for name, one in findings.items():
        for parent in above[name]:
            below.setdefault(parent, set()).add(name)
        for other in one.opposites:
            opposite.setdefault(name, set()).add(other)
            opposite.setdefault(other, set()).add(name)
    answers = {}
    for name, one in findings.items():
        against = opposite.get(name, set())
        present = {name, *above[name], *against, *(form for other in against for form in below.get(other, ()))}
        absent = {name, *below.get(name, ()), *one.denies}
        answers[name] = Answers(_items(present, number), _items(absent, number), _items(below.get(name, ()), number))
    for name, analyte in analytes.items():
        known = {name, *analyte.derived_from, *analyte.findings.values()}
        answers[name] = Answers(_items(known, number), (), ())
    return {name: answer for name, answer in answers.items() if any(answer)}


def _items(names: Iterable[str], number: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted(number[name] for name in names if name in number))
