"""Take what an entry says into the observations: findings, levels, values; what contradicts is told."""

import re
from dataclasses import replace

from ..case.model import Case
from ..case.prints import prints_of
from ..case.quantities import counted_as, read_quantity
from ..case.reading import UNTRUE, Mention, Reading
from ..case.sizes import LENGTH_OR_BELOW, may_count_from_ribs
from ..case.spoken import MANY
from ..errors import ImpossibleValueError, PassingPeakError, QuantityError
from ..knowledge.knowledge import Knowledge
from .consistency import Conflict
from .seen import LevelSeen, Observations
from .worked_out import take_number

LONG_AGO = re.compile(rf"(?:(?:about|some|over|nearly|around|more than)\s+)?(?:{MANY}\s+"
                      r"(?:week|month|year|decade)s?\s+(?:ago|earlier|before|previously)|earlier|previous(?:ly)?|prior|in the past|"
                      r"last (?:month|year)|(?:in )?(?:(?:early|mid|late) )?(?:19|20)\d\d)", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]+)\)")
EARLIER = "an earlier value, not counted as today's: give today's too"
"""The note of a value that is printed as one of weeks, months or years ago, without a later one."""


def take_quantity(analyte_id: str, printed: str, text: str, where: str, case: Case, knowledge: Knowledge,
                  seen: Observations, *, earlier: bool = False) -> None:
    """Record a printed value of an analyte, or why it is not read.

    Args:
        analyte_id: what is measured; of "15%" under neutrophils their share of the white cells is taken. printed: the value as printed.
        text, where: the entry that it stands in, and its key. case: for age, sex and pregnancy. knowledge: the compiled rules. seen: written.
        earlier: whether its name dates it weeks, months or years back.
    """
    analyte_id = counted_as(analyte_id, printed, knowledge.derivations)
    analyte = knowledge.analytes[analyte_id]
    try:
        quantity = read_quantity(printed, analyte=analyte, units=knowledge.units, prints=prints_of(knowledge.lexicon))
    except QuantityError as error:
        seen.refused[len(seen.readings)] = (analyte_id, printed)
        seen.readings.append(Reading(text, where, "unused" if isinstance(error, PassingPeakError) else "not_understood", note=str(error),
                                     impossible=isinstance(error, ImpossibleValueError)))
        return
    if may_count_from_ribs(text, quantity.value, analyte, knowledge.lexicon):
        seen.readings.append(Reading(text, where, "not_understood", note=LENGTH_OR_BELOW))
        return
    if earlier or not quantity.course and any(map(LONG_AGO.fullmatch, quantity.remarks)):
        mention = Mention("quantity", analyte_id, "past", text=printed)
        seen.readings.append(Reading(text, where, "unused", (mention,), note=EARLIER))
        return
    if any(map(prints_of(knowledge.lexicon).untrue.fullmatch, quantity.remarks)):
        seen.readings.append(Reading(text, where, "unused", (Mention("quantity", analyte_id, "unsure", text=printed),), note=UNTRUE))
        return
    if quantity.value is None:
        level = {"positive": "high", "negative": "normal"}.get(quantity.level or "", quantity.level)
        take_level(Mention("level", analyte_id, "present", level), text, knowledge, seen)
    else:
        take_number(quantity, (text,), case, knowledge, seen, told=where != "labs")
    seen.readings.append(Reading(text, where, "used", (Mention("quantity", analyte_id, "present", text=printed),)))


def take(reading: Reading, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Record what one entry says, and whether any of it carries weight."""
    useful = False
    for mention in reading.mentions:
        if mention.kind == "finding":
            useful |= _take_finding(mention, reading, knowledge, seen)
        elif mention.kind == "level" and mention.state in ("present", "unsure"):
            take_level(mention, reading.text, knowledge, seen)
            useful = True
        elif mention.kind == "quantity" and mention.state == "present":
            before = len(seen.readings)
            take_quantity(mention.id, _with_aside(mention, reading, knowledge), reading.text, reading.where, case, knowledge, seen)
            if seen.readings[before].status == "used":
                seen.readings.pop()
                useful = True
            elif len(reading.mentions) == 1:
                return
            else:
                seen.refused.pop(before, None)
                reading = replace(reading, status="partly", note=seen.readings.pop().note)
        elif mention.kind == "drug":
            useful = True
    status = reading.status if useful or reading.status == "not_understood" else "unused"
    seen.readings.append(Reading(reading.text, reading.where, status, reading.mentions, reading.leftover, reading.note))


def _with_aside(mention: Mention, reading: Reading, knowledge: Knowledge) -> str:
    """Return the one value of an entry with the bracket that says that it is not true: "MCV 124 (spurious)"."""
    one = sum(said.kind == "quantity" for said in reading.mentions) == 1
    asides = [said for said in _ASIDE.findall(reading.text) if prints_of(knowledge.lexicon).untrue.fullmatch(said.strip())] if one else []
    return f"{mention.text} ({asides[0]})" if asides and not _ASIDE.search(mention.text) else mention.text


def _take_finding(mention: Mention, reading: Reading, knowledge: Knowledge, seen: Observations) -> bool:
    finding = knowledge.findings[mention.id]
    state = mention.state
    if state == "family":
        return False
    told_as_past = state == "past" or reading.where == "history" and state == "present" and mention.id not in knowledge.lexicon.recent
    if told_as_past and finding.kind != "composite" and not finding.lasting:
        return False
    if told_as_past and finding.kind == "composite" and state == "past":
        return False
    if told_as_past:
        state = "present"
    if mention.id in seen.states and seen.states[mention.id] != state:
        told = seen.texts[mention.id]
        if finding.kind == "microbiology" and {state, seen.states[mention.id]} == {"present", "absent"} \
                and _of_two_tests(mention.id, told, reading, knowledge):
            seen.states[mention.id] = "present"
            seen.texts[mention.id] = (*told, reading.text)
            return finding.used or bool(finding.implies)
        why = f"'{reading.text}' says {state}, but {', '.join(told)} says {seen.states[mention.id]}"
        seen.conflicts.append(Conflict((*told, reading.text), why, "keep one"))
        seen.contradicted.add(mention.id)
    seen.states[mention.id] = state
    seen.texts[mention.id] = (*seen.texts.get(mention.id, ()), reading.text)
    as_context = f"ancestry:{mention.id.removeprefix('ancestry-')}" in knowledge.tables.fixed_rows
    return finding.used or bool(finding.implies) or finding.at_least_low is not None or as_context


def _of_two_tests(name: str, told: tuple[str, ...], reading: Reading, knowledge: Knowledge) -> bool:
    """Whether entries on one microbe tell of two tests of it: "dengue NS1 negative", "dengue IgM positive". The positive one stands."""
    lexicon = knowledge.lexicon
    verdicts = lexicon.word_sets["before"] | lexicon.word_sets["after"] | lexicon.word_sets["abnormal"] | {"test", "tests", "was", "were"}
    tests = [frozenset(lexicon.spelling.tokens(text)) - verdicts for text in (*told, reading.text)]
    within = {one.state for one in reading.mentions if one.id == name}
    return len(within) > 1 or len(set(tests)) > 1


def take_level(mention: Mention, text: str, knowledge: Knowledge, seen: Observations) -> None:
    """Record a level that words give an analyte: a number counts before it, and levels that contradict each other leave it unsure and are told."""
    known = seen.levels.get(mention.id)
    if known is not None and known.quantity is not None:
        known.texts = (*known.texts, text)
        return
    told, said = (known.texts, known.said) if known else ((), ())
    said = (*said, mention.level if mention.level and mention.state == "present" else "unsure")
    level = _joined(said)
    if known is not None and level == "unsure" != known.level and said[-1] != "unsure":
        label = knowledge.analytes[mention.id].label
        seen.conflicts.append(Conflict((*told, text), f"'{text}' says {label} {said[-1]}, but {', '.join(told)} says {known.level}", "keep one"))
    seen.levels[mention.id] = LevelSeen(mention.id, level, texts=(*told, text), said=said)


def _joined(said: tuple[str, ...]) -> str:
    """Return the one level that several statements leave: unsure when they contradict, ungraded when only their grades do."""
    definite = set(said) - {"unsure"}
    directions = {level.rpartition("-")[2] for level in definite}
    graded = definite - directions
    if len(directions) != 1:
        return "unsure"
    return graded.pop() if len(graded) == 1 else directions.pop()
