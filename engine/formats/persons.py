"""What one place of a file tells of a person, found again elsewhere in it: a name, a number, an address is dropped wherever it stands.

A word that the vocabulary knows is no name by itself: "White" stays in "white cells", and goes in "Ann White".
"""

import re
from collections.abc import Callable, Iterable

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon

TITLES = frozenset("mr mrs ms miss mister dr prof herr herrn frau sr sra senor senora mme madame monsieur med von van de la der den del di da "
                   "md do rn np pa phd jr ii iii".split())
_WORD = re.compile(r"[^\W_](?:[\w'\u2019-]*[^\W_])?")
_CAPITAL = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+"
_BETWEEN = r"[\s().+/-]*"
_SHORTEST_NAME, _SHORTEST_NUMBER = 3, 5

IsWord = Callable[[str], bool]


def is_known_word(lexicon: Lexicon) -> IsWord:
    """Return what says whether a word is one of the vocabulary of findings, tests and drugs."""
    words, normal = _words(lexicon), lexicon.spelling.normal
    return lambda word: normal(word) in words or word.casefold() in words


@remembered
def _words(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(word for phrases in (lexicon.phrases, lexicon.drugs, lexicon.analytes) for key in phrases for word in key.split())


def names_in(text: str) -> set[str]:
    """Return the words of a full name, without titles; Synthea puts digits behind names: "Abdul218" is Abdul, too."""
    words = {word for word in _WORD.findall(text) if word.casefold() not in TITLES and len(word) > 1 and not word[0].isdigit()}
    return words | {bare for word in words if len(bare := word.rstrip("0123456789")) > 1}


def numbers_in(texts: Iterable[str]) -> set[str]:
    """Return the letters and digits of numbers that point to a person; short ones could be any value."""
    bare = {re.sub(r"[\W_]+", "", text) for text in texts}
    return {one for one in bare if len(one) >= _SHORTEST_NUMBER and any(letter.isdigit() for letter in one)}


def again(names: Iterable[str], numbers: Iterable[str], is_word: IsWord) -> re.Pattern | None:
    """Return what finds names and numbers wherever they stand again; None where there are none.

    Args:
        names: single words of names, see `names_in`. numbers: see `numbers_in`. is_word: whether a word belongs to the vocabulary.
    """
    every = sorted(set(names), key=len, reverse=True)
    alone = [name for name in every if len(name) >= _SHORTEST_NAME and not is_word(name)]
    ways = []
    if every:
        name = "|".join(map(re.escape, every))
        ways.append(rf"(?P<whole>\b(?:{name})(?:,?[^\S\n]+(?:(?:{name})\b|[A-Z]\b\.?))*,?[^\S\n]+(?:{name})\b)")
    if alone:
        long = [one for one in alone if len(one) > _SHORTEST_NAME]
        short = [way for one in alone if len(one) == _SHORTEST_NAME for way in {one.capitalize(), one.upper()}]
        either = [f"(?i:{'|'.join(map(re.escape, long))})"] * bool(long) + list(map(re.escape, short))
        ways.append(rf"(?:(?P<before>\b{_CAPITAL})[^\S\n]+)?\b(?P<name>{'|'.join(either)})\b")
    for number in sorted(set(numbers), key=len, reverse=True):
        ways.append(r"(?<!\w)" + _BETWEEN.join(map(re.escape, number)) + r"(?!\w)")
    return re.compile("|".join(ways)) if ways else None
