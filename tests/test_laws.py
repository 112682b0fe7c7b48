"""Laws that hold for every case: random cases from the real vocabulary, ranked with the real rules."""

import json
import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Case, Knowledge, Medication, candidates, explain, gather, load, rank
from engine.case.model import ENTRY_KEYS
from engine.formats.record import as_record
from engine.knowledge.bins import edges
from engine.knowledge.words.units import usual_span
from engine.reasoning import Ranking
from engine.reasoning.rank import LOG10

SAME = 1e-9
NONSENSE = st.text("qxzj", min_size=5, max_size=12)
TAKEN = ("", "started 5 weeks earlier", "for 12 years", "stopped a month ago", "day 10", "single dose 3 days ago", "started after the counts fell")
STATED = ("present", "absent", "unsure", "history")
"""Where a finding of a random case may stand; each finding stands in one place."""

TANGLED = ("microcytic anemia", "macrocytic anemia", "normocytic anemia", "low MCV", "high MCV", "normal MCV", "pancytopenia", "bicytopenia",
           "neutropenia", "severe neutropenia", "mild neutropenia", "normal neutrophils", "possible neutropenia", "hepatosplenomegaly",
           "splenomegaly", "no splenomegaly", "massive splenomegaly", "ataxia", "gait ataxia", "fever", "no fever", "afebrile", "high fever",
           "possible fever", "traveled to Kenya", "never traveled")
"""Words that bring, contain, or contradict one another: where the order might matter."""


@pytest.fixture(autouse=True, scope="module")
def _wrong_rules_are_met_once(knowledge):
    """Wrong rules end the module at once; else every example of every law would compile them again."""


@cache
def rules() -> Knowledge:
    return load()


def ranked(case: Case, knowledge: Knowledge | None = None) -> Ranking:
    return rank(gather(case, knowledge or rules()), knowledge or rules())


def printed(analyte: str, share: float) -> str:
    """Print a value at a share of the way, on a logarithmic scale, from well below to well above the usual values."""
    one = rules().analytes[analyte]
    low, high = usual_span(one)
    least, most = max(low / 4, one.plausible[0], 1e-3), min(high * 4, one.plausible[1])
    return f"{math.exp(math.log(least) + share * (math.log(most) - math.log(least))):.4g} {rules().units.shown(one.unit)}"


@cache
def _usable() -> list[str]:
    return [finding.label for finding in rules().findings.values() if finding.used or finding.implies]


@st.composite
def cases(draw, least: int = 0) -> Case:
    """Draw a case: who, findings in any state, laboratory values, drugs, time course. `least` is how much evidence it has."""
    knowledge = rules()
    labels = draw(st.lists(st.sampled_from(_usable()), unique=True, min_size=least, max_size=9))
    places = draw(st.lists(st.sampled_from(STATED), min_size=len(labels), max_size=len(labels)))
    analytes = draw(st.lists(st.sampled_from(list(knowledge.analytes)), unique=True, min_size=least, max_size=6))
    counts = draw(st.lists(st.sampled_from(["wbc", "neutrophils", "hemoglobin", "platelets"]), unique=True))
    drug_names = st.sampled_from([drug.label for drug in knowledge.drugs.values() if drug.effects])
    drugs = st.lists(st.builds(Medication, drug_names, st.sampled_from(TAKEN)), max_size=3).map(tuple)
    return Case(
        age=draw(st.none() | st.floats(0, 100)), sex=draw(st.sampled_from([None, "female", "male"])),
        pregnant=draw(st.sampled_from([None, True, False])), onset=draw(st.sampled_from([None, "days", "5 weeks", "years", "lifelong"])),
        setting=draw(st.sampled_from([None, *knowledge.settings])),
        labs={knowledge.analytes[name].label: printed(name, draw(st.floats(0, 1))) for name in dict.fromkeys([*counts, *analytes])},
        medications=draw(st.none() | drugs),
        **{place: tuple(label for label, at in zip(labels, places, strict=True) if at == place) for place in STATED})


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_findings_drugs_and_values_does_not_matter(case, random):
    def mixed(items):
        return random.sample(items, len(items))

    shuffled = replace(
        case, labs=dict(mixed(list(case.labs.items()))), **{key: tuple(mixed(getattr(case, key))) for key in ENTRY_KEYS},
        medications=None if case.medications is None else tuple(mixed(case.medications)))

    assert np.allclose(ranked(shuffled).probability, ranked(case).probability, rtol=SAME, atol=SAME)


@given(st.lists(st.sampled_from(TANGLED), unique=True, min_size=2, max_size=6).flatmap(
    lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_words_that_bring_or_contradict_one_another_mean_the_same_in_any_order(words):
    first, second = (ranked(Case(present=tuple(order))).probability for order in words)

    assert np.allclose(first, second, rtol=SAME, atol=SAME)


@given(cases(), NONSENSE, st.sampled_from(ENTRY_KEYS))
def test_an_unknown_word_changes_nothing(case, word, key):
    with_word = replace(case, **{key: (*getattr(case, key), word)})

    assert np.array_equal(ranked(with_word).probability, ranked(case).probability)


@given(cases(), NONSENSE)
def test_an_unknown_laboratory_test_changes_nothing(case, name):
    with_test = replace(case, labs={**case.labs, name: "12 U/L"})

    assert np.array_equal(ranked(with_test).probability, ranked(case).probability)


@given(cases(), NONSENSE)
def test_a_value_that_cannot_be_read_changes_nothing(case, print_):
    assume("Copper" not in case.labs)

    with_value = replace(case, labs={**case.labs, "Copper": print_})

    assert np.array_equal(ranked(with_value).probability, ranked(case).probability)


@given(cases(), st.data())
def test_removing_a_finding_restores_the_earlier_answer_to_the_last_bit(case, data):
    added = data.draw(st.sampled_from([finding.label for finding in rules().findings.values()]))
    before = ranked(case).probability
    with_it = replace(case, present=(*case.present, added))
    ranked(with_it)

    without_it = replace(with_it, present=tuple(label for label in with_it.present if label != added or label in case.present))

    assert np.array_equal(ranked(without_it).probability, before)


@given(cases(least=2), st.data())
def test_a_larger_likelihood_ratio_never_lowers_a_candidate(case, data):
    knowledge = rules()
    evidence = gather(case, knowledge)
    assume(evidence.terms)
    leaf = data.draw(st.integers(0, len(knowledge.leaves) - 1))
    term = data.draw(st.sampled_from(evidence.terms))
    weights = knowledge.tables.weights.copy()
    for row, _ in term.rows:
        weights[row, leaf] += data.draw(st.floats(0, 5))

    better = rank(evidence, replace(knowledge, tables=replace(knowledge.tables, weights=weights)))

    assert better.probability[leaf] >= rank(evidence, knowledge).probability[leaf] * (1 - SAME)


@given(cases())
def test_probabilities_are_shares_of_one(case):
    probability = ranked(case).probability

    assert np.all(probability >= 0)
    assert math.isclose(probability.sum(), 1, abs_tol=SAME)


@settings(max_examples=30)
@given(cases())
def test_all_rows_and_something_else_add_up_to_one(case):
    ranking = ranked(case)

    rows = candidates(ranking, rules(), top=len(rules().families))

    assert math.isclose(sum(row.probability for row in rows) + ranking.probability[rules().other], 1, abs_tol=SAME)
    assert all(math.isclose(sum(leaf.probability for leaf in row.leaves), row.probability, abs_tol=SAME) for row in rows)


@given(cases())
def test_rows_are_ordered_by_their_probability(case):
    shares = [row.probability for row in candidates(ranked(case), rules(), top=20)]

    assert shares == sorted(shares, reverse=True)


@settings(max_examples=30)
@given(cases())
def test_the_same_case_twice_gives_the_same_record(case):
    first, second = (json.dumps(as_record("x", ranked(case), rules(), top=10)) for _ in range(2))

    assert first == second


@settings(max_examples=10)
@given(st.floats(0.001, 0.999))
def test_the_same_value_in_another_unit_gives_the_same_answer(share):
    different = []
    for analyte in rules().analytes.values():
        low, high = usual_span(analyte)
        least, most = max(low / 3, analyte.plausible[0]), min(high * 3, analyte.plausible[1])
        value = least + share * (most - least)
        if _near_an_edge(value, analyte):
            continue
        answers = []
        for unit, (factor, offset) in analyte.units.items():
            # nine decimals, because three could mark thousands
            text = f"{(value - offset) / factor:.9f} {rules().units.shown(unit)}"
            answers.append(ranked(Case(labs={analyte.label: text})).probability)
        if not all(np.allclose(answer, answers[0], rtol=1e-4, atol=1e-6) for answer in answers):
            different.append(f"{analyte.id} {value:.6g}")

    assert different == []


def _near_an_edge(value: float, analyte) -> bool:
    """Return whether rounding in another unit could put a value on the other side of a limit."""
    steps = [edge for interval in analyte.intervals for edge in edges(analyte, low=interval.low, high=interval.high)]
    limits = [limit for interval in analyte.intervals for limit in (interval.low, interval.high) if limit is not None]
    return any(math.isclose(value, edge, rel_tol=1e-3, abs_tol=1e-3) for edge in (*steps, *limits, 0.0))


@given(cases(), st.data())
def test_reasons_add_up_to_the_difference_of_the_scores(case, data):
    ranking = ranked(case)
    leaves = range(len(rules().leaves) - 1)
    caused_by_drugs = [leaf for leaf in leaves if rules().leaves[leaf].effect]
    first, second = data.draw(st.sampled_from(leaves)), data.draw(st.sampled_from(caused_by_drugs))

    totals = []
    for leaf in (first, second):
        explanation = explain(ranking, leaf, rules())
        totals.append((explanation.prior + sum(reason.weight for reason in explanation.reasons)) * LOG10)

    assert math.isclose(totals[0] - totals[1], ranking.score[first] - ranking.score[second], rel_tol=SAME, abs_tol=SAME)


@given(cases())
def test_an_expected_finding_was_not_entered(case):
    ranking = ranked(case)
    best = candidates(ranking, rules(), top=1)[0]

    assert not {one.name for one in best.explanation.expected} & set(ranking.evidence.observations.states)


@given(st.sampled_from(["hospital", "primary-care", "referral", "unspecified"]))
def test_without_evidence_the_answer_is_the_prior(setting):
    ranking = rank(gather(Case(), rules(), setting=setting), rules())
    prior = np.exp(rules().tables.log_prior[setting])

    assert np.allclose(ranking.probability, prior / prior.sum(), rtol=SAME)
