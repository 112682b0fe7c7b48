"""Spaced return: intervals, and the progress file."""

import json
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import CaseError
from engine.errors import ProgressError
from engine.teaching import Guess
from engine.teaching.progress import finished, fresh_seed, schedule, still_known, topic_of
from engine.teaching.record import Answer, StageAnswer, from_record, read_progress, to_record, write_progress
from engine.teaching.store import append, kept
from tests.teaching.answers import MISSED, START, answer

HARD, GOOD, EASY = 0.3, 0.6, 0.9


def days_until(*answers: Answer, knowledge) -> float:
    """Return for how many days after the last answer the one topic of the answers stays away."""
    row, = schedule(answers, knowledge)
    return (row.due - row.last) / timedelta(days=1)


# Worked by hand from the formulas of FSRS 6 with its published weights, at a retention of 0.9; the first
# waits are the first four weights in whole days.
@pytest.mark.parametrize(("share", "days"), [(MISSED, 1), (HARD, 1), (GOOD, 2), (EASY, 8)])
def test_a_first_answer_comes_back_after_the_schedulers_first_interval(share, days, knowledge):
    assert days_until(answer(given=share), knowledge=knowledge) == days


@pytest.mark.parametrize(("shares", "days"), [
    ((MISSED, MISSED), 1), ((MISSED, GOOD), 2), ((MISSED, EASY), 3), ((GOOD, GOOD), 11), ((GOOD, MISSED), 1), ((GOOD, HARD), 8)])
def test_a_second_answer_when_it_is_due_moves_the_interval_on(shares, days, knowledge):
    first = answer(1, given=shares[0])
    second = answer(2, given=shares[1], days=days_until(first, knowledge=knowledge))

    assert days_until(first, second, knowledge=knowledge) == days


def test_intervals_grow_while_answers_are_right_and_shrink_after_a_miss(knowledge):
    answers, waits = [], []
    for number in range(5):
        answers.append(answer(number, given=GOOD, days=sum(waits)))
        waits.append(days_until(*answers, knowledge=knowledge))
    answers.append(answer(9, given=MISSED, days=sum(waits)))

    assert all(later > earlier for earlier, later in pairwise(waits))
    assert days_until(*answers, knowledge=knowledge) < waits[-1]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 400)), min_size=1, max_size=12))
def test_nothing_comes_back_within_a_day_nor_later_than_the_longest_wait(history):
    rules = _rules()
    answers = [answer(number, given=round(share, 6), days=days) for number, (share, days) in enumerate(history)]
    row, = schedule(answers, rules)

    assert timedelta(days=1) <= row.due - row.last <= timedelta(days=rules.teaching["returns"]["most_days"])


def _rules():
    import engine
    return engine.load()


def test_the_order_in_which_answers_are_read_changes_no_date(knowledge):
    answers = [answer(number, given=share, days=number) for number, share in enumerate((MISSED, GOOD, EASY, MISSED))]

    assert schedule(answers[::-1], knowledge) == schedule(answers, knowledge)


def test_each_topic_has_its_own_date_and_counts_its_misses(knowledge):
    rows = schedule([answer(1), answer(2, given=EASY, topic="microcytic"), answer(3, days=1)], knowledge)

    assert [(row.topic, row.answers, row.missed) for row in rows] == [("megaloblastic", 2, 2), ("microcytic", 1, 0)]


def test_what_comes_back_is_the_set_of_look_alikes_of_the_cause_or_its_group(knowledge):
    in_a_set, in_none = knowledge.teaching["sets"]["megaloblastic"]["causes"][0], "scurvy"
    sets = [name for one in knowledge.teaching["sets"].values() for name in one["causes"]]

    assert in_none not in sets
    assert (topic_of(in_a_set, knowledge), topic_of(in_none, knowledge)) == ("megaloblastic", knowledge.causes[in_none].group)


def test_every_leaf_with_a_cause_has_a_topic_that_can_be_practised(knowledge):
    from engine.teaching import topics

    assert {topic_of(leaf.id, knowledge) for leaf in knowledge.leaves if leaf.causes} <= set(topics(knowledge))


def test_a_topic_returns_with_a_seed_that_was_not_met():
    answers = [answer(seed) for seed in (7, 8, 10)]

    assert [fresh_seed(answers, start=start) for start in (7, 10, 3)] == [9, 11, 3]


def test_a_finished_answer_holds_what_was_given_to_the_truth_and_its_topic(knowledge):
    guesses = (Guess("copper-deficiency", 0.7), Guess("folate-deficiency", 0.2))
    one = finished(knowledge, case="learn-1", truth="copper-deficiency", guesses=guesses, at=START, source="learn",
                   stages=[StageAnswer("story", guesses[:1])])

    assert (one.given, one.topic, one.knowledge) == (0.7, "megaloblastic", knowledge.digest)
    assert from_record(json.loads(json.dumps(to_record(one))), where="here") == one


@pytest.mark.parametrize(("change", "told"), [
    ({"guesses": ()}, "the list is empty; allowed: one cause or more; name the likeliest"),
    ({"source": "elsewhere"}, "source 'elsewhere' is not known; allowed: practice, learn; choose one"),
    ({"at": datetime(2026, 1, 1)}, "the time has no time zone; allowed: a time with its zone; give one in UTC")])
def test_an_answer_that_is_not_finished_is_refused(change, told, knowledge):
    usual = {"case": "x", "truth": "copper-deficiency", "guesses": (Guess("copper-deficiency", 1.0),), "at": START, "source": "learn"}
    with pytest.raises(CaseError) as error:
        finished(knowledge, **{**usual, **change})

    assert str(error.value) == told


def test_answers_of_causes_that_are_no_longer_known_are_left_out_of_scores_and_kept(knowledge):
    gone = Answer(START, "practice", "megaloblastic", "x", "no-such-leaf", (Guess("copper-deficiency", 1.0),), 0.0)

    assert still_known((answer(), gone), knowledge) == (answer(),)
    assert schedule([gone], knowledge)[0].missed == 1


# The file

def test_a_progress_file_gives_back_what_was_written():
    answers = (answer(1), answer(2, given=1 / 3, days=0.123456))

    assert read_progress(write_progress("abc", answers).encode(), name="p.json") == ("abc", answers)


def _changed(value: dict, *path, to) -> dict:
    target = value
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = to
    return value


DAMAGE = {
    "cut off": lambda text: text[: len(text) // 2],
    "not text": lambda text: b"\xff\xfe" + text,
    "empty": lambda text: b"",
    "a list": lambda text: b"[]",
    "another kind": lambda text: json.dumps(_changed(json.loads(text), "kind", to="something")).encode(),
    "a newer format": lambda text: json.dumps(_changed(json.loads(text), "format", to=2)).encode(),
    "an unknown key": lambda text: json.dumps({**json.loads(text), "name": "somebody"}).encode(),
    "a lost key": lambda text: json.dumps({key: value for key, value in json.loads(text).items() if key != "answers"}).encode(),
    "a changed probability": lambda text: json.dumps(_changed(json.loads(text), "answers", 1, "given", to=0.9)).encode(),
    "a changed time": lambda text: json.dumps(_changed(json.loads(text), "answers", 0, "at", to="2026-03-01T09:30:01+00:00")).encode(),
    "a probability above one": lambda text: json.dumps(_changed(json.loads(text), "answers", 0, "given", to=1.5)).encode(),
    "not a number": lambda text: json.dumps(_changed(json.loads(text), "answers", 0, "given", to=float("nan"))).encode(),
    "no guesses": lambda text: json.dumps(_changed(json.loads(text), "answers", 0, "guesses", to=[])).encode(),
    "deep": lambda text: b"[" * 200_000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_progress_file_is_refused_whole_and_nothing_is_lost(damage, place):
    append(place, "me", [answer(7)])
    text = write_progress("abc", (answer(1), answer(2))).encode()
    with pytest.raises(ProgressError) as error:
        append(place, "me", read_progress(damage(text), name="p.json")[1])

    assert kept(place, "me") == (answer(7),)
    assert all(line.startswith("p.json: ") and "allowed: " in line for line in str(error.value).splitlines())


@settings(max_examples=150)
@given(st.data())
def test_a_progress_file_with_any_byte_changed_is_refused_or_says_the_same(data):
    text = write_progress("abc", (answer(1), answer(2))).encode()
    spot = data.draw(st.integers(0, len(text) - 1))
    changed = text[:spot] + bytes([data.draw(st.integers(0, 255))]) + text[spot + 1:]
    try:
        _, answers = read_progress(changed, name="p.json")
    except ProgressError:
        return

    assert answers == (answer(1), answer(2))
