"""`rules/teaching.yaml`: how practice cases are drawn, sets of look-alikes, and the rules by which answers are judged."""

from typing import Annotated

from pydantic import Field, model_validator

from .base import Identifier, Probability, RuleFile, RuleModel, Sentence, SourceKey
from .finding import FindingKind

Ages = tuple[Annotated[float, Field(ge=0)], float]
"""From and to, in years."""


class Part(RuleModel):
    """A part of a work-up: how many questions are asked about findings of these kinds."""

    kinds: tuple[FindingKind, ...] = Field(min_length=1)
    questions: int = Field(ge=0)


class OtherCells(RuleModel):
    """Which white cells other than neutrophils may be many: the analyte that tells them, with the findings that show them, too.

    They are where the analyte is high, or one of the findings there, in this share of a cause or more.
    """

    shown_by: dict[Identifier, tuple[Identifier, ...]]
    share: Probability = Field(alias="from")


class TypicalRule(RuleModel):
    """How far from usual a value is drawn, see `engine.teaching.plausible`.

    A level that a cause states as a whole in `whole_level` of its people reaches beyond the step next to normal, but not to the last.
    """

    least: Probability
    few: Probability
    whole_level: Probability
    made: tuple[Identifier, ...]
    made_by: Identifier
    unless: Probability


class OfAge(RuleModel):
    """Groups of findings that are told only of people from an age on, in years."""

    age: float = Field(alias="from", ge=0)
    groups: tuple[Identifier, ...]


class VignetteRule(RuleModel):
    """How a practice case is drawn, see `engine.teaching.sampler`."""

    setting: Identifier
    asked: dict[str, Part]
    values: int = Field(ge=0)
    untouched: int = Field(ge=0)
    most_denied: int = Field(ge=0)
    rivals: int = Field(ge=1)
    share_of_truth: Probability
    asked_anyway: Probability
    of_a_group: int = Field(ge=1)
    always: tuple[Identifier, ...]
    white_cells_beside: float = Field(ge=0)
    least_told: Probability
    most_blasts: float = Field(gt=0, lt=100)
    other_cells: OtherCells
    typical: TypicalRule
    not_told: tuple[Identifier, ...]
    of_age: OfAge
    asked_once: tuple[tuple[Identifier, ...], ...]
    least_course: Probability
    least_pattern: Probability
    oldest: float
    ancestry_told: Probability
    fits_from: Probability
    pregnancy: Ages
    menstruation: Ages
    takes: dict[str, Probability]
    adult_drugs_from: float
    young_from: Probability
    bystanders: tuple[Identifier, ...]
    told_doses: tuple[float, float]
    attempts: int = Field(ge=1)
    of_one_cause: int = Field(ge=1)


class Difficulty(RuleModel):
    """How far the true cause leads the best other one, log10 of the ratio of their probabilities."""

    label: str
    lead_from: float = Field(alias="from")
    lead_to: float = Field(alias="to")
    told: Sentence


class LookAlikeSet(RuleModel):
    """Causes that are hard to tell apart, and what separates them."""

    label: str
    causes: tuple[Identifier, ...] = Field(min_length=2)
    by: Sentence


class PracticeRule(RuleModel):
    """How many cases of each set come first in a block, and how many mixed ones follow."""

    blocked: int = Field(ge=1)
    mixed: int = Field(ge=0)


class ClosureRule(RuleModel):
    """Premature closure: a first cause held at least so sure, while the engine leaves it below `engine_below`."""

    held: Probability
    engine_below: Probability


class AnchoringRule(RuleModel):
    """Anchoring: new facts speak against the first cause by `against` (log10), and less than `moved_share` of that was followed."""

    against: float = Field(gt=0)
    moved_share: Probability


class BaseRateRule(RuleModel):
    """Base-rate neglect: another cause is so many times commoner, and the rarer one was given so many times more."""

    commoner: float = Field(gt=1)
    preferred: float = Field(ge=1)


class ScoreRule(RuleModel):
    """Numbers of the rules in `engine.teaching.scores` and `engine.teaching.habits`."""

    least_probability: Annotated[float, Field(gt=0, lt=1)]
    most_listed: int = Field(ge=1)
    forms_apart: tuple[Identifier, ...] = Field(default=(), description="forms that are not right where the whole without a form was true")
    bins: tuple[Probability, ...] = Field(min_length=2)
    closure: ClosureRule
    anchoring: AnchoringRule
    base_rate: BaseRateRule

    @model_validator(mode="after")
    def _whole_range(self) -> "ScoreRule":
        if list(self.bins) != sorted(set(self.bins)) or self.bins[0] != 0 or self.bins[-1] != 1:
            raise ValueError("the edges under bins must rise from 0 to 1")
        return self


class FeedbackRule(RuleModel):
    """When an answer differs enough from the engine's numbers to say so, see `engine.teaching.feedback`."""

    off_by: float = Field(gt=0)
    missed_from: Probability
    hardly: float = Field(gt=0)
    facts: int = Field(ge=1)


class DoubtRule(RuleModel):
    """How the engine is made wrong on purpose."""

    leading: int = Field(ge=2)
    beats_by: float = Field(gt=0)
    most_share: Probability
    most_weight: float = Field(gt=0)
    attempts: int = Field(ge=1)
    most_changed: float = Field(gt=0)
    priors: Probability
    shown: int = Field(ge=2)


class RatingRule(RuleModel):
    """Probabilities given to the true cause from which an answer is rated so; below `hard` it is a miss."""

    hard: Probability
    good: Probability
    easy: Probability

    @model_validator(mode="after")
    def _rising(self) -> "RatingRule":
        if not self.hard < self.good < self.easy:
            raise ValueError("the limits under rated must rise from hard over good to easy")
        return self


class ReturnRule(RuleModel):
    """When a topic comes back: `retention` is the chance that it is still known then, `most_days` the longest wait."""

    retention: Annotated[float, Field(gt=0.5, lt=1)]
    most_days: int = Field(ge=1)
    rated: RatingRule


class Mixing(RuleModel):
    """What is known of practising sets alone or mixed."""

    told: Sentence
    sources: tuple[SourceKey, ...] = Field(min_length=1)


class Word(RuleModel):
    """A word of the field. `here` says what of it this tool computes, `misleads` when it leads astray; `example` is an example case."""

    label: str = Field(min_length=3)
    means: Sentence
    here: Sentence
    misleads: Sentence
    example: Identifier
    sources: tuple[SourceKey, ...] = Field(min_length=1)


class TeachingFile(RuleFile):
    """The whole of `rules/teaching.yaml`. Nothing in it changes a rank."""

    vignette: VignetteRule
    difficulties: dict[Identifier, Difficulty]
    sets: dict[Identifier, LookAlikeSet]
    practice: PracticeRule
    scores: ScoreRule
    feedback: FeedbackRule
    doubt: DoubtRule
    returns: ReturnRule
    mixing: Mixing
    vocabulary: dict[Identifier, Word]
