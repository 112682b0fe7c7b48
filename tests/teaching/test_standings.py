"""The engine's list as a committed list is held against it: one number for each cause, wherever it stands."""

import pytest

from engine import Case, gather, rank
from engine.teaching import CASES, read_library
from engine.teaching.feedback import best_other, column_of
from engine.teaching.habits import probability_of
from engine.teaching.standings import place_of, standings

TTP, LUPUS, GUT, MENSES = ("thrombotic-thrombocytopenic-purpura", "systemic-lupus-erythematosus", "chronic-gastrointestinal-blood-loss",
                           "heavy-menstrual-blood-loss")


@pytest.fixture(scope="module")
def with_a_pair(knowledge):
    case = read_library(CASES, knowledge)["lost-words-on-tuesday"]
    return rank(gather(case.at("confirming test"), knowledge), knowledge)


def test_a_cause_has_one_line_and_one_number_alone_and_together_with_another(with_a_pair, knowledge):
    listed = standings(with_a_pair, knowledge)
    first = listed[0]

    assert first.cause == TTP
    assert first.probability == pytest.approx(probability_of(TTP, with_a_pair, knowledge))
    assert place_of(TTP, with_a_pair, knowledge) == 1
    assert len({one.cause for one in listed}) == len(listed)


def test_a_form_that_was_asked_about_is_told_below_its_family(knowledge):
    ranking = rank(gather(Case(age=38, sex="female", labs={"Hb": "8 g/dL", "MCV": "68 fL", "ferritin": "4 ng/mL"}), knowledge), knowledge)
    first = standings(ranking, knowledge, asked=[GUT, MENSES])[0]
    told = dict(first.forms)

    assert first.cause == "iron-deficiency-anemia"
    assert {name: told[name] for name in (GUT, MENSES)} == pytest.approx({name: probability_of(name, ranking, knowledge) for name in (GUT, MENSES)})


def test_what_is_said_of_a_name_is_said_of_that_cause_alone(with_a_pair, knowledge):
    for cause in (TTP, LUPUS):
        assert len(knowledge.leaves[column_of(cause, with_a_pair, knowledge)].causes) == 1
    assert TTP not in knowledge.leaves[best_other(knowledge.column(TTP), with_a_pair, knowledge)].causes
