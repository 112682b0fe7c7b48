"""Patterns made of the word lists of `rules/language.yaml`."""

import re
from collections.abc import Iterable, Iterator
from typing import TypedDict

from ..records import FindingRecord
from .text import Spelling


class Patterns(TypedDict):
    """The fields of the lexicon that are patterns."""

    joiners: re.Pattern
    turns: re.Pattern
    doubts: re.Pattern
    signs: re.Pattern
    organisms: re.Pattern
    headings: re.Pattern
    sections: re.Pattern
    shorthand: tuple[tuple[re.Pattern, str], ...]
    other_diagnoses: re.Pattern


def patterns(language: dict, findings: Iterable[FindingRecord], spelling: Spelling) -> Patterns:
    """Return the fields of the lexicon that are patterns, by name."""
    results = language["results"]
    return {
        "joiners": _joiners(language["joiners"], language["denying_joiners"]), "turns": _turns(language["turns"]),
        "doubts": _between(language["turns"]["doubt"]),
        "signs": _signs(language["signs"]), "organisms": _organisms(results["organisms"]),
        "headings": re.compile("|".join(map(re.escape, results["headings"])) or "(?!)", re.IGNORECASE),
        "sections": _sections(language["sections"]), "shorthand": (*_shorthand(language["shorthand"]), *_with_their_sign(findings, spelling)),
        "other_diagnoses": _other_diagnoses(language["other_diagnoses"])}


def _joiners(words: tuple[str, ...], denying: tuple[str, ...]) -> re.Pattern:
    """Return a pattern that parts a list: words between blanks, marks followed by a blank; denying words stay with their part."""
    spoken = "|".join(re.escape(word) for word in words if word[0].isalpha())
    marks = "|".join(re.escape(word) for word in words if not word[0].isalpha())
    kept = rf"|\s+(?:but\s+)?(?=(?:{'|'.join(map(re.escape, denying))})\s)" if denying else ""
    # "Coombs-negative hemolysis" says two things.
    kept += r"|(?<=[\s-]negative)\s+(?!for\s)"
    kept += r"|(?<=\sago)\s+(?=now\s)"
    return re.compile(rf"\s+(?:{spoken})\s+|(?:{marks})\s+(?:(?:{spoken})\s+)?{kept}", re.IGNORECASE)


def _turns(words: dict) -> re.Pattern:
    """Return a pattern that finds where a denial ends, with the words that tell what follows."""
    but, exception, told = ("|".join(re.escape(one) for one in sorted(words[name], key=len, reverse=True)) for name in ("but", "exception", "told"))
    return re.compile(rf",?\s+(?:(?P<but>{but})|(?P<exception>{exception}))\s+(?:(?:he|she|the patient)\s+)?(?:(?:{told})\s+)?", re.IGNORECASE)


def _between(words: Iterable[str]) -> re.Pattern:
    """Return a pattern that finds words between two things; a blank in them may be an article, too: "raising the suspicion of"."""
    said = (re.escape(one).replace(r"\ ", r"\s+(?:(?:a|an|the)\s+)?") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf",?\s+(?:which\s+)?(?:(?:is|was|are|were)\s+)?(?:{'|'.join(said) or '(?!)'})\s+(?:(?:an?|the)\s+)?(?=\S)", re.IGNORECASE)


def _signs(words: dict[str, str]) -> re.Pattern:
    """Return a pattern that finds signs by themselves; one that ends in a slash may be glued to what follows: "w/fever"."""
    said = (re.escape(one) + ("" if one.endswith("/") else r"(?![\w/])") for one in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w/])(?:{'|'.join(said) or '(?!)'})", re.IGNORECASE)


def _shorthand(words: dict) -> tuple[tuple[re.Pattern, str], ...]:
    """Return patterns of shorthand with what it is written out as: "T 39.4 C", "mother says he has been pale", "breast ca"."""
    celsius, fahrenheit = ("|".join(str(one) for one in range(words[name][0], words[name][1] + 1)) for name in ("celsius", "fahrenheit"))
    tellers, organs = ("|".join(map(re.escape, words[name])) or "(?!)" for name in ("tellers", "organs"))
    return (
        (re.compile(rf"^t\s*[:=]?\s*(?P<of>(?:{celsius})(?:[.,]\d+)?\s*(?:\u00b0\s*)?c?|(?:{fahrenheit})(?:[.,]\d+)?\s*(?:\u00b0\s*)?f?)"
                    r"(?:\s+(?:x|for|since)\s*\d+\s*\w+|\s+in\s+(?:an?\s+)?\d+[\s-]?\w+[\s-]old)?$", re.IGNORECASE), r"temperature \g<of>"),
        # Who tells it says nothing of whose it is: "mother says he has been pale".
        (re.compile(rf"^(?:the\s+)?(?:{tellers})\s+(?:also\s+|has\s+)?"
                    r"(?:says?|said|reports?|reported|reporting|stated|notices|noticed|complain(?:s|ed|ing)? of|c/o|endorses|admits to|describes)\s+"
                    r"(?:that\s+)?(?:(?:he|she|the (?:child|baby|patient|boy|girl))\s+)?(?:(?:has|had|is|was|looks?|looked|feels?)\s+)?(?:been\s+)?"
                    r"(?!by\b)(?=\w)", re.IGNORECASE), ""),
        (re.compile(rf"\b({organs}) ca\b", re.IGNORECASE), r"\1 cancer"),
        (re.compile(rf"\bca (?:of (?:the )?)?({organs})\b", re.IGNORECASE), r"\1 cancer"))


def _sections(headings: dict[str, tuple[str, ...]]) -> re.Pattern:
    """Return a pattern that finds the heading of a note at the beginning of a text, by a group of its key: "PMH: ", "FHx neg for "."""
    said = (f"(?P<{key}>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})" for key, names in headings.items())
    # "Family history of lupus" is no heading.
    verdict = r"(?:(?:neg|pos)(?:ative|itive)?|[+-])\s?for\b"
    return re.compile(rf"\s*(?:{'|'.join(said) or '(?!)'})(?:\s+(?:is|was))?(?:\s*:\s*|\s+-\s+|\s+(?={verdict}))(?=\S+\s|\S+$)",
                      re.IGNORECASE)


def _organisms(names: Iterable[str]) -> re.Pattern:
    """Return a pattern that finds what grew by its name: in any case, but with capitals only as typed."""
    said = [(name, re.escape(name).replace(r"\*", r"\w+")) for name in names]
    plain, typed = ("|".join(one for name, one in said if (name != name.lower()) == capitals) or "(?!)" for capitals in (False, True))
    return re.compile(rf"(?<!\w)(?:(?i:{plain})|{typed})(?!\w)")


def _other_diagnoses(words: dict[str, tuple[str, ...]]) -> re.Pattern:
    """Return a pattern that finds what a written diagnosis tells of something else, to its end, or in one word of somebody else."""
    apart, whose = ("|".join(map(re.escape, words[name])) or "(?!)" for name in ("apart", "whose"))
    return re.compile(rf"\b(?:{whose})\s+\S+|\b(?:{apart})\b.*", re.IGNORECASE)


def _with_their_sign(findings: Iterable[FindingRecord], spelling: Spelling) -> Iterator[tuple[re.Pattern, str]]:
    """Yield names of which one letter or figure is left without their sign: "-7" is a lost chromosome only as it is typed, and 7 is a number."""
    for finding in findings:
        for said in finding.synonyms:
            if len(spelling.normal(said)) == 1 < len(said):
                typed = re.escape(said)
                before = "|".join(rf"(?<={lead}{typed})" for lead in ("^", "[,;] ", "with ", "and ", "karyotype ", "karyotype: "))
                yield re.compile(rf"{typed}(?=\s*(?:$|[,;)]|and\b|with\b))(?:{before})"), finding.label
