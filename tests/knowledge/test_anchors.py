"""The few ids that the engine's own formulas name are ids of the rules: one renamed there alone would only be passed over."""

import pytest

from engine.knowledge import anchors


@pytest.mark.parametrize("name", anchors.ANALYTES)
def test_an_analyte_that_the_engine_names_is_in_the_rules(name, knowledge):
    assert name in knowledge.analytes


def test_the_finding_that_the_engine_names_is_in_the_rules(knowledge):
    assert anchors.PREGNANCY in knowledge.findings


def test_the_lineage_that_the_engine_names_is_counted_by_the_analyte_of_that_name(knowledge):
    assert knowledge.model["lineages"][anchors.NEUTROPHILS]["analyte"] == anchors.NEUTROPHILS
