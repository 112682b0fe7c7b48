"""What is no question any more once something else is told, as the running program holds it."""

from typing import NamedTuple


class Answers(NamedTuple):
    """What else is answered once something is known: numbers of `Inquiry` items.

    `present`, `absent`: by its presence (for an analyte, by its being known) and by its absence; `below`: forms of it, still
    open when it is present.
    """

    present: tuple[int, ...]
    absent: tuple[int, ...]
    below: tuple[int, ...]


class AnsweredRecord(NamedTuple):
    """Once all of `told`, `known`, `measured` and `at` hold, `answers` (findings and analytes) are answered.

    `told` holds names such as "onset" and "drugs", `at` pairs of an analyte and its level.
    """

    told: tuple[str, ...]
    known: tuple[str, ...]
    measured: tuple[str, ...]
    at: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


class OnceRecord(NamedTuple):
    """Once a finding of `known` is there, a drug of `drugs` is told, or any drug of the `use`, `findings` can be looked for."""

    known: frozenset[str]
    drugs: frozenset[str]
    use: tuple[str, ...]
    findings: tuple[str, ...]


class SparedRecord(NamedTuple):
    """Who is spared what may do harm while anything else is open: so many low lineages at most, of these grades.

    Nothing of the kinds `shown` is there, but for `normal`.
    """

    low_at_most: int
    grades: frozenset[str]
    shown: frozenset[str]
    normal: frozenset[str]
