"""Units of measure: how they are spelled, what a number means in each, and which one a bare number must be in.

All medical numbers come from the analyte's entry in `rules/labs.yaml`.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import RuleError
from ..records import AnalyteRecord

CLEAR_MARGIN = 1 / 3
"""How much nearer one unit's reading must be, as a share of the (log) factor between the two units.

Units a thousandfold apart must differ tenfold, units tenfold apart about twofold.
"""

_LONGEST_SPELLING = 6
"""Words in the longest unit anybody prints ("cells per cubic millimeter of blood")."""

_DIGITS = 12
_MORE_UNIT = re.compile(r"\s*(?:/|per\b)", re.IGNORECASE)
_WORD_END = re.compile(r"%(?!\w)|(?<=\S)(?=[\s,;]|$)")


def bare_unit(text: str) -> str:
    """Return a unit's spelling without the differences that carry no meaning, its letters' case kept.

    Args:
        text: a unit as printed, such as `x 10⁹/L` or `cells per mcL`.

    Returns:
        The unit without blanks; powers of ten as bare digits, `per` as `/`, every micro sign as `u`.
    """
    bare = unicodedata.normalize("NFKC", text).replace("\u03bc", "u")
    bare = re.sub(r"[\u2044\u2215]|\bper\b", "/", bare, flags=re.IGNORECASE)
    bare = re.sub(r"[\u2010-\u2015\u2212]", "-", bare)
    bare = re.sub(r"[ .\u00b7]([a-z]+)-1(?!\d)", r"/\1", bare, flags=re.IGNORECASE)
    bare = "".join(bare.split())
    bare = re.sub(r"micro(?=[a-z])|mc(?=l|g|mol|kat|iu)", "u", bare, flags=re.IGNORECASE)
    bare = re.sub(r"(?<=10)e\+?(?=\d)|[\^*()\u00d7\u00b7]", "", bare, flags=re.IGNORECASE)
    return re.sub(r"x(?=10)|(?<!\d)\.|\.(?!\d)", "", bare, flags=re.IGNORECASE)


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names)) or "(?!)"


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every known unit and its spellings. Case is ignored, except to put `G/L` before `g/L` where both are known.

    Args:
        spellings: UCUM code to the ways it is printed, as under `units` in `rules/labs.yaml`.
        counted: names, in the singular, of what may be counted in a unit anywhere, as under `counted` there: "cells/uL".
        counted_before_slash: those that are so only right before a slash: "PMNs/cumm".

    Raises:
        RuleError: one spelling stands for two units.
    """

    spellings: Mapping[str, Sequence[str]]
    counted: Sequence[str] = ()
    counted_before_slash: Sequence[str] = ()
    _counted: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _known: dict[str, dict[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        counted = re.compile(rf"(?:{_any_of(self.counted)})s?|(?:{_any_of(self.counted_before_slash)})s?(?=/)")
        object.__setattr__(self, "_counted", counted)
        known: dict[str, dict[str, str]] = {}
        for code, spellings in self.spellings.items():
            for spelling in (code, *spellings):
                bare = bare_unit(spelling)
                other = known.setdefault(self._key(bare), {}).setdefault(bare, code)
                if other != code:
                    raise RuleError(
                        f'units: the spelling "{spelling}" is listed under {other} and {code}, '
                        "which read the same; keep it under one of them"
                    )
        object.__setattr__(self, "_known", known)

    def find(self, text: str) -> str | None:
        """Return the UCUM code of a spelling, or None when it is not in the table."""
        return next(iter(self.candidates(text)), None)

    def candidates(self, text: str) -> tuple[str, ...]:
        """Return the codes of all units that a spelling can stand for, the one nearest in case first."""
        bare = bare_unit(text)
        known = self._known.get(self._key(bare), {})
        nearest = sorted(known, key=lambda spelling: sum(a != b for a, b in zip(spelling, bare, strict=False)))
        return tuple(dict.fromkeys(known[spelling] for spelling in nearest))

    def _key(self, bare: str) -> str:
        """Return what a bare unit is looked up by: no case, and what is counted left out."""
        folded = bare.casefold()
        return self._counted.sub("", folded) or folded

    def match(self, text: str) -> tuple[tuple[str, ...], int] | None:
        """Return the candidates for the longest unit that begins the text, with its length there, or None.

        A unit that goes on (`mg` in `mg/mL`) is not taken for its beginning.
        """
        ends = [found.end() for found in _WORD_END.finditer(text)][:_LONGEST_SPELLING]
        for end in reversed(ends):
            codes = self.candidates(text[:end])
            if codes and not _MORE_UNIT.match(text, end):
                return codes, end
        return None

    def shown(self, code: str) -> str:
        """Return the spelling to show a person: the first that is listed, or the code."""
        return next(iter(self.spellings.get(code, ())), code)


def to_canonical(number: float, *, unit: str, analyte: AnalyteRecord) -> float:
    """Return a printed number in the analyte's canonical unit.

    Rounded to the digits a double surely holds, so that 53 g/L is 5.3 g/dL and falls on the right side of an edge.
    """
    factor, offset = analyte.units[unit]
    return rounded(number * factor + offset)


def rounded(value: float) -> float:
    """Return a value without the dust that computing leaves in its last digits."""
    return float(f"{value:.{_DIGITS}g}")


def is_plausible(value: float, *, analyte: AnalyteRecord) -> bool:
    """Return whether a canonical value is one that occurs in people at all.

    Converting may miss a limit by rounding, so the ends are taken with a hair's breadth.
    """
    low, high = analyte.plausible
    return low <= value <= high or math.isclose(value, low) or math.isclose(value, high)


def has_no_unit(code: str) -> bool:
    """Return whether nothing is ever printed for this unit: a ratio or an arbitrary count in UCUM."""
    return code == "1" or code.startswith("{")


def plausible_units(numbers: Sequence[float], *, analyte: AnalyteRecord, among: Iterable[str]) -> tuple[str, ...]:
    """Return those units in which every number is plausible, in the order given."""
    return tuple(
        unit
        for unit in among
        if all(is_plausible(to_canonical(number, unit=unit, analyte=analyte), analyte=analyte) for number in numbers)
    )


def nearest_unit(numbers: Sequence[float], *, analyte: AnalyteRecord, among: Sequence[str]) -> str | None:
    """Return the unit that numbers without one are in, or None when that is not clear.

    The readings are compared by their distance, in powers of ten, from what the analyte's steps tell apart.

    Args:
        numbers: what is printed; their readings are judged by the farthest.
        analyte: the quantity measured.
        among: units in which all numbers are plausible, the usual one first.

    Returns:
        A unit whose reading is nearer than every other one by `CLEAR_MARGIN`; zero is zero in the first unit.
    """
    if len(among) < 2 or not any(numbers):
        return among[0] if among else None
    farthest = {
        unit: max(
            distance(to_canonical(number, unit=unit, analyte=analyte), analyte=analyte) for number in numbers if number
        )
        for unit in among
    }
    best = min(among, key=farthest.__getitem__)
    for other in among:
        apart = abs(math.log10(analyte.units[other][0] / analyte.units[best][0]))
        if other != best and farthest[other] - farthest[best] < CLEAR_MARGIN * apart:
            return None
    return best


def distance(value: float, *, analyte: AnalyteRecord) -> float:
    """Return how many powers of ten a canonical value lies outside the analyte's steps; 0 within them.

    The steps and not the reference interval, because the lowest step says how low values of this analyte still mean
    something: neutrophils of 10 per microlitre are seen in earnest, that many white cells hardly ever.
    """
    low, high = usual_span(analyte)
    if value <= 0:
        return 0.0 if low <= 0 else math.inf
    if low > 0 and value < low:
        return math.log10(low / value)
    return math.log10(value / high) if high > 0 and value > high else 0.0


def usual_span(analyte: AnalyteRecord) -> tuple[float, float]:
    """Return the lowest and the highest edge among the analyte's steps and adult reference limits, canonical."""
    adults = [interval for interval in analyte.intervals if interval.age is None and not interval.pregnant]
    intervals = adults or list(analyte.intervals)
    limits = {
        "lln": [interval.low for interval in intervals if interval.low is not None],
        "uln": [interval.high for interval in intervals if interval.high is not None],
    }
    edges = limits["lln"] + limits["uln"]
    for step in analyte.bins:
        if step.below is not None:
            number, limit = step.below
            edges += [number * value for value in limits[limit]] if limit else [number]
    return (min(edges), max(edges)) if edges else analyte.plausible
