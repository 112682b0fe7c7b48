"""From a case to observations: every word and value resolved, implications drawn, repetitions and conflicts settled."""

import re
from dataclasses import replace

from ..case.drugs import read_medications, with_named_drugs
from ..case.model import Case
from ..case.onset import read_onset
from ..case.quantities import is_percent, read_quantity
from ..case.reading import Mention, Reading
from ..case.results import OPEN, judged, words_beside
from ..case.series import read_series
from ..case.words import read_words
from ..errors import QuantityError
from ..knowledge.bins import bin_of, edges
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon
from .consistency import Conflict, check
from .seen import LevelSeen, Observations
from .worked_out import settle_units, take_number, work_out

_LONG_AGO = ("childhood", "adolescence", "youth", "winters", "long-standing", "longstanding", "decade")

def observe(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case. What cannot be resolved stands in `readings` as not understood; nothing is guessed."""
    seen = Observations(pregnant=case.pregnant)
    lexicon = knowledge.lexicon
    for name, printed in case.labs.items():
        _read_lab(name, printed, case, knowledge, seen)
    if case.series:
        _read_newest(case, knowledge, seen)
    entries = case.entries()
    if case.ancestry:
        entries = [*entries, ("family_history", _as_ancestry(case.ancestry, knowledge))]
    extra_drugs: list[str] = []
    for where, text in entries:
        reading = read_words(text, where, lexicon)
        if where in ("exposures", "present", "history"):
            reading = with_named_drugs(reading, lexicon)
            if any(mention.kind == "drug" for mention in reading.mentions):
                extra_drugs.append(text)
        _take(reading, case, knowledge, seen)
    _read_gestation(case, knowledge, seen)
    settle_units(case, knowledge, seen)
    work_out(case, knowledge, seen)
    _read_drugs(case, extra_drugs, knowledge, seen)
    _read_onset(case, knowledge, seen)
    _draw_implications(knowledge, seen)
    _complete(knowledge, seen)
    seen.conflicts += check(case, seen, knowledge)
    _settle(knowledge, seen)
    return seen


def _as_ancestry(text: str, knowledge: Knowledge) -> str:
    """Say what a bare word under ancestry is: "Italian" is Italian ancestry, and not a place that was visited."""
    told = f"{text} ancestry"
    known = knowledge.lexicon.find(knowledge.lexicon.spelling.key(knowledge.lexicon.spelling.tokens(told)))
    return told if known and known.kind == "finding" else text


def _read_lab(name: str, printed: str, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    lexicon = knowledge.lexicon
    label = re.sub(r"\s*\([^)]*\)", "", name)
    aside = re.findall(r"\(([^)]*)\)", name)
    analyte_id = lexicon.analytes.get(lexicon.spelling.normal(name)) or lexicon.analytes.get(lexicon.spelling.normal(label))
    if analyte_id is None:
        reading = _read_result(label, printed, lexicon)
        if reading.status == "not_understood":
            seen.readings.append(Reading(f"{name}: {printed}", "labs", "not_understood", note=reading.note or "no such analyte is known"))
        else:
            _take(Reading(f"{name}: {printed}", "labs", reading.status, reading.mentions, reading.leftover), case, knowledge, seen)
        return
    _take_quantity(analyte_id, printed, f"{name}: {printed}", "labs", case, knowledge, seen, earlier=any(map(_LONG_AGO.fullmatch, aside)))


def _read_newest(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """The newest serial counts stand for the present where no other value of the analyte is given."""
    series = read_series(case, knowledge)
    seen.readings += [Reading(text, "series", "not_understood", note=why) for text, why in series.not_read]
    newest = max((course.points[-1].day for course in series.courses.values()), default=0.0)
    for course in series.courses.values():
        point = course.points[-1]
        if course.analyte in seen.levels or point.derived or newest - point.day > knowledge.model["time"]["recent_days"]:
            continue
        text = f"{point.when}, {point.text}"
        take_number(replace(course.last, course=tuple(one.value for one in course.points)), (text,), case, knowledge, seen)
        seen.readings.append(Reading(text, "series", "used", (Mention("quantity", course.analyte, "present", text=point.text),)))


def _read_result(label: str, printed: str, lexicon: Lexicon) -> Reading:
    """Understand a result that is no quantity: a finding with words or with a number beside it."""
    found, verdict = read_words(label, "present", lexicon), judged(printed)
    if verdict is None and found.leftover and re.match(r"\s*[<>]?\s*\d", printed) and not is_percent(printed):
        # An amount of something unknown is not the finding that shares a word with it: "sweat chloride: 18 mmol/L".
        return Reading(label, "labs", "not_understood", leftover=found.leftover)
    if verdict is None or len(found.mentions) != 1 or found.mentions[0].kind != "finding":
        return read_words(f"{label} {printed}", "present", lexicon)
    if (beside := words_beside(printed)) and (told := read_words(f"{label} {beside}", "present", lexicon)).mentions:
        return told
    if verdict == "open":
        return Reading(label, "labs", "not_understood", note=OPEN)
    return replace(found, mentions=(replace(found.mentions[0], state=verdict),))


_LONG_AGO = re.compile(r"(?:(?:about|some|over|nearly|around|more than)\s+)?(?:(?:\d[\d.]*|an?|one|two|three|four|five|six|several|few|many)\s+"
                       r"(?:week|month|year|decade)s?\s+(?:ago|earlier|before|previously)|earlier|previous(?:ly)?|prior|in the past|"
                       r"last (?:month|year))", re.IGNORECASE)
EARLIER = "an earlier value, not counted as today's: give today's too"
"""The note of a value that is printed as one of weeks, months or years ago, without a later one."""


def _take_quantity(analyte_id: str, printed: str, text: str, where: str, case: Case, knowledge: Knowledge,
                   seen: Observations, *, earlier: bool = False) -> None:
    if is_percent(printed):
        analyte_id = next((rule.parents[1] for rule in knowledge.derivations
                           if rule.kind == "percent-of" and rule.analyte == analyte_id), analyte_id)
    analyte = knowledge.analytes[analyte_id]
    try:
        quantity = read_quantity(printed, analyte=analyte, units=knowledge.units)
    except QuantityError as error:
        seen.refused[len(seen.readings)] = (analyte_id, printed)
        seen.readings.append(Reading(text, where, "not_understood", note=str(error)))
        return
    if earlier or not quantity.course and any(map(_LONG_AGO.fullmatch, quantity.remarks)):
        mention = Mention("quantity", analyte_id, "past", text=printed)
        seen.readings.append(Reading(text, where, "unused", (mention,), note=EARLIER))
        return
    if quantity.value is None:
        level = {"positive": "high", "negative": "normal"}.get(quantity.level, quantity.level)
        _take_level(Mention("level", analyte_id, "present", level), text, knowledge, seen)
    else:
        take_number(quantity, (text,), case, knowledge, seen)
    seen.readings.append(Reading(text, where, "used", (Mention("quantity", analyte_id, "present", text=printed),)))


def _take(reading: Reading, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Record what one entry says, and whether any of it carries weight."""
    useful = False
    for mention in reading.mentions:
        if mention.kind == "finding":
            useful |= _take_finding(mention, reading, knowledge, seen)
        elif mention.kind == "level" and mention.state in ("present", "unsure"):
            _take_level(mention, reading.text, knowledge, seen)
            useful = True
        elif mention.kind == "quantity" and mention.state == "present":
            before = len(seen.readings)
            _take_quantity(mention.id, mention.text, reading.text, reading.where, case, knowledge, seen)
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


def _take_finding(mention: Mention, reading: Reading, knowledge: Knowledge, seen: Observations) -> bool:
    finding = knowledge.findings[mention.id]
    state = mention.state
    if state == "family":
        return False
    told_as_past = state == "past" or reading.where == "history" and state == "present"
    if told_as_past and finding.kind != "composite" and not finding.lasting:
        return False
    if told_as_past and finding.kind == "composite" and state == "past":
        return False
    if told_as_past:
        state = "present"
    if mention.id in seen.states and seen.states[mention.id] != state:
        told = seen.texts[mention.id]
        why = f"'{reading.text}' says {state}, but {', '.join(told)} says {seen.states[mention.id]}"
        seen.conflicts.append(Conflict((*told, reading.text), why, "keep one"))
        seen.contradicted.add(mention.id)
    seen.states[mention.id] = state
    seen.texts[mention.id] = (*seen.texts.get(mention.id, ()), reading.text)
    as_context = f"ancestry:{mention.id.removeprefix('ancestry-')}" in knowledge.tables.fixed_rows
    return finding.used or bool(finding.implies) or finding.at_least_low is not None or as_context


def _take_level(mention: Mention, text: str, knowledge: Knowledge, seen: Observations) -> None:
    known = seen.levels.get(mention.id)
    if known is not None and known.quantity is not None:
        known.texts = (*known.texts, text)
        return
    told, said = (known.texts, known.said) if known else ((), ())
    said = (*said, mention.level if mention.state == "present" else "unsure")
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


def _read_drugs(case: Case, extra: list[str], knowledge: Knowledge, seen: Observations) -> None:
    if case.medications is None and not extra:
        return
    listed = tuple((one.name, one.taken) for one in case.medications or ())
    uses = read_medications((*listed, *((name, "") for name in extra)), knowledge)
    seen.drugs = uses
    for use in uses[:len(listed)]:
        has_effect = any(knowledge.drugs[drug].effects for drug in use.drugs)
        status = "used" if has_effect else "unused" if use.drugs else "not_understood"
        mentions = tuple(Mention("drug", drug, "present") for drug in use.drugs)
        text = f"{use.name}: {use.taken}" if use.taken else use.name
        seen.readings.append(Reading(text, "medications", status, mentions, note="" if use.drugs else "no such drug is known"))


def _read_gestation(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """The weeks of a pregnancy say which part of it she is in."""
    if not case.pregnant or case.gestation_weeks is None:
        return
    for finding in knowledge.findings.values():
        weeks = finding.gestation
        if weeks and weeks[0] <= case.gestation_weeks < weeks[1] and finding.id not in seen.states:
            seen.states[finding.id] = "present"
            seen.texts[finding.id] = (f"{case.gestation_weeks:g} weeks of pregnancy",)


def _read_onset(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """How long it has lasted. In a newborn that says no more than the age: what is inborn has lasted days, too."""
    if not case.onset:
        return
    course = read_onset(case.onset, case.age, knowledge.model["onset_days"], knowledge.model["onset_words"])
    if course is None and (told := read_words(case.onset, "present", knowledge.lexicon)).mentions:
        _take(told, case, knowledge, seen)
        return
    status, note = ("used", "") if course else ("not_understood", "say how long: days, weeks, months, years or lifelong")
    if course and case.age is not None and case.age * 365 <= knowledge.model["onset_untold_days"]:
        status, note = "unused", "in a newborn the length of an illness says no more than the age"
    else:
        seen.onset = course
    seen.readings.append(Reading(case.onset, "onset", status, note=note))


def _draw_implications(knowledge: Knowledge, seen: Observations) -> None:
    """Composites and compound findings bring what they imply; values that only carry a finding become it."""
    for name in seen.contradicted:
        del seen.states[name]
    for name in list(seen.states):
        finding = knowledge.findings[name]
        if seen.states[name] == "absent" and finding.kind == "composite":
            continue
        if seen.states[name] == "absent":
            for denied in finding.denies:
                _imply(denied, "absent", seen.texts[name], knowledge, seen)
        if seen.states[name] != "absent":
            seen.at_least_low = max(seen.at_least_low, finding.at_least_low or 0)
            for reference in finding.implies:
                _imply(reference, seen.states[name], seen.texts[name], knowledge, seen)
    shown_by = [(shown, finding, level) for name, level in seen.levels.items()
                for shown, finding in knowledge.analytes[name].findings.items()]
    for shown, finding, level in shown_by:
        graded = _graded(level, knowledge)
        if graded == shown or graded.endswith(f"-{shown}"):
            _imply(finding, "present", level.texts, knowledge, seen)
    for shown, finding, level in shown_by:
        if level.level != shown if shown == "normal" else level.level == "normal":
            _imply(finding, "absent", level.texts, knowledge, seen)


def _graded(level: LevelSeen, knowledge: Knowledge) -> str:
    """Return the level with its grade; that of a number is the grade of its bin."""
    if level.quantity is None or level.level not in ("low", "high"):
        return level.level
    analyte = knowledge.analytes[level.analyte]
    step = analyte.bins[bin_of(edges(analyte, low=level.limits.low, high=level.limits.high), level.quantity.value)]
    return f"{step.grade}-{level.level}" if step.grade and step.level == level.level else level.level


def _complete(knowledge: Knowledge, seen: Observations) -> None:
    """Where one of a complete group is stated, the others are taken as absent: a stated journey is the whole journey."""
    for group, names in knowledge.complete_groups.items():
        stated = [name for name, state in seen.states.items() if state == "present" and knowledge.findings[name].group == group]
        included = {above for name in stated for above in knowledge.above(name)}
        for name in names if stated else ():
            if name not in seen.states and name not in included:
                seen.states[name] = "absent"
                seen.texts[name] = seen.texts[stated[0]]


def _imply(reference: str, state: str, texts: tuple[str, ...], knowledge: Knowledge, seen: Observations) -> None:
    analyte, _, level = reference.partition(":")
    if level:
        _take_level(Mention("level", analyte, state, level), texts[0], knowledge, seen)
    elif reference in knowledge.findings and reference not in seen.contradicted and seen.states.get(reference) in (None, "unsure"):
        seen.states[reference] = state
        seen.texts[reference] = texts


def _settle(knowledge: Knowledge, seen: Observations) -> None:
    """Keep the most specific present findings and the most general absent ones; composites leave after speaking."""
    for name in [name for name, state in seen.states.items() if state == "present"]:
        for ancestor in knowledge.above(name) & seen.states.keys():
            del seen.states[ancestor]
    covered = {name for name in seen.states if any(seen.states.get(ancestor) == "absent" for ancestor in knowledge.above(name))}
    for name in [name for name in seen.states if name in covered or knowledge.findings[name].index < 0]:
        del seen.states[name]
