"""A ranked case as JSON values: the objects of the contract that `rank --json` prints and a report keeps."""

import dataclasses

from ..case.suggest import suggest
from ..knowledge import Knowledge
from ..notice import NOTICE
from ..reasoning import Candidate, Ranking, candidates, stability, urgent, why_grave
from ..reasoning.course import TimeCourse
from ..reasoning.explain import Explanation, Reason
from ..reasoning.information import information
from ..reasoning.pairs import Pair, pairs
from ..telling import about_counts, units_taken


def as_record(case_id: str, ranking: Ranking, knowledge: Knowledge, *, top: int) -> dict:
    """Return the JSON object of the contract for one ranked case."""
    rows = candidates(ranking, knowledge, top=top)
    robust, told = stability(ranking, knowledge), information(ranking, knowledge)
    readings = ranking.evidence.observations.readings
    counts = {status: sum(one.status == status for one in readings) for status in ("used", "partly", "unused", "not_understood")}
    return {
        "id": case_id, "notice": NOTICE, "knowledge": knowledge.digest, "setting": ranking.evidence.setting,
        "candidates": [_row(row, robust, knowledge) for row in rows],
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
        "derived": list(ranking.evidence.observations.derivations),
        "units_assumed": list(units_taken(ranking.evidence.observations, knowledge))}


def time_record(time: TimeCourse) -> dict:
    """Return the time course as JSON values: days count from the presentation, counts are in canonical units."""
    return {
        "tempo": time.tempo.word if time.tempo else None, "sentences": list(time.sentences),
        "courses": [{"analyte": one.course.analyte, "unit": one.unit, "tempo": one.tempo.word,
                     "points": [{"day": point.day, "when": point.when, "value": point.value, "level": point.level} for point in one.course.points],
                     "cycle": dataclasses.asdict(one.cycle.cycle) if one.cycle and one.cycle.cycle else None} for one in time.told],
        "offers": [{"where": offer.where, "text": offer.text, "why": offer.why} for offer in time.offers]}


def _row(row: Candidate, robust: dict, knowledge: Knowledge) -> dict:
    steady = robust.get(row.family)
    return {"id": row.id, "name": row.name, "family": row.family, "probability": row.probability,
            "must_not_miss": row.must_not_miss, "why_grave": why_grave(row, knowledge),
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
