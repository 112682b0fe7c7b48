"""Whether a medicine that is named is taken, and by whom: denied, an allergy, never begun, or the mother's."""

import re
from functools import lru_cache
from typing import NamedTuple

from ..knowledge.words.lexicon import Lexicon

NO_MEDICINES = "no medicines taken"
"""The note of an entry that says so, and nothing else."""

_NONE_TAKEN = re.compile(r"(?:(?:is |was )?(?:takes|taking|on) )?(?:no |none |nil |nothing |not (?:taking|on) (?:any )?)"
                         r"|(?:denies|denied) (?:taking )?(?:any )?")
_PARTS = re.compile(r"[,;()\[\]]|\.\s|\bbut\b", re.IGNORECASE)
_DENIAL = re.compile(
    r"(?:\b(?:no|not|never|nor|without|denie[sd]|denying)\b|\bw/o\b)(?!\s*$|\s+(?:longer|more|only|currently|now|any ?more|sure|known|if|as|by|"
    r"(?:complete |clinical |h[a]?ematologic(?:al)? )?(?:respon|improv|effect|benefit|help|relie|change)\w*|"
    r"stopp\w+|miss\w+|tolerat\w+|well|controlled)\b)", re.IGNORECASE)
_HELPERS = re.compile(r"(?:(?:prescribed|ordered|bought|and|is|was|has|have|he|she|patient|pt|being)\s+)+", re.IGNORECASE)
_CHANGES = ("stop", "hold", "reduc", "wean", "taper", "switch", "chang", "increas", "dose", "discontinu")
# What may follow a refusal; "not taken for 2 weeks" is a stop.
_REASON = r"(?:it|them|any|yet|at all|by|because|due|for)\b(?!\s+(?:\d|an?\b|the last|several|few)).*"
_WHY = re.compile(_REASON, re.IGNORECASE)
_NEVER = re.compile(
    r"(?:(?:not|never|did(?: not|n't)|has(?: not|n't)|was(?: not|n't))\s+(?:yet\s+|been\s+|actually\s+)*"
    r"(?:start(?:ed)?|tak(?:en|e|ing)|took|begun|given|fill(?:ed)?|picked up|used|administered|on)"
    r"|never|no|none|denie[sd])"
    rf"(?:\s+{_REASON})?", re.IGNORECASE)


class Taking(NamedTuple):
    """What an entry leaves of the text that names what is taken; where that is nothing, `denied`, `mothers` or `doubted` says why.

    A part that is denied beside one that is taken leaves `denied` False: the text no longer holds it. `doubted` is what was perhaps taken.
    """

    text: str
    denied: bool = False
    mothers: bool = False
    doubted: str = ""


@lru_cache(maxsize=8)
def _of_mothers(mothers: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns of what a mother took, of her illness, and of what a child had from her hand."""
    mother = f"(?:{'|'.join(map(re.escape, mothers))})"
    return (
        re.compile(rf"\b(?:{mother}|maternal(?:ly)?|transplacental(?:ly)?)\b", re.IGNORECASE),
        re.compile(rf"\b{mother}(?:\s+(?:has|had|is|was|with)\b|'s\s+milk)|\bmaternal (?:disease|illness|infection|fever)", re.IGNORECASE),
        re.compile(rf"\bby\s+(?:(?:his|her|their|the)\s+)?{mother}\b|\b{mother}\s+(?:has\s+|had\s+)?(?:g[ai]ves?|given|administer\w*|bought|"
                   r"sa(?:ys|id)|report\w*|forgot)\b|\b(?:ingest\w*|ate|eat\w*|swallow\w*|drank|found|took|taken|got (?:into|hold of))\s+"
                   rf"(?:\w+\s+){{0,3}}{mother}'s\b", re.IGNORECASE))


def who_takes(name: str, taken: str, lexicon: Lexicon) -> Taking:
    """Say what of an entry the patient takes.

    A denial holds for what follows it in its part of a list, and for bare names behind it: "no aspirin, ibuprofen".

    Args:
        name: what was typed as the name. taken: what was typed on how and when.
        lexicon: the known names and words.
    """
    her_illness = _of_mothers(lexicon.language["family"]["mothers"])[1]
    told = [part for part in _PARTS.split(f"{name}; {taken}") if not her_illness.search(part) or _names_drug(part, lexicon)]
    if of_mother("; ".join(told), lexicon):
        return Taking("", mothers=True)
    if any(_never(clause, lexicon) for clause in _PARTS.split(taken)):
        return Taking("", denied=True)
    if any(_says_only_doubt(clause, lexicon) for clause in _PARTS.split(taken)):
        return Taking("", doubted=name)
    kept: list[str] = []
    doubted: list[str] = []
    denied = carried = False
    for part in filter(None, map(str.strip, _PARTS.split(name))):
        if _in_doubt(part, lexicon):
            doubted.append(part)
            continue
        if _never(part, lexicon) and not _names_drug(part, lexicon):
            kept, denied = kept[:-1], True  # "lamotrigine, never started"
            continue
        found, allergy = _DENIAL.search(part), names_what_is_not_taken(part, lexicon)
        if found or allergy:
            before = "" if allergy or found is None else part[:found.start()].strip()
            kept += [before] if before else []
            denied, carried = True, not before and _names_drug(part, lexicon)
        elif not carried or " ".join(lexicon.spelling.tokens(part)) not in lexicon.drugs:
            kept.append(part)
            carried = False
    if not denied and not doubted:
        return Taking(name)
    return Taking(", ".join(kept), denied=denied and not kept and not doubted, doubted=", ".join(doubted))


def _in_doubt(part: str, lexicon: Lexicon) -> bool:
    """Whether a drug was perhaps taken: "?quinine", "possible quinine", "quinine possibly"; not so in "heparin for suspected clots"."""
    if "?" in part and (part.endswith("?") or any(_drugs_first(after, lexicon) for after in part.split("?")[1:])):
        return _names_drug(part, lexicon)
    words = lexicon.spelling.tokens(part)
    of_taking = lexicon.word_sets["takes"] | lexicon.word_sets["of-taking"] | lexicon.word_sets["drug-fillers"]
    while words and (words[0] in of_taking or _HELPERS.fullmatch(f"{words[0]} ")):
        words.pop(0)
    while words and words[-1] in of_taking:
        words.pop()
    said = f" {' '.join(words)} "
    for one in (*lexicon.phrase_sets["uncertain"], *lexicon.word_sets["uncertain"]):
        if said.startswith(f" {one} "):
            return _names_drug(said.removeprefix(f" {one} ").partition(" for ")[0], lexicon)
        if said.endswith(f" {one} "):
            return " for " not in said and _names_drug(said, lexicon)
    return False


def _drugs_first(text: str, lexicon: Lexicon) -> bool:
    """Whether a text begins with the name of a drug, or with words of taking one."""
    words = lexicon.spelling.tokens(text)
    while words and words[0] in lexicon.word_sets["takes"] | lexicon.word_sets["of-taking"]:
        words.pop(0)
    return any(" ".join(words[:size]) in lexicon.drugs for size in range(1, len(words) + 1))


def _says_only_doubt(clause: str, lexicon: Lexicon) -> bool:
    """Whether what is told of when a drug was taken says only that it may not have been: "?", "possibly taken"."""
    words = set(lexicon.spelling.tokens(clause)) - lexicon.word_sets["of-taking"]
    return clause.strip() == "?" or bool(words) and words <= lexicon.word_sets["uncertain"]


def of_mother(text: str, lexicon: Lexicon) -> bool:
    """Whether what is told of is a mother's: "mother took valproate", "maternal azathioprine"; not so what she gave to her child."""
    hers, _, from_her_hand = _of_mothers(lexicon.language["family"]["mothers"])
    return bool(hers.search(text)) and not from_her_hand.search(text)


def names_what_is_not_taken(text: str, lexicon: Lexicon) -> bool:
    """Whether a text names a drug as an allergy, as one that was refused, or that is still to come: "consider rituximab", "heparin planned"."""
    words = lexicon.spelling.tokens(text)
    return not lexicon.word_sets["not-taken"].isdisjoint(words) or _to_come(words, lexicon, last=True)


def _names_drug(part: str, lexicon: Lexicon) -> bool:
    words = lexicon.spelling.tokens(part)
    return any(" ".join(words[start:end]) in lexicon.drugs for start in range(len(words)) for end in range(start + 1, len(words) + 1))


def _never(clause: str, lexicon: Lexicon) -> bool:
    """Whether a clause says by itself that nothing is taken: "never started", "declined by her", "being considered", "awaiting approval"."""
    said = _HELPERS.sub("", clause.strip(), count=1) if _HELPERS.match(clause.strip()) else clause.strip()
    if not said:
        return False
    if _NEVER.fullmatch(said):
        return True
    words = lexicon.spelling.tokens(said)
    if _to_come(words, lexicon):
        return True
    rest = said.partition(" ")[2].strip()
    return bool(words) and words[0] in lexicon.word_sets["not-taken"] and (not rest or bool(_WHY.fullmatch(rest)))


def _to_come(words: list[str], lexicon: Lexicon, *, last: bool = False) -> bool:
    """Whether words begin with one that says that a drug is still to come, or end so, if `last`; "consider stopping" is of one that is taken."""
    said = f" {' '.join(words)} "
    for one in (*lexicon.word_sets["not-yet-taken"], *lexicon.phrase_sets["not-yet-taken"]):
        if said.startswith(f" {one} ") and not said[len(one) + 2:].startswith(_CHANGES) or last and said.endswith(f" {one} "):
            return True
    return False


def no_medicines(text: str, where: str, lexicon: Lexicon) -> bool:
    """Whether an entry says that no medicines are taken, and nothing else."""
    said = text.casefold().strip()
    denied = _NONE_TAKEN.match(said)
    if where != "absent" and denied is None:
        return False
    return (said[denied.end():] if denied and where != "absent" else said) in lexicon.language["medicines"]


def none_listed(name: str, lexicon: Lexicon) -> bool:
    """Whether what stands in the place of a drug's name says that none is taken: "none", "no regular medicines"."""
    return any(no_medicines(text, "medications", lexicon) for text in (name, f"{name} medications"))
