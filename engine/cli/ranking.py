"""`rank` and `explain`: one JSON object a case, or a readable page."""

import json
import sys
from pathlib import Path

from ..case.model import CaseFile
from ..case.suggest import suggest, suggest_causes
from ..errors import UsageError
from ..formats.record import as_record, explanation_record, time_record
from ..knowledge import Knowledge, load
from ..knowledge.labels import resolve_label
from ..notice import NOTICE
from ..reasoning import Ranking, candidates, rank, urgent, why_grave
from ..reasoning.course import TimeCourse, time_course
from ..reasoning.explain import Explanation, explain
from ..telling import EMPTY, NO_UNIT, about_counts, percent, share, stated, units_taken
from .gathering import gathered_cases


def run(file: Path, *, stage: str, setting: str | None, top: int, as_json: bool) -> None:
    """Print the ranking of every case of a file."""
    knowledge = load()
    cases, gathered = gathered_cases(file, stage, setting, knowledge)
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    for one, evidence in zip(cases, gathered, strict=True):
        ranking = rank(evidence, knowledge)
        time = time_course(one.at(stage), evidence.observations, knowledge)
        if as_json:
            print(json.dumps({**as_record(one.id, ranking, knowledge, top=top), "time": time_record(time)}, ensure_ascii=False))
        else:
            _print_page(one, stage, ranking, knowledge, top)
            _print_time(time)


def run_explain(file: Path, cause: str, *, stage: str, setting: str | None, as_json: bool) -> None:
    """Print every number behind one cause, for every case of a file."""
    knowledge = load()
    wanted = cause_named(cause, knowledge)
    cases, gathered = gathered_cases(file, stage, setting, knowledge)
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    for one, evidence in zip(cases, gathered, strict=True):
        ranking = rank(evidence, knowledge)
        explanation = explain(ranking, knowledge.column(wanted), knowledge)
        if as_json:
            print(json.dumps({"id": one.id, "notice": NOTICE, "knowledge": knowledge.digest, "setting": evidence.setting, "cause": wanted,
                              "probability": float(ranking.probability[knowledge.column(wanted)]),
                              **explanation_record(explanation)}, ensure_ascii=False))
        else:
            _print_explanation(one.id, explanation, float(ranking.probability[knowledge.column(wanted)]), knowledge)


def cause_named(label: str, knowledge: Knowledge) -> str:
    """Return the id of the cause that a label names. Raises UsageError, with the nearest names, when there is none."""
    found = resolve_label(label, knowledge)
    if found is None:
        near = " or ".join(f"'{name}'" for name in suggest_causes(label, knowledge))
        raise UsageError(f"cause '{label}' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; "
                         + (f"did you mean {near}?" if near else "choose one"))
    return found


def _print_page(one: CaseFile, stage: str, ranking: Ranking, knowledge: Knowledge, top: int) -> None:
    print(f"\n{one.heading}")
    if said := EMPTY if one.at(stage).is_empty() else about_counts(ranking.evidence):
        print(f"  {said}")
    for flag in urgent(ranking.evidence, knowledge):
        print(f"  urgent: {flag.label}. {flag.reason} [{flag.source}]")
    for conflict in ranking.evidence.observations.conflicts:
        print(f"  conflict: {conflict}")
    for place, row in enumerate(candidates(ranking, knowledge, top=top), start=1):
        mark = "  (must not miss)" if why_grave(row, knowledge) else ""
        print(f"  {place:>2}. {percent(row.probability, knowledge):>4}  {row.name}{mark}")
        for sign, reasons in zip("+-", row.explanation.in_brief(4, 2), strict=True):
            for reason in reasons:
                print(f"          {sign} {stated(reason)} ({reason.weight:+.2f}, {reason.source})")
    print(f"      {percent(float(ranking.probability[knowledge.other]), knowledge):>4}  something else")
    for reading in ranking.evidence.observations.readings:
        if reading.status == "not_understood":
            offers = ", ".join(offer.label for offer in suggest(reading.text, knowledge, where=reading.where))
            print(f"  not understood: {reading.text}{f' ({reading.note})' if reading.note else ''}{f'; did you mean: {offers}?' if offers else ''}")
    for derivation in ranking.evidence.observations.derivations:
        print(f"  worked out: {derivation}")
    if taken := units_taken(ranking.evidence.observations, knowledge):
        print(f"  {NO_UNIT}: {'; '.join(taken)}")


def _print_time(time: TimeCourse) -> None:
    for sentence in time.sentences:
        print(f"  time: {sentence}")
    for offer in time.offers:
        print(f"  may be added: {offer.where}: {offer.text}")


def _print_explanation(case_id: str, explanation: Explanation, probability: float, knowledge: Knowledge) -> None:
    print(f"\n{case_id}: {explanation.leaf.name}, {percent(probability, knowledge)}")
    print(f"  prior (log10 share in the setting, flattened) {explanation.prior:+.2f}")
    for reason in explanation.reasons:
        source = knowledge.sources[reason.source].citation if reason.source in knowledge.sources else reason.source
        seen = f"; seen in {reason.frequency:.2g} of it, {reason.background:.2g} of all causes" if reason.frequency else ""
        print(f"  {reason.weight:+.2f}  {stated(reason)}{seen}  [{source}]")
    for one in explanation.expected:
        print(f"  expected, not assessed: {one.label} ({share(one.frequency)})")
    for label in explanation.unexplained:
        print(f"  left unexplained: {label}")
