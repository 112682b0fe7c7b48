"""Values worked out from printed ones, each with its derivation in words, and print that does not agree with print.

Every number of medical meaning stands under `derived` in `rules/labs.yaml`; the kinds of formula stand in
`engine.case.formulas`. A printed value is never replaced by a derived one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..knowledge.records import AnalyteRecord, DerivationRecord, WholeRecord
from ..knowledge.words.units import UnitTable, has_no_unit, is_plausible, rounded
from .formulas import HUNDRED, difference, percent_of, product, ratio, share_left, step_of
from .limits import Limits, level_of, limits_for
from .model import Case
from .quantities import Quantity
from .wholes import Mismatch, name_of, parts_above, shown

_SIGNS = {"percent-of": (1, 1), "ratio": (1, -1), "difference": (1, -1), "steps": (1, 1), "share-left": (1, -1)}
"""Whether a result grows (1) or shrinks (-1) with each parent; a product grows with all."""

_OTHER_BOUND = {"below": "above", "above": "below"}
_MARKS = {"below": "< ", "above": "> ", None: ""}


@dataclass(frozen=True, slots=True)
class Derived:
    """One value worked out. `derivation` says how; `roots` are the printed analytes that it comes from.

    `use` is "weighed", "shown" and not weighed, or "helper" for other derived values.
    """

    analyte: str
    quantity: Quantity
    level: str
    limits: Limits
    derivation: str
    parents: tuple[str, ...]
    roots: frozenset[str]
    use: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was worked out, in the order of the rules, and what does not fit together."""

    derived: tuple[Derived, ...]
    conflicts: tuple[Mismatch, ...]


def derive(values: Mapping[str, Quantity], levels: Mapping[str, str], *, case: Case, rules: Sequence[DerivationRecord],
           wholes: Sequence[WholeRecord], analytes: Mapping[str, AnalyteRecord], units: UnitTable) -> Outcome:
    """Work out what is missing and compare what is printed.

    Args:
        values: printed quantities that are numbers, by analyte, in canonical units.
        levels: every level known, from numbers and from words, by analyte.
        case: for age, sex and pregnancy, on which reference limits depend.
        rules, wholes: `derived` and `parts` of the rules. analytes, units: the vocabulary.

    Returns:
        A value for each analyte that is not printed and can be derived plausibly, without contradicting words.
    """
    worker = _Worker(dict(values), dict(levels), analytes, units)
    derived: list[Derived] = []
    conflicts = [*parts_above(values, wholes, analytes=analytes, units=units), *_shares_above(values, rules, worker)]
    for rule in rules:
        if rule.analyte not in analytes or not worker.applies(rule):
            continue
        result = worker.work_out(rule)
        if result is None:
            continue
        if rule.analyte in values:
            conflicts += worker.compare(rule, result)
        elif rule.analyte not in worker.values:
            one = worker.judged(rule, result, case)
            if isinstance(one, Mismatch):
                conflicts.append(one)
            elif one is not None:
                worker.keep(one)
                derived.append(one)
    return Outcome(_without_idle_helpers(derived), tuple(dict.fromkeys(conflicts)))


@dataclass(frozen=True, slots=True)
class _Result:
    """A formula's value before it is judged, with what it was worked out from in words; `others` are as good readings of it."""

    value: float
    bound: str | None
    said: str
    parents: tuple[str, ...]
    others: tuple[float, ...] = ()


class _Worker:
    """Applies rules one after another to a growing set of values."""

    def __init__(self, values: dict[str, Quantity], levels: dict[str, str], analytes: Mapping[str, AnalyteRecord], units: UnitTable):
        self.values, self.levels, self.analytes, self.units = values, levels, analytes, units
        self.roots = {name: frozenset({name}) for name in values}

    def applies(self, rule: DerivationRecord) -> bool:
        """Return whether all parents are numbers, the levels asked for are there, and no parent only repeats another."""
        if not all(parent in self.values for parent in rule.parents):
            return False
        if not all(self.levels.get(name, "").rpartition("-")[2] == level for name, level in rule.when.items()):
            return False
        if rule.kind == "steps":
            return True
        roots = [self.roots[parent] for parent in rule.parents]
        return len(frozenset().union(*roots)) == sum(map(len, roots))

    def work_out(self, rule: DerivationRecord) -> _Result | None:
        """Return what a rule gives, or None when its parents' bounds or a zero leave it open."""
        parents = [self.values[name] for name in rule.parents]
        first, *rest = (one.number for one in parents)
        told = [self.told(name) for name in rule.parents]
        added: list[str] = []
        others: tuple[float, ...] = ()
        value: float | None
        match rule.kind:
            case "percent-of":
                added = self.counted_apart(rule)
                value = percent_of(first, rest[0] + sum(self.values[name].number for name in added))
                others = (percent_of(first, rest[0]),) if added else ()
                shares = [self.number(name) for name in (rule.parents[1], *added)]
                said = f"{told[0]} x {shares[0] if len(shares) == 1 else '(' + ' + '.join(shares) + ')'} %"
            case "ratio":
                value, said = ratio(first, rest[0]), " / ".join(told)
            case "product":
                value, said = product((first, *rest)), " x ".join(told)
            case "difference":
                value, said = difference(first, rest[0]), " - ".join(told)
            case "steps":
                step = step_of(rest[0], rule.steps)
                value, said = ratio(first, step), f"{told[0]} / {step:g} for {told[1]}"
            case "share-left":
                value, said = share_left(first, rest[0]), f"{told[0]} x 100 / (100 + {self.number(rule.parents[1])})"
            case _:
                raise ValueError(f"unknown kind of formula '{rule.kind}'")
        bound = _joint_bound([one.bound for one in parents] + [self.values[name].bound for name in added], _SIGNS.get(rule.kind, ()))
        if value is None or bound == "open":
            return None
        scale = rule.factor / rule.divisor
        said += f" x {rule.factor:g}" * (rule.factor != 1) + f" / {rule.divisor:g}" * (rule.divisor != 1)
        return _Result(rounded(value * scale), bound, said, (*rule.parents, *added), tuple(one * scale for one in others))

    def counted_apart(self, rule: DerivationRecord) -> list[str]:
        """Return the percentages to add: those with which the known part of the hundred is not exceeded."""
        also = [name for name in rule.also if name in self.values]
        total = sum(self.values[name].number for name in (rule.parents[1], *also, *rule.beside) if name in self.values)
        return also if total <= HUNDRED + rule.rounding else []

    def judged(self, rule: DerivationRecord, result: _Result, case: Case) -> Derived | Mismatch | None:
        """Return the value, or a conflict when it cannot be, or None where rounding alone makes it implausible."""
        analyte = self.analytes[rule.analyte]
        derivation = self.derivation(rule, result)
        low, high = analyte.plausible
        if not is_plausible(result.value, analyte=analyte):
            if low - rule.slack <= result.value <= high:
                return None
            return Mismatch(self.printed(result), f"{derivation}, outside {low:g} to {high:g}, and left out", "check the values")
        limits = limits_for(analyte, case)
        level = level_of(result.value, result.bound, limits, analyte)
        said = self.direction(rule.analyte)
        if rule.use == "weighed" and said in ("low", "normal", "high") and level != "unsure" and said != level:
            why = f"{name_of(analyte)} {said} as said, but {derivation}, which is {level}, and left out"
            return Mismatch((rule.analyte, *self.printed(result)), why, "correct one")
        quantity = Quantity(
            analyte=analyte.id, text=derivation, value=result.value, bound=result.bound, unit_printed=None, unit_used=analyte.unit,
            unit_assumed=False, course=(), printed_range=None, level=None, remarks=("worked out",))
        roots = frozenset().union(*(self.roots[parent] for parent in result.parents))
        return Derived(rule.analyte, quantity, level, limits, derivation, result.parents, roots, rule.use)

    def keep(self, one: Derived) -> None:
        """Let later rules build on a derived value."""
        self.values[one.analyte], self.roots[one.analyte] = one.quantity, one.roots
        self.levels[one.analyte] = one.level

    def compare(self, rule: DerivationRecord, result: _Result) -> Iterator[Mismatch]:
        """Tell when a printed value and its derivation from printed ones are further apart than the rule allows."""
        printed = self.values[rule.analyte]
        involved = [printed, *(self.values[name] for name in result.parents)]
        all_printed = all(self.roots[name] == {name} for name in result.parents)
        if rule.tolerance is None or not all_printed or any(one.course or one.bound for one in involved):
            return
        if all(abs(printed.number - value) > max(rule.slack, rule.tolerance * max(printed.number, value))
               for value in (result.value, *result.others)):
            why = f"{name_of(self.analytes[rule.analyte])} {shown(printed.number)} as printed, but {self.derivation(rule, result)}"
            yield Mismatch((rule.analyte, *self.printed(result)), why, "correct one")

    def printed(self, result: _Result) -> tuple[str, ...]:
        """Return the printed analytes that a result comes from."""
        return tuple(sorted(frozenset().union(*(self.roots[parent] for parent in result.parents))))

    def derivation(self, rule: DerivationRecord, result: _Result) -> str:
        """Say how a value came about: `neutrophils 0.05 = white cells 1 x 5 % (10^9/L)`."""
        analyte = self.analytes[rule.analyte]
        remarks = [] if has_no_unit(analyte.unit) else [self.units.shown(analyte.unit)]
        remarks += ["assumption"] if rule.basis == "assumption" else []
        bracket = f" ({', '.join(remarks)})" if remarks else ""
        return f"{name_of(analyte)} {_MARKS[result.bound]}{shown(result.value)} = {result.said}{bracket}"

    def direction(self, name: str) -> str:
        """Return low, normal or high as words said it, whether by a level, a grade or a bin; "" when they did not."""
        said = self.levels.get(name, "")
        named = next((step.level for step in self.analytes[name].bins if step.name == said), None)
        return said if said in ("low", "normal", "high") else named or said.rpartition("-")[2]

    def told(self, name: str) -> str:
        return f"{name_of(self.analytes[name])} {self.number(name)}"

    def number(self, name: str) -> str:
        quantity = self.values[name]
        return f"{_MARKS[quantity.bound]}{shown(quantity.number)}"


def _without_idle_helpers(derived: Sequence[Derived]) -> tuple[Derived, ...]:
    """Leave out helpers on which nothing was built."""
    kept: list[Derived] = []
    needed: set[str] = set()
    for one in reversed(derived):
        if one.use != "helper" or one.analyte in needed:
            kept.append(one)
            needed.update(one.parents)
    return tuple(reversed(kept))


def _joint_bound(bounds: Sequence[str | None], signs: Sequence[int]) -> str | None:
    """Return on which side a result is open, None for neither, "open" when its parents pull both ways."""
    signs = (*signs, *(1 for _ in range(len(bounds) - len(signs))))
    found = {bound if sign > 0 else _OTHER_BOUND[bound] for bound, sign in zip(bounds, signs, strict=False) if bound}
    return "open" if len(found) > 1 else next(iter(found), None)


def _shares_above(values: Mapping[str, Quantity], rules: Sequence[DerivationRecord], worker: _Worker) -> Iterator[Mismatch]:
    """Tell of printed percentages of one whole that pass a hundred."""
    for rule in rules:
        known = [name for name in (*rule.parents[1:], *rule.beside) if name in values] if rule.beside else []
        if any(values[name].course or values[name].bound for name in known):
            continue
        total = sum(values[name].number for name in known)
        if total > HUNDRED + rule.rounding:
            yield Mismatch(tuple(known), f"{' + '.join(worker.told(name) for name in known)} = {shown(total)} %, more than 100 %", "correct one")
