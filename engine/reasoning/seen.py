"""What was understood of a case, before it is weighed: levels of analytes, states of findings, drugs, readings."""

from dataclasses import dataclass, field

from ..case.drugs import DrugUse
from ..case.limits import Limits
from ..case.quantities import Quantity
from ..case.reading import Reading
from .consistency import Conflict


@dataclass(slots=True)
class LevelSeen:
    """What is known of one analyte: a number, or only a level in words; `said` holds every level that words gave it.

    `course` holds all its numbers, earliest first; the last is weighed. `derivation` says how a number that is not
    printed was worked out, or how its unit was settled; where `weighed` is false, its parents say it already. `told` is a number
    that stands among the findings, not among the labs. `usual` says in whom a low number is usual, where that is a finding of the case.
    """

    analyte: str
    level: str
    quantity: Quantity | None = None
    limits: Limits | None = None
    texts: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    course: tuple[float, ...] = ()
    derivation: str = ""
    weighed: bool = True
    told: bool = False
    usual: str = ""

    @property
    def measured(self) -> tuple[float, Limits] | None:
        """The number that is weighed, with the limits of the person; None where only words told the level."""
        if self.quantity is None or self.quantity.value is None or self.limits is None:
            return None
        return self.quantity.value, self.limits

    @property
    def first(self) -> float | None:
        """The earliest number, None when there is none."""
        return self.course[0] if self.course else None

    @property
    def lowest(self) -> float | None:
        """The lowest number, None when there is none."""
        return min(self.course, default=None)

    @property
    def last(self) -> float | None:
        """The latest number, which is the one that is weighed; None when there is none."""
        return self.course[-1] if self.course else None


@dataclass(slots=True)
class Observations:
    """Everything understood of a case, not yet weighed. `states` maps findings to present, absent or unsure.

    `contradicted` holds findings that were said to be there and not to be there: they weigh nothing. `refused` maps
    readings, by number, to the analyte and the print of which no unit could be told.
    """

    states: dict[str, str] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    levels: dict[str, LevelSeen] = field(default_factory=dict)
    at_least_low: int = 0
    onset: str | None = None
    drugs: tuple[DrugUse, ...] | None = None
    readings: list[Reading] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    contradicted: set[str] = field(default_factory=set)
    refused: dict[int, tuple[str, str]] = field(default_factory=dict)
    pregnant: bool | None = None

    @property
    def derivations(self) -> tuple[str, ...]:
        """How every number that is not printed was worked out, and every unit settled, in the order of the rules."""
        return tuple(level.derivation for level in self.levels.values() if level.derivation)
