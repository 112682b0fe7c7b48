"""Why a candidate stands where it stands: the numbers that were summed, each with its source.

Records here are made from the arrays of `rank`; no weight is computed a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION, LeafRecord, Provenance
from ..knowledge.same import Same
from .evidence import UNTOLD, Evidence, Term
from .origins import Origins, origins
from .pattern import WHITE_CELL_LINE, CountSeen
from .places import as_one_fact, told_by_place
from .rank import LOG10, Ranking, summed_weights
from .unasked import left_open


class Reason(NamedTuple):
    """One summed term. `weight` is the log10 of the likelihood ratio; `frequency` is P(finding | cause) where it is one."""

    name: str
    label: str
    state: str
    weight: float
    source: str
    kind: str
    texts: tuple[str, ...] = ()
    frequency: float | None = None
    background: float | None = None
    note: str | None = None


class Expected(NamedTuple):
    """A finding that the candidate usually has and that was not assessed. `weight_if_present`, `_if_absent` in log10."""

    name: str
    label: str
    frequency: float
    weight_if_present: float
    weight_if_absent: float
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said for and against one leaf; `prior` is the log10 of its prior share in the setting.

    Reasons weaker than `least` are summed and not told; those weaker than `hardly` are not told where only a few are.
    """

    leaf: LeafRecord
    prior: float
    reasons: tuple[Reason, ...]
    expected: tuple[Expected, ...]
    unexplained: tuple[str, ...]
    least: float
    hardly: float

    def in_brief(self, most_for: int, most_against: int) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
        """Return the few strongest reasons of either side, none of hardly any weight, each entry once."""
        speaks_for, against = (_of_each_entry(one for one in reasons if abs(one.weight) >= self.hardly)
                               for reasons in (self.speaks_for, self.speaks_against))
        return speaks_for[:most_for], against[:most_against]

    @property
    def speaks_for(self) -> tuple[Reason, ...]:
        """Reasons that raise it, strongest first."""
        return tuple(one for one in self.reasons if one.weight >= self.least)

    @property
    def speaks_against(self) -> tuple[Reason, ...]:
        """Reasons that lower it, strongest first."""
        return tuple(sorted((one for one in self.reasons if one.weight <= -self.least), key=lambda one: one.weight))


def _of_each_entry(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the first reason of each entry that names one thing: "hepatosplenomegaly" speaks as a large liver and as a large spleen."""
    first: dict[tuple[str, ...] | str, Reason] = {}
    for one in reasons:
        lists = not one.texts or any(mark in text for text in one.texts for mark in (",", ";", " and "))
        first.setdefault(one.name if lists else one.texts, one)
    return tuple(first.values())


_WEIGHT = attrgetter("weight")


def explain(ranking: Ranking, leaf: int, knowledge: Knowledge, *, expected: int = 6) -> Explanation:
    """Explain one leaf, see `explain_all`."""
    return explain_all(ranking, np.array([leaf]), knowledge, expected=expected)[0]


def explain_all(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge, *, expected: int = 6) -> list[Explanation]:
    """Explain some leaves.

    Args:
        ranking: the result of `rank`. leaves: numbers of their columns. expected: most findings to list as not assessed.

    Returns:
        One explanation a leaf: every reason, strongest first for those in favour; prior, pattern, depth, context and
        evidence add up to the score up to a constant that is the same for every leaf.
    """
    terms = [_described(term, leaves, knowledge) for term in ranking.evidence.terms]
    records = [knowledge.leaves[leaf] for leaf in leaves.tolist()]
    told_from = [origins(record, knowledge) for record in records]
    pattern = _pattern_reasons(ranking, leaves, told_from, knowledge)
    context, fixed = _fixed_weights(ranking, leaves, knowledge)
    unexplained = _unexplained(ranking, leaves, knowledge)
    summed = summed_weights(ranking, leaves, knowledge).T.tolist()
    prior = (ranking.evidence.prior[leaves] / LOG10).tolist()
    is_open, told_by = left_open(ranking.evidence, knowledge), told_by_place(ranking.evidence, knowledge)
    explanations = []
    for number, (leaf, record, origin_of) in enumerate(zip(leaves.tolist(), records, told_from, strict=True)):
        reasons = as_one_fact(_reasons(terms, summed[number], number, origin_of), told_by)
        reasons += _fixed_reasons(ranking, leaf, context, fixed[number], origin_of, knowledge)
        reasons += pattern[number:number + 1]
        reasons.sort(key=_WEIGHT, reverse=True)
        explanations.append(Explanation(
            leaf=record, prior=prior[number], reasons=tuple(reasons),
            expected=tuple(islice((one for one in _usual(leaf, knowledge) if is_open(one.name)), expected)),
            unexplained=unexplained[number],
            least=knowledge.model["tell_weight"], hardly=knowledge.model["tell_in_brief"]))
    return explanations


class _Described(NamedTuple):
    """What is the same for every leaf of one term: that of a Reason, the key of its origin, and where it is a finding its
    frequencies, by leaf, and its background.
    """

    name: str
    label: str
    state: str
    kind: str
    texts: tuple[str, ...]
    key: str
    frequencies: list[float] | None = None
    background: float | None = None


def _described(term: Term, leaves: np.ndarray, knowledge: Knowledge) -> _Described:
    key = f"lab:{term.name}" if term.kind == "lab" else term.name
    if term.kind != "finding":
        return _Described(term.name, term.label, term.state, term.kind, term.texts, key)
    row = knowledge.findings[term.name].index
    return _Described(term.name, term.label, term.state, term.kind, term.texts, key,
                      knowledge.tables.probability[row, leaves].tolist(), float(knowledge.tables.mean[row]))


def _reasons(described: list[_Described], weights: list[float], number: int, origin_of: Origins) -> list[Reason]:
    """Return the reason of each term for the leaf of that number; what goes untold is a reason only where it weighs."""
    reasons = []
    for (name, label, state, kind, texts, key, frequencies, background), weight in zip(described, weights, strict=True):
        if weight == 0 and state == UNTOLD:
            continue
        origin = origin_of(key)
        source, note = (ASSUMPTION, None) if origin is None else (origin.source or ASSUMPTION, origin.note)
        frequency = None if frequencies is None else frequencies[number]
        reasons.append(Reason(name, label, state, weight, source, kind, texts, frequency, background, note))
    return reasons


def _source(origin: Provenance | None) -> str:
    return origin.source if origin is not None and origin.source else ASSUMPTION


def _fixed_weights(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge) -> tuple[list[_Described], list[list[float]]]:
    """Return the fixed terms but those untold that weigh for none of the leaves, and what they added to each, in log10: by leaf."""
    fixed = ranking.evidence.fixed
    if not fixed:
        return [], [[] for _ in leaves]
    rows = [pair for term in fixed for pair in term.rows]
    added = knowledge.tables.fixed.take([row for row, _ in rows], axis=0).take(leaves, axis=1) * np.array([[share] for _, share in rows])
    weights = np.add.reduceat(added, list(accumulate((len(term.rows) for term in fixed[:-1]), initial=0)), axis=0) / LOG10
    weighing = set(np.nonzero(weights)[0].tolist())
    told = [number for number, term in enumerate(fixed) if term.state != UNTOLD or number in weighing]
    return [_described_context(fixed[number]) for number in told], weights[told].T.tolist()


def _described_context(term: Term) -> _Described:
    kind, _, analyte = term.name.partition(":")
    key = f"lab:{analyte}" if term.kind == "depth" else f"who:{kind}"
    return _Described(term.name, term.label, term.state, term.kind, term.texts, key)


def _fixed_reasons(ranking: Ranking, leaf: int, described: list[_Described], weights: list[float], origin_of: Origins,
                   knowledge: Knowledge) -> list[Reason]:
    """Depth, context and drugs, as the score summed them; `weights` of the fixed terms in log10."""
    evidence = ranking.evidence
    reasons = _reasons(described, weights, 0, origin_of)
    silence = 0.0
    if evidence.silence is not None:
        silence = float(evidence.silence[leaf]) / LOG10
        reasons.append(Reason("silence", "symptoms and signs that are not told", UNTOLD, silence, ASSUMPTION, "context"))
    if knowledge.leaves[leaf].effect is not None and (evidence.culprits or evidence.observations.drugs is not None):
        context = sum(weight for one, weight in zip(described, weights, strict=True) if one.kind == "context")
        reasons += _drug_reasons(ranking, leaf, context + silence, knowledge)
    return reasons


def _pattern_reasons(ranking: Ranking, leaves: np.ndarray, told_from: list[Origins], knowledge: Knowledge) -> list[Reason]:
    """Return for each leaf what the pattern of low counts says, against its mean over causes; () when no count is known."""
    evidence = ranking.evidence
    if not (evidence.counts.known or evidence.observations.at_least_low):
        return []
    mean = np.add.reduce(np.exp(ranking.pattern[:-1])) / (len(ranking.pattern) - 1)
    weights = (ranking.pattern[leaves] - np.log(mean)) / LOG10
    texts = tuple(dict.fromkeys(text for listed in evidence.counts.texts.values() for text in listed))
    label = pattern_label(evidence, knowledge)
    return [Reason("pattern", label, "present", weight, _source(origin_of("pattern")), "pattern", texts)
            for origin_of, weight in zip(told_from, weights.tolist(), strict=True)]


def _drug_reasons(ranking: Ranking, leaf: int, context: float, knowledge: Knowledge) -> list[Reason]:
    """Return what the drugs taken say; `context` is the part of the base that context and silence added, in log10."""
    evidence, record = ranking.evidence, knowledge.leaves[leaf]
    weight = float(evidence.base[leaf] - evidence.prior[leaf]) / LOG10 - context
    suspects = [one for one in evidence.culprits if one.effect == record.effect]
    if not suspects:
        return [Reason("drugs", "no drug known to do it among those taken", "absent", weight, ASSUMPTION, "drug")]
    first = suspects[0]
    names = ", ".join(dict.fromkeys(one.name for one in suspects[:3]))
    source = ASSUMPTION if first.assumed or not first.sources else first.sources[0]
    note = f"odds {first.odds:.3g} for {first.name}; timing factor {first.timing_factor:.2g}"
    return [Reason("drugs", names, "present", weight, source, "drug", tuple(one.name for one in suspects[:3]), note=note)]


def low_lines(counts: CountSeen, knowledge: Knowledge) -> list[str]:
    """Return in words the lines that were seen low; white cells where only their total says so."""
    low = [rule["label"] for name, rule in knowledge.model["lineages"].items() if name in counts.low]
    return ["white cells", *low] if WHITE_CELL_LINE in counts.low else low


def pattern_label(evidence: Evidence, knowledge: Knowledge) -> str:
    """Say in words which counts are low and which are not."""
    lineages, at_least = knowledge.model["lineages"], evidence.observations.at_least_low
    low = [rule["label"] for rule in lineages.values()] if at_least == len(lineages) else low_lines(evidence.counts, knowledge)
    kept = [rule["label"] for name, rule in lineages.items() if name in evidence.counts.known and name not in evidence.counts.low]
    said = [f"low {_listed(low)}"] if low else []
    if kept:
        said.append(f"{_listed(kept)} not low")
    if at_least == 2 and len(low) < 2:
        said.append("two lines low")
    return "; ".join(said) or "counts"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


@lru_cache(maxsize=2)
def _made(_held: Same) -> dict[int, tuple[Expected, ...]]:
    """Return what was made of one body of knowledge by `_usual`; only the two used last are kept alive by it."""
    return {}


def _usual(leaf: int, knowledge: Knowledge) -> tuple[Expected, ...]:
    """Return what a leaf usually has, in the order in which the answers would move it. The same in every case, so made once."""
    made = _made(Same(knowledge))
    if leaf not in made:
        made[leaf] = _usually_found(leaf, knowledge)
    return made[leaf]


def _usually_found(leaf: int, knowledge: Knowledge) -> tuple[Expected, ...]:
    tables, names = knowledge.tables, knowledge.tables.expected[leaf]
    origin_of = origins(knowledge.leaves[leaf], knowledge)
    scale = knowledge.model["temperature"] * LOG10
    present, absent = (tables.weights[[tables.rows[name + ending] for name in names], leaf] / scale for ending in ("", ":absent"))
    findings = [knowledge.findings[name] for name in names]
    frequency = tables.probability[[one.index for one in findings], leaf]
    return tuple(Expected(one.id, one.label, often, if_present, if_absent, _source(origin_of(one.id)))
                 for one, often, if_present, if_absent in zip(findings, frequency.tolist(), present.tolist(), absent.tolist(), strict=True))


def _unexplained(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge) -> list[tuple[str, ...]]:
    """Return for each leaf the findings entered as present that it does not raise: no more frequent in it than in causes at large.

    Where somebody was, and what somebody met, needs no cause to explain it.
    """
    asked = [(number, term.label) for number, term in enumerate(ranking.evidence.terms)
             if term.kind == "finding" and term.state != "absent" and knowledge.findings[term.name].kind != "exposure"]
    lowered = (ranking.weights.take([number for number, _ in asked], axis=0).take(leaves, axis=1) < 0).T.tolist()
    return [tuple(label for (_, label), low in zip(asked, one, strict=True) if low) for one in lowered]
