"""`compare`: what tells causes apart, why one stands above another, and what would turn the order."""

import dataclasses
import json
import sys
from itertools import pairwise
from pathlib import Path

from ..case.model import Case
from ..knowledge import Knowledge, load
from ..notice import NOTICE
from ..reasoning import Ranking, rank
from ..reasoning.compare import Comparison, Ledger, columns_of, compare, ledger
from ..reasoning.flips import Flips, flips
from ..telling import factor, percent, share, stated, times
from .gathering import gathered_cases
from .ranking import cause_named

_LEAST_WIDTH = 46
"""Columns that a label has at least."""


def run(file: Path, names: list[str], *, stage: str, setting: str | None, as_json: bool) -> None:
    """Print the comparison for every case of a file.

    Raises:
        UsageError: a name is not known or stands twice. CaseError: a case cannot be ranked.
    """
    knowledge = load()
    wanted = [cause_named(name, knowledge) for name in names]
    cases, gathered = gathered_cases(file, stage, setting, knowledge)
    rankings = [rank(evidence, knowledge) for evidence in gathered]
    chosen = [columns_of(wanted, ranking, knowledge) for ranking in rankings]
    print(NOTICE, file=sys.stderr if as_json else sys.stdout)
    for one, ranking, columns in zip(cases, rankings, chosen, strict=True):
        comparison = compare(ranking, columns, knowledge)
        steps = _steps(one.at(stage), ranking, columns, knowledge)
        if as_json:
            record = {"id": one.id, "notice": NOTICE, "knowledge": knowledge.digest, "setting": ranking.evidence.setting,
                      "causes": _causes(wanted, columns, ranking, knowledge), **_record(comparison, steps, knowledge)}
            print(json.dumps(record, ensure_ascii=False))
        else:
            print(f"\n{one.heading}")
            _print(ranking, comparison, steps, knowledge)


def _steps(case: Case, ranking: Ranking, columns: tuple[int, ...], knowledge: Knowledge) -> list[tuple[Ledger, Flips]]:
    """Return ledger and flips of each two that follow one another in the order of their scores."""
    ordered = sorted(columns, key=lambda column: -ranking.score[column])
    return [(ledger(ranking, upper, lower, knowledge), flips(case, ranking, upper, lower, knowledge)) for upper, lower in pairwise(ordered)]


def _causes(wanted: list[str], columns: tuple[int, ...], ranking: Ranking, knowledge: Knowledge) -> list[dict]:
    return [{"id": name, "leaf": knowledge.leaves[column].id, "name": knowledge.leaves[column].name,
             "probability": float(ranking.probability[column])} for name, column in zip(wanted, columns, strict=True)]


def _record(comparison: Comparison, steps: list[tuple[Ledger, Flips]], knowledge: Knowledge) -> dict:
    """Return the comparison as JSON values: weights and differences in log10, columns by the id of their leaf."""
    def named(record: Ledger | Flips) -> dict:
        return {key: knowledge.leaves[value].id if key in ("first", "second", "upper", "lower") else value
                for key, value in dataclasses.asdict(record).items()}

    return {
        "entered": [one._asdict() for one in comparison.entered], "untested": [one._asdict() for one in comparison.untested],
        "ledger": [{**named(account), "lines": [{**line._asdict(), "difference": line.difference} for line in account.lines]}
                   for account, _ in steps],
        "flips": [{**named(turn), "weight": turn.weight and turn.weight._asdict(), "entered": [one._asdict() for one in turn.entered],
                   "untested": [one._asdict() for one in turn.untested]} for _, turn in steps]}


def _print(ranking: Ranking, comparison: Comparison, steps: list[tuple[Ledger, Flips]], knowledge: Knowledge) -> None:
    for number, column in enumerate(comparison.columns, start=1):
        print(f"  ({number}) {knowledge.leaves[column].name}, {percent(float(ranking.probability[column]), knowledge)}")
    labels = [*map(stated, comparison.entered), *(question.label for question in comparison.untested)]
    wide = max(_LEAST_WIDTH, *map(len, labels))
    heads = "".join(f"{f'({number})':>8}" for number in range(1, len(comparison.columns) + 1))
    print(f"  {'entered, weight in log10':<{wide + 2}}{heads}")
    for entry in comparison.entered:
        print(f"    {stated(entry):<{wide}}" + "".join(f"{weight:>+8.2f}" for weight in entry.weights))
    print("  untested, how often in each")
    for question in comparison.untested:
        print(f"    {question.label:<{wide}}" + "".join(f"{share(part):>8}" for part in question.frequencies))
    for account, turn in steps:
        first, second = (knowledge.leaves[column].name for column in (account.first, account.second))
        print(f"  why {first} stands above {second}: {account.difference:+.2f} (odds {times(account.difference)})")
        for line in account.lines:
            if abs(line.difference) >= 0.005:
                print(f"    {line.difference:>+7.2f}  {stated(line)} "
                      f"({line.first:+.2f} against {line.second:+.2f})")
        print(f"    what would turn the order: {second} {factor(turn.prior_factor)} times as likely to start with")
        if turn.weight is not None:
            print(f"      the weight of '{turn.weight.label}' {factor(turn.weight.factor)} times")
        for answer in (*turn.entered, *turn.untested):
            print(f"      '{answer.label}' {answer.after} ({'was ' if answer.before != 'not assessed' else ''}{answer.before})")
