"""Laws of what questions a ranking: ledgers, flips, pairs, robustness, information, for random cases with the real rules."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Case, candidates, gather, rank, stability
from engine.case.entries import answered, entries, without
from engine.knowledge.lazy import Records
from engine.knowledge.records import Provenance
from engine.reasoning.compare import columns_of, compare, ledger
from engine.reasoning.flips import flips
from engine.reasoning.information import entropy, information
from engine.reasoning.joint import Members, either, joint_depth, joint_pattern, joint_weights
from engine.reasoning.leave_one_out import leave_one_out, without_reasons
from engine.reasoning.pairs import explained, pair_scores, pairs
from tests.test_laws import cases, ranked, rules

SAME = 1e-9
PROBABILITY = st.floats(1e-4, 0.99)
leaves = st.integers(0, 10_000).map(lambda number: number % rules().other)
two_leaves = st.lists(leaves, min_size=2, max_size=2, unique=True)


def turned(flip, ranking) -> bool:
    return ranking.score[flip.lower] > ranking.score[flip.upper]


@given(cases(), two_leaves)
def test_a_ledger_adds_up_to_the_difference_of_the_scores(case, pair):
    ranking = ranked(case)

    account = ledger(ranking, *pair, rules())

    assert math.isclose(sum(line.difference for line in account.lines), account.difference, rel_tol=SAME, abs_tol=SAME)
    assert math.isclose(account.difference * math.log(10), ranking.score[pair[0]] - ranking.score[pair[1]], rel_tol=SAME, abs_tol=SAME)


@settings(max_examples=40)
@given(cases(), st.integers(0, 8))
def test_the_stated_change_of_the_prior_turns_the_order_and_the_next_smaller_one_of_two_figures_does_not(case, place):
    ranking = ranked(case)
    turn = flips(case, ranking, *(row.column for row in candidates(ranking, rules())[place:place + 2]), rules(), count=0)

    def with_prior(factor):
        base = ranking.evidence.base.copy()
        base[turn.lower] += math.log(factor)
        return rank(replace(ranking.evidence, base=base), rules())

    # The next smaller number of two figures: 9.9 below 10, 12 below 13.
    last_figure = 10.0 ** (math.floor(math.log10(turn.prior_factor * (1 - SAME))) - 1)
    assert turned(turn, with_prior(turn.prior_factor))
    assert not turned(turn, with_prior(turn.prior_factor - last_figure))


@settings(max_examples=60)
@given(cases(least=2), st.integers(0, 4), st.integers(1, 4))
def test_the_stated_change_of_a_weight_turns_the_order(case, place, apart):
    ranking = ranked(case)
    rows = candidates(ranking, rules())
    turn = flips(case, ranking, rows[place].column, rows[place + apart].column, rules(), count=0)
    assume(turn.weight is not None)
    flip, evidence = turn.weight, ranking.evidence
    number = next((number for number, term in enumerate(evidence.terms) if (term.kind, term.name) == (flip.kind, flip.name)), None)
    if number is None:
        account = ledger(ranking, turn.upper, turn.lower, rules())
        line = next(line for line in account.lines if (line.kind, line.name) == (flip.kind, flip.name))

        assert account.difference + (flip.factor - 1) * line.difference < 0
    else:
        scales, second = evidence.scales.copy(), evidence.second_scales.copy()
        scales[number] *= flip.factor
        second[evidence.second == number] *= flip.factor

        assert turned(turn, rank(replace(evidence, scales=scales, second_scales=second), rules()))


@settings(max_examples=25)
@given(cases(least=2), st.integers(0, 3))
def test_entering_a_stated_answer_turns_the_order(case, place):
    ranking = ranked(case)
    turn = flips(case, ranking, *(row.column for row in candidates(ranking, rules())[place:place + 2]), rules())

    for one in (*turn.entered, *turn.untested):
        assert turned(turn, rank(gather(answered(case, one.label, one.after), rules(), setting=ranking.evidence.setting), rules())), one


@settings(max_examples=40)
@given(cases(), st.lists(leaves, min_size=2, max_size=4, unique=True))
def test_what_is_untested_was_not_entered_and_tells_no_more_than_which_cause_it_is(case, columns):
    ranking = ranked(case)

    told = compare(ranking, columns, rules())

    assert not {one.name for one in told.untested} & {*ranking.evidence.observations.states, *ranking.evidence.observations.levels}
    assert all(0 <= one.information <= math.log2(len(columns)) + SAME for one in told.untested)
    assert all(0 <= share <= 1 + SAME for one in told.untested for share in one.frequencies)


@given(PROBABILITY, PROBABILITY, PROBABILITY)
def test_either_of_two_causes_brings_a_finding_at_least_as_often_as_each(first, second, background):
    both = either(np.array(first), np.array(second), background)

    assert max(first, second) <= both <= 1
    assert both == either(np.array(second), np.array(first), background)


@given(cases(least=1), two_leaves)
def test_a_pair_explains_no_less_than_its_members(case, pair):
    ranking = ranked(case)

    together = explained(ranking, tuple(pair), rules())

    for column in pair:
        assert all(together.get(label, 0.0) >= weight for label, weight in explained(ranking, (column,), rules()).items())


@given(cases(least=1), two_leaves)
def test_a_finding_that_is_present_is_as_likely_in_a_pair_as_in_each_member(case, pair):
    ranking = ranked(case)
    joint = joint_weights(ranking, Members(np.array(pair[:1]), np.array(pair[1:])), rules())[:, 0]

    for number, term in enumerate(ranking.evidence.terms):
        if term.kind == "finding" and term.state == "present":
            assert joint[number] >= ranking.weights[number, pair].max() - 1e-6, term.name


@given(cases(), two_leaves)
def test_the_members_of_a_pair_can_change_places(case, pair):
    ranking = ranked(case)
    first, second = np.array(pair), np.array(pair[::-1])

    scores = pair_scores(ranking, Members(first, second), rules())

    assert math.isclose(*scores, rel_tol=SAME, abs_tol=SAME)
    assert np.all(joint_depth(ranking.evidence, Members(first, second), rules()) < math.inf)


@given(cases(), two_leaves)
def test_the_pattern_of_a_pair_is_that_of_all_unions_added_up(case, pair):
    ranking = ranked(case)
    counts, table = ranking.evidence.counts, rules().tables.pattern
    assume(counts.white_cells is None)
    added = sum(table[one, pair[0]] * table[other, pair[1]] * counts.subsets[one | other] for one in range(8) for other in range(8))

    assert math.isclose(math.exp(joint_pattern(ranking.evidence, Members(*np.array(pair)[:, None]), rules())[0]), added, rel_tol=1e-6)


@settings(max_examples=30)
@given(cases(least=3))
def test_pairs_are_better_than_the_best_single_cause_and_each_explains_something(case):
    ranking = ranked(case)
    for pair in pairs(ranking, rules()):
        families = {rules().leaves[rules().column(cause)].family for cause in pair.causes}

        assert pair.times_better >= rules().model["pairs"]["times_better"]
        assert len(families) == 2
        assert all(pair.explains[cause] for cause in pair.causes)
        assert not {*pair.unexplained} & {label for told in pair.explains.values() for label in told}


@pytest.fixture(scope="module")
def sharp(knowledge):
    """The rules with ranges that have no width."""
    exact = {cause: Records.of(Provenance, {key: replace(one, range=(one.value, one.value)) for key, one in numbers.items()})
             for cause, numbers in knowledge.provenance.items()}
    model = knowledge.model | {"stability": knowledge.model["stability"] | {"assumed_factor": 1.0, "prior_factor": 1.0, "draws": 20}}
    return replace(knowledge, provenance=exact, model=model)


@given(case=cases())
def test_robustness_is_complete_when_ranges_have_no_width(case, sharp):
    ranking = ranked(case)
    assume(np.diff(-ranking.family_probability[ranking.order[:6]]).min() > SAME)

    found = list(stability(ranking, sharp).values())

    assert [one.first for one in found[:3]] == [1.0, 0.0, 0.0]
    assert [one.top_three for one in found[:4]] == [1.0, 1.0, 1.0, 0.0]
    assert [one.places for one in found[:4]] == [(1, 1), (2, 2), (3, 3), (4, 4)]


@settings(max_examples=20)
@given(cases(least=1))
def test_shares_of_draws_lie_in_their_interval_and_add_up(case):
    found = stability(ranked(case), rules(), draws=100).values()

    assert math.isclose(sum(one.first for one in found), 1)
    assert math.isclose(sum(one.top_three for one in found), 3)
    assert all(one.first_interval[0] - SAME <= one.first <= min(one.top_three, one.first_interval[1] + SAME) for one in found)
    assert all(1 <= one.places[0] <= one.places[1] for one in found)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda shares: sum(shares) > 0.01))
def test_an_entropy_lies_between_none_and_that_of_equal_shares(shares):
    bits = entropy(np.array(shares) / sum(shares))

    assert -SAME <= bits <= math.log2(len(shares)) + SAME


@given(st.sampled_from(["hospital", "primary-care", "referral", "unspecified"]))
def test_an_empty_entry_holds_no_information(setting):
    told = information(rank(gather(Case(), rules(), setting=setting), rules()), rules())

    assert math.isclose(told.gained, 0, abs_tol=SAME)


@settings(max_examples=20)
@given(cases(least=1))
def test_what_is_left_out_is_ranked_as_if_it_had_not_been_entered(case):
    ranking = ranked(case)

    found = leave_one_out(case, ranking, rules())

    assert {one.entry for one in found} == set(entries(case))
    for one in found:
        alone = rank(gather(without(case, one.entry), rules(), setting=ranking.evidence.setting), rules())
        assert one.first == rules().families[alone.order[0]]
        assert one.changes_first == (alone.order[0] != ranking.order[0])
        assert one.probability == alone.family_probability[ranking.order[0]]


@settings(max_examples=20)
@given(cases(least=1), st.integers(0, 9))
def test_a_reason_goes_with_the_entries_behind_it_and_the_row_is_ranked_without_them(case, place):
    ranking = ranked(case)
    row = candidates(ranking, rules())[place]
    reasons = [one for one in row.explanation.reasons if one.kind != "context" or one.state != "untold"]

    for reason, then in zip(reasons, without_reasons(reasons, row.family, case, ranking, rules()), strict=True):
        left = case
        for entry in then.entries:
            left = without(left, entry)
        alone = rank(gather(left, rules(), setting=ranking.evidence.setting), rules())
        terms = [*alone.evidence.terms, *alone.evidence.fixed]
        number = rules().families.index(row.family)

        assert then.entries
        assert not any((one.kind, one.name) == (reason.kind, reason.name) and set(one.texts) & set(reason.texts) for one in terms)
        assert (rules().families[alone.order[then.place - 1]], then.probability) == (row.family, alone.family_probability[number])


@given(cases())
def test_leaving_out_every_entry_leaves_an_empty_case(case):
    left = case
    for entry in entries(case):
        left = without(left, entry)

    assert replace(left, setting=None, region=None).is_empty()


def test_a_dated_count_is_left_out_by_itself():
    case = Case(series={"day 0": {"ANC": "2.8 K/uL", "WBC": "5 K/uL"}, "day 9": {"ANC": "0.2 K/uL"}})
    found = leave_one_out(case, ranked(case), rules())

    assert {one.entry.text for one in found} == {"day 0, ANC: 2.8 K/uL", "day 0, WBC: 5 K/uL", "day 9, ANC: 0.2 K/uL"}
    assert without(case, entries(case)[-1]).series == {"day 0": {"ANC": "2.8 K/uL", "WBC": "5 K/uL"}}


def test_what_was_not_told_has_no_entry_behind_it():
    case = Case(medications=(), labs={"ANC": "0.2 K/uL"}, setting="published")
    ranking = ranked(case)
    row = next(one for one in candidates(ranking, rules(), top=30) if any(reason.state == "untold" for reason in one.explanation.reasons))
    untold = [reason for reason in row.explanation.reasons if reason.state == "untold"]

    assert set(without_reasons(untold, row.family, case, ranking, rules())) == {None}


@given(cases(), st.lists(st.sampled_from(["copper-deficiency", "vitamin-b12-deficiency", "pernicious-anemia", "aplastic-anemia"]),
                         min_size=2, unique=True))
def test_a_cause_beside_a_form_of_it_stands_for_the_rest(case, causes):
    columns = columns_of(causes, ranked(case), rules())

    assert len(set(columns)) == len(causes)
    assert "pernicious-anemia" not in causes or rules().leaves[columns[causes.index("pernicious-anemia")]].causes[0] == "pernicious-anemia"
