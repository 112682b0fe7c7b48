"""Numbers of one cause agree: words with the values that they mean, what is told of some people only with how many of its people these are."""

import pytest

from engine.knowledge import RULES
from engine.knowledge.rulebook import read_rules

IN_WORDS = [("abnormal-liver-tests", ("ast", "alt")), ("abnormal-renal-function", ("creatinine",)), ("abnormal-coagulation", ("inr", "pt", "aptt")),
            ("raised-inflammatory-markers", ("crp",))]

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


def high(knowledge, analyte: str, column: int) -> float:
    """Return the share of high values of an analyte in a leaf."""
    bins, rows = knowledge.tables.lab_bins[analyte], enumerate(knowledge.analytes[analyte].bins)
    return sum(bins[number, column] for number, one in rows if one.level == "high")


@pytest.mark.parametrize(("words", "analytes"), IN_WORDS)
def test_an_abnormal_test_in_words_is_not_far_rarer_than_the_abnormal_values_of_the_same_cause(knowledge, words, analytes):
    """Immune hemolysis had raised AST in half, and "abnormal liver tests" in a tenth, so that the words spoke for liver disease."""
    share = knowledge.tables.probability[knowledge.findings[words].index]
    stated = [(cause, column, max(told)) for cause, column in alone(knowledge) if words in knowledge.provenance[cause]
              and (told := [high(knowledge, one, column) for one in analytes if f"lab:{one}" in knowledge.provenance[cause]])]
    assert len(stated) > 10

    assert [(cause, round(float(value), 2), round(float(share[column]), 2)) for cause, column, value in stated
            if share[column] < 0.45 * value and value - share[column] > 0.2] == []


def test_what_is_called_occasional_or_rarer_is_not_taken_of_nearly_all_children_with_a_cause(knowledge, written):
    """A share is written of all people with a cause: "occasional" in a disease of which one in ten is an infant is more than all infants."""
    told = {name: finding for name, (_, finding) in written.findings.items() if finding.among and finding.among.whom in ("infant", "child")}
    share, found = knowledge.tables.probability, set()
    for cause, column in alone(knowledge):
        for name in told.keys() & knowledge.provenance[cause].keys():
            if knowledge.provenance[cause][name].band in ("occasional", "uncommon", "rare") and share[knowledge.findings[name].index, column] > 0.9:
                found.add((cause, name))

    assert found == ALL_OF_THEM.keys()
