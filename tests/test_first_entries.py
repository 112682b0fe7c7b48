"""First entries: two to six facts. The whole is held, not single ones: what comes first then is a matter of base rates and of opinion."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from engine import candidates, gather, parse_cases, rank

ENTRIES = yaml.safe_load((Path(__file__).parent / "cases" / "first-entries.yaml").read_text(encoding="utf-8"))
FIRST, HIGH, NEVER = 0.8, 0.9, 0.04
"""Least shares of right first rows and of causes among the first five, and most of causes among the first three where they do not belong."""


@dataclass(frozen=True)
class Held:
    """One entry with the causes of its first rows, each row with the causes that hold a good part of it."""

    entry: dict
    rows: list[set[str]]


@pytest.fixture(scope="module")
def held(knowledge) -> list[Held]:
    return [Held(entry, rows_of(entry, knowledge)) for entry in ENTRIES]


def rows_of(entry: dict, knowledge) -> list[set[str]]:
    [file] = parse_cases(yaml.safe_dump({"case": entry["case"]}), name=entry["id"])
    ranking = rank(gather(file.case, knowledge, setting="hospital"), knowledge)
    return [{row.id} | {cause for leaf in row.leaves if leaf.probability >= knowledge.model["leaf_counts_share"] * row.probability
                        for cause in leaf.id.split("+")} for row in candidates(ranking, knowledge, top=5)]


def test_every_cause_named_is_known(knowledge):
    assert {cause for entry in ENTRIES for kind in ("first", "high", "never") for cause in entry[kind]} <= set(knowledge.causes)


def test_what_an_expert_thinks_of_first_comes_first(held):
    right = [bool(one.rows[0] & set(one.entry["first"])) for one in held if one.entry["first"]]

    assert sum(right) >= FIRST * len(right)


def test_what_belongs_among_the_first_five_is_there(held):
    there = [any(cause in row for row in one.rows) for one in held for cause in one.entry["high"]]

    assert sum(there) >= HIGH * len(there)


def test_what_is_contradicted_stays_behind(held):
    silly = [cause in set().union(*one.rows[:3]) for one in held for cause in one.entry["never"]]

    assert sum(silly) <= NEVER * len(silly)
