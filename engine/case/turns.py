"""Where a denial ends inside an entry: "denies fever but has chills", "no rash; petechiae", "no bleeding except epistaxis"."""

import re
from collections.abc import Callable

from ..knowledge.words.lexicon import Lexicon
from .phrases import is_number
from .reading import NARROWER, Reading, joined
from .scope import peel, told_of_relative

_SEMICOLON = re.compile(r"\s*;\s+")
# What is cut short ends no sentence: "approx. 3 kg", "E. coli", "Candida spp. in blood".
_SENTENCE = re.compile(r"(?<=[a-z0-9)%]{2})(?<!\bapprox)(?<!\bspp)(?<!\bssp)(?<!\bsubsp)(?<!\bvs)(?<!\bSt)\.\s+(?=[A-Za-z])(?!ago\b)")
_CLAUSE = re.compile(r"(?:(?:the|his|her|their)\s+(?:[\w-]+\s+){1,3}|(?:he|she|it|they|there|an?\s+(?:[\w-]+\s+){1,3}))"
                     r"(?:was|were|is|are|had|has|have|remained|became|felt|looked|showed|appeared|developed)\b", re.IGNORECASE)
"""A subject with an article and its verb are a clause of their own: "no fever and the spleen was enlarged"."""
_DENIED_THERE = re.compile(r"\b(?:no|not|never|normal|absent|negative|unremarkable)\b|n't\b", re.IGNORECASE)
_COUNTED = frozenset("stage grade".split())

Read = Callable[[str, str, Lexicon], Reading]


def read_turned(text: str, where: str, lexicon: Lexicon, read: Read) -> Reading | None:
    """Read an entry in which a denial ends: "no fever but chills" denies only the fever, "no bleeding except epistaxis" tells of epistaxis.

    Under `absent` an exception leaves open what is there.

    Args:
        text, where, lexicon: as for `read_words`. read: reads each side of the turn.

    Returns:
        None where nothing of the kind is said.
    """
    if apart := _read_apart(text, where, lexicon, read):
        return apart
    turn = lexicon.turns.search(text)
    if turn is None or lexicon.find(lexicon.spelling.normal(text)):
        return None
    words = lexicon.spelling.tokens(text[:turn.start()])
    if where == "absent":
        return Reading(text, where, "not_understood", leftover=tuple(words), note=NARROWER) if turn["exception"] else None
    scope = peel(words, lexicon)[1]
    if not (scope.denied or scope.normal) or words[:2] == ["not", "only"]:
        return None
    first, second = read(text[:turn.start()], where, lexicon), read(text[turn.end():], where, lexicon)
    if turn["exception"]:
        first = Reading(first.text, where, "not_understood", leftover=tuple(words))
    return joined(text, where, (first, second)) if second.mentions or first.mentions else None


def _read_apart(text: str, where: str, lexicon: Lexicon, read: Read) -> Reading | None:
    """Read sentence by sentence; a semicolon ends a denial, too: "no fever; petechiae"."""
    if lexicon.find(lexicon.spelling.normal(text)):
        return None
    said = list(filter(None, map(str.strip, _SENTENCE.split(text))))
    if len(said) < 2:
        said = list(filter(None, map(str.strip, _SEMICOLON.split(text))))
        if len(said) < 2 or where == "absent" or not any(leads_denied(one, lexicon) for one in said):
            return None
    return joined(text, where, [read_turned(one, where, lexicon, read) or read(one, where, lexicon) for one in said])


def leads_denied(text: str, lexicon: Lexicon) -> bool:
    """Whether an entry begins with a denial: "no fever", "denies rash"."""
    if names_absent(text, lexicon):
        return False
    words = lexicon.spelling.tokens(text)
    said = f"{' '.join(words)} "
    leads = any(said.startswith(f"{phrase} ") for phrase in (*lexicon.word_sets["before"], *lexicon.phrase_sets["before"]))
    return leads and peel(words, lexicon)[1].denied


def names_absent(text: str, lexicon: Lexicon) -> bool:
    """Whether "absent" is part of a name: "absent radii", "absent left thumb"; "absent fever" denies what is known by itself."""
    words = lexicon.spelling.tokens(text)
    first = lexicon.spelling.tokens(lexicon.joiners.split(text)[0])
    if words[:1] != ["absent"]:
        return False
    return lexicon.find(lexicon.spelling.key(words)) is not None or lexicon.find(lexicon.spelling.key(first[1:])) is None


def affirms(part: str, lexicon: Lexicon) -> bool:
    """Whether a part of a denied list says that something is there: "has petechiae", "spleen palpable", "spleen 5 cm below the ribs"."""
    words = lexicon.spelling.tokens(part)
    said = f" {' '.join(words)} "
    if words[:1] and words[0] in lexicon.word_sets["before"]:
        return False
    if told_of_relative(words, lexicon):
        return True
    first = (*lexicon.word_sets["affirms-first"], *lexicon.phrase_sets["affirms-first"])
    last = (*lexicon.word_sets["affirms-last"], *lexicon.phrase_sets["affirms-last"])
    if _CLAUSE.match(part) and not _DENIED_THERE.search(part):
        return True
    if any(said.startswith(f" {one} ") and (said != f" {one} " or " " in one) for one in first) or any(said.endswith(f" {one} ") for one in last):
        return True
    # A number that belongs to a name is no value: "type 1 diabetes"; that of a stage is.
    named = _COUNTED.isdisjoint(words) and lexicon.find(lexicon.spelling.key(words)) is not None
    return not named and any(is_number(word) and word not in ("0", "0%") for word in words)
