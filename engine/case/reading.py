"""What was understood of one entry."""

from dataclasses import dataclass

RECOGNIZED = "recognized, not used"
"""The note of an entry that the ontology knows and no finding stands for; findings named inside it may still be taken."""
NARROWER = "what is denied may be narrower than what is known: say only the finding that is absent"
"""The note of a denial of which only a part was understood: "no malaria prophylaxis" does not deny malaria."""

NO_RESULT = "a test is named without its result: say how it came out"
"""The note of an entry that says that a test was sent, or done long ago, and not what it showed."""


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
