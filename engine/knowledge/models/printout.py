"""`printout` of `rules/language.yaml`: how laboratories print values, and the words that date them."""

from pydantic import Field

from .base import RuleModel


class Moments(RuleModel):
    """Words that date a value in a text: told before the illness, now, or as what came of a treatment.

    Behind one of `treated` only a count that `rises` came of it. Of several numbers in one print that beside one of `before` is an earlier
    one; so is that beside one of `at_first`, where one of `later` stands beside the number before it.
    """

    earlier: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    before_treatment: tuple[str, ...] = ()
    after_treatment: tuple[str, ...] = ()
    treated: tuple[str, ...] = ()
    rises: tuple[str, ...] = ()
    once: tuple[str, ...] = Field(default=(), description="a season or a time of life, which may lie back")
    before: tuple[str, ...] = ()
    at_first: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


class AddsUp(RuleModel):
    """What the kinds of white cells add up to: shares to between `least` and `most` percent, counts to the total times `rounded` at most."""

    least: float = Field(default=100, gt=0)
    most: float = Field(default=100, gt=0)
    rounded: float = Field(default=1, ge=1)


class InCompany(RuleModel):
    """Names that mean another test right beside one of `company`, unless what follows the value begins with one of `not_behind`."""

    names: tuple[str, ...]
    means: str
    company: tuple[str, ...]
    below: float = Field(description="only a value below this is one of it")
    not_behind: tuple[str, ...] = ()


class Printout(RuleModel):
    """How laboratories print values.

    `low`, `high`, `marks`: flags beside a value; those of `marks` say neither. `reference`: before the limits. `neutral`: beside a name
    these change nothing; `kinds`: these may name another test, before the name or behind it; `percent`, `absolute`: which of the two counts of
    cells is meant. `others`: before a name these make another thing of it; `fluids`: what is measured there is not measured in blood;
    `of_blood`: what stands behind one of these is.
    `columns`: headings of columns, by what stands there. `differential`: headings of shares of the white cells, `cells`: how these are named
    there, `adds_up`: how shares and counts of them are told apart. `found`, `not_found`: results in words. `untrue`: in a bracket behind a value,
    these say that it is not true. `below_ribs`: behind centimeters,
    these count from the ribs; `lengths`: beside an organ, these tell how long it is; `palpated`: what is short for how it was felt.
    `in_company`: names that mean another test beside others.
    """

    low: tuple[str, ...] = ()
    high: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    percent: tuple[str, ...] = ()
    absolute: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    fluids: tuple[str, ...] = ()
    of_blood: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}
    adds_up: AddsUp = AddsUp()
    differential: tuple[str, ...] = ()
    cells: dict[str, tuple[str, ...]] = {}
    found: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    untrue: tuple[str, ...] = ()
    below_ribs: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    palpated: dict[str, str] = {}
    in_company: tuple[InCompany, ...] = ()
    moments: Moments = Moments()
