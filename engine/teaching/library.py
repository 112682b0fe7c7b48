"""The teaching cases of `cases/teaching/`: one a file, told in stages, each with its author's own path.

    case = read_library(CASES, knowledge)["numb-feet-after-surgery"]
    case.opened(2).stages      # the first two stages; nothing of what comes later
    case.at("examination")     # the case as known then

A file is read strictly; every problem is told with its place and what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from ..case.file import CaseReader
from ..case.model import Case, CaseFile, Diagnosis, merged
from ..errors import CaseError, Problem
from ..evaluation.judge import judge
from ..knowledge.document import Document
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import resolve_label
from ..knowledge.models.base import Identifier, RuleFile, RuleModel, SourceKey
from ..knowledge.problems import problems_of
from ..knowledge.wording import suggestion
from ..knowledge.yaml12 import read_yaml
from ..reasoning.observations import observe
from .naming import Names
from .scores import Guess, is_true

CASES = Path(__file__).resolve().parents[2] / "cases" / "teaching"
STAGES = ("story", "examination", "blood count", "first tests", "confirming test")
Stages = Literal["story", "examination", "blood count", "first tests", "confirming test"]
Text = Field(min_length=3, max_length=2000)


class StageEntry(RuleModel):
    """One stage as written; `case` holds keys of a case file."""

    stage: Stages
    text: str = Text
    case: dict


class AnswerEntry(RuleModel):
    """What the case turned out to be, in labels of causes."""

    cause: str
    also_correct: tuple[str, ...] = ()
    detail: str | None = None


class PathEntry(RuleModel):
    """What the author thinks at a stage: causes, the most likely first, and why."""

    stage: Stages
    causes: tuple[str, ...] = Field(min_length=1)
    why: str = Text


class LookAlikeEntry(RuleModel):
    """A cause that looks alike, and what separates it."""

    cause: str
    separated_by: str = Text


class TeachingEntry(RuleFile):
    """A whole file of `cases/teaching/`."""

    id: Identifier
    title: str = Field(min_length=3, max_length=120)
    difficulty: Literal["easy", "moderate", "hard"]
    goals: tuple[str, ...] = Field(min_length=1, max_length=3)
    stages: tuple[StageEntry, ...] = Field(min_length=2)
    diagnosis: AnswerEntry
    path: tuple[PathEntry, ...]
    look_alikes: tuple[LookAlikeEntry, ...] = Field(min_length=1)
    top_five_from: Stages
    sources: tuple[SourceKey, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what is told, as prose and as entries. `name` is one of `STAGES`."""

    name: str
    text: str
    case: Case


@dataclass(frozen=True, slots=True)
class Thought:
    """The author's differential at a stage: ids of causes, the most likely first, and why."""

    causes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as far as it was opened: its first stages, and how many there are. It holds nothing of what comes later."""

    id: str
    title: str
    difficulty: str
    stages: tuple[Stage, ...]
    count: int

    @property
    def case(self) -> Case:
        """What is known so far."""
        known = Case()
        for stage in self.stages:
            known = merged(known, stage.case)
        return known


@dataclass(frozen=True, slots=True)
class TeachingCase:
    """A case with its answer.

    truth: ids of the leaves that are right, the diagnosis first
    path: by name of the stage; look_alikes: id of a cause and what separates it; sources: keys of `rules/sources.yaml`
    """

    id: str
    title: str
    difficulty: str
    goals: tuple[str, ...]
    stages: tuple[Stage, ...]
    diagnosis: Diagnosis
    truth: tuple[str, ...]
    path: dict[str, Thought]
    look_alikes: tuple[tuple[str, str], ...]
    top_five_from: str
    sources: tuple[str, ...]

    def opened(self, count: int) -> Opened:
        """Return the first stages, 1 to all of them. Raises ValueError for any other number."""
        if not 1 <= count <= len(self.stages):
            raise ValueError(f"{count} stages of '{self.id}' were asked for; allowed: 1 to {len(self.stages)}")
        return Opened(self.id, self.title, self.difficulty, self.stages[:count], len(self.stages))

    def at(self, stage: str) -> Case:
        """Return what is known at a stage. Raises ValueError for a stage that the case does not have."""
        return self.opened([one.name for one in self.stages].index(stage) + 1).case

    def judged(self, answer: Sequence[Guess], knowledge: Knowledge) -> tuple[Guess, ...]:
        """Return a list as it is scored: other names that the author accepts stand for the diagnosis. Most probable first."""
        first, *others = self.truth
        shares: dict[str, float] = {}
        for one in answer:
            accepted = any(is_true(one.cause, leaf, knowledge) for leaf in others) and not is_true(one.cause, first, knowledge)
            cause = first if accepted else one.cause
            shares[cause] = shares.get(cause, 0.0) + one.probability
        return tuple(sorted((Guess(cause, share) for cause, share in shares.items()), key=lambda one: -one.probability))

    def place(self, stage: str, knowledge: Knowledge) -> int | None:
        """Return the engine's place of the first right row at a stage, 1 for first."""
        return judge(CaseFile(self.id, case=self.at(stage), diagnosis=self.diagnosis), knowledge, stage="presentation", setting=None).place


def read_library(folder: Path, knowledge: Knowledge) -> dict[str, TeachingCase]:
    """Read all teaching cases of a folder, by id; none where there is no such folder.

    Raises:
        CaseError: with every problem of every file.
    """
    problems: list[Problem] = []
    cases = {}
    names = Names.of(knowledge)
    folder = folder.resolve()  # so that messages name a file alike wherever the folder is named from
    for path in sorted(folder.glob("*.yaml")):
        file = path.relative_to(folder.parent.parent).as_posix()
        try:
            cases[path.stem] = parse_teaching(path.read_bytes(), file=file, stem=path.stem, knowledge=knowledge, names=names)
        except OSError as error:
            problems.append(Problem(file, 0, 0, f"the file cannot be read ({error.strerror}); make it readable, or remove it"))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(tuple(problems))
    return cases


def parse_teaching(data: bytes | str, *, file: str, knowledge: Knowledge, stem: str | None = None, names: Names | None = None) -> TeachingCase:
    """Read one teaching case.

    Args:
        data: the text of the file. file: stands for it in messages. stem: what its id must be; None for any.
        names: `Names.of(knowledge)`, to be made once where many cases are read.

    Raises:
        CaseError: with every problem, each at its place.
    """
    document = read_yaml(data, file=file, error=CaseError)
    try:
        entry = TeachingEntry.model_validate(document.value)
    except ValidationError as error:
        raise CaseError(problems_of(error, document, TeachingEntry)) from None
    checker = _Checker(document, entry, knowledge, names or Names.of(knowledge))
    case = checker.case(stem)
    if checker.reader.problems:
        raise CaseError(tuple(sorted(checker.reader.problems, key=lambda one: (one.line, one.column))))
    return case


def not_understood(case: TeachingCase, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the entries of a case that the engine cannot read, and so does not weigh."""
    return tuple(one.text for one in observe(case.at(case.stages[-1].name), knowledge).readings if one.status == "not_understood")


class _Checker:
    """Turns a file of the right shape into a case, collecting what the shape alone does not show."""

    def __init__(self, document: Document, entry: TeachingEntry, knowledge: Knowledge, names: Names) -> None:
        self.entry, self.knowledge, self.names = entry, knowledge, names
        self.reader = CaseReader(document, knowledge)
        self.value = document.value

    def case(self, stem: str | None) -> TeachingCase:
        entry = self.entry
        answers = [self.cause(label, path) for label, path in
                   ((entry.diagnosis.cause, ("diagnosis", "cause")),
                    *((label, ("diagnosis", "also_correct", number)) for number, label in enumerate(entry.diagnosis.also_correct)))]
        if stem is not None and entry.id != stem:
            self.reader.say(("id",), f"'id' is '{entry.id}'; allowed: the name of the file, '{stem}'; rename one of them")
        self.silent(("id",), entry.id.replace("-", " "), answers)
        self.silent(("title",), entry.title, answers)
        self.stages()
        for number, key in enumerate(entry.sources):
            if key not in self.knowledge.sources:
                self.reader.say(("sources", number), f"source '{key}' is not known; allowed: a key of sources.yaml; "
                                f"{suggestion(key, self.knowledge.sources, otherwise='add it there')}")
        return TeachingCase(
            id=entry.id, title=entry.title, difficulty=entry.difficulty, goals=entry.goals, stages=self.told(),
            diagnosis=Diagnosis(entry.diagnosis.cause, entry.diagnosis.detail, entry.diagnosis.also_correct),
            truth=tuple(dict.fromkeys(one for one in answers if one)), path=self.path(), look_alikes=self.look_alikes(),
            top_five_from=entry.top_five_from, sources=entry.sources)

    def cause(self, label: str, path: tuple) -> str | None:
        """Resolve a label. The id of a cause is that of the leaf where it stands alone."""
        found = resolve_label(label, self.knowledge)
        if found is None:
            near = suggestion(label, self.names.labels, otherwise="choose one of `python -m engine causes`")
            self.reader.say(path, f"'{label}' names no cause known here; allowed: a name, synonym or id of a cause; {near}")
        return found

    def silent(self, path: tuple, text: str, answers: list[str | None]) -> None:
        """Refuse a text that is read before the case is opened and names a cause, or says a word that only the answer's name has."""
        said = self.names.said(text) or self.names.hinted(text, [one for one in answers if one])
        if said:
            self.reader.say(path, f"'{path[0]}' says '{said}', which gives an answer away; allowed: words that name no cause; rename the case")

    def stages(self) -> None:
        """Refuse stages out of order, and a path or a promise about stages that the case does not have."""
        listed = [one.stage for one in self.entry.stages]
        for number, name in enumerate(listed):
            if number and STAGES.index(name) <= STAGES.index(listed[number - 1]):
                self.reader.say(("stages", number, "stage"), f"stage '{name}' stands after '{listed[number - 1]}'; "
                                f"allowed: each once, in this order: {', '.join(STAGES)}; move it")
        if listed[0] != STAGES[0]:
            self.reader.say(("stages", 0, "stage"), f"the first stage is '{listed[0]}'; allowed: {STAGES[0]}; begin with it")
        walked = [one.stage for one in self.entry.path]
        if walked != listed:
            self.reader.say(("path",), f"'path' has the stages {', '.join(walked) or 'none'}; allowed: those of the case, {', '.join(listed)}; "
                            "say at each what you think")
        if self.entry.top_five_from not in listed:
            self.reader.say(("top_five_from",), f"'top_five_from' is '{self.entry.top_five_from}'; allowed: {', '.join(listed)}; choose one")

    def told(self) -> tuple[Stage, ...]:
        raw = self.value["stages"]
        return tuple(Stage(one.stage, one.text, self.reader.case(raw[number]["case"], ("stages", number, "case")))
                     for number, one in enumerate(self.entry.stages))

    def path(self) -> dict[str, Thought]:
        path: dict[str, Thought] = {}
        for number, one in enumerate(self.entry.path):
            causes = [self.cause(label, ("path", number, "causes", place)) for place, label in enumerate(one.causes)]
            path[one.stage] = Thought(tuple(dict.fromkeys(cause for cause in causes if cause)), one.why)
        return path

    def look_alikes(self) -> tuple[tuple[str, str], ...]:
        found = [(self.cause(one.cause, ("look_alikes", number, "cause")), one.separated_by)
                 for number, one in enumerate(self.entry.look_alikes)]
        return tuple((cause, by) for cause, by in found if cause)
