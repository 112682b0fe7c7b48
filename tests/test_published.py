"""Accuracy on real published cases may not fall unnoticed; the figures themselves are in docs/ and by `make evaluate`."""

from pathlib import Path

import pytest

from engine import read_cases
from engine.evaluation import judge, summarize
from engine.knowledge.labels import resolve_label

DATA = Path(__file__).parent / "data"
SETS = {name: read_cases(DATA / f"{name}.yaml") for name in ("published", "later")}


@pytest.fixture(scope="module", params=SETS)
def summary(request, knowledge):
    return summarize([judge(case, knowledge, stage="presentation", setting="published") for case in SETS[request.param]])


def test_no_case_stands_in_both_sets():
    assert {case.id for case in SETS["published"]} & {case.id for case in SETS["later"]} == set()


@pytest.mark.parametrize("name", SETS)
def test_every_label_of_a_diagnosis_names_a_cause(name, knowledge):
    unknown = [f"{case.id}: {label}" for case in SETS[name] for label in (case.diagnosis.cause, *case.diagnosis.also_correct)
               if resolve_label(label, knowledge) is None]

    assert unknown == []


def test_an_accepted_cause_is_among_the_first_five_in_three_of_four_cases(summary):
    assert summary.top[5] >= 0.75


def test_an_accepted_cause_comes_first_in_half_of_the_cases(summary):
    assert summary.top[1] >= 0.5


def test_nearly_every_entry_is_understood(summary):
    assert summary.words["not_understood"] <= 0.08 * sum(summary.words.values())


def test_confidence_is_not_far_above_accuracy(summary):
    assert summary.gap <= 0.1
