"""What names a row: a leaf, or a cause together with what it brings on, that holds most of it; else the root of the family."""

from pathlib import Path

import pytest

from engine import gather, parse_cases, rank, read_cases
from engine.reasoning import rows

PUBLISHED = Path(__file__).parents[1] / "data" / "published.yaml"

LEUKEMIA = """
case:
  age: 35
  sex: female
  labs: {hemoglobin: 8.1 g/dL, WBC: 1.2 x10^9/L, platelets: 15 x10^9/L, fibrinogen: 150 mg/dL}
  present: [gum bleeding, bruising, abnormal promyelocytes]
"""


def ranked(case, knowledge):
    return rank(gather(case, knowledge, setting="hospital"), knowledge)


def test_a_form_that_may_or_may_not_have_brought_something_on_names_its_row(knowledge):
    first = rows(ranked(parse_cases(LEUKEMIA, name="one.yaml")[0].case, knowledge), knowledge)[0]
    alone, together = (next(leaf.probability for leaf in first.leaves if leaf.id == name) for name in (
        "acute-promyelocytic-leukemia", "acute-promyelocytic-leukemia+disseminated-intravascular-coagulation"))

    assert max(alone, together) < 0.7 * first.probability <= alone + together
    assert first.id == "acute-promyelocytic-leukemia"
    assert first.name == "Acute promyelocytic leukemia"


@pytest.mark.parametrize("file", read_cases(PUBLISHED), ids=lambda file: file.id)
def test_what_names_a_row_holds_most_of_it_or_is_its_root(file, knowledge):
    needed = knowledge.model["family_name_share"]
    for row in rows(ranked(file.at("presentation"), knowledge), knowledge):
        held = {leaf.id: leaf.probability for leaf in row.leaves}
        of_cause = sum(share for leaf, share in held.items() if leaf.partition("+")[0] == row.id)
        named = next((leaf for leaf in row.leaves if "+" in leaf.id and row.name == leaf.name), None)

        assert row.id == row.family or of_cause >= needed * row.probability
        assert named is None or named.probability >= needed * row.probability
