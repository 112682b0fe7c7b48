"""What was understood of one entry."""

from collections.abc import Sequence
from dataclasses import dataclass

RECOGNIZED = "recognized, not used"
"""The note of an entry that the ontology knows and no finding stands for; findings named inside it may still be taken."""
NARROWER = "what is denied may be narrower than what is known: say only the finding that is absent"
"""The note of a denial of which only a part was understood: "no malaria prophylaxis" does not deny malaria."""

ONLY_THEN = "what was not there before may be there now: say what is absent today"
"""The note of a denial of earlier times: "previous hypertension" under `absent`."""

UNTRUE = "said to be not true: not counted; give the value that is"
"""The note of a value that is told and taken back: "124 (spurious)"."""

NO_RESULT = "a test is named without its result: say how it came out"
"""The note of an entry that says that a test was sent, or done long ago, and not what it showed."""

NO_LEVEL = "a quantity without a level: say low, normal or high, or give a value"
"""The note of an entry that names what is measured, and not how it was."""

LONG_OVER = "years ago: what is told only of the last weeks does not count"
"""The note of an entry that tells of what is meant of the last weeks, and dates it to earlier years."""

NO_TREND = "which way a value goes does not say where it stands: give the value, or low, normal or high"
"""The note of an entry that tells of a value that it falls or rises, and no more."""

LONGEST = 2_000
"""Letters that an entry may have: to look for phrases in it takes the square of their number."""

TOO_LONG = f"longer than an entry; allowed: {LONGEST:,} letters; enter its parts one by one, or read it as prose"
"""The note of an entry of more than `LONGEST` letters."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing an entry says. `state` is present, absent, unsure, past or family; `text` a value still to be read."""

    kind: str
    id: str
    state: str
    level: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one entry was understood. `status` is used, partly, unused or not_understood; `impossible` a value that no unit makes plausible."""

    text: str
    where: str
    status: str
    mentions: tuple[Mention, ...] = ()
    leftover: tuple[str, ...] = ()
    note: str = ""
    impossible: bool = False


def said_by(reading: Reading, tests: frozenset[str]) -> set[tuple[str, str, str]]:
    """Return what a reading tells; of one of the tests, whether it was positive, too: a microbe may have two tests."""
    return {(one.kind, one.id, one.state if one.id in tests else "") for one in reading.mentions}


def joined(text: str, where: str, readings: Sequence[Reading]) -> Reading:
    """Return the reading of an entry whose parts were read each by itself: used where all of it is, partly where something was taken."""
    mentions = tuple(mention for one in readings for mention in one.mentions)
    statuses = {one.status for one in readings}
    status = "used" if statuses == {"used"} else "partly" if mentions else readings[0].status if len(statuses) == 1 else "not_understood"
    return Reading(text, where, status, mentions, tuple(word for one in readings for word in one.leftover),
                   "; ".join(dict.fromkeys(one.note for one in readings if one.note)))
