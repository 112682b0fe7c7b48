"""An engine made wrong on purpose: exactly one number, by as much as it takes, and nothing of it stays."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import CaseError, explain, gather, rank, read_cases
from engine.reasoning.rank import LOG10
from engine.teaching import Spoiled, can_have, doubtful, found, sample, spoil

EXAMPLES = {file.id: file for file in read_cases(Path(__file__).parents[2] / "cases" / "examples.yaml")}
CASE = EXAMPLES["example-bypass"].case
SEEDS = range(24)


@pytest.fixture(scope="module")
def exercises(knowledge) -> dict[int, Spoiled]:
    return {seed: spoil(CASE, knowledge, seed=seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def unspoiled(knowledge):
    return rank(gather(CASE, knowledge), knowledge)


def spoiled_ranking(exercise: Spoiled):
    return rank(gather(CASE, exercise.knowledge), exercise.knowledge)


def test_both_weights_and_priors_are_spoiled(exercises):
    assert {one.kind for one in exercises.values()} == {"weight", "prior"}


def test_the_same_seed_spoils_the_same_number(exercises, knowledge):
    again = spoil(CASE, knowledge, seed=5)

    assert (again.leaf, again.answer, again.wrong) == (exercises[5].leaf, exercises[5].answer, exercises[5].wrong)


def test_what_is_raised_comes_first_and_was_not_first_before(exercises, knowledge, unspoiled):
    first = knowledge.leaves[int(unspoiled.probability[:-1].argmax())].family
    for one in exercises.values():
        ranking = spoiled_ranking(one)

        assert knowledge.leaves[int(ranking.probability[:-1].argmax())].id == one.leaf
        assert knowledge.leaves[knowledge.column(one.leaf)].family != first


def test_a_spoiled_weight_adds_exactly_what_is_missing_and_one_more(exercises, knowledge, unspoiled):
    """ln of all others' mass minus the leaf's own score, plus beats_by: after it the score of the leaf is that much above the old total."""
    total = float(np.logaddexp.reduce(unspoiled.score))
    weights = [one for one in exercises.values() if one.kind == "weight"]
    for one in weights:
        column = knowledge.column(one.leaf)
        added = total - float(unspoiled.score[column]) + knowledge.teaching["doubt"]["beats_by"]

        assert float(spoiled_ranking(one).score[column] - unspoiled.score[column]) == pytest.approx(added, abs=1e-5)
        assert one.wrong - one.right == pytest.approx(added / LOG10, abs=1e-5)
    assert weights


def test_the_spoiled_leaf_has_more_than_half_of_all(exercises, knowledge):
    """It beats the mass of all, its own old share included, by a factor f: at least f / (1 + f)."""
    factor = math.exp(knowledge.teaching["doubt"]["beats_by"])
    for one in exercises.values():
        ranking = spoiled_ranking(one)

        assert ranking.probability[one.knowledge.column(one.leaf)] >= factor / (1 + factor) - 1e-3


def test_a_wrong_number_looks_like_the_others(knowledge, bank):
    rule = knowledge.teaching["doubt"]
    for seed in range(15):
        drawn, one = doubtful(knowledge, seed=seed, bank=bank)

        assert one.plausible
        assert one.wrong <= (math.log10(rule["most_share"]) if one.kind == "prior" else rule["most_weight"])
        assert can_have(knowledge.column(one.leaf), drawn.file.case, knowledge)


def test_the_case_of_a_wrong_number_is_not_the_case_of_the_same_seed_without_one(knowledge, bank):
    for seed in range(5):
        assert doubtful(knowledge, seed=seed, bank=bank)[0].story != sample(knowledge, seed=seed, bank=bank).story


@pytest.mark.parametrize("seed", [-1, 1.5])
def test_a_seed_that_is_none_is_refused(seed, knowledge, bank):
    with pytest.raises(CaseError, match="allowed: a whole number from 0 on"):
        doubtful(knowledge, seed=seed, bank=bank)


def test_a_foolish_prior_leaves_the_priors_a_share_of_the_same_whole(exercises, knowledge):
    setting = rank(gather(CASE, knowledge), knowledge).evidence.setting
    for one in exercises.values():
        if one.kind == "prior":
            before, after = (np.exp(rules.tables.log_prior[setting]).sum() for rules in (knowledge, one.knowledge))

            assert after == pytest.approx(before)


def test_one_number_alone_is_wrong(exercises, knowledge):
    for one in exercises.values():
        column = knowledge.column(one.leaf)
        weights = np.argwhere(one.knowledge.tables.weights != knowledge.tables.weights)
        if one.kind == "weight":
            assert weights[:, 1].tolist() == [column]
            assert one.knowledge.tables.log_prior is knowledge.tables.log_prior
        else:
            assert len(weights) == 0
            changed = {name for name in knowledge.settings
                       if (one.knowledge.tables.log_prior[name] != knowledge.tables.log_prior[name]).any()}
            assert len(changed) == 1


def test_the_knowledge_itself_is_not_changed(knowledge, unspoiled):
    for seed in SEEDS:
        spoil(CASE, knowledge, seed=seed)

    assert (rank(gather(CASE, knowledge), knowledge).score == unspoiled.score).all()


def test_the_wrong_number_is_among_the_suspects_with_what_it_weighs_now(exercises, knowledge, unspoiled):
    for one in exercises.values():
        suspects = {suspect.key: suspect.weight for suspect in one.suspects}
        told = explain(unspoiled, knowledge.column(one.leaf), knowledge)
        right = told.prior if one.kind == "prior" else next(
            reason.weight for reason in told.reasons if f"{reason.kind}:{reason.name}" == one.answer)

        assert suspects[one.answer] == one.wrong
        assert one.right == pytest.approx(right)
        assert 2 <= len(suspects) == len(one.suspects) <= knowledge.teaching["doubt"]["shown"]


def test_only_the_wrong_number_is_the_answer(exercises):
    for one in exercises.values():
        assert [suspect.key for suspect in one.suspects if found(one, suspect.key)] == [one.answer]


def test_suspects_stand_by_weight_so_that_their_order_says_nothing_else(exercises):
    for one in exercises.values():
        weights = [suspect.weight for suspect in one.suspects]

        assert weights == sorted(weights, reverse=True)


def test_the_cause_that_a_case_was_drawn_from_is_never_what_is_raised(knowledge):
    truth = "vitamin-b12-deficiency"
    family = knowledge.leaves[knowledge.column(truth)].family
    raised = {spoil(CASE, knowledge, seed=seed, truth=truth).leaf for seed in SEEDS}

    assert family not in {knowledge.leaves[knowledge.column(leaf)].family for leaf in raised}


def test_beside_a_drug_no_prior_is_spoiled(knowledge):
    case = EXAMPLES["example-sore-throat"].case
    assert rank(gather(case, knowledge), knowledge).evidence.culprits

    assert {spoil(case, knowledge, seed=seed).kind for seed in SEEDS} == {"weight"}


def test_without_a_finding_that_stands_alone_a_prior_is_spoiled(knowledge):
    case = replace(CASE, present=(), absent=(), history=())

    assert {spoil(case, knowledge, seed=seed).kind for seed in SEEDS} == {"prior"}


def test_the_confession_names_the_number_and_both_its_values(exercises, knowledge):
    one = next(one for one in exercises.values() if one.kind == "weight")
    label = next(suspect.label for suspect in one.suspects if suspect.key == one.answer)
    name = knowledge.leaves[knowledge.column(one.leaf)].name

    assert one.confession == f"For {name}, '{label}' was made to weigh {one.wrong:+.2f} instead of {one.right:+.2f} (log10)."
