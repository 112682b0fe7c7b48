"""Live examples of habits that lead astray: invented lists, judged by the rules that judge a learner's."""

from ...reasoning import Ranking, Row, rows
from ..habits import Habit, anchoring, base_rate_neglect, premature_closure, prior_of, probability_of
from ..rules import teaching_rules
from ..scores import Guess
from .figures import Live, Subject, share

_SEARCHED = 10
_STAGES = ("told", "story and signs", "everything")
_UNSURE = 0.9
"""What an invented list gives to its causes together where it is open."""


def closed_early(subject: Subject) -> Live:
    """A list that is all but sure of the engine's first cause when only story and signs are told."""
    knowledge = subject.knowledge
    early = subject.ranked(subject.story)
    first = rows(early, knowledge, top=1)[0]
    held = teaching_rules(knowledge)["scores"]["closure"]["held"]
    found = premature_closure((Guess(first.id, held),), early, knowledge)
    return Live((f"The invented list: {_name(first, subject)} {share(held)}.", *_told(found)), _STAGES, _engine(first, early, subject))


def anchored(subject: Subject) -> Live:
    """A list that takes the engine's view of story and signs, and leaves it as it is when everything is told."""
    knowledge = subject.knowledge
    early = subject.ranked(subject.story)
    first = rows(early, knowledge, top=1)[0]
    kept = (Guess(first.id, probability_of(first.id, early, knowledge)),)
    found = anchoring(kept, kept, early, subject.ranking, knowledge)
    listed = share(kept[0].probability)
    return Live((f"The invented list, twice: {_name(first, subject)} {listed}.", *_told(found)), _STAGES,
                ((f"the list: {_name(first, subject)}", listed, listed), *_engine(first, early, subject)))


def _engine(first: Row, early: Ranking, subject: Subject) -> tuple[tuple[str, ...], ...]:
    """Return what the engine gives at both stages to its first cause by the story, and to that by everything where it is another."""
    shown = [first] if first.id == subject.first.id else [first, subject.first]
    return tuple((f"the engine: {_name(one, subject)}", *(share(probability_of(one.id, ranking, subject.knowledge))
                                                          for ranking in (early, subject.ranking))) for one in shown)


def _name(row: Row, subject: Subject) -> str:
    """Return the name of the cause that a list would hold, not of the form that the row is named by."""
    return subject.knowledge.causes[row.id].name


def base_rate(subject: Subject) -> Live:
    """A list that prefers the rarer of two causes though the commoner one is still the likelier."""
    knowledge, ranking = subject.knowledge, subject.ranking
    rule = teaching_rules(knowledge)["scores"]["base_rate"]
    listed = rows(ranking, knowledge, top=_SEARCHED)
    pairs = [(rare, common) for number, rare in enumerate(listed) for common in listed[:number]
             if prior_of(common.id, ranking, knowledge) >= rule["commoner"] * prior_of(rare.id, ranking, knowledge)]
    rare, common = pairs[0] if pairs else (listed[1], listed[0])
    least = _UNSURE / (1 + rule["preferred"])
    answer = (Guess(rare.id, rule["preferred"] * least), Guess(common.id, least))
    found = base_rate_neglect(answer, ranking, knowledge)
    lines = []
    for one, guess in zip((rare, common), answer, strict=True):
        lines.append((_name(one, subject), share(prior_of(one.id, ranking, knowledge)), share(probability_of(one.id, ranking, knowledge)),
                      share(guess.probability)))
    invented = "; ".join(f"{knowledge.causes[one.cause].name} {share(one.probability)}" for one in answer)
    return Live((f"The invented list: {invented}.", *_told(found)),
                ("cause", "share here", "the engine", "the list"), tuple(lines))


def _told(habit: Habit) -> tuple[str, ...]:
    said = {True: "The rule finds it", False: "The rule does not find it", None: "The rule cannot judge it"}[habit.found]
    return f"The rule: {habit.rule}", f"{said}: {habit.reason}."
