"""Sizes of organs: a spleen below the ribs is large, far below them massive; centimeters that count from the ribs are no length."""

import re

from ..knowledge.records import AnalyteRecord
from ..knowledge.words.lexicon import Lexicon
from .prints import prints_of
from .spoken import NUMBER_WORDS

_CENTIMETERS = re.compile(r"\b(?P<size>\d+)(?:\.\d+)?\s*cm\s+(?P<counted>from\b)?", re.IGNORECASE)
_FINGERBREADTHS = re.compile(rf"\bspleen\b(?:\s+(?:is|was|palpable|palpated|felt|enlarged|tip|at|by|to))*\s+(?:{'|'.join(NUMBER_WORDS)}|[1-9]\d?)\s*"
                             r"(?:finger[\s-]?breadths?|fingers?|FB)\b(?:\s+(?:below|under|beneath|beyond)\s+(?:the\s+)?(?:left\s+)?"
                             r"(?:costal\s+(?:margin|arch)|rib\s+cage|ribs|rib\s+margin|LCM|BCM))?", re.IGNORECASE)
_LARGE_SPLEEN = re.compile(r"(?=.*\b(?:spleen|spleno\w+)\b)(?!.*\bliver|.*hepato)", re.IGNORECASE)
_OF_SPLEEN = re.compile(r"\bspleen\b", re.IGNORECASE)
LENGTH_OR_BELOW = "centimeters that may be its length or count from the ribs: say \"length\", or \"below the costal margin\""
"""Why a short spleen is not read."""


def named_size(text: str, lexicon: Lexicon) -> str | None:
    """Return the name of the size that a single entry gives a spleen in centimeters below the ribs, None where it gives none."""
    if not _LARGE_SPLEEN.match(text):
        return None
    below = [int(hit["size"]) for hit in _CENTIMETERS.finditer(text) if hit["counted"] or prints_of(lexicon).below_ribs.match(text, hit.end())]
    if not below:
        return None
    return "massive splenomegaly" if below[-1] >= lexicon.language["massive_spleen_cm"] else "splenomegaly"


def fingers_written_out(text: str) -> str:
    """Return an entry in which a spleen that was measured in fingerbreadths is palpable: so is measured what is felt below the ribs.

    How many centimeters they are, nobody says: it is never a massive one.
    """
    return _FINGERBREADTHS.sub("spleen palpable", text)


def is_length(analyte: AnalyteRecord) -> bool:
    """Whether an analyte is how long an organ is, which swells."""
    return analyte.unit == "cm" and "high" in analyte.findings


def may_count_from_ribs(text: str, centimeters: float | None, analyte: AnalyteRecord, lexicon: Lexicon) -> bool:
    """Whether a small size of a spleen, told by the organ's name alone, may be how far it is below the ribs: "spleen 4 cm"."""
    return centimeters is not None and is_length(analyte) and centimeters < lexicon.language["shortest_spleen_cm"] \
        and bool(_OF_SPLEEN.search(text)) and not prints_of(lexicon).lengths.search(text)


def as_felt(name: str, printed: str, analyte: AnalyteRecord, lexicon: Lexicon) -> str | None:
    """Return an entry that says how an organ was felt, where a print under its name does: "palpable", "NP", "4 cm below the costal margin"."""
    if not is_length(analyte):
        return None
    organ = name.split()[0]
    if felt := lexicon.language["printout"]["palpated"].get(printed.strip().casefold()):
        return f"{organ} {felt}"
    told = f"{organ} {printed}"
    said = not re.search(r"\d", printed) or fingers_written_out(told) != told or prints_of(lexicon).below_ribs.search(printed)
    return told if said else None
