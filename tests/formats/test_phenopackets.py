"""Phenopackets as other programs write them: what is taken and how, and what is told."""

import pytest

from engine import Case, Diagnosis, load
from engine.case.words import read_words
from tests.formats.foreign import SECRET, feature, opened, packet


@pytest.mark.parametrize(("told", "present", "absent"), [
    pytest.param(feature("HP:0002066"), ("gait ataxia",), (), id="the very term, by its id alone"),
    pytest.param(feature("HP:0001875"), ("Neutropenia",), (), id="a level of a count"),
    pytest.param(feature("HP:0000214"), ("Lip telangiectasia",), (), id="a narrower term, counted for the finding above it"),
    pytest.param(feature("HP:0012378", excluded=True), (), ("fatigue",), id="excluded"),
    pytest.param(feature("HP:0001903", "Anemia", severity={"id": "HP:0012828"}), ("severe Anemia",), (), id="severe"),
    pytest.param(feature("SNOMED:1", "Anemia"), ("Anemia",), (), id="another vocabulary, by its label"),
])
def test_a_feature_is_read_by_its_id_else_by_its_label(told, present, absent):
    case = opened(packet(told))[0].case

    assert (case.present, case.absent) == (present, absent)


@pytest.mark.parametrize("told", [
    pytest.param(feature("HP:0000253", "Progressive microcephaly", excluded=True), id="its absence denies nothing above it"),
    pytest.param(feature("HP:0000518", "Cataract"), id="no finding above it"),
    pytest.param(feature("HP:9999999", "Unheard of"), id="no term"),
])
def test_a_feature_that_counts_for_nothing_is_told(told):
    file = opened(packet(told, feature("HP:0001945", "Fever")))[0]

    assert file.case == Case(present=("fever",))
    assert f"not used: {told['type']['id']} {told['type']['label']}" in file.told


def test_every_hpo_id_of_a_finding_or_level_is_read_as_itself():
    rules = load()
    ids = {one.hpo: one.id for one in rules.findings.values() if one.hpo}
    ids |= {term: one.id for one in rules.analytes.values() for term in one.hpo.values()}
    files = opened({"id": "x", "members": [packet(feature(term)) for term in ids], "metaData": {}})

    assert [name for file, name in zip(files, ids.values(), strict=True)
            if [one.id for one in read_words(file.case.present[0], "present", rules.lexicon).mentions] != [name]] == []


def test_a_merged_id_is_the_term_it_went_into():
    merged, now = next((old, new) for old, new in load().hpo.value.merged.items() if any(one.hpo == new for one in load().findings.values()))

    assert opened(packet(feature(merged)))[0].case == opened(packet(feature(now)))[0].case


def test_the_disease_of_a_phenopacket_is_the_answer_and_no_evidence():
    file = opened(packet(feature("HP:0001945", "Fever"), diseases=[
        {"term": {"id": "MONDO:1", "label": "Copper deficiency"}}, {"term": {"id": "MONDO:2", "label": "Hypertension"}},
        {"term": {"id": "MONDO:3", "label": "Fever"}, "excluded": True}]))[0]

    assert file.diagnosis == Diagnosis("Copper deficiency")
    assert file.case.history == ("Hypertension",)
    assert "what the person was found to have (Copper deficiency) is the answer of the case, and no evidence in its ranking" in file.told


def test_measurements_with_times_are_serial_counts_and_count_the_age():
    def measured(value: float, day: str) -> dict:
        return {"assay": {"id": "LOINC:6690-2", "label": "WBC"}, "timeObserved": {"timestamp": f"{day}T00:00:00Z"},
                "value": {"quantity": {"unit": {"id": "UCUM:10*3/uL", "label": "thousands"}, "value": value}}}
    subject = {"id": SECRET, "dateOfBirth": "1990-01-01T00:00:00Z", "sex": "MALE"}
    case = opened(packet(subject=subject, measurements=[measured(4, "2020-01-01"), measured(1.5, "2020-01-11")]))[0].case

    assert case == Case(age=30, sex="male", labs={"White cells": "1.5 10^9/L"},
                        series={"day -10": {"White cells": "4 10^9/L"}, "day 0": {"White cells": "1.5 10^9/L"}})


def test_keys_may_be_spelled_as_protocol_buffers_do():
    assert opened({"id": "x", "subject": {"id": "y", "time_at_last_encounter": {"age": {"iso8601duration": "P1Y6M"}}},
                   "phenotypic_features": [feature("HP:0001945")]})[0].case == \
        Case(age=1.5, present=("fever",))
