"""One committed answer as it is kept, in a database and in a progress file, and the file itself: written whole, read strictly.

    {"format": 1, "kind": "penia progress", "notice": ..., "learner": ..., "answers": [...]}

The id of an answer is a digest of all that it holds. So an answer that was damaged or changed is known by its id, an answer that is brought in
twice is kept once, and an answer is never changed after it was committed.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from ..errors import ProgressError
from ..notice import NOTICE
from .scores import Guess

FORMAT = 1
KIND = "penia progress"
MOST_BYTES = 20_000_000
_MOST_SHOWN = 5
_ID_DIGITS = 32

_Name = Annotated[str, Field(min_length=1, max_length=300)]
_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class StageAnswer:
    """What was committed at one stage of a case that is told in stages."""

    stage: str
    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished answer.

    `at` is when it was committed, in UTC; `source` the page, "practice" or "learn"; `topic` what comes back when it was missed: a set of look-alikes
    or a group of causes; `case` the key of the case, `seed` where it was drawn from one; `truth` the id of the leaf that was true; `guesses` the
    list that was committed last, most probable first; `given` the probability that it gave to the truth, 0 to 1; `stages` what was committed at each
    stage, where there were stages; `knowledge` the digest of the rules by which it was judged.
    """

    at: datetime
    source: str
    topic: str
    case: str
    truth: str
    guesses: tuple[Guess, ...]
    given: float
    seed: int | None = None
    stages: tuple[StageAnswer, ...] = ()
    knowledge: str = ""

    @property
    def id(self) -> str:
        """A digest of everything the answer holds, 32 hexadecimal digits."""
        content = json.dumps(_content(self), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(content.encode("ascii")).hexdigest()[:_ID_DIGITS]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _GuessRecord(_Strict):
    cause: _Name
    probability: _Share


class _StageRecord(_Strict):
    stage: _Name
    guesses: list[_GuessRecord] = Field(max_length=100)


class _AnswerRecord(_Strict):
    id: Annotated[str, Field(pattern=f"^[0-9a-f]{{{_ID_DIGITS}}}$")]
    at: AwareDatetime
    source: Literal["practice", "learn"]
    topic: _Name
    case: _Name
    seed: Annotated[int, Field(ge=0, lt=2 ** 63)] | None
    truth: _Name
    guesses: list[_GuessRecord] = Field(min_length=1, max_length=100)
    given: _Share
    stages: list[_StageRecord] = Field(max_length=20)
    knowledge: Annotated[str, Field(max_length=64)]


class _FileRecord(_Strict):
    format: Literal[1]
    kind: Literal["penia progress"]
    notice: str
    learner: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9-]+$")]
    answers: list[_AnswerRecord]


def to_record(answer: Answer) -> dict:
    """Return an answer as plain values, with its id; `from_record` gives it back."""
    return {"id": answer.id, **_content(answer)}


def _content(answer: Answer) -> dict:
    return {"at": answer.at.isoformat(), "source": answer.source, "topic": answer.topic, "case": answer.case, "seed": answer.seed,
            "truth": answer.truth, "guesses": _listed(answer.guesses), "given": answer.given,
            "stages": [{"stage": one.stage, "guesses": _listed(one.guesses)} for one in answer.stages], "knowledge": answer.knowledge}


def _listed(guesses: tuple[Guess, ...]) -> list[dict]:
    return [{"cause": one.cause, "probability": float(one.probability)} for one in guesses]


def from_record(record: dict, *, where: str) -> Answer:
    """Read one kept answer. Raises ProgressError where it is not whole; `where` stands in the message."""
    try:
        return _answer(_AnswerRecord.model_validate(record))
    except ValidationError as error:
        raise ProgressError("\n".join(_told(error, where))) from None


def _answer(record: _AnswerRecord) -> Answer:
    # Written as it was read, so that the same moment has one spelling: fromisoformat gives the UTC that the scheduler asks for.
    at = datetime.fromisoformat(record.at.isoformat().replace("Z", "+00:00"))
    return Answer(at, record.source, record.topic, record.case, record.truth, _guesses(record.guesses), record.given, record.seed,
                  tuple(StageAnswer(one.stage, _guesses(one.guesses)) for one in record.stages), record.knowledge)


def _guesses(records: list[_GuessRecord]) -> tuple[Guess, ...]:
    return tuple(Guess(one.cause, one.probability) for one in records)


def in_order(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return answers in the order in which they were committed, the same in every process."""
    return tuple(sorted(answers, key=lambda one: (one.at, one.id)))


def write_progress(learner: str, answers: tuple[Answer, ...]) -> str:
    """Return the text of a progress file: one learner's answers, oldest first. No name stands in it."""
    value = {"format": FORMAT, "kind": KIND, "notice": NOTICE, "learner": learner, "answers": [to_record(one) for one in answers]}
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def read_progress(data: bytes, *, name: str) -> tuple[str, tuple[Answer, ...]]:
    """Read a progress file: all of it, or nothing.

    Args:
        data: the content of the file. name: stands for it in messages.

    Returns:
        The learner's anonymous id, and the answers in the order of the file.

    Raises:
        ProgressError: the file is not one, is cut off, or an answer in it was damaged or changed.
    """
    if len(data) > MOST_BYTES:
        raise ProgressError(f"{name}: the file has {len(data):,} bytes; allowed: {MOST_BYTES:,}; export it again")
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ProgressError(f"{name}: this is not whole JSON ({str(error)[:120]}); allowed: a progress file as it was exported; "
                            "export it again") from None
    try:
        record = _FileRecord.model_validate(value)
    except ValidationError as error:
        raise ProgressError("\n".join(_told(error, name))) from None
    answers = tuple(_answer(one) for one in record.answers)
    for number, (kept, answer) in enumerate(zip(record.answers, answers, strict=True), start=1):
        if kept.id != answer.id:
            raise ProgressError(f"{name}: answer {number} is not what it was when it was committed; allowed: answers as they were exported; "
                                "export the file again")
    return record.learner, answers


def _told(error: ValidationError, name: str) -> list[str]:
    """Say what is wrong, one line each, the first few."""
    found = error.errors(include_url=False, include_context=False)
    if not found[0]["loc"]:
        return [f"{name}: this is not a progress file; allowed: a file as it was exported; export it again"]
    lines = [f"{name}: {' '.join(str(part) for part in one['loc'])}: {one['msg'][:1].lower()}{one['msg'][1:]}; "
             "allowed: what was exported; export it again" for one in found[:_MOST_SHOWN]]
    return lines + ([f"{name}: and {len(found) - _MOST_SHOWN} more"] if len(found) > _MOST_SHOWN else [])
