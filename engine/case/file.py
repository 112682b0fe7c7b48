"""Case files: read strictly, with every problem told at its place, and written so that reading gives the same case.

Saved reports, Phenopackets and FHIR Bundles open as the cases that they hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from ..encoding import marked_text
from ..errors import CaseError, Problem
from ..knowledge.document import Document
from ..knowledge.knowledge import Knowledge
from ..knowledge.yaml12 import read_yaml
from .flaw import Check, Flaw
from .keys import meant_key
from .model import ENTRY_KEYS, FORMAT, LONGEST_GESTATION, OLDEST, Case, CaseFile, Diagnosis, Medication, as_region
from .saved import held_cases, may_be_json
from .told import kind_of, shown

MAX_BYTES = 5_000_000
MAX_JSON_BYTES = 50_000_000
"""FHIR Bundles hold a whole record; JSON is read many times faster than YAML."""

_TOP = ("format", "id", "title", "source", "case", "confirming", "diagnosis")
_CASE = ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "setting", "region", "onset", "labs", *ENTRY_KEYS[:3],
         "medications", *ENTRY_KEYS[3:], "series")
_SOURCE = ("citation", "url", "pmid", "doi", "note")
_AGE_LIMITS = (0.0, OLDEST)


def read_cases(path: Path, *, check: Check | None = None) -> list[CaseFile]:
    """Read a case file.

    Args:
        path: the file. check: looks at every case; what it finds wrong is told at its place, together with what is wrong with the keys.

    Raises:
        CaseError: the file cannot be read, is not YAML, or holds something that a case file may not hold;
            one line for each problem.
    """
    try:
        size, most = path.stat().st_size, MAX_JSON_BYTES if path.suffix.lower() == ".json" else MAX_BYTES
        if size > most:
            raise CaseError(f"{path}:0:0: the file has {size:,} bytes; allowed: {most:,}; split it into smaller files")
        data = path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path}:0:0: the file cannot be read ({error.strerror}); give the path of a case file") from error
    return parse_cases(data, name=str(path), check=check)


def parse_cases(data: bytes | str, *, name: str, knowledge: Knowledge | None = None, check: Check | None = None) -> list[CaseFile]:
    """Read cases from text, or the cases that a saved report, a Phenopacket or a FHIR Bundle holds.

    Args:
        data: the file. name: stands for it in messages.
        knowledge: says what the codes of the standards and the words of tables mean; default is the project's own, loaded where it is needed.
        check: as `read_cases` has it.

    Raises CaseError as `read_cases` does.
    """
    data = marked_text(data)
    held = held_cases(data, name=name)
    if held is None and may_be_json(data):
        from ..formats.exchange import brought  # the formats know cases, and not the other way round; most files need none of them

        if (cases := brought(data, name=name, knowledge=knowledge)) is not None:
            return _checked(cases, check, name)
    if held is not None:
        data, name = held, f"{name} (the case in it)"
    document = read_yaml(data, file=name, error=CaseError, max_bytes=MAX_BYTES)
    reader = CaseReader(document, knowledge)
    items = document.value if isinstance(document.value, list) else [document.value]
    paths = [(number,) for number in range(len(items))] if isinstance(document.value, list) else [()]
    cases = [reader.case_file(item, where) for item, where in zip(items, paths, strict=True)]
    of_values = [[] if check is None else _flaws(check(case), item, where, reader) for case, item, where in zip(cases, items, paths, strict=True)]
    _refuse_doubles(cases, paths, reader)
    if not cases:
        reader.say((), "the list is empty; a case file holds one case or a list of cases; add one")
    if reader.problems or len(cases) == 1:
        reader.problems.extend(chain.from_iterable(of_values))
    if reader.problems:
        raise CaseError(tuple(sorted(reader.problems, key=lambda one: (one.line, one.column))))
    return [replace(case, told=(*case.told, *(f"line {one.line}, column {one.column}, left out: {one.message}" for one in wrong)))
            for case, wrong in zip(cases, of_values, strict=True)]


def _flaws(flaws: Iterable[Flaw], item: Any, where: tuple, reader: "CaseReader") -> list[Problem]:
    """Say what else is wrong with a case, and return the flaws of single values, at their places; a bare case has no frame around it."""
    framed = isinstance(item, dict) and "case" in item
    of_values: list[Problem] = []
    for flaw in flaws:
        problem = reader.document.problem((*where, *(flaw.path if framed else flaw.path[1:])), flaw.message)
        (of_values if flaw.of_one_value else reader.problems).append(problem)
    return of_values


def _refuse_doubles(cases: list[CaseFile], paths: list[tuple], reader: "CaseReader") -> None:
    seen: set[str] = set()
    for case, where in zip(cases, paths, strict=True):
        if case.id and case.id in seen:
            reader.say((*where, "id"), f"id '{case.id}' stands twice; ids are unique within a file; rename one")
        seen.add(case.id)


def _checked(cases: list[CaseFile], check: Check | None, name: str) -> list[CaseFile]:
    """Return the cases of a foreign file if nothing else is wrong with them; its parts have no place that a person would look at."""
    flaws = {one.id: tuple(check(one)) if check else () for one in cases}
    problems = [Problem(name, 0, 0, f"case '{case}': {flaw.message}") for case, listed in flaws.items() for flaw in listed
                if len(cases) == 1 or not flaw.of_one_value]
    if problems:
        raise CaseError(tuple(problems))
    return [replace(one, told=(*one.told, *(f"left out: {flaw.message}" for flaw in flaws[one.id]))) for one in cases]


def case_of_values(value: Any, *, name: str, line: int) -> CaseFile:
    """Read one case from plain values, such as a line of JSON; keys as in a case file. Without an id the line's number stands for it.

    Raises CaseError as `read_cases` does; the place of each problem is the line.
    """
    reader = CaseReader(_Line(value, name, line))
    case = reader.case_file(value, ())
    if reader.problems:
        raise CaseError(tuple(reader.problems))
    return case if isinstance(value, dict) and value.get("id") is not None else replace(case, id=str(line))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file as a document: whatever is wrong in it stands at its beginning."""

    value: Any
    file: str
    line: int

    def problem(self, path: tuple, message: str, *, at_key: bool = False) -> Problem:
        del path, at_key
        return Problem(self.file, self.line, 1, message)


class CaseReader:
    """Walks a document, collecting problems instead of stopping at the first."""

    def __init__(self, document: Document | _Line, knowledge: Knowledge | None = None) -> None:
        self.document = document
        self.knowledge = knowledge
        self.problems: list[Problem] = []

    def say(self, path: tuple, message: str, *, at_key: bool = False) -> None:
        """Collect a problem at the place of a path of keys and numbers; `at_key`: at the key and not at what stands under it."""
        self.problems.append(self.document.problem(path, message, at_key=at_key))

    def case_file(self, value: Any, path: tuple) -> CaseFile:
        """Read one case with its frame, or a case without one; what is wrong is left out and collected, here as in all that follow."""
        if not isinstance(value, dict):
            prose = "; a print-out or prose is read by `python -m engine read`" if isinstance(value, str) and not path else ""
            self.say(path, f"found {kind_of(value)}; a case is a mapping with the keys {', '.join(_TOP)}; write those{prose}")
            return CaseFile(id="")
        number = f"case-{path[0] + 1 if path else 1}"
        if "case" not in value and set(value) & set(_CASE):
            return CaseFile(id=number, case=self.case(value, path))
        self.keys(value, _TOP, path)
        version = value.get("format", FORMAT)
        if version != FORMAT or isinstance(version, bool):
            self.say((*path, "format"), f"format {shown(version)} is not known; allowed: {FORMAT}; use a newer Penia or convert the file")
        if "case" not in value:
            self.say(path, "key 'case' is missing; a case file says under 'case' what is known; add it")
        known = value.get("case")
        confirming = self.case(value["confirming"], (*path, "confirming")) if "confirming" in value else None
        return CaseFile(
            id=self.text(value, "id", path) or number, title=self.text(value, "title", path) or "",
            source=self.source(value, path), case=self.case({} if known is None else known, (*path, "case")), confirming=confirming,
            diagnosis=self.diagnosis(value, path))

    def keys(self, value: dict, allowed: tuple[str, ...], path: tuple) -> None:
        """Refuse keys that are not allowed, with the one that was meant."""
        for key in value:
            if key not in allowed:
                meant = meant_key(str(key), allowed, self.knowledge)
                hint = f"; did you mean '{meant}'?" if meant else "; remove it"
                self.say((*path, key), f"unknown key '{key}'; allowed: {', '.join(allowed)}{hint}", at_key=True)

    def text(self, value: dict, key: str, path: tuple) -> str | None:
        """Return what stands under a key as text; a bare number is its own text."""
        found = value.get(key)
        if found is None:
            return None
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            return str(found)
        self.say((*path, key), f"'{key}' holds {kind_of(found)}; allowed: text; write it as text")
        return None

    def number(self, value: dict, key: str, path: tuple, limits: tuple[float, float]) -> float | None:
        """Return the number under a key, within limits, ends included."""
        found = value.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int | float) or not limits[0] <= found <= limits[1]:
            self.say((*path, key), f"'{key}' is {shown(found)}; allowed: a number from {limits[0]:g} to {limits[1]:g}; correct it or leave it out")
            return None
        return float(found)

    def choice(self, value: dict, key: str, path: tuple, allowed: tuple) -> Any:
        """Return which of the allowed values stands under a key, in any case or by its first letter."""
        found = value.get(key)
        if found is None or found in allowed and isinstance(found, type(allowed[0])):
            return found
        meant = [one for one in allowed if isinstance(one, str) and isinstance(found, str) and found.casefold() in (one, one[0])]
        if len(meant) == 1:
            return meant[0]
        words = ", ".join(str(one).lower() for one in allowed)
        self.say((*path, key), f"'{key}' is {shown(found)}; allowed: {words}; choose one or leave it out")
        return None

    def listing(self, value: dict, key: str, path: tuple) -> tuple[str, ...]:
        """Return the texts of a list under a key."""
        found = value.get(key)
        if found is None:
            return ()
        if isinstance(found, str):
            self.say((*path, key), f"'{key}' holds text; allowed: a list; write [{found}]")
            return ()
        if not isinstance(found, list):
            self.say((*path, key), f"'{key}' holds {kind_of(found)}; allowed: a list of entries; write [one, another]")
            return ()
        texts = []
        for number, item in enumerate(found):
            if isinstance(item, str | int | float) and not isinstance(item, bool):
                texts.append(str(item))
            else:
                self.say((*path, key, number), f"an entry holds {kind_of(item)}; allowed: text; put text with a colon in quotes")
        return tuple(texts)

    def labs(self, value: dict, key: str, path: tuple) -> dict[str, str]:
        """Return names with printed values."""
        found = value.get(key)
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.say((*path, key), f"'{key}' holds {kind_of(found)}; allowed: names with values, such as WBC: \"2.1 x10^9/L\"; write them so")
            return {}
        labs = {}
        for name, printed in found.items():
            if isinstance(printed, str | int | float) and not isinstance(printed, bool):
                labs[str(name)] = str(printed)
            else:
                self.say((*path, key, name), f"the value of '{name}' is {kind_of(printed)}; allowed: a value with its unit, in quotes; write it so")
        return labs

    def medications(self, value: dict, path: tuple) -> tuple[Medication, ...] | None:
        """Return the medications: None where nothing is said of them, empty where none are taken."""
        found = value.get("medications")
        if found is None:
            return None
        if not isinstance(found, list):
            allowed = "a list of {name: ..., taken: ...}; an empty list means none"
            self.say((*path, "medications"), f"'medications' holds {kind_of(found)}; allowed: {allowed}")
            return None
        medications = []
        for number, item in enumerate(found):
            where = (*path, "medications", number)
            if isinstance(item, str):
                medications.append(Medication(item))
            elif isinstance(item, dict) and item.get("name") is not None:
                self.keys(item, ("name", "taken"), where)
                medications.append(Medication(self.text(item, "name", where) or "", self.text(item, "taken", where) or ""))
            else:
                self.say(where, f"a medication is {kind_of(item)}; allowed: {{name: ..., taken: ...}}; give at least the name")
        return tuple(medications)

    def case(self, value: Any, path: tuple) -> Case:
        """Return what stands under `case` or `confirming`."""
        if not isinstance(value, dict):
            self.say(path, f"'{path[-1] if path else 'case'}' holds {kind_of(value)}; allowed: the keys {', '.join(_CASE)}; write those")
            return Case()
        self.keys(value, _CASE, path)
        series = value.get("series")
        if series is None:
            series = {}
        elif not isinstance(series, dict):
            self.say((*path, "series"), f"'series' holds {kind_of(series)}; allowed: dates with values; write {{2024-01-31: {{WBC: ...}}}}")
            series = {}
        return Case(
            age=self.number(value, "age", path, _AGE_LIMITS), sex=self.choice(value, "sex", path, ("female", "male")),
            pregnant=self.choice(value, "pregnant", path, (True, False)),
            gestation_weeks=self.number(value, "gestation_weeks", path, (0, LONGEST_GESTATION)), ancestry=self.text(value, "ancestry", path),
            setting=self.text(value, "setting", path), region=as_region(self.text(value, "region", path)),
            onset=self.text(value, "onset", path), labs=self.labs(value, "labs", path),
            medications=self.medications(value, path),
            series={str(date): self.labs(series, date, (*path, "series")) for date in series},
            **{key: self.listing(value, key, path) for key in ENTRY_KEYS})

    def source(self, value: dict, path: tuple) -> dict[str, str | int]:
        """Return where a case was published."""
        found = value.get("source")
        if found is None:
            return {}
        if not isinstance(found, dict):
            self.say((*path, "source"), f"'source' holds {kind_of(found)}; allowed: the keys {', '.join(_SOURCE)}; write those")
            return {}
        where = (*path, "source")
        self.keys(found, _SOURCE, where)
        texts = {key: self.text(found, key, where) for key in found if key in _SOURCE}
        return {key: found[key] for key, text in texts.items() if text is not None}

    def diagnosis(self, value: dict, path: tuple) -> Diagnosis | None:
        """Return what a case turned out to be."""
        found = value.get("diagnosis")
        if found is None:
            return None
        where = (*path, "diagnosis")
        if not isinstance(found, dict) or found.get("cause") is None:
            self.say(where, "'diagnosis' lacks the key 'cause'; allowed: cause, detail, also_correct; add the plain label")
            return None
        self.keys(found, ("cause", "detail", "also_correct"), where)
        return Diagnosis(self.text(found, "cause", where) or "", self.text(found, "detail", where), self.listing(found, "also_correct", where))
