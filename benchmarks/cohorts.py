"""Published series against the shares that the knowledge gives: only the picture is entered, in the series' setting.

Every series is judged by the priors made without it and without others of its hospital, so none speaks for itself. A share counts as
reproduced when it is between half and twice the published one; judged are the shares above 5 % of series selected as the setting's
people are. Two marks stand beside it: the priors of the cause files without any series, and how far one series tells the shares of
another in which the same class was counted.
"""

import dataclasses
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from engine import Case, Knowledge, gather, rank
from engine.knowledge import RULES
from engine.knowledge.compiling import build
from engine.knowledge.compiling.cohorts import leaves_by_cause, members_of
from engine.knowledge.models import Cohort
from engine.knowledge.rulebook import RuleBook, read_rules

LEAST_SHARE = 0.05
FACTOR = 2.0
LEAST_POOLED = 3
"""Series that must have counted a class before their geometric mean is told."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One published share. `shown`: with priors made without its hospital; `by_bands`: with the priors of the cause files alone; `note`: why
    it falls outside, where that is known."""

    series: str
    setting: str
    picture: str
    causes: tuple[str, ...]
    published: float
    shown: float
    by_bands: float
    judged: bool
    note: str = ""

    @property
    def ratio(self) -> float:
        """Shown over published share; 1 is the same."""
        return self.shown / self.published

    @property
    def met(self) -> bool:
        """Whether the shown share is within the factor."""
        return within(self.ratio)

    @property
    def counted(self) -> tuple[str, str, tuple[str, ...]]:
        """What several series of one setting and picture may have counted alike."""
        return self.setting, self.picture, tuple(sorted(self.causes))


@dataclass(frozen=True, slots=True)
class Pooled:
    """One class that several series of a setting and picture counted: geometric means of what they published and of what is shown."""

    setting: str
    picture: str
    causes: tuple[str, ...]
    series: int
    published: float
    lowest: float
    highest: float
    shown: float

    @property
    def met(self) -> bool:
        """Whether the mean shown share is within the factor of the mean published one."""
        return within(self.shown / self.published)


def within(ratio: float) -> bool:
    """Return whether a ratio is between half and twice."""
    return 1 / FACTOR <= ratio <= FACTOR


def compare(rules: RuleBook | None = None) -> list[Compared]:
    """Return every share of every series of the rules; default are the project's own."""
    rules = rules or read_rules(RULES)
    if rules.cohorts is None:
        return []
    bands = build(dataclasses.replace(rules, cohorts=None), "without series")
    return [Compared(name, one.setting, picture(one), entry.causes, entry.share, share_shown(one, entry.causes, knowledge),
                     share_shown(one, entry.causes, bands), judged=one.same_selection and entry.share > LEAST_SHARE, note=entry.note or "")
            for knowledge, left_out in without_each(rules) for name, one in left_out.items() for entry in one.shares]


def without_each(rules: RuleBook) -> Iterator[tuple[Knowledge, Mapping[str, Cohort]]]:
    """Yield the knowledge without some series, and these: all of one hospital in every setting at once, since settings do not touch each other."""
    hospitals: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, one in rules.cohorts.cohorts.items():
        # What is not used needs no knowledge of its own.
        hospitals[one.setting][(one.center or name) if one.same_selection else ""].append(name)
    waiting = [list(of.values()) for of in hospitals.values()]
    for turn in range(max(map(len, waiting))):
        names = [name for of in waiting if turn < len(of) for name in of[turn]]
        kept = {name: one for name, one in rules.cohorts.cohorts.items() if name not in names}
        knowledge = build(dataclasses.replace(rules, cohorts=rules.cohorts.model_copy(update={"cohorts": kept})), f"without {', '.join(names)}")
        yield knowledge, {name: rules.cohorts.cohorts[name] for name in names}


def share_shown(one: Cohort, causes: tuple[str, ...], knowledge: Knowledge) -> float:
    """Return the probability of some causes together when only the series' picture (and age of children or the aged) is entered.

    Among those whom the series took: the causes that it left out have no part in it.
    """
    low = one.selected_on.removeprefix("isolated ")
    others = () if low == one.selected_on else tuple(name for name in ("anemia", "neutropenia", "thrombocytopenia") if name != low)
    ranking = rank(gather(Case(age=one.age, present=(low,), absent=others), knowledge, setting=one.setting), knowledge)
    having = leaves_by_cause(knowledge.leaves[:-1])
    shown, left_out = (float(ranking.probability[members_of(some, having)].sum()) for some in (causes, one.left_out))
    return shown / (1 - left_out)


def picture(one: Cohort) -> str:
    """Return what is entered for a series, in words."""
    return one.selected_on if one.age is None else f"{one.selected_on}, age {one.age:g}"


def pooled(compared: list[Compared]) -> list[Pooled]:
    """Return the classes that at least `LEAST_POOLED` judged series counted alike, the most counted first."""
    by_class: dict[tuple, list[Compared]] = defaultdict(list)
    for one in compared:
        if one.judged:
            by_class[one.counted].append(one)
    found = [Pooled(*counted, len(some), _mean([one.published for one in some]), min(one.published for one in some),
                    max(one.published for one in some), _mean([one.shown for one in some]))
             for counted, some in by_class.items() if len(some) >= LEAST_POOLED]
    return sorted(found, key=lambda one: (-one.series, one.setting, one.causes))


def one_by_another(compared: list[Compared]) -> tuple[int, int]:
    """Return (within the factor, pairs): how often a share of one series lies within the factor of that of another, both ways."""
    by_class: dict[tuple, list[Compared]] = defaultdict(list)
    for one in compared:
        by_class[one.counted].append(one)
    ratios = [other.published / one.published for some in by_class.values() for one, other in permutations(some, 2) if one.judged]
    return sum(map(within, ratios)), len(ratios)


def _mean(values: list[float]) -> float:
    return math.exp(sum(map(math.log, values)) / len(values))
