"""Habits, found by their written rules and nowhere else: numbers on either side of every limit."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine.teaching import Guess, anchoring, base_rate_neglect, premature_closure
from engine.teaching.habits import columns_of, log10_odds, prior_of, probability_of
from engine.telling import percent

COPPER, B12, LEAD = "copper-deficiency", "vitamin-b12-deficiency", "lead-poisoning"
ZINC = "zinc-induced-copper-deficiency"


def engine_says(knowledge, probability: dict[str, float], prior: dict[str, float] | None = None):
    """What a rule sees of a ranking: some probabilities and priors, the rest for something else."""
    def spread(shares: dict[str, float], least: float) -> np.ndarray:
        column = np.full(len(knowledge.leaves), least)
        for cause, share in shares.items():
            column[knowledge.column(cause)] = share
        column[knowledge.other] = 1 - sum(shares.values())
        return column
    priors = np.log(spread(prior or {}, 1e-12))
    return SimpleNamespace(probability=spread(probability, 0.0), evidence=SimpleNamespace(prior=priors))


def listed(**shares: float) -> tuple[Guess, ...]:
    names = {"copper": COPPER, "b12": B12, "lead": LEAD}
    return tuple(Guess(names[name], share) for name, share in shares.items())


def test_odds_are_counted_in_tens(knowledge):
    assert [log10_odds(share) for share in (0.5, 10 / 11, 1 / 11)] == pytest.approx([0, 1, -1])
    assert log10_odds(0.0) == log10_odds(0.001) == pytest.approx(-2.99957, abs=1e-5)
    assert log10_odds(1.0) == pytest.approx(2.99957, abs=1e-5)


def test_a_cause_has_the_probability_of_all_its_forms(knowledge):
    ranking = engine_says(knowledge, {COPPER: 0.3, ZINC: 0.2}, {COPPER: 0.02, ZINC: 0.01})

    assert probability_of(COPPER, ranking, knowledge) == pytest.approx(0.5)
    assert probability_of(ZINC, ranking, knowledge) == pytest.approx(0.2)
    assert prior_of(COPPER, ranking, knowledge) == pytest.approx(0.03, abs=1e-6)
    assert knowledge.column(ZINC) in columns_of(COPPER, knowledge)
    assert knowledge.column(COPPER) not in columns_of(ZINC, knowledge)


@pytest.mark.parametrize(("held", "engine", "found"), [
    (0.85, 0.49, True), (1.0, 0.0, True), (0.84, 0.1, False), (0.85, 0.5, False), (0.9, 0.9, False)])
def test_premature_closure_is_a_first_cause_all_but_certain_while_the_facts_leave_it_open(held, engine, found, knowledge):
    habit = premature_closure(listed(copper=held), engine_says(knowledge, {COPPER: engine}), knowledge)

    assert habit.found is found
    assert habit.reason == f"you gave Copper deficiency {held:.0%}; the engine gives it {percent(engine, knowledge)}"


def after_factor(share: float, log10_factor: float) -> float:
    """Return a probability whose odds were multiplied by a power of ten."""
    odds = share / (1 - share) * 10 ** log10_factor
    return odds / (1 + odds)


@pytest.mark.parametrize(("facts", "moved", "found"), [
    pytest.param(-1.0, 0.0, True, id="not followed"),
    pytest.param(-1.0, -0.4, True, id="followed by less than half"),
    pytest.param(-1.0, -0.6, False, id="followed by more than half"),
    pytest.param(-1.0, 0.3, True, id="surer than before"),
    pytest.param(-0.31, 0.0, True, id="just enough against it"),
    pytest.param(-0.29, 0.0, False, id="too little against it"),
    pytest.param(0.5, 0.0, False, id="facts for it"),
])
def test_anchoring_is_a_first_cause_kept_against_the_facts(facts, moved, found, knowledge):
    before, after = listed(copper=0.6), listed(copper=after_factor(0.6, moved))
    rankings = [engine_says(knowledge, {COPPER: share}) for share in (0.6, after_factor(0.6, facts))]
    habit = anchoring(before, after, *rankings, knowledge)

    assert habit.found is found
    told = f"the new facts change the odds of Copper deficiency by {facts:+.2f} (log10), you changed them by {moved:+.2f}"
    assert habit.reason == told.replace("-", "\u2212")


@pytest.mark.parametrize(("engine", "told"), [(0.9999, "was sure of"), (0.0001, "had all but ruled out")])
def test_where_the_engine_was_sure_before_no_change_of_the_odds_is_told_of_it(engine, told, knowledge):
    habit = anchoring(listed(copper=0.6), listed(copper=0.6), *[engine_says(knowledge, {COPPER: engine})] * 2, knowledge)

    assert habit.found is False
    assert habit.reason == f"the engine {told} Copper deficiency before the new facts as after them; you changed its odds by +0.00 (log10)"


def test_a_first_cause_that_was_given_up_is_no_anchor(knowledge):
    rankings = [engine_says(knowledge, {COPPER: share}) for share in (0.9, 0.1)]
    habit = anchoring(listed(copper=0.6), listed(b12=0.5, copper=0.4), *rankings, knowledge)

    assert (habit.found, habit.reason) == (False, "Copper deficiency no longer stands first")


def test_one_list_alone_cannot_be_anchored(knowledge):
    assert anchoring(None, listed(copper=0.6), None, engine_says(knowledge, {COPPER: 0.1}), knowledge).found is None


@pytest.mark.parametrize(("common", "engine", "given", "found"), [
    pytest.param(0.0501, 0.3, 0.3, True, id="five times commoner, still likelier, given half"),
    pytest.param(0.049, 0.3, 0.3, False, id="not quite five times commoner"),
    pytest.param(0.05, 0.19, 0.3, False, id="the facts make up for it"),
    pytest.param(0.05, 0.3, 0.31, False, id="given more than half"),
])
def test_base_rate_neglect_is_a_rare_cause_preferred_to_a_common_one_that_fits(common, engine, given, found, knowledge):
    ranking = engine_says(knowledge, {COPPER: 0.2, B12: engine}, {COPPER: 0.01, B12: common})
    habit = base_rate_neglect(listed(copper=0.6, b12=given), ranking, knowledge)

    assert habit.found is found


def test_the_commoner_cause_may_be_the_engines_first_and_not_on_the_list(knowledge):
    ranking = engine_says(knowledge, {COPPER: 0.2, B12: 0.3}, {COPPER: 0.01, B12: 0.1})
    habit = base_rate_neglect(listed(copper=0.6), ranking, knowledge)

    assert habit.found
    assert habit.reason == ("Vitamin B12 deficiency is 10 times as common in this setting as Copper deficiency, "
                            "and the engine still gives it 30% against 20%")


def test_a_form_of_ones_own_first_cause_is_no_commoner_other(knowledge):
    ranking = engine_says(knowledge, {COPPER: 0.1, ZINC: 0.3}, {COPPER: 0.001, ZINC: 0.1})

    assert not base_rate_neglect(listed(copper=0.6), ranking, knowledge).found
