"""Live examples of the words for weighing: pretest probability, likelihood ratio, odds, findings that go together, threshold."""

import math
from dataclasses import replace

import numpy as np

from ...reasoning import Ranking, Row, explain, what_next
from ...reasoning.explain import Reason
from ...reasoning.rank import LOG10, summed_weights
from ..contrast import contrast
from ..habits import prior_of
from .figures import Live, Subject, odds_of, share, signed, times

_SHOWN = 6


def pretest_probability(subject: Subject) -> Live:
    """The first two causes in every place that can be chosen: their share before anything is told, and their probability after all."""
    knowledge = subject.knowledge
    lines = []
    for setting in knowledge.settings.values():
        if setting.offered and setting.place is not None:
            ranking = subject.ranked(replace(subject.case, setting=setting.id), setting=setting.id)
            lines.append((setting.label, *(cell for row in (subject.first, subject.second) for cell in
                                           (share(prior_of(row.family, ranking, knowledge)), share(_family(row, ranking, subject))))))
    here = knowledge.settings[subject.ranking.evidence.setting].label
    return Live((subject.named, f"The case is ranked as seen in: {here}."),
                ("seen in", "first, before", "first, after", "second, before", "second, after"), tuple(lines))


def _family(row: Row, ranking: Ranking, subject: Subject) -> float:
    return float(ranking.family_probability[subject.knowledge.families.index(row.family)])


def likelihood_ratio(subject: Subject) -> Live:
    """The entered finding that separates the first two most: shares, ratios if present and if absent, and the weight that was summed."""
    knowledge, ranking = subject.knowledge, subject.ranking
    one = next((one.reason for one in contrast(ranking, subject.first.column, subject.second.column, knowledge)
                if one.reason.kind == "finding" and one.reason.state == "present"), None)
    if one is None:
        return Live(("No finding is entered as present in this case.",))
    found = knowledge.findings[one.name]
    usual = float(knowledge.tables.mean[found.index])
    sides = []
    for row in (subject.first, subject.second):
        part = float(knowledge.tables.probability[found.index, row.column])
        summed = next(reason.weight for reason in explain(ranking, row.column, knowledge).reasons if _is(reason, one))
        ratios = (math.log10(part / usual), math.log10((1 - part) / (1 - usual)))
        sides.append((share(part), *map(times, ratios), f"{times(summed)} ({signed(summed)})"))
    says = (subject.named, f"The finding: {found.label}. In causes at large it is there in {share(usual)}.")
    told = ("is there in", "ratio if present", "ratio if absent", "as summed (log10)")
    return Live(says, (found.label, "the first", "the second"), tuple(zip(told, *sides, strict=True)))


def _is(reason: Reason, other: Reason) -> bool:
    return (reason.kind, reason.name) == (other.kind, other.name)


def odds(subject: Subject) -> Live:
    """From the odds of the first two causes by how common they are to those of the ranking, factor by factor."""
    knowledge, ranking = subject.knowledge, subject.ranking
    first, second = subject.first.column, subject.second.column
    so_far = float(ranking.evidence.prior[first] - ranking.evidence.prior[second]) / LOG10
    lines = [("how common they are here", "", odds_of(so_far))]
    found = contrast(ranking, first, second, knowledge)
    for one in found[:_SHOWN]:
        so_far += one.favors_first
        state = f", {one.state}" if one.reason.kind == "finding" and one.state != "present" else ""
        lines.append((f"{one.label}{state}", times(one.favors_first), odds_of(so_far)))
    rest = sum(one.favors_first for one in found[_SHOWN:])
    lines.append((f"all else, {len(found) - len(found[:_SHOWN])} terms", times(rest), odds_of(so_far + rest)))
    names = [knowledge.leaves[number].name for number in (first, second)]
    shares = [float(ranking.probability[number]) for number in (first, second)]
    says = (f"Odds of {names[0]} against {names[1]}.",
            f"The ranking gives them {share(shares[0])} and {share(shares[1])}: {odds_of(math.log10(shares[0] / shares[1]))}.")
    return Live(says, ("what is weighed", "factor", "odds so far"), tuple(lines))


def findings_together(subject: Subject) -> Live:
    """The group of the case that would count most if its findings were independent: each weight alone, and as it was added up."""
    ranking, knowledge = subject.ranking, subject.knowledge
    terms, leaf = ranking.evidence.terms, subject.first.column
    groups: dict[str, list[int]] = {}
    for number, term in enumerate(terms):
        if term.group:
            groups.setdefault(term.group, []).append(number)
    alone = ranking.weights[:, leaf] / (knowledge.model["temperature"] * LOG10)
    shared = [numbers for numbers in groups.values() if len(numbers) > 1]
    if not shared:
        return Live(("No two findings of this case belong to one group: each counts whole.",))
    numbers = max(shared, key=lambda listed: abs(sum(float(alone[number]) for number in listed)))
    summed = summed_weights(ranking, np.array([leaf]), knowledge)[:, 0]
    lines = [(terms[number].label, f"{signed(alone[number])} ({times(alone[number])})", f"{signed(summed[number])} ({times(summed[number])})")
             for number in sorted(numbers, key=lambda number: -abs(float(alone[number])))]
    whole, kept = (float(sum(weights[number] for number in numbers)) for weights in (alone, summed))
    lines = [*lines[:_SHOWN], ("together", f"{signed(whole)} ({times(whole)})", f"{signed(kept)} ({times(kept)})")]
    says = (f"For {knowledge.leaves[leaf].name}. Beside the strongest of a group the others keep {knowledge.model['group_discount']:.0%}.",)
    return Live(says, ("finding", "alone, log10", "as added up"), tuple(lines))


def threshold(subject: Subject) -> Live:
    """The question that is expected to tell most next: what each answer would make of the first cause, and whether to go on asking."""
    knowledge, first = subject.knowledge, subject.first
    found = what_next(subject.case, subject.ranking, knowledge, top=1)
    if not found.suggestions:
        return Live((f"{first.name} stands at {share(first.probability)}. There is nothing left to ask.",))
    question = found.suggestions[0]
    lines = []
    for outcome in question.outcomes:
        leading = outcome.rows[0]
        now = next((row.probability for row in outcome.rows if row.family == first.family), None)
        lines.append((outcome.label, share(outcome.chance), "not among those ranked" if now is None else share(now),
                      f"{leading.name}, {share(leading.probability)}"))
    stop = knowledge.model["what_next"]["stop_moved"]
    says = (f"{first.name} stands at {share(first.probability)}. Most is expected of: {question.label}.",
            f"Any answer would move the first probability by less than {share(stop)}: further questions are not expected to change the ranking."
            if found.stop else
            "Whoever would act alike at the lowest and at the highest probability below need not ask.")
    return Live(says, ("answer", "expected in", "it then", "first then"), tuple(lines))


