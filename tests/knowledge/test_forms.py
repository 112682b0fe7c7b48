"""What a form takes from a finding that a cause lists: its usual part, never most of it; what excludes each other takes no more than the whole."""

import numpy as np
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


def test_no_finding_is_taken_as_more_frequent_than_what_it_is_a_form_of(knowledge):
    """What is told of some people only is a share of them, and is compared with none of all people."""
    share, findings = knowledge.tables.probability, knowledge.findings
    pairs = [(form, parent) for form, one in findings.items() for parent in one.parents
             if one.index >= 0 and findings[parent].index >= 0 and not one.among and not findings[parent].among]
    assert pairs

    assert [(form, parent, knowledge.leaves[column].id) for form, parent in pairs
            for column in np.flatnonzero(share[findings[form].index] > share[findings[parent].index] + SAME)] == []


def test_nothing_is_recorded_for_unrelated_reasons_more_often_than_what_it_is_a_form_of(written):
    findings = {name: finding for name, (_, finding) in written.findings.items()}
    usual = {name: usual_share(one, written.model) for name, one in findings.items()}

    assert [(name, parent) for name, one in findings.items() for parent in one.parents
            if not one.among and not findings[parent].among and usual[name] > usual[parent]] == []


def test_a_form_of_two_findings_takes_no_more_than_the_one_that_a_cause_does_not_list(knowledge, written):
    """Blasts fill the marrow in leukemia; that says nothing of plasma cells."""
    leukemia = knowledge.column("acute-lymphoblastic-leukemia")
    form, unlisted = (knowledge.findings[name] for name in ("plasma-cell-infiltration", "plasma-cells-increased"))
    assert not {form.id, unlisted.id} & knowledge.provenance["acute-lymphoblastic-leukemia"].keys()

    share = knowledge.tables.probability[:, leukemia]

    assert share[form.index] <= usual_share(written.findings[unlisted.id][1], written.model) + SAME


def test_what_one_of_its_forms_has_raised_speaks_no_more_against_a_cause_than_silence(knowledge):
    """An abnormal smear is neutral where nothing is said of it: a cause that lists one kind of it is not made less likely by the word."""
    smear = knowledge.findings["abnormal-smear"]
    listing = [column for column, leaf in enumerate(knowledge.leaves[:-1]) if len(leaf.causes) == 1
               and smear.id not in (listed := knowledge.provenance[leaf.causes[0]].keys()) and any(smear.id in knowledge.findings[one].parents
                                                                                                     for one in listed & knowledge.findings.keys())]
    assert listing

    assert (knowledge.tables.probability[smear.index, listing] >= knowledge.tables.mean[smear.index] - SAME).all()


def test_what_a_cause_states_as_rare_is_not_raised_by_what_it_takes_from_the_cause_that_it_is_a_form_of(knowledge):
    """Mild drug-induced neutropenia is seldom febrile: it does not take the septic neutropenia of agranulocytosis."""
    mild, grave = (knowledge.provenance[name] for name in ("drug-induced-neutropenia", "drug-induced-agranulocytosis"))
    assert grave["neutropenic-sepsis"].value > mild["febrile-neutropenia"].value

    for name in ("febrile-neutropenia", "neutropenic-sepsis"):
        share = knowledge.tables.probability[knowledge.findings[name].index, knowledge.column("drug-induced-neutropenia")]

        assert share == pytest.approx(mild["febrile-neutropenia"].value), name
    assert mild["neutropenic-sepsis"].source is None
