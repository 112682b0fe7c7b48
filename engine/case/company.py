"""Short names that mean another test in the company of some: "TIBC 450, sat 11 %" is the saturation of transferrin, and not of the blood."""

import re
from typing import NamedTuple

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon

_NUMBER = re.compile(r"[^\d\n;]{0,12}?(?P<number>\d+(?:[.,]\d+)?)")


class _Rule(NamedTuple):
    names: frozenset[str]
    means: str
    company: frozenset[str | None]
    below: float
    not_behind: tuple[str, ...]


def in_company(name: str, behind: str, neighbor: str | None, lexicon: Lexicon) -> str | None:
    """Return the analyte that a name means beside another, None where it means what it always does.

    Args:
        name: as printed. behind: the text behind it, with its value. neighbor: the analyte of the name before it, or behind where it is the first.
    """
    for rule in _rules(lexicon):
        value = _NUMBER.match(behind)
        if name.casefold() not in rule.names or neighbor not in rule.company or value is None:
            continue
        rest = behind[value.end():].lstrip(" %").casefold()
        if float(value["number"].replace(",", ".")) < rule.below and not rest.startswith(rule.not_behind):
            return lexicon.analyte(rule.means)
    return None


def may_mean_another(name: str, lexicon: Lexicon) -> bool:
    """Whether a name means another test in some company: elsewhere it is better called by its full name."""
    return any(name.casefold() in rule.names for rule in _rules(lexicon))


@remembered
def _rules(lexicon: Lexicon) -> tuple[_Rule, ...]:
    return tuple(_Rule(frozenset(map(str.casefold, one["names"])), one["means"],
                       frozenset(map(lexicon.analyte, one["company"])) - {None}, one["below"],
                       tuple(map(str.casefold, one["not_behind"]))) for one in lexicon.language["printout"]["in_company"])
