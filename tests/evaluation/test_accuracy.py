"""The report on accuracy: baselines, plot, tables, and the reasons kept by hand."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from benchmarks.accuracy import read_misses
from benchmarks.baselines import NaiveBayes, TfIdf, prior_only
from benchmarks.reliability import reliability_svg
from benchmarks.report import UNWRITTEN, misses_table, table
from benchmarks.speed import CASES
from engine import Case, gather, read_cases
from engine.evaluation import Judgement, judge, summarize


@pytest.fixture(scope="module")
def bayes(knowledge):
    return NaiveBayes(knowledge)


def judgement(identity: str, place: int | None, confidence: float) -> Judgement:
    return Judgement(identity, "scurvy", place, place, 0.2, confidence, place == 1, 0.9, "Copper deficiency", {"used": 1}, ())


def test_every_case_with_a_reason_exists():
    known = {case.id for case in read_cases(CASES)}

    assert sorted(set(read_misses()) - known) == []


def test_every_reason_is_a_sentence():
    assert [name for name, text in read_misses().items() if not (20 < len(text) < 500 and text.endswith("."))] == []


def test_the_prior_alone_does_not_look_at_the_case(knowledge):
    first, second = (prior_only(gather(case, knowledge), knowledge) for case in (Case(), Case(present=("fever", "scurvy"))))

    assert np.array_equal(first.probability, second.probability)


def test_naive_bayes_on_one_finding_is_bayes_by_hand(knowledge, bayes):
    evidence = gather(Case(present=("fever",)), knowledge)
    share = np.clip(knowledge.tables.probability[knowledge.findings["fever"].index].astype(float), 1e-5, 1 - 1e-5)
    expected = np.exp(evidence.base) * share

    assert set(bayes.answers(evidence, knowledge)) == {"fever"}
    assert np.allclose(bayes.assessed(evidence, knowledge).probability, expected / expected.sum(), rtol=1e-6)


def test_naive_bayes_takes_absent_as_absent_and_unsure_as_not_looked_at(knowledge, bayes):
    evidence = gather(Case(absent=("fever",), unsure=("fatigue",)), knowledge)

    assert bayes.answers(evidence, knowledge).get("fever") == 0
    assert "fatigue" not in bayes.answers(evidence, knowledge)


def test_the_plain_naive_bayes_takes_what_is_not_mentioned_as_absent(knowledge, bayes):
    evidence = gather(Case(present=("fever",)), knowledge)

    assert not np.allclose(bayes.plain(evidence, knowledge).probability, bayes.assessed(evidence, knowledge).probability)


def test_the_pages_find_a_cause_by_its_own_words(knowledge):
    ranking = TfIdf(knowledge)(gather(Case(present=("scurvy", "bleeding gums", "perifollicular hemorrhage")), knowledge), knowledge)

    assert knowledge.families[ranking.order[0]] == "scurvy"


def test_baselines_are_judged_by_the_same_rows(knowledge):
    case = next(case for case in read_cases(CASES) if case.diagnosis)

    found = judge(case, knowledge, stage="presentation", setting="published", ranker=prior_only)

    assert found.id == case.id
    assert 0 <= found.probability <= 1


def test_the_plot_is_xml_with_a_text_alternative_that_tells_the_numbers():
    summary = summarize([judgement("a", 1, 0.9), judgement("b", 3, 0.4)])
    drawn = ElementTree.fromstring(reliability_svg({"presentation": summary}))
    space = "{http://www.w3.org/2000/svg}"

    assert drawn.get("role") == "img"
    assert drawn.find(f"{space}desc").text == "presentation: confidence 0.40, right 0.00, 1 cases; confidence 0.90, right 1.00, 1 cases."
    # both marks of two bins, and one in the legend: x = 60 + 360 confidence, y = 30 + 360 (1 - right)
    assert [(one.get("cx"), one.get("cy")) for one in drawn.iter(f"{space}circle")] == [("204.0", "390.0"), ("384.0", "30.0"), ("76.0", "44.0")]


def test_a_miss_is_told_with_its_place_at_confirmed_and_its_reason():
    told = misses_table([judgement("a", 3, 0.4), judgement("b", None, 0.5)], {"a": "The test is missing."}, {"a": judgement("a", 1, 0.9)})

    assert "| a | scurvy | 3 | Copper deficiency (40%) | 1 | The test is missing. |" in told
    assert f"| b | scurvy | absent | Copper deficiency (50%) | not told | {UNWRITTEN} |" in told


def test_a_bar_in_a_cell_does_not_break_the_table():
    assert table(("x",), [("a|b",)]).splitlines()[-1] == "| a\\|b |"
