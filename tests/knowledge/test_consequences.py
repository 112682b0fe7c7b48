"""A cause with what it brings on: which links there may be, and what the two together look like."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from engine import gather, rank, read_cases
from engine.knowledge.compiling.frequencies import noisy_or
from engine.knowledge.labels import resolve_diagnosis
from engine.knowledge.records import NAMED_CAUSE

TESTS = Path(__file__).parents[1]
RULES = {cause["id"]: cause for path in sorted((TESTS.parent / "rules" / "causes").rglob("*.yaml"))
         for cause in [yaml.safe_load(path.read_text(encoding="utf-8"))]}
LINKS = [(cause, link["cause"]) for cause, entry in RULES.items() for link in entry.get("leads_to", ())]
CASES = [pytest.param(case, id=case.id) for case in read_cases(TESTS / "cases" / "consequences.yaml")]


def of_its_people(cause: str, bands: dict[str, float]) -> float:
    """Return how much of a hospital's low counts a cause holds, its forms counted in."""
    entry = RULES[cause]
    if "is_a" in entry:
        return of_its_people(entry["is_a"]["parent"], bands) * entry["is_a"]["share"]
    share = entry["prior"]["hospital"]
    return bands[share] if share in bands else float(share)


def family(cause: str) -> str:
    while "is_a" in RULES[cause]:
        cause = RULES[cause]["is_a"]["parent"]
    return cause


def test_some_people_with_a_cause_have_it_alone():
    assert {cause for cause, entry in RULES.items() if sum(link["rate"] for link in entry.get("leads_to", ())) >= 0.98} == set()


def test_no_cause_brings_on_its_own_form_nor_one_thing_twice():
    assert [(cause, brought) for cause, brought in LINKS if family(cause) == family(brought)] == []
    assert len(set(LINKS)) == len(LINKS)


def test_hardly_more_of_a_consequence_is_brought_on_than_there_is():
    bands = yaml.safe_load((TESTS.parent / "rules" / "settings.yaml").read_text(encoding="utf-8"))["prior_bands"]
    brought: dict[str, float] = {}
    for cause, entry in RULES.items():
        for link in entry.get("leads_to", ()):
            brought[link["cause"]] = brought.get(link["cause"], 0.0) + of_its_people(cause, bands) * link["rate"]

    assert [name for name, mass in brought.items() if mass > 1.2 * of_its_people(name, bands)] == []


@pytest.mark.parametrize(("cause", "brought"), LINKS, ids=map("-to-".join, LINKS))
def test_the_name_of_either_speaks_for_both_together(cause, brought, knowledge):
    together, share, mean = knowledge.columns[f"{cause}+{brought}"], knowledge.tables.probability, knowledge.tables.mean
    rows = [knowledge.findings[name].index for one in (cause, brought) if (name := f"{NAMED_CAUSE}{one}") in knowledge.findings]

    assert rows
    assert all(share[row, together] > mean[row] for row in rows)


@pytest.mark.parametrize("case", CASES)
def test_a_typical_case_of_both_is_taken_for_both(case, knowledge):
    ranking = rank(gather(case.at("presentation"), knowledge, setting="published"), knowledge)
    first = knowledge.leaves[int(np.argmax(ranking.probability))]

    assert list(first.causes) == [resolve_diagnosis(label, knowledge) for label in (case.diagnosis.cause, *case.diagnosis.also_correct)]


@pytest.mark.parametrize(("members", "together"), [
    pytest.param((0.5, 0.02), 0.5, id="what one brings the other does not take away"),
    pytest.param((0.05, 0.02), 0.02, id="what neither brings is as rare as in the one that lacks it"),
    pytest.param((0.5, 0.5), 1 - 0.25 / 0.95, id="what both bring is told more often, its background once"),
])
def test_of_two_causes(members, together):
    assert noisy_or(np.array([members]), np.array([0.05]))[0] == pytest.approx(together)


def test_the_time_course_of_both_lies_between_those_of_each(knowledge):
    rows = [number for name, number in knowledge.tables.rows.items() if name.startswith("onset:")]
    leaves = "sickle-cell-disease", "parvovirus-b19-infection", "sickle-cell-disease+parvovirus-b19-infection"
    alone, brought, both = (knowledge.tables.weights[rows, knowledge.columns[leaf]] for leaf in leaves)

    assert (both > np.minimum(alone, brought)).all()
    assert (both < np.maximum(alone, brought)).all()
