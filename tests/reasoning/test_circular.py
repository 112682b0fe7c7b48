"""That a person has the cause is neither expected of the cause nor a question that would tell it apart."""

import pytest

from engine import Case, gather, rank
from engine.knowledge.circular import says_again
from engine.reasoning.compare import columns_of, compare


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
