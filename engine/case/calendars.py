"""Clinical shorthand of days, and days that are counted from something else than the start of a drug."""

import re

from ..knowledge.words.lexicon import Lexicon

_AFTER_OPERATION = r"(?:pod|post-?\s?op(?:erative)?\s+day)\s*#?\s*"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bx(?=\d)"), "x "),
    (re.compile(r"\bc(?:ycle\s*)?#?(\d{1,2})\s*,?\s*d(?:ay\s*)?#?(\d{1,3})\b"), r"day \2 of cycle \1"),
    # No vitamin: "D3" has a day only where a day can stand.
    (re.compile(r"(?:^|(?<=[;,(] )|(?<=now )|(?<=on ))d ?(\d{1,3})(?=$|[;,)]|\s(?:of|in|since|post)\b)"), r"day \1"),
    (re.compile(r"(?<![\d.] )(?<!\d)\bwk\s*#?(\d{1,2})(?![\w.-])"), r"week \1"),
    (re.compile(r"(?<![\d.] )(?<!\d)\bmo\s*#?(\d{1,2})(?![\w.-])"), r"month \1"),
    (re.compile(rf"\bsince\s+(?:the\s+)?(?:surgery|operation|procedure|theatre|or)\b\W*(?:now\s+)?{_AFTER_OPERATION}(\d{{1,3}})\b"), r"for \1 days"),
)
_DAYS_LONG = re.compile(r"(?P<before>\b(?:started|begun|stopped|on|until|since|illness|life)\s+)?(?:\b(?:from|between)\s+)?"
                        r"\bdays?\s+#?(?P<first>\d{1,3})\s*(?:-|to|and|until)\s*(?:day\s+)?#?(?P<last>\d{1,3})\b"
                        r"(?!\s*(?:of|every|each|q\s?\d|in|after|x\b))")
_WITH_BREAKS = re.compile(r"\b(?:on (?:and|&) off|off (?:and|&) on|on[-/]off)\b")
_BETWEEN_DAYS = re.compile(rf"\b(?:since|from|started)\s+(?:on\s+)?{_AFTER_OPERATION}(?P<first>\d{{1,3}})\b\W*(?:now|today|currently)?\s*(?:is\s+)?"
                           rf"{_AFTER_OPERATION}(?P<now>\d{{1,3}})\b")
_OTHER_BEFORE = re.compile(r"(?:hospital|hospitali[sz]ation|post-?\s?operative|post-?\s?op|cycle|until|life|\b[npmst]?icu|\bhdu|admission|illness|"
                           r"(?:started|begun|added|given)(?: on)?)\s*$")
_OTHER_AFTER = re.compile(r"\s*(?:(?:of|in)\s+(?:the\s+)?(?:life|age|gestation|pregnancy|illness|fever|admission|stay|hospital|[npms]?icu)\b"
                          r"|gestation|gravid|pregnan|ga\b|post-?\s?natal|post-?\s?op)")


def written_out(text: str) -> str:
    """Return a text on time, in small letters, with its shorthand written out: "C3D10", "x14 d", "since POD1, now POD9", "day 1-8", "on and off"."""
    if both := _BETWEEN_DAYS.search(text):
        text = f"{text[:both.start()]}for {max(int(both['now']) - int(both['first']), 0)} days{text[both.end():]}"
    text = _DAYS_LONG.sub(_length, _WITH_BREAKS.sub("intermittently", text))
    for pattern, words in _RULES:
        text = pattern.sub(words, text)
    return text


def _length(found: re.Match[str]) -> str:
    """Return how long "day 1-8" is; what is dated to such days, and not given on all of them, stays."""
    first, last = int(found["first"]), int(found["last"])
    return found[0] if found["before"] or last <= first else f"for {last - first + 1} days"


def of_other_calendar(before: str, after: str) -> bool:
    """Whether a numbered day between these words counts from something else: a stay, an operation, birth, conception."""
    return bool(_OTHER_BEFORE.search(before) or _OTHER_AFTER.match(after))


def week_of_pregnancy(before: str, span: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a span is a week of pregnancy: "12 weeks gestation", "since 16w", and "28w" by itself."""
    if _OTHER_AFTER.match(after):
        return True
    weeks = lexicon.language["pregnancy_weeks"]
    short = re.fullmatch(r"(\d{1,2})w", span)
    if short is None or int(short[1]) > weeks["most"]:
        return False
    return bool(re.search(r"\b(?:since|from|at)\s*$", before)) or int(short[1]) >= weeks["alone"] and not before.strip() and not after.strip()
