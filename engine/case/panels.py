"""Several values in one line, told apart: "Hgb 6.1 MCV 66", "AST/ALT: 450/380", "HPLC: HbA2 5.4%, HbF 1%"."""

import re

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon

_MOST_WORDS = 4
_VALUE = re.compile(r"[<>~\u2264\u2265]?=?\d[\d.,]*(?:[a-z%/].*)?", re.IGNORECASE)
_PAIR = re.compile(r"\s*([<>]?\s*\d[\d.,]*)\s*([A-Za-z%\u00b5][\w%/\u00b5]*)?\s*/\s*([<>]?\s*\d[\d.,]*)\s*(\S.*)?")
_UNITS_AND_NAMES = frozenset("mg g l k h n p c d m s fl pg iu u".split())
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_NAME = re.compile(r"[A-Za-z][\w .+%'/-]*")
_DIGIT = re.compile(r"\d")
_ASIDE = re.compile(r"\s*\([^)]*\)")
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
    if both := _of_pair(name, printed, lexicon):
        return both
    known = _known(name, lexicon)
    found = [one for one in _values(printed, lexicon) if _known(one[2], lexicon) != known]
    if not found or not known and (found[0][0] or not lexicon.headings.fullmatch(name.strip())):
        return [(name, printed)]
    own = printed[:found[0][0]]
    if known and not _DIGIT.search(own):
        return [(name, printed)]
    ends = [*(start for start, *_ in found[1:]), len(printed)]
    values = [(one, _LAST_WORD.sub("", printed[value:end])) for (_, value, one, _), end in zip(found, ends, strict=True)]
    return [*([(name, _LAST_WORD.sub("", own))] if known else []), *values]


def _known(name: str, lexicon: Lexicon) -> str | None:
    bare = _ASIDE.sub("", name)
    analyte = lexicon.analytes.get(lexicon.spelling.normal(name))
    return analyte or (lexicon.analytes.get(lexicon.spelling.normal(bare)) if bare != name else None)


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
                    and _NAME.fullmatch(said) and _known(said, lexicon):
                found.append((words[place][0], number, said, marked))
                place += size
                break
        place += 1
    return found


def _of_pair(name: str, printed: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Return both values of "AST/ALT: 450/380 U/L": the last unit is that of both where the first has none. "WBC/Hb/Plt: 1.2/7/20" has three."""
    names = lexicon.language["results"]["pairs"].get(name.casefold().strip()) or tuple(map(str.strip, name.split("/")))
    bare = [value.strip() for value in printed.split("/")]
    if len(names) == len(bare) > 2 and all(map(_VALUE.fullmatch, bare)) and all(_known(one, lexicon) for one in names):
        return list(zip(names, bare, strict=True))
    values = _PAIR.fullmatch(printed)
    if values is None or len(names) != 2:
        return []
    first, second = names
    if not _known(first, lexicon) and " " in second:
        first = f"{first} {second.partition(' ')[2]}"  # "T/D bili"
    if not (_known(first, lexicon) and _known(second, lexicon)):
        return []
    unit = values[4] or ""
    return [(first, f"{values[1]} {values[2] or unit}".strip()), (second, f"{values[3]} {unit}".strip())]
