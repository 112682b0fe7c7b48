"""Reads every file under rules/ and checks each against its model. All problems are collected before any is raised."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from ..errors import Problem, RuleError
from .document import Document
from .migrate import FormatError, migrated
from .models import (
    Cause,
    CohortsFile,
    CoverageFile,
    DiagnosesFile,
    DrugsFile,
    EffortFile,
    Finding,
    FindingsFile,
    HpoFile,
    LabsFile,
    LanguageFile,
    ModelFile,
    RuleFile,
    SettingsFile,
    Source,
    SourcesFile,
    TeachingFile,
    UrgentFile,
)
from .models.finding import FindingKind
from .problems import problems_of
from .quiet import garbage_collection_paused
from .yaml12 import read_yaml

F = TypeVar("F", bound=RuleFile)

MODELS: MappingProxyType[str, type[RuleFile]] = MappingProxyType(
    {
        "cause": Cause, "findings": FindingsFile, "labs": LabsFile, "drugs": DrugsFile, "settings": SettingsFile,
        "model": ModelFile, "urgent": UrgentFile, "sources": SourcesFile, "language": LanguageFile, "hpo": HpoFile,
        "coverage": CoverageFile, "cohorts": CohortsFile, "diagnoses": DiagnosesFile, "effort": EffortFile, "teaching": TeachingFile,
    }
)
"""Kind of rule file to the model that describes it."""

SINGLE = ("sources", "model", "settings", "labs", "drugs", "urgent", "language")
"""Kinds of which there is exactly one file, named like the kind."""

OPTIONAL = ("hpo", "cohorts", "coverage", "diagnoses", "effort", "teaching")
"""Kinds of which there is at most one file, named like the kind."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One rule file. `content` is None when the file does not satisfy its model."""

    kind: str
    stem: str
    folder: str
    document: Document
    content: RuleFile | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading every rule file: those that are YAML, the places of those that are not, every problem."""

    files: tuple[LoadedFile, ...]
    unread: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules, each file valid by itself. `findings` maps an id to its kind and the finding."""

    sources: dict[str, Source]
    copies: tuple[str, ...]
    findings: dict[str, tuple[FindingKind, Finding]]
    labs: LabsFile
    drugs: DrugsFile
    settings: SettingsFile
    model: ModelFile
    urgent: UrgentFile
    language: LanguageFile
    hpo: HpoFile | None
    coverage: CoverageFile | None
    diagnoses: DiagnosesFile | None
    effort: EffortFile | None
    cohorts: CohortsFile | None
    teaching: TeachingFile | None
    causes: dict[str, Cause]
    documents: dict[str, Document]


def read_rules(root: Path) -> RuleBook:
    """Read the rules. References between files are not looked at, see `engine.knowledge.crosscheck`.

    Args:
        root: the folder `rules/`.

    Returns:
        The rules, causes and findings in the order of their file names.

    Raises:
        RuleError: with every problem of every file.
    """
    reading = read_files(root)
    if reading.problems:
        raise RuleError(reading.problems)
    return rule_book(reading.files)


def read_files(root: Path, read: Callable[..., Document] = read_yaml) -> Reading:
    """Read every rule file as far as possible.

    Args:
        root: the folder `rules/`.
        read: what reads a file; `read_quickly` where nothing is expected to be wrong.

    Returns:
        The files that are YAML, valid or not; kind and name of the others and of missing ones; every problem found.
    """
    files: list[LoadedFile] = []
    unread = [(kind, kind) for kind in SINGLE if not (root / f"{kind}.yaml").is_file()]
    problems = [
        Problem(f"{root.name}/{kind}.yaml", 0, 0, "the file is missing; write it, see rules/README.md") for kind, _ in unread
    ]
    with garbage_collection_paused():
        for path in sorted((*root.rglob("*.yaml"), *root.rglob("*.yml"))):
            kind = _kind(path.relative_to(root))
            if kind is None:
                problems.append(_misplaced(path, root))
                continue
            loaded, found = _read_file(path, root, kind, read)
            problems.extend(found)
            if loaded is None:
                unread.append((kind, path.stem))
            else:
                files.append(loaded)
    return Reading(tuple(files), tuple(unread), tuple(problems))


def rule_book(files: tuple[LoadedFile, ...]) -> RuleBook:
    """Put valid files together. Of two entries with one id the later one is taken; `crosscheck` tells.

    Args:
        files: every rule file, all with content.

    Returns:
        The rules.
    """
    contents = [file.content for file in files]
    sources = _single(SourcesFile, contents)
    return RuleBook(
        sources=sources.sources, copies=sources.copies,
        findings={name: (file.kind, finding) for file in _of_model(FindingsFile, contents) for name, finding in file.findings.items()},
        labs=_single(LabsFile, contents),
        drugs=_single(DrugsFile, contents),
        settings=_single(SettingsFile, contents),
        model=_single(ModelFile, contents),
        urgent=_single(UrgentFile, contents),
        language=_single(LanguageFile, contents),
        hpo=_optional(HpoFile, contents),
        coverage=_optional(CoverageFile, contents),
        diagnoses=_optional(DiagnosesFile, contents),
        effort=_optional(EffortFile, contents),
        cohorts=_optional(CohortsFile, contents),
        teaching=_optional(TeachingFile, contents),
        causes={cause.id: cause for cause in _of_model(Cause, contents)},
        documents={file.document.file: file.document for file in files},
    )


def _of_model(model: type[F], contents: Iterable[RuleFile | None]) -> list[F]:
    return [content for content in contents if isinstance(content, model)]


def _single(model: type[F], contents: Iterable[RuleFile | None]) -> F:
    (content,) = _of_model(model, contents)
    return content


def _optional(model: type[F], contents: Iterable[RuleFile | None]) -> F | None:
    return next(iter(_of_model(model, contents)), None)


def _kind(relative: Path) -> str | None:
    """What a rule file holds, by its place; None where no rule file belongs."""
    parts = relative.parts
    if relative.suffix != ".yaml":
        return None
    if len(parts) == 1 and relative.stem in (*SINGLE, *OPTIONAL):
        return relative.stem
    if len(parts) == 2 and parts[0] == "findings":
        return "findings"
    return "cause" if len(parts) == 3 and parts[0] == "causes" else None


def _misplaced(path: Path, root: Path) -> Problem:
    places = f"{', '.join(f'{kind}.yaml' for kind in (*SINGLE, *OPTIONAL))}, findings/<kind>.yaml, causes/<group>/<id>.yaml"
    return Problem(_label(path, root), 0, 0, f"no rule file belongs here; allowed: {places}; move or rename it")


def _label(path: Path, root: Path) -> str:
    return f"{root.name}/{path.relative_to(root).as_posix()}"


def _read_file(path: Path, root: Path, kind: str, read: Callable[..., Document]) -> tuple[LoadedFile | None, tuple[Problem, ...]]:
    label = _label(path, root)
    try:
        document = read(path.read_bytes(), file=label, error=RuleError)
    except RuleError as error:
        return None, error.problems
    except OSError as error:
        return None, (Problem(label, 0, 0, f"the file cannot be read ({error.strerror}); check its permissions"),)
    content, problems = _validated(document, kind)
    return LoadedFile(kind, path.stem, path.parent.name, document, content), problems


def _validated(document: Document, kind: str) -> tuple[RuleFile | None, tuple[Problem, ...]]:
    model = MODELS[kind]
    try:
        value = migrated(kind, document.value)
        # By way of JSON the strict mode of the schema library takes lists for tuples, and still no "0.6" for a number.
        return model.model_validate_json(to_json(value), strict=True), ()
    except FormatError as error:
        return None, (document.problem(("format",), str(error)),)
    except ValidationError as error:
        return None, problems_of(error, document, model)
