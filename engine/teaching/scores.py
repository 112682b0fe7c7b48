"""How good a committed differential is, by rules that can be read beside every score.

An answer names causes with probabilities. What is left of 1 belongs to "something else": it is shared evenly among all
causes that were not named, so that leaving everything open earns nothing.

    log score    -ln P(true cause)                       0 is best; 0.69 for one half; no upper end but a floor under P
    Brier score  sum over causes of (P - 1 if true)^2    0 is best, 2 is worst

Both are proper: the best expected score comes from writing what one believes. Good IJ, J R Stat Soc B 1952;14:107-14; Brier GW,
Mon Weather Rev 1950;78:1-3.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of, resolve_label
from ..spread import half_width
from .rules import teaching_rules

_ROUNDING = 1e-6
_PLACE_RULE = ("The place of the first cause on your list that is right; a form of it, or what it is a form of, counts as right, "
               "but not a form with another mechanism or treatment.")
_LOG_RULE = ("Minus the natural logarithm of the probability that you gave to the true cause, counted as {least:.1%} at least. 0 is best; one half "
             "costs 0.69, a tenth 2.30.")
_BRIER_RULE = ("For every cause the square of how far your probability was from the truth (1 for the true cause, 0 for any other), added up. "
               "0 is best, 2 is worst.")


@dataclass(frozen=True, slots=True)
class Guess:
    """One named cause with the probability given to it, 0 to 1."""

    cause: str
    probability: float


@dataclass(frozen=True, slots=True)
class Score:
    """One figure: its value, the rule in words, and the reason why it came out so. `value` is None where the rule does not apply."""

    name: str
    value: float | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of similar probability: how many, their mean probability, the share that was true, and the band within which that
    share lies 95 times in 100 for somebody who is never too sure nor too unsure."""

    low: float
    high: float
    count: int
    stated: float
    true: float
    band: tuple[float, float]


def read_answer(lines: Sequence[tuple[str, float | None]], knowledge: Knowledge) -> tuple[Guess, ...]:
    """Read a committed list and put the most probable first.

    Args:
        lines: names of causes as typed or chosen, each with a probability from 0 to 1.

    Raises:
        CaseError: with every line that is wrong, or what is wrong with the whole.
    """
    wrong: list[str] = []
    guesses: list[Guess] = []
    for number, (label, probability) in enumerate(lines, start=1):
        cause = resolve_label(str(label), knowledge) if label else None
        if not label:
            wrong.append(f"Cause {number}: a percent stands here without a cause; choose one, or empty the line.")
        elif cause is None:
            wrong.append(f"Cause {number}: '{label}' is no cause known here; choose one from the list.")
        elif cause in {one.cause for one in guesses}:
            wrong.append(f"Cause {number}: {knowledge.causes[cause].name} is named above already; remove one of the two.")
        if probability is None:
            wrong.append(f"Cause {number}: how probable is it? Write a percent from 0 to 100.")
        elif isinstance(probability, bool) or not isinstance(probability, int | float) or math.isnan(probability):
            wrong.append(f"Cause {number}: {probability!r} is no probability; write a percent from 0 to 100.")
        elif not 0 <= probability <= 1:
            wrong.append(f"Cause {number}: {100 * probability:.10g} % is no probability; write a percent from 0 to 100.")
        elif cause is not None:
            guesses.append(Guess(cause, float(probability)))
    most, total = teaching_rules(knowledge)["scores"]["most_listed"], sum(one.probability for one in guesses)
    if not lines:
        wrong.append("Name at least one cause: the one you hold most likely, with a percent.")
    if len(lines) > most:
        wrong.append(f"The list has {len(lines)} causes and {most} are the most; keep the likeliest.")
    if total > 1 + _ROUNDING:
        wrong.append(f"Your percents add up to {100 * total:.3g}; 100 is the most, and what is left is for something else. Lower some.")
    if wrong:
        raise CaseError("\n".join(wrong))
    return tuple(sorted(guesses, key=lambda one: -one.probability))


def is_true(cause: str, leaf: str, knowledge: Knowledge) -> bool:
    """Return whether a named cause is right for a leaf: a cause of it, a form of one, or what one is a form of.

    A form that stands apart (`scores.forms_apart` of `rules/teaching.yaml`) is another disease: it is right only where it, or a form of it, was true.
    """
    named, apart = line_of(cause, knowledge), teaching_rules(knowledge)["scores"]["forms_apart"]
    for truth in knowledge.leaves[knowledge.column(leaf)].causes:
        above = line_of(truth, knowledge)
        if cause in above or (truth in named and not any(one in apart for one in named[:named.index(truth)])):
            return True
    return False


def place(answer: Sequence[Guess], leaf: str, knowledge: Knowledge) -> Score:
    """Return the place of the first right cause in a list, most probable first; None when it holds none."""
    found = next((number for number, one in enumerate(answer, start=1) if is_true(one.cause, leaf, knowledge)), None)
    name = knowledge.leaves[knowledge.column(leaf)].name
    reason = f"{name} is not on your list"
    if found is not None:
        reason = f"{knowledge.causes[answer[found - 1].cause].name} stands at place {found} of {len(answer)}"
    return Score("Place of the right cause", found, _PLACE_RULE, reason)


def given(answer: Sequence[Guess], leaf: str, knowledge: Knowledge) -> float:
    """Return the probability that a list gives to the true cause: all right names together, else an even share of what was left."""
    named = [one.probability for one in answer if is_true(one.cause, leaf, knowledge)]
    return sum(named) if named else _rest(answer, knowledge)[0]


def _rest(answer: Sequence[Guess], knowledge: Knowledge) -> tuple[float, int]:
    """Return what each cause that was not named gets, and how many there are."""
    unnamed = max(len(knowledge.causes) - len(answer), 1)
    return max(1 - sum(one.probability for one in answer), 0.0) / unnamed, unnamed


def minus_log(answer: Sequence[Guess], leaf: str, knowledge: Knowledge) -> float:
    """Return -ln of the probability given to the true cause, floored by the rules: the value of the log score."""
    return -math.log(max(given(answer, leaf, knowledge), teaching_rules(knowledge)["scores"]["least_probability"]))


def log_score(answer: Sequence[Guess], leaf: str, knowledge: Knowledge) -> Score:
    """Return the log score, see `minus_log`, with the reason why it came out so."""
    least = teaching_rules(knowledge)["scores"]["least_probability"]
    probability = given(answer, leaf, knowledge)
    reason = f"you gave the true cause {round(probability * 100, 2):g}%"
    if not any(is_true(one.cause, leaf, knowledge) for one in answer):
        reason += ", its even share of what you left to something else"
    if probability < least:
        reason += f", counted as {least:.1%}"
    return Score("Log score", minus_log(answer, leaf, knowledge), _LOG_RULE.format(least=least), reason)


def brier_score(answer: Sequence[Guess], leaf: str, knowledge: Knowledge) -> Score:
    """Return the Brier score over all causes, 0 (best) to 2; several right names are one class."""
    truth = given(answer, leaf, knowledge)
    each, unnamed = _rest(answer, knowledge)
    named = any(is_true(one.cause, leaf, knowledge) for one in answer)
    wrong = sum(one.probability ** 2 for one in answer if not is_true(one.cause, leaf, knowledge))
    value = (1 - truth) ** 2 + wrong + each ** 2 * (unnamed if named else unnamed - 1)
    first = max((one for one in answer if not is_true(one.cause, leaf, knowledge)), key=lambda one: one.probability, default=None)
    reason = f"{(1 - truth) ** 2:.2f} for what the true cause lacked"
    if first is not None and first.probability > 0:
        reason += f", {wrong:.2f} for wrong causes, most of it for {knowledge.causes[first.cause].name}"
    return Score("Brier score", value, _BRIER_RULE, reason)


def calibration(answers: Sequence[tuple[Sequence[Guess], str]], knowledge: Knowledge) -> tuple[Bin, ...]:
    """Return how stated probabilities held, over all causes of all answers: bins with at least one statement, lowest first.

    Args:
        answers: each list with the id of the leaf that was true.
    """
    stated = [(one.probability, is_true(one.cause, leaf, knowledge)) for answer, leaf in answers for one in answer]
    edges = teaching_rules(knowledge)["scores"]["bins"]
    bins = []
    for low, high in zip(edges, edges[1:], strict=False):
        inside = [(share, right) for share, right in stated if low <= share < high or share == high == edges[-1]]
        if inside:
            mean, n = sum(share for share, _ in inside) / len(inside), len(inside)
            spread = half_width(mean, n)
            bins.append(Bin(low, high, n, mean, sum(right for _, right in inside) / n, (max(0.0, mean - spread), min(1.0, mean + spread))))
    return tuple(bins)
