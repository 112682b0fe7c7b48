"""Whether a number given for a finding says that it is there: `"schistocytes: 0%"`, `"anti-dsDNA: 3 IU/mL (<30)"`."""

import re

_NUMBER = re.compile(r"^\s*(?P<bound>[<>\u2264\u2265]=?)?\s*(?P<value>\d+(?:[.,]\d+)?)(?!\s*\+)(?!\s*[:/]\s*\d)")
_LIMITS = re.compile(r"[(\[][^()\[\]]*?(?:(?P<low>\d+(?:[.,]\d+)?)\s*(?:-|\u2013|to)\s*|(?:<|\u2264|below|under|up to)=?\s*)"
                     r"(?P<high>\d+(?:[.,]\d+)?)[^()\[\]]*[)\]]")
_FLAG = re.compile(r"\b(?P<high>H|high|raised|elevated|pos(?:itive)?|(?:weakly )?reactive)\b|\b(?P<low>N|normal|neg(?:ative)?|"
                   r"non-?reactive|not detected)\b(?!\s*(?:<|range|up|below|\d))", re.IGNORECASE)
_OF_ACTIVITY = re.compile(r"\b(?:[ikra]?u|units?|[gma]pl)(?:\s*/\s*m?l)?\b|\bmg/l\b|\bindex\b|\bs/co\b", re.IGNORECASE)
_PLUSES = re.compile(r"^\s*(?:[1-4]\s*\+|\++)")
OPEN = "a number without its limits: say positive or negative, or add the upper limit, as in 12 (<20)"
"""The note of a number that could be either: laboratories differ in where an antibody begins."""


def judged(printed: str) -> str | None:
    """Return "present", "absent" or "open" for a number, None for words and for shares, which say what they say."""
    if _PLUSES.match(printed):
        return "present"
    found = _NUMBER.match(printed)
    if found is None:
        return None
    value = _value(found["value"])
    if value == 0:
        return "absent"
    if flag := _FLAG.search(_LIMITS.sub("", printed)):
        return "present" if flag["high"] else "absent"
    if limits := _LIMITS.search(printed):
        return "present" if value > _value(limits["high"]) else "absent"
    if found["bound"] and found["bound"][0] in "<\u2264" and _OF_ACTIVITY.search(printed):
        return "absent"
    return "open" if _OF_ACTIVITY.search(printed) else None


def words_beside(printed: str) -> str:
    """Return what stands beside a number of pluses: the "IgG" of "3+ (IgG)"."""
    return " ".join(re.findall(r"[^()\[\],;]+", printed[pluses.end():])).strip() if (pluses := _PLUSES.match(printed)) else ""


def _value(text: str) -> float:
    return float(text.replace(",", "."))
