"""Whether a number given for a finding says that it is there: `"schistocytes: 0%"`, `"anti-dsDNA: 3 IU/mL (<30)"`."""

import re

from ..knowledge.words.lexicon import Lexicon

# A number is taken whole or not at all: the 4 of "40+" is none.
_NUMBER = re.compile(r"^\s*(?P<bound>[<>\u2264\u2265]=?)?\s*(?P<value>\d++(?:[.,]\d++)?+)(?!\s*\+)(?!\s*[:/]\s*\d)")
_LIMITS = re.compile(r"[(\[][^()\[\]]*?(?:(?P<low>\d+(?:[.,]\d+)?)\s*(?:-|\u2013|to)\s*|(?:<|\u2264|below|under|up to)=?\s*)"
                     r"(?P<high>\d+(?:[.,]\d+)?)[^()\[\]]*[)\]]")
_FLAG = re.compile(r"\b(?P<high>H|high|raised|elevated|pos(?:itive)?|(?:weakly )?reactive)\b|\b(?P<low>N|normal|neg(?:ative)?|"
                   r"non-?reactive|not detected)\b(?!\s*(?:<|range|up|below|\d))", re.IGNORECASE)
_OF_ACTIVITY = re.compile(r"\b(?:[ikra]?u|units?|[gma]pl)(?:\s*/\s*m?l)?\b|\bmg/l\b|\bindex\b|\bs/co\b", re.IGNORECASE)
_PLUSES = re.compile(r"^\s*(?:[1-4]\s*\+|\++)")
_TITER = re.compile(r"\s*(?P<bound>[<>\u2264\u2265]=?)?\s*1\s*[:/]\s*(?P<value>\d+)\b")
_TITER_LIMIT = re.compile(r"[(\[][^()\[\]]*?(?P<sign><=?|\u2264|below|under|up to)\s*1\s*[:/]\s*(?P<high>\d+)[^()\[\]]*[)\]]", re.IGNORECASE)
OPEN = "a number without its limits: say positive or negative, or add the upper limit, as in 12 (<20)"
"""The note of a number that could be either: laboratories differ in where an antibody begins."""

NO_VERDICT = "a result that is not understood: say positive or negative"
"""The note of a test whose result is not understood; its name alone says nothing."""
# What may follow a verdict and changes nothing: how long, how often, on what.
_REST = (r"(?:[\s,;]+(?:(?:at|x|\u00d7|for|after|to date|so far|in|on|of|both|all|three|two|sets?|bottles?|cultures?|smears?|films?|samples?|times|"
         r"aerobic|and|anaerobic|final|preliminary|prelim|hours?|hrs?|h|days?|d|weeks?|wks?)\b|x?\d+(?:\s*/\s*\d+)?(?:h|hrs?|d)?\b))*\s*\.?")
_VERDICTS = tuple((re.compile(rf"\s*(?:{said}){_REST}", re.IGNORECASE), plain) for said, plain in (
    (r"ngtd|no growth|ng|sterile|nothing grown|did not grow", "no growth"), (r"nr|non-?\s?reactive", "nonreactive"),
    (r"neg(?:ative)?|-ve|n|no|(?:none|not) (?:seen|detected|found|identified|present)|undetect(?:ed|able)|"
     r"no (?:malarial? )?parasites?(?: seen)?|no mutations?(?: found| detected)?|wild[- ]?type", "negative"),
    (r"pos(?:itive)?|\+ve|\+|y|yes", "positive")))
_SAYS_POSITIVE = re.compile(r"\b(?:pos\w*|grew|grown|growing|growth of|isolat\w+|seen|present|detected|identified|reactive|raised|high|elevated|"
                            r"strong\w*|weak\w*|abnormal|cop(?:y|ies)|titers?|titres?|"
                            # in how many bottles it grew
                            r"[1-9]\s*(?:/|of)\s*[1-9]\s*(?:bottles|sets))\b|\+", re.IGNORECASE)
_SAYS_NO = re.compile(r"\b(?:no|not|never|non|neg\w*|without|pending|awaited|sent)\b", re.IGNORECASE)


def plain_verdict(printed: str) -> str:
    """Return the verdict alone of a result that says no more: "no growth at 48h", "NR", "neg x 3"; any other result as it is."""
    return next((plain for said, plain in _VERDICTS if said.fullmatch(printed)), printed)


def says_positive(printed: str, lexicon: Lexicon) -> bool:
    """Whether some word of a result says that something was found, or names what grew."""
    return bool(_SAYS_POSITIVE.search(printed) or lexicon.organisms.search(printed)) and not _SAYS_NO.search(printed)


def judged(printed: str) -> str | None:
    """Return "present", "absent" or "open" for a number, None for words, shares and titers that were reached, which say what they say."""
    if _PLUSES.match(printed):
        return "present"
    if titer := _TITER.match(printed):
        return _judged_titer(titer, printed)
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


def _judged_titer(titer: re.Match[str], printed: str) -> str | None:
    """Return "absent" for a titer below its bound, its limit, or where it is called negative: "< 1:20", "1:20 (<1:40)"."""
    if flag := _FLAG.search(_TITER_LIMIT.sub("", printed)):
        return None if flag["high"] else "absent"
    limit = _TITER_LIMIT.search(printed)
    if limit is None:
        return "absent" if titer["bound"] and titer["bound"][0] in "<\u2264" else None
    value, most = int(titer["value"]), int(limit["high"])
    # At the limit it is no longer below it.
    return "absent" if value < most or value == most and (titer["bound"] or limit["sign"] != "<") else None


def words_beside(printed: str) -> str:
    """Return what stands beside a number of pluses: the "IgG" of "3+ (IgG)"."""
    return " ".join(re.findall(r"[^()\[\],;]+", printed[pluses.end():])).strip() if (pluses := _PLUSES.match(printed)) else ""


def _value(text: str) -> float:
    return float(text.replace(",", "."))
