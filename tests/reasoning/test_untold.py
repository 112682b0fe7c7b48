"""What goes untold of a history on which a cause hinges."""

import pytest

from engine import Case, gather


def untold(case, knowledge) -> set[str]:
    return {term.label for term in gather(case, knowledge).fixed if term.state == "untold"}


@pytest.mark.parametrize("entry", ["gastrectomy", "Roux-en-Y gastric bypass"])
def test_a_form_of_what_a_cause_hinges_on_tells_of_it(entry, knowledge):
    assert "nothing told of stomach surgery" not in untold(Case(history=(entry,)), knowledge)


def test_a_history_that_leaves_it_out_does_not(knowledge):
    assert "nothing told of stomach surgery" in untold(Case(history=("diabetes mellitus",)), knowledge)
