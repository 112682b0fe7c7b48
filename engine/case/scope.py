"""Words around a finding that say whether it is there: denial, normality, doubt, time, family, severity."""

import re
from dataclasses import dataclass

from ..knowledge.words.lexicon import Lexicon
from .spoken import NUMBER_WORDS

_LASTING = re.compile(r" (?:over|in|within|during|through|for) (?:the )?(?:last|past) (?:few |several )?(?:day|week|month|year)(?= )")
_DATED = re.compile(r" (?:(?:until|till) )?(?:(?:about|some|over|nearly) )?"
                    r"(?:(?P<number>\d+(?:\.\d*)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|few|many) "
                    r"(?P<unit>day|d|week|w|wks?|month|mos?|year|y|yrs?|decade|hour|h|hrs?|min|minute) "
                    r"(?:earlier|ago|before(?: (?:admission|presentation|hospitalization|referral))?|previously|prior(?: to admission|(?! to )))"
                    r"|(?:in )?(?<!the )last (?P<last>week|month|year))(?= )")
_OVER = re.compile(r"(?<=\w) (?:(?:which|that|has|have|had|is|are|was|were|all|completely) )*"
                   r"(?:gone(?: away)?|went away|resolved|subsided|disappeared|vanished|settled|ceased|cured|"
                   r"(?:(?<=has )|(?<=have )|(?<=had )|(?<=which )|(?<=that )|(?<=^ bleeding ))stopped|years back) "
                   r"(?:(?:now|completely|again|spontaneously) )?"
                   r"(?:(?:in|within|after|over) (?:a |the )?(?:few )?[\d.]* ?(?:min|minute|hour|day|week|month)s? )?$")
_UNTIL = re.compile(r"(?<=\w) (?:until|till) (?:(?:about|around|early|mid|late) )*(?:(?:19|20)\d\d|(?:the )?(?:age|age of|he was|she was) \d\d) $")
# Beside a date what stopped is over, whatever it was: "epistaxis stopped 2 hours ago".
_ENDED_THEN = re.compile(rf"{_OVER.pattern}|(?<=\w) stopped $")
_BEGAN = re.compile(r" (?:which |that )?(?:has |have |had |was |were |first )*(?:started|began|begun|begin|since|developed|noticed|noted|onset|"
                    r"appeared|commenced|(?<! not )(?:found|discovered|detected|identified|picked up))(?: on| with)?(?= )")
_VERDICT_HOW = re.compile(r" (ruled out|excluded|not seen|not found|not detected) (?:by|on|via|with|at|after) (?:\w+ ){1,4}$")
_YEARS = ("year", "y", "yr", "yrs", "decade")
_OF_HISTORY = (" history of ", " known history of ")
_SHORT = frozenset(("hour", "h", "hr", "hrs", "min", "minute"))
_COUNTED = {word: float(number) for number, word in enumerate(NUMBER_WORDS[:12], start=1)}
_LATELY = ("yesterday", "recently", "lately")
_HOW_MANY = frozenset("a an the patient his her their my our one two three four several older younger elder another previous".split())
_FEW = "a few|few|several|one|two|three|four|five|six|seven|eight|nine|ten|eleven|a|\\d+"
_DIED_YOUNG = re.compile(
    r"^(?P<who>.*?)\b(?:died|dead|death)\b(?P<why>.*?)\b(?:at|aged|in|during|within|before)\s+(?:(?:the|an?|his|her|their)\s+)?(?:age\s+(?:of\s+)?)?"
    rf"(?:(?:{_FEW})\s+(?:hour|day|week|month|h|d|wk|mo)s?(?:\s+(?:of\s+(?:age|life)|old))?|(?P<years>{_FEW})\s+years?(?:\s+of\s+age|\s+old)?"
    r"|(?:early\s+)?infancy|(?:neonatal|newborn)\s+period|early\s+childhood|first\s+(?:year|month|week|days|months|weeks)(?:\s+of\s+life)?)\b",
    re.IGNORECASE)

_VERBS_OF_ILLNESS = frozenset("diagnosed treated known suffered suffers suffering affected".split())
_AUXILIARIES = frozenset("was is were are being been also".split())
_AFTER_VERB = frozenset("of with for from to as by a an have having be case".split())
_OF_HAVING = frozenset("with had has have is was tested positive negative diagnosed treated died being got admitted".split())
_A_FEW = 4
_IN_BRACKETS = re.compile(r"(?P<what>[^()]+?)\s*\((?P<who>[A-Za-z ]+)\)")
_MEETING = frozenset("contact contacts exposed exposure".split())
_BEFORE_WHOM = frozenset("by with to from of for in and or the a an her his their no than like on".split())
_TELLING = frozenset("noticed noted reports reported states stated says said brought denies denied found observed felt saw "
                     "describes described recalled took gave sought thought born delivered".split())


@dataclass(frozen=True, slots=True)
class Scope:
    """What the words around a finding say of it."""

    denied: bool = False
    normal: bool = False
    abnormal: bool = False
    unsure: bool = False
    past: bool = False
    of_history: bool = False
    began: bool = False
    recent: bool = False
    years_ago: bool = False
    family: bool = False
    other: bool = False
    severity: str | None = None


def told_apart(text: str, lexicon: Lexicon) -> str:
    """"Brother died of sepsis in infancy" says two things: that a child died, and of what."""
    found = _DIED_YOUNG.search(text)
    if not found or found["years"] and _count(found["years"], lexicon) > lexicon.language["infancy_years"]:
        return text
    why = re.sub(r"^\s*(?:of|from|with|due to)\b", "", found["why"]).strip(" ,")
    who, rest = found["who"].strip(), text[found.end():].strip(" ,")
    of = re.sub(r"^(?:of|from|with|due to)\b", "", rest).strip()
    return ", ".join(["sibling death", *(f"{who} with {one}" for one in (why, of) if one)])


def _count(said: str, lexicon: Lexicon) -> float:
    """Return a number in figures or words, "a few" as many as `how_many` of the language file says; 1 for any other word."""
    word = said.casefold()
    return float(said) if said[0].isdigit() else _COUNTED.get(word) or lexicon.language["how_many"].get(word, 1.0)


def relative_first(text: str, lexicon: Lexicon) -> str:
    """Return "mother with SLE" for "SLE (mother)"; any other text as it is."""
    found = _IN_BRACKETS.fullmatch(text)
    words = lexicon.spelling.tokens(found["who"]) if found else []
    others = (lexicon.word_sets["relatives"] | lexicon.word_sets["persons"]) - lexicon.word_sets["may-be-patient"]
    named = not others.isdisjoint(words) and (others | _HOW_MANY | {"maternal", "paternal"}).issuperset(words)
    return f"{found['who']} with {found['what']}" if found and named else text


def of_relative(words: list[str], lexicon: Lexicon) -> list[str]:
    """Return what is told of a relative who is named last: "gallstones in the mother"; nothing where none is."""
    rest = list(words)
    while rest and rest[-1] in lexicon.word_sets["relatives"] | _HOW_MANY:
        rest.pop()
    named = set(words[len(rest):]) & lexicon.word_sets["relatives"]
    return rest[:-1] if named and len(rest) > 1 and rest[-1] in ("in", "of") else []


def peel(words: list[str], lexicon: Lexicon) -> tuple[list[str], Scope]:
    """Take the words of scope off a phrase.

    Returns:
        (the words left, what the others said). Severity words are kept in place and only read.
    """
    text = f" {' '.join(words)} "
    text = _LASTING.sub("", text) if _LASTING.sub("", text).strip() else text
    recent = _is_recent(text, lexicon)
    dated = _DATED.search(text)
    years_ago = dated is not None and (dated["unit"] or dated["last"]) in _YEARS
    text, began = _take_onset(text)
    text, other = _take_other(text, lexicon)
    of_history = text.startswith(_OF_HISTORY)
    text, past = _take_time(text, lexicon)
    if past and not other:
        text, other = _take_other(text, lexicon)
    text, family = (text, False) if other else _take_family(text, lexicon)
    text, unsure = _take_anywhere(text, "uncertain", lexicon)
    text = _VERDICT_HOW.sub(r" \1 ", text)
    text, denied = _take_ends(text, "before", "after", lexicon)
    text, normal = (text, False) if _ends_with_level(text, lexicon) else _take_ends(text, "normal", "normal", lexicon)
    text, abnormal = _take_ends(text, "abnormal", "abnormal", lexicon)
    severity = next((grade for grade in ("severe", "moderate", "mild") if _has(text, grade, lexicon)), None)
    return text.split(), Scope(denied=denied, normal=normal, abnormal=abnormal, unsure=unsure, past=past or began, of_history=of_history, began=began,
                               recent=recent and (past or began), years_ago=years_ago and past, family=family, other=other, severity=severity)


def _ends_with_level(text: str, lexicon: Lexicon) -> bool:
    """Whether the last words say where a value stands: "above normal" is not normal."""
    return any(text.endswith(f" {phrase} ") for level in ("low", "high") for phrase in lexicon.phrase_sets[level])


def long_ago(words: list[str], lexicon: Lexicon) -> str:
    """Return the words with which a phrase ends that say that it was so in childhood: "as a child"; none where it has none."""
    said = " ".join(words)
    return next((one for one in lexicon.phrase_sets["long-ago"] if said.endswith(f" {one}")), "")


def _is_recent(text: str, lexicon: Lexicon) -> bool:
    """Whether a thing is dated to the last weeks: "transfusion 8 days ago", "delivery yesterday"."""
    dated = _DATED.search(text)
    if dated is None:
        return any(text.endswith(f" {word} ") for word in _LATELY)
    number, unit = dated["number"] or "a", dated["unit"] or dated["last"]
    weeks = {"day": 1 / 7, "d": 1 / 7, "week": 1, "w": 1, "wk": 1, "wks": 1, **dict.fromkeys(("month", "mo", "mos"), 30 / 7),
             **dict.fromkeys(_SHORT, 0)}.get(unit)
    return weeks is not None and _count(number, lexicon) * weeks <= lexicon.language["recent_weeks"]


def _take_onset(text: str) -> tuple[str, bool]:
    """Take off when a thing began: "fever started 10 days ago", "developed jaundice 2 days ago"; or that it was hours ago.

    What stopped then began earlier: "bleeding which stopped yesterday".
    """
    dated = _DATED.search(text)
    unit = dated and (dated["unit"] or dated["last"])
    of_today = dated and (unit in _SHORT or unit == "day" and dated["number"] in ("1", "a", "one")) or text.endswith(" yesterday ")
    began = _BEGAN.search(text) if dated else None
    undated = f" {' '.join(_DATED.sub(' ', text.removesuffix('yesterday ')).split())} "
    if not began and not of_today or unit in _YEARS or _ENDED_THEN.search(undated):
        return text, False
    text = _BEGAN.sub(" ", undated)
    return text, bool(text.strip())


def _take_time(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    dated = _DATED.search(text)
    if dated:
        # What follows stays: "thrombocytopenia two years ago called ITP".
        return _ENDED_THEN.sub(" ", f" {' '.join((text[:dated.start()] + text[dated.end():]).split())} "), True
    words = text.split()
    for phrase in lexicon.phrase_sets["earlier"]:
        if text.startswith(f" {phrase} "):
            return text[len(phrase) + 1:], True
    if len(words) > 1 and words[0] in lexicon.word_sets["earlier"]:
        return f" {' '.join(words[1:])} ", True
    if over := _OVER.search(text) or _UNTIL.search(text):
        return text[:over.start()] + " ", True
    ended = next((one for one in lexicon.phrase_sets["over"] if text.endswith(f" {one} ") and text != f" {one} "), "")
    if ended:
        return text.removesuffix(f"{ended} "), True
    if len(words) > 1 and words[-1] in ("earlier", "ago", "previously", *_LATELY):
        return _ENDED_THEN.sub(" ", f" {' '.join(words[:-1])} "), True
    return text, False


def _take_family(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    words = text.split()
    start = _child_of(words, lexicon)
    while start < len(words) and (words[start] in lexicon.word_sets["relatives"] or words[start] in _HOW_MANY):
        start += 1
    named = set(words[:start]) & lexicon.word_sets["relatives"]
    if named and len(words) > start + 1 and words[start] in ("with", "had", "has", "history", "died"):
        start += 1 + (words[start + 1] in ("of", "from") and len(words) > start + 2)
        return f" {' '.join(words[start:])} ", True
    if named - lexicon.word_sets["may-be-patient"] and (rest := _said_of(words[start:])):
        return f" {' '.join(rest)} ", True
    return text, False


def _child_of(words: list[str], lexicon: Lexicon) -> int:
    """Return how many words say only that the person is somebody's child: "son of a mother with lupus"."""
    return 2 if len(words) > 2 and words[0] in lexicon.word_sets["own-child"] and words[1] in ("of", "to") else 0


def _take_other(text: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Take off who else has it: "husband has hepatitis B", "previous baby had jaundice", "slapped cheeks in her child"."""
    words = text.split()
    start = next((place for place, word in enumerate(words[:3]) if word not in _HOW_MANY), 0)
    person = words[start:start + 1]
    sets = lexicon.word_sets
    of_own = person and person[0] in sets["own-child"] and start and words[start - 1] in sets["whose"]
    is_other = of_own or person and person[0] in sets["persons"]
    if is_other and len(words) > start + 2 and words[start + 1] in _OF_HAVING:
        rest = words[start + 1:]
        while len(rest) > 1 and (rest[0] in _OF_HAVING - {"positive", "negative"} or rest[0] in _AFTER_VERB):
            rest.pop(0)
        return f" {' '.join(rest)} ", True
    whose = words[-3:-1]
    if len(words) > 3 and whose[0] in ("in", "of") and whose[1] in sets["whose"] and words[-1] in sets["own-child"] | sets["persons"]:
        return f" {' '.join(words[:-3])} ", True
    return text, False


def subject(words: list[str], lexicon: Lexicon) -> list[str]:
    """Return the words that name the relative whom a part of a list is about: "previous sibling", "mother"; nothing where it is about nobody else.

    Who tells it, and a mother of whom one is born, are not whom it is about.
    """
    start = next((place for place, word in enumerate(words[:4]) if word not in _HOW_MANY | {"maternal", "paternal"}), len(words))
    named = words[start:start + 1]
    sets = lexicon.word_sets
    relatives = (sets["relatives"] | sets["persons"]) - sets["may-be-patient"] - sets["no-subject"]
    return words[:start + 1] if named and named[0] in relatives and _TELLING.isdisjoint(words) else []


def _said_of(words: list[str]) -> list[str]:
    """Return what a relative was "diagnosed with", was "being treated for", is "known to have"; nothing where no such verb stands."""
    rest = list(words)
    while rest and rest[0] in _AUXILIARIES:
        rest.pop(0)
    if not rest or rest[0] not in _VERBS_OF_ILLNESS:
        return []
    rest.pop(0)
    while len(rest) > 1 and rest[0] in _AFTER_VERB:
        rest.pop(0)
    return rest


def told_of_relative(words: list[str], lexicon: Lexicon) -> bool:
    """Whether an entry begins or ends with whose it is: "mother HBsAg positive", "born to a woman with lupus", "rash in his sister".

    Not with who told it: "mother noticed a rash".
    """
    if words[:1] == ["born"] and "to" in words[1:-1] or _child_of(words, lexicon):
        return True
    if not _MEETING.isdisjoint(words):
        return False
    others = (lexicon.word_sets["relatives"] | lexicon.word_sets["persons"]) - lexicon.word_sets["may-be-patient"]
    named = {*words[:1], *words[len(of_relative(words, lexicon)) or len(words):]}
    # "Smoker mother", but not "brought by mother".
    named |= set(words[-1:]) if 1 < len(words) <= _A_FEW and words[-2] not in _BEFORE_WHOM else set()
    return len(words) > 1 and not named.isdisjoint(others) and _TELLING.isdisjoint(words)


def _take_anywhere(text: str, name: str, lexicon: Lexicon) -> tuple[str, bool]:
    taken = False
    for phrase in lexicon.phrase_sets[name]:
        if f" {phrase} " in text:
            text, taken = text.replace(f" {phrase} ", " "), True
    words = text.split()
    kept = [word for word in words if word not in lexicon.word_sets[name]]
    return f" {' '.join(kept)} ", taken or len(kept) < len(words)


def _take_ends(text: str, leading: str, trailing: str, lexicon: Lexicon) -> tuple[str, bool]:
    """Take one phrase of a list off the start or the end, if something is left."""
    size = text.count(" ") - 1
    for phrase in (*lexicon.phrase_sets[leading], *lexicon.word_sets[leading]):
        if text.startswith(phrase, 1) and text.startswith(f" {phrase} ") and size > phrase.count(" ") + 1:
            return text[len(phrase) + 1:], True
    last = len(text) - 1
    for phrase in (*lexicon.phrase_sets[trailing], *lexicon.word_sets[trailing]):
        if text.endswith(phrase, 0, last) and text.endswith(f" {phrase} ") and size > phrase.count(" ") + 1:
            return text[:-len(phrase) - 1], True
    return text, False


def _has(text: str, name: str, lexicon: Lexicon) -> bool:
    return any(f" {phrase} " in text for phrase in lexicon.phrase_sets[name]) or any(
        word in lexicon.word_sets[name] for word in text.split())
