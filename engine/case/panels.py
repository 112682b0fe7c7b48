"""Several values in one line, told apart: "Hgb 6.1 MCV 66", "AST/ALT: 450/380", "HPLC: HbA2 5.4%, HbF 1%"."""

import re

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .differential import differentials
from .prints import prints_of

_MOST_WORDS = 4
_VALUE = re.compile(r"[<>~\u2264\u2265]?=?\d[\d.,]*(?:[a-z%/].*)?", re.IGNORECASE)
_SLASH = re.compile(r"\s*/\s*(?=[<>]?\s*\d)")
_NUMBER_AND_UNIT = re.compile(r"(?P<number>[<>]?\s*\d[\d.,]*)\s*(?P<unit>\D.*)?")
_SHARE = "%"
_UNITS_AND_NAMES = frozenset("mg g l k h n p c d m s fl pg iu u".split())
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"[A-Za-z][\w .+%'/-]*")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\S+")
_NAMES_AND_VALUES = re.compile(r"(?P<names>[A-Za-z][\w ]*/[A-Za-z][\w ]*?)\s*[:=]?\s+(?P<values>[<>]?\s*\d[\d.,]*\s?/\s?[<>]?\s*\d[^,;]*)")
_LAST_WORD = re.compile(r"[\s,;:]+$")


def apart(text: str, lexicon: Lexicon) -> str:
    """Return an entry with a comma between a value and the name of the next: "WBC 1.2 Hgb 7.8", "AST/ALT 80/90"; any other text as it is."""
    text = _NAMES_AND_VALUES.sub(lambda found: _of_both(found, lexicon), text)
    found = _values(text, lexicon)
    if len(found) < 2 or found[0][0] != 0 or any(separated for *_, separated in found[1:]):
        return text
    starts = [start for start, *_ in found[1:]]
    pieces = [text[begin:end].strip() for begin, end in zip([0, *starts], [*starts, len(text)], strict=True)]
    return ", ".join(pieces)


def _of_both(found: re.Match[str], lexicon: Lexicon) -> str:
    return ", ".join(f"{name} {value}" for name, value in _of_pair(found["names"], found["values"], lexicon)) or found[0]


@remembered
def unfolded(name: str, printed: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the single values of a printed line as (name, value); one that holds only one value as it is."""
    if both := _of_pair(name, printed, lexicon) or _of_cells(name, printed, lexicon):
        return both
    known = lexicon.measured_by(name)
    found = [one for one in _values(printed, lexicon) if lexicon.measured_by(one[2]) != known]
    if not found or not known and (found[0][0] or not lexicon.headings.fullmatch(name.strip())):
        return [(name, printed)]
    own = printed[:found[0][0]]
    if known and not _DIGIT.search(own):
        if own.strip() or len(found) > 1:
            return [(name, printed)]
        known = None  # "PT: INR 1.9" tells the INR alone
    ends = [*(start for start, *_ in found[1:]), len(printed)]
    values = [(one, _LAST_WORD.sub("", printed[value:end])) for (_, value, one, _), end in zip(found, ends, strict=True)]
    return [*([(name, _LAST_WORD.sub("", own))] if known else []), *values]


def _of_cells(name: str, printed: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the shares of the white cells of "DLC: N20 L70", or of "WBC: 2.1 (N 0.3, L 1.5)" with the white cells first."""
    said = f"{name}: {printed}"
    if "(" not in printed and not prints_of(lexicon).differential.match(said):
        return []
    run = next(differentials(said, lexicon), None)
    if run is None or run.why or run.end < len(said.rstrip(" ).;")):
        return []
    shares = [(one.name, one.printed) for one in run.shares]
    whole = said[len(name) + 1:run.start].strip(" :(")
    return [(name, whole), *shares] if _DIGIT.search(whole) else shares


def _values(text: str, lexicon: Lexicon) -> list[tuple[int, int, str, bool]]:
    """Return where each analyte with a number begins: (place of the name, place of the number, name, whether a mark parts it from before)."""
    words = [(hit.start(), hit[0]) for hit in _WORD.finditer(_IN_BRACKETS.sub(lambda bracket: " " * len(bracket[0]), text))]
    found: list[tuple[int, int, str, bool]] = []
    if not _DIGIT.search(text):
        return found
    place = 0
    while place < len(words):
        for size in range(min(_MOST_WORDS, len(words) - place - 1), 0, -1):
            said = " ".join(word for _, word in words[place:place + size]).rstrip(":=")
            number, value = words[place + size]
            before = words[place - 1][1] if place else ""
            marked = before.endswith((",", ";")) or before.casefold() in ("and", "with", "&", "plus")
            if _VALUE.fullmatch(value.rstrip(",;")) and (marked or not place or said.casefold() not in _UNITS_AND_NAMES) \
                    and _NAME.fullmatch(said) and lexicon.measured_by(said):
                found.append((words[place][0], number, said, marked))
                place += size
                break
        place += 1
    return found


def names_of(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names that are joined in one: "AST/ALT", "T/D bili", "H/H"; one that is not joined, or not known in all its parts, has none."""
    names = lexicon.language["results"]["pairs"].get(" ".join(name.casefold().split())) or tuple(map(str.strip, name.split("/")))
    if len(names) == 2 and not lexicon.measured_by(names[0]) and " " in names[1]:
        names = (f"{names[0]} {names[1].partition(' ')[2]}", names[1])
    return tuple(names) if len(names) > 1 and all(lexicon.measured_by(one) for one in names) else ()


def _of_pair(name: str, printed: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return the values of "AST/ALT: 450/380 U/L", as many as names: the last unit is that of all where no other is told; a share is of its own."""
    pieces = _SLASH.split(printed) if "/" in printed else []
    values = [found for one in pieces if (found := _NUMBER_AND_UNIT.fullmatch(one.strip()))]
    if len(pieces) < 2 or len(values) < len(pieces) or len(names := names_of(name, lexicon)) != len(values):
        return []
    last = values[-1]["unit"] or ""
    of_cells = all(one.casefold() in prints_of(lexicon).cells for one in names)
    shared = last if not any(one["unit"] for one in values[:-1]) and (of_cells or not last.startswith(_SHARE)) else ""
    return [(one, f"{value['number']} {value['unit'] or shared}".strip()) for one, value in zip(names, values, strict=True)]
