"""Every error that a person can cause, and how it is told.

    PeniaError                 anything that is not a bug
    ├── RuleError              the knowledge under rules/ is wrong
    ├── ProgressError          a progress file is wrong, or progress cannot be kept
    └── CaseError              a case file or an entry is wrong
        ├── UsageError         what was asked for does not exist or cannot be, whatever the cases say
        └── QuantityError      a laboratory value cannot be read
            ├── ImpossibleValueError   and no unit of the test would make it possible
            └── PassingPeakError       it is read, and says nothing of the present

A message says where, what was found, what is allowed, and what to do. All problems of a file are collected first.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, at a place. `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class PeniaError(Exception):
    """Anything wrong with the input or the rules, told in one line for each problem."""

    def __init__(self, problems: tuple[Problem, ...] | str) -> None:
        self.problems = () if isinstance(problems, str) else problems
        super().__init__(problems if isinstance(problems, str) else "\n".join(map(str, problems)))


class RuleError(PeniaError):
    """The knowledge under rules/ is wrong."""


class ProgressError(PeniaError):
    """A progress file is wrong, or the place where progress is kept cannot be used."""


class CaseError(PeniaError):
    """A case file or an entry of a case is wrong."""


class UsageError(CaseError):
    """What was asked for does not exist or cannot be, whatever the cases say: a setting, a cause, an ending of the output."""


class QuantityError(CaseError):
    """A laboratory value cannot be read: the unit is missing, unknown, or makes the value implausible."""


class ImpossibleValueError(QuantityError):
    """No unit of the test makes the value plausible, or what stands in the place of the unit is none: bad input, not a slip of print."""


class PassingPeakError(QuantityError):
    """The value is only a peak that did not last."""
