"""From a case to observations: every word and value resolved, implications drawn, repetitions and conflicts settled."""

import re
from dataclasses import replace

from ..case.company import in_company
from ..case.drugs import DOUBTED, NOT_TAKEN, DrugUse, read_medications, with_named_drugs
from ..case.entries import entries, without
from ..case.entry import read_entry
from ..case.model import REGIONS, Case, drug_told
from ..case.numerals import titers_with_colon
from ..case.obstetric import goes_on, weeks_of_pregnancy
from ..case.onset import read_onset
from ..case.panels import unfolded
from ..case.quantities import is_percent
from ..case.reading import LONGEST, TOO_LONG, Mention, Reading
from ..case.region import read_region
from ..case.results import NO_VERDICT, OPEN, judged, plain_verdict, says_positive, words_beside
from ..case.series import read_series
from ..case.sizes import as_felt
from ..case.taken import NO_MEDICINES, no_medicines, none_listed
from ..case.words import read_words
from ..days import DAYS_A_YEAR
from ..knowledge.anchors import PREGNANCY
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon
from .consistency import check
from .contacts import of_contacts
from .implications import complete, draw_from_drug, draw_implications, settle
from .seen import Observations
from .taking import LONG_AGO, take, take_quantity
from .usual import tell_usual
from .worked_out import settle_units, take_number, work_out

OF_MOTHER = "maternal medication"
HERS = "taken by the mother, and not by the patient"
_MEETS = re.compile(r"(?:recent(?:ly)?\s+|was\s+)?(?:exposed\s+to|exposure\s+to|contact\s+with)\b", re.IGNORECASE)
_GOES_WELL = re.compile(r"(?:an?\s+|otherwise\s+|so far\s+)*(?:uncomplicated|uneventful|unremarkable)\s+pregnancy"
                        r"(?:\s+so far|\s+to date|\s+until now)?", re.IGNORECASE)
_OF_BIRTH = re.compile(r"\b(?:born|birth|deliver\w*|post-?\s?partum|puerper\w*|ca?esarean|C-section|miscarr\w*|abort\w*|stillb\w*|previous|prior|"
                       r"last|earlier|mother\w*|baby|infant|newborn|neonat\w*)\b", re.IGNORECASE)
_SAID_BESIDE = re.compile(r"\(([A-Za-z][A-Za-z -]{3,})\)")
"""What is told of the cells that were counted: "18 (clumped)"."""


def observe(case: Case, knowledge: Knowledge) -> Observations:
    """Resolve a case. What cannot be resolved stands in `readings` as not understood; nothing is guessed.

    A pregnancy told in words is what the key `pregnant` tells, and is judged by the same limits.
    """
    case, too_long = _short_enough(case)
    seen = _observed(case, knowledge)
    told = _pregnant_by_words(case, seen, knowledge)
    if told is not None:
        seen = _observed(replace(case, pregnant=told), knowledge)
    seen.readings += too_long
    return seen


def _short_enough(case: Case) -> tuple[Case, list[Reading]]:
    """Return the case without what is longer than an entry can be, and that told as not understood."""
    long = [one for one in entries(case) if len(one.text) > LONGEST]
    for entry in long:
        case = without(case, entry)
    drugs = [one for one in case.medications or () if len(one.taken) > LONGEST]
    if drugs:
        case = replace(case, medications=tuple(replace(one, taken="") if one in drugs else one for one in case.medications or ()))
    told = [*((one.where, one.text) for one in long), *(("medications", one.taken) for one in drugs)]
    return case, [Reading(text, where, "not_understood", note=TOO_LONG) for where, text in told]


def _observed(case: Case, knowledge: Knowledge) -> Observations:
    seen = Observations(pregnant=case.pregnant)
    lexicon = knowledge.lexicon
    for name, printed in case.labs.items():
        _read_lab(name, printed, case, knowledge, seen)
    if case.series:
        _read_newest(case, knowledge, seen)
    said = case.entries()
    if case.ancestry:
        said = [*said, ("family_history", _as_ancestry(case.ancestry, knowledge))]
    extra_drugs: list[str] = []
    none_taken = False
    for where, text in said:
        if no_medicines(text, where, lexicon):
            none_taken = True
            seen.readings.append(Reading(text, where, "used", note=NO_MEDICINES))
            continue
        reading = read_entry(text, where, lexicon)
        if where in ("exposures", "present", "history", "diet"):
            reading = with_named_drugs(reading, lexicon)
            if any(mention.kind == "drug" for mention in reading.mentions):
                extra_drugs.append(text)
        if where == "exposures" or where in ("present", "history") and _MEETS.match(text):
            reading = of_contacts(reading, knowledge)
        take(_with_said_beside(reading, knowledge), case, knowledge, seen)
    if case.region and case.region not in REGIONS:
        take(read_region(case.region, knowledge), case, knowledge, seen)
    _read_gestation(case, knowledge, seen)
    settle_units(case, knowledge, seen)
    work_out(case, knowledge, seen)
    _read_drugs(case, extra_drugs, knowledge, seen, none_taken=none_taken)
    _read_onset(case, knowledge, seen)
    draw_implications(knowledge, seen)
    complete(knowledge, seen)
    seen.conflicts += check(case, seen, knowledge)
    settle(knowledge, seen)
    tell_usual(case, knowledge, seen)
    return seen


def _pregnant_by_words(case: Case, seen: Observations, knowledge: Knowledge) -> bool | None:
    """Return whether words say that this person is pregnant; None where they do not, the key does, or it cannot be true of this person."""
    sex, age = knowledge.only(PREGNANCY)
    if case.pregnant is not None or case.sex not in (sex, None) or age and case.age is not None and not age[0] <= case.age <= age[1]:
        return None
    if case.sex == sex and case.age is not None and case.age >= knowledge.lexicon.language["grown_years"] and _goes_well(case):
        return True
    if any(state == "present" and PREGNANCY in (name, *knowledge.above(name)) for name, state in seen.states.items()):
        return True
    return False if seen.states.get(PREGNANCY) == "absent" else None


def _goes_well(case: Case) -> bool:
    """Whether the presentation tells of a pregnancy without trouble, and nothing of a birth or of another pregnancy."""
    return any(map(_GOES_WELL.fullmatch, case.present)) and not any(map(_OF_BIRTH.search, (*case.present, *case.history)))


def _as_ancestry(text: str, knowledge: Knowledge) -> str:
    """Say what a bare word under ancestry is: "Italian" is Italian ancestry, and not a place that was visited."""
    told = f"{text} ancestry"
    known = knowledge.lexicon.find(knowledge.lexicon.spelling.key(knowledge.lexicon.spelling.tokens(told)))
    return told if known and known.kind == "finding" else text


def _read_lab(name: str, printed: str, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Read a line of laboratory values; several in one line are one entry: "WBC: 1.2, ANC 0.2"."""
    text, first = f"{name}: {printed}", len(seen.readings)
    for one, value in unfolded(name, titers_with_colon(printed), knowledge.lexicon):
        _read_value(one, value, text, case, knowledge, seen)
    told = seen.readings[first:]
    if len(told) < 2:
        return
    del seen.readings[first:]
    seen.refused = {number: refused for number, refused in seen.refused.items() if number < first}
    statuses = {one.status for one in told}
    seen.readings.append(Reading(text, "labs", statuses.pop() if len(statuses) == 1 else "partly",
                                 tuple(mention for one in told for mention in one.mentions), tuple(word for one in told for word in one.leftover),
                                 "; ".join(dict.fromkeys(one.note for one in told if one.note)), any(one.impossible for one in told)))


def _read_value(name: str, printed: str, text: str, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    lexicon = knowledge.lexicon
    label = re.sub(r"\s*\([^)]*\)", "", name)
    aside = re.findall(r"\(([^)]*)\)", name)
    analyte_id = lexicon.measured_by(name) or lexicon.analyte(f"blood {label}")
    others = [known for other in case.labs if other != name and (known := lexicon.analyte(other))]
    analyte_id = next(filter(None, (in_company(label, printed, one, lexicon) for one in others)), analyte_id)
    if analyte_id is None:
        reading = _read_result(label, printed, lexicon)
        if reading.status == "not_understood":
            seen.readings.append(Reading(text, "labs", "not_understood", note=reading.note or "no such analyte is known"))
        else:
            take(Reading(text, "labs", reading.status, reading.mentions, reading.leftover), case, knowledge, seen)
        return
    felt = as_felt(label, printed, knowledge.analytes[analyte_id], lexicon)
    if felt and (shown := read_words(felt, "present", lexicon)).status == "used":
        take(replace(shown, text=text, where="labs"), case, knowledge, seen)
        return
    beside = _SAID_BESIDE.findall(printed) if re.search(r"\d", printed) else [printed]
    for said in beside:
        if told := _said_of(said, analyte_id, knowledge):
            take(replace(told, text=text, where="labs"), case, knowledge, seen)
            if said == printed:
                return
    take_quantity(analyte_id, printed, text, "labs", case, knowledge, seen, earlier=any(map(LONG_AGO.fullmatch, aside)))


def _said_of(said: str, analyte_id: str, knowledge: Knowledge) -> Reading | None:
    """Return what a word says of the cells that were counted: "clumped" of platelets; None where it tells of no finding."""
    shown = read_words(f"{said} {knowledge.analytes[analyte_id].label}", "present", knowledge.lexicon)
    return shown if shown.status == "used" and all(one.kind == "finding" and one.state == "present" for one in shown.mentions) else None


def _with_said_beside(reading: Reading, knowledge: Knowledge) -> Reading:
    """Return an entry of one value with what its bracket says of the cells: "platelets 20 (clumped)"."""
    if reading.where != "present" or len(reading.mentions) != 1 or reading.mentions[0].kind != "quantity":
        return reading
    said = (_said_of(one, reading.mentions[0].id, knowledge) for one in _SAID_BESIDE.findall(reading.text))
    return replace(reading, mentions=(*reading.mentions, *(mention for one in said if one for mention in one.mentions)))


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
    printed = plain_verdict(printed)
    found, verdict = read_words(label, "present", lexicon), judged(printed)
    if verdict is None and found.leftover and re.match(r"\s*[<>]?\s*\d", printed) and not is_percent(printed):
        # An amount of something unknown is not the finding that shares a word with it: "sweat chloride: 18 mmol/L".
        return Reading(label, "labs", "not_understood", leftover=found.leftover)
    if verdict is None or len(found.mentions) != 1 or found.mentions[0].kind != "finding":
        in_marrow = set(lexicon.spelling.tokens(label)) - {"bone"} <= lexicon.word_sets["marrow"]
        told = read_words(f"{printed} in marrow" if in_marrow else f"{label} {printed}", "present", lexicon)
        return Reading(label, "labs", "not_understood", note=NO_VERDICT) if _without_verdict(found, told, printed, lexicon) else told
    if (beside := words_beside(printed)) and (told := read_words(f"{label} {beside}", "present", lexicon)).mentions:
        return told
    if verdict == "open":
        return Reading(label, "labs", "not_understood", note=OPEN)
    return replace(found, mentions=(replace(found.mentions[0], state=verdict),))


def _without_verdict(found: Reading, told: Reading, printed: str, lexicon: Lexicon) -> bool:
    """Whether a test is taken as positive only because it has a name: its result was not understood, and may be negative."""
    names = {one.id for one in found.mentions}
    positive = any(one.state == "present" and one.id in names & lexicon.tests for one in told.mentions)
    unread = set(lexicon.spelling.tokens(printed)) & set(told.leftover)
    return positive and told.status == "partly" and bool(unread) and not says_positive(printed, lexicon)


def _read_drugs(case: Case, extra: list[str], knowledge: Knowledge, seen: Observations, *, none_taken: bool) -> None:
    if case.medications is None and not extra and not none_taken:
        return
    none = {one.name for one in case.medications or () if none_listed(one.name, knowledge.lexicon)}
    listed = tuple((one.name, one.taken) for one in case.medications or () if one.name not in none)
    seen.readings += [Reading(one.name, "medications", "used", note=NO_MEDICINES) for one in case.medications or () if one.name in none]
    uses = read_medications((*listed, *((name, "") for name in extra)), knowledge, case)
    of_patient = tuple(use for use in uses if not (use.denied or use.mothers or use.doubted and not use.drugs))
    if of_patient or none_taken or not listed:
        seen.drugs = of_patient
    for use in of_patient:
        draw_from_drug(use, knowledge, seen)
    for use in uses[:len(listed)]:
        _tell_drug(use, case, knowledge, seen)


def _tell_drug(use: DrugUse, case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """Tell how a medication entry was understood; one that names no drug may name another thing: "radiotherapy", "no NSAIDs"."""
    text = drug_told(use.name, use.taken)
    if use.mothers:
        take(replace(read_words(OF_MOTHER, "history", knowledge.lexicon), text=text, where="medications", note=HERS), case, knowledge, seen)
        return
    if use.doubted and not use.drugs:
        seen.readings.append(Reading(text, "medications", "not_understood", note=DOUBTED))
        return
    if not use.drugs and (reading := read_words(use.name, "exposures", knowledge.lexicon)).status == "used" \
            and (not use.denied or all(mention.state == "absent" for mention in reading.mentions)):
        take(replace(reading, where="medications"), case, knowledge, seen)
        return
    if use.denied:
        seen.readings.append(Reading(text, "medications", "used", note=NOT_TAKEN))
        return
    has_effect = any(knowledge.drugs[drug].effects or knowledge.drugs[drug].implies for drug in use.drugs)
    status = "not_understood" if not use.drugs else "partly" if use.beside else "used" if has_effect else "unused"
    mentions = tuple(Mention("drug", drug, "present") for drug in use.drugs)
    note = "" if use.drugs and not use.doubted else DOUBTED if use.doubted else "no such drug is known"
    seen.readings.append(Reading(text, "medications", status, mentions, use.beside, note))


def _read_gestation(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """The weeks of a pregnancy say which part of it she is in."""
    reached = _weeks_reached(case, knowledge.lexicon) if case.pregnant else None
    if reached is None:
        return
    for finding in knowledge.findings.values():
        weeks = finding.gestation
        if weeks and weeks[0] <= reached < weeks[1] and finding.id not in seen.states:
            seen.states[finding.id] = "present"
            seen.texts[finding.id] = (f"{reached:g} weeks of pregnancy",)


def _weeks_reached(case: Case, lexicon: Lexicon) -> float | None:
    """Return the weeks that are stated, or the latest that the words of a pregnant woman's presentation tell of this pregnancy."""
    if case.gestation_weeks is not None:
        return case.gestation_weeks
    told = (*case.present, *(text for text in case.history if goes_on(text, lexicon)))
    return max((weeks for text in told if (weeks := weeks_of_pregnancy(text, lexicon)) is not None), default=None)


def _read_onset(case: Case, knowledge: Knowledge, seen: Observations) -> None:
    """How long it has lasted. In a newborn that says no more than the age: what is inborn has lasted days, too."""
    if not case.onset:
        return
    course = read_onset(case.onset, case.age, knowledge.model["onset_days"], knowledge.model["onset_words"], knowledge.lexicon)
    if course is None and (told := read_words(case.onset, "present", knowledge.lexicon)).mentions:
        take(told, case, knowledge, seen)
        return
    status, note = ("used", "") if course else ("not_understood", "say how long: days, weeks, months, years or lifelong")
    if course and case.age is not None and case.age * DAYS_A_YEAR <= knowledge.model["onset_untold_days"]:
        status, note = "unused", "in a newborn the length of an illness says no more than the age"
    else:
        seen.onset = course
    seen.readings.append(Reading(case.onset, "onset", status, note=note))
