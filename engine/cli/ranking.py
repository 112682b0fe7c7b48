"""`rank` and `explain`: one JSON object a case, or a readable page."""

import dataclasses
import json
import sys
from pathlib import Path

from ..case.model import CaseFile
from ..case.suggest import suggest, suggest_causes
from ..errors import CaseError
from ..knowledge import Knowledge, load
from ..knowledge.labels import resolve_label
from ..notice import NOTICE
from ..reasoning import Candidate, Ranking, candidates, rank, stability, urgent
from ..reasoning.course import TimeCourse, time_course
from ..reasoning.explain import Explanation, Reason, explain
from ..reasoning.information import information
from ..reasoning.pairs import Pair, pairs
from ..telling import EMPTY, about_counts, percent, share
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
    cases, gathered = gathered_cases(file, stage, setting, knowledge)
    wanted = cause_named(cause, knowledge)
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    for one, evidence in zip(cases, gathered, strict=True):
        ranking = rank(evidence, knowledge)
        explanation = explain(ranking, knowledge.column(wanted), knowledge)
        if as_json:
            print(json.dumps({"id": one.id, "notice": NOTICE, "cause": wanted,
                              "probability": float(ranking.probability[knowledge.column(wanted)]),
                              **explanation_record(explanation)}, ensure_ascii=False))
        else:
            _print_explanation(one.id, explanation, float(ranking.probability[knowledge.column(wanted)]), knowledge)


def cause_named(label: str, knowledge: Knowledge) -> str:
    """Return the id of the cause that a label names. Raises CaseError, with the nearest names, when there is none."""
    found = resolve_label(label, knowledge)
    if found is None:
        near = " or ".join(f"'{name}'" for name in suggest_causes(label, knowledge))
        raise CaseError(f"cause '{label}' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; "
                        + (f"did you mean {near}?" if near else "choose one"))
    return found


def as_record(case_id: str, ranking: Ranking, knowledge: Knowledge, *, top: int) -> dict:
    """Return the JSON object of the contract for one ranked case."""
    rows = candidates(ranking, knowledge, top=top)
    robust, told = stability(ranking, knowledge), information(ranking, knowledge)
    readings = ranking.evidence.observations.readings
    counts = {status: sum(one.status == status for one in readings) for status in ("used", "partly", "unused", "not_understood")}
    return {
        "id": case_id, "notice": NOTICE, "knowledge": knowledge.digest, "setting": ranking.evidence.setting,
        "candidates": [_row(row, robust) for row in rows],
        "about_counts": about_counts(ranking.evidence),
        "other": float(ranking.probability[knowledge.other]),
        "urgent": [{"id": flag.id, "label": flag.label, "reason": flag.reason, "source": flag.source, "note": flag.note}
                   for flag in urgent(ranking.evidence, knowledge)],
        "words": counts,
        "unrecognized": [{"text": one.text, "where": one.where, "note": one.note,
                          "suggestions": [offer.label for offer in suggest(one.text, knowledge, where=one.where)]}
                         for one in readings if one.status == "not_understood"],
        "notes": [{"text": one.text, "where": one.where, "status": one.status, "note": one.note}
                  for one in readings if one.note and one.status != "not_understood"],
        "pairs": [_pair(pair) for pair in pairs(ranking, knowledge)],
        "information": {"bits_before": told.before, "bits_after": told.after, "bits_gained": told.gained},
        "conflicts": [str(one) for one in ranking.evidence.observations.conflicts],
        "derived": list(ranking.evidence.observations.derivations)}


def time_record(time: TimeCourse) -> dict:
    """Return the time course as JSON values: days count from the presentation, counts are in canonical units."""
    return {
        "tempo": time.tempo.word if time.tempo else None, "sentences": list(time.sentences),
        "courses": [{"analyte": one.course.analyte, "unit": one.unit, "tempo": one.tempo.word,
                     "points": [{"day": point.day, "when": point.when, "value": point.value, "level": point.level} for point in one.course.points],
                     "cycle": dataclasses.asdict(one.cycle.cycle) if one.cycle and one.cycle.cycle else None} for one in time.told],
        "offers": [{"where": offer.where, "text": offer.text, "why": offer.why} for offer in time.offers]}


def _row(row: Candidate, robust: dict) -> dict:
    steady = robust.get(row.family)
    return {"id": row.id, "name": row.name, "family": row.family, "probability": row.probability,
            "must_not_miss": row.must_not_miss,
            "stability": {"first": steady.first, "top_three": steady.top_three, "first_interval": list(steady.first_interval),
                          "places": list(steady.places)} if steady else {"first": 0.0, "top_three": 0.0},
            "leaves": [{"id": leaf.id, "name": leaf.name, "probability": leaf.probability} for leaf in row.leaves],
            **explanation_record(row.explanation)}


def _pair(pair: Pair) -> dict:
    return {"causes": list(pair.causes), "names": list(pair.names), "times_better": pair.times_better, "association": pair.association,
            "explains": {name: list(found) for name, found in pair.explains.items()}, "both_explain": list(pair.both),
            "unexplained": list(pair.unexplained), "best_single": pair.single, "unexplained_by_best_single": list(pair.unexplained_by_single)}


def explanation_record(explanation: Explanation) -> dict:
    """Return an explanation as JSON values; `weight` is the log10 of the likelihood ratio that was summed."""
    return {"for": [_reason(one) for one in explanation.speaks_for],
            "against": [_reason(one) for one in explanation.speaks_against],
            "expected": [{"finding": one.name, "label": one.label, "frequency": one.frequency, "source": one.source}
                         for one in explanation.expected],
            "unexplained": list(explanation.unexplained), "prior": explanation.prior}


def _reason(reason: Reason) -> dict:
    return {"finding": reason.name, "label": reason.label, "state": reason.state, "weight": reason.weight,
            "source": reason.source, "entered": list(reason.texts)}


def _print_page(one: CaseFile, stage: str, ranking: Ranking, knowledge: Knowledge, top: int) -> None:
    print(f"\n{one.id}: {one.title}" if one.title else f"\n{one.id}")
    if said := EMPTY if one.at(stage).is_empty() else about_counts(ranking.evidence):
        print(f"  {said}")
    for flag in urgent(ranking.evidence, knowledge):
        print(f"  urgent: {flag.label}. {flag.reason} [{flag.source}]")
    for conflict in ranking.evidence.observations.conflicts:
        print(f"  conflict: {conflict}")
    for place, row in enumerate(candidates(ranking, knowledge, top=top), start=1):
        mark = "  (must not miss)" if row.must_not_miss else ""
        print(f"  {place:>2}. {percent(row.probability):>4}  {row.name}{mark}")
        for sign, reasons in (("+", row.explanation.speaks_for[:4]), ("-", row.explanation.speaks_against[:2])):
            for reason in reasons:
                print(f"          {sign} {reason.label} ({reason.weight:+.2f}, {reason.source})")
    print(f"      {percent(float(ranking.probability[knowledge.other])):>4}  something else")
    for one in ranking.evidence.observations.readings:
        if one.status == "not_understood":
            offers = ", ".join(offer.label for offer in suggest(one.text, knowledge, where=one.where))
            print(f"  not understood: {one.text}{f' ({one.note})' if one.note else ''}{f'; did you mean: {offers}?' if offers else ''}")
    for derivation in ranking.evidence.observations.derivations:
        print(f"  worked out: {derivation}")


def _print_time(time: TimeCourse) -> None:
    for sentence in time.sentences:
        print(f"  time: {sentence}")
    for offer in time.offers:
        print(f"  may be added: {offer.where}: {offer.text}")


def _print_explanation(case_id: str, explanation: Explanation, probability: float, knowledge: Knowledge) -> None:
    print(f"\n{case_id}: {explanation.leaf.name}, {percent(probability)}")
    print(f"  prior (log10 share in the setting, flattened) {explanation.prior:+.2f}")
    for reason in explanation.reasons:
        source = knowledge.sources[reason.source].citation if reason.source in knowledge.sources else reason.source
        seen = f"; seen in {reason.frequency:.2g} of it, {reason.background:.2g} of all causes" if reason.frequency else ""
        state = f", {reason.state}" if reason.kind in ("finding", "lab") else ""
        print(f"  {reason.weight:+.2f}  {reason.label}{state}{seen}  [{source}]")
    for one in explanation.expected:
        print(f"  expected, not assessed: {one.label} ({share(one.frequency)})")
    for label in explanation.unexplained:
        print(f"  left unexplained: {label}")
