"""`rules/coverage.yaml`: labels of published lists of causes that no cause or drug bears, and how each is accounted for."""

from pydantic import Field, model_validator

from .base import Identifier, RuleFile, RuleModel, Sentence


class StandIn(RuleModel):
    """A broader or narrower thing, or an exposure, for which one cause stands."""

    cause: Identifier
    why: Sentence


class Exclusion(RuleModel):
    """What is deliberately no cause here."""

    why: Sentence


class CoverageFile(RuleFile):
    """The whole of `rules/coverage.yaml`. Only counted, see `engine.evaluation.coverage`; nothing is read or ranked by it."""

    stands_for: dict[str, StandIn] = Field(default={}, description="label as the lists write it, to the cause under which it is counted")
    excluded: dict[str, Exclusion] = Field(default={}, description="label as the lists write it, to the reason why it is no cause here")

    @model_validator(mode="after")
    def _accounted_for_once(self) -> "CoverageFile":
        twice = sorted(self.stands_for.keys() & self.excluded.keys())
        if twice:
            raise ValueError(f"a label is counted or excluded, not both: {', '.join(twice)}")
        return self
