"""How much each answer that is not yet known is expected to tell of the candidates, in bits.

    I(O; C) = H(O) - H(O | C) = sum over candidates and outcomes of w(c) P(o | c) log2 [P(o | c) / P(o)]

C is the candidate: one of the leading families or of those that must not be missed, with w(c) its probability divided by
theirs together. O is the outcome: present or absent for a finding, the bin for an analyte. P(o | c) is the mean over its
leaves, weighed by their probabilities (Cover and Thomas, Elements of Information Theory, 2.3).

What is approximate. The score divides evidence by a temperature, discounts a finding of a group of which something is
known, and keeps a fifth of what a known count explains. The gain counts this as an answer that is told with the chance
k / temperature and lost otherwise, k the part that is kept; of such an answer the information is that part of I exactly
(an erasure channel). Within a group the strongest keeps its whole weight, so the gain of a correlated finding is rather
too low. Not counted: that absence weighs less for what is asked than for what is tested, its floor, and what an answer
brings along (implied levels, history left out, silence broken). A form of a known finding is taken given that finding; one that a cause
does not list is at its background, though the score, once it is told, gives it its part of the listed parent. The previews
of `what_next` approximate nothing: they rank the case with the answer in it.
"""

from dataclasses import dataclass

import numpy as np

from ..case.model import Case
from ..knowledge.knowledge import Inquiry, Knowledge
from .answered import answered
from .rank import Ranking


@dataclass(frozen=True, slots=True)
class Contenders:
    """The candidates an answer may tell apart, most probable first.

    places: their places in the order of families, from 0, shape (k,); weight: probabilities, summing to 1, shape (k,)
    columns:  numbers of all their leaves, shape (n,); mixture: P(leaf | family), shape (k, n)
    """

    places: np.ndarray
    weight: np.ndarray
    columns: np.ndarray
    mixture: np.ndarray


@dataclass(frozen=True, slots=True)
class Outlook:
    """What every item of `Inquiry` is expected to tell; findings first, then analytes.

    present: P(present | candidate), shape (k, findings); bins: P(bin | candidate), shape (k, bins)
    gain:    bits, at least 0, shape (items,); open: whether the item is unknown and can be asked of this person, shape (items,)
    moved:   expected change of the leader's probability; overtaken: chance that another comes first; both as if nothing were
        discounted, so rather too high, shape (items,)
    """

    contenders: Contenders
    present: np.ndarray
    bins: np.ndarray
    gain: np.ndarray
    open: np.ndarray
    moved: np.ndarray
    overtaken: np.ndarray


def contenders(ranking: Ranking, knowledge: Knowledge) -> Contenders:
    """Return the leading families, and those with a must-not-miss leaf from the set probability on."""
    rule = knowledge.model["what_next"]
    order, probability = ranking.order, ranking.probability
    spans = knowledge.family_spans
    places = [place for place, family in enumerate(order[:rule["most"]].tolist())
              if place < rule["leading"] or ranking.family_probability[family] >= rule["grave_share"]
              and any(knowledge.leaves[column].must_not_miss for column in range(*spans[family]))]
    families = order[places].tolist()
    weight = ranking.family_probability[families]
    columns = np.concatenate([np.arange(*spans[family]) for family in families])
    mixture = np.zeros((len(families), len(columns)))
    first = 0
    for row, family in enumerate(families):
        size = spans[family][1] - spans[family][0]
        mixture[row, first:first + size] = probability[spans[family][0]:spans[family][1]] / weight[row]
        first += size
    return Contenders(np.array(places), weight / weight.sum(), columns, mixture)


def outlook(case: Case, ranking: Ranking, knowledge: Knowledge) -> Outlook:
    """Return what each item is expected to tell.

    Args:
        case: the case that was ranked; age and sex say what can be asked. ranking: its ranking. knowledge: the compiled rules.
    """
    inquiry, among = knowledge.inquiry, contenders(ranking, knowledge)
    present = among.mixture @ _given_what_is_known(np.take(inquiry.share, among.columns, axis=1), among, ranking, knowledge).T
    bins = among.mixture @ np.take(inquiry.bins, among.columns, axis=1).T
    told, told_bins = _information(present, among.weight), _information(bins, among.weight)
    gain = np.concatenate([told + _information(1 - present, among.weight), _by_analyte(told_bins, inquiry)])
    np.maximum(gain, 0, out=gain)
    gain *= _kept(ranking, knowledge)
    moved, overtaken = _change(present, bins, among.weight, inquiry)
    return Outlook(among, present, bins, gain, _open(case, ranking, knowledge), moved, overtaken)


def _information(chance: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Return sum over c of w P log2(P / mean P) for each outcome, shape (outcomes,); `chance` has the shape (k, outcomes)."""
    mean = weight @ chance
    return weight @ (chance * np.log2(chance)) - mean * np.log2(mean)


def _by_analyte(of_bins: np.ndarray, inquiry: Inquiry) -> np.ndarray:
    return np.add.reduceat(of_bins, inquiry.starts) if len(inquiry.starts) else of_bins[:0]


def _given_what_is_known(share: np.ndarray, among: Contenders, ranking: Ranking, knowledge: Knowledge) -> np.ndarray:
    """Divide P(form | leaf) by P(finding | leaf) where the finding is known to be present; shape (findings, leaves)."""
    answers, known = knowledge.inquiry.answers.value, knowledge.tables.probability
    above: dict[int, np.ndarray] = {}
    for name, state in ranking.evidence.observations.states.items():
        if state == "present" and name in answers:
            of_parent = known[knowledge.findings[name].index, among.columns]
            for form in answers[name].below:
                above[form] = np.minimum(above.get(form, 1.0), of_parent)
    if above:
        forms = list(above)
        share[forms] = np.clip(share[forms] / np.array(list(above.values())), *knowledge.model["probability_limits"])
    return share


def _kept(ranking: Ranking, knowledge: Knowledge) -> np.ndarray:
    """Return the part of each item's information that the score would use, within 0 to 1, shape (items,)."""
    inquiry, model, seen = knowledge.inquiry, knowledge.model, ranking.evidence.observations
    kept = np.ones(len(inquiry.ways))
    groups = {knowledge.findings[name].group for name in seen.states} | {knowledge.analytes[name].group for name in seen.levels}
    for group in groups & inquiry.groups.keys():
        kept[inquiry.groups[group]] = model["group_discount"]
    for analyte in ranking.evidence.counts.known & inquiry.screened.keys():
        kept[inquiry.screened[analyte]] *= model["screened_off"]
    return np.minimum(kept / model["temperature"], 1)


def _open(case: Case, ranking: Ranking, knowledge: Knowledge) -> np.ndarray:
    """Return which items are not answered and can be asked of this person, shape (items,)."""
    inquiry, seen = knowledge.inquiry, ranking.evidence.observations
    answers = inquiry.answers.value
    unknown = np.ones(len(inquiry.ways), dtype=bool)
    closed: list[int] = []
    for name, state in [*seen.states.items(), *((name, "present") for name in (*seen.levels, *seen.contradicted))]:
        if name in answers:
            closed += answers[name].absent if state == "absent" else answers[name].present
    unknown[closed] = False
    unknown[[inquiry.number[name] for name in answered(seen, knowledge) if name in inquiry.number]] = False
    for whom in _not_of(case, seen.pregnant, knowledge):
        if whom in inquiry.told_of:
            unknown[inquiry.told_of[whom]] = False
    return unknown


def _not_of(case: Case, pregnant: bool | None, knowledge: Knowledge) -> set[str]:
    """Return the kinds of people that this person is not, or not known to be where few are."""
    other_sex = {"female": {"male"}, "male": {"female"}}.get(case.sex or "", set())
    ages = {whom: knowledge.age_bands[whom][1] for whom in ("newborn", "infant", "child") if whom in knowledge.age_bands}
    too_old = {whom for whom, end in ages.items() if case.age is None or case.age >= end}
    return other_sex | too_old | (set() if pregnant and case.sex != "male" else {"pregnant"})


def _change(present: np.ndarray, bins: np.ndarray, weight: np.ndarray, inquiry: Inquiry) -> tuple[np.ndarray, np.ndarray]:
    """Return (expected change of the leader's probability, chance that another comes first) of each item."""
    moved, overtaken = zip(*(_change_by(chance, weight) for chance in (present, 1 - present, bins)), strict=True)
    return (np.concatenate([moved[0] + moved[1], _by_analyte(moved[2], inquiry)]),
            np.concatenate([overtaken[0] + overtaken[1], _by_analyte(overtaken[2], inquiry)]))


def _change_by(chance: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both for single outcomes: w(c) P(o | c) is the candidate's probability after the outcome, times its chance."""
    joint = weight[:, None] * chance
    total = joint.sum(axis=0)
    behind = joint[1:].max(axis=0, initial=0.0) > joint[0]
    return np.abs(joint[0] - weight[0] * total), total * behind
