"""When a drug was taken, as a text tells it apart from the drug: by the day of an operation, behind a cycle, or by what came days later.

    day 8 after bypass surgery. Heparin was started on the day of operation     -> started 8 days ago
    11 days after her second cycle of docetaxel and cyclophosphamide            -> last dose 11 days ago
    was given primaquine and three days later noticed dark urine                -> given 3 days ago
"""

import re

from ...case.spoken import MANY

_SPAN = rf"{MANY}\s+(?:days?|weeks?|months?)"
_OPERATION = r"(?:surgery|operation|procedure|bypass|replacement|transplantation|ca?esare?an(?: section)?|(?:\w+ectomy)|(?:\w+plasty))"
_AFTER_OPERATION = re.compile(rf"\b(?:(?:on\s+)?day\s+(?P<day>\d{{1,2}})|(?P<span>{MANY}\s+days?|{MANY}\s+weeks?))\s+(?:after|following|post)\s+"
                              rf"(?:an?\s+|the\s+|his\s+|her\s+)?(?:[\w-]+\s+){{0,4}}?{_OPERATION}\b"
                              rf"|\b(?:post-?op(?:erative)?\s+day|POD)\s*#?\s?(?P<pod>\d{{1,2}})\b", re.IGNORECASE)
_ON_THAT_DAY = re.compile(rf"\b(?:on|from) the (?:day|evening|morning) of (?:the |his |her )?(?:{_OPERATION})\b"
                          rf"|\bat (?:the time of )?{_OPERATION}\b", re.IGNORECASE)
_SINCE_THAT_DAY = re.compile(rf"\bsince (?:the day of )?(?:the |his |her )?(?:{_OPERATION})\b", re.IGNORECASE)
_BEHIND_CYCLE = re.compile(rf"\b(?P<span>{_SPAN})\s+(?:after|following|since|post)\s+(?:(?:the|his|her|their|an?)\s+)?(?:[\w-]+\s+){{0,2}}"
                           r"(?:cycle|course|dose|infusion|round|injection|block)s?\s+(?:\d\s+)?(?:of|with)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)
_TAKEN_ONCE = re.compile(r"\b(?:given|took|taken|received|started(?:\s+on)?|began|after|swallowed|prescribed)\b[^.;]{0,40}$", re.IGNORECASE)
_ONLY_AFTER = re.compile(rf"(?P<span>{_SPAN})\s+(?:after|following)", re.IGNORECASE)
_HAS_TIME = re.compile(r"\d|\b(?:ago|since|daily|weekly|stopped|until|long|recent\w*|years?|months?|weeks?|days?)\b", re.IGNORECASE)
_LATER = re.compile(rf"[^.;]{{0,60}}?(?:\band\s|[,;.]\s)\s*(?:about\s+)?(?P<span>{_SPAN})\s+later\b", re.IGNORECASE)


def told_elsewhere(taken: str, text: str, name: tuple[int, int], first: int, sentence: tuple[int, int]) -> str:
    """Return when a drug was taken with what the text tells of it elsewhere; as it is where nothing is told.

    Args:
        taken: what is told beside the name. text: the text. name: where the name stands. first: where the list of drugs begins that it
            stands in. sentence: where its sentence stands.
    """
    if (that_day := _ON_THAT_DAY.search(taken)) and (ago := _since_operation(text)):
        return f"{taken[:that_day.start()]}{ago} ago{taken[that_day.end():]}"
    if (since := _SINCE_THAT_DAY.search(taken)) and (ago := _since_operation(text)):
        return f"{taken[:since.start()]}for {ago}{taken[since.end():]}"
    if only := _ONLY_AFTER.fullmatch(taken):
        return f"given {only['span']} ago"
    if _HAS_TIME.search(taken):
        return taken
    if cycle := _BEHIND_CYCLE.search(text, sentence[0], first):
        return f"last dose {cycle['span']} ago"
    later = _LATER.match(text, name[1])
    if later and _TAKEN_ONCE.search(text[sentence[0]:name[0]]):
        return f"{taken or 'given'}, {later['span']} ago"
    return taken


def _since_operation(text: str) -> str:
    """Return how long ago the operation was: "8 days"."""
    found = _AFTER_OPERATION.search(text)
    if found is None:
        return ""
    return found["span"] or f"{found['day'] or found['pod']} days"
