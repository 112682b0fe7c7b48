"""Signs and marks beside a thing written out as words: "ANA (-)", "+fever -cough", "Fever (N), rash (Y)", "[x] fever [ ] rash", "DAT IgG-/C3d+"."""

import re

from ..knowledge.words.lexicon import Lexicon
from .antibodies import each_by_itself
from .obstetric import weeks_written_out
from .shorthand import written_out
from .sizes import fingers_written_out

_MINUS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SIGN = rf"[{_MINUS}+]"
_TICKED = "xX\u2713\u2714"
_TIMES_OVER = re.compile(r"(?<=[A-Za-z])(?<!oriented)\s+[x\u00d7]\s?\d{1,2}(?=\s*(?:$|[,;]))", re.IGNORECASE)
# A dash before a denial is a comma: "fever, chills - no rash".
_DASH_OF_DENIAL = re.compile(rf"\s[{_MINUS}]\s(?=(?:no|not|without|denies)\s)", re.IGNORECASE)
_ARROWS = re.compile("\u2191+|\u2193+")
_PLUS_SINCE = re.compile(r"(?<=[A-Za-z]{2})\+(?=\s+(?:since|in|on|for)\b)")
_SIGN_FOR = re.compile(rf"(?:^|(?<=[\s,;:(]))(?P<sign>{_SIGN})\s?(?=for\s)")
_IN_BRACKETS = re.compile(rf"(?<=[\w)])\s*(?:\(\s*(?P<mark>{_SIGN}|y|yes|n|no)\s*\)|\[\s*(?P<box>[{_TICKED}yn]?|yes|no|{_SIGN})\s*\])"
                          rf"|\s?(?P<tick>[\u2713\u2714\u2717\u2718])(?=\s*(?:[,;]|$))", re.IGNORECASE)
_BEHIND_COLON = re.compile(rf"(?<=[A-Za-z])(?:\s*[:=]\s*|\s+[{_MINUS}]\s+)(?P<mark>y|yes|n|no)(?=\s*(?:[,;.]|$))", re.IGNORECASE)
_FIRST = re.compile(rf"(?:^|(?<=[\s,;]))[\s,;]*(?:\((?P<sure>{_SIGN})\)|(?P<sign>{_SIGN}))\s?(?=[A-Za-z])(?!ve\b)")
_BOX_FIRST = re.compile(rf"(?:^|(?<=[\s,;]))[\s,;]*(?:\[(?P<box>[{_TICKED} ]?)\]|(?P<tick>[\u2610-\u2612]))\s*(?=[A-Za-z])")
_BARE = rf"(?:(?<=[^\W\d]{{2}})\s?|(?<=[\w%)])\s)(?P<sign>{_SIGN})"
_IN_A_ROW, _LAST = re.compile(rf"{_BARE}(?:[\s,;]+|$)"), re.compile(rf"{_BARE}\s*$")
# "DAT IgG-/C3d+": what stands before the first of them is that of all.
_NAME = r"[A-Za-z](?:[\w-]*\w)?"
_VERDICT = rf"(?:\s?\(?{_SIGN}\)?|\s(?:pos|neg)(?:itive|ative)?\b)"
_BY_SLASHES = re.compile(rf"(?:^|(?<=[,;]))\s*(?P<lead>(?:{_NAME}:?\s+)*?)(?P<results>{_NAME}{_VERDICT}(?:\s*/\s*{_NAME}{_VERDICT})+)"
                         r"(?=\s*(?:$|[,;.)]))", re.IGNORECASE)
_MAY_BE_SLASHED = re.compile(rf"(?:{_SIGN}|\)|pos|neg|tive)\s?/", re.IGNORECASE)
_RESULT = re.compile(rf"\s*(?P<name>{_NAME})\s?\(?(?P<said>{_SIGN}|pos|neg)", re.IGNORECASE)
_VALUE = re.compile(r"(?<!\w)\d")
_PARTS = re.compile(r"[,;]")
# Of two that are weighed against each other neither is known: "MDS vs aplastic anemia".
_VERSUS = re.compile(r"(?P<first>[^,;:]+?)\s+(?:vs\.?|versus)\s+(?P<second>(?!\d)[^,;]+)", re.IGNORECASE)
_WEIGHED = re.compile(r" v(?:s\b|ersus\b)", re.IGNORECASE)
_LEVEL = "low|high|normal|raised|elevated|reduced|decreased|increased"
_LEVELS_IN_A_ROW = re.compile(rf"(?:[A-Za-z][\w-]*\s+){{1,2}}?(?:{_LEVEL})(?:\s+(?:[A-Za-z][\w-]*\s+){{1,2}}?(?:{_LEVEL}))+", re.IGNORECASE)
_AFTER_LEVEL = re.compile(rf"(?<=\s)({_LEVEL})\s+(?=\S)", re.IGNORECASE)
_SAID = "positive|negative|pos|neg"
_TESTED = rf"(?!(?:{_SAID}|for|or|to)\b)[A-Za-z][\w-]*"
_VERDICTS_IN_A_ROW = re.compile(rf"(?:{_TESTED}\s+){{1,2}}(?:{_SAID})(?:\s+(?:{_TESTED}\s+){{1,2}}(?:{_SAID}))+", re.IGNORECASE)
_AFTER_VERDICT = re.compile(rf"(?<=\s)({_SAID})\s+(?=\S)", re.IGNORECASE)
_NONE_OF = re.compile(r"^(?:0|zero)\s+(?=[a-z]{4,}$)", re.IGNORECASE)
_CLOSED = (",", ";", ".", ")")


def written_in_words(text: str, lexicon: Lexicon) -> str:
    """Return an entry with the marks and signs of its things and between its words written out: "fever w/ rash", "rash (-), arthritis (+)"."""
    text = fingers_written_out(each_by_itself(_with_marks(text), lexicon))
    if _LEVELS_IN_A_ROW.fullmatch(text):
        text = _AFTER_LEVEL.sub(r"\1, ", " ".join(text.split()))
    if lexicon.find(lexicon.spelling.normal(text)):
        return text
    if _VERDICTS_IN_A_ROW.fullmatch(text):
        text = _AFTER_VERDICT.sub(r"\1, ", " ".join(text.split()))
    text = _NONE_OF.sub("no ", text)
    if _WEIGHED.search(text) and not lexicon.find(lexicon.spelling.normal(text.replace(" vs ", " versus "))):
        text = _VERSUS.sub(lambda found: f"query {found['first']}, query {found['second']}", text)
    words, text = lexicon.language["signs"], weeks_written_out(_DASH_OF_DENIAL.sub(", ", _TIMES_OVER.sub("", text)), lexicon)
    written = lexicon.signs.sub(lambda found: words[found[0].casefold()] + " " * text[found.end():found.end() + 1].isalnum(), text)
    return _with_row_of_signs(" ".join(written.split()).lstrip(", "))


def signs_in_words(text: str, lexicon: Lexicon) -> str:
    """Return "DAT positive" for "DAT +"; "1+" is a grade, "G6PD A-" a name, and both stay. Shorthand is written out."""
    if (told := written_out(text, lexicon)) != text:
        return told
    return _LAST.sub(lambda found: f" {_verdict(found['sign'])}", text) if text[:1].isalpha() else text


def marks_in(text: str) -> dict[int, tuple[int, str]]:
    """Return where each mark in brackets begins, where it ends, and what it says: "positive", "negative", "" for a box that is not ticked."""
    return {found.start(): (found.end(), _verdict(mark) if (mark := found["mark"] or found["tick"] or found["box"]) else "")
            for found in _IN_BRACKETS.finditer(text)}


def _verdict(mark: str) -> str:
    return "negative" if mark[0] in f"{_MINUS}nN\u2717\u2718" else "positive"


def _with_marks(text: str) -> str:
    """Write out what is marked by itself, wherever it stands: by a bracket, a box, yes or no behind it, or by slashes between results.

    A box that is not ticked denies nothing: what stands beside it is asked. Of a value "(N)" says that it is normal, and stays.
    """
    text = _PLUS_SINCE.sub(" positive", _ARROWS.sub(lambda found: " high " if found[0][0] == "\u2191" else " low ", text)).strip()
    if _MAY_BE_SLASHED.search(text):
        text = _BY_SLASHES.sub(_apart, text).lstrip()
    if (first := _SIGN_FOR.search(text)) and not first.start():
        text = _SIGN_FOR.sub(lambda found: f"{_verdict(found['sign'])} ", text)
    if _BOX_FIRST.match(text):
        return _BOX_FIRST.sub(lambda found: "; " if (found["box"] or found["tick"]).strip(" \u2610") else "; query ", text).lstrip("; ")
    if text[:1] not in ("(", "["):
        several = len(_IN_BRACKETS.findall(text)) > 1
        text = _IN_BRACKETS.sub(lambda found: _of_bracket(found, text, several=several), text)
    return _BEHIND_COLON.sub(lambda found: f" {_verdict(found['mark'])}", text)


def _of_bracket(found: re.Match[str], text: str, *, several: bool) -> str:
    mark, after = found["mark"] or found["tick"] or found["box"], text[found.end():].lstrip()
    if mark and mark.isalpha() and found["box"] is None and _VALUE.search(_PARTS.split(text[:found.start()])[-1]):
        return found[0]
    said = f" {_verdict(mark)}" if mark else " ?"
    return said + "," * (several and bool(after) and not after.startswith(_CLOSED))


def _apart(found: re.Match[str]) -> str:
    """Return "DAT IgG negative, DAT C3d positive" for "DAT IgG-/C3d+"."""
    results = filter(None, map(_RESULT.match, found["results"].split("/")))
    return " " + ", ".join(f"{found['lead']}{one['name']} {_verdict(one['said'])}" for one in results)


def _with_row_of_signs(text: str) -> str:
    """Write out the signs of a list, all of which stand on one side: "+fever, -cough", "fever+ rash-".

    Dashes alone before words may be a list of dashes, and stay; in brackets they are none. A plus ends what a dash before it denies.
    """
    first = _FIRST.match(text)
    if first and (first["sure"] or "+" in text and len(_FIRST.findall(text)) > 1):
        return _FIRST.sub(lambda found: "; no " if _verdict(found["sure"] or found["sign"]) == "negative" else "; ", text).lstrip("; ")
    if _LAST.search(text) and len(_IN_A_ROW.findall(text)) > 1:
        return _IN_A_ROW.sub(lambda found: f" {_verdict(found['sign'])}, ", text).rstrip(", ")
    return text
