"""Lists inside one entry: where they part, and the words that one part lends to the others."""

from collections.abc import Iterator

from ..knowledge.words.lexicon import Lexicon
from .scope import peel

_MOST_LENT = 2
_LEVELS = ("low", "high", "level-normal", "normal")


def split(text: str, lexicon: Lexicon) -> list[str]:
    """Return the parts of a list, one if it is none."""
    return [part.strip() for part in lexicon.joiners.split(text) if part.strip()]


def carry_scope(parts: list[str], where: str, lexicon: Lexicon) -> list[str]:
    """"No fever and chills" denies both: a leading negation holds for every part of the list."""
    words = lexicon.spelling.tokens(parts[0])
    _, scope = peel(words, lexicon)
    text = f"{' '.join(words)} "
    leads = any(text.startswith(f"{phrase} ") for phrase in (*lexicon.word_sets["before"], *lexicon.phrase_sets["before"]))
    if scope.denied and where != "absent" and leads:
        return [parts[0], *(part if _says_itself(part, lexicon) else f"no {part}" for part in parts[1:])]
    return _carry_levels(parts, lexicon)


def _carry_levels(parts: list[str], lexicon: Lexicon) -> list[str]:
    """"Low B12 and folate", "AST and ALT raised": a level holds for the bare quantities beside it."""
    carried, level = [], ""
    for part in parts:
        words = lexicon.spelling.tokens(part)
        if level and lexicon.spelling.key(words) in lexicon.analytes:
            part = f"{level} {part}"
        elif words:
            level = words[0] if len(words) > 1 and _is_level(words[0], lexicon) else ""
        carried.append(part)
    if last := _last_level(lexicon.spelling.tokens(carried[-1]), lexicon):
        carried = [f"{part} {last}" if lexicon.spelling.normal(part) in lexicon.analytes else part for part in carried]
    return carried


def _last_level(words: list[str], lexicon: Lexicon) -> str:
    """Return the level with which a part ends: "raised", "within normal limits"."""
    text = f" {' '.join(words)}"
    phrases = [phrase for name in _LEVELS for phrase in (*lexicon.phrase_sets[name], *lexicon.word_sets[name])]
    return max((phrase for phrase in phrases if text.endswith(f" {phrase}")), key=len, default="")


def _says_itself(part: str, lexicon: Lexicon) -> bool:
    """Whether a part of a denied list begins with words of its own: "no blasts, normal chromosomes"."""
    first = lexicon.spelling.tokens(part)[:1]
    return bool(first) and (first[0] in lexicon.word_sets["before"] | lexicon.word_sets["normal"] or _is_level(first[0], lexicon))


def _is_level(word: str, lexicon: Lexicon) -> bool:
    return any(word in lexicon.word_sets[name] for name in _LEVELS)


def with_lent_words(parts: list[str], place: int) -> Iterator[str]:
    """"Axillary and inguinal nodes", "enlarged liver and spleen": a part with the words that its neighbor may share."""
    for size in range(1, _MOST_LENT + 1):
        for neighbor in parts[place + 1:place + 2] + parts[-1:] * (place < len(parts) - 2):
            words = neighbor.split()
            if len(words) > size:
                yield f"{parts[place]} {' '.join(words[-size:])}"
        for neighbor in parts[max(place - 1, 0):place]:
            words = neighbor.split()
            if len(words) > size:
                yield f"{' '.join(words[:size])} {parts[place]}"
