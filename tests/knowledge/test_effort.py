"""`rules/effort.yaml`: every finding and analyte that may be suggested has a way, and what is wrong in the file is told."""

import pytest

from engine.knowledge.crosscheck import check
from engine.knowledge.rulebook import read_rules
from tests.knowledge import checking

SMALL = """\
cost: {none: 0, low: 1, moderate: 3, high: 8}
wait: {none: 0, hours: 0.5, days: 2, weeks: 5}
harmful_from: moderate
ways:
  asking: {label: asking, cost: none, harm: none, wait: none}
  test: {label: blood test, cost: low, harm: slight, wait: hours}
kinds: {symptom: asking, sign: asking, smear: test, marrow: test, flow: test, genetics: test, laboratory: test, microbiology: test,
        imaging: test, condition: asking, exposure: asking, diet: asking, family: asking, course: KIND}
analyte: WAY
left_out: {form: {why: The form asks for it., analytes: [ANALYTE]}}
"""


def told(rules, **words):
    text = SMALL
    for name, word in {"kind": "asking", "way": "test", "analyte": "copper", **words}.items():
        text = text.replace(name.upper(), word)
    (rules / "effort.yaml").write_text(text, encoding="utf-8")
    return checking.told(rules)


def test_a_file_that_is_right_is_told_nothing(rules):
    assert told(rules) == []
    assert read_rules(rules).effort.ways["test"].label == "blood test"


def test_rules_without_the_file_are_right(rules):
    assert [str(problem) for problem in check(rules)] == []
    assert read_rules(rules).effort is None


def test_a_way_that_is_not_described_is_told(rules):
    assert told(rules, way="tset") == ["rules/effort.yaml:9:10: unknown way 'tset'; allowed: asking, test; did you mean 'test'?"]


@pytest.mark.parametrize(("once", "message"), [
    ("{classes: [vitmin], findings: [fever]}", "unknown drug class 'vitmin'"),
    ("{drugs: [asprin], findings: [fever]}", "unknown drug 'asprin'"),
    ("{known: [feverr], findings: [fever]}", "unknown finding 'feverr'"),
    ("{findings: [fever]}", "say what must be told: known, drugs, classes or use"),
    ("{use: [stopped], findings: [pallor]}", "once: only findings that are left out; others are: pallor"),
])
def test_what_is_expected_once_something_is_told_names_what_there_is(once, message, rules):
    told(rules, analyte=f"copper], findings: [fever], once: [{once}")

    assert [line for line in map(str, check(rules)) if message in line]


def test_an_analyte_that_does_not_exist_is_told(rules):
    assert [line for line in told(rules, analyte="coper") if "unknown analyte 'coper'" in line and "did you mean 'copper'?" in line]


@pytest.mark.parametrize(("old", "new", "message"), [
    (", course: asking", "", "missing: course"),
    ("high: 8}", "high: -8}", "cost needs points of at least 0 for each of none, low, moderate, high"),
    (", weeks: 5}", "}", "wait needs points of at least 0 for each of none, hours, days, weeks"),
    ("left_out:", "analytes: {asking: [copper], test: [copper]}\nleft_out:", "analytes: one way each; listed twice: copper"),
])
def test_a_file_that_is_not_complete_is_told(old, new, message, rules):
    told(rules)
    text = (rules / "effort.yaml").read_text(encoding="utf-8").replace(old, new)
    (rules / "effort.yaml").write_text(text, encoding="utf-8")

    assert [line for line in map(str, check(rules)) if message in line]


def test_every_item_has_a_way_and_effort(knowledge):
    inquiry = knowledge.inquiry

    assert len(inquiry.ways) == len(inquiry.findings) + len(inquiry.analytes) == len(inquiry.effort)
    assert inquiry.effort.min() >= 1


@pytest.mark.parametrize(("finding", "way"), [("fever", "asking"), ("splenomegaly", "examination"), ("schistocytes", "blood-smear"),
                                             ("ring-sideroblasts", "marrow"), ("jak2-v617f", "genetic-test"), ("liver-biopsy-cirrhosis", "biopsy")])
def test_a_finding_is_found_out_in_the_usual_way(finding, way, knowledge):
    inquiry = knowledge.inquiry

    assert inquiry.ways[inquiry.findings.index(finding)].id == way


def test_nothing_is_left_out_twice(knowledge):
    from engine.knowledge import RULES
    lists = read_rules(RULES).effort.left_out.values()
    names = [name for one in lists for name in (*one.findings, *one.analytes)]

    assert sorted(names) == sorted(set(names))
