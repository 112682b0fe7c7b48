"""Endless practice cases, drawn from the knowledge itself: whom a cause meets, which counts it lowers, what it shows.

    vignette = sample(knowledge, seed=7, topic="nutritional", difficulty="hard")
    vignette.file.case, vignette.story

The same seed gives the same case on every platform, as long as the rules are the same (`Knowledge.digest`).
"""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np

from ..case.model import Case, CaseFile, Diagnosis, with_words
from ..case.timing import read_timing
from ..errors import CaseError
from ..knowledge.anchors import MCV
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..reasoning import Evidence, Ranking, gather, rank
from ..reasoning.answered import answered
from ..reasoning.observations import observe
from .answers import draw_states, low_in
from .chance import STEADY, Chance
from .medicines import draw_medicines
from .person import draw_course, draw_person
from .prose import tell
from .rules import teaching_rules
from .values import Latent, draw_counts, draw_value, printed
from .white_cells import draw_white_cells
from .work_up import PLACES, Question, QuestionBank, choose_questions, choose_values, hinges, names_part, rivals

ALL = "all"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Vignette:
    """A practice case. `leaf` is the id of what it was drawn from; `lead` log10 of how far the engine puts that before the best other
    cause, negative when it is behind; `place` its row in the engine's ranking. `file` holds the answer, `story` never does.
    """

    seed: int
    topic: str
    difficulty: str
    leaf: str
    file: CaseFile
    story: str
    lead: float
    place: int


def topics(knowledge: Knowledge) -> dict[str, str]:
    """Return what cases can be restricted to, with labels: everything, each set of look-alikes, each group of causes."""
    sets = {name: one["label"] for name, one in teaching_rules(knowledge)["sets"].items()}
    groups = {name: label for name, label in knowledge.model["groups"].items() if any(one.group == name for one in knowledge.causes.values())}
    return {ALL: "All causes", **sets, **groups}


def difficulties(knowledge: Knowledge) -> dict[str, str]:
    """Return the difficulties, with labels."""
    return {ANY: "Any", **{name: one["label"] for name, one in teaching_rules(knowledge)["difficulties"].items()}}


def sample(knowledge: Knowledge, *, seed: int, topic: str = ALL, difficulty: str = ANY, setting: str | None = None,
           bank: QuestionBank | None = None) -> Vignette:
    """Draw a case.

    Cases are drawn until one is free of contradictions and as hard as wanted, `attempts` of `rules/teaching.yaml` at most; then the nearest is taken.

    Args:
        knowledge: the compiled rules, with `teaching.yaml`. seed: a whole number from 0 on. topic: see `topics`.
        difficulty: see `difficulties`. setting: where it is seen, whose priors the cause is drawn by. bank: `QuestionBank.of(knowledge)`, to be made
            once where many cases are drawn; made anew when it is not given.

    Raises:
        CaseError: the seed, topic, difficulty or setting is none of those allowed.
    """
    rules = teaching_rules(knowledge)
    place = _known(setting or rules["vignette"]["setting"], knowledge.settings, "setting")
    weights = leaf_weights(_known(topic, topics(knowledge), "topic"), place, knowledge)
    wanted = rules["difficulties"].get(_known(difficulty, difficulties(knowledge), "difficulty"))
    try:
        chance = Chance.of(seed)
    except ValueError as error:
        raise CaseError(str(error)) from None
    bank = bank or QuestionBank.of(knowledge)

    def attempts() -> Iterator[tuple[float, Vignette]]:
        """Yield how far a case misses what is wanted, and the case."""
        leaf = 0
        for attempt in range(rules["vignette"]["attempts"]):
            if attempt % rules["vignette"]["of_one_cause"] == 0:
                leaf = chance.number(weights)
            case = draw_case(leaf, chance, bank, knowledge, setting=place)
            evidence = gather(case, knowledge)
            vignette = _written(leaf, case, evidence, seed, topic, difficulty, knowledge)
            miss = 0.0 if wanted is None else max(wanted["lead_from"] - vignette.lead, vignette.lead - wanted["lead_to"], 0.0)
            yield math.inf if evidence.observations.conflicts else round(miss, 6), vignette

    return _nearest(attempts())


def _nearest(drawn: Iterator[tuple[float, Vignette]]) -> Vignette:
    """Return the first case that misses nothing, else the first of those that miss least; no more are drawn than are needed."""
    least, nearest = next(drawn)
    while least > 0 and (following := next(drawn, None)) is not None:
        if following[0] < least:
            least, nearest = following
    return nearest


def _known(name: str, allowed: Collection[str], what: str) -> str:
    if name not in allowed:
        raise CaseError(f"{what} '{name}' is not known; allowed: {', '.join(allowed)}; choose one")
    return name


def leaf_weights(topic: str, setting: str, knowledge: Knowledge) -> np.ndarray:
    """Return how often each leaf is drawn, shape (leaves,): its prior in the setting, 0 outside the topic and for something else.

    In a set of look-alikes every cause is drawn as often, its forms by their priors: all are to be met.
    """
    shares = np.exp(knowledge.tables.log_prior[setting])
    shares[knowledge.other] = 0.0
    if topic == ALL:
        return shares
    chosen = teaching_rules(knowledge)["sets"].get(topic)
    if chosen is None:
        return shares * np.array([bool(leaf.causes) and knowledge.causes[leaf.causes[0]].group == topic for leaf in knowledge.leaves])
    weights = np.zeros(len(shares))
    nearest = [nearest_listed(leaf.causes[0] if leaf.causes else None, chosen["causes"], knowledge) for leaf in knowledge.leaves]
    for cause in chosen["causes"]:
        members = np.array([one == cause for one in nearest])
        weights += np.where(members, shares / shares[members].sum(), 0.0) if members.any() else 0.0
    return weights


def nearest_listed(cause: str | None, listed: list[str], knowledge: Knowledge) -> str | None:
    """Return the listed cause that a cause is, or is a form of: the nearest, where one listed cause is a form of another."""
    return next((one for one in line_of(cause, knowledge) if one in listed), None) if cause else None


def draw_case(leaf: int, chance: Chance, bank: QuestionBank, knowledge: Knowledge, *, setting: str) -> Case:
    """Draw what is known of a person with a leaf. The person and the counts come first; the questions follow from them."""
    case = draw_person(leaf, chance, knowledge, setting=setting)
    latent = Latent(chance, {})
    values = draw_counts(leaf, case, chance, knowledge)
    values |= draw_white_cells(leaf, values, case, chance, knowledge)
    if (size := draw_value(MCV, leaf, case, latent, knowledge)) is not None:
        values[MCV] = size
    case = _with_values(case, values, knowledge)
    against = rivals(leaf, case, knowledge)
    counted = tuple(values)
    questions = choose_questions(leaf, case, against, bank, chance, knowledge, known=counted)
    for name in choose_values(leaf, against, questions, bank, chance, knowledge, known=counted):
        if (value := draw_value(name, leaf, case, latent, knowledge)) is not None:
            values[name] = value
    states = draw_states(leaf, questions, low_in(values, case, knowledge), latent, knowledge)
    case = replace(_with_values(case, values, knowledge), medications=draw_medicines(leaf, case, chance, knowledge))
    if (days := _days_taken(leaf, case, knowledge)) is not None:
        # What a drug did began after it.
        case = replace(case, onset=draw_course(leaf, days, chance, knowledge))
    # What a leaf hinges on is always told: nobody could know the answer without it.
    states |= {one.id: True for one in hinges(leaf, [question.finding for question in questions], knowledge)}
    return _without_repeats(leaf, case, questions, states, knowledge)


def _without_repeats(leaf: int, case: Case, questions: list[Question], states: dict[str, bool], knowledge: Knowledge) -> Case:
    """Tell the answers, but those that something else in the case gives (`answered_by` of `rules/effort.yaml`), and few that deny.

    A result that sums up a value says what the value says; nor is a diagnosis denied whose name is part of that of the cause.
    """
    gone = answered(observe(_telling(case, questions, states), knowledge), knowledge)
    questions = [one for one in questions if one.finding.id not in gone and (states[one.finding.id] or not names_part(one.finding, leaf, knowledge))]
    denied = sorted((one for one in questions if not states[one.finding.id]), key=lambda one: (-one.telling, one.finding.id))
    left_out = {one.finding.id for one in denied[teaching_rules(knowledge)["vignette"]["most_denied"]:]}
    return _telling(case, [one for one in questions if one.finding.id not in left_out], states)


def _telling(case: Case, questions: list[Question], states: dict[str, bool]) -> Case:
    """Put the answers to questions into a case: what is there under the key of its kind, what is not under "absent"."""
    told: dict[str, list[str]] = {}
    for one in questions:
        where = PLACES.get(one.finding.kind, "present") if states[one.finding.id] else "absent"
        told.setdefault(where, []).append(one.finding.label)
    return with_words(case, {where: (*getattr(case, where), *labels) for where, labels in told.items()})


def _days_taken(leaf: int, case: Case, knowledge: Knowledge) -> float | None:
    """Return for how many days the culprit has been taken; None where the leaf has none."""
    if knowledge.leaves[leaf].effect is None or not case.medications:
        return None
    return read_timing(case.medications[0].taken, knowledge.lexicon).started_days


def _with_values(case: Case, values: dict[str, float], knowledge: Knowledge) -> Case:
    order = {name: number for number, name in enumerate(knowledge.analytes)}
    return replace(case, labs={knowledge.analytes[name].label: printed(name, values[name], case, knowledge)
                               for name in sorted(values, key=order.__getitem__)})


def _written(leaf: int, case: Case, evidence: Evidence, seed: int, topic: str, difficulty: str, knowledge: Knowledge) -> Vignette:
    """Put a drawn case into its file, with the answer, and say how the engine sees it."""
    record = knowledge.leaves[leaf]
    names = [knowledge.causes[name].name for name in record.causes]
    place, lead = standing(rank(evidence, knowledge), leaf, knowledge)
    file = CaseFile(id=f"practice-{seed}", title=f"Practice case {seed}", case=case,
                    diagnosis=Diagnosis(names[0], also_correct=tuple(names[1:])))
    return Vignette(seed, topic, difficulty, record.id, file, tell(case, knowledge), lead, place)


def standing(ranking: Ranking, leaf: int, knowledge: Knowledge) -> tuple[int, float]:
    """Return where a leaf's family stands: (place, 1 for first; log10 of its probability over that of the best other family)."""
    family = next(number for number, (start, end) in enumerate(knowledge.family_spans) if start <= leaf < end)
    own, best = ranking.family_probability[family], max(np.delete(ranking.family_probability[:-1], family))
    return ranking.order.tolist().index(family) + 1, round(float(np.log10(max(own, 1e-12) / max(best, 1e-12))), STEADY)
