"""Published series against the shares that the knowledge gives: only the picture is entered, in the series' setting.

A share counts as reproduced when it is between half and twice the published one. Judged are the shares above 5 % of held-out series that
were selected as the setting's people are; the same is done without any series, with the priors as written in the causes alone.
"""

import dataclasses
from dataclasses import dataclass

from engine import Case, Knowledge, gather, rank
from engine.knowledge import RULES
from engine.knowledge.compiling import build
from engine.knowledge.compiling.context import members_of
from engine.knowledge.models.settings import Cohort
from engine.knowledge.rulebook import RuleBook, read_rules

LEAST_SHARE = 0.05
FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Compared:
    """One published share. `shown`: with the priors as used; `by_bands`: with the priors of the cause files alone; `note`: why it falls outside,
    as far as known."""

    cohort: str
    setting: str
    picture: str
    role: str
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


def within(ratio: float) -> bool:
    """Return whether a ratio is between half and twice."""
    return 1 / FACTOR <= ratio <= FACTOR


def compare(rules: RuleBook | None = None) -> list[Compared]:
    """Return every share of every series of the rules; default are the project's own."""
    rules = rules or read_rules(RULES)
    used = build(rules, "with series")
    bands = build(dataclasses.replace(rules, settings=rules.settings.model_copy(update={"cohorts": {}})), "without series")
    return [Compared(name, cohort.setting, _picture(cohort), role(cohort), entry.causes, entry.share,
                     share_shown(cohort, entry.causes, used), share_shown(cohort, entry.causes, bands),
                     judged=cohort.held_out and cohort.same_selection and entry.share > LEAST_SHARE, note=entry.note or "")
            for name, cohort in rules.settings.cohorts.items() for entry in cohort.shares]


def share_shown(cohort: Cohort, causes: tuple[str, ...], knowledge: Knowledge) -> float:
    """Return the probability of some causes together when only the series' picture (and age of children) is entered."""
    ranking = rank(gather(Case(age=cohort.age, present=(cohort.selected_on,)), knowledge, setting=cohort.setting), knowledge)
    return float(ranking.probability[members_of(causes, knowledge.leaves[:-1])].sum())


def role(cohort: Cohort) -> str:
    """Say what a series is for."""
    if not cohort.held_out:
        return "used for priors"
    return "held out" if cohort.same_selection else "other selection, shown only"


def _picture(cohort: Cohort) -> str:
    return cohort.selected_on if cohort.age is None else f"{cohort.selected_on}, age {cohort.age:g}"
