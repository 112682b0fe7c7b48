"""Words of the field: each has a live example, and its numbers are those of the engine."""

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine import CaseError, gather, rank, read_cases
from engine.reasoning import explain, rows, what_next
from engine.reasoning.leave_one_out import leave_one_out
from engine.teaching.habits import prior_of
from engine.teaching.vocabulary import LIVE, Subject, example
from engine.teaching.vocabulary.figures import odds_of, share, signed, times

ROOT = Path(__file__).parents[2]
EXAMPLES = {file.id: file.case for file in read_cases(ROOT / "cases" / "examples.yaml")}
BYPASS, FRAGMENTS, ROUTINE, CLUMPS = "example-bypass", "example-fragments", "example-routine-count", "example-clumps"
NUMBER = re.compile(r"\d")


@pytest.fixture(params=EXAMPLES)
def subject(request, knowledge) -> Subject:
    return Subject.of(EXAMPLES[request.param], knowledge)


def of(name: str, knowledge) -> Subject:
    return Subject.of(EXAMPLES[name], knowledge)


def test_every_word_that_is_explained_has_a_live_example_and_the_other_way_round(knowledge):
    assert list(LIVE) == list(knowledge.teaching["vocabulary"])


@pytest.mark.parametrize("word", LIVE)
def test_a_word_names_an_example_case_that_there_is_and_sources_that_were_seen(word, knowledge):
    entry = knowledge.teaching["vocabulary"][word]

    assert entry["example"] in EXAMPLES
    assert entry["sources"]
    assert all(knowledge.sources[key].url for key in entry["sources"])


@pytest.mark.parametrize("word", LIVE)
def test_what_is_said_of_a_word_holds_no_number_of_its_own(word, knowledge):
    entry = knowledge.teaching["vocabulary"][word]

    assert not any(NUMBER.search(entry[part]) for part in ("label", "means", "here", "misleads"))


@pytest.mark.parametrize("word", LIVE)
def test_every_word_has_an_example_on_every_case(word, subject):
    live = LIVE[word](subject)

    assert live.says
    assert all(len(row) == len(live.columns) for row in live.rows)
    assert all(isinstance(cell, str) for row in live.rows for cell in row)


@pytest.mark.parametrize("word", LIVE)
def test_the_example_that_a_word_opens_on_has_a_table_with_numbers(word, knowledge):
    live = example(word, EXAMPLES[knowledge.teaching["vocabulary"][word]["example"]], knowledge)

    assert live.rows
    assert NUMBER.search(" ".join(cell for row in live.rows for cell in row))


@pytest.mark.parametrize("word", ["problem-representation", "semantic-qualifier", "pretest-probability", "likelihood-ratio", "odds",
                                  "findings-together", "threshold", "premature-closure", "anchoring", "base-rate-neglect"])
def test_an_example_follows_the_rules(word, knowledge):
    """With another prior and a gentler temperature the numbers are others: none is written down."""
    case = EXAMPLES[knowledge.teaching["vocabulary"][word]["example"]]
    model = {**knowledge.model, "temperature": knowledge.model["temperature"] * 2}
    priors = {name: prior * 0.5 for name, prior in knowledge.tables.log_prior.items()}
    other = replace(knowledge, model=model, tables=replace(knowledge.tables, log_prior=priors))

    assert example(word, case, other).rows != example(word, case, knowledge).rows


def test_a_word_nobody_explains_is_refused(knowledge):
    with pytest.raises(CaseError, match="^word 'luck' is not known; allowed: problem-representation, .*; choose one$"):
        example("luck", EXAMPLES[BYPASS], knowledge)


def test_a_problem_representation_keeps_what_the_first_cause_hangs_on_and_ranks_it_alone(knowledge):
    case = EXAMPLES[FRAGMENTS]
    ranking = rank(gather(case, knowledge), knowledge)
    told = {one.entry.text: one for one in leave_one_out(case, ranking, knowledge)}
    live = example("problem-representation", case, knowledge)

    told_words = sorted((one for one in told.values() if one.entry.text in case.present), key=lambda one: -one.support)
    kept = [one.entry.text for one in told_words if one.support >= knowledge.model["tell_weight"]][:3]
    assert len(kept) >= 2
    assert f"Low red cells and platelets; {'; '.join(kept)}." in live.says[0]
    for text, odds, probability, _ in live.rows:
        assert (odds, probability) == (times(-told[text].support), share(told[text].probability))
    supports = [told[row[0]].support for row in live.rows]
    assert supports == sorted(supports, reverse=True)


def test_a_grade_is_shown_with_what_was_summed_for_it(subject, knowledge):
    for row, column in ((subject.first, 2), (subject.second, 3)):
        summed = {signed(one.weight) for one in explain(subject.ranking, row.column, knowledge).reasons}
        assert {line[column] for line in LIVE["semantic-qualifier"](subject).rows} <= summed


def test_a_script_holds_the_shares_of_the_tables(subject, knowledge):
    labels = {one.label: one for one in knowledge.findings.values() if one.index >= 0}
    findings = [row for row in LIVE["illness-script"](subject).rows if row[0] in labels]

    assert len(findings) >= 2
    for label, *shares in findings:
        stored = knowledge.tables.probability[labels[label].index, [subject.first.column, subject.second.column]]
        assert shares == [share(float(one)) for one in stored]


def test_a_pretest_probability_is_the_prior_of_each_place_that_can_be_chosen(knowledge):
    case = EXAMPLES[FRAGMENTS]
    subject, live = of(FRAGMENTS, knowledge), example("pretest-probability", case, knowledge)
    offered = [one for one in knowledge.settings.values() if one.offered and one.place]

    assert [row[0] for row in live.rows] == [one.label for one in offered]
    for row, setting in zip(live.rows, offered, strict=True):
        ranking = rank(gather(case, knowledge, setting=setting.id), knowledge)
        assert row[1] == share(prior_of(subject.first.family, ranking, knowledge))
        assert row[2] == share(float(ranking.family_probability[knowledge.families.index(subject.first.family)]))


def test_a_likelihood_ratio_is_that_of_the_shares(knowledge):
    live = example("likelihood-ratio", EXAMPLES[FRAGMENTS], knowledge)
    subject = of(FRAGMENTS, knowledge)
    apart = {one.name: abs(one.weight - other.weight) for one in explain(subject.ranking, subject.first.column, knowledge).reasons
             for other in explain(subject.ranking, subject.second.column, knowledge).reasons
             if (one.kind, one.state, one.name) == ("finding", "present", other.name)}
    finding = knowledge.findings[max(apart, key=lambda name: apart[name])]
    part, usual = float(knowledge.tables.probability[finding.index, subject.first.column]), float(knowledge.tables.mean[finding.index])

    assert live.says[1] == f"The finding: {finding.label}. In causes at large it is there in {share(usual)}."
    assert [row[1] for row in live.rows[:3]] == [share(part), times(math.log10(part / usual)), times(math.log10((1 - part) / (1 - usual)))]


def test_odds_begin_with_the_priors_and_end_with_the_ranking(subject, knowledge):
    live, ranking = LIVE["odds"](subject), subject.ranking
    first, second = subject.first.column, subject.second.column

    assert live.rows[0][2] == odds_of(float(ranking.evidence.prior[first] - ranking.evidence.prior[second]) / math.log(10))
    assert live.rows[-1][2] == odds_of(float(ranking.score[first] - ranking.score[second]) / math.log(10))
    assert live.says[-1].endswith(f": {live.rows[-1][2]}.")


def test_findings_that_go_together_are_added_up_as_the_ranking_adds_them(knowledge):
    subject, live = of(BYPASS, knowledge), example("findings-together", EXAMPLES[BYPASS], knowledge)
    summed = {one.label: one.weight for one in explain(subject.ranking, subject.first.column, knowledge).reasons}
    *members, together = live.rows

    assert {label for label, _, _ in members} == {"gait ataxia", "paresthesia"}
    for label, _, told in members:
        assert told.startswith(signed(summed[label]))
    assert together[2].startswith(signed(sum(summed[label] for label, _, _ in members)))
    assert together[1] != together[2]


def test_a_case_without_findings_that_go_together_says_so(knowledge):
    assert example("findings-together", EXAMPLES[CLUMPS], knowledge).says == (
        "No two findings of this case belong to one group: each counts whole.",)


def test_a_threshold_shows_what_each_answer_to_the_most_telling_question_would_do(knowledge):
    case, subject = EXAMPLES[BYPASS], of(BYPASS, knowledge)
    question = what_next(case, subject.ranking, knowledge, top=1).suggestions[0]
    live = example("threshold", case, knowledge)

    assert question.label in live.says[0]
    assert [(row[0], row[3]) for row in live.rows] == [(one.label, f"{one.rows[0].name}, {share(one.rows[0].probability)}")
                                                       for one in question.outcomes]


@pytest.mark.parametrize(("word", "name"), [("premature-closure", CLUMPS), ("anchoring", FRAGMENTS), ("base-rate-neglect", ROUTINE)])
def test_a_habit_opens_on_a_case_in_which_its_rule_finds_it(word, name, knowledge):
    assert knowledge.teaching["vocabulary"][word]["example"] == name
    assert "The rule finds it: " in example(word, EXAMPLES[name], knowledge).says[-1]


def test_a_habit_is_not_found_where_the_facts_bear_it_out(knowledge):
    for word in ("premature-closure", "anchoring"):
        assert "The rule does not find it: " in example(word, EXAMPLES["example-traveller"], knowledge).says[-1]


def test_the_story_of_an_example_holds_no_value_test_or_drug(subject):
    assert (subject.story.labs, subject.story.absent, subject.story.medications) == ({}, (), None)
    assert not {"schistocytes", "platelet clumping on smear"} & set(subject.story.present)


def test_the_first_two_causes_of_a_subject_are_the_first_two_rows(subject, knowledge):
    assert (subject.first, subject.second) == rows(subject.ranking, knowledge, top=2)


@pytest.mark.parametrize(("part", "told"), [(0, "0%"), (0.00001, "<0.01%"), (0.00035, "0.035%"), (0.0187, "1.9%"), (0.5, "50%"), (0.994, "99%"),
                                            (0.9959, "99.6%"), (0.9999, ">99.9%"), (1, "100%")])
def test_a_share_is_told_with_two_digits_so_that_the_rare_is_not_nothing(part, told):
    assert share(part) == told


@pytest.mark.parametrize(("log10", "told"), [(0, "1.0 to 1"), (1, "10 to 1"), (-1, "1 to 10"), (math.log10(3.2), "3.2 to 1"), (-3, "1 to 1,000")])
def test_odds_are_told_as_people_say_them(log10, told):
    assert odds_of(log10) == told
