"""That a person has the cause is neither expected of the cause nor a question that would tell it apart."""

import pytest

from engine import Case, gather, rank
from engine.knowledge.circular import says_again
from engine.knowledge.records import NAMED_NOTE
from engine.reasoning.compare import columns_of, compare
from engine.reasoning.unasked import unasked


@pytest.mark.parametrize(("label", "kind", "names", "again"), [
    ("systemic lupus erythematosus", "condition", ["systemic lupus erythematosus"], True),
    ("metastatic cancer", "condition", ["metastatic cancer marrow"], True),
    ("malaria parasite smear", "smear", ["malaria"], False),
    ("cold agglutinin", "laboratory", ["cold agglutinin disease"], False),
    ("anemia", "condition", ["iron deficiency anemia"], False),
    ("known celiac disease", "condition", ["malabsorption", "celiac disease"], True),
])
def test_a_finding_says_the_cause_again_when_it_is_its_name_or_a_condition_around_it(label, kind, names, again):
    assert says_again(label, kind, names) == again


def test_no_cause_is_expected_to_be_known(knowledge):
    normal = knowledge.lexicon.spelling.normal
    labels = {name: normal(one.label) for name, one in knowledge.findings.items()}
    names = {cause: normal(one.name) for cause, one in knowledge.causes.items()}

    assert [(leaf.id, name) for leaf, expected in zip(knowledge.leaves, knowledge.tables.expected, strict=False) for name in expected
            if labels[name] in {names[cause] for cause in leaf.causes}] == []


@pytest.mark.parametrize(("cause", "finding"), [("systemic-lupus-erythematosus", "sle"), ("metastatic-marrow-infiltration", "metastatic-cancer")])
def test_named_by_hand(cause, finding, knowledge):
    ranking = rank(gather(Case(present=("pancytopenia",)), knowledge), knowledge)
    asked = compare(ranking, columns_of([cause, "aplastic-anemia"], ranking, knowledge), knowledge, count=200).untested

    assert finding not in knowledge.tables.expected[knowledge.columns[cause]]
    assert finding not in [one.name for one in asked]
    assert len(asked) > 5


def test_what_only_bears_the_name_of_a_cause_is_expected_of_no_leaf(knowledge):
    named = {(cause, finding) for cause, numbers in knowledge.provenance.items() for finding, one in numbers.finished().items()
             if one.note == NAMED_NOTE}
    stated = {(cause, finding) for cause, numbers in knowledge.provenance.items() for finding in numbers} - named
    told = [(leaf.id, finding) for leaf, expected in zip(knowledge.leaves, knowledge.tables.expected, strict=False) for finding in expected
            if not any((cause, finding) in stated for cause in leaf.causes)]

    assert named
    assert told == []


@pytest.mark.parametrize(("cause", "finding"), [("beta-thalassemia-major", "thalassemia"), ("wiskott-aldrich-syndrome", "immunodeficiency-known")])
def test_what_only_bears_the_name_of_a_cause_is_no_question(cause, finding, knowledge):
    ranking = rank(gather(Case(present=("pancytopenia",)), knowledge), knowledge)
    columns = columns_of([cause, "aplastic-anemia"], ranking, knowledge)

    assert knowledge.provenance[cause][finding].note == NAMED_NOTE
    assert finding not in [one.name for one in unasked(ranking.evidence, columns, knowledge).questions]
