"""Checks the rules as a whole: every mention leads somewhere, every name has one meaning, nothing goes in circles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem
from .document import Document
from .document import Path as Place
from .entry_check import entry_problems
from .known import known_names
from .mention_check import unknown_mentions
from .models import Cause, FindingsFile, ModelFile, SourcesFile
from .name_check import name_problems
from .references import Mentions, mentions
from .rulebook import LoadedFile, Reading, read_files


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything there is to say about the rules. `notes` are worth knowing and make nothing wrong."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """An entry names the one it belongs under, at a place."""

    to: str
    document: Document
    path: Place


def check(root: Path) -> tuple[Problem, ...]:
    """Every problem of the rules, of single files and across files.

    Args:
        root: the folder `rules/`.

    Returns:
        The problems by file and line; () when the rules are right.
    """
    return examine(root).problems


def examine(root: Path) -> Examination:
    """Like `check`, with the notes.

    Args:
        root: the folder `rules/`.

    Returns:
        Problems and notes, each by file and line.
    """
    return examined(read_files(root))


def examined(reading: Reading) -> Examination:
    """Examine rules that have been read already.

    Args:
        reading: what `read_files` returned.

    Returns:
        Problems, those of the reading included, and notes, each by file and line.
    """
    said = [tuple(mentions(file)) for file in reading.files]
    problems = (*reading.problems, *_across(reading, said))
    return Examination(_by_place(problems), _by_place(tuple(_unused_sources(reading, said))))


def _by_place(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line, problem.column)))


def _across(reading: Reading, said: list[tuple[Mentions, ...]]) -> Iterator[Problem]:
    known = known_names(reading)
    model = next((file.content for file in reading.files if isinstance(file.content, ModelFile)), None)
    for file, mentioned in zip(reading.files, said, strict=True):
        yield from unknown_mentions(file, mentioned, known)
        yield from entry_problems(file, known, model)
    yield from name_problems(reading.files)
    yield from _circles(_parents(reading.files), "parents")
    yield from _circles(_forms(reading.files), "is_a")


def _unused_sources(reading: Reading, said: list[tuple[Mentions, ...]]) -> Iterator[Problem]:
    used = {name for mentioned in said for mention in mentioned if mention.kind == "source" for name in mention.names}
    for file in reading.files:
        if isinstance(file.content, SourcesFile):
            for name in file.content.sources:
                if name not in used:
                    message = f"source '{name}' is not used; cite it where its numbers are, or remove it"
                    yield file.document.problem(("sources", name), message, at_key=True)


def _parents(files: tuple[LoadedFile, ...]) -> dict[str, list[_Link]]:
    return {
        name: [
            _Link(parent, file.document, ("findings", name, "parents", number))
            for number, parent in enumerate(finding.parents)
        ]
        for file in files
        if isinstance(file.content, FindingsFile)
        for name, finding in file.content.findings.items()
    }


def _forms(files: tuple[LoadedFile, ...]) -> dict[str, list[_Link]]:
    return {
        file.content.id: [_Link(file.content.is_a.parent, file.document, ("is_a", "parent"))]
        for file in files
        if isinstance(file.content, Cause) and file.content.is_a
    }


def _circles(links: Mapping[str, list[_Link]], key: str) -> Iterator[Problem]:
    """Each circle once, at the link that closes it."""
    done: set[str] = set()
    for start in links:
        # Depth first without recursion: a chain of entries may be longer than Python's stack.
        line, waiting = [start], [iter(links[start])]
        while waiting:
            link = next(waiting[-1], None)
            if link is None:
                waiting.pop()
                done.add(line.pop())
            elif link.to in line:
                circle = " > ".join((*line[line.index(link.to) :], link.to))
                message = f"'{key}' goes in a circle: {circle}; allowed: no circles; remove one of the links"
                yield link.document.problem(link.path, message)
            elif link.to not in done and link.to in links:
                line.append(link.to)
                waiting.append(iter(links[link.to]))
