"""The people of practice cases: drawn as the knowledge spreads them, asked only what can be told of them."""

from collections import Counter

import numpy as np
import pytest

from engine import Case
from engine.knowledge.records import YOUNG
from engine.teaching.chance import Chance
from engine.teaching.medicines import draw_medicines
from engine.teaching.person import draw_person
from engine.teaching.work_up import choose_questions, rivals


def test_people_are_drawn_as_the_knowledge_spreads_them(knowledge):
    leaf, chance = knowledge.column("iron-deficiency-anemia"), Chance.of(11)
    people = [draw_person(leaf, chance, knowledge, setting="hospital") for _ in range(3000)]
    spread = knowledge.distributions
    bands = Counter(next(name for name, (low, high) in knowledge.age_bands.items() if low <= one.age < high) for one in people)

    assert np.mean([one.sex == "female" for one in people]) == pytest.approx(spread.female[leaf], abs=0.03)
    assert [bands[name] / 3000 for name in knowledge.age_bands] == pytest.approx(spread.age[:, leaf].tolist(), abs=0.03)
    assert not any(one.pregnant for one in people if one.sex == "male" or not 16 <= one.age < 45)


def test_nobody_is_asked_what_is_not_told_of_such_people(vignettes, knowledge):
    names, met = knowledge.lexicon, set()
    for one in vignettes:
        case = one.file.case
        for _, text in case.entries():
            finding = knowledge.findings.get(target.id) if (target := names.find(names.spelling.normal(text))) else None
            if finding is None or finding.among is None:
                continue
            whom, spans = finding.among, [knowledge.age_bands[band] for band in YOUNG.get(finding.among, ())]
            met.add(whom)

            assert whom not in ("female", "pregnant") or case.sex == "female"
            assert whom != "pregnant" or case.pregnant
            assert not spans or any(low <= case.age < high for low, high in spans)

    assert {"child", "infant", "female", "pregnant"} <= met


def test_nobody_of_unknown_age_is_asked_what_is_told_of_one_age_alone(knowledge, bank):
    leaf, nobody = knowledge.column("immune-thrombocytopenia"), Case()
    against = rivals(leaf, nobody, knowledge)
    asked = [one.finding for seed in range(20) for one in choose_questions(leaf, nobody, against, bank, Chance.of(seed), knowledge)]

    assert asked
    assert [one.id for one in asked if one.among or knowledge.only(one.id)[1]] == []


@pytest.mark.parametrize(("cause", "children"), [
    ("drug-induced-agranulocytosis", False), ("antimetabolite-toxicity", False), ("heparin-induced-thrombocytopenia", False),
    ("drug-induced-oxidative-hemolysis", False), ("post-artesunate-delayed-hemolysis", True), ("aplastic-anemia", True)])
def test_children_have_a_drugs_cause_only_where_many_of_it_are_of_their_age(cause, children, knowledge):
    leaf, chance = knowledge.column(cause), Chance.of(11)
    people = [draw_person(leaf, chance, knowledge, setting="hospital") for _ in range(600)]

    assert any(one.age < 18 for one in people) == children
    assert any(18 <= one.age < 40 for one in people)


def test_medicines_are_drawn_for_a_person_of_unknown_age_as_for_an_adult(knowledge):
    column, old = knowledge.column, Case(age=80.0)

    for leaf in (column("vitamin-b12-deficiency"), column("drug-induced-agranulocytosis")):
        for seed in range(20):
            assert draw_medicines(leaf, Case(), Chance.of(seed), knowledge) == draw_medicines(leaf, old, Chance.of(seed), knowledge)
