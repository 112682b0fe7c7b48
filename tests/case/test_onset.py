"""When an illness began, as it is told, to the course that it is called."""

import pytest

from engine import Case, load
from engine.case.onset import read_onset
from engine.reasoning.observations import observe

KNOWLEDGE = load()


@pytest.mark.parametrize(("text", "age", "course"), [
    ("years", 40, "years"), ("known for years", 34, "years"), ("three weeks", 4, "weeks"), ("overnight", 58, "days"), ("sudden", 30, "days"),
    ("since birth", 0.4, "lifelong"), ("since infancy", 6, "lifelong"), ("since 18 months of age", 5, "years"),
    ("since 18 months of age", 2, "months"), ("since the second week of life", 0.25, "months"), ("from the age of 10", 15, "years"),
    ("two days after birth of her child", 30, "days"), ("since 18 months of age", None, None), ("incidental finding", 60, None),
])
def test_an_onset_in_words_is_a_course(text, age, course):
    assert read_onset(text, age, KNOWLEDGE.model["onset_days"], KNOWLEDGE.model["onset_words"], KNOWLEDGE.lexicon) == course


def test_in_a_newborn_the_length_of_an_illness_is_not_weighed():
    assert observe(Case(age=0.01, onset="at birth"), KNOWLEDGE).onset is None


def test_what_is_no_course_is_read_as_any_other_entry():
    assert observe(Case(age=60, onset="incidental finding"), KNOWLEDGE).states["incidental-finding"] == "present"


def test_a_bare_ancestry_is_no_place_that_was_visited():
    assert set(observe(Case(ancestry="Mediterranean"), KNOWLEDGE).states) == {"ancestry-mediterranean"}


def test_weeks_of_pregnancy_say_the_trimester():
    assert observe(Case(pregnant=True, gestation_weeks=11), KNOWLEDGE).states["first-trimester"] == "present"
    assert "first-trimester" not in observe(Case(gestation_weeks=11), KNOWLEDGE).states


@pytest.mark.parametrize(("weeks", "first_half"), [(11, True), (19, True), (20, False), (35, False)])
def test_the_first_twenty_weeks_are_told_beside_the_trimester(weeks, first_half):
    assert ("first-half-of-pregnancy" in observe(Case(pregnant=True, gestation_weeks=weeks), KNOWLEDGE).states) == first_half


@pytest.mark.parametrize(("words", "part"), [
    ("37 weeks pregnant", "third-trimester"),
    ("G2P1 at 34+5 weeks", "third-trimester"),
    ("17 weeks' gestation", "second-trimester"),
    ("gestational age of 9 weeks", "first-trimester"),
    ("28 + 3 weeks", "third-trimester"),
    ("31/40", "third-trimester"),
    ("first pregnancy, 30 weeks of gestation", "third-trimester"),
    ("30 weeks pregnant, hypertension since 12 weeks of gestation", "third-trimester"),
    ("previous loss at 34 weeks", None),
    ("pregnancy loss at 12 weeks of gestation", None),
    ("G2P1 at 30 years", None),
    ("43/40", None),
    ("delivered at 34 weeks of gestation", None),
    ("fever for 30 weeks", None),
])
def test_weeks_in_words_say_the_trimester_of_a_pregnant_woman(words, part):
    parts = {"first-trimester", "second-trimester", "third-trimester"}
    assert parts & set(observe(Case(pregnant=True, present=(words,)), KNOWLEDGE).states) == ({part} if part else set())
    assert not parts & set(observe(Case(age=0.01, present=(words,)), KNOWLEDGE).states)
