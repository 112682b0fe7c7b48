"""Reading Phenopackets: those that Penia wrote come back as typed, those of others are read by their codes and names."""

import re
from collections.abc import Iterator
from typing import Any

from ..case.model import ENTRY_KEYS, LONGEST_GESTATION, Case, CaseFile, Diagnosis, Medication, as_words
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import resolve_label
from . import terms
from .privacy import cleaner
from .terms import OWN, Term
from .timeline import Dated, age_at, back_from, by_time, day_of, years_of
from .walk import Node, Notes

CREATED_BY = "Penia"
"""Who made the file, as it stands in its metadata."""

_TOP = {"phenotypicFeatures", "phenotypic_features", "subject", "metaData", "meta_data"}
_SINGLE = ("onset", "ancestry", "region")


def is_phenopacket(value: object) -> bool:
    """Return whether a JSON value looks like a Phenopacket, a Family or a Cohort of them."""
    return isinstance(value, dict) and "resourceType" not in value and bool(
        len(_TOP & value.keys()) > 1 or _TOP & value.keys() and "id" in value or "proband" in value
        or isinstance(value.get("members"), list) and {"metaData", "meta_data"} & value.keys())


def read_phenopackets(value: dict, knowledge: Knowledge, *, name: str) -> list[CaseFile]:
    """Return the cases of a Phenopacket, of the proband of a Family, or of the members of a Cohort.

    Nothing is refused here: what cannot be read is left out and told in `CaseFile.told`. `name` stands for the file in places.
    """
    top = _camel(value)
    packets = top["members"] if isinstance(top.get("members"), list) else [top["proband"] if isinstance(top.get("proband"), dict) else top]
    cases = []
    for number, packet in enumerate(packets, start=1):
        notes = Notes()
        if not isinstance(packet, dict):
            notes.wrong.append(f"member {number} is not an object; allowed: a Phenopacket")
            packet = {}
        if top.get("relatives"):
            notes.unused.append("relatives of the proband")
        node = Node(packet, f"packet {number}" if len(packets) > 1 else "packet", notes)
        reader = _AsTyped(node, knowledge) if node.part("metaData").text("createdBy") == CREATED_BY else _Foreign(node, knowledge)
        case = reader.case()
        cases.append(CaseFile(id=reader.id or f"case-{number}", case=case, diagnosis=reader.diagnosis(), told=notes.lines()))
    return cases


def _camel(value: Any) -> Any:
    """Protocol buffers allow both spellings of a key in JSON."""
    if isinstance(value, dict):
        return {re.sub(r"_([a-z])", lambda found: found[1].upper(), key): _camel(member) for key, member in value.items()}
    return [_camel(member) for member in value] if isinstance(value, list) else value


def _term(node: Node, key: str) -> Term:
    part = node.part(key)
    return Term(part.text("id"), part.words("label"))


class _Reader:
    """What reading has in common, whoever wrote the file."""

    id = ""

    def __init__(self, packet: Node, knowledge: Knowledge) -> None:
        self.packet, self.knowledge, self.notes = packet, knowledge, packet.notes

    def sex(self) -> str | None:
        said = self.packet.part("subject").text("sex").casefold()
        if said not in ("", "female", "male", "unknown_sex", "other_sex"):
            self.notes.wrong.append("subject.sex is no word of the schema; allowed: FEMALE, MALE, OTHER_SEX, UNKNOWN_SEX")
        return said if said in ("female", "male") else None

    def age_told(self) -> float | None:
        subject = self.packet.part("subject")
        told = subject.part("timeAtLastEncounter")
        for node in (told.part("age"), told.part("ageRange").part("start"), subject.part("timeAtCollection").part("age")):
            if text := node.text("iso8601duration"):
                years = years_of(text)
                if years is None:
                    self.notes.wrong.append(f"{node.place} is no ISO 8601 duration of an age; allowed: such as P52Y or P1Y6M")
                return years
        return None

    def treatments(self) -> Iterator[tuple[int, Node, Term]]:
        for place, action in enumerate(self.packet.parts("medicalActions")):
            treatment = action.part("treatment")
            agent = _term(treatment, "agent")
            if agent.label:
                yield place, treatment, agent


class _AsTyped(_Reader):
    """A Phenopacket that Penia wrote: every word comes back as it was typed."""

    def __init__(self, packet: Node, knowledge: Knowledge) -> None:
        super().__init__(packet, knowledge)
        self.id = packet.text("id")

    def case(self) -> Case:
        entries: dict[str, list[str]] = {key: [] for key in ENTRY_KEYS}
        single: dict = {}
        taken: dict[str, str] = {}
        none_taken = False
        for feature in self.packet.parts("phenotypicFeatures"):
            term, absent = _term(feature, "type"), feature.yes("excluded")
            own = term.id.removeprefix(f"{OWN}:") if term.id.startswith(f"{OWN}:") else ""
            if own in _SINGLE:
                single[own] = term.label
            elif own == "pregnant":
                single["pregnant"] = not absent
            elif own == "gestation":
                single["gestation_weeks"] = _weeks(term.label)
            elif own == "no-medicines":
                none_taken = True
            elif own.startswith("taken-"):
                taken[own.removeprefix("taken-")] = term.label
            else:
                typed = next((Term(one.text("id"), one.text("label")) for one in feature.parts("modifiers")), term)
                told = typed.id.removeprefix(f"{OWN}:")
                entries[told if told in ENTRY_KEYS else "absent" if absent else "present"].append(typed.label)
        labs: dict[str, str] = {}
        series: dict[str, dict[str, str]] = {}
        for one in self.packet.parts("measurements"):
            when = one.part("timeObserved")
            key = _typed_when(when.text("timestamp")) or when.part("ontologyClass").text("label")
            (series.setdefault(key, {}) if key else labs)[_term(one, "assay").label] = one.text("description")
        drugs = tuple(Medication(agent.label, taken.get(str(place), "")) for place, _, agent in self.treatments())
        return Case(age=self.age_told(), sex=self.sex(), labs=labs, series=series, medications=drugs or (() if none_taken else None), **single,
                    **as_words({key: filter(None, found) for key, found in entries.items()}))

    def diagnosis(self) -> Diagnosis | None:
        return next((Diagnosis(term.label) for one in self.packet.parts("diseases") if (term := _term(one, "term")).label), None)


class _Foreign(_Reader):
    """A Phenopacket of somebody else: codes and names are taken where they are understood, nothing that points to a person is kept."""

    def case(self) -> Case:
        self._drop()
        packet, knowledge = self.packet, self.knowledge
        subject = packet.part("subject")
        numbers = [packet.text("id"), subject.text("id"), *subject.texts("alternateIds")]
        self.notes.cleaned = cleaner([subject.text("name")], numbers, knowledge.lexicon)
        entries: dict[str, list[str]] = {key: [] for key in ENTRY_KEYS}
        for feature in packet.parts("phenotypicFeatures"):
            absent = feature.yes("excluded") or feature.yes("negated")
            term = _term(feature, "type")
            words, why = terms.words_of(term.id, term.label, absent=absent, knowledge=knowledge)
            if why:
                self.notes.unused.append(why)
                continue
            grade = knowledge.model["exchange"]["severity"].get(_term(feature, "severity").id, "")
            where = "absent" if absent else "history" if "resolution" in feature else "present"
            entries[where].append(words if absent else terms.graded(words, grade, knowledge))
        values = [value for one in packet.parts("measurements") for value in self._values(one)]
        newest = max((one.day for one in values if one.day is not None), default=None)
        labs, series = by_time(values, self.notes, recent_days=knowledge.model["time"]["recent_days"])
        for disease in packet.parts("diseases"):
            self._disease(disease, entries)
        for other in ("biosamples", "interpretations", "files"):
            if packet.parts(other):
                self.notes.unused.append(other)
        drugs = tuple(Medication(agent.label, self._taken(treatment, newest)) for _, treatment, agent in self.treatments())
        return Case(age=self._age(newest), sex=self.sex(), labs=labs, series=series, medications=drugs or None,
                    **as_words({key: dict.fromkeys(found) for key, found in entries.items()}))

    def _drop(self) -> None:
        subject = self.packet.part("subject")
        kinds = {"identifier": "id" in self.packet or "id" in subject or "alternateIds" in subject, "date of birth": "dateOfBirth" in subject,
                 "name": "name" in subject, "who made the file": "createdBy" in self.packet.part("metaData")}
        self.notes.dropped.update(kind for kind, there in kinds.items() if there)

    def _age(self, newest: float | None) -> float | None:
        told, subject = self.age_told(), self.packet.part("subject")
        if told is not None or "dateOfBirth" not in subject:
            return told
        birth, seen = day_of(subject.text("dateOfBirth")), day_of(subject.part("timeAtLastEncounter").text("timestamp"))
        until = newest if seen is None else seen
        age = None if birth is None or until is None else age_at(birth, until)
        if age is None:
            self.notes.remarks.append("the age is not known: the file has no date up to which it could be counted")
        return age

    def _values(self, measurement: Node) -> Iterator[Dated]:
        """Yield the values of a measurement; a complex one has several."""
        day = day_of(measurement.part("timeObserved").text("timestamp"))
        value, assay = measurement.part("value"), _term(measurement, "assay")
        quantities = [(assay, value.part("quantity"))] if "quantity" in value else []
        for one in (measurement.part("complexValue") or value.part("complexValue")).parts("typedQuantities"):
            quantities.append((_term(one, "type"), one.part("quantity")))
        for what, quantity in quantities:
            unit, limits = _term(quantity, "unit"), quantity.part("referenceRange")
            shown = unit.id.removeprefix("UCUM:") if unit.id.startswith("UCUM:") else unit.label or unit.id
            analyte = terms.analyte_of([what.id.removeprefix("LOINC:")], [what.label], self.knowledge, unit=shown)
            number = quantity.number("value")
            if analyte is None or number is None:
                self.notes.unused.append(f"measurement {what.label or what.id or 'without a name'}")
                continue
            same = not limits or _term(limits, "unit").id in ("", unit.id)
            printed = terms.printed(number, shown, low=limits.number("low") if same else None, high=limits.number("high") if same else None,
                                    knowledge=self.knowledge)
            if wrong := terms.impossible(printed, analyte, self.knowledge):
                self.notes.wrong.append(f"{measurement.place}: {wrong}; left out")
            else:
                yield Dated(analyte.label, printed, day)
        if not quantities:
            yield from self._answer(assay, _term(value, "ontologyClass"), day)

    def _answer(self, assay: Term, answer: Term, day: float | None) -> Iterator[Dated]:
        codes, names = [assay.id.removeprefix("LOINC:")], [assay.label]
        said = terms.answer_of([answer.id.rpartition(":")[2]], [answer.label], self.knowledge)
        analyte = terms.analyte_of(codes, names, self.knowledge)
        if said and (found := terms.result_of(codes, names, said, analyte, self.knowledge)):
            yield Dated(*found, day)
        else:
            self.notes.unused.append(f"measurement {assay.label or assay.id or 'without a name'}")

    def _disease(self, disease: Node, entries: dict[str, list[str]]) -> None:
        """A disease that is a cause here is the answer and no evidence; another one is a condition the person has."""
        term, absent = _term(disease, "term"), disease.yes("excluded")
        if not absent and resolve_label(term.label, self.knowledge):
            return
        words, why = terms.words_of(term.id, term.label, absent=absent, knowledge=self.knowledge)
        if words:
            entries["absent" if absent else "history"].append(words)
        else:
            self.notes.unused.append(f"disease {why}")

    def diagnosis(self) -> Diagnosis | None:
        found = [_term(one, "term") for one in self.packet.parts("diseases") if not one.yes("excluded")]
        found += [_term(one.part("diagnosis"), "disease") for one in self.packet.parts("interpretations")]
        named = list(dict.fromkeys(term.label for term in found if term.label and resolve_label(term.label, self.knowledge)))
        if not named:
            return None
        self.notes.remarks.append(f"what the person was found to have ({', '.join(named)}) is the answer of the case, and no evidence in its ranking")
        return Diagnosis(named[0], also_correct=tuple(named[1:]))

    def _taken(self, treatment: Node, newest: float | None) -> str:
        spans = [one.part("interval") for one in treatment.parts("doseIntervals")]
        starts, ends = ([day for span in spans if (day := day_of(span.text(key))) is not None] for key in ("start", "end"))
        told = [("started", back_from(min(starts, default=None), newest)), ("stopped", back_from(max(ends, default=None), newest))]
        return ", ".join(f"{verb} {when}" for verb, when in told if when)


def _weeks(text: str) -> float | None:
    try:
        weeks = float(text.removesuffix("weeks"))
    except ValueError:
        return None
    return weeks if 0 <= weeks <= LONGEST_GESTATION else None


def _typed_when(timestamp: str) -> str:
    return timestamp[:10] if timestamp.endswith("T00:00:00Z") else timestamp[:16].replace("T", " ")
