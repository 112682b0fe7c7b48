"""Reading FHIR R4 Bundles: those that Penia wrote come back as typed, those of others are read by their codes and names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from ..case.model import ENTRY_KEYS, LONGEST_GESTATION, OLDEST, Case, CaseFile, Diagnosis, Facts, Medication, as_words
from ..case.words import read_words
from ..days import DAYS_A_WEEK, DAYS_A_YEAR_OF_DATES
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from . import terms
from .fhir_medicines import medicines
from .fhir_observation import codes, day, last_part, names, values
from .fhir_persons import cleaned_of
from .fhir_systems import AS_TYPED, HELPERS, HPO, LOINC, MEDICINES, NO_MEDICINES, OWN_CASE, OWN_SYSTEM, PERSONAL, READ
from .timeline import Dated, age_at, by_time, day_of
from .walk import Node, Notes

_GONE = ("inactive", "remission", "resolved")
_DOUBT = ("unconfirmed", "provisional", "differential")
_IN_YEARS = {"a": 1, "mo": 1 / 12, "wk": DAYS_A_WEEK / DAYS_A_YEAR_OF_DATES, "d": 1 / DAYS_A_YEAR_OF_DATES}
"""Units of UCUM in which an age is told."""


def is_fhir(value: object) -> bool:
    """Return whether a JSON value says that it is a resource of FHIR."""
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str)


def read_bundle(value: dict, knowledge: Knowledge, *, name: str) -> list[CaseFile]:
    """Return the cases of a Bundle, one a Patient; a single resource is taken as a Bundle of one.

    What cannot be read is left out and told in `CaseFile.told`. `name` stands for the file in messages.

    Raises:
        CaseError: the resource is of another kind, or the Bundle holds nothing of a person.
    """
    notes = Notes()
    resources = _resources(value, notes, name)
    found = Counter(one.text("resourceType") or "resources without a type" for _, one in resources)
    if not set(found) & set(READ):
        there = ", ".join(found) or "nothing"
        raise CaseError(f"{name}:0:0: the Bundle holds {there}; allowed: {', '.join(READ)}; export these of a person")
    others = [f"{kind_of} ({count})" for kind_of, count in found.items() if kind_of not in (*READ, *HELPERS)]
    notes.unused += [f"resources of other kinds: {', '.join(others)}"] if others else []
    typed = AS_TYPED in [one.text("code") for one in Node(value, "Bundle", Notes()).part("meta").parts("tag") if one.text("system") == OWN_SYSTEM]
    cases = []
    cleaned = str if typed else cleaned_of([Node(one.value, one.place, Notes()) for _, one in resources], knowledge.lexicon)
    for number, group in enumerate(_by_person(resources, notes), start=1):
        own = Notes(unused=list(notes.unused), wrong=list(notes.wrong), remarks=list(notes.remarks), cleaned=cleaned)
        group = [Node(one.value, one.place, own) for one in group]
        if typed:
            cases.append(_as_typed(group, f"case-{number}"))
        else:
            case = _Person(group, resources, knowledge, own, until=day_of(Node(value, "Bundle", own).text("timestamp"))).case()
            cases.append(CaseFile(id=f"case-{number}", case=case, told=own.lines()))
    return cases


def _resources(value: dict, notes: Notes, name: str) -> list[tuple[str, Node]]:
    """Return (full URL, resource) of everything in a Bundle."""
    if value["resourceType"] != "Bundle":
        if value["resourceType"] not in READ:
            raise CaseError(f"{name}:0:0: this is a FHIR resource of another kind; allowed: a Bundle, or one of {', '.join(READ)}; export a Bundle")
        return [("", Node(value, "resource", notes))]
    entries = Node(value, "Bundle", notes).parts("entry")
    return [(one.text("fullUrl"), replace(one.part("resource"), place=f"{_kind_of(one)} {number}")) for number, one in enumerate(entries, start=1)
            if one.part("resource")]


def _kind_of(entry: Node) -> str:
    text = entry.part("resource").text("resourceType")
    return text if text.isalpha() else "entry"


def _by_person(resources: list[tuple[str, Node]], notes: Notes) -> list[list[Node]]:
    """Return the resources of each Patient, the Patient first; without a Patient all must be of one person."""
    people = [(url, one) for url, one in resources if one.text("resourceType") == "Patient"]
    clinical = [one for _, one in resources if one.text("resourceType") in READ and one.text("resourceType") != "Patient"]
    if not people:
        subjects = {last_part(_subject(one)) for one in clinical}
        if len(subjects) < 2:
            return [clinical]
        return [[one for one in clinical if last_part(_subject(one)) == subject] for subject in sorted(subjects)]
    groups = [[one] for _, one in people]
    owner: dict[str, int] = {}
    for place, (url, one) in enumerate(people):
        for key in (url, one.text("id")):
            if key:
                owner.setdefault(last_part(key), place)
    for one in clinical:
        subject = last_part(_subject(one))
        group = owner.get(subject, 0 if len(people) == 1 and not subject else None)
        if group is None:
            notes.unused.append("resources that belong to none of the Patients in the Bundle")
        else:
            groups[group].append(one)
    return groups


def _subject(resource: Node) -> str:
    return (resource.part("subject") or resource.part("patient")).text("reference")


class _Person:
    """One person of a Bundle of somebody else."""

    def __init__(self, group: list[Node], resources: list[tuple[str, Node]], knowledge: Knowledge, notes: Notes, *, until: float | None) -> None:
        self.group, self.knowledge, self.notes, self.until = group, knowledge, notes, until
        self.helpers = {last_part(key): one for url, one in resources if one.text("resourceType") in HELPERS for key in (url, one.text("id")) if key}
        self.entries: dict[str, list[str]] = {key: [] for key in ENTRY_KEYS}

    def _of(self, *kinds: str) -> list[Node]:
        return [one for one in self.group if one.text("resourceType") in kinds]

    def case(self) -> Case:
        model, patient = self.knowledge.model, next(iter(self._of("Patient")), Node({}, "Patient", self.notes))
        self.notes.dropped.update(told for key, told in PERSONAL.items() if key in patient)
        told: list[Dated] = []
        single: Facts = {}
        for one in self._of("Observation"):
            if not self._about(one, single):
                told += values(one, self.knowledge)
        newest = max((one.day for one in told if one.day is not None), default=None)
        if newest is None:
            dates = [day(one, ("recordedDate", ""), ("onsetDateTime", ""), ("authoredOn", ""), ("effectivePeriod", "start")) for one in self.group]
            newest = max((one for one in dates if one is not None), default=self.until)
        labs, series = by_time(told, self.notes, recent_days=model["time"]["recent_days"])
        for one in self._of("Condition"):
            self._condition(one)
        for one in self._of("FamilyMemberHistory"):
            self._relative(one)
        if "age" not in single:
            single["age"] = self._age(patient, newest)
        single["sex"] = self._sex(patient)
        drugs = medicines(self._of(*MEDICINES), self.helpers, newest, self.knowledge, self.notes)
        return Case(labs=labs, series=series, medications=drugs, **single,
                    **as_words({key: dict.fromkeys(found) for key, found in self.entries.items()}))

    def _sex(self, patient: Node) -> str | None:
        said = patient.text("gender")
        if said not in ("", "female", "male", "other", "unknown"):
            self.notes.wrong.append("Patient.gender is no word of FHIR; allowed: female, male, other, unknown")
        return said if said in ("female", "male") else None

    def _age(self, patient: Node, newest: float | None) -> float | None:
        if "birthDate" not in patient:
            return None
        birth = day_of(patient.text("birthDate"))
        age = None if birth is None or newest is None else age_at(birth, newest)
        if age is None:
            self.notes.remarks.append("the age is not known: the Bundle has no date up to which it could be counted from the date of birth")
        return age

    def _about(self, observation: Node, single: Facts) -> bool:
        """Take an observation that says who the person is; return whether it does."""
        said, asked = codes(observation.part("code"), LOINC), self.knowledge.model["exchange"]
        quantity = observation.part("valueQuantity")
        if asked["age"] in said and (years := _in(quantity, _IN_YEARS)) is not None \
                and years <= OLDEST:
            single["age"] = round(years, 4)
        elif asked["gestation"] in said and (weeks := _in(quantity, {"wk": 1, "d": 1 / DAYS_A_WEEK})) is not None and weeks <= LONGEST_GESTATION:
            single["gestation_weeks"] = round(weeks, 2)
        elif asked["pregnancy"] in said:
            answers = {one.text("code") for one in observation.part("valueCodeableConcept").parts("coding")}
            if answers & {*asked["pregnant"], *asked["not_pregnant"]}:
                single["pregnant"] = bool(answers & set(asked["pregnant"]))
        else:
            return False
        return True

    def _condition(self, condition: Node) -> None:
        verified = _coded(condition, "verificationStatus")
        if verified == "entered-in-error":
            return
        gone = _coded(condition, "clinicalStatus") in _GONE or any(key.startswith("abatement") for key in condition.value)
        where = "absent" if verified == "refuted" else "unsure" if verified in _DOUBT else "history" if gone else "present"
        if words := self._words(condition.part("code"), absent=where == "absent"):
            self.entries[where].append(words)

    def _words(self, concept: Node, *, absent: bool = False) -> str:
        coded = [(code, "") for code in codes(concept, HPO)]
        why = "a condition without a name"
        for code, label in (*coded, *(("", one) for one in names(concept))):
            words, reason = terms.words_of(code, label, absent=absent, knowledge=self.knowledge)
            if words:
                return words
            why = reason or why
        self.notes.unused.append(why)
        return ""

    def _relative(self, history: Node) -> None:
        if history.text("status") == "entered-in-error":
            return
        self.notes.dropped.update(["names and dates of relatives"] if {"name", "bornDate", "deceasedDate"} & history.value.keys() else [])
        who = next(iter(names(history.part("relationship"))), "relative").casefold()
        for one in history.parts("condition"):
            for what in names(one.part("code")):
                told = [text for text in (f"{who} with {what}", f"family history of {what}") if
                        read_words(text, "family_history", self.knowledge.lexicon).mentions]
                if told:
                    self.entries["family_history"].append(told[0])
                    break
            else:
                self.notes.unused.append(f"in the family: {next(iter(names(one.part('code'))), 'a condition without a name')}")


def _coded(node: Node, key: str) -> str:
    return next((one.text("code") for one in node.part(key).parts("coding")), "")


def _in(quantity: Node, units: dict[str, float]) -> float | None:
    number, factor = quantity.number("value"), units.get(quantity.text("code") or quantity.text("unit"))
    return None if number is None or factor is None or number < 0 else number * factor


def _as_typed(group: Iterable[Node], fallback: str) -> CaseFile:
    """Return a case that Penia wrote: every word comes back as it was typed."""
    case_id, none_taken = fallback, False
    diagnosis: Diagnosis | None = None
    single: Facts = {}
    entries: dict[str, list[str]] = {key: [] for key in ENTRY_KEYS}
    labs: dict[str, str] = {}
    series: dict[str, dict[str, str]] = {}
    drugs: list[Medication] = []
    notes = Notes()
    for one in group:
        notes, tag = one.notes, next((tag.text("code") for tag in one.part("meta").parts("tag")), "")
        text, quantity = one.part("code").text("text"), one.part("valueQuantity")
        if one.text("resourceType") == "Patient":
            case_id = next((held.text("value") for held in one.parts("identifier") if held.text("system") == OWN_CASE), "") or fallback
            single["sex"] = one.text("gender") if one.text("gender") in ("female", "male") else None
        elif tag == "diagnosis" and text:
            diagnosis = Diagnosis(text)
        elif tag == "labs" and text:
            when = one.text("effectiveDateTime")[:16].replace("T", " ") or one.part("effectiveTiming").part("code").text("text")
            (series.setdefault(when, {}) if when else labs)[text] = next((note.text("text") for note in one.parts("note")), "")
        elif tag == "medications":
            concept = one.part("medicationCodeableConcept")
            none_taken = none_taken or NO_MEDICINES in [coding.text("code") for coding in concept.parts("coding")]
            if concept.text("text") and not none_taken:
                drugs.append(Medication(concept.text("text"), next((dose.text("text") for dose in one.parts("dosage")), "")))
        elif tag == "pregnant":
            single["pregnant"] = "Pregnant" in names(one.part("valueCodeableConcept"))
        elif tag in ("age", "gestation") and (number := quantity.number("value")) is not None \
                and 0 <= number <= (OLDEST if tag == "age" else LONGEST_GESTATION):
            single["age" if tag == "age" else "gestation_weeks"] = number
        elif tag == "onset":
            single["onset"] = one.text("valueString") or None
        elif tag == "ancestry":
            single["ancestry"] = one.text("valueString") or None
        elif tag == "region":
            single["region"] = one.text("valueString") or None
        elif tag in entries:
            family = next((held.part("code").text("text") for held in one.parts("condition")), "")
            entries[tag].append(one.text("valueString") or family or text)
        else:
            notes.unused.append(f"{one.place}, which Penia did not write")
    case = Case(labs=labs, series=series, medications=tuple(drugs) or (() if none_taken else None), **single,
                **as_words({key: filter(None, found) for key, found in entries.items()}))
    return CaseFile(id=case_id, case=case, diagnosis=diagnosis, told=notes.lines())
