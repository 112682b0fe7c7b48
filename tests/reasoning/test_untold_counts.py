"""Who tells one low count seldom leaves out another: what is not told of the counts beside it."""

import dataclasses

import pytest

from engine import Case, gather, rank


def odds(case: Case, one: str, other: str, knowledge) -> float:
    chance = rank(gather(case, knowledge), knowledge).probability
    return float(chance[knowledge.column(one)] / chance[knowledge.column(other)])


def test_a_low_count_told_alone_speaks_for_what_lowers_it_alone(knowledge):
    alone = Case(present=("thrombocytopenia",))
    told = Case(present=("thrombocytopenia",), absent=("anemia", "neutropenia"))
    both = Case(present=("thrombocytopenia", "anemia"))

    ratios = [odds(case, "immune-thrombocytopenia", "aplastic-anemia", knowledge) for case in (both, alone, told)]
    assert ratios == sorted(ratios)


@pytest.mark.parametrize("case", [Case(), Case(present=("fever",)), Case(present=("pancytopenia",)), Case(labs={"platelets": "300 x10^9/L"})],
                         ids=["nothing told", "no count told", "all told to be low", "no low count"])
def test_nothing_follows_where_no_count_is_told_as_low_or_all_are(case, knowledge):
    indifferent = dataclasses.replace(knowledge, model={**knowledge.model, "pattern_untold": 1.0})

    assert gather(case, knowledge).counts.subsets.tolist() == gather(case, indifferent).counts.subsets.tolist()


def test_a_total_white_count_tells_of_the_neutrophils(knowledge):
    neutrophils = 1
    without, with_white = (gather(Case(labs={"platelets": "30 x10^9/L", **more}), knowledge).counts.subsets
                           for more in ({}, {"WBC": "6 x10^9/L"}))

    assert without[4 | neutrophils] < without[4]
    assert with_white[4 | neutrophils] == with_white[4]
