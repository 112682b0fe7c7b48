"""What was found in a text, each with its place there. Offered, never taken by itself."""

from dataclasses import dataclass
from typing import NamedTuple

from ...case.reading import Mention
from ..privacy import Dropped


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to offer.

    key: the key of a case it would stand under: age, sex, pregnant, gestation_weeks, onset, labs, medications, or one of `ENTRY_KEYS`.
    text: what would be typed there: the words, the name of a value, the name of a drug, the number of years.
    value: of labs the value as printed, of medications when and how it was taken.
    start, end: its place in the text that was read. mentions: what the form makes of it. state: present, absent, unsure, past or family.
    """

    key: str
    text: str
    start: int
    end: int
    value: str = ""
    mentions: tuple[Mention, ...] = ()
    state: str = "present"

    def says(self) -> tuple:
        """Return what is said without the place, by which repetitions are known."""
        return self.key, self.mentions or self.text.casefold(), self.value if self.key in ("labs", "medications") else ""


class NotRead(NamedTuple):
    """A value that was seen and could not be read: its name and print, and why not."""

    text: str
    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """A text without identifiers, what was found in it in the order of the text, what was dropped, and values that were not read."""

    text: str
    found: tuple[Found, ...]
    dropped: tuple[Dropped, ...] = ()
    not_read: tuple[NotRead, ...] = ()
