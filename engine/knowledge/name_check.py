"""Checks that every name has one meaning: ids stand once, and no two entries claim the same words."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from ..errors import Problem
from .document import Document, Path
from .models import Cause, DiagnosesFile, DrugsFile, FindingsFile, LabsFile
from .rulebook import LoadedFile

# No rule file may hold this character, and it is no blank.
_BETWEEN = "\0"
_BLANKS = re.compile(r"\s\s+|[^\S ]")
# "pus", "lupus", "anuresis" and "loss" are no plurals; short forms such as "NRBCs" are.
_PLURAL = re.compile(rf"s(?<=[^\s{_BETWEEN}]{{3}}s)(?<![sui]s)(?=[\s{_BETWEEN}])")


class _Claim(NamedTuple):
    """Words that an entry says it is called by. Within one `field` each of the words may have one `owner` only.

    `path` leads to the only one of `words`, or to the list of them.
    """

    field: str
    words: tuple[str, ...]
    owner: str
    document: Document
    path: Path
    listed: bool

    def place(self, number: int) -> Path:
        """Where the word of that number stands."""
        return (*self.path, number) if self.listed else self.path


def comparable(names: Iterable[str]) -> dict[str, str]:
    """Names as they are compared: small letters, blanks for hyphens, no simple plural.

    Args:
        names: labels and synonyms.

    Returns:
        For each a form that is the same for spellings that mean the same. All are worked out together, step by step.
    """
    names = list(dict.fromkeys(names))
    said = "".join([_BETWEEN, *(f"{name}{_BETWEEN}" for name in names)]).casefold().replace("-", " ")
    said = _BLANKS.sub(" ", said).replace(f" {_BETWEEN}", _BETWEEN).replace(f"{_BETWEEN} ", _BETWEEN)
    return dict(zip(names, _PLURAL.sub("", said).split(_BETWEEN)[1:-1], strict=True))


def name_problems(files: Iterable[LoadedFile]) -> Iterator[Problem]:
    """Names with two meanings.

    Args:
        files: every rule file.

    Yields:
        A problem for each name, where it stands the second time.
    """
    files = tuple(files)
    yield from _repeated_ids(files)
    claims = [claim for file in files for claim in _claims(file)]
    form = comparable(chain.from_iterable(claim.words for claim in claims))
    owners: dict[str, dict[str, str]] = {}
    for claim in claims:
        of_field, owner = owners.setdefault(claim.field, {}), claim.owner
        for number, words in enumerate(claim.words):
            if of_field.setdefault(form[words], owner) != owner:
                first, earlier = next((one, place) for one in claims if one.field == claim.field
                                      for place, said in enumerate(one.words) if form[said] == form[words])
                line, column = first.document.places.nearest(first.place(earlier))
                said = f"'{words}' is also a name of {first.owner} ({first.document.file}:{line}:{column})"
                yield claim.document.problem(claim.place(number), f"{said}; allowed: one meaning a name; remove it from one of the two")


def _repeated_ids(files: tuple[LoadedFile, ...]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[Document, Path]] = {}
    for file in files:
        entries: list[tuple[str, str, Path]] = []
        match file.content:
            case FindingsFile() as findings:
                entries = [("finding", name, ("findings", name)) for name in findings.findings]
            case Cause() as cause:
                entries = [("cause", cause.id, ("id",))]
        for kind, name, path in entries:
            document, earlier = first.setdefault((kind, name), (file.document, path))
            if document is not file.document:
                line, column = document.places.nearest(earlier, at_key=True)
                message = f"{kind} '{name}' stands twice, first in {document.file}:{line}:{column}; keep one of the two"
                yield file.document.problem(path, message, at_key=True)


def _claims(file: LoadedFile) -> Iterator[_Claim]:
    document = file.document
    match file.content:
        case Cause() as cause:
            yield _Claim("causes", (cause.name,), cause.id, document, ("name",), listed=False)
            yield _Claim("causes", cause.synonyms, cause.id, document, ("synonyms",), listed=True)
        case DiagnosesFile() as written:
            for name, words in written.diagnoses.items():
                yield _Claim("causes", words, name, document, ("diagnoses", name), listed=True)
        case FindingsFile() as findings:
            for name, finding in findings.findings.items():
                yield _Claim("words", (finding.label,), name, document, ("findings", name, "label"), listed=False)
                if finding.hpo:
                    yield _Claim("hpo", (finding.hpo,), name, document, ("findings", name, "hpo"), listed=False)
                yield _Claim("words", finding.synonyms, name, document, ("findings", name, "synonyms"), listed=True)
                yield _Claim("words", finding.kinds, name, document, ("findings", name, "kinds"), listed=True)
        case LabsFile() as labs:
            for name, analyte in labs.analytes.items():
                yield _Claim("analytes", (analyte.label,), name, document, ("analytes", name, "label"), listed=False)
                yield _Claim("analytes", analyte.synonyms, name, document, ("analytes", name, "synonyms"), listed=True)
                if analyte.loinc:
                    yield _Claim("loinc", (analyte.loinc,), name, document, ("analytes", name, "loinc"), listed=False)
                yield _Claim("loinc", analyte.also_loinc, name, document, ("analytes", name, "also_loinc"), listed=True)
                for direction, term in analyte.hpo.items():
                    yield _Claim("hpo", (term,), f"{name}:{direction}", document, ("analytes", name, "hpo", direction), listed=False)
                for level, words in analyte.words.items():
                    yield _Claim("words", words, f"{name}:{level}", document, ("analytes", name, "words", level), listed=True)
        case DrugsFile() as drugs:
            for name, drug in drugs.drugs.items():
                yield _Claim("drugs", (drug.label,), name, document, ("drugs", name, "label"), listed=False)
                for section, words in (("synonyms", drug.synonyms), ("brands", drug.brands)):
                    yield _Claim("drugs", words, name, document, ("drugs", name, section), listed=True)
