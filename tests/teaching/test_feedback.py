"""What is said of a list: held beside the engine, missed, left unexplained, moved by new facts, thought over."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine import Case, gather, rank
from engine.reasoning.explain import explain
from engine.teaching import CASES, Guess, read_library
from engine.teaching.feedback import (
    AGREES,
    ALIKE,
    TOO_LITTLE,
    TOO_MUCH,
    WRONG_SIDE,
    WRONG_WAY,
    Reflection,
    column_of,
    facts,
    held,
    missed,
    moves,
    reflected,
    unexplained,
)

COPPER, B12, LEAD = "copper-deficiency", "vitamin-b12-deficiency", "lead-poisoning"


@pytest.fixture(scope="module")
def rankings(knowledge) -> dict:
    """The engine's view of one case at each stage."""
    case = read_library(CASES, knowledge)["numb-feet-after-surgery"]
    return {stage.name: rank(gather(case.at(stage.name), knowledge), knowledge) for stage in case.stages}


def engine_says(knowledge, shares: dict[str, float]):
    probability = np.zeros(len(knowledge.leaves))
    for cause, share in shares.items():
        probability[knowledge.column(cause)] = share
    return SimpleNamespace(probability=probability)


@pytest.mark.parametrize(("yours", "engine", "off", "verdict"), [
    (0.5, 0.5, 0.0, ALIKE),
    (0.75, 0.5, 0.4771, ALIKE),       # odds 3 against 1: log10 3, just below the limit of 0.5
    (0.76, 0.5, 0.5006, TOO_MUCH),    # odds 3.17
    (0.24, 0.5, -0.5006, TOO_LITTLE),
    (0.001, 0.0, 0.0, ALIKE),         # both count as a thousandth
])
def test_a_cause_is_held_too_likely_from_three_times_the_odds_on(yours, engine, off, verdict, knowledge):
    (one,) = held([Guess(COPPER, yours)], engine_says(knowledge, {COPPER: engine}), knowledge)

    assert one.off == pytest.approx(off, abs=5e-5)
    assert one.verdict == verdict


def test_a_row_of_the_engine_is_missed_where_nothing_like_it_was_named(rankings, knowledge):
    story = rankings["story"]

    names = {one.name for one in missed([Guess(COPPER, 0.9)], story, knowledge)}
    assert "Vitamin B12 deficiency after stomach surgery" in names
    assert "Copper deficiency" not in names


def test_what_is_missed_is_at_least_as_probable_as_the_rules_say_and_has_its_reasons(rankings, knowledge):
    for one in missed([Guess(LEAD, 0.9)], rankings["story"], knowledge):
        assert one.probability >= knowledge.teaching["feedback"]["missed_from"]
        assert 0 < len(one.reasons) <= knowledge.teaching["feedback"]["facts"]


def test_a_cause_named_by_what_it_is_a_form_of_is_not_missed(rankings, knowledge):
    names = {one.name for one in missed([Guess(B12, 0.9)], rankings["story"], knowledge)}

    assert "Vitamin B12 deficiency after stomach surgery" not in names


def test_what_no_named_cause_explains_is_left_unexplained_with_who_would(rankings, knowledge):
    last = rankings["confirming test"]
    left = {one.label: one.by for one in unexplained([Guess("immune-thrombocytopenia", 0.9)], last, knowledge)}

    assert left["gait ataxia"] == "Copper deficiency"
    assert "gait ataxia" not in {one.label for one in unexplained([Guess("immune-thrombocytopenia", 0.5), Guess(COPPER, 0.4)], last, knowledge)}


def test_what_is_left_unexplained_no_named_cause_raises(rankings, knowledge):
    answer = [Guess("immune-thrombocytopenia", 0.5), Guess("malaria", 0.3)]
    for one in unexplained(answer, rankings["confirming test"], knowledge):
        for guess in answer:
            told = explain(rankings["confirming test"], column_of(guess.cause, rankings["confirming test"], knowledge), knowledge)
            assert next(reason for reason in told.reasons if reason.label == one.label).weight < 0


def share_of_copper(stage: str, rankings, knowledge) -> float:
    """Return the engine's probability of copper deficiency and its form."""
    named = {COPPER, "zinc-induced-copper-deficiency"}
    return float(sum(share for share, leaf in zip(rankings[stage].probability, knowledge.leaves, strict=True) if named & set(leaf.causes)))


def engine_moves(rankings, knowledge) -> float:
    """Return log10 of the factor that the blood count puts on the odds of copper deficiency."""
    before, after = (share_of_copper(stage, rankings, knowledge) for stage in ("examination", "blood count"))
    return float(np.log10(after / (1 - after)) - np.log10(before / (1 - before)))


def moved(by: float, rankings, knowledge):
    """How copper deficiency was moved at the blood count by somebody who began at even odds, log10."""
    after = 10 ** by / (1 + 10 ** by)
    (one,) = moves([Guess(COPPER, 0.5)], [Guess(COPPER, after)], rankings["examination"], rankings["blood count"], knowledge)
    return one


@pytest.mark.parametrize(("beyond", "verdict"), [(0.0, ALIKE), (0.45, ALIKE), (-0.45, ALIKE), (0.55, TOO_MUCH), (-0.55, TOO_LITTLE)])
def test_new_facts_are_weighed_too_much_or_too_little_from_three_times_the_odds_on(beyond, verdict, rankings, knowledge):
    assert moved(engine_moves(rankings, knowledge) + beyond, rankings, knowledge).verdict == verdict


@pytest.mark.parametrize(("by", "verdict"), [(-0.3, WRONG_WAY), (-0.2, TOO_LITTLE), (0.0, TOO_LITTLE)])
def test_new_facts_are_weighed_the_wrong_way_only_by_a_move_that_can_be_told(by, verdict, rankings, knowledge):
    assert engine_moves(rankings, knowledge) > 0.5
    assert moved(by, rankings, knowledge).verdict == verdict


def test_a_move_is_the_change_of_log10_odds_and_names_the_facts_behind_it(rankings, knowledge):
    one = moved(np.log10(9), rankings, knowledge)

    assert one.yours == pytest.approx(np.log10(9))
    assert one.engine == pytest.approx(engine_moves(rankings, knowledge))
    assert one.facts[0] == "low neutrophils and red cells; platelets not low"


def test_of_a_cause_of_which_the_engine_was_sure_before_either_way_no_move_is_told(rankings, knowledge):
    assert min(share_of_copper(stage, rankings, knowledge) for stage in ("first tests", "confirming test")) > 0.999

    for cause in (COPPER, LEAD):
        assert moves([Guess(cause, 0.4)], [Guess(cause, 0.9)], rankings["first tests"], rankings["confirming test"], knowledge) == ()


def test_only_causes_on_both_lists_are_said_to_have_moved(rankings, knowledge):
    before, after = [Guess(COPPER, 0.3), Guess(LEAD, 0.2)], [Guess(B12, 0.5), Guess(COPPER, 0.3)]
    found = moves(before, after, rankings["story"], rankings["examination"], knowledge)

    assert [one.cause for one in found] == [COPPER]


def test_facts_are_offered_by_the_alphabet_and_nothing_untold_is_among_them(rankings, knowledge):
    told = facts(COPPER, rankings["first tests"], knowledge)

    assert list(told.values()) == sorted(told.values(), key=str.casefold)
    assert "gait ataxia" in told.values()
    assert "splenomegaly, absent" in told.values()
    assert not any("not told" in label for label in told.values())


def test_facts_of_a_case_without_any_are_none(knowledge):
    assert facts(COPPER, rank(gather(Case(), knowledge), knowledge), knowledge) == {}


def test_a_reflection_is_held_against_what_was_summed(rankings, knowledge):
    ranking = rankings["examination"]
    keys = {label: key for key, label in facts(B12, ranking, knowledge).items()}
    weights = {f"{one.kind}:{one.name}": one.weight for one in explain(ranking, column_of(B12, ranking, knowledge), knowledge).reasons}
    told = reflected(Reflection(B12, (keys["Roux-en-Y gastric bypass"], keys["fever, absent"]), (keys["gait ataxia"],), ("glossitis",)),
                     ranking, knowledge)

    assert [(one.label, one.side, one.verdict) for one in told.noted] == [
        ("Roux-en-Y gastric bypass", "for", AGREES), ("fever, absent", "for", TOO_MUCH), ("gait ataxia", "against", WRONG_SIDE)]
    assert [one.weight for one in told.noted] == [weights[keys[one.label]] for one in told.noted]
    assert told.overlooked[0].label == "reduced vibration sense"
    assert {one.label for one in told.overlooked} & {"gait ataxia", "Roux-en-Y gastric bypass"} == set()
    assert [one.label for one in told.awaited] == ["glossitis"]
    assert told.awaited[0].frequency > told.awaited[0].background


def test_facts_that_no_longer_stand_in_the_evidence_are_left_out(rankings, knowledge):
    told = reflected(Reflection(COPPER, ("finding:no-such",), (), ()), rankings["story"], knowledge)

    assert told.noted == ()


def test_what_only_repeats_the_name_of_a_cause_is_not_awaited(rankings, knowledge):
    told = reflected(Reflection("dengue", (), (), ()), rankings["story"], knowledge)
    names = {one.label for one in knowledge.findings.values() if one.names_cause}

    assert not set(told.also_awaited) & names
