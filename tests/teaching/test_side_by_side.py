"""A set of look-alikes side by side in one case, and the tally of a row of practice."""

import math

import pytest

from engine import CaseError, gather, rank
from engine.teaching import Guess, contrast, drills, members, sample, tally
from engine.teaching.habits import probability_of

SET = "megaloblastic"


@pytest.fixture(scope="module")
def drawn(knowledge, bank):
    return sample(knowledge, seed=5, topic=SET, bank=bank)


@pytest.fixture(scope="module")
def ranking(drawn, knowledge):
    return rank(gather(drawn.file.case, knowledge), knowledge)


def test_every_cause_of_the_set_stands_beside_the_true_one_with_the_engines_probability(drawn, ranking, knowledge):
    first, *others = members(ranking, drawn.leaf, SET, knowledge)

    assert first.is_true
    assert first.cause in knowledge.leaves[knowledge.column(drawn.leaf)].causes
    assert not any(one.is_true for one in others)
    assert {first.cause, *(one.cause for one in others)} == set(knowledge.teaching["sets"][SET]["causes"])
    assert [one.probability for one in others] == sorted((one.probability for one in others), reverse=True)
    for one in (first, *others):
        forms = [name for name in knowledge.teaching["sets"][SET]["causes"] if knowledge.causes[name].parent == one.cause]
        listed = sum(probability_of(name, ranking, knowledge) for name in forms)
        assert one.probability == pytest.approx(probability_of(one.cause, ranking, knowledge) - listed)


def test_a_form_that_is_listed_itself_does_not_count_for_what_it_is_a_form_of(knowledge, bank):
    case = sample(knowledge, seed=1, topic="hemolysis", bank=bank).file.case
    ranking = rank(gather(case, knowledge), knowledge)
    shares = {one.cause: one.probability for one in members(ranking, "wilson-disease", "hemolysis", knowledge)}
    whole = probability_of("autoimmune-hemolytic-anemia", ranking, knowledge)

    assert knowledge.causes["cold-agglutinin-disease"].parent == "autoimmune-hemolytic-anemia"
    assert sum(shares.values()) <= 1 + 1e-9
    assert shares["autoimmune-hemolytic-anemia"] <= whole - shares["cold-agglutinin-disease"] + 1e-9


def test_what_separates_the_true_cause_from_another_is_the_difference_of_what_was_summed(drawn, ranking, knowledge):
    first, *others = members(ranking, drawn.leaf, SET, knowledge)

    assert first.differences == ()
    for other in others:
        sizes = [abs(one.favors_first) for one in other.differences]
        assert sizes == sorted(sizes, reverse=True)
        assert min(sizes) >= knowledge.model["tell_weight"]
        told = {one.label: one.favors_first for one in other.differences}
        summed = ({one.label: one.favors_first for one in contrast(ranking, knowledge.column(drawn.leaf), column, knowledge)}
                  for column, leaf in enumerate(knowledge.leaves[:-1])
                  if any(other.cause in (name, knowledge.causes[name].parent) for name in leaf.causes))
        assert any(told.items() <= separating.items() for separating in summed)


def test_a_form_of_a_cause_stands_for_the_cause_of_the_set(ranking, knowledge):
    found = members(ranking, "pernicious-anemia", SET, knowledge)

    assert [one.cause for one in found if one.is_true] == ["vitamin-b12-deficiency"]


def test_a_set_nobody_knows_is_not_shown(ranking, knowledge):
    with pytest.raises(CaseError, match="^set 'zebras' is not known; allowed: megaloblastic, .*; choose one$"):
        members(ranking, "copper-deficiency", "zebras", knowledge)


def test_a_row_is_told_set_by_set_by_itself_and_mixed_with_hand_worked_scores(knowledge):
    row = drills(knowledge, seed=3, sets=(SET, "hemolysis"))
    copper, malaria = Guess("copper-deficiency", 0.5), Guess("malaria", 0.25)
    mixed = next(one.number for one in row if (one.order, one.set) == ("mixed", SET))
    found = tally(row, {1: ((copper, malaria), "copper-deficiency"), 2: ((copper, malaria), "malaria"),
                        mixed: ((copper,), "copper-deficiency")}, knowledge)

    assert [(one.set, one.order, one.answered, one.first) for one in found] == [(SET, "blocked", 2, 1), (SET, "mixed", 1, 1)]
    assert found[0].log_score == pytest.approx((math.log(2) + math.log(4)) / 2)
    assert found[1].log_score == pytest.approx(math.log(2))


def test_a_row_of_which_nothing_was_answered_has_no_tally(knowledge):
    assert tally(drills(knowledge, seed=3), {}, knowledge) == ()
