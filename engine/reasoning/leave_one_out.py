"""Which entries the result hangs on: the ranking without each of them, and without those that a reason was read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..case.entries import Entry, entries, without
from ..case.model import Case, drug_told
from ..knowledge.knowledge import Knowledge
from .evidence import gather, of_pregnancy
from .explain import Reason
from .rank import LOG10, Ranking, rank
from .seen import Observations

_PRINTED = ("age", "sex", "pregnant", "gestation_weeks")
"""Entries whose text is ours, not a person's words."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The ranking without one entry.

    first: the family that is first then, by its root's id; changes_first: whether that is another one than with it
    probability: what the first family of the full ranking holds then
    support: log10 of the factor that the entry puts on the odds of that family; negative when it speaks against it
    """

    entry: Entry
    first: str
    changes_first: bool
    probability: float
    support: float


def leave_one_out(case: Case, ranking: Ranking, knowledge: Knowledge) -> tuple[LeftOut, ...]:
    """Return the ranking without each entry in turn: those that the first row hangs on first, then by how much it would lose.

    The entry is taken out of the case as typed, so that what it implied goes with it.

    Args:
        case: the case as typed. ranking: its ranking; its setting and prior are kept. knowledge: the compiled rules.
    """
    leader = int(ranking.order[0])
    before = _log_odds(ranking, leader)
    found = []
    for entry in dict.fromkeys(entries(case)):
        left = gather(without(case, entry), knowledge, setting=ranking.evidence.setting, log_prior=ranking.evidence.prior)
        other = rank(left, knowledge)
        first = int(other.order[0])
        found.append(LeftOut(entry, knowledge.families[first], first != leader, float(other.family_probability[leader]),
                             (before - _log_odds(other, leader)) / LOG10))
    return tuple(sorted(found, key=lambda one: (not one.changes_first, -one.support)))


class Without(NamedTuple):
    """What a row would be without the entries that a reason was read from: its place, from 1, and its probability."""

    entries: tuple[Entry, ...]
    place: int
    probability: float


def without_reasons(reasons: Sequence[Reason], family: str, case: Case, ranking: Ranking, knowledge: Knowledge) -> tuple[Without | None, ...]:
    """Return for each reason what one row would be, had the entries behind the reason not been made.

    Several entries may stand behind one reason (a pattern of counts, two drugs), and one entry behind several; with it
    go all of them. None for a reason that nothing entered stands behind: what was not told.

    Args:
        reasons: of one explanation. family: id of the row's family. case: the case as typed. ranking: its ranking; its
        setting and prior are kept. knowledge: the compiled rules.
    """
    number = knowledge.families.index(family)
    found: dict[tuple[Entry, ...], Without | None] = {(): None}
    answers = []
    for reason in reasons:
        behind = entries_behind(reason, case, ranking, knowledge)
        if behind not in found:
            left = case
            for entry in behind:
                left = without(left, entry)
            other = rank(gather(left, knowledge, setting=ranking.evidence.setting, log_prior=ranking.evidence.prior), knowledge)
            place = int(np.flatnonzero(other.order == number)[0]) + 1
            found[behind] = Without(behind, place, float(other.family_probability[number]))
        answers.append(found[behind])
    return tuple(answers)


def entries_behind(reason: Reason, case: Case, ranking: Ranking, knowledge: Knowledge) -> tuple[Entry, ...]:
    """Return the entries that a reason was read from, in the order of the case; () where it is of what was not told."""
    listed = entries(case)
    if reason.kind == "drug" and reason.state == "absent":
        return tuple(one for one in listed if one.where == "medications")
    seen, about, texts = ranking.evidence.observations, reason.kind, set(reason.texts)
    if reason.kind == "context":
        about, _, which = reason.name.partition(":")
        texts = _of_pregnancy(seen, knowledge) if about == "pregnant" else set(seen.texts.get(f"{about}-{which}", ()))
    elif reason.kind == "drug":
        suspects = {one.drug for one in ranking.evidence.culprits if one.name in texts}
        texts = {use.name for use in seen.drugs or () if suspects.intersection(use.drugs)}
    named = {f"{name}: {value}": name for name, value in case.labs.items()}
    named |= {drug_told(one.name, one.taken): one.name for one in case.medications or ()}
    texts |= {named[text] for text in texts if text in named}
    return tuple(one for one in listed if one.where == about or one.where not in _PRINTED and one.text in texts)


def _of_pregnancy(seen: Observations, knowledge: Knowledge) -> set[str]:
    """Return the entries that tell of a pregnancy or of a part of it."""
    return {text for name, texts in seen.texts.items() if of_pregnancy(name, knowledge) for text in texts}


def _log_odds(ranking: Ranking, family: int) -> float:
    share = np.clip(ranking.family_probability[family], 1e-300, 1 - 1e-16)
    return float(np.log(share) - np.log1p(-share))
