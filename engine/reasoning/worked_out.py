"""Numbers of a case: printed ones recorded, units settled by what a number is part of, missing ones worked out."""

from dataclasses import replace

from ..case.derived import derive
from ..case.limits import level_of, limits_for, with_printed
from ..case.model import Case
from ..case.prints import prints_of
from ..case.quantities import Quantity
from ..case.reading import Mention, Reading
from ..case.wholes import settle_by_whole
from ..knowledge.knowledge import Knowledge
from .consistency import Conflict
from .seen import LevelSeen, Observations


def take_number(quantity: Quantity, texts: tuple[str, ...], case: Case, knowledge: Knowledge, seen: Observations, *,
                derivation: str = "", told: bool = False) -> None:
    """Record a printed number; of several of one analyte the last is weighed, all are kept.

    A number `told` among the findings, as in "platelets 230 on admission", comes before the printed one and is not weighed beside it.
    A quantity of which only a word was printed is no number: it is left as it is.
    """
    value, course = quantity.value, _numbers(quantity)
    if value is None:
        return
    analyte = knowledge.analytes[quantity.analyte]
    limits = with_printed(limits_for(analyte, case), quantity.printed_range)
    known = seen.levels.get(quantity.analyte)
    if told and known is not None and known.quantity is not None and not known.told:
        known.texts, known.course = (*known.texts, *texts), (*course, *known.course)
        return
    if known is not None and known.quantity is not None:
        texts = (*known.texts, *texts)
        course = known.course if course == known.course else known.course + course
    level = level_of(value, quantity.bound, limits, analyte)
    seen.levels[quantity.analyte] = LevelSeen(quantity.analyte, level, quantity, limits, texts, course=course,
                                              derivation=derivation, told=told)


def _numbers(quantity: Quantity) -> tuple[float, ...]:
    """Return the serial values of a quantity, or its single one; none of a word."""
    return quantity.course or (() if quantity.value is None else (quantity.value,))


def settle_units(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """A number without a unit that is part of a known whole is read in the only unit in which it does not exceed it."""
    for number, (name, printed) in seen.refused.items():
        whole = next((one.whole for one in knowledge.wholes if name in one.parts), "")
        known, total = seen.levels.get(name), seen.levels.get(whole)
        if total is None or total.quantity is None or known is not None and known.quantity is not None:
            continue
        settled = settle_by_whole(printed, analyte=knowledge.analytes[name], whole=total.quantity,
                                  whole_analyte=knowledge.analytes[whole], units=knowledge.units, prints=prints_of(knowledge.lexicon))
        if settled is not None:
            quantity, note = settled
            reading = seen.readings[number]
            take_number(quantity, (reading.text, note), case, knowledge, seen, derivation=note)
            mention = Mention("quantity", name, "present", text=printed)
            seen.readings[number] = Reading(reading.text, reading.where, "used", (mention,), note=note)


def work_out(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Work out what is not printed, say how, and tell of print that does not agree."""
    values = {name: level.quantity if len(level.course) < 2 or level.quantity.course else replace(level.quantity, course=level.course)
              for name, level in seen.levels.items() if level.quantity is not None}
    outcome = derive(values, {name: level.level for name, level in seen.levels.items()}, case=case, rules=knowledge.derivations,
                     wholes=knowledge.wholes, analytes=knowledge.analytes, units=knowledge.units)
    seen.conflicts += [Conflict(tuple(text for name in one.analytes for text in seen.levels[name].texts[:1]), one.why, one.mend)
                       for one in outcome.conflicts]
    for one in outcome.derived:
        known = seen.levels.get(one.analyte)
        if known is not None and one.use != "weighed":
            known.texts, known.derivation = (*known.texts, one.derivation), one.derivation
            continue
        parents = (text for parent in one.parents for text in seen.levels[parent].texts)
        texts = dict.fromkeys((*(known.texts if known else ()), *parents, one.derivation))
        seen.levels[one.analyte] = LevelSeen(one.analyte, one.level, one.quantity, one.limits, tuple(texts),
                                             course=_numbers(one.quantity), derivation=one.derivation, weighed=one.use == "weighed")
