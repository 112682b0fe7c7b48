"""Names of what is measured in a text: "Bilirubin, total", "NEUT %", "% Saturation", "Plt-20", "T 38.6", and what only looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...case.prints import Prints, prints_of
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from .around import begin_of

_WORD = re.compile(r"[^\W_](?:[\w.'/+\u2019-]*[\w+'])?[%#]?|[%#](?=\s)")
_MOST_WORDS = 6
_ALIAS = re.compile(r"\s*(?:[/|,]\s*|-\s+|\s)?[(\[]?\s*$")
_PARTED = re.compile(r"[\n\t|;:]|\s{2}|(?<=[^\W\d_]{4})\.\s")
_JOINED = re.compile(r"[^\W\d_]\w*:[^\W\d_]\w*(?:/(?:[^\W\d_]\w*:)?[^\W\d_]\w*)?(?: ratio)?")
"""A name that is written with a colon: "VWF:Ag", and "VWF:RCo/VWF:Ag ratio"."""
_GLUED = re.compile(r"(?P<name>[^\W\d_]{2,})(?:-(?=\d)|(?=\d+[.,]\d)|(?=\d{2,}(?:$|[^\W\d_]*[%/])))")
_SHARE_MARK = re.compile(r"\s*(?:\(\s*%\s*\)|%)\s*|\s*#\s*")
_NUMBER_BEHIND = re.compile(r"\s*[:=\u00b0]?\s*(?P<number>\d{2,3})(?:[.,]\d)?(?![\d%])")
_SENTENCE = re.compile(r"(?<!\d)\.\s|\.(?=\s)|[;\n]")
_HEADED = re.compile(r"[^.;\n:]{0,25}:")
_FARTHEST = 200
"""Letters before a name in which is told where it was measured."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of something measured: where it stands, and the analyte, or the finding that a test gives. `elsewhere` is where it was
    measured, if not in blood; `share` and `whole` say which count of cells is meant, if the name says so."""

    start: int
    end: int
    analyte: str | None
    finding: str | None = None
    share: bool = False
    whole: bool = False
    elsewhere: str = ""


def names_in(text: str, knowledge: Knowledge) -> Iterator[tuple[Name, int]]:
    """Yield every name of something measured with the place where its value may begin; a second name of the same is skipped."""
    words, prints = list(_WORD.finditer(text)), prints_of(knowledge.lexicon)
    at = 0
    while at < len(words):
        name, size = _name_at(words, at, text, knowledge.lexicon, prints)
        if name is None:
            at += 1
            continue
        at += size
        end = name.end
        while at < len(words) and _ALIAS.match(text[end:words[at].start()]):
            other, size = _name_at(words, at, text, knowledge.lexicon, prints)
            if other is None or (other.analyte, other.finding) != (name.analyte, name.finding):
                break
            end, at = other.end, at + size
        if end < len(text) and text[end] in ")]":
            end += 1
            name = replace(name, end=end) if "(" in text[name.start:name.end] else name
        yield _in_its_place(name, text, knowledge.lexicon, prints), end


def _name_at(words: list[re.Match], at: int, text: str, lexicon: Lexicon, prints: Prints) -> tuple[Name | None, int]:
    """Return the longest name that begins with a word, and how many words it has."""
    if words[at][0] in "%#" and text[:words[at].start()].rstrip()[-1:].isdigit():
        return None, 1
    if not lexicon.spelling.normal(words[at][0]) or at and _is_other(words[at - 1], words[at], text, prints):
        return None, 1
    for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        start, end = words[at].start(), words[at + size - 1].end()
        said = text[start:end]
        if _PARTED.search(said) and not (_JOINED.fullmatch(said) and lexicon.analyte(said)):
            continue
        if found := _known(said, lexicon, prints):
            return replace(found, start=start, end=end), size
    if (glued := _GLUED.match(words[at][0])) and (analyte := lexicon.analyte(glued["name"])):
        return Name(words[at].start(), words[at].start() + glued.end("name"), analyte), 1
    return _temperature(words[at], text, lexicon), 1


def _is_other(before: re.Match, word: re.Match, text: str, prints: Prints) -> bool:
    """Whether the word before makes another thing of a name: immature granulocytes are no neutrophils."""
    return text[before.end():word.start()].strip(" -") == "" and before[0].casefold() in prints.others


def _known(said: str, lexicon: Lexicon, prints: Prints) -> Name | None:
    """Return what is called so, with or without words that qualify it."""
    bare, comma, behind = said.partition(",")
    if comma and not set(behind.casefold().split()) <= prints.qualifiers:
        return None
    plain = said.replace(",", " ")
    if not comma and (name := _called(plain, lexicon)):
        return name
    if comma or " " in plain or "%" in plain or "#" in plain:
        return _qualified(plain if not comma else f"{bare} {behind}", lexicon, prints)
    return None


def _called(said: str, lexicon: Lexicon) -> Name | None:
    key = lexicon.spelling.normal(said)
    if said[0] == "%" and (analyte := lexicon.analytes.get(key)):
        return Name(0, 0, analyte)
    if len(said) == 1 and not said.isupper() or said.isdigit() or said[-1] in "%#" or said[0] == "%":
        return None
    if not lexicon.spelling.normal(said.split()[-1]):
        return None
    if (analyte := lexicon.analytes.get(key)) is not None:
        return Name(0, 0, analyte)
    target = lexicon.find(key)
    if target is not None and target.kind == "finding" and target.id in lexicon.tests:
        return Name(0, 0, None, target.id)
    return None


def _qualified(said: str, lexicon: Lexicon, prints: Prints) -> Name | None:
    """Return what a name with words before or behind it means: "Bilirubin Total" is total bilirubin, "NEUT %" a share, "Iron serum" iron."""
    words = _SHARE_MARK.sub(lambda mark: " # " if "#" in mark[0] else " % ", said).split()
    share = whole = False
    kinds: list[str] = []
    while len(words) > 1:
        place = -1 if (last := words[-1].casefold()) in prints.qualifiers else 0
        word = last if place else words[0].casefold()
        if not place and word not in prints.percent | prints.absolute:
            break
        share, whole = share or word in prints.percent, whole or word in prints.absolute
        if word in prints.kinds:
            kinds.append(word)
        del words[place]
        base = " ".join(words)
        for form in (*(f"{kind} {base}" for kind in kinds), *(f"{base} {kind}" for kind in kinds)):
            if analyte := lexicon.analyte(form):
                return Name(0, 0, analyte)
        if set(kinds) <= prints.neutral and len(base) > 1 and (name := _called(base, lexicon)):
            return replace(name, share=share, whole=whole)
        if (share or whole) and (cells := prints.cells.get(base.casefold())) and (analyte := lexicon.analyte(cells)):
            return Name(0, 0, analyte, None, share, whole)
    return None


def _temperature(word: re.Match, text: str, lexicon: Lexicon) -> Name | None:
    """Return the temperature for a "T" before a number that is one."""
    number = _NUMBER_BEHIND.match(text, word.end()) if word[0] == "T" else None
    ranges = (lexicon.language["shorthand"][name] for name in ("celsius", "fahrenheit"))
    if number and any(low <= int(number["number"]) <= high for low, high in ranges):
        return Name(*word.span(), lexicon.analyte("temperature"))
    return None


def _in_its_place(name: Name, text: str, lexicon: Lexicon, prints: Prints) -> Name:
    """Return a name as what it is where it was measured: blasts of the marrow, cells of the cerebrospinal fluid."""
    before = text[begin_of(_SENTENCE, text, name.start, most=_FARTHEST):name.start]
    shown = text[name.start:name.end]
    if name.analyte in lexicon.of_smear and _nearest_place(before, lexicon) == "marrow" and (there := lexicon.analyte(f"marrow {shown}")):
        return replace(name, analyte=there)
    fluid = _fluid_of(before, prints)
    if not fluid or name.finding or prints.fluid.search(shown):
        return name
    there = lexicon.analyte(f"{fluid} {shown}")
    return replace(name, analyte=there) if there else replace(name, elsewhere=fluid)


def _fluid_of(before: str, prints: Prints) -> str:
    """Return the fluid in which is measured what a text leads to: right before it, or in a heading behind which no blood is named."""
    headed = ""
    for hit in prints.fluid.finditer(before):
        head = _HEADED.match(before, hit.end())
        if hit.end() + 1 >= len(before) or head and not prints.of_blood.search(before, head.end()):
            headed = hit[0]
    return headed


def _nearest_place(before: str, lexicon: Lexicon) -> str:
    for word in reversed(lexicon.spelling.tokens(before)):
        for place in ("marrow", "blood"):
            if word in lexicon.word_sets[place]:
                return place
    return ""
