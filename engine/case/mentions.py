"""From what is meant to what is said of it: state, level, severity, and the counts that a course names beside it."""

from ..knowledge.anchors import PREGNANCY
from ..knowledge.words.lexicon import ONE_KIND, TREND, Lexicon, Target
from .reading import Mention
from .scope import Scope, peel


def mention_of(target: Target, scope: Scope, where: str, lexicon: Lexicon) -> Mention | None:
    """Join what is meant with how it was said: state, level, and severity. What is normal is not there; a normal pregnancy is."""
    normal = scope.normal and target.id != PREGNANCY
    state = "absent" if where == "absent" or scope.denied or normal else "unsure" if where == "unsure" else "present"
    if scope.unsure and state == "present":
        state = "unsure"
    target = lexicon.of_family.get(target, target) if scope.family else target
    if scope.other or scope.family and target.id not in lexicon.family:
        state = "family"
    elif where != "absent" and _is_past(target, scope, lexicon):
        if target.id in lexicon.once and not (scope.recent or scope.of_history):
            target = target._replace(id=lexicon.once[target.id])
        else:
            state = "past"
    if target.level == ONE_KIND and state == "absent":
        return None  # no TERT mutation: another telomere gene may be changed
    if target.kind == "finding" or target.kind == "drug":
        return Mention(target.kind, target.id, state)
    if target.kind == "quantity":
        return Mention("quantity", target.id, state, text=target.level or "")
    if target.level == TREND:
        return None
    level = target.level or ("normal" if scope.normal or (where == "absent" and (scope.abnormal or scope.denied)) else None)
    if level is None:
        return None
    if state == "absent" and level != "normal":
        if scope.severity in ("severe", "moderate"):
            return None  # "no severe anemia" does not say how mild it is, or that there is none
        level = "normal"
    if scope.severity and level in ("low", "high"):
        level = f"{scope.severity}-{level}"
    return Mention("level", target.id, "present" if state == "absent" else state, level)


def lost_grade(mentions: tuple[Mention, ...], words: list[str], scope: Scope, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the grade that no mention carries: how low each count is, "severe pancytopenia" does not say."""
    if scope.severity is None or not any(one.id in lexicon.combined for one in mentions) or any(one.level for one in mentions):
        return ()
    return tuple(word for word in words if word in lexicon.word_sets[scope.severity])[:1]


def _count_before(course: Mention, words: list[str], where: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the history of the count that the words of a past course name."""
    content = lexicon.spelling.key(words).split()
    for word in content:
        target, before = lexicon.find(word), lexicon.find(f"history {word}")
        if before and before.id != course.id and target and target.kind == "level" and target.id in lexicon.counts \
                and (mention := mention_of(before, Scope(past=True), where, lexicon)):
            return (mention,)
    return ()


def with_counts(mentions: tuple[Mention, ...], words: list[str], where: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Add the count that the words of a course name: "progressive neutropenia" is neutropenia too.

    A composite brings its counts by itself; only a grade before it is added: "severe macrocytic anemia". What is told of a
    count in the past is history of that count, and no course of today's: "transient neutropenia one month earlier".
    """
    if len(mentions) == 1 and mentions[0].state == "past" and mentions[0].id in lexicon.of_course:
        return _count_before(mentions[0], words, where, lexicon) or mentions
    courses = [one for one in mentions if one.id in lexicon.courses and one.state in ("present", "unsure")]
    graded = [one for one in mentions if one.id in lexicon.composites and one.state in ("present", "unsure")]
    if where not in ("present", "unsure") or not (courses or graded):
        return mentions
    _, scope = peel(words, lexicon)
    if not courses and scope.severity is None:
        return mentions
    said = (courses or graded)[0].state
    known = {(one.kind, one.id) for one in mentions}
    content = lexicon.spelling.key(words).split()
    phrases = [" ".join(content[start:start + size]) for size in (3, 2, 1) for start in range(len(content) - size + 1)]
    for target in filter(None, map(lexicon.find, phrases)):
        if target.kind == "level" and target.id in lexicon.counts and target.level and target.level.endswith("low"):
            level = f"{scope.severity}-low" if scope.severity and target.level == "low" else target.level
            one = Mention("level", target.id, said, level)
        elif courses and target.kind == "analyte" and target.id in lexicon.counts:
            # "Falling platelets" are low by now; where they are not yet, their number is told and counts.
            one = Mention("level", target.id, said, "low")
        elif courses and target.id in lexicon.composites:
            one = Mention("finding", target.id, said)
        else:
            continue
        if (one.kind, one.id) not in known:
            known.add((one.kind, one.id))
            mentions = (*mentions, one)
    return mentions


def _is_past(target: Target, scope: Scope, lexicon: Lexicon) -> bool:
    """Whether a thing is told of the past. What was not there then is no history, and what runs in a family does not end."""
    if not scope.past or _began_and_lasts(target, scope, lexicon) or target.id in lexicon.family:
        return False
    return not (scope.denied and target.kind == "finding")


def _began_and_lasts(target: Target, scope: Scope, lexicon: Lexicon) -> bool:
    """Whether a date is that of the beginning: a fever that started ten days ago is there.

    A transfusion of then is over, and a test of then is no test of today.
    """
    return scope.began and target.kind in ("finding", "level") and target.id not in lexicon.exposed | lexicon.tests
