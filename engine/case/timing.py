"""Read free text on when a drug was taken: `"started 5 weeks earlier"` to 35 days.

The text is cut into clauses; every span of time in a clause gets its part from the words around it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from ..days import DAYS_A_MONTH, DAYS_A_WEEK, DAYS_A_YEAR, HOURS_A_DAY, MINUTES_A_DAY
from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from ..knowledge.words.text import spell_fractions
from .calendars import of_other_calendar, week_of_pregnancy, written_out
from .spoken import NUMBER_WORDS, ORDINAL_WORDS

_COUNT = {word: float(number) for number, word in enumerate(NUMBER_WORDS, start=1)}
_COUNT |= {"a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5, "a couple of": 2.0, "couple of": 2.0, "the": 1.0}
_ORDINAL = {word: float(number) for number, word in enumerate(ORDINAL_WORDS, start=1)}
_UNITS = (
    (r"minutes?|mins?", 1 / MINUTES_A_DAY),
    (r"hours?|hrs?|h", 1 / HOURS_A_DAY),
    (r"days?|d", 1.0),
    (r"weeks?|wks?|w", DAYS_A_WEEK),
    (r"fortnights?", 2 * DAYS_A_WEEK),
    (r"months?|mths?|mos?", DAYS_A_MONTH),
    (r"years?|yrs?|y", DAYS_A_YEAR),
    (r"decades?", 10 * DAYS_A_YEAR),
)
_UNIT = "(?:" + "|".join(f"(?P<unit{i}>{pattern})" for i, (pattern, _) in enumerate(_UNITS)) + r")(?![\w/])"
_WORD_COUNT = "|".join(sorted((word for word in _COUNT if word != "the"), key=len, reverse=True))
_ONE_COUNT = rf"\d+(?:\.\d+)?|{_WORD_COUNT}"
_SPAN = re.compile(
    rf"(?<![\w/.])(?:(?P<low>{_ONE_COUNT})(?:\s*(?:-|to|or)\s*(?P<high>{_ONE_COUNT}))?[\s-]*"
    rf"|(?:the\s+)?(?:last|past|previous|preceding)\s+){_UNIT}"
)
_DAY_NUMBER = re.compile(
    rf"\b(?:(?P<named>day|week|month|year)\s+#?(?P<number>\d+|{'|'.join(reversed(NUMBER_WORDS))})(?!\w)"
    rf"|(?:(?P<count>\d+)(?:st|nd|rd|th)|(?P<ordinal>{'|'.join(_ORDINAL)}))\s+(?P<unit>day|week|month|year)\b)"
)
_PER = re.compile(r"(?:every|each|per|q|once|twice|times|/)\s*$")
_AGO = re.compile(r"\s*(?:ago|earlier|before|previously|prior|back|after starting|after (?:the )?first dose|into)\b")
_AGE_BEFORE = re.compile(r"\b(?:age|aged|at)\s*$")
_NOT_A_SPAN = re.compile(r"\s*(?:old\b|of age\b|intervals?\b|(?:a|per|each|every)\s+(?:day|week|month|year)\b)")
_OTHER_EVENT = re.compile(
    r"\b(?:rash|fevers?|symptoms?|illness|bleeding|bruising|purpura|petechiae|jaundice|weakness|fatigue|pain|throat|chills|"
    r"headaches?|counts?|\w+penia)\s+(?:had\s+|has\s+|was\s+)?(?:began|begun|started|developed|appeared|occurred|noted|for|since)\b"
)
_AFTER_OTHER = re.compile(r"\s*(?:after|into)\b")
_LEAD = re.compile(r"\b(?:for|since|over|within|during|in|last|past|about|nearly|almost|only|more than|than)\s*(?:the\s*)?$")
_STOP = re.compile(
    r"\b(?:stop(?:s|ped|ping)?|discontinued|ceased|withdrawn|last (?:dose|taken|used)|ended|finished|completed|off|until|"
    # "d/c" is a discharge, too
    r"with?held|held|on hold|paused|not tak(?:ing|en)(?! as| regular)|(?<!since )(?<!after )(?<!before )(?<!at )d/?c(?:['\u2019]?e?d)?)\b"
)
_START = re.compile(r"\b(?:started|starting|begun|began|commenced|initiated|introduced|prescribed|given|added)\b")
_RESTART = re.compile(r"\b(?:re-?(?:started|initiated|introduced|challenged)|resumed)\b")
_DOSE_UP = re.compile(r"\b(?:raised|increased|doubled|tripled|escalated|uptitrated|up-titrated|titrated up|dose increase)\b")
_DOSE_DOWN = re.compile(r"\b(?:cut|reduced|lowered|decreased|tapered|halved)\b")
_AFTER_FALL = re.compile(
    r"\bafter\s+(?:the\s+|his\s+|her\s+|an?\s+)?(?:onset|presentation|presenting|diagnosis|symptoms?\b|"
    r"fever (?:began|started)|admission\b|illness began|\w*(?:penia|an[a]?emia|cytosis)\b|"
    r"(?:\w+\s+){0,3}(?:counts?|platelets?|neutrophils?|h[a]?emoglobin|cells)\b"
    r"[^.;]*\b(?:low|lower|fell|fallen|falling|dropp\w+|declin\w+|decreas\w+|reduced|down)\b|"
    r"(?:the\s+)?(?:fall|drop|decline)\b)"
)
_AGAIN = re.compile(
    r"\bre-?(?:started|exposed|exposure|challenged?|introduced|introduction|initiated|treated)\b|\bresumed\b|\bagain\b|"
    r"\bcycle #?(?:[2-9]|\d\d)\b(?! ?(?:d|w|m|y|h))|\bc(?:[2-9]|1\d)\b|\b(?:[2-9]|\d\d) cycles\b|"
    rf"\b(?:{'|'.join(ORDINAL_WORDS[1:])}|(?:2|3|4|5|6|7|8|9|1\d|2\d)(?:st|nd|rd|th)|another|repeat(?:ed)?)\s+"
    r"(?:course|cycle|exposure|time|dose|infusion|injection|administration)\b|"
    r"\btolerated (?:before|previously|earlier|in the past|well before)\b|\bpreviously tolerated\b"
)
_OVERDOSE = re.compile(
    r"\boverdos\w*|\b(?:daily|every day|each day|twice weekly)\b[^.;]*\b"
    r"(?:in error|by (?:error|mistake)|mistakenly|erroneously|(?:instead of|rather than) (?:once )?(?:a |per )?week(?:ly)?)\b|"
    r"\b(?:mistakenly|erroneously) (?:taken |took )?daily\b|\bat once\b|\bself-?\s?(?:poison\w*|harm)\b|"
    r"\b(?:deliberate(?:ly)?|intentional(?:ly)?|accidental(?:ly)?|massive|suicidal)\s+(?:self-)?(?:ingest\w*|poison\w*|intake|took)"
)
_DENIED = re.compile(r"\b(?:no|not|without|denied|denies)\s+(?:an?\s+|any\s+)?$")
_HAD = r"(?:took|taken|had|received|got|treated|used)"
_AT_AGE = r"at (?:age )?\d+ ?(?:y|yrs?|years?)\b"
_PAST = re.compile(
    r"\bremote(?:ly)?\b|\bnone now\b|\bno longer\b|\bformer(?:ly)?\b|"
    r"\bin the past\b(?!\s+(?:\d|few|several|couple|day|week|month|year|one|two|three|four|five|six))|"
    r"\bnot (?:tak(?:ing|en) )?(?:any ?more|currently|now)\b|\byears before\b|"
    r"(?<!started )(?<!begun )\bas (?:an? )?(?:infant|newborn|neonate|baby|toddler|(?:small |young )?child|teenager|adolescent)\b|"
    r"\bin (?:infancy|childhood|adolescence)\b|\bs/p\b[^;,]*\b(?:19|20)\d\d\b|"
    rf"(?:^|\b{_HAD}\b[^;,]*)\bin (?:19|20)\d\d\b|\b{_AT_AGE}[^;]*\b{_HAD}\b|\b{_HAD}\b[^;]*\b{_AT_AGE}"
)
_JUST_STOPPED = re.compile(
    r"\b(?:just|recently) (?:completed|finished|stopped|discontinued|ended)\b|\b(?:stopped|discontinued) (?:today|recently|on admission)\b"
)
_SINGLE_DOSE = re.compile(r"\b(?:single|one)[- ](?:[\d.]+ ?m?g )?(?:oral |intravenous )?(?:dose|injection|infusion|tablet)\b")
# "Treated 7 years ago" is over; "treated since 7 years ago", "first used 7 years ago" and "used for 7 years" are not.
_YEARS_AGO = re.compile(
    rf"^(?!.*\b(?:start|since|beg[au]n|first|still|continu|ongoing|current|daily|weekly|now\b|maint|long-?term|re-?(?:start|sum))).*"
    rf"\b(?:{_HAD}|treatment|given|(?:was|were|been) on)\b(?:(?!\bfor\b|\bdose)[^;,])*\b"
    rf"(?:{_ONE_COUNT}|several|many|some|a few) (?:years?|yrs?|decades?) (?:ago|earlier|previously)\b"
)
_EARLIER_COURSE = re.compile(
    r"\b(?:previous|prior|earlier)\s+(?:uneventful\s+)?(?:courses?|exposures?|cycles?|infusions?)\b|"
    r"\bpreviously (?:exposed|treated|taken|given|received|used)\b|\b(?:taken|given|received|used|treated|exposed) (?:before|previously)$"
)
_WORDS_FOR_DAYS = ((re.compile(r"\byesterday\b"), 1.0), (re.compile(r"\b(?:today|this morning)\b"), 0.0))


@dataclass(frozen=True, slots=True)
class Timing:
    """When a drug was taken, in days before the presentation; None is unknown.

    `past` says that it is no longer taken, without saying since when.
    """

    text: str
    started_days: float | None
    stopped_days: float | None
    started_after: bool
    re_exposure: bool
    dose_raised_days: float | None
    overdose: bool
    past: bool


@dataclass(frozen=True, slots=True)
class _Span:
    """A span of time in a clause. `role` is started, stopped, restarted, raised, lowered, or used (for how long)."""

    days: float
    role: str
    dated: bool


@remembered
def read_timing(text: str, lexicon: Lexicon) -> Timing:
    """Read when a drug was taken.

    Args:
        text: free text such as `20 mg twice daily, started 3 weeks ago`.
        lexicon: known words, which say from when on a number of weeks is one of a pregnancy.

    Returns:
        What could be read. Nothing is an error; what is not said stays None.
    """
    plain = _tidy(text)
    clauses = _clauses(plain)
    present_use = [clause for clause in clauses if not _EARLIER_COURSE.search(clause.strip())] or clauses
    spans = [span for clause in present_use for span in _spans(clause, lexicon)]
    stopped = _stopped(plain, spans)
    started = _started(spans, stopped)
    if stopped is None and started is not None and (_SINGLE_DOSE.search(plain) or _YEARS_AGO.search(plain)):
        stopped = started
    overdose = _OVERDOSE.search(plain)
    return Timing(
        text=text,
        started_days=started,
        stopped_days=stopped,
        started_after=bool(_AFTER_FALL.search(plain)),
        re_exposure=len(present_use) < len(clauses) or bool(_AGAIN.search(plain)),
        dose_raised_days=min((span.days for span in spans if span.role == "raised"), default=None),
        overdose=overdose is not None and not _DENIED.search(plain[: overdose.start()]),
        past=stopped is None and _is_past(plain),
    )


def says_when(text: str, lexicon: Lexicon) -> bool:
    """Return whether a text tells anything of when a drug was taken."""
    return replace(read_timing(text, lexicon), text="") != read_timing("", lexicon)


def read_duration_days(text: str, lexicon: Lexicon) -> float | None:
    """Return the first span of time that is named, in days, or None.

    A month counts 30 days and a year 365; a range gives its mean. How often a dose is taken is not a span.
    """
    plain = _tidy(text)
    for found in _SPAN.finditer(plain):
        if _is_span(plain, found, lexicon):
            return _days(found)
    return None


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.replace("\u00bd", ".5")).casefold()
    text = spell_fractions(re.sub("[\u2010-\u2015\u2212]", "-", text))
    text = re.sub(r"(?<=\d) \.5", ".5", written_out(text))
    text = re.sub(r"\btwenty (?=(?:one|two|three|four|five|six|seven|eight|nine)\b)", "twenty-", text)
    text = re.sub(rf"\b(\d+|{_WORD_COUNT}) and a half\b", lambda found: str(_number(found[1]) + 0.5), text)
    return " ".join(text.split())


def _clauses(text: str) -> list[str]:
    return [clause for clause in re.split(r"[;,()]|\.\s|\bthen\b|\bbut\b", text) if clause.strip()]


def _spans(clause: str, lexicon: Lexicon) -> list[_Span]:
    """Return every span of a clause with its role; several in one clause are told apart by the words before each."""
    spans = []
    at = 0
    for found in _SPAN.finditer(clause):
        if not _is_span(clause, found, lexicon):
            continue
        before, after = clause[at : found.start()], clause[found.end() :]
        if _is_about_something_else(before, after):
            continue
        # a drug is dated by its verb, even when that follows: "2 weeks after it was started"
        role = _role(before) or _role(after.split(" and ")[0]) or "used"
        still_off = role == "stopped" and before.rstrip().endswith((" since", " for", " x"))
        spans.append(_Span(_days(found), role, still_off or bool(_AGO.match(after))))
        at = found.end()
    for found in _DAY_NUMBER.finditer(clause):
        if not of_other_calendar(clause[: found.start()], clause[found.end() :]):
            spans.append(_Span(_numbered_days(found), "started", True))
    for words, days in _WORDS_FOR_DAYS:
        if words.search(clause):
            spans.append(_Span(days, _role(clause) or "used", True))
    return spans


def _is_about_something_else(before: str, after: str) -> bool:
    """Return whether a span dates a symptom, or a dose by another event: "rash for 3 days", "given 6 h after onset"."""
    if _AGO.match(after):
        return bool(_OTHER_EVENT.search(before)) and not re.match(r"\s*after\b", after)
    return bool(_OTHER_EVENT.search(before)) or bool(_AFTER_OTHER.match(after) and not _LEAD.search(before))


def _role(words: str) -> str | None:
    """Return what the last verb among these words says happened."""
    verbs = (("stopped", _STOP), ("raised", _DOSE_UP), ("lowered", _DOSE_DOWN), ("started", _START), ("restarted", _RESTART))
    last = [(max((found.start() for found in verb.finditer(words)), default=-1), role) for role, verb in verbs]
    position, role = max(last)
    return role if position >= 0 else None


def _is_span(text: str, found: re.Match[str], lexicon: Lexicon) -> bool:
    """Return whether a span tells time, and not how often a dose is taken or how old somebody is."""
    before, after = text[: found.start()], text[found.end() :]
    if _PER.search(before) or _AGE_BEFORE.search(before) or _NOT_A_SPAN.match(after) or week_of_pregnancy(before, found[0], after, lexicon):
        return False
    if found["low"] not in ("a", "an") or found["high"] or not (before.strip() or after.strip()):
        return True
    return bool(_AGO.match(after) or _LEAD.search(before))


def _days(found: re.Match[str]) -> float:
    low = _number(found["low"]) if found["low"] else 1.0
    high = _number(found["high"]) if found["high"] else low
    unit = next(days for i, (_, days) in enumerate(_UNITS) if found[f"unit{i}"])
    return round((low + high) / 2 * unit, 6)


def _number(text: str) -> float:
    return _COUNT[text] if text in _COUNT else float(text)


def _numbered_days(found: re.Match[str]) -> float:
    """Return the days up to "day 25", "week 3" or "the fourth day"."""
    word = (found["named"] or found["unit"]).removesuffix("s")
    length = next(days for pattern, days in _UNITS if re.fullmatch(pattern, word))
    if found["ordinal"]:
        return _ORDINAL[found["ordinal"]] * length
    return _number(found["number"] or found["count"]) * length


def _stopped(text: str, spans: list[_Span]) -> float | None:
    dated = [span.days for span in spans if span.role == "stopped" and span.dated]
    if dated:
        return min(dated)
    return 0.0 if _JUST_STOPPED.search(text) else None


def _started(spans: list[_Span], stopped: float | None) -> float | None:
    """Return the days since the start: as it is dated, else as long as the drug was used and then stopped."""
    if again := [span.days for span in spans if span.role == "restarted" and span.dated]:
        return min(again)
    dated = [span.days for span in spans if span.role == "started" and span.dated]
    if dated:
        return max(dated)
    ago = [span.days for span in spans if span.role == "used" and span.dated]
    used = [span.days + (stopped or 0.0) for span in spans if span.role in ("used", "started") and not span.dated]
    if stopped is not None:
        # in "stopped after 3 weeks, a month ago" the first span is how long it was used
        used += [span.days + stopped for span in spans if span.role == "stopped" and not span.dated]
    return max(ago + used, default=None)


def _is_past(text: str) -> bool:
    """Return whether the drug is said to be over, without a date."""
    clauses = [clause.strip() for clause in _clauses(text)]
    before_something = any(re.match(r"before\b", clause) for clause in clauses)
    only_before = len(clauses) == 1 and clauses[0].endswith("before that")
    stop = _STOP.search(text)
    if stop and _RESTART.search(text, stop.end()):
        return False
    over = _PAST.search(text) or (stop and not re.search(r"\b(?:never|not) (?:stopped|discontinued)\b", text))
    return bool(over) or before_something or only_before
