"""Shorthand written out before an entry is read: "schistocytes 0", "T 39.4 C", "pt feels weak", "LDH 2x ULN", "anemia, not severe"."""

import re
from collections.abc import Callable

from ..knowledge.words.lexicon import Lexicon

_SPOKEN = r"(?:one and a half|two|three|four|five|six|seven|eight|nine|ten|several|many)\s+times|twice|double|triple"
_TIMES = rf"(?:[<>~\u2265]\s*)?(?:(?P<times>\d+(?:\.\d+)?)\s*(?:x|\u00d7|times|-?\s?fold)|\b(?:{_SPOKEN}))\s*(?:above\s+)?(?:the\s+)?"
_LIMIT = r"(?:uln|upper limits?(?: of normal)?|upper normal(?: limit)?|normal)"
_TIMES_LIMIT = re.compile(_TIMES + _LIMIT + r"\b", re.IGNORECASE)


def _thousands(found: re.Match[str]) -> str:
    """Return "Plt 12000" for "Plt 12k", "platelets 8000" for "8k platelets"."""
    number = f"{float(found['thousand'] + (found['rest'] or '')) * 1000:g}" if len(found["thousand"]) < 3 else f"{found['thousand']}000"
    return f"{found['of']} {number}" if "of" in found.re.groupindex else f" {number}"


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # A count of none is a denial; "blood group 0" and "grade 0" are names.
    (re.compile(r"(?<=[a-z])(?<!group)(?<!grade)(?<!stage)(?<!type)(?<!ecog)\s+0$", re.IGNORECASE), " 0%"),
    (re.compile(r"^(?P<name>temp(?:erature)?|t\s?max|fever|febrile)\b(?P<of>\D{0,12}\d{2,3}(?:[.,]\d+)?)\s?\u00b0?(?P<unit>[cf])$", re.IGNORECASE),
     r"\g<name>\g<of> \g<unit>"),
    # "Plt 12k" is twelve thousand.
    (re.compile(r"(?<=[a-z]) (?P<thousand>\d{1,4})(?P<rest>\.\d)?\s?k(?=$|[,;])", re.IGNORECASE), _thousands),
    (re.compile(r"^(?P<thousand>\d{1,4})(?P<rest>\.\d)?\s?k (?P<of>platelets?|plts?|wbcs?|leukocytes|white cells)$", re.IGNORECASE), _thousands),
    # Blood that no red cell brings.
    (re.compile(r"^(?:(?:ua|u/a|urine|urinalysis|dip|dipstick)[\s:]+)*(?:(?:[1-4]\s?\+|large|moderate|positive|pos)\s+)?(?:for\s+)?blood"
                r"(?:\s+(?:[1-4]\s?\+|positive|pos|large))?[\s,;]*(?:(?:but|with|and)\s+)?"
                r"(?:no|without|few|rare|0(?:\s*-\s*[0-5])?)\s+(?:rbcs?|red (?:blood )?cells|erythrocytes)"
                r"(?:\s*(?:/\s*hpf|per hpf|on microscopy|on micro|seen))*$", re.IGNORECASE), "heme-positive urine without red cells"),
    # Who has it, and that there is something, say nothing more.
    (re.compile(r"^(?:there\s+(?:is|was|are|were|has been|have been)|"
                r"(?:(?:the\s+)?(?:patient|pt)|he|she|they)\s+(?:also\s+)?(?:has|had|have))\s+(?=no\s)", re.IGNORECASE), ""),
    (re.compile(r"^(?:we\s+|to\s+)?consider(?:ed|ing)?\s+(?=\w)", re.IGNORECASE), "query "),
    (re.compile(r"^(?:(?:the\s+)?(?:patient|pt)|he|she|they)\s+(?=(?:denies|denied|reports|reported)\s)", re.IGNORECASE), ""),
    (re.compile(r"\b(?:failed to|fails to|did not|does not|didn't|doesn't)\s+(?:show|reveal|demonstrate|detect|identify|yield)\s+(?:any\s+)?(?=\w)",
                re.IGNORECASE), "no "),
    (re.compile(r"\bNS\b(?:(?=/)|(?<=/NS)|(?<=, NS)|(?<=[Nn]o NS)|(?<=[Dd]enies NS))"), "night sweats"),
    # Said of somebody and of a picture: "does not have fever", "not consistent with HLH".
    (re.compile(r"^(?:(?:the\s+)?(?:pt|patient|he|she)\s+)?d(?:o|oes|id)(?:n't|\s+not)\s+(?:have|show|report)\s+(?=\w)", re.IGNORECASE), "no "),
    (re.compile(r"\bnot\s+(?:consistent|compatible|in keeping)\s+with\s+", re.IGNORECASE), "no evidence of "),
    # "pt" is the prothrombin time unless it does something.
    (re.compile(r"^(?:the\s+)?(?:pt|patient)\s+(?:feels?|felt|has|had)\s+", re.IGNORECASE), ""),
    (re.compile(r"^(?:reports|reporting|complain(?:s|ing) of|endorses|admits to)\s+(?!that\b|by\b)(?=\w)", re.IGNORECASE), ""),
    (re.compile(r"^(?:has|had|having)\s+(?=\w)(?!(?:a\s+)?(?:been|not|never|no|had)\b)", re.IGNORECASE), ""),
    (re.compile(r"^(?:the\s+)?pt\s+(?=(?:is|was)\s+(?!(?:low|high|raised|elevated|prolonged|normal|increased|\d)))", re.IGNORECASE), "patient "),
    (re.compile(r"(?<![\w/])(?<!\d )R(?= (?!wave)(?:sided?|[a-z]{3,}\b)|$)"), "right"),
    (re.compile(r"(?<![\w/])(?<!\d )L(?= (?:sided?|[a-z]{3,}\b)|$)"), "left"),
    # In capitals it is the leukemia, "aPL" are antibodies.
    (re.compile(r"\bAPL(?=\s*(?:$|[,;?]|(?:with|and|or|suspected|confirmed|possible|likely|treated|relapsed?|in|since|on)\b))"),
     "acute promyelocytic leukemia"),
    # How strong a positive test is changes no more than that.
    (re.compile(r"\b[1-4]\+\s+(?=positive for\b)", re.IGNORECASE), ""),
    # How bad it is not leaves what it is.
    (re.compile(r"(?<=\w),?\s+(?:but\s+)?(?:(?:is|was)\s+)?not\s+(?:very\s+)?(?:severe|marked|profound|pronounced|massive)$", re.IGNORECASE), ""),
)


def written_out(text: str, lexicon: Lexicon) -> str:
    """Return an entry with its shorthand written out; any other text as it is."""
    told = text.strip()
    for pattern, words in (*lexicon.shorthand, *_RULES):
        told = pattern.sub(words, told)
    found = _TIMES_LIMIT.search(told)
    if found and _is_more(found):
        told = f"{told[:found.start()]}high{told[found.end():]}"
    return text if told == text.strip() or not told else told


def as_level(printed: str) -> str:
    """Return "high" for a value that is told as times the upper limit, such as "2x ULN", "normal" for "nl"; any other print as it is."""
    if printed.strip().casefold() == "nl":
        return "normal"
    found = _TIMES_LIMIT.fullmatch(printed.strip())
    return "high" if found and _is_more(found) else printed


def _is_more(found: re.Match[str]) -> bool:
    return found["times"] is None or float(found["times"]) > 1
