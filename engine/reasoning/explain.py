"""Why a candidate stands where it stands: the numbers that were summed, each with its source.

Records here are made from the arrays of `rank`; no weight is computed a second time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from ..knowledge.knowledge import Knowledge
from ..knowledge.records import LeafRecord, Provenance
from .evidence import UNTOLD, Term
from .rank import LOG10, Ranking, summed_weights

ASSUMPTION = "assumption"


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

    Reasons weaker than `least` are summed and not told.
    """

    leaf: LeafRecord
    prior: float
    reasons: tuple[Reason, ...]
    expected: tuple[Expected, ...]
    unexplained: tuple[str, ...]
    least: float

    @property
    def speaks_for(self) -> tuple[Reason, ...]:
        """Reasons that raise it, strongest first."""
        return tuple(one for one in self.reasons if one.weight >= self.least)

    @property
    def speaks_against(self) -> tuple[Reason, ...]:
        """Reasons that lower it, strongest first."""
        return tuple(sorted((one for one in self.reasons if one.weight <= -self.least), key=lambda one: one.weight))


Origins = Callable[[str], Provenance | None]


def origins(leaf: LeafRecord, knowledge: Knowledge) -> Origins:
    """Return what tells where a leaf's numbers came from.

    It takes the id of a finding, "lab:<analyte>", "pattern" or "who:<age, sex, pregnant or ancestry>", and gives None for a
    background. Of a cause with its consequence the more frequent one speaks.
    """
    if len(leaf.causes) == 1:
        return knowledge.provenance[leaf.causes[0]].get

    def of_several(key: str) -> Provenance | None:
        found = [entry for cause in leaf.causes if (entry := knowledge.provenance[cause].get(key)) is not None]
        return max(found, key=lambda entry: entry.value, default=None)

    return of_several


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
    pattern = _pattern_reasons(ranking, leaves, knowledge)
    summed = summed_weights(ranking, leaves, knowledge).T.tolist()
    explanations = []
    for number, leaf in enumerate(leaves.tolist()):
        record = knowledge.leaves[leaf]
        origin_of = origins(record, knowledge)
        reasons = [_reason(term, weight, number, origin_of) for term, weight in zip(terms, summed[number], strict=True)]
        reasons += _fixed_reasons(ranking, leaf, origin_of, knowledge)
        reasons += pattern[number:number + 1]
        reasons.sort(key=lambda one: -one.weight)
        explanations.append(Explanation(
            leaf=record, prior=float(ranking.evidence.prior[leaf]) / LOG10, reasons=tuple(reasons),
            expected=_expected(ranking, leaf, origin_of, knowledge, expected), unexplained=_unexplained(ranking, leaf),
            least=knowledge.model["tell_weight"]))
    return explanations


class _Described(NamedTuple):
    """What is the same for every leaf of one term; `frequencies` by leaf, and `background`, where it is a finding."""

    term: Term
    key: str
    frequencies: list[float] | None
    background: float | None


def _described(term: Term, leaves: np.ndarray, knowledge: Knowledge) -> _Described:
    if term.kind != "finding":
        return _Described(term, f"lab:{term.name}" if term.kind == "lab" else term.name, None, None)
    row = knowledge.findings[term.name].index
    return _Described(term, term.name, knowledge.tables.probability[row, leaves].tolist(), float(knowledge.tables.mean[row]))


def _reason(described: _Described, weight: float, number: int, origin_of: Origins) -> Reason:
    term, key, frequencies, background = described
    origin = origin_of(key)
    source, note = (ASSUMPTION, None) if origin is None else (origin.source or ASSUMPTION, origin.note)
    return Reason(term.name, term.label, term.state, weight, source, term.kind, term.texts,
                  None if frequencies is None else frequencies[number], background, note)


def _source(origin: Provenance | None) -> str:
    return origin.source if origin is not None and origin.source else ASSUMPTION


def _fixed_reasons(ranking: Ranking, leaf: int, origin_of: Origins, knowledge: Knowledge) -> list[Reason]:
    """Depth, context and drugs, as the score summed them."""
    evidence, tables = ranking.evidence, knowledge.tables
    reasons = []
    for term in evidence.fixed:
        weight = float(sum(tables.fixed[row, leaf] * share for row, share in term.rows)) / LOG10
        if term.state == UNTOLD and weight == 0:
            continue
        kind, _, analyte = term.name.partition(":")
        label, key = (f"how low: {term.label.lower()}", f"lab:{analyte}") if term.kind == "depth" else (term.label, f"who:{kind}")
        origin = origin_of(key)
        reasons.append(Reason(term.name, label, term.state, weight, _source(origin), term.kind, term.texts, note=origin.note if origin else None))
    if evidence.silence is not None:
        weight = float(evidence.silence[leaf]) / LOG10
        reasons.append(Reason("silence", "symptoms and signs that are not told", UNTOLD, weight, ASSUMPTION, "context"))
    if evidence.culprits or evidence.observations.drugs is not None:
        reasons += _drug_reasons(ranking, leaf, knowledge)
    return reasons


def _pattern_reasons(ranking: Ranking, leaves: np.ndarray, knowledge: Knowledge) -> list[Reason]:
    """Return for each leaf what the pattern of low counts says, against its mean over causes; () when no count is known."""
    evidence = ranking.evidence
    if not (evidence.counts.known or evidence.observations.at_least_low):
        return []
    weights = (ranking.pattern[leaves] - np.log(np.exp(ranking.pattern[:-1]).mean())) / LOG10
    texts = tuple(dict.fromkeys(text for listed in evidence.counts.texts.values() for text in listed))
    label = pattern_label(evidence, knowledge)
    return [Reason("pattern", label, "present", weight, _source(origins(knowledge.leaves[leaf], knowledge)("pattern")), "pattern", texts)
            for leaf, weight in zip(leaves.tolist(), weights.tolist(), strict=True)]


def _drug_reasons(ranking: Ranking, leaf: int, knowledge: Knowledge) -> list[Reason]:
    evidence, record = ranking.evidence, knowledge.leaves[leaf]
    if record.effect is None:
        return []
    context = sum(float(knowledge.tables.fixed[row, leaf]) * share for term in evidence.fixed if term.kind == "context"
                  for row, share in term.rows)
    context += 0.0 if evidence.silence is None else float(evidence.silence[leaf])
    weight = (float(evidence.base[leaf] - evidence.prior[leaf]) - context) / LOG10
    suspects = [one for one in evidence.culprits if one.effect == record.effect]
    if not suspects:
        return [Reason("drugs", "no drug known to do it among those taken", "absent", weight, ASSUMPTION, "drug")]
    first = suspects[0]
    names = ", ".join(dict.fromkeys(one.name for one in suspects[:3]))
    source = ASSUMPTION if first.assumed or not first.sources else first.sources[0]
    note = f"odds {first.odds:.3g} for {first.name}; timing factor {first.timing_factor:.2g}"
    return [Reason("drugs", names, "present", weight, source, "drug", tuple(one.name for one in suspects[:3]), note=note)]


def pattern_label(evidence, knowledge: Knowledge) -> str:
    """Say in words which counts are low and which are not."""
    lineages = knowledge.model["lineages"]
    low = [rule["label"] for name, rule in lineages.items() if name in evidence.counts.low]
    kept = [rule["label"] for name, rule in lineages.items() if name in evidence.counts.known and name not in evidence.counts.low]
    if "white-cells" in evidence.counts.low:
        low.insert(0, "white cells")
    if evidence.observations.at_least_low == 3:
        low = [rule["label"] for rule in lineages.values()]
    said = [f"low {_listed(low)}"] if low else []
    if kept:
        said.append(f"{_listed(kept)} not low")
    if evidence.observations.at_least_low == 2 and len(low) < 2:
        said.append("two lines low")
    return "; ".join(said) or "counts"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _expected(ranking: Ranking, leaf: int, origin_of: Origins, knowledge: Knowledge, most: int) -> tuple[Expected, ...]:
    """Findings not assessed whose answer would move this candidate most, in the order that the tables hold for it."""
    tables = knowledge.tables
    states = ranking.evidence.observations.states
    scale = knowledge.model["temperature"] * LOG10
    asked = [knowledge.findings[name] for name in islice((name for name in tables.expected[leaf] if name not in states), most)]
    weights = tables.weights[:, leaf]
    present = weights[[tables.rows[one.id] for one in asked]].tolist()
    absent = weights[[tables.rows[f"{one.id}:absent"] for one in asked]].tolist()
    frequencies = tables.probability[[one.index for one in asked], leaf].tolist()
    return tuple(Expected(one.id, one.label, frequency, if_present / scale, if_absent / scale, _source(origin_of(one.id)))
                 for one, frequency, if_present, if_absent in zip(asked, frequencies, present, absent, strict=True))


def _unexplained(ranking: Ranking, leaf: int) -> tuple[str, ...]:
    """Findings entered as present that the leaf does not raise: no more frequent in it than in causes at large."""
    weights = ranking.weights[:, leaf].tolist()
    return tuple(term.label for term, weight in zip(ranking.evidence.terms, weights, strict=True)
                 if term.kind == "finding" and term.state != "absent" and weight < 0)
