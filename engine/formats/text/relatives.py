"""Values of relatives and donors, which are none of the person's: "mother's platelet count is 45", "donor Hb 9"."""

import re
from collections.abc import Iterable

from ...knowledge.words.lexicon import Lexicon
from .found import Found

_FAR = 60
_GOES_ON = re.compile(r"\s*(?:,|;|and|,\s*and)?\s*(?:an?\s+|the\s+)?", re.IGNORECASE)


def of_relatives(text: str, values: Iterable[Found], lexicon: Lexicon) -> list[Found]:
    """Return the values that are the person's own: not those right behind a relative, nor what goes on from them.

    Args:
        text: what was read. values: what was found in it, in its order. lexicon: the known words.
    """
    family = lexicon.language["family"]
    may_be = {*family["may_be_patient"], *family["no_subject"], *family["own_children"]} - {"maternal", "paternal"}
    whose = "|".join(map(re.escape, family["whose"]))
    others = "|".join(sorted(({*family["relatives"], *family["persons"], "donor"} - may_be), key=len, reverse=True))
    own = "|".join(family["own_children"])
    named = re.compile(rf"\b(?:(?:{others})|(?:{whose})\s+(?:{own}))(?:'s?)?(?:\s+G\d+\s?P\d+)?"
                       r"(?:\s+(?:had|has|with|an?|own|latest|recent|last)|\s*[:,])*\s+$",
                       re.IGNORECASE)
    whose_value = re.compile(rf"\b(?:{others})\b[^.;]{{0,80}}\bwhose\s+(?:\w+\s+){{0,2}}$", re.IGNORECASE)
    kept, theirs = [], -1
    for one in values:
        goes_on = theirs >= 0 and _GOES_ON.fullmatch(text, theirs, one.start)
        if goes_on or named.search(text, max(one.start - _FAR, 0), one.start) or whose_value.search(text, max(one.start - 2 * _FAR, 0), one.start):
            theirs = one.end
        else:
            kept.append(one)
    return kept
