"""Models of the amounts that people tell in words: years ago, drinks a day."""

from pydantic import Field

from .base import RuleModel


class YearsAgo(RuleModel):
    """What a bare year says of how long something lasts, where the case has no date: one before `before` is `at_least` years ago."""

    before: int = Field(gt=0)
    at_least: float = Field(gt=0)


class Drinks(RuleModel):
    """How much somebody drinks, by a number of drinks: more than `heavy_above` a week are heavy, no more than `light_up_to` light.

    `leading`: what stands before the number; `glasses`: what is one drink; `a_day`, `a_week`: how often. The names are those of findings.
    """

    heavy_above: float = Field(gt=0)
    light_up_to: float = Field(gt=0)
    heavy: str
    between: str
    light: str
    leading: tuple[str, ...]
    glasses: tuple[str, ...]
    a_day: tuple[str, ...]
    a_week: tuple[str, ...]
