"""What to look at next: the gain against a count by hand, what is never suggested, and what each answer would do."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, CaseError, gather, rank, read_cases, what_next
from engine.reasoning.candidates import rows
from engine.reasoning.outlook import outlook
from engine.reasoning.what_next import POLICIES, with_answer
from tests.test_laws import cases, ranked, rules

SAME = 1e-6  # the shares are kept in single precision
PUBLISHED = {file.id: file.case for file in read_cases(Path(__file__).parent / "data" / "published.yaml")}
SETTLED = Case(age=30, sex="female", labs={"neutrophils": "0.05 x10^9/L", "platelets": "250", "hemoglobin": "13 g/dL"}, present=("fever",))


def above(name: str) -> set[str]:
    parents = rules().findings[name].parents
    return set(parents).union(*(above(parent) for parent in parents))


def advice(case: Case, **options):
    return what_next(case, ranked(case), rules(), **options)


def by_hand(item: int, case: Case) -> float:
    """Count the information of one item outcome by outcome, with plain loops, an answer that may get lost among the outcomes."""
    knowledge, ranking = rules(), ranked(case)
    inquiry, model, seen = knowledge.inquiry, knowledge.model, ranking.evidence.observations
    among = outlook(case, ranking, knowledge).contenders
    families = [int(ranking.order[place]) for place in among.places]
    masses = [float(ranking.family_probability[family]) for family in families]
    if finding := item < len(inquiry.findings):
        record = knowledge.findings[inquiry.findings[item]]
        known = [name for name, state in seen.states.items() if state == "present" and name in above(record.id)]
    else:
        record = knowledge.analytes[inquiry.analytes[item - len(inquiry.findings)]]
        first = int(inquiry.starts[item - len(inquiry.findings)])
    groups = {knowledge.findings[name].group for name in seen.states} | {knowledge.analytes[name].group for name in seen.levels}
    told = model["group_discount"] if record.group in groups else 1.0
    if finding and ranking.evidence.counts.known & set(record.effect_of):
        told *= model["screened_off"]
    told = min(told / model["temperature"], 1.0)

    joint = []
    for family, mass in zip(families, masses, strict=True):
        leaves = range(*knowledge.family_spans[family])
        if finding:
            present = 0.0
            for leaf in leaves:
                share = float(inquiry.share[item, leaf])
                if known:
                    share /= min(float(knowledge.tables.probability[knowledge.findings[name].index, leaf]) for name in known)
                    share = min(max(share, model["probability_limits"][0]), model["probability_limits"][1])
                present += float(ranking.probability[leaf]) / mass * share
            outcomes = [present, 1 - present]
        else:
            outcomes = [sum(float(ranking.probability[leaf]) / mass * float(inquiry.bins[first + number, leaf]) for leaf in leaves)
                        for number in range(len(record.bins))]
        joint.append([mass / sum(masses) * chance for chance in (*(told * one for one in outcomes), 1 - told)])
    of_outcome = [sum(column) for column in zip(*joint, strict=True)]
    return sum(cell * math.log2(cell / (sum(row) * of_outcome[number])) for row in joint for number, cell in enumerate(row) if cell > 0)


@settings(max_examples=60)
@given(cases(), st.data())
def test_the_gain_is_what_counting_every_outcome_gives(case, data):
    seen = outlook(case, ranked(case), rules())
    item = data.draw(st.integers(0, len(seen.gain) - 1))

    assert math.isclose(seen.gain[item], by_hand(item, case), rel_tol=1e-4, abs_tol=SAME)


@given(cases())
def test_the_gain_is_never_negative_and_never_more_than_there_is_to_know(case):
    seen = outlook(case, ranked(case), rules())
    weight = seen.contenders.weight
    unknown = -float(weight @ np.log2(np.maximum(weight, 1e-300)))

    assert seen.gain.min() >= 0
    assert seen.gain.max() <= unknown + SAME


@given(cases())
def test_chances_of_an_item_add_up_to_one(case):
    seen = outlook(case, ranked(case), rules())
    sums = np.add.reduceat(seen.bins, rules().inquiry.starts, axis=1)

    assert np.allclose(sums, 1, atol=SAME)
    assert np.all((seen.present > 0) & (seen.present < 1))


@settings(max_examples=15)
@given(cases(), st.sampled_from(POLICIES))
def test_what_an_answer_would_do_is_what_ranking_the_case_with_it_gives(case, policy):
    knowledge = rules()
    for one in advice(case, policy=policy, top=2).suggestions:
        for outcome in one.outcomes:
            entered = ranked(with_answer(case, one.id, outcome.entered, knowledge))

            assert outcome.rows == rows(entered, knowledge, top=3)


@settings(max_examples=30)
@given(cases(), st.sampled_from(POLICIES))
def test_an_answer_that_was_given_is_not_asked_again(case, policy):
    knowledge = rules()
    first = advice(case, policy=policy, top=1, preview=False).suggestions
    for one in first:
        answered = with_answer(case, one.id, one.outcomes[-1].entered, knowledge)

        assert one.id not in {again.id for again in advice(answered, policy=policy, top=50, preview=False).suggestions}


@settings(max_examples=30)
@given(cases(), st.sampled_from(POLICIES))
def test_nothing_is_suggested_that_the_rules_leave_out(case, policy):
    inquiry = rules().inquiry
    told = ranked(case).evidence.observations
    ids = [one.id for one in advice(case, policy=policy, top=100, preview=False).suggestions]

    assert not set(ids) & (told.states.keys() | told.levels.keys())
    assert set(ids) <= {*inquiry.findings, *inquiry.analytes}


@pytest.mark.parametrize("word", ["response", "recover", "refractory"])
def test_nothing_that_shows_only_after_a_treatment_can_be_suggested(word):
    assert [name for name in rules().inquiry.findings if word in name] == []


def test_no_name_of_a_cause_can_be_suggested():
    assert [name for name in rules().inquiry.findings if rules().findings[name].names_cause] == []


def test_no_composite_can_be_suggested():
    assert [name for name in rules().inquiry.findings if rules().findings[name].kind == "composite"] == []


@pytest.mark.parametrize("words", ["after stopping", "steroid", "iron therapy", "on treatment", "with treatment"])
def test_no_label_that_tells_of_a_treatment_is_suggested(words):
    assert [name for name in rules().inquiry.findings if words in rules().findings[name].label] == []


@pytest.mark.parametrize(("name", "case"), [
    ("heavy-menstrual-bleeding", Case(age=30, sex="male")), ("prostate-cancer", Case(age=60, sex="female")),
    ("preeclampsia", Case(age=60, sex="female")), ("newborn-illness", Case(age=40)), ("excess-cows-milk", Case(age=40)),
    ("rapid-onset", Case(age=40, onset="days")), ("onset-after-new-drug", Case(age=40, medications=())),
    ("complex-karyotype", Case(present=("normal karyotype",))), ("splenomegaly", Case(present=("massive splenomegaly",))),
    ("massive-splenomegaly", Case(absent=("splenomegaly",))),
])
def test_what_cannot_be_asked_of_this_person_is_closed(name, case):
    item = rules().inquiry.findings.index(name)

    assert not outlook(case, ranked(case), rules()).open[item]


@pytest.mark.parametrize(("name", "case"), [
    ("heavy-menstrual-bleeding", Case(age=30, sex="female")), ("preeclampsia", Case(age=30, sex="female", pregnant=True)),
    ("newborn-illness", Case(age=0.01)), ("rapid-onset", Case(age=40)), ("onset-after-new-drug", Case(age=40)),
])
def test_what_can_be_asked_of_this_person_is_open(name, case):
    assert outlook(case, ranked(case), rules()).open[rules().inquiry.findings.index(name)]


@pytest.mark.parametrize("name", PUBLISHED)
def test_under_the_cheapest_policy_what_may_harm_comes_last(name):
    knowledge = rules()
    harmful = [one.way.harmful for one in advice(PUBLISHED[name], policy="cheapest", top=200, preview=False).suggestions]

    assert harmful == sorted(harmful)
    assert {way.id for way in knowledge.inquiry.ways if way.harmful} == {"marrow", "biopsy", "endoscopy", "lumbar-puncture"}


@pytest.mark.parametrize("policy", POLICIES)
def test_suggestions_stand_in_the_order_of_the_policy(policy):
    for case in list(PUBLISHED.values())[::10]:
        listed = advice(case, policy=policy, top=30, preview=False).suggestions
        worth = [one.gain if policy == "informative" else one.gain_per_effort for one in listed if policy == "informative" or not one.way.harmful]

        assert worth == sorted(worth, reverse=True)


def test_correlated_findings_are_suggested_once():
    knowledge = rules()
    for case in list(PUBLISHED.values())[::10]:
        listed = advice(case, top=30, preview=False).suggestions
        groups = [(knowledge.findings[one.id] if one.kind == "finding" else knowledge.analytes[one.id]).group for one in listed]

        assert len(set(groups)) == len(groups)


def test_copper_deficiency_and_b12_deficiency_are_told_apart_by_their_levels():
    case = read_cases(Path(__file__).parents[1] / "cases" / "examples.yaml")[0].case
    listed = {one.id: one for one in advice(case, top=10, preview=False).suggestions}

    assert {"vitamin-b12", "methylmalonic-acid", "megaloblastic-marrow"} & listed.keys()
    assert any({"copper-deficiency", "vitamin-b12-deficiency"} & set(one.separates.ids) for one in listed.values())


def test_the_pair_of_a_suggestion_differs_in_the_answer_that_is_named():
    for case in list(PUBLISHED.values())[::20]:
        for one in advice(case, top=10, preview=False).suggestions:
            assert one.separates.ids[0] != one.separates.ids[1]
            assert one.separates.chances[0] != pytest.approx(one.separates.chances[1], abs=0.01)
            assert one.separates.answer in {outcome.label for outcome in one.outcomes}


def test_where_it_says_stop_no_answer_it_lists_changes_much():
    """Exact, for every published case that stops: the leader's probability, averaged over the answers, stays."""
    knowledge, limit = rules(), rules().model["what_next"]
    stopped = 0
    for case in PUBLISHED.values():
        now = advice(case, top=2)
        stopped += now.stop
        for one in now.suggestions if now.stop else ():
            leader = rows(ranked(case), knowledge, top=1)[0]
            moved = sum(outcome.chance * abs(next((row.probability for row in outcome.rows if row.family == leader.family), 0) - leader.probability)
                        for outcome in one.outcomes)
            overtaken = sum(outcome.chance for outcome in one.outcomes if outcome.rows[0].family != leader.family)

            assert (moved < limit["stop_moved"], overtaken < limit["stop_overtaken"]) == (True, True), (case, one.id)
    assert stopped >= 5


def test_it_does_not_stop_where_an_answer_can_change_the_first_place():
    now = advice(Case(age=50, labs={"hemoglobin": "7 g/dL", "MCV": "110 fL"}))

    assert not now.stop
    assert any(outcome.rows[0].family != rows(ranked(Case(age=50, labs={"hemoglobin": "7 g/dL", "MCV": "110 fL"})), rules())[0].family
               for one in now.suggestions for outcome in one.outcomes)


@pytest.mark.parametrize("person", [Case(), Case(age=40, sex="male"), Case(age=0.5, sex="female")], ids=["nobody known", "a man", "an infant"])
def test_the_value_of_every_bin_reads_as_a_value_of_that_bin(person):
    """Beyond the last center the bin holds alone; a center beyond what is plausible is moved back, and still most of it."""
    from engine.reasoning.what_next import _levels

    knowledge, wrong = rules(), []
    for name in knowledge.inquiry.analytes:
        analyte = knowledge.analytes[name]
        for number, (_, _, value) in enumerate(_levels(analyte, person, knowledge)):
            if not value:
                continue
            terms = gather(replace(person, labs={analyte.label: value}), knowledge).terms
            share = sum(part for term in terms if term.name == name for row, part in term.rows if row == knowledge.tables.rows[f"{name}:#{number}"])
            if share < 0.95 and float(value.split()[0]) not in analyte.plausible:
                wrong.append((name, value, share))

    assert wrong == []


def test_every_finding_that_can_be_suggested_is_understood_by_its_label():
    knowledge = rules()
    labels = [knowledge.findings[name].label for name in knowledge.inquiry.findings]
    seen = [gather(Case(present=(label,)), knowledge).observations.states for label in labels]

    assert [name for name, states in zip(knowledge.inquiry.findings, seen, strict=True) if states.get(name) != "present"] == []


def test_an_unknown_policy_is_refused():
    with pytest.raises(CaseError, match="policy 'dearest' is not known; allowed: informative, cheapest; choose one"):
        advice(SETTLED, policy="dearest")


def test_the_previews_keep_a_changed_prior():
    knowledge = rules()
    prior = knowledge.tables.log_prior["hospital"] - 3 * np.arange(len(knowledge.leaves)) / len(knowledge.leaves)
    ranking = rank(gather(SETTLED, knowledge, log_prior=prior), knowledge)
    first = what_next(SETTLED, ranking, knowledge, top=1).suggestions[0]
    again = rank(gather(with_answer(SETTLED, first.id, first.outcomes[0].entered, knowledge), knowledge, log_prior=prior), knowledge)

    assert first.outcomes[0].rows == rows(again, knowledge, top=3)
