"""A teaching case made in a form: written in the format of `cases/teaching/`, and held against what it promises."""

import re
import unicodedata
from collections.abc import Iterator

import yaml

from ..case.model import Medication
from ..case.write import NOTICE_COMMENT, CaseDumper, case_record
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from .library import Stage, TeachingCase

FORMAT = 1
_AMONG = 5
_LEAST_LETTERS, _LEAST_STAGES, _MOST_GOALS = 3, 2, 3
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def id_of(title: str) -> str:
    """Return the id that belongs to a title, which is also the name of its file: small letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _NOT_PLAIN.sub("-", plain).strip("-") or "my-case"


def read_lines(text: str | None) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def read_values(text: str | None) -> dict[str, str]:
    """Read laboratory values, one a line, such as `WBC: 2.1 x10^9/L`.

    Raises:
        CaseError: with every line that has no name or no value.
    """
    values, wrong = {}, []
    for number, line in enumerate(read_lines(text), start=1):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not (name and colon and value):
            wrong.append(f"value {number}: '{line}' is not a name with a value; allowed: lines such as WBC: 2.1 x10^9/L; put a colon between")
        elif name in values:
            wrong.append(f"value {number}: '{name}' stands twice; allowed: each name once; remove one")
        values[name] = value
    if wrong:
        raise CaseError("\n".join(wrong))
    return values


def read_drugs(text: str | None, *, none_taken: bool) -> tuple[Medication, ...] | None:
    """Read drugs, one a line, with a semicolon before when it was taken; where there is no line, () if none is taken, else None for unknown."""
    drugs = tuple(Medication(name.strip(), taken.strip()) for name, _, taken in (line.partition(";") for line in read_lines(text)))
    return drugs or (() if none_taken else None)


def write_teaching(case: TeachingCase, knowledge: Knowledge) -> str:
    """Return the text of a case's file. Reading the text of a whole case with `parse_teaching` gives the case back.

    An unfinished case is written as far as it goes; reading it then says what is missing.
    """
    def name(cause: str) -> str:
        return knowledge.causes[cause].name if cause in knowledge.causes else cause

    diagnosis = case.diagnosis
    value = {
        "format": FORMAT, "id": case.id, "title": case.title, "difficulty": case.difficulty, "goals": list(case.goals),
        "stages": [_stage(one) for one in case.stages],
        "diagnosis": {"cause": diagnosis.cause, **({"also_correct": list(diagnosis.also_correct)} if diagnosis.also_correct else {}),
                      **({"detail": diagnosis.detail} if diagnosis.detail else {})},
        "path": [{"stage": stage, "causes": [name(cause) for cause in thought.causes], "why": thought.why} for stage, thought in case.path.items()],
        "look_alikes": [{"cause": name(cause), "separated_by": by} for cause, by in case.look_alikes],
        "top_five_from": case.top_five_from, "sources": list(case.sources)}
    return NOTICE_COMMENT + yaml.dump(value, Dumper=CaseDumper, sort_keys=False, allow_unicode=True, width=150)


def _stage(stage: Stage) -> dict:
    return {"stage": stage.name, "text": stage.text, "case": case_record(stage.case)}


def broken_promises(case: TeachingCase, knowledge: Knowledge) -> tuple[str, ...]:
    """Say where the engine does not rank the answer as the case promises: among the first five from its stage on, first at the end."""
    names = [stage.name for stage in case.stages]
    told = []
    for stage in names[names.index(case.top_five_from):]:
        place, most = case.place(stage, knowledge), 1 if stage == names[-1] else _AMONG
        if place is None or place > most:
            where = "not in its list" if place is None else f"at place {place}"
            told.append(f"{stage}: the engine has the answer {where}; promised: {'the first' if most == 1 else f'one of the first {most}'}; "
                        "tell more that speaks for it, or promise it from a later stage")
    return tuple(told)


def missing(case: TeachingCase, knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Say what a case still lacks, in the words of the form: by its part, what to do; empty where it is whole."""
    told = {"Head": tuple(_of_head(case)), "Stages": tuple(_of_stages(case)), "Answer": tuple(_of_answer(case, knowledge))}
    return {part: lines for part, lines in told.items() if lines}


def _of_head(case: TeachingCase) -> Iterator[str]:
    if len(case.title) < _LEAST_LETTERS:
        yield "Write a title."
    if not case.goals:
        yield "Write what the case teaches: one to three sentences."
    elif len(case.goals) > _MOST_GOALS:
        yield f"It teaches {len(case.goals)} things; keep the {_MOST_GOALS} that matter most."


def _of_stages(case: TeachingCase) -> Iterator[str]:
    names = [stage.name for stage in case.stages]
    if len(names) < _LEAST_STAGES:
        yield f"Write a second stage; so far there is: {', '.join(names)}." if names else "Write the story."
    for stage in case.stages:
        thought = case.path.get(stage.name)
        if thought is None or not thought.causes:
            yield f"Stage {stage.name}: choose what you think at this stage."
        if thought is None or len(thought.why) < _LEAST_LETTERS:
            yield f"Stage {stage.name}: say why you think so."
        if len(stage.text) < _LEAST_LETTERS:
            yield f"Stage {stage.name}: tell more of it."
    if names and case.top_five_from not in names:
        yield f"The answer is promised from the stage {case.top_five_from} on, which is not written; choose another stage, or write it."


def _of_answer(case: TeachingCase, knowledge: Knowledge) -> Iterator[str]:
    if not case.diagnosis.cause:
        yield "Choose the answer."
    if not case.look_alikes:
        yield "Choose at least one look-alike."
    for cause, by in case.look_alikes:
        if len(by) < _LEAST_LETTERS:
            yield f"Say what separates {knowledge.causes[cause].name}."
    if not case.sources:
        yield "Choose at least one source; those of the answer and its look-alikes are offered."
