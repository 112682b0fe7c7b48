"""Classes of antibodies told of several microbes at once: "CMV and EBV IgG positive, IgM negative" are four results."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..knowledge.words.lexicon import Lexicon

_CLASS = r"(?:anti-)?(?:VCA[\s-]+)?Ig[GMA](?:\s+antibod(?:y|ies))?"
_VERDICT = r"(?:non-?reactive|reactive|positive|negative|pos|neg)"
_SAID = rf"(?:(?:was|were|is|are|both|all|being|came back|returned)\s+)*{_VERDICT}\b"
_NAME = r"[^\W\d_][\w-]*(?:\s(?:[A-Z]\d+|\d(?![\d.,])))?"
_AND = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*|\s*&\s*)"
_SEVERAL = re.compile(rf"(?<![\w-])(?P<names>{_NAME}(?:{_AND}{_NAME})+)\s+(?P<results>{_CLASS}\s*:?\s*{_SAID}"
                      rf"(?:\s*(?:,|;|\band\b|\bbut\b|\bwith\b)+\s*{_CLASS}\s*:?\s*{_SAID})*)", re.IGNORECASE)
_RESULT = re.compile(rf"(?P<of>{_CLASS})\s*:?\s*(?:\w+\s+)*?(?P<verdict>{_VERDICT})\b", re.IGNORECASE)
_PARTED = re.compile(_AND)


class Stretch(NamedTuple):
    """Where several results stand, and what each of them says by itself."""

    start: int
    end: int
    said: tuple[str, ...]


def of_several(text: str, lexicon: Lexicon) -> Iterator[Stretch]:
    """Yield the stretches in which classes of antibodies are told of several microbes, each of which is known by such a class."""
    for found in _SEVERAL.finditer(text):
        results = [(one["of"], one["verdict"]) for one in _RESULT.finditer(found["results"])]
        names = _PARTED.split(found["names"])
        first = next((place for place, name in enumerate(names) if _has_antibodies(name, lexicon)), len(names))
        others = _tested_otherwise(names[:first], lexicon) if len({verdict for _, verdict in results}) == 1 else []
        told = names[first - len(others):]
        if len(told) > 1 and all(_has_antibodies(name, lexicon) for name in names[first:]):
            said = [f"{name} {results[0][1]}" for name in others]
            said += [f"{name} {of} {verdict}" for name in names[first:] for of, verdict in results]
            yield Stretch(found.start("names") + found["names"].index(told[0]), found.end(), tuple(said))


def each_by_itself(text: str, lexicon: Lexicon) -> str:
    """Return an entry with the results of several microbes written out; any other text as it is."""
    for stretch in reversed(list(of_several(text, lexicon))):
        text = f"{text[:stretch.start]}{', '.join(stretch.said)}{text[stretch.end:]}"
    return text


def _has_antibodies(name: str, lexicon: Lexicon) -> bool:
    """Whether antibodies against something are known: those of now, or those of then."""
    return any(lexicon.find(lexicon.spelling.normal(f"{name} {said}")) for said in ("IgM", "IgM positive", "IgG", "IgG positive"))


def _tested_otherwise(names: list[str], lexicon: Lexicon) -> list[str]:
    """Return the last of the names before the first microbe that are tests of another kind: "HIV, CMV and EBV IgM were negative"."""
    known = [(found := lexicon.find(lexicon.spelling.normal(f"{name} positive"))) is not None and found.id in lexicon.tests for name in names]
    return names[len(known) - next((place for place, one in enumerate(reversed(known)) if not one), len(known)):]
