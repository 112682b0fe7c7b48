"""What clinicians write in a form that no stretch of words has: "no spleen", "2+ protein", "del(5q)", "blood but no red cells".

Each is said again in words that the form understands; what it does not understand is left to the other ways of reading.
"""

import re

from ...case.antibodies import of_several
from ...case.words import read_words
from ...knowledge.words.lexicon import Lexicon
from .stretches import Term

_ENDS = r"(?=\s*(?:[,.;:)\n]|$|(?:on|or|and|palpable|felt|enlarged|seen)\b))"
_NO = r"\b(?:no|nil|without)\s+(?:any\s+)?"
_IDIOMS: tuple[tuple[re.Pattern[str], str, bool], ...] = tuple((re.compile(pattern, re.IGNORECASE), said, denied) for pattern, said, denied in (
    (rf"{_NO}(?:palpable\s+)?spleen(?:\s+tip)?\b{_ENDS}", "palpable spleen", True),
    (rf"{_NO}(?:lymph\s+nodes?|nodes|lymph\s+glands)\b{_ENDS}", "lymphadenopathy", True),
    (rf"{_NO}(?:platelet\s+)?clump(?:s|ing)\b", "platelet clumps on smear", True),
    (r"\b(?:urine|urinalysis|dipstick|ua)\b[^.;,]{0,30}?\bblood\b,?\s+(?:but\s+)?(?:with\s+)?(?:no|without)\s+(?:any\s+)?"
     r"(?:red (?:blood )?cells|rbcs?|erythrocytes)\b(?:\s+(?:on|at|by) microscopy)?", "heme-positive urine without red cells", False),
    (r"(?<![\w+])[1-4]\s?\+\s+protein(?:uria)?\b", "protein in the urine", False),
    (r"(?<![\w.,])(?P<share>\d{1,3})\s?%\s+cellular(?:ity)?\b", "marrow cellularity {share}%", False),
    (r"(?<!\w)(?P<change>(?:del|inv|dup|add|der|i|t)\s?\(\s?[\dxy]+[pq]?(?:\s?;\s?\d+)?\s?\)(?:\([^)\s]*\))?)", "{change}", False),
    (r"(?<!\w)(?P<group>Fy\s?\(a-\s?b-\))", "{group}", False),
    (r"(?<![\w/])(?P<first>[^\W\d_][\w-]+)/(?P<second>[^\W\d_][\w-]+)\s+(?P<verdict>nl|wnl|normal)\b", "{first} and {second} {verdict}", False),
))


def find_idioms(text: str, taken: list[tuple[int, int]], lexicon: Lexicon) -> list[Term]:
    """Return what is said in one of these forms, in the order of the text, leaving out the places that are taken."""
    found = _of_antibodies(text, taken, lexicon)
    for pattern, words, denied in _IDIOMS:
        for hit in pattern.finditer(text):
            if any(hit.start() < end and start < hit.end() for start, end in [*taken, *((one.start, one.end) for one in found)]):
                continue
            said = words.format(**hit.groupdict())
            reading = read_words(said, "present", lexicon)
            if reading.status == "used" and len({one.state for one in reading.mentions}) == 1:
                found.append(Term(hit.start(), hit.end(), said, reading.mentions, denied))
    return sorted(found, key=lambda one: one.start)


def _of_antibodies(text: str, taken: list[tuple[int, int]], lexicon: Lexicon) -> list[Term]:
    """Return the results of classes of antibodies that are told of several microbes at once."""
    found: list[Term] = []
    for stretch in of_several(text, lexicon):
        if not any(stretch.start < end and start < stretch.end for start, end in taken):
            readings = [(said, read_words(said, "present", lexicon)) for said in stretch.said]
            found += [Term(stretch.start, stretch.end, said, reading.mentions) for said, reading in readings if reading.status == "used"]
    return found
