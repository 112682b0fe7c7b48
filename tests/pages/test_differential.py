"""The differential to be committed: what a search finds first, and what is said of a line that is wrong, where it stands."""

import pytest

from app_parts.differential import _by_line, searchable


@pytest.fixture(scope="module")
def offered(knowledge):
    return searchable(knowledge.digest, knowledge)


@pytest.mark.parametrize(("typed", "cause"), [
    ("TTP", "thrombotic-thrombocytopenic-purpura"), ("thrombotic thrombocytopenic", "thrombotic-thrombocytopenic-purpura"),
    ("ITP", "immune-thrombocytopenia"), ("AML", "acute-myeloid-leukemia"), ("MDS", "myelodysplastic-syndrome"),
    ("PNH", "paroxysmal-nocturnal-hemoglobinuria"), ("HUS", "hemolytic-uremic-syndrome"), ("SLE", "systemic-lupus-erythematosus"),
])
def test_the_first_cause_that_a_search_offers_is_the_one_so_called(typed, cause, offered):
    assert next(name for name, label in offered.items() if typed.casefold() in label.casefold()) == cause


def test_every_cause_is_offered_once_by_its_name(offered, knowledge):
    assert set(offered) == set(knowledge.causes)
    assert all(label.startswith(knowledge.causes[name].name) for name, label in offered.items())


def test_what_is_wrong_is_told_at_the_line_of_the_form():
    assert _by_line("Cause 2: no.\nCause 2: nor this.\nThe whole.", [1, 4]) == {4: "No. Nor this.", 0: "The whole."}
