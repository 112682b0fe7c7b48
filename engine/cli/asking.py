"""`next`: what to look at next, as one JSON object a case or a readable page."""

import json
import sys
from pathlib import Path

from ..knowledge import Knowledge, load
from ..notice import NOTICE
from ..reasoning import Suggestion, WhatNext, rank, what_next
from ..reasoning.what_next import Outcome
from ..telling import percent, share
from .gathering import gathered_cases

STOP = "no single answer that is left is expected to change the first place, nor its probability by more than a little"


def run(file: Path, *, policy: str, stage: str, setting: str | None, top: int, as_json: bool) -> None:
    """Print what to look at next for every case of a file."""
    knowledge = load()
    cases, gathered = gathered_cases(file, stage, setting, knowledge)
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    for one, evidence in zip(cases, gathered, strict=True):
        ranking = rank(evidence, knowledge)
        advice = what_next(one.at(stage), ranking, knowledge, policy=policy, top=top)
        if as_json:
            print(json.dumps({"id": one.id, "notice": NOTICE, "knowledge": knowledge.digest, "setting": ranking.evidence.setting,
                              **as_record(advice)}, ensure_ascii=False))
        else:
            _print_page(one.heading, advice, knowledge)


def as_record(advice: WhatNext) -> dict:
    """Return what to look at next as JSON values; `gain` is in bits."""
    return {"policy": advice.policy, "stop": advice.stop, "moved": advice.moved, "overtaken": advice.overtaken,
            "called_for": [_suggestion(one) for one in advice.called_for], "suggestions": [_suggestion(one) for one in advice.suggestions]}


def _suggestion(one: Suggestion) -> dict:
    apart = one.separates
    return {"id": one.id, "kind": one.kind, "label": one.label, "way": one.way.label, "cost": one.way.cost, "harm": one.way.harm,
            "wait": one.way.wait, "gain": one.gain, "gain_per_effort": one.gain_per_effort,
            "separates": {"causes": list(apart.ids), "names": list(apart.names), "answer": apart.answer, "chances": list(apart.chances)},
            "outcomes": [_outcome(outcome) for outcome in one.outcomes]}


def _outcome(outcome: Outcome) -> dict:
    return {"answer": outcome.answer, "label": outcome.label, "entered": outcome.entered, "chance": outcome.chance,
            "candidates": [{"id": row.id, "name": row.name, "probability": row.probability} for row in outcome.rows]}


def _print_page(title: str, advice: WhatNext, knowledge: Knowledge) -> None:
    print(f"\n{title}")
    for one in advice.called_for:
        print(f"  a red flag asks for, whatever the ranking says: {one.label}  ({one.way.label})")
    if advice.stop:
        print(f"  stop: {STOP}")
    for place, one in enumerate(advice.suggestions, start=1):
        apart = one.separates
        print(f"  {place:>2}. {one.label}  ({one.way.label}; cost {one.way.cost}, harm {one.way.harm}, wait {one.way.wait})  {one.gain:.2f} bit")
        print(f"        tells {apart.names[0]} ({apart.answer} in {share(apart.chances[0])}) from {apart.names[1]} ({share(apart.chances[1])})")
        for outcome in one.outcomes:
            rows = "; ".join(f"{row.name} {percent(row.probability, knowledge)}" for row in outcome.rows)
            print(f"        {outcome.label}, expected in {percent(outcome.chance, knowledge)}: {rows}")
    if not advice.suggestions:
        print("  nothing left to look at tells the candidates apart")
