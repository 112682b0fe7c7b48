"""Scores of a committed list, held against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from engine import CaseError
from engine.teaching import Guess, brier_score, calibration, given, is_true, log_score, place, read_answer

COPPER, B12, LEAD = "copper-deficiency", "vitamin-b12-deficiency", "lead-poisoning"
TTP = "thrombotic-thrombocytopenic-purpura"
ZINC = "zinc-induced-copper-deficiency"
NONE_TRUE = "malaria"


def answer(**shares: float) -> tuple[Guess, ...]:
    names = {"copper": COPPER, "b12": B12, "lead": LEAD, "zinc": ZINC}
    return tuple(Guess(names[name], share) for name, share in shares.items())


@pytest.mark.parametrize(("share", "expected"), [(1.0, 0.0), (0.5, 0.6931), (0.1, 2.3026), (0.001, 6.9078), (0.0, 6.9078)])
def test_the_log_score_is_minus_the_logarithm_of_what_the_truth_was_given_and_counts_a_thousandth_at_least(share, expected, knowledge):
    score = log_score(answer(copper=share), COPPER, knowledge)

    assert score.value == pytest.approx(expected, abs=5e-5)


def test_the_log_score_of_an_unnamed_truth_is_that_of_an_even_share_of_the_rest(knowledge):
    others = len(knowledge.causes) - 1
    score = log_score(answer(b12=0.2), NONE_TRUE, knowledge)

    assert score.value == pytest.approx(-math.log(0.8 / others))
    assert score.reason == f"you gave the true cause {round(80 / others, 2):g}%, its even share of what you left to something else"


def test_a_whole_percent_is_told_back_as_it_was_given(knowledge):
    assert log_score(answer(copper=0.6), COPPER, knowledge).reason == "you gave the true cause 60%"


def test_two_right_names_count_together(knowledge):
    assert given(answer(copper=0.3, zinc=0.2, b12=0.4), COPPER, knowledge) == pytest.approx(0.5)


@pytest.mark.parametrize(("named", "leaf"), [(COPPER, COPPER), (ZINC, COPPER), (COPPER, ZINC)])
def test_a_form_and_what_it_is_a_form_of_are_right(named, leaf, knowledge):
    assert is_true(named, leaf, knowledge)


def test_a_form_with_another_mechanism_is_right_only_where_it_was_true(knowledge):
    assert not is_true("hereditary-ttp", TTP, knowledge)
    assert is_true("hereditary-ttp", "hereditary-ttp", knowledge)
    assert is_true(TTP, "hereditary-ttp", knowledge)
    assert is_true(TTP, TTP, knowledge)


@pytest.mark.parametrize(("named", "leaf"), [(B12, COPPER), (B12, ZINC)])
def test_another_cause_is_not_right(named, leaf, knowledge):
    assert not is_true(named, leaf, knowledge)


@pytest.mark.parametrize(("listed", "expected"), [
    ({"copper": 1.0}, 0.0),
    ({"b12": 1.0}, 2.0),
    ({"copper": 0.5, "b12": 0.5}, 0.5),              # 0.5^2 + 0.5^2
    ({"copper": 0.7, "b12": 0.2, "lead": 0.1}, 0.14),  # 0.3^2 + 0.2^2 + 0.1^2
    ({"copper": 0.3, "zinc": 0.4, "b12": 0.3}, 0.18),  # right together 0.7: 0.3^2 + 0.3^2
])
def test_the_brier_score_adds_squares_over_all_causes(listed, expected, knowledge):
    assert brier_score(answer(**listed), COPPER, knowledge).value == pytest.approx(expected)


def test_what_is_left_open_costs_a_square_for_each_unnamed_cause(knowledge):
    unnamed = len(knowledge.causes) - 2
    score = brier_score(answer(copper=0.5, b12=0.3), COPPER, knowledge)

    assert score.value == pytest.approx(0.25 + 0.09 + unnamed * (0.2 / unnamed) ** 2)
    assert score.reason == "0.25 for what the true cause lacked, 0.09 for wrong causes, most of it for Vitamin B12 deficiency"


def test_an_unnamed_truth_is_one_of_the_unnamed_in_the_brier_score(knowledge):
    unnamed = len(knowledge.causes) - 1
    each = 0.4 / unnamed

    assert brier_score(answer(b12=0.6), NONE_TRUE, knowledge).value == pytest.approx((1 - each) ** 2 + 0.36 + (unnamed - 1) * each ** 2)


@pytest.mark.parametrize("score", [log_score, brier_score])
@for_all(weights=st.lists(st.integers(1, 20), min_size=6, max_size=6))
def test_no_list_is_expected_to_score_better_than_what_one_believes(score, weights, knowledge):
    believed, said = (np.array(part) / sum(part) for part in (weights[:3], weights[3:]))
    causes = (COPPER, B12, LEAD)

    def expected(shares) -> float:
        listed = [Guess(cause, share) for cause, share in zip(causes, shares, strict=True)]
        return sum(share * score(listed, cause, knowledge).value for cause, share in zip(causes, believed, strict=True))

    assert expected(believed) <= expected(said) + 1e-9


def test_the_place_is_that_of_the_first_right_name(knowledge):
    score = place(answer(b12=0.6, zinc=0.3, copper=0.1), COPPER, knowledge)

    assert (score.value, score.reason) == (2, "Zinc-induced copper deficiency stands at place 2 of 3")


def test_there_is_no_place_where_nothing_named_is_right(knowledge):
    score = place(answer(b12=0.6), COPPER, knowledge)

    assert score.value is None
    assert score.reason.endswith("is not on your list")


@pytest.mark.parametrize("score", [place, log_score, brier_score])
def test_every_score_carries_its_rule_and_its_reason(score, knowledge):
    told = score(answer(copper=0.5), COPPER, knowledge)

    assert told.rule.endswith(".")
    assert told.reason


def test_a_list_is_read_by_names_and_synonyms_and_the_most_probable_comes_first(knowledge):
    assert read_answer([("lead poisoning", 0.1), ("hypocupremia", 0.7)], knowledge) == answer(copper=0.7, lead=0.1)


@pytest.mark.parametrize(("lines", "message"), [
    pytest.param([], "Name at least one cause: the one you hold most likely, with a percent.", id="nothing"),
    pytest.param([("gremlins", 0.5)], "Cause 1: 'gremlins' is no cause known here; choose one from the list.", id="no cause"),
    pytest.param([("", 0.5)], "Cause 1: a percent stands here without a cause; choose one, or empty the line.", id="no name"),
    pytest.param([(COPPER, 0.1), ("hypocupremia", 0.2)], "Cause 2: Copper deficiency is named above already; remove one of the two.", id="twice"),
    pytest.param([(COPPER, None)], "Cause 1: how probable is it? Write a percent from 0 to 100.", id="no probability"),
    pytest.param([(COPPER, 1.5)], "Cause 1: 150 % is no probability; write a percent from 0 to 100.", id="above one"),
    pytest.param([(COPPER, 1.2)], "Cause 1: 120 % is no probability; write a percent from 0 to 100.", id="a percent above a hundred"),
    pytest.param([(COPPER, -0.05)], "Cause 1: -5 % is no probability; write a percent from 0 to 100.", id="below none"),
    pytest.param([(COPPER, float("nan"))], "Cause 1: nan is no probability; write a percent from 0 to 100.", id="not a number"),
    pytest.param([(COPPER, True)], "Cause 1: True is no probability; write a percent from 0 to 100.", id="a truth value"),
    pytest.param([(COPPER, 0.7), (B12, 0.6)], "Your percents add up to 130; 100 is the most, and what is left is for something else. Lower some.",
                 id="too much"),
])
def test_a_wrong_list_is_refused_with_what_to_do(lines, message, knowledge):
    with pytest.raises(CaseError) as caught:
        read_answer(lines, knowledge)

    assert str(caught.value) == message


def test_a_list_of_eleven_is_too_long(knowledge):
    lines = [(cause, 0.01) for cause in list(knowledge.causes)[:11]]
    with pytest.raises(CaseError, match="The list has 11 causes and 10 are the most; keep the likeliest"):
        read_answer(lines, knowledge)


def test_probabilities_that_add_up_to_one_but_for_rounding_are_read(knowledge):
    assert len(read_answer([(COPPER, 0.7), (B12, 0.2), (LEAD, 0.1)], knowledge)) == 3


def test_calibration_holds_what_was_stated_against_what_came_true(knowledge):
    answers = [(answer(copper=0.8, b12=0.2), COPPER)] * 3 + [(answer(copper=0.8, b12=0.2), B12)]
    low, high = calibration(answers, knowledge)

    assert (low.low, low.high, low.count, low.true) == (0.1, 0.3, 4, 0.25)
    assert low.stated == pytest.approx(0.2)
    assert low.band == pytest.approx((0.0, 0.2 + 1.96 * 0.2))    # the standard error is sqrt(0.2 * 0.8 / 4) = 0.2
    assert (high.low, high.high, high.count, high.true) == (0.7, 0.9, 4, 0.75)
    assert high.band == pytest.approx((0.8 - 1.96 * 0.2, 1.0))


@pytest.mark.parametrize(("share", "edges"), [(0.0, (0, 0.1)), (0.1, (0.1, 0.3)), (0.3, (0.3, 0.5)), (0.9, (0.9, 1)), (1.0, (0.9, 1))])
def test_a_probability_on_an_edge_belongs_to_the_bin_that_it_opens_and_one_to_the_last(share, edges, knowledge):
    (only,) = calibration([(answer(copper=share), COPPER)], knowledge)

    assert (only.low, only.high) == edges


def test_nothing_stated_gives_no_bins(knowledge):
    assert calibration([], knowledge) == ()
