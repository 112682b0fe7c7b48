"""What published lists call a cause: nearly all of it is a cause, a drug, or accounted for in rules/coverage.yaml.

`tests/data/coverage.csv` holds the distinct causes of 73 published lists, each as the lists write it.
"""

from pathlib import Path

import pytest

from engine.evaluation.coverage import coverage, read_labels
from engine.knowledge import RULES
from engine.knowledge.rulebook import read_rules
from tests.knowledge.checking import told

LISTS = Path(__file__).parents[1] / "data" / "coverage.csv"
LEAST_SHARE = 0.95

SMALL = """\
stands_for:
  laughing gas: {cause: CAUSE, why: The exposure.}
excluded:
  LABEL: {why: "A symptom, not a cause."}
"""


@pytest.fixture(scope="module")
def labels():
    return read_labels(LISTS)


@pytest.fixture(scope="module")
def written():
    return read_rules(RULES).coverage


def spoil(rules, **words):
    text = SMALL
    for name, word in words.items():
        text = text.replace(name.upper(), word)
    (rules / "coverage.yaml").write_text(text, encoding="utf-8")
    return told(rules)


def test_the_causes_of_published_lists_are_known(labels, knowledge, written):
    assert coverage(labels, knowledge, written).share >= LEAST_SHARE


def test_every_label_has_one_fate(labels, knowledge, written):
    found = coverage(labels, knowledge, written)

    assert sorted((*found.causes, *found.drugs, *found.stood_for, *found.excluded, *found.unresolved)) == sorted(labels)


def test_nothing_is_written_by_hand_that_resolves_by_itself(knowledge, written):
    found = coverage((*written.stands_for, *written.excluded), knowledge)

    assert (found.causes, found.drugs) == ((), ())


def test_nothing_is_written_by_hand_that_no_list_names(labels, written):
    assert [label for label in (*written.stands_for, *written.excluded) if label not in labels] == []


def test_only_a_whole_label_names_a_drug(knowledge):
    assert coverage(("chemotherapy", "non-chemotherapy drugs"), knowledge).unresolved == ("non-chemotherapy drugs",)


def test_no_labels_are_covered_by_nothing(knowledge):
    assert coverage((), knowledge).share == 0.0


def test_a_file_that_is_right_is_told_nothing(rules):
    assert spoil(rules, cause="copper-deficiency", label="fatigue") == []
    assert read_rules(rules).coverage.stands_for["laughing gas"].cause == "copper-deficiency"


def test_a_cause_that_does_not_exist_is_told(rules):
    assert [message for message in spoil(rules, cause="coper-deficiency", label="fatigue")
            if message.startswith("rules/coverage.yaml:2:25") and "did you mean 'copper-deficiency'?" in message]


def test_a_label_that_is_counted_and_excluded_is_told(rules):
    assert [message for message in spoil(rules, cause="copper-deficiency", label="laughing gas") if "not both: laughing gas" in message]


def test_rules_without_the_file_are_right(rules):
    assert told(rules) == []
    assert read_rules(rules).coverage is None
