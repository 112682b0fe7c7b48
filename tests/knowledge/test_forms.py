"""What a form takes from a finding that a cause lists: its usual part, never most of it; what excludes each other takes no more than the whole."""

import pytest

from engine.knowledge import RULES
from engine.knowledge.compiling.frequencies import usual_share
from engine.knowledge.rulebook import read_rules

SAME = 1e-6


@pytest.fixture(scope="module")
def written():
    """The rules as they are written."""
    return read_rules(RULES)


@pytest.fixture(scope="module")
def handed_down(knowledge, written):
    """(form, leaf) wherever the one cause of a leaf does not list a form, nor anything raises it."""
    findings = {name: finding for name, (_, finding) in written.findings.items()}
    raising = {name for one in findings.values() for name in one.parents}
    return [(name, column) for name, one in findings.items()
            if one.parents and name not in raising and not one.among and one.background != "ubiquitous" and knowledge.findings[name].index >= 0
            for column, leaf in enumerate(knowledge.leaves[:-1]) if len(leaf.causes) == 1 and name not in knowledge.provenance[leaf.causes[0]]]


def test_no_form_takes_more_than_its_part_of_what_stands_above_it_or_its_own_background(knowledge, written, handed_down):
    share, most = knowledge.tables.probability, knowledge.model["form_share"]
    number = {name: record.index for name, record in knowledge.findings.items()}
    background = {name: usual_share(finding, written.model) for name, (_, finding) in written.findings.items()}
    assert handed_down

    for name, column in handed_down:
        above = max((share[number[one], column] for one in knowledge.above(name) if number[one] >= 0), default=0.0)
        assert share[number[name], column] <= max(most * above, background[name]) + SAME, (name, column)


def test_the_thirds_of_a_pregnancy_that_a_cause_does_not_tell_apart_are_no_more_than_one_pregnancy(knowledge):
    thirds = [knowledge.findings[name].index for name in ("first-trimester", "second-trimester", "third-trimester")]
    silent = [column for column, leaf in enumerate(knowledge.leaves[:-1]) if len(leaf.causes) == 1
              and not {"first-trimester", "second-trimester", "third-trimester"} & knowledge.provenance[leaf.causes[0]].keys()]
    assert silent

    assert knowledge.tables.probability[thirds][:, silent].sum(axis=0).max() <= 1 + SAME


def test_nothing_is_recorded_for_unrelated_reasons_more_often_than_what_it_is_a_form_of(written):
    findings = {name: finding for name, (_, finding) in written.findings.items()}
    usual = written.model.backgrounds

    assert [(name, parent) for name, one in findings.items() for parent in one.parents
            if not one.among and not findings[parent].among and usual[one.background] > usual[findings[parent].background]] == []
