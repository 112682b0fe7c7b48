"""A value is as frequent as the words that mean it, where a cause states only the words."""

import pytest
from pydantic import ValidationError

from engine.knowledge import RULES
from engine.knowledge.compiling import profiles
from engine.knowledge.compiling.frequencies import authored, usual_share
from engine.knowledge.compiling.leaves import ancestry_of
from engine.knowledge.compiling.measured import said_in_words
from engine.knowledge.compiling.worded import WORDED_NOTE, as_worded
from engine.knowledge.models import Analyte
from engine.knowledge.rulebook import read_rules


@pytest.fixture(scope="module")
def written():
    """The rules as they are written."""
    return read_rules(RULES)


@pytest.fixture(scope="module")
def findings(written):
    """The findings as they are written, by id."""
    return {name: finding for name, (_, finding) in written.findings.items()}


@pytest.fixture(scope="module")
def worded(knowledge, written, findings):
    """The profiles that follow from words, by analyte and cause."""
    stated, entries = profiles.lab_profiles(written.causes), authored(written.causes, findings, written.model)
    return as_worded(entries, stated, findings, written.labs.analytes, knowledge.analytes, written.model)


def meant(written, findings):
    """Yield each analyte with a finding that means it, and the numbers of the bins that it means."""
    return [(name, finding, list(bins)) for name, finding, bins in said_in_words(findings, written.labs.analytes)
            if finding in written.labs.analytes[name].meant_by]


def test_a_level_has_the_share_of_its_words_and_the_rest_keeps_its_proportions(knowledge, written, findings, worded):
    checked = 0
    for analyte, finding, bins in meant(written, findings):
        reference = knowledge.analytes[analyte].reference
        others = [number for number in range(len(reference)) if number not in bins]
        least = written.model.lab_reference_share * sum(reference[number] for number in bins)
        for cause in worded.get(analyte, {}):
            shares, words = knowledge.tables.lab_bins[analyte][:, knowledge.columns[cause]], knowledge.provenance[cause][finding].value
            checked += 1

            assert shares[bins].sum() == pytest.approx(max(words, least), abs=2e-3), (analyte, cause)
            for part in (bins, others):
                usual = [reference[number] / sum(reference[one] for one in part) for number in part]
                assert shares[part] / shares[part].sum() == pytest.approx(usual, abs=2e-3), (analyte, cause)
    assert checked > 50


def test_words_and_value_are_both_more_frequent_than_usual_or_both_rarer(knowledge, written, findings, worded):
    for analyte, finding, bins in meant(written, findings):
        usual, background = sum(knowledge.analytes[analyte].reference[number] for number in bins), usual_share(findings[finding], written.model)
        for cause in worded.get(analyte, {}):
            words = knowledge.provenance[cause][finding].value

            assert (words > usual) == (words > background), (analyte, cause)


@pytest.mark.parametrize(("cause", "analyte"), [
    ("castleman-disease", "d-dimer"), ("vexas-syndrome", "creatinine"), ("autoimmune-hemolytic-anemia", "lactate")])
def test_words_that_would_raise_speak_for_no_rarer_value(knowledge, written, worded, cause, analyte):
    """D-dimer is called raised in 7 of 100 people, and is so in 67 of those in whom it is measured."""
    finding, = written.labs.analytes[analyte].meant_by
    assert finding in written.causes[cause].findings
    assert analyte not in written.causes[cause].labs

    assert cause not in worded[analyte]
    assert knowledge.tables.lab_bins[analyte][:, knowledge.columns[cause]] == pytest.approx(knowledge.analytes[analyte].reference, abs=1e-3)


def test_what_a_cause_or_what_it_is_a_form_of_states_of_the_value_is_kept(written, worded):
    stated = profiles.lab_profiles(written.causes)

    assert [(analyte, cause) for analyte, causes in worded.items() for cause in causes if cause in stated.get(analyte, {})] == []


def test_a_form_has_the_value_from_the_words_of_what_it_is_a_form_of(knowledge, written, worded):
    """Pernicious anemia is a form of vitamin B12 deficiency."""
    handed_down = [(analyte, cause) for analyte, causes in worded.items() for cause in causes
                   if not any(finding in written.causes[cause].findings for finding in written.labs.analytes[analyte].meant_by)]
    assert handed_down

    for analyte, cause in handed_down:
        above = next(one.id for one in ancestry_of(written.causes[cause], written.causes)
                     if any(finding in one.findings for finding in written.labs.analytes[analyte].meant_by))
        assert worded[analyte][cause] == worded[analyte][above]


def test_broader_words_say_nothing_of_one_value(knowledge, worded):
    """Iron stores are told by saturation too, liver tests by bilirubin; sedimentation rises with anemia alone, AST with hemolysis."""
    assert not {"ferritin", "ast", "alt", "ggt", "pt", "inr", "aptt", "fibrinogen", "esr", "interleukin-6", "tsh"} & worded.keys()


def test_a_profile_from_words_says_so_and_keeps_their_source(knowledge, worded, written):
    for analyte, causes in worded.items():
        finding, = written.labs.analytes[analyte].meant_by
        for cause in causes:
            entry = knowledge.provenance[cause][f"lab:{analyte}"]

            assert entry.note == WORDED_NOTE.format(knowledge.findings[finding].label)
            assert entry.source == knowledge.provenance[cause][finding].source


def test_words_of_one_cause_take_nothing_from_the_value_that_another_brings_beside_it(knowledge, worded):
    """D-dimer is seldom raised in immune thrombocytopenia; in covid-19 it is, with immune thrombocytopenia as without."""
    assert "immune-thrombocytopenia" in worded["d-dimer"]
    alone, together = (knowledge.columns[leaf] for leaf in ("covid-19", "covid-19+immune-thrombocytopenia"))

    assert knowledge.tables.lab_bins["d-dimer"][:, together] == pytest.approx(knowledge.tables.lab_bins["d-dimer"][:, alone])


def test_what_is_meant_is_told():
    bins = [{"name": "normal", "below": 5, "level": "normal"}, {"name": "raised", "level": "high"}]
    with pytest.raises(ValidationError, match="meant_by names what told_as does not: ataxia"):
        Analyte.model_validate({"label": "x", "unit": "g/L", "units": {"g/L": 1}, "plausible": [0, 9], "intervals": [], "bins": bins,
                                "reference": {"normal": 0.5, "raised": 0.5}, "meant_by": ["ataxia"]})
