"""What a phrase means once the words of scope are off: the known phrase it is, or known phrases inside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..knowledge.anchors import PREGNANCY
from ..knowledge.words.lexicon import TREND, Lexicon, Target
from .scope import Scope
from .spoken import NUMBER_WORDS

_NUMBER = re.compile(r"^[<>]?=?\d[\d.,:^/*]*%?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_WEIGHT = re.compile(r"^(\d[\d.]*)?(?:kg|kilo|kilogram|lb|pound|stone)$")
_UNITS = frozenset("c f cm mm m kg g mg mcg ug ml l dl day week month year hour minute hr wk mo percent % fold time x "
                   "episode unit pack dose degree celsius fahrenheit yr yrs wks mos hrs d w".split())
_TIME_LEAD = frozenset("for in since over within during after about last past until through x at age aged".split())
_BEFORE_NUMBER = frozenset("< > <= >= day week month".split())
_SHARE = re.compile(r"^[<>]?\d[\d.,]*%$")
_BEFORE_SIZE = frozenset("of at to up as high low measuring".split())
_OTHER_SIZES = frozenset("day week month year hour d w y yr mo hr time episode below under beyond margin finger fingerbreadth".split())
_BEFORE_VALUE = frozenset("of at was is < > <= >= below above under over".split())
_NO_VALUE_AFTER = frozenset("in on by from with for".split())
_NUMBER_WORDS = frozenset((*NUMBER_WORDS[:12], "half"))
_GRADES = ("severe", "moderate", "mild")
_MODIFIERS = ("modifiers", *_GRADES)
_LINKS = frozenset("and with or nor plus in on of to at as for due from".split())
_SURE_PLACES = frozenset(("exposures", "diet", "history", "family_history"))
_OF_MOTHER = frozenset(("mother", "maternal"))
_LETTERS = 4


def is_number(word: str) -> bool:
    """Whether a word is a number, with whatever belongs to its print."""
    return _NUMBER.match(word) is not None


@dataclass(frozen=True, slots=True)
class Core:
    """Targets found in a phrase, and the words that no target covers."""

    targets: tuple[Target, ...]
    leftover: tuple[str, ...] = ()


def meaning(words: list[str], scope: Scope, lexicon: Lexicon) -> Core | None:
    """Find what a peeled phrase means, trying the strictest reading first."""
    key = lexicon.spelling.key(words)
    if not key:
        return None
    if scope.normal and key in lexicon.analytes:
        return Core((Target("analyte", lexicon.analytes[key]),))
    if scope.abnormal or scope.normal:
        for prefix in ("abnormal", "positive") if scope.abnormal else ("abnormal",):
            if (target := lexicon.find(f"{prefix} {key}")) is not None and target.kind == "finding":
                return Core((target,))
    if scope.denied and key.split()[-1] in lexicon.word_sets["not-large"] and (target := lexicon.find(f"enlarged {key}")) is not None:
        return Core((target,))
    if (target := lexicon.find(key)) is not None:
        return Core((target,))
    for reader in (_level_beside_analyte, _trend_beside_analyte, _value_beside_analyte):
        if (target := reader(words, lexicon)) is not None:
            both = _value_beside_name(words, lexicon) if target.kind == "level" else ()
            return Core(both if both and both[1].id == target.id else (target,))
    if targets := _value_beside_name(words, lexicon):
        return Core(targets)
    shorter = (_without_asides(words, lexicon), without_modifiers(words, lexicon), without_numbers(words), bare(words, lexicon), words,
               bare(_weights_as_n(words), lexicon))
    for phrase in dict.fromkeys(map(lexicon.spelling.key, shorter)):
        target = lexicon.find(phrase) or lexicon.find_in_any_order(phrase)
        if target is not None and phrase:
            return Core((target,), _share_of_cells(words, phrase, target, lexicon))
    return None


def _share_of_cells(words: list[str], phrase: str, target: Target, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the share that a finding of cells does not hold: "30% atypical cells" may be few or nearly all."""
    if target.id not in lexicon.of_smear | lexicon.of_marrow:
        return ()
    shares = [word if word.endswith("%") else f"{word}%" for word, after in zip(words, [*words[1:], ""], strict=True)
              if word not in phrase.split() and (_SHARE.match(word) or _NUMBER.match(word) and after in ("percent", "%"))]
    return tuple(shares)


def _level_beside_analyte(words: list[str], lexicon: Lexicon) -> Target | None:
    """"low serum copper", "platelets markedly reduced"."""
    for level in ("low", "high", "level-normal"):
        for rest in _beside(level, words, lexicon):
            if (analyte := _analyte(rest, lexicon)) is not None:
                return Target("level", analyte, level.removeprefix("level-"))
    return None


def _trend_beside_analyte(words: list[str], lexicon: Lexicon) -> Target | None:
    """"CRP falling", "a rise in platelets": the course that is known so, or only that it goes there."""
    for way in ("falling", "rising"):
        for rest in _beside(way, words, lexicon):
            if (analyte := _analyte(rest, lexicon)) is not None:
                course = lexicon.find(lexicon.spelling.key([way, *bare(rest, lexicon)]))
                return course if course is not None and course.kind == "finding" else Target("level", analyte, TREND)
    return None


def _beside(name: str, words: list[str], lexicon: Lexicon) -> Iterator[list[str]]:
    """Yield the words beside a phrase of a list of words, and beside all single words of it."""
    text = f" {' '.join(words)} "
    for phrase in lexicon.phrase_sets[name]:
        if f" {phrase} " in text:
            yield text.replace(f" {phrase} ", " ", 1).split()
    rest = [word for word in words if word not in lexicon.word_sets[name]]
    if len(rest) < len(words):
        yield rest


def _analyte(words: list[str], lexicon: Lexicon) -> str | None:
    for attempt in (words, bare(words, lexicon)):
        if (analyte := lexicon.analytes.get(lexicon.spelling.key(attempt))) is not None:
            return analyte
    return None


def _value_beside_analyte(words: list[str], lexicon: Lexicon) -> Target | None:
    """"ferritin of 5000", "hemoglobin 14.2 g/dl", "60% neutrophils": the analyte, and a number after it or a share before it."""
    shares = [word for word in words if _SHARE.match(word)]
    others = [word for word in words if word not in shares]
    if len(shares) == 1 and (analyte := lexicon.analytes.get(lexicon.spelling.key(others))) is not None:
        return Target("quantity", analyte, shares[0])
    # The longest name first: the 125 of "CA 125" is no calcium.
    for cut in reversed(range(1, min(len(words), lexicon.longest + 1))):
        number = cut + 1 if words[cut] in _BEFORE_VALUE and cut + 1 < len(words) else cut
        if _NUMBER.match(words[number]):
            analyte = lexicon.analytes.get(lexicon.spelling.key(words[:cut]))
            if analyte is not None:
                value = [word for word in words[cut:] if word not in ("of", "at", "was", "is")]
                return Target("quantity", analyte, " ".join(value))
    return None


def _value_beside_name(words: list[str], lexicon: Lexicon) -> tuple[Target, ...]:
    """"Thrombocytopenia of 20", "elevated ferritin of 900 ng/mL", "fever of 103 F": what the words say, and the value of what they measure."""
    for cut in range(1, min(len(words), 5)):
        number = cut
        while number < len(words) - 1 and words[number] in _BEFORE_SIZE:
            number += 1
        told = lexicon.find(lexicon.spelling.key(words[:cut])) or _level_beside_analyte(words[:cut], lexicon)
        # "Proteinuria 1+" is a grade, and no value; "low on 3 occasions" counts the occasions.
        graded = words[number + 1:number + 2] in (["+"], ["of"])
        counted = words[cut - 1] in _NO_VALUE_AFTER or any(map(_NUMBER.match, words[:cut]))
        if told is None or graded or counted or not _NUMBER.match(words[number]) or set(words[number + 1:]) & _OTHER_SIZES:
            continue
        if told.kind == "level" and _YEAR.match(words[number]) and number == len(words) - 1:
            continue
        measured = told.id if told.kind == "level" else lexicon.measured.get(told.id) if told.kind == "finding" else None
        if measured:
            return told, Target("quantity", measured, " ".join(words[number:]))
    return ()


def without_modifiers(words: list[str], lexicon: Lexicon, single: tuple[str, ...] = _MODIFIERS) -> list[str]:
    """Drop modifiers and grades of several words, and those of one word in the `single` lists."""
    text = f" {' '.join(words)} "
    for name in _MODIFIERS:
        for phrase in lexicon.phrase_sets[name]:
            text = text.replace(f" {phrase} ", " ")
    return [word for word in text.split() if not any(word in lexicon.word_sets[name] for name in single)]


def _without_asides(words: list[str], lexicon: Lexicon) -> list[str]:
    """Drop grades, numbers, and how a thing was seen ("on ultrasound"); keep "persistent", "chronic" and their like."""
    return without_numbers(without_modifiers(words, lexicon, _GRADES))


def without_numbers(words: list[str]) -> list[str]:
    """Drop numbers with their units, and the words that lead to a span of time."""
    kept: list[str] = []
    for word in words:
        if _NUMBER.match(word) or word in _NUMBER_WORDS:
            while kept and (kept[-1] in _TIME_LEAD or kept[-1] in _BEFORE_NUMBER):
                kept.pop()
            kept.append("#")
        elif not (kept and kept[-1] == "#" and word in _UNITS):
            kept.append(word)
    return [word for word in kept if word != "#"]


def without_marrow(text: str, lexicon: Lexicon) -> str:
    """"Absent megakaryocytes in bone marrow" are absent megakaryocytes: where a marrow finding was seen goes without saying."""
    words = text.split()
    while len(words) > 1 and (words[-1] in ("in", "on", "from", "of", "the", "bone", "examination")
                              or words[-1].casefold() in lexicon.word_sets["marrow"]):
        words.pop()
    return " ".join(words)


def _weights_as_n(words: list[str]) -> list[str]:
    """Write a number of kilograms or pounds as "n kg", as it stands in synonyms: "loss of 12 kg"."""
    kept: list[str] = []
    for word in words:
        weighed = _WEIGHT.match(word)
        if weighed and not weighed[1] and kept and (_NUMBER.match(kept[-1]) or kept[-1] in _NUMBER_WORDS):
            kept[-1:] = ["n", "kg"]
        else:
            kept += ["n", "kg"] if weighed and weighed[1] else [word]
    return kept


def bare(words: list[str], lexicon: Lexicon) -> list[str]:
    """Drop modifiers, grades, numbers with their units, and spans of time."""
    return without_numbers(without_modifiers(words, lexicon))


def meaningful_words(words: list[str], lexicon: Lexicon) -> list[str]:
    """Return the words that would be lost: no modifiers, grades, times or small words of linking."""
    return [word for word in bare(words, lexicon) if word not in _LINKS]


def _set_aside(before: list[str], after: list[str], lexicon: Lexicon, *, judged: bool) -> bool:
    """Whether words around a known phrase say that it is not told: "mistaken for leukemia", "malaria prophylaxis", "malaria film sent"."""
    sets, phrases = lexicon.word_sets, lexicon.phrase_sets
    behind = ("aside-after",) if judged else ("aside-after", "untold")
    lead, end = f" {' '.join(before)} ", f"{' '.join(after)} "
    return (not sets["aside-before"].isdisjoint(before) or any(one in lead and f" {one} " in lead for one in phrases["aside-before"])
            or any(end.startswith(one) and end.startswith(f"{one} ") for name in behind for one in (*sets[name], *phrases[name])))


def _counts_alone(word: str, capitals: frozenset[str], lexicon: Lexicon) -> bool:
    return (len(word) >= _LETTERS or word in capitals) and word not in lexicon.word_sets["not-inside"]


def known_inside(words: list[str], where: str, lexicon: Lexicon, *, told_as_past: bool, judged: bool,
                 capitals: frozenset[str] = frozenset()) -> Core | None:
    """Known phrases inside a longer entry, longest first; never where a word of denial is left over.

    What follows "non" is no phrase of its own: in "non-caseating granulomas" nothing caseates. One word of daily life ("golf",
    "driver") tells of an exposure only where exposures are told. Where a mother is spoken of, a pregnancy is hers; where an entry
    begins with her, all of it is. What is set aside is not told: "lupus-like", "mistaken for leukemia". A word of less than four letters is
    one that is short for others only if it is one of the `capitals`, typed so: "SLE flare"; and that of a test, beside words that are
    not known, only where its result was told, and the entry is `judged`.
    """
    content = lexicon.spelling.key(words).split()
    found, covered = _phrases_inside(content, where, lexicon, told_as_past=told_as_past, judged=judged, capitals=capitals)
    leftover = [word for word, told in zip(content, covered, strict=True) if not told]
    if not found or "ruled out" in " ".join(leftover) or set(leftover) & (lexicon.word_sets["before"] | lexicon.word_sets["after"]) - {"non"}:
        return None
    meaningful = meaningful_words(leftover, lexicon)
    if not judged and lexicon.word_sets["abnormal"].isdisjoint(content) and set(meaningful) - set(lexicon.drugs):
        found = [one for one in found if not (one.short and one.target.id in lexicon.tests)]
        if not found:
            return None
    if len(content) - len(leftover) < len(meaningful) / 4:
        return None
    targets = tuple(dict.fromkeys(one.target for one in sorted(found, key=lambda one: one.start)))
    shares = _share_of_cells(words, "", targets[0], lexicon) if len(targets) == 1 and targets[0].kind == "finding" else ()
    return Core(targets, (*shares, *meaningful))


class _Inside(NamedTuple):
    """A known phrase inside an entry: where it starts, what it stands for, and whether it is one word of less than four letters."""

    start: int
    target: Target
    short: bool


def _phrases_inside(content: list[str], where: str, lexicon: Lexicon, *, told_as_past: bool, judged: bool,
                    capitals: frozenset[str]) -> tuple[list[_Inside], list[bool]]:
    """Return the known phrases that are told, the longest first, and of every word whether one of them covers it."""
    found: list[_Inside] = []
    taken, told = [False] * len(content), [False] * len(content)
    for size in range(min(lexicon.longest, len(content)), 0, -1):
        for start in range(len(content) - size + 1):
            end = start + size
            if any(taken[start:end]) or start and content[start - 1] == "non":
                continue
            phrase = " ".join(content[start:end])
            if phrase in lexicon.word_sets["other-names"]:
                taken[start:end] = [True] * size
                continue
            target = told_as_past and lexicon.find(f"history {phrase}") or lexicon.find(phrase)
            if target is None or size == 1 and not _counts_alone(content[start], capitals, lexicon):
                continue
            if _names_another_thing(content, start, end, target, lexicon, judged=judged):
                # Nothing is found inside its name: in "white cells" nobody is white.
                taken[start:end] = [True] * size
            elif _may_mean(content, start, end, target, where, lexicon):
                found.append(_Inside(start, target, size == 1 and len(phrase) < _LETTERS))
                taken[start:end] = told[start:end] = [True] * size
    return found, told


def _names_another_thing(content: list[str], start: int, end: int, target: Target, lexicon: Lexicon, *, judged: bool) -> bool:
    """Whether a known phrase is a quantity without a level, another person's, or set aside by the words around it."""
    of_another = content[0] in _OF_MOTHER and _OF_MOTHER.isdisjoint(content[start:end])
    return target.kind == "analyte" or of_another or _set_aside(content[:start], content[end:], lexicon, judged=judged)


def _may_mean(content: list[str], start: int, end: int, target: Target, where: str, lexicon: Lexicon) -> bool:
    """Whether a phrase may mean its target here: words of daily life only where exposures are told, no pregnancy of a mother or an earlier one."""
    if target.id == PREGNANCY and (not _OF_MOTHER.isdisjoint(content) or start and content[start - 1] in lexicon.word_sets["earlier"]):
        return False
    return end - start > 1 or target.id not in lexicon.everyday or where in _SURE_PLACES
