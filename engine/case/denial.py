"""Denial that stands behind the thing, or is a sign: "spleen not palpable", "ANA (-)". Words that say that there is nothing to tell."""

import re
from collections.abc import Sequence

from ..knowledge.words.lexicon import Lexicon
from .obstetric import weeks_written_out
from .reading import Reading
from .shorthand import written_out

NOTHING = "says that there is nothing to tell"
_NOT = "not"
_SCREENS = frozenset("screen screening".split())
_WHERE_FOUND = frozenset("at on by during through".split())
_AFTER = r"(?:\s*\(\s*{0}\s*\)|(?:(?<=[^\W\d]{{2}})|\s){0})\s*$"
_TIMES_OVER = re.compile(r"(?<=[A-Za-z])(?<!oriented)\s+[x\u00d7]\s?\d{1,2}(?=\s*(?:$|[,;]))", re.IGNORECASE)
_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# A dash before a denial is a comma: "fever, chills - no rash".
_DASH_OF_DENIAL = re.compile(rf"\s[{_MINUS}]\s(?=(?:no|not|without|denies)\s)", re.IGNORECASE)
_SIGN_FIRST = re.compile(rf"(?:^|(?<=[\s,;]))[\s,;]*\(?(?P<sign>[{_MINUS}+])\)?\s?(?=[A-Za-z])")
_SIGN_BRACKETED = re.compile(rf"(?<=[\w)])\s*\(\s*(?P<sign>[{_MINUS}+])\s*\)[\s,;]*")
_SIGN_LAST = re.compile(rf"(?:(?<=[A-Za-z]{{2}})\s?|(?<=\w)\s)(?P<sign>[{_MINUS}+])(?:[\s,;]+|$)")
_SIGNS = ((re.compile(_AFTER.format("[-\u2010-\u2015\u2212]")), " negative"), (re.compile(_AFTER.format(r"\+")), " positive"))


def signs_in_words(text: str) -> str:
    """Return "ANA negative" for "ANA (-)" and "DAT positive" for "DAT +"; "1+" is a grade, "G6PD A-" a name, and both stay.

    Shorthand is written out.
    """
    if (told := written_out(text)) != text:
        return told
    for sign, word in _SIGNS:
        if text[:1].isalpha() and sign.search(text):
            return sign.sub(word, text)
    return text


def written_in_words(text: str, lexicon: Lexicon) -> str:
    """Return an entry with the signs between its words written out: "fever w/ rash", "rash (-), arthritis (+)"."""
    if lexicon.find(lexicon.spelling.normal(text)):
        return text
    words, text = lexicon.language["signs"], weeks_written_out(_DASH_OF_DENIAL.sub(", ", _TIMES_OVER.sub("", text)))
    written = lexicon.signs.sub(lambda found: words[found[0].casefold()] + " " * text[found.end():found.end() + 1].isalnum(), text)
    return _with_verdicts(" ".join(written.split()).lstrip(", "))


def _with_verdicts(text: str) -> str:
    """Write out the signs of a list, all of which stand on one side: "+fever, -cough", "fever+ rash-", "rash (-), arthritis (+)".

    Dashes alone before words may be a list of dashes, and stay. A plus ends what a dash before it denies: "-fever +rash".
    """
    if len(_SIGN_FIRST.findall(text)) > 1 and _SIGN_FIRST.match(text) and "+" in text:
        return _SIGN_FIRST.sub(lambda found: ", no " if found["sign"] in _MINUS else "; ", text).lstrip(",; ")
    bracketed = text.rstrip().endswith(")")
    pattern = _SIGN_BRACKETED if bracketed or text.rstrip()[-1:] not in ("+", *_MINUS) else _SIGN_LAST
    if len(pattern.findall(text)) < 2:
        return text
    return pattern.sub(lambda found: " negative, " if found["sign"] in _MINUS else " positive, ", text).rstrip(", ")


def turned_round(words: Sequence[str], lexicon: Lexicon) -> list[str] | None:
    """Return "no palpable spleen" for "spleen is not palpable"; None where nothing of the kind is said.

    Only what says that a thing is there, or out of its range, is turned so: a rash that is not itchy is still a rash. In "liver
    palpable, spleen not palpable" the denial is not that of the liver.
    """
    place = len(words) - 1 - words[::-1].index(_NOT) if _NOT in words else 0
    if not place or not lexicon.word_sets["told-last"].isdisjoint(words[:place]) or not denies_what_stands_before(words[place:], lexicon):
        return None
    what = lexicon.spelling.key(list(words[:place])).split()
    return ["no", *words[place + 1:], *what] if what else None


def denies_what_stands_before(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a part of a list says of the part before it that it is not there, or not out of its range: "not enlarged"."""
    told = lexicon.word_sets["told-last"] | lexicon.word_sets["low"] | lexicon.word_sets["high"]
    return len(words) > 1 and words[0] == _NOT and all(word in told for word in words[1:])


def untold(words: Sequence[str], lexicon: Lexicon) -> str:
    """Return the words with which a phrase says that a test has no result: "HIV not tested", "malaria film sent"; none where it has one.

    "Anemia found at screening" says how it was found.
    """
    said = f" {' '.join(words)}"
    last = next((one for one in (*lexicon.phrase_sets["untold"], *lexicon.word_sets["untold"]) if said.endswith(f" {one}")), "")
    if words[-1:] and words[-1] in _SCREENS and _WHERE_FOUND.isdisjoint(words[1:]):
        last = words[-1]
    verdicts = {word for name in ("before", "after", "normal", "abnormal") for word in lexicon.word_sets[name]}
    return last if last and verdicts.isdisjoint(words[:-len(last.split())]) else ""


def nothing_told(text: str, where: str, lexicon: Lexicon) -> Reading | None:
    """Return the reading of "none" or "unremarkable", which tell of no finding; None for every other text."""
    key = lexicon.spelling.normal(text)
    if {key, " ".join(lexicon.spelling.tokens(text))} & {*lexicon.word_sets["nothing"], *lexicon.phrase_sets["nothing"]}:
        return Reading(text, where, "unused", note=NOTHING)
    return None
