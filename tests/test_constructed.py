"""Constructed cases, one list of case files: whoever adds a cause adds a case here, and from then on the answer must stay among the first five.

A miss that is right by medicine has its reason in `tests/cases/misses.yaml`, under the id of the case.

Every file of `tests/cases/` is such a list but those that hold words, reasons or sets of look-alikes, which have tests of their own.
"""

from pathlib import Path

import pytest

from benchmarks.accuracy import read_misses
from engine import read_cases
from engine.evaluation import judge

OTHER = {"first-entries", "look-alikes", "misses", "notes", "phrases", "source-claims", "words"}
CASES = [pytest.param(case, id=f"{path.stem}-{case.id}")
         for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")) if path.stem not in OTHER for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES)
def test_the_answer_is_among_the_first_five(case, knowledge):
    judged = judge(case, knowledge, stage="presentation", setting="published")

    assert case.id in read_misses() or judged.place is not None and judged.place <= 5, f"place {judged.place}, first {judged.first}"


def test_there_are_cases():
    assert len(CASES) > 200
