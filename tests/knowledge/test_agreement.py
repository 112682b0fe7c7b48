"""Numbers of one cause agree: words with the values that they mean, what is told of some people only with how many of its people these are."""

import pytest

from engine.knowledge import RULES
from engine.knowledge.compiling.measured import MEASURED_NOTE
from engine.knowledge.rulebook import read_rules

TOLD_OTHERWISE_TOO = {
    "iron-deficiency-laboratory": "ferritin may be normal where inflammation or the lung raises it; saturation and marrow tell it, too",
    "abnormal-liver-tests": "bilirubin, albumin and alkaline phosphatase tell them, too",
    "abnormal-coagulation": "any one of several tests, of which a cause may state the rarest",
    "metabolic-acidosis": "bicarbonate that is only a little low, and pH, tell it, too",
    "monoclonal-protein": "immunofixation and light chains find what electrophoresis does not measure",
    "hypoglycemia": "it comes and goes, so that one value misses it",
    "severe-hypertension": "the diastolic pressure tells it, too",
}
"""What is told more often in words than by any one value, each with the reason; never less often."""

ALL_OF_THEM = {
    ("hypersplenism-portal-hypertension", "newborn-illness"): "told of older children, too, of whom the veins of the liver were hurt at birth",
    ("hypersplenism-portal-hypertension", "prematurity"): "told of older children, too, of whom the veins of the liver were hurt at birth",
    ("noncirrhotic-portal-hypertension", "newborn-illness"): "told of older children, too, of whom the veins of the liver were hurt at birth",
    ("noncirrhotic-portal-hypertension", "prematurity"): "told of older children, too, of whom the veins of the liver were hurt at birth",
    ("g6pd-deficiency", "onset-in-newborn"): "in infants it shows as jaundice of the newborn",
    ("hellp-syndrome", "intrauterine-growth-restriction"): "told of the mother, whose child it is",
    ("preeclampsia-thrombocytopenia", "intrauterine-growth-restriction"): "told of the mother, whose child it is",
    ("hyperparathyroid-myelofibrosis", "exclusively-breastfed"): "rickets of infants who get no vitamin D",
}
"""What nearly all of these people with a cause have, each with the reason."""


@pytest.fixture(scope="module")
def written():
    """The rules as they are written."""
    return read_rules(RULES)


def alone(knowledge):
    """(cause, column) of the leaves of a single cause."""
    return [(leaf.causes[0], column) for column, leaf in enumerate(knowledge.leaves[:-1]) if len(leaf.causes) == 1]


def measured(knowledge, analyte: str, levels: set[str], column: int) -> float:
    """Return the share of the levels, graded levels or bins of an analyte in a leaf."""
    shares = knowledge.tables.lab_bins[analyte][:, column]
    return sum(float(share) for one, share in zip(knowledge.analytes[analyte].bins, shares, strict=True)
               if levels & {one.level, one.name, f"{one.grade}-{one.level}"})


def told_by(written) -> dict[str, dict[str, set[str]]]:
    """Return by finding the analytes that say the same as a value, with the levels that say it."""
    told: dict[str, dict[str, set[str]]] = {}
    for analyte, one in written.labs.analytes.items():
        for level, finding in [*one.findings.items(), *one.told_as.items()]:
            if not written.findings[finding][1].among:
                told.setdefault(finding, {}).setdefault(analyte, set()).add(level)
    return told


def test_what_is_told_in_words_is_as_frequent_as_the_values_that_say_the_same_of_the_same_cause(knowledge, written):
    """Sepsis had a D-dimer above normal in 94 of 100, and "raised D-dimer" in 35; immune hemolysis raised AST, and no abnormal liver tests.

    They differ where the shares, or what is left of them, differ twofold and by 0.15.
    """
    different, compared = [], 0
    for finding, analytes in told_by(written).items():
        shares = knowledge.tables.probability[knowledge.findings[finding].index]
        for cause, column in alone(knowledge):
            stated = [measured(knowledge, one, levels, column) for one, levels in analytes.items() if f"lab:{one}" in knowledge.provenance[cause]]
            if stated:
                less, more = sorted((float(shares[column]), max(stated)))
                compared += 1
                above = finding in TOLD_OTHERWISE_TOO and shares[column] > max(stated)
                if not above and more - less > 0.15 and (more >= 2 * less or 1 - less >= 2 * (1 - more)):
                    different.append((finding, cause, round(float(shares[column]), 2), round(max(stated), 2)))
    assert compared > 500

    assert different == []


def test_only_what_is_told_otherwise_too_is_excused_from_agreeing_with_its_value(knowledge, written):
    told = told_by(written)

    assert {one for one in TOLD_OTHERWISE_TOO if not any(
        knowledge.tables.probability[knowledge.findings[one].index][column] > measured(knowledge, analyte, levels, column) + 0.15
        for cause, column in alone(knowledge) for analyte, levels in told[one].items() if f"lab:{analyte}" in knowledge.provenance[cause])} == set()


@pytest.mark.parametrize(("cause", "finding", "analyte", "level"), [
    ("leptospirosis", "positive-d-dimer", "d-dimer", "high"), ("hairy-cell-leukemia", "soluble-il2-receptor-raised", "soluble-il2-receptor", "high"),
    ("chronic-liver-disease", "hyperammonemia", "ammonia", "high"), ("hypopituitarism", "abnormal-thyroid-function", "tsh", None)])
def test_a_cause_that_lists_only_the_value_has_the_words_as_often_and_says_so(knowledge, written, cause, finding, analyte, level):
    assert finding not in written.causes[cause].findings
    levels = {level} if level else {"low", "high"}
    entry = knowledge.provenance[cause][finding]

    assert entry.value == pytest.approx(measured(knowledge, analyte, levels, knowledge.columns[cause]), abs=1e-4)
    assert entry.note == MEASURED_NOTE.format(knowledge.analytes[analyte].label)
    assert entry.range[0] < entry.value < entry.range[1]


def test_a_form_that_states_the_value_anew_takes_no_words_from_what_it_is_a_form_of(knowledge, written):
    """Mild drug-induced neutropenia had the raised inflammatory markers of agranulocytosis."""
    form, parent = "drug-induced-neutropenia", "drug-induced-agranulocytosis"
    assert "crp" in written.causes[form].labs
    assert "raised-inflammatory-markers" in written.causes[parent].findings

    shares = knowledge.tables.probability[knowledge.findings["raised-inflammatory-markers"].index]
    assert shares[knowledge.columns[form]] == pytest.approx(measured(knowledge, "crp", {"high"}, knowledge.columns[form]), abs=1e-4)
    assert shares[knowledge.columns[parent]] > 0.8


def test_what_is_called_occasional_or_rarer_is_not_taken_of_nearly_all_children_with_a_cause(knowledge, written):
    """A share is written of all people with a cause: "occasional" in a disease of which one in ten is an infant is more than all infants."""
    told = {name: finding for name, (_, finding) in written.findings.items() if finding.among and finding.among.whom in ("infant", "child")}
    share, found = knowledge.tables.probability, set()
    for cause, column in alone(knowledge):
        for name in told.keys() & knowledge.provenance[cause].keys():
            if knowledge.provenance[cause][name].band in ("occasional", "uncommon", "rare") and share[knowledge.findings[name].index, column] > 0.9:
                found.add((cause, name))

    assert found == ALL_OF_THEM.keys()


def test_what_confirms_a_cause_is_stated_by_it(knowledge):
    """A positive rapid test confirms malaria, and malaria had it as often as the broader word hands down, in 29 of 100."""
    unstated = [(cause, test) for cause, _ in alone(knowledge) for test, *_ in knowledge.causes[cause].confirming
                if test in knowledge.findings and test not in knowledge.provenance[cause]]

    assert unstated == []


@pytest.mark.parametrize(("cause", "finding"), [
    ("cold-agglutinin-disease", "hemolysis-evidence"), ("cold-agglutinin-disease", "cold-agglutinins-high-titer"),
    ("march-hemoglobinuria", "hemolysis-evidence"), ("rheumatoid-arthritis", "arthritis"), ("lead-poisoning", "heavy-metal-raised"),
    ("iron-deficiency-anemia", "iron-deficiency-laboratory"), ("autoimmune-hemolytic-anemia", "direct-antiglobulin-positive")])
def test_what_belongs_to_the_definition_of_a_cause_is_there_in_nearly_all(knowledge, cause, finding):
    assert knowledge.tables.probability[knowledge.findings[finding].index, knowledge.columns[cause]] > 0.9


def test_a_finding_of_children_is_told_of_children_with_a_cause_as_often_as_of_its_newborn(knowledge):
    """Epiphyses are fragmented in 7 of 20 children born without thyroid; a tenth of those with hypothyroidism are children."""
    share = knowledge.tables.probability[knowledge.findings["epiphyseal-dysplasia"].index, knowledge.columns["hypothyroidism"]]

    assert 0.2 < share < 0.5


def test_a_sequestration_brought_on_by_sickle_cell_disease_takes_sickle_cells_from_it_once(knowledge):
    together, disease = (knowledge.columns[name] for name in ("sickle-cell-disease+splenic-sequestration-crisis", "sickle-cell-disease"))
    for finding in ("sickle-cell-disease", "sickle-cells", "hemoglobin-s-present", "family-sickle-cell"):
        shares = knowledge.tables.probability[knowledge.findings[finding].index]

        assert shares[together] == pytest.approx(shares[disease], abs=1e-4)
