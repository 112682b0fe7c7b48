"""Spaced return: what was missed comes back after a day or more, as a new case of the same topic.

    answer = finished(knowledge, case="name-7-all-any-1", truth="copper-deficiency", guesses=guesses, at=now, source="practice", seed=7)
    schedule(answers, knowledge)            # when each topic comes back
    fresh_seed(answers, start=4711)         # a case not met before

A topic is a set of look-alikes, or the group of a cause that is in none. Only answers are kept; when a topic comes back follows from them by FSRS
(package `fsrs`, with its published weights), without its random spread and without steps shorter than a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from .record import Answer, StageAnswer, in_order
from .rules import teaching_rules
from .scores import Guess, given

SOURCES = ("practice", "learn")


@dataclass(frozen=True, slots=True)
class Return:
    """When a topic comes back: `due`; the time of the `last` answer; how many `answers` there were and how many of them `missed`; `stability_days`,
    the days after which FSRS expects nine of ten to be known still."""

    topic: str
    due: datetime
    last: datetime
    answers: int
    missed: int
    stability_days: float


def topic_of(leaf: str, knowledge: Knowledge) -> str:
    """Return what comes back when a leaf was missed: the first set of look-alikes that holds its cause or what this is a form of, else its group.

    Args:
        leaf: id of a leaf that has a cause.
    """
    sets = teaching_rules(knowledge)["sets"]
    causes = knowledge.leaves[knowledge.column(leaf)].causes
    for cause in causes:
        for above in line_of(cause, knowledge):
            found = next((name for name, one in sets.items() if above in one["causes"]), None)
            if found is not None:
                return found
    return knowledge.causes[causes[0]].group


def finished(knowledge: Knowledge, *, case: str, truth: str, guesses: Sequence[Guess], at: datetime, source: str, topic: str | None = None,
             seed: int | None = None, stages: Sequence[StageAnswer] = ()) -> Answer:
    """Return a finished answer as it is kept.

    Args:
        case: a key that tells the case from others. truth: id of the leaf that was true. guesses: what was committed last, one cause or more.
        at: when it was committed, with its time zone. source: one of `SOURCES`. topic: the set of look-alikes that was practised; found from the
            truth where it is not a set. seed: what the case was drawn from. stages: what was committed at each stage.

    Raises:
        CaseError: no cause was committed, or the source or the time is none of those allowed.
    """
    if not guesses:
        raise CaseError("the list is empty; allowed: one cause or more; name the likeliest")
    if source not in SOURCES:
        raise CaseError(f"source '{source}' is not known; allowed: {', '.join(SOURCES)}; choose one")
    if at.tzinfo is None:
        raise CaseError("the time has no time zone; allowed: a time with its zone; give one in UTC")
    known = topic if topic is not None and topic in teaching_rules(knowledge)["sets"] else topic_of(truth, knowledge)
    share = min(max(given(guesses, truth, knowledge), 0.0), 1.0)
    return Answer(at.astimezone(UTC), source, known, case, truth, tuple(guesses), share, seed, tuple(stages), knowledge.digest)


def rating(answer: Answer, knowledge: Knowledge) -> Rating:
    """Return how well a topic was known, by the probability that was given to the true cause (`returns.rated` of `rules/teaching.yaml`)."""
    limits = teaching_rules(knowledge)["returns"]["rated"]
    steps = ((limits["easy"], Rating.Easy), (limits["good"], Rating.Good), (limits["hard"], Rating.Hard))
    return next((rated for least, rated in steps if answer.given >= least), Rating.Again)


def schedule(answers: Sequence[Answer], knowledge: Knowledge) -> tuple[Return, ...]:
    """Return when each topic that was answered comes back, the earliest first. Never within a day of its last answer."""
    rule = teaching_rules(knowledge)["returns"]
    scheduler = Scheduler(desired_retention=rule["retention"], learning_steps=(), relearning_steps=(), maximum_interval=rule["most_days"],
                          enable_fuzzing=False)
    cards: dict[str, Card] = {}
    last: dict[str, datetime] = {}
    counts: dict[str, list[int]] = {}
    for one in in_order(answers):
        rated = rating(one, knowledge)
        # The id and the first date are given: the package would read the clock for them.
        card = cards.get(one.topic) or Card(card_id=0, due=one.at)
        cards[one.topic], _ = scheduler.review_card(card, rated, one.at)
        count = counts.setdefault(one.topic, [0, 0])
        count[0] += 1
        count[1] += rated is Rating.Again
        last[one.topic] = one.at
    rows = [Return(topic, card.due, last[topic], answers=counts[topic][0], missed=counts[topic][1], stability_days=card.stability or 0.0)
            for topic, card in cards.items()]
    return tuple(sorted(rows, key=lambda row: (row.due, row.topic)))


def fresh_seed(answers: Sequence[Answer], *, start: int) -> int:
    """Return the first seed, from `start` on, of which no case was answered, so that a topic returns with a case that is new."""
    met = {one.seed for one in answers}
    while start in met:
        start += 1
    return start


def still_known(answers: Sequence[Answer], knowledge: Knowledge) -> tuple[Answer, ...]:
    """Return the answers whose causes are all in the knowledge as it is now; the others cannot be judged by it."""
    leaves = {leaf.id for leaf in knowledge.leaves}
    return tuple(one for one in answers if one.truth in leaves and all(guess.cause in knowledge.causes for guess in one.guesses))
