"""Where this learner's answers are kept, and the one function that keeps them: `record`.

The place is, the first that is set: the environment variable PENIA_PROGRESS (the path of a file, or an address such as
postgresql+psycopg://user@host/base), `[connections.progress]` of Streamlit's secrets, else a file in the home folder. A file belongs to one
learner; in a shared database each session has a code of its own, which the learner may note and give again.
"""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st
from sqlalchemy import URL, Engine

from engine import Knowledge, PeniaError
from engine.errors import ProgressError
from engine.teaching import Guess
from engine.teaching.progress import finished
from engine.teaching.record import Answer, StageAnswer
from engine.teaching.store import append, forget, kept, own_learner, prepare

PLACE = "PENIA_PROGRESS"
HOME = Path("~/.penia/progress.sqlite")
_CODE_BYTES = 10
_TROUBLE = "progress_trouble"


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def record(rules: Knowledge, *, case: str, truth: str, guesses: Sequence[Guess], source: str, topic: str | None = None, seed: int | None = None,
           stages: Sequence[StageAnswer] = ()) -> bool:
    """Keep a finished answer of this learner.

    Never raises for a place that cannot be written: the exercise goes on, and `trouble` says it. A case counts once, by its first answer: whoever
    answers again has seen the end.

    Args:
        case: a key of the case. truth: id of the leaf that was true. guesses: what was committed last, one cause or more. source: "practice" or
            "learn". topic: the set of look-alikes practised; found from the truth where it is not a set. seed: what the case was drawn from.
            stages: what was committed at each stage of a case in stages.

    Returns:
        Whether it was kept.
    """
    try:
        if committed(case, rules) is not None:
            return False
        answer = finished(rules, case=case, truth=truth, guesses=guesses, at=now(), source=source, topic=topic, seed=seed, stages=stages)
        return _tried(lambda place: append(place, learner(), [answer])) is not None
    except PeniaError as error:
        st.session_state[_TROUBLE] = str(error)
        return False


def answers() -> tuple[Answer, ...]:
    """Return all answers of this learner, oldest first; none where they cannot be read, which `trouble` then says."""
    return _tried(lambda place: kept(place, learner())) or ()


def committed(case: str, rules: Knowledge) -> Answer | None:
    """Return the first answer of this learner to a case of the knowledge as it is now; None where there is none."""
    return next((one for one in answers() if one.case == case and one.knowledge == rules.digest), None)


def bring_in(found: Sequence[Answer]) -> int | None:
    """Add answers from a file to those of this learner. Returns how many were new; None where they could not be kept."""
    return _tried(lambda place: append(place, learner(), found))


def forget_all() -> None:
    """Remove all answers of this learner, here and in the session."""
    if _tried(lambda place: forget(place, learner())) is not None:
        st.session_state.pop("practice_answers", None)


def trouble() -> str:
    """Return, once, why something could not be kept or read; empty when all went well."""
    return st.session_state.pop(_TROUBLE, "")


def _tried(work):
    """Do something with the database; None when it fails, and then say so."""
    try:
        return work(_place())
    except ProgressError as error:
        _ready.clear()
        st.session_state[_TROUBLE] = str(error)
        return None


def learner() -> str:
    """Return the anonymous id of this learner. Raises ProgressError where the place cannot be used."""
    if "learner" not in st.session_state:
        new = secrets.token_hex(_CODE_BYTES)
        st.session_state["learner"] = new if is_shared() else own_learner(_place(), new=new)
    return st.session_state["learner"]


def go_on_as(code: str) -> bool:
    """Take up the answers kept under a code in a shared database. Returns whether it can be a code."""
    code = code.strip().lower()
    if len(code) != 2 * _CODE_BYTES or not all(letter in "0123456789abcdef" for letter in code):
        return False
    st.session_state["learner"] = code
    return True


def is_shared() -> bool:
    """Return whether many learners keep their answers in one database."""
    return _place().dialect.name != "sqlite"


def _place() -> Engine:
    address = os.environ.get(PLACE, "").strip()
    if address and "://" not in address:
        return _ready(_file(Path(address)))
    if address:
        return _ready(address)
    if st.secrets.load_if_toml_exists() and "progress" in st.secrets.get("connections", {}):
        return _ready(None)
    return _ready(_file(HOME))


def _file(path: Path) -> str:
    path = path.expanduser().absolute()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ProgressError(f"{path.parent}: the folder cannot be made ({error.strerror}); progress is kept in a file there; "
                            f"set {PLACE} to another") from None
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


@st.cache_resource(show_spinner=False, max_entries=4)
def _ready(address: str | None) -> Engine:
    """Connect, and make the tables. No address means that of the secrets."""
    try:
        engine = st.connection("progress", type="sql", **({"url": address} if address else {})).engine
    except Exception as error:  # what a wrong address or a missing driver raises is not one family
        said = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise ProgressError(f"the place where progress is kept cannot be opened ({said}); allowed: a file or the address of a database; "
                            f"look at {PLACE} or [connections.progress] of the secrets") from error
    prepare(engine)
    return engine
