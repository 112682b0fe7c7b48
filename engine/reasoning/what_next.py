"""What to look at next: findings and tests not yet known, by what their answer is expected to tell, and what they take.

Two policies. "informative": most expected information first. "cheapest": most information per point of effort first, and
whatever is harmful after all that is not. Effort and harm stand in `rules/effort.yaml`, which also says what is never
suggested: treatments and what only shows after one, names of diagnoses, summaries, what the form asks for. What may do harm
is left out under either where no answer is expected to change the first place, and for a well person with a low count
that is not severe while anything else is open (`engine.reasoning.spared`).

What a red flag asks for, such as cultures in fever without neutrophils, stands apart: it may tell no causes apart at all.

The gain is an expectation, see `engine.reasoning.outlook` for what it leaves out. What each answer would do is
exact: the case is ranked with the answer in it; a bin of an analyte stands for the value at its center.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..case.limits import limits_for
from ..case.model import Case, with_entry
from ..errors import CaseError
from ..knowledge.bins import center, edges
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import AnalyteRecord, FindingRecord, WayRecord
from .candidates import Row, rows
from .evidence import gather
from .outlook import Outlook, outlook
from .rank import Ranking, rank
from .spared import is_spared
from .urgent import urgent

POLICIES = ("informative", "cheapest")
_DIGITS, _NARROW = 3, 1.05
"""Digits of a value that stands for a bin; one more where a limit is within so much of the next, as in the specific gravity of urine."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer. `chance` is expected over the candidates; `entered` is the state of a finding, or the value that stands for a bin.

    `rows` are the first rows of the ranking with this answer in the case, () before it was ranked.
    """

    answer: str
    label: str
    entered: str
    chance: float
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Separated:
    """The two candidates that an item tells apart best; `answer` is the outcome in which they differ most, with its chance in each."""

    ids: tuple[str, str]
    names: tuple[str, str]
    answer: str
    chances: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to look at: `kind` is "finding" or "analyte", `gain` is in bits, `gain_per_effort` in bits a point."""

    id: str
    kind: str
    label: str
    way: WayRecord
    gain: float
    gain_per_effort: float
    separates: Separated
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class WhatNext:
    """Suggestions in the order of the policy, and whether to stop.

    `stop`: no answer is expected to move the leader's probability, or to bring another to the first place, by the set
    amounts. `moved` and `overtaken` are the most that any answer would; rather too high, as nothing is discounted in them.
    `called_for`: what red flags ask for and the case does not tell, whatever it would change.
    """

    policy: str
    suggestions: tuple[Suggestion, ...]
    stop: bool
    moved: float
    overtaken: float
    called_for: tuple[Suggestion, ...] = ()


def what_next(case: Case, ranking: Ranking, knowledge: Knowledge, *, policy: str = "informative", top: int = 5,
              preview: bool = True) -> WhatNext:
    """Return what to look at next, at most one item of each group of correlated findings.

    Args:
        case: the case that was ranked. ranking: its ranking. knowledge: the compiled rules.
        policy: one of `POLICIES`. top: most suggestions. preview: whether to rank what each answer would do, see `previewed`.

    Raises:
        CaseError: the policy is not known.
    """
    if policy not in POLICIES:
        raise CaseError(f"policy '{policy}' is not known; allowed: {', '.join(POLICIES)}; choose one")
    rule, inquiry = knowledge.model["what_next"], knowledge.inquiry
    if not len(inquiry.ways):
        return WhatNext(policy, (), True, 0.0, 0.0)
    seen = outlook(case, ranking, knowledge)
    moved, overtaken = (float(one[seen.open].max(initial=0.0)) for one in (seen.moved, seen.overtaken))
    leader, *others = rows(ranking, knowledge, top=rule["most"])
    named = [(leader, *others)[place] for place in seen.contenders.places]
    stop = moved < rule["stop_moved"] and overtaken < rule["stop_overtaken"]
    called = [item for item in _called_for(ranking, knowledge) if seen.open[item]]
    if stop or is_spared(ranking.evidence, knowledge):
        seen = without_harm(seen, knowledge, at_all=stop)
    suggestions, called_for = (tuple(_suggestion(item, seen, named, case, knowledge) for item in items)
                               for items in (chosen(seen, knowledge, policy=policy, top=top, but=called), called))
    if preview:
        suggestions, called_for = (tuple(previewed(one, case, ranking, knowledge) for one in listed) for listed in (suggestions, called_for))
        # What an answer implies is in the previews only, which are exact.
        exact = [_change(one, leader) for one in (*suggestions, *called_for)]
        moved, overtaken = (max(pair) for pair in zip((moved, overtaken), *exact, strict=True))
    return WhatNext(policy, suggestions, moved < rule["stop_moved"] and overtaken < rule["stop_overtaken"], moved, overtaken, called_for)


def _called_for(ranking: Ranking, knowledge: Knowledge) -> list[int]:
    """Return the items that the red flags of a case ask for, each once."""
    wanted = dict.fromkeys(name for flag in urgent(ranking.evidence, knowledge) for name in flag.look_at)
    return [knowledge.inquiry.number[name] for name in wanted if name in knowledge.inquiry.number]


def without_harm(seen: Outlook, knowledge: Knowledge, *, at_all: bool) -> Outlook:
    """Return the outlook with what may do harm closed: at all, or where something else that is open tells enough to be listed."""
    harmless = seen.open & ~knowledge.inquiry.harmful
    some = bool((seen.gain[harmless] >= knowledge.model["what_next"]["least_gain"]).any())
    return replace(seen, open=harmless) if at_all or some else seen


def _change(suggestion: Suggestion, leader: Row) -> tuple[float, float]:
    """Return what the answers of a previewed suggestion are expected to do: the leader's move, the chance that another comes first."""
    moved = sum(one.chance * abs(next((row.probability for row in one.rows if row.family == leader.family), 0.0) - leader.probability)
                for one in suggestion.outcomes)
    return moved, sum(one.chance for one in suggestion.outcomes if one.rows[0].family != leader.family)


def chosen(seen: Outlook, knowledge: Knowledge, *, policy: str, top: int, but: Sequence[int] = ()) -> list[int]:
    """Return the numbers of the first items under a policy: of correlated ones, and of a finding and its forms, the best alone.

    Items of `but` are left out, with what correlates with them.
    """
    inquiry, answers = knowledge.inquiry, knowledge.inquiry.answers.value
    worth = seen.gain if policy == "informative" else seen.gain / inquiry.effort
    last = np.zeros(len(worth), dtype=bool) if policy == "informative" else inquiry.harmful
    listed = np.flatnonzero(seen.open & (seen.gain >= knowledge.model["what_next"]["least_gain"]))
    picked: list[int] = []
    taken = {other for item in but for other in (item, *inquiry.groups[_record(item, knowledge).group].tolist())}
    for item in listed[np.lexsort((listed, -worth[listed], last[listed]))].tolist():
        if len(picked) == top:
            break
        if item not in taken:
            record = _record(item, knowledge)
            picked.append(item)
            taken.update(inquiry.groups[record.group].tolist(), answers[record.id].present, answers[record.id].below)
    return picked


def previewed(suggestion: Suggestion, case: Case, ranking: Ranking, knowledge: Knowledge) -> Suggestion:
    """Return a suggestion with the first rows after each answer: the case ranked with it, same setting, same prior."""
    return replace(suggestion, outcomes=tuple(
        replace(one, rows=_ranked(with_answer(case, suggestion.id, one.entered, knowledge), ranking, knowledge)) for one in suggestion.outcomes))


def with_answer(case: Case, item: str, answer: str, knowledge: Knowledge) -> Case:
    """Return the case with one suggested item answered, as a person would enter it.

    Args:
        item: the id of a finding or analyte that the case does not tell yet. answer: present, absent or unsure for a
            finding, the value as printed for an analyte.
    """
    if item in knowledge.findings:
        return with_entry(case, answer, knowledge.findings[item].label)
    return replace(case, labs={**case.labs, knowledge.analytes[item].label: answer})


def _record(item: int, knowledge: Knowledge) -> FindingRecord | AnalyteRecord:
    findings = knowledge.inquiry.findings
    return knowledge.findings[findings[item]] if item < len(findings) else knowledge.analytes[knowledge.inquiry.analytes[item - len(findings)]]


def _suggestion(item: int, seen: Outlook, named: list[Row], case: Case, knowledge: Knowledge) -> Suggestion:
    inquiry, record = knowledge.inquiry, _record(item, knowledge)
    if isinstance(record, FindingRecord):
        kind = "finding"
        chance = np.stack([seen.present[:, item], 1 - seen.present[:, item]], axis=1)
        answers = [(state, state, state) for state in ("present", "absent")]
    else:
        kind = "analyte"
        first = int(inquiry.starts[item - len(inquiry.findings)])
        chance = seen.bins[:, first:first + len(record.bins)]
        answers = _levels(record, case, knowledge)
    outcomes = tuple(Outcome(answer, label, entered, expected)
                     for (answer, label, entered), expected in zip(answers, (seen.contenders.weight @ chance).tolist(), strict=True) if entered)
    gain = float(seen.gain[item])
    return Suggestion(record.id, kind, record.label, inquiry.ways[item], gain, gain / float(inquiry.effort[item]),
                      _separated(chance, [label for _, label, _ in answers], seen.contenders.weight, named), outcomes)


def _ranked(case: Case, before: Ranking, knowledge: Knowledge) -> tuple[Row, ...]:
    """Rank a case in the setting and with the prior of an earlier ranking."""
    again = rank(gather(case, knowledge, setting=before.evidence.setting, log_prior=before.evidence.prior), knowledge)
    return rows(again, knowledge, top=knowledge.model["what_next"]["told_rows"])


def _levels(analyte: AnalyteRecord, case: Case, knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """Return for each bin (name, words with its ends, value at its center within what is plausible, "" where it holds none)."""
    limits = limits_for(analyte, case)
    inner = edges(analyte, low=limits.low, high=limits.high)
    unit = knowledge.units.shown(analyte.unit)
    digits = _DIGITS + any(low > 0 and high / low < _NARROW for low, high in pairwise(inner))
    ends = ["", *(_number(edge) for edge in inner), ""]
    told = []
    for number, step in enumerate(analyte.bins):
        low, high = ends[number], ends[number + 1]
        span = f"below {high}" if not low else f"from {low}" if not high else f"{low} to {high}"
        middle = center(inner, number)
        value = "" if middle is None else f"{_number(min(max(middle, analyte.plausible[0]), analyte.plausible[1]), digits)} {unit}"
        told.append((step.name, f"{step.name.replace('-', ' ')} ({span} {unit})", value))
    return told


def _number(value: float, digits: int = _DIGITS) -> str:
    return np.format_float_positional(value, precision=digits, unique=False, fractional=False, trim="-")


def _separated(chance: np.ndarray, labels: list[str], weight: np.ndarray, named: list[Row]) -> Separated:
    """Return the pair of which the item tells most: information between the two, times the chance that it is one of them."""
    own = (weight[:, None] * chance * np.log2(chance)).sum(axis=1)
    both = weight[:, None, None] + weight[None, :, None]
    mean = (weight[:, None, None] * chance[:, None] + weight[None, :, None] * chance[None]) / both
    told = own[:, None] + own[None] - (both * mean * np.log2(mean)).sum(axis=2)
    above = np.triu_indices(len(weight), 1)
    best = int(np.argmax(told[above]))
    first, second = int(above[0][best]), int(above[1][best])
    outcome = int(np.argmax(np.abs(chance[first] - chance[second])))
    return Separated(ids=(named[first].id, named[second].id), names=(named[first].name, named[second].name), answer=labels[outcome],
                     chances=(float(chance[first, outcome]), float(chance[second, outcome])))
