"""What a case says, in codes of HPO, LOINC and UCUM, and back. Shared by Phenopackets and FHIR; knowledge alone decides what a code means."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..case.drugs import find_drugs
from ..case.model import CaseFile, Diagnosis
from ..case.printed import take_apart
from ..case.prints import prints_of
from ..case.quantities import read_quantity
from ..case.words import read_words
from ..errors import ImpossibleValueError, QuantityError
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import resolve_label
from ..knowledge.records import AnalyteRecord

OWN = "penia"
"""Prefix of codes that only Penia knows; text as typed stands beside them."""

HPO_ID = re.compile(r"HP[:_](\d{7})")
_LONG_NAME = re.compile(r"(?P<name>[^\[\]]+?)(?:\s*\[[^\]]*\])?(?:\s+(?:in|of)\s+(?P<specimen>[^\[\]]+?))?(?:\s+by\s+.+)?")
_TAG = re.compile(r"\s*\((?:disorder|finding|situation|qualifier value|procedure|morphologic abnormality|observable entity|substance|product"
                  r"|medicinal product|clinical drug|person|event)\)$|,\s+disease(?=\s*(?:\(disorder\))?$)", re.IGNORECASE)
_PLUSES = re.compile(r"(?:\+{1,4}|[1-4]\s?\+)(?=$|\s*\()")
"""How strong a test was; that it was positive is what counts here."""
_PERCENT = "%"
_LONGEST_ANSWER = 3


class Term(NamedTuple):
    """A code with its label; `id` is a CURIE such as `HP:0001903`."""

    id: str
    label: str


class Value(NamedTuple):
    """A laboratory value in codes. `loinc`, `number` and `unit` are None or empty where the print is no single number of a known analyte."""

    analyte: str | None
    loinc: str | None
    number: float | None
    unit: str
    shown: str
    bound: str | None
    low: float | None
    high: float | None


def term_of(where: str, text: str, knowledge: Knowledge) -> Term:
    """Return the term for an entry: of HPO where it means exactly that and was told as present or absent, else one of our own."""
    reading = read_words(text, "present", knowledge.lexicon)
    if len(reading.mentions) != 1 or reading.status != "used":
        return Term(f"{OWN}:words", text)
    (mention,) = reading.mentions
    if mention.kind == "finding":
        hpo = knowledge.findings[mention.id].hpo
    else:
        hpo = knowledge.analytes[mention.id].hpo.get(mention.level or "") if mention.kind == "level" else None
    told = where == "present" or where == "absent" and read_words(text, where, knowledge.lexicon).status == "used"
    if hpo and told and mention.state == "present":
        return Term(hpo, knowledge.hpo.value.labels.get(hpo, text))
    return Term(f"{OWN}:{mention.id}", text)


def words_of(code: str, label: str, *, absent: bool, knowledge: Knowledge) -> tuple[str, str]:
    """Return the words for a coded finding, and why there are none.

    An HPO id is looked up in our table: the finding that it is, else its label, which the readers of words count for the nearest
    finding above it (docs/decisions/0009-hpo.md). Anything else is taken by its label, if that is understood.

    Args:
        code: a CURIE, may be empty. label: the label in the file, may be empty.
        absent: it was looked for and is not there.

    Returns:
        (words, ""), or ("", reason).
    """
    where, shown = "absent" if absent else "present", label or code or "a finding without a name"
    if found := HPO_ID.fullmatch(code):
        ontology = knowledge.hpo.value
        name = f"HP:{found[1]}"
        name = ontology.merged.get(name, name)
        same = next((one.label for one in knowledge.findings.values() if one.hpo == name), None)
        if same:
            return same, ""
        label = ontology.labels.get(name, label)
        shown = f"{name} {label}".strip()
        if absent and knowledge.lexicon.find(knowledge.lexicon.spelling.normal(label)) is None:
            return "", shown  # without a narrower thing there may still be the finding above it
    # SNOMED CT says in brackets of what kind a thing is: "Splenomegaly (disorder)".
    for words in dict.fromkeys((_TAG.sub("", _TAG.sub("", label)), label)):
        reading = read_words(words, where, knowledge.lexicon) if words else None
        if reading is None or not reading.mentions:
            continue
        if not absent and any(mention.state == "absent" for mention in reading.mentions):
            return "", f"{shown} (its words deny something, its code does not)"
        return words, ""
    return "", shown


def graded(words: str, grade: str, knowledge: Knowledge) -> str:
    """Return the words with a grade before them where that is understood as the same finding: "severe anemia"."""
    plain, told = (read_words(one, "present", knowledge.lexicon) for one in (words, f"{grade} {words}"))
    same = [one.id for one in plain.mentions] == [one.id for one in told.mentions] and told.status == plain.status
    return f"{grade} {words}" if grade and same else words


def unit_of(unit: str, knowledge: Knowledge) -> str | None:
    """Return our code of a unit in UCUM or as printed; what UCUM puts in braces is a remark, and its brackets mark its own units."""
    spellings = (unit, re.sub(r"[\[\]{}]", "", unit), re.sub(r"\{[^}]*\}", "", unit))
    return next((code for one in spellings if one and (code := knowledge.units.find(one))), None)


def analyte_of(codes: Iterable[str], names: Iterable[str], knowledge: Knowledge, *, unit: str = "") -> AnalyteRecord | None:
    """Return the analyte that LOINC codes name, else the one that a name gives, if neither specimen nor unit is of another quantity."""
    wanted = set(codes)
    for analyte in knowledge.analytes.values():
        if wanted & {analyte.loinc, *analyte.also_loinc}:
            return analyte
    lexicon, specimens = knowledge.lexicon, {one.casefold() for one in knowledge.model["exchange"]["specimens"]}
    units = {unit_of(unit, knowledge)} - {None}
    for name in names:
        found = _LONG_NAME.fullmatch(name)
        if found and (not found["specimen"] or found["specimen"].casefold() in specimens):
            named = lexicon.analyte(found["name"])
            if named and (not units or units & {_PERCENT, *knowledge.analytes[named].units}):
                return knowledge.analytes[named]
    return None


def result_of(codes: Iterable[str], names: Iterable[str], answer: str, analyte: AnalyteRecord | None, knowledge: Knowledge) -> tuple[str, str] | None:
    """Return (name, result) where text that stands as a value is a result and nothing more, else None. Free text may say anything of anybody.

    Args:
        codes: LOINC codes of the test. names: what it is called. answer: the text. analyte: what the test measures, None where that is not known.
    """
    told = _TAG.sub("", _PLUSES.sub("positive", answer.strip()))
    if analyte is not None and _is_value(told, analyte, knowledge):
        return analyte.label, told
    if analyte is not None and re.search(r"\d", told):
        return None
    if len(told.split()) <= _LONGEST_ANSWER:
        for label in _result_names(set(codes), tuple(names), knowledge):
            if read_words(f"{label} {told}", "present", knowledge.lexicon).status == "used":
                return label, told
    return None


def impossible(printed: str, analyte: AnalyteRecord, knowledge: Knowledge) -> str:
    """Return why a value cannot be one of an analyte, in whatever unit; empty where it can."""
    try:
        read_quantity(printed, analyte=analyte, units=knowledge.units, prints=prints_of(knowledge.lexicon))
    except ImpossibleValueError as error:
        return str(error)
    except QuantityError:
        pass
    return ""


def _is_value(text: str, analyte: AnalyteRecord, knowledge: Knowledge) -> bool:
    try:
        return not read_quantity(text, analyte=analyte, units=knowledge.units, prints=prints_of(knowledge.lexicon)).remarks
    except QuantityError:
        return False


def _result_names(codes: set[str], names: tuple[str, ...], knowledge: Knowledge) -> Iterator[str]:
    """Yield what a test whose result is a word may be called: by its code, by LOINC's name for it, by its own name, and by that in our words."""
    exchange = knowledge.model["exchange"]
    bare = [one for one in map(bare_name, names) if one]
    known = codes | {one.casefold() for one in bare}
    yield from (name for name, said in exchange["results"].items() if known & {*said, *(one.casefold() for one in said)})
    for one in bare:
        yield one
        words = (exchange["shorter"].get(word, word) for word in one.split())
        if (ours := " ".join(filter(None, words))) != one:
            yield ours


def answer_of(codes: Iterable[str], names: Iterable[str], knowledge: Knowledge) -> str:
    """Return a coded result as a word: by its code, else as it is called."""
    wanted = set(codes)
    by_code = (word for word, said in knowledge.model["exchange"]["answers"].items() if wanted & set(said))
    return next(by_code, next(iter(names), ""))


def bare_name(name: str) -> str:
    """Return the first part of a long name: "HIV 1 Ab" of "HIV 1 Ab [Presence] in Serum"."""
    found = _LONG_NAME.fullmatch(name)
    return found["name"] if found else name


def printed(value: float, unit: str, *, bound: str = "", low: float | None = None, high: float | None = None, level: str = "",
            knowledge: Knowledge) -> str:
    """Return a value as a report prints it: `<2.1 10^9/L (4-11)`. A unit that is not known stays as it is, to be told where it is read."""
    code = unit_of(unit, knowledge)
    shown = knowledge.units.shown(code) if code else unit
    limits = f"({low:g}-{high:g})" if low is not None and high is not None else f"(<{high:g})" if high is not None else f"(>{low:g})" \
        if low is not None else ""
    return " ".join(part for part in (f"{bound}{_number(value)}", shown, limits or (f"({level})" if level else "")) if part)


def _number(value: float) -> str:
    """Programs print more digits than anything is measured with."""
    return f"{value:.5g}" if abs(value) < 1e4 else f"{value:.12g}"


def value_of(name: str, text: str, knowledge: Knowledge) -> Value:
    """Return a value of a case in codes."""
    found = knowledge.lexicon.measured_by(name)
    if found is None:
        return Value(None, None, None, "", "", None, None, None)
    analyte = knowledge.analytes[found]
    nothing = Value(found, analyte.loinc, None, "", "", None, None, None)
    try:
        quantity = read_quantity(text, analyte=analyte, units=knowledge.units, prints=prints_of(knowledge.lexicon))
    except QuantityError:
        return nothing
    if quantity.value is None or quantity.course or len(take_apart(text, units=knowledge.units, prints=prints_of(knowledge.lexicon)).numbers) != 1:
        return nothing
    low, high = quantity.printed_range or (None, None)
    return Value(found, analyte.loinc, quantity.value, analyte.unit, knowledge.units.shown(analyte.unit), quantity.bound, low, high)


def drug_of(name: str, knowledge: Knowledge) -> str | None:
    """Return the id of the one drug that a text names, else None."""
    found = find_drugs(name, knowledge.lexicon)
    return found[0] if len(found) == 1 else None


def disease_of(diagnosis: Diagnosis, knowledge: Knowledge) -> Term:
    """Return the term for what a case turned out to be: of ICD-10 where the cause has one."""
    cause = resolve_label(diagnosis.cause, knowledge)
    icd10 = knowledge.causes[cause].icd10 if cause else None
    return Term(f"ICD10:{icd10}" if icd10 else f"{OWN}:{cause or 'words'}", diagnosis.cause)


def not_held(file: CaseFile, *, stage: str) -> list[str]:
    """Return what neither Phenopackets nor FHIR can hold of a case, a line each."""
    case, told = file.at(stage), []
    if file.title:
        told.append("the title")
    if file.source:
        told.append("where it was published (source)")
    if case.setting:
        told.append(f"the setting '{case.setting}'")
    if file.confirming is not None and stage == "presentation":
        told.append("what settled it (confirming): write it with --stage confirmed")
    if file.diagnosis and file.diagnosis.detail:
        told.append("the detail of the diagnosis")
    if file.diagnosis and file.diagnosis.also_correct:
        told.append("other accepted diagnoses (also_correct)")
    return told
