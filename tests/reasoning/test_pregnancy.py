"""A pregnancy counts once, as whom a cause meets, however it is told."""

import numpy as np
import pytest

from engine import Case, gather, rank
from engine.case.words import read_words
from engine.reasoning.candidates import candidates
from engine.reasoning.leave_one_out import without_reasons
from engine.reasoning.observations import observe

WOMAN = {"age": 30, "sex": "female", "labs": {"Hb": "10 g/dL"}}


def shares(knowledge, **told) -> np.ndarray:
    return rank(gather(Case(**WOMAN | told), knowledge), knowledge).probability


@pytest.mark.parametrize(("words", "key"), [
    ({"present": ("pregnancy",)}, {"pregnant": True}),
    ({"present": ("normal pregnancy",)}, {"pregnant": True}),
    ({"present": ("pregnancy",), "pregnant": True}, {"pregnant": True}),
    ({"present": ("30 weeks pregnant",)}, {"pregnant": True, "gestation_weeks": 30}),
    ({"present": ("normal pregnancy at 30 weeks",)}, {"pregnant": True, "gestation_weeks": 30}),
    ({"present": ("third trimester",)}, {"pregnant": True, "gestation_weeks": 30}),
    ({"absent": ("pregnancy",)}, {"pregnant": False}),
    ({"present": ("pregnancy test negative",)}, {"pregnant": False})])
def test_told_in_words_it_says_what_the_key_says(words, key, knowledge):
    assert shares(knowledge, **words) == pytest.approx(shares(knowledge, **key), abs=1e-12)


def test_the_limits_are_those_of_pregnancy_where_words_tell_of_it(knowledge):
    limits = [gather(Case(**WOMAN | told), knowledge).observations.levels["hemoglobin"].limits.low
              for told in ({"present": ("pregnancy",)}, {"pregnant": True}, {})]

    assert limits == [11, 11, 12]


@pytest.mark.parametrize("person", [{"age": 0.01, "sex": None}, {"age": 30, "sex": "male"}, {"age": 70}])
def test_of_whom_it_cannot_be_true_it_weighs_nothing(person, knowledge):
    told = gather(Case(**WOMAN | person | {"present": ("pregnancy",)}), knowledge)

    assert not {"pregnancy", "pregnant:yes"} & {term.name for term in (*told.terms, *told.fixed)}
    assert told.observations.conflicts


@pytest.mark.parametrize(("text", "state"), [("normal pregnancy", "present"), ("unremarkable pregnancy", "present"), ("no pregnancy", "absent"),
                                             ("normal spleen size and pregnancy", "present")])
def test_a_normal_pregnancy_is_a_pregnancy(text, state, knowledge):
    assert ("pregnancy", state) in {(one.id, one.state) for one in read_words(text, "present", knowledge.lexicon).mentions}


def test_the_entries_behind_it_are_all_that_tell_of_it(knowledge):
    case = Case(**WOMAN, present=("third trimester", "fatigue"))
    ranking = rank(gather(case, knowledge), knowledge)
    row = next(one for one in candidates(ranking, knowledge) if one.id == "physiological-anemia-of-pregnancy")
    reason = next(one for one in row.explanation.speaks_for if one.name == "pregnant:yes")
    left = without_reasons([reason], row.family, case, ranking, knowledge)[0]

    assert [one.text for one in left.entries] == ["third trimester"]
    assert left.probability < row.probability


@pytest.mark.parametrize(("case", "pregnant"), [
    (Case(age=30, sex="female", present=("uncomplicated pregnancy",)), True),
    (Case(age=30, sex="female", present=("uneventful pregnancy so far", "fever")), True),
    (Case(age=30, sex="female", history=("uneventful pregnancy",)), None),
    (Case(age=30, sex="female", present=("uneventful pregnancy", "normal delivery")), None),
    (Case(age=10, sex="female", present=("uneventful pregnancy",)), None),
    (Case(age=30, sex="male", present=("uneventful pregnancy",)), None),
    (Case(sex="female", present=("uneventful pregnancy",)), None),
])
def test_a_pregnancy_without_trouble_is_a_grown_womans_own_where_no_birth_is_told(case, pregnant, knowledge):
    assert observe(case, knowledge).pregnant is pregnant
