"""From a case to observations: every word and value resolved, implications drawn, repetitions and conflicts settled."""

import re
from dataclasses import replace

from ..case.drugs import DrugUse, read_medications, with_named_drugs
from ..case.model import Case
from ..case.quantities import is_percent, read_quantity
from ..case.results import OPEN, judged, words_beside
from ..case.timing import read_duration_days
from ..case.words import Mention, Reading, read_words
from ..errors import QuantityError
from ..knowledge.bins import bin_of, edges
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon
from .seen import LevelSeen, Observations
from .worked_out import settle_units, take_number, work_out

CONTACT = "sick-contacts"
"""The finding that an infection of somebody else becomes."""


def observe(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case. What cannot be resolved stands in `readings` as not understood; nothing is guessed."""
    seen = Observations(pregnant=case.pregnant)
    lexicon = knowledge.lexicon
    for name, printed in case.labs.items():
        _read_lab(name, printed, case, knowledge, seen)
    entries = case.entries()
    if case.ancestry:
        entries = [*entries, ("family_history", case.ancestry)]
    extra_drugs: list[str] = []
    none_taken = False
    for where, text in entries:
        if _denies_medicines(text, where, lexicon):
            none_taken = True
            seen.readings.append(Reading(text, where, "used", note="no medicines taken"))
            continue
        reading = read_words(text, where, lexicon)
        if where in ("exposures", "present", "history"):
            reading = with_named_drugs(reading, lexicon)
            if any(mention.kind == "drug" for mention in reading.mentions):
                extra_drugs.append(text)
        if where == "exposures":
            reading = _of_contacts(reading, knowledge)
        _take(reading, case, knowledge, seen)
    settle_units(case, knowledge, seen)
    work_out(case, knowledge, seen)
    _read_drugs(case, extra_drugs, knowledge, seen, none_taken=none_taken)
    _read_onset(case, knowledge, seen)
    _draw_implications(knowledge, seen)
    _complete(knowledge, seen)
    _settle(knowledge, seen)
    return seen


def _of_contacts(reading: Reading, knowledge: Knowledge) -> Reading:
    """Move an infection told as an exposure beside somebody else, as in "wife with influenza", from the person to a contact."""
    lexicon = knowledge.lexicon
    if CONTACT not in knowledge.findings or not lexicon.word_sets["others"] & set(lexicon.spelling.tokens(reading.text.casefold())):
        return reading
    mentions = tuple(Mention("finding", CONTACT, "absent" if one.state == "absent" else "present") if _is_infection(one, knowledge) else one
                     for one in reading.mentions)
    return reading if mentions == reading.mentions else replace(reading, status="used", mentions=mentions, leftover=())


def _is_infection(mention: Mention, knowledge: Knowledge) -> bool:
    if mention.kind != "finding":
        return False
    named = mention.id.removeprefix("known-")
    return knowledge.findings[mention.id].kind == "microbiology" or named != mention.id and named in knowledge.causes \
        and knowledge.causes[named].group in ("infection", "viral")


def _read_lab(name: str, printed: str, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    lexicon = knowledge.lexicon
    label = re.sub(r"\s*\([^)]*\)", "", name)
    analyte_id = lexicon.analytes.get(lexicon.spelling.normal(label))
    if analyte_id is None:
        reading = _read_result(label, printed, lexicon)
        if reading.status == "not_understood":
            seen.readings.append(Reading(f"{name}: {printed}", "labs", "not_understood", note=reading.note or "no such analyte is known"))
        else:
            _take(Reading(f"{name}: {printed}", "labs", reading.status, reading.mentions, reading.leftover), case, knowledge, seen)
        return
    _take_quantity(analyte_id, printed, f"{name}: {printed}", "labs", case, knowledge, seen)


def _read_result(label: str, printed: str, lexicon: Lexicon) -> Reading:
    """Understand a result that is no quantity: a finding with words or with a number beside it."""
    found, verdict = read_words(label, "present", lexicon), judged(printed)
    if verdict is None or len(found.mentions) != 1 or found.mentions[0].kind != "finding":
        return read_words(f"{label} {printed}", "present", lexicon)
    if (beside := words_beside(printed)) and (told := read_words(f"{label} {beside}", "present", lexicon)).mentions:
        return told
    if verdict == "open":
        return Reading(label, "labs", "not_understood", note=OPEN)
    return replace(found, mentions=(replace(found.mentions[0], state=verdict),))


def _take_quantity(analyte_id: str, printed: str, text: str, where: str, case: Case, knowledge: Knowledge,
                   seen: Observations) -> None:
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
    if quantity.value is None:
        level = {"positive": "high", "negative": "normal"}.get(quantity.level, quantity.level)
        _take_level(Mention("level", analyte_id, "present", level), text, knowledge, seen)
    else:
        take_number(quantity, (text,), case, knowledge, seen, told=where != "labs")
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
        seen.conflicts.append(f"'{reading.text}' says {state}, but {', '.join(seen.texts[mention.id])} says {seen.states[mention.id]}: keep one")
        seen.contradicted.add(mention.id)
    seen.states[mention.id] = state
    seen.texts[mention.id] = (*seen.texts.get(mention.id, ()), reading.text)
    return finding.used or bool(finding.implies) or finding.at_least_low is not None


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
        seen.conflicts.append(f"'{text}' says {label} {said[-1]}, but {', '.join(told)} says {known.level}: keep one")
    seen.levels[mention.id] = LevelSeen(mention.id, level, texts=(*told, text), said=said)


def _joined(said: tuple[str, ...]) -> str:
    """Return the one level that several statements leave: unsure when they contradict, ungraded when only their grades do."""
    definite = set(said) - {"unsure"}
    directions = {level.rpartition("-")[2] for level in definite}
    graded = definite - directions
    if len(directions) != 1:
        return "unsure"
    return graded.pop() if len(graded) == 1 else directions.pop()


def _denies_medicines(text: str, where: str, lexicon: Lexicon) -> bool:
    """Say whether an entry says that no medicines are taken, and nothing else."""
    said = text.casefold().strip()
    if where != "absent":
        said, whole = re.sub(r"^(?:takes |taking |on |was taking |was on |denies |denied )?(?:no |not taking (?:any )?|any )", "", said), said
        if said == whole:
            return False
    return said in lexicon.language["medicines"]


def _read_drugs(case: Case, extra: list[str], knowledge: Knowledge, seen: Observations, *, none_taken: bool) -> None:
    if case.medications is None and not extra and not none_taken:
        return
    listed = tuple((one.name, one.taken) for one in case.medications or ())
    uses = read_medications((*listed, *((name, "") for name in extra)), knowledge)
    seen.drugs = uses
    for use in uses:
        _draw_from_drug(use, knowledge, seen)
    for use in uses[:len(listed)]:
        if not use.drugs and (reading := read_words(use.name, "exposures", knowledge.lexicon)).status == "used":
            _take(replace(reading, where="medications"), case, knowledge, seen)
            continue
        has_effect = any(knowledge.drugs[drug].effects or knowledge.drugs[drug].implies for drug in use.drugs)
        status = "used" if has_effect else "unused" if use.drugs else "not_understood"
        mentions = tuple(Mention("drug", drug, "present") for drug in use.drugs)
        text = f"{use.name}: {use.taken}" if use.taken else use.name
        seen.readings.append(Reading(text, "medications", status, mentions, note="" if use.drugs else "no such drug is known"))


def _draw_from_drug(use: DrugUse, knowledge: Knowledge, seen: Observations) -> None:
    """A drug that is or was lately taken brings what it implies: zinc an excess of zinc, a calcineurin inhibitor low resistance."""
    stopped = use.timing.stopped_days
    if use.timing.started_after or stopped is None and use.timing.past or stopped is not None and stopped > knowledge.model["drugs"]["implies_days"]:
        return
    for name in dict.fromkeys(name for drug in use.drugs for name in knowledge.drugs[drug].implies):
        _imply(name, "present", (f"{use.name}: {use.taken}" if use.taken else use.name,), knowledge, seen)


def _read_onset(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    if not case.onset:
        return
    limits = knowledge.model["onset_days"]
    text = case.onset.casefold()
    words = {name: re.search(rf"\b(?:{'|'.join(map(re.escape, said))})\b", text) for name, said in knowledge.lexicon.language["onset"].items()}
    days = read_duration_days(case.onset)
    if words.get("lifelong"):
        seen.onset = "lifelong"
    elif days is not None:
        seen.onset = next((name for name, longest in limits.items() if days <= longest), "years")
    elif any(name.rstrip("s") in text for name in limits):
        seen.onset = next(name for name in limits if name.rstrip("s") in text)
    else:
        seen.onset = next((name for name, found in words.items() if found), None)
    status = "used" if seen.onset else "not_understood"
    seen.readings.append(Reading(case.onset, "onset", status, note="" if seen.onset else "say how long: days, weeks, months, years or lifelong"))


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
    for _, finding, level in shown_by:
        if level.level == "normal":
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
        included = {one for name in stated for one in above(name, knowledge)}
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
        for ancestor in above(name, knowledge) & seen.states.keys():
            if seen.states[ancestor] == "absent":
                labels = knowledge.findings[name].label, knowledge.findings[ancestor].label
                seen.conflicts.append(f"{labels[0]} is present, but {labels[1]}, which includes it, is absent: correct one")
            del seen.states[ancestor]
    covered = {name for name in seen.states if any(seen.states.get(ancestor) == "absent" for ancestor in above(name, knowledge))}
    for name in [name for name in seen.states if name in covered or knowledge.findings[name].index < 0]:
        del seen.states[name]


def above(name: str, knowledge: Knowledge) -> set[str]:
    """Return everything that a finding is a form of."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for parent in knowledge.findings[waiting.pop()].parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found
