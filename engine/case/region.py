"""Where somebody lives, as told under `region`: one of the regions that the settings know, or a place such as a country."""

import re
from dataclasses import replace

from ..knowledge.knowledge import Knowledge
from .entry import read_entry
from .model import REGIONS, Case
from .reading import LONGEST, TOO_LONG, Reading
from .scope import peel, told_of_relative

_TELL_HOME = ("exposures", "present", "history")
_LIVES = re.compile(r"\b(?:lives|living|resident|residing|resides|settled|based)\s+(?:(?:now|currently|permanently|mostly)\s+)?"
                    r"(?:in|of|on)\s+([^,;.()]+)", re.IGNORECASE)
NO_PLACE = f"no such place is known: give a country, or {' or '.join(REGIONS)}"
"""The note of a region in which no place is found."""


def read_region(text: str, knowledge: Knowledge) -> Reading:
    """Return what a place under `region` says: what it says as an exposure. What names no place says nothing."""
    if len(text) > LONGEST:
        return Reading(text, "region", "not_understood", note=TOO_LONG)
    lexicon = knowledge.lexicon
    reading = read_entry(text, "exposures", lexicon)
    if reading.status != "used" and (lived := read_entry(f"lives in {text}", "exposures", lexicon)).status == "used":
        reading = lived  # "US" by itself is an ultrasound
    if not any(_is_place(one.id, knowledge) for one in reading.mentions):
        return Reading(text, "region", "not_understood", note=NO_PLACE)
    return replace(reading, text=text, where="region")


def region_of(told: str | None, knowledge: Knowledge) -> str | None:
    """Return the region of the settings in which a place lies; None where the rules say of none, or not the same of all that is named."""
    if told is None or told in REGIONS:
        return told
    places = [one.id for one in read_region(told, knowledge).mentions if one.state == "present" and _is_place(one.id, knowledge)]
    regions = {knowledge.regions.get(one) for one in places}
    return regions.pop() if len(regions) == 1 else None


def _is_place(name: str, knowledge: Knowledge) -> bool:
    finding = knowledge.findings.get(name)
    return finding is not None and finding.group in knowledge.complete_groups


def home_region(case: Case, knowledge: Knowledge) -> str | None:
    """Return the region of the settings in which somebody lives: as told under `region`, else as an entry says it, "lives in India".

    None where two entries say different regions, and of what is denied, over, or told of somebody else.
    """
    if case.region is not None:
        return region_of(case.region, knowledge)
    told = [(text, found[1]) for key in _TELL_HOME for text in getattr(case, key) if (found := _LIVES.search(text))]
    regions = {region_of(place, knowledge) for text, place in told if _of_today(text, knowledge)}
    return regions.pop() if len(regions) == 1 else None


def _of_today(text: str, knowledge: Knowledge) -> bool:
    lexicon = knowledge.lexicon
    words = lexicon.spelling.tokens(text)
    _, scope = peel(words, lexicon)
    return not (scope.denied or scope.past or scope.family or scope.other or scope.unsure or told_of_relative(words, lexicon))
