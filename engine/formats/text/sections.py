"""Stretches of a note that say by their heading what is told in them: relatives, allergies, a plan, what is pending; and answer options.

The headings stand under `sections` in `rules/language.yaml`, by the key of a case under which what follows belongs, or by what it is.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ...knowledge.words.lexicon import Lexicon

_SCOPE_OF = {"present": "", "history": "past", "family_history": "family", "unsure": "doubted", "absent": "denied"}
"""What a stretch under the key of a case says of what stands in it; a heading that is no key is its own scope."""
_ENDS = re.compile(r"\.\s+(?=\S)|\n")
_LINE_ENDS = re.compile(r"[.;]\s+(?=[A-Z][\w /&-]{1,40}:)|\n")
_OTHER_HEADING = re.compile(r"\n\s*\n|\n(?=[^\S\n]*[A-Z][\w /&()-]{1,40}:)|\n(?=[^\S\n]*[A-Z][A-Z /&-]{3,40}\n)")
_OPTION = re.compile(r"(?:^|(?<=[\s?]))[(\[]?(?P<letter>[A-Ha-h])[).\]:]\s+(?=\S)")
_QUESTION = re.compile(r"\?|\b(?:which of the following|most likely|best (?:explains|describes)|next (?:best )?(?:step|test))\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d")
"""A differential with numbers is one of cells, and none of diagnoses."""
_FEWEST_OPTIONS, _BEFORE_OPTIONS = 3, 250


class Section(NamedTuple):
    """A stretch from its heading to its end; what is told begins at `body`; `scope` is what holds for it."""

    start: int
    body: int
    end: int
    scope: str


def sections_in(text: str, lexicon: Lexicon) -> list[Section]:
    """Return the stretches under a heading that is known, and lists of answer options, in the order of the text."""
    headings, verdicts = _headings(tuple((key, names) for key, names in lexicon.language["sections"].items()))
    found = []
    for hit in (*headings.finditer(text), *verdicts.finditer(text)):
        key = hit.lastgroup or ""
        scope = _SCOPE_OF.get(key, key)
        end = _end(text, hit, scope)
        if scope != "doubted" or not _COUNTED.search(text, hit.end(), end):
            found.append(Section(hit.start(key), hit.end(), end, scope))
    return sorted([*found, *_options(text)])


def scopes_of(sections: list[Section], place: int) -> frozenset[str]:
    """Return the scopes of the stretches in which a place lies."""
    return frozenset(one.scope for one in sections if one.scope and one.body <= place < one.end)


@lru_cache(maxsize=2)
def _headings(sections: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[re.Pattern, re.Pattern]:
    """Return patterns that find a heading: by its colon or on a line of its own; and "family history is positive for"."""
    said = [f"(?P<{key}>{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})" for key, names in sections]
    # Blanks are taken once and whole: runs of them side by side had taken most of a minute for a line of six thousand.
    begin = r"(?:^|(?<=[.;\n])|(?<=[.;]\s))[^\S\n]*+[-*\u2022]?[^\S\n]*+"
    headings = rf"{begin}(?:{'|'.join(said)})(?:[^\S\n]*(?::|=|[^\S\n]-[^\S\n])[^\S\n]*|[^\S\n]*(?=\n))"
    told = r"(?=(?:(?:neg|pos)(?:ative|itive)?|significant|notable|remarkable|[+-])\s?for\b)"
    verdicts = rf"\b(?:{'|'.join(one for one in said if one.startswith('(?P<family_history>')) or '(?!)'})\s+(?:(?:is|was)\s+)?{told}"
    return re.compile(headings, re.IGNORECASE | re.MULTILINE), re.compile(verdicts, re.IGNORECASE)


def _end(text: str, heading: re.Match[str], scope: str) -> int:
    """Return where a stretch ends: with its sentence, a plan with its line; below a heading on a line of its own before the next heading."""
    if text[heading.end():heading.end() + 1] == "\n":
        over = _OTHER_HEADING.search(text, heading.end() + 1)
    else:
        over = (_LINE_ENDS if scope == "aside" else _ENDS).search(text, heading.end())
    return over.start() + 1 if over else len(text)


def _options(text: str) -> list[Section]:
    """Return lists of answers to choose from: "A. Felty syndrome B. ... C. ...", to the end of the paragraph of the last."""
    rows: list[list[re.Match[str]]] = []
    for hit in _OPTION.finditer(text):
        if rows and ord(hit["letter"]) == ord(rows[-1][-1]["letter"]) + 1:
            rows[-1].append(hit)
        elif hit["letter"] in "aA":
            rows.append([hit])
    found = []
    for row in rows:
        asked = _QUESTION.search(text, max(row[0].start() - _BEFORE_OPTIONS, 0), row[0].start())
        if len(row) >= _FEWEST_OPTIONS or asked and len(row) > 1:
            end = text.find("\n", row[-1].end())
            found.append(Section(row[0].start(), row[0].start(), len(text) if end < 0 else end, "aside"))
    return found
