"""Known words in running text: the longest stretches that say something by themselves, and parts of lists that borrow a word."""

import re

from ...case.drinks import named_drinking
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from ...knowledge.same import remembered
from ...knowledge.words.lexicon import Lexicon
from .lists import terms_of_lists
from .phrasing import forms_of, places_of
from .stretches import JOINERS, NOT, NOT_FIRST, Term, Word, has_scope_at_ends, is_acronym_written_small, is_broken, is_whole, of_the_past, words_of

_MOST_WORDS = 9
_NOT_LAST = NOT_FIRST | frozenset("a an the".split())
_DENIALS = frozenset("no without denies denied neither nobody".split())
_GOES_ON = re.compile(r"\s+[^\W\d_]")
_IS_SO = re.compile(r"(?:\b(?:s?he|they|who|patient|pt|man|woman|lady|gentleman|boy|girl|child)(?:'s)?\s+(?:also\s+)?"
                    r"(?:is|was|(?:has|had|have) been|became|has become|remains|turned)|\bold)\s+(?:also\s+)?(?:an?\s+)?"
                    r"(?:\w+ly\s+|strict\s+|lifelong\s+)?$", re.IGNORECASE)
"""What stands right before a diet by which somebody is called: "is vegetarian", "a 40-year-old vegan woman"."""
_DAILY_LIFE = re.compile(r"\b(?:works?|worked|working|job|occupation|employed|profession|retired|expos\w+|travel\w*|trips?|returned|liv\w+|"
                         r"visit\w*|drinks?|drank|"
                         r"us(?:es|ed|er|ing)|eats?|ate|diet|smok\w*|denie[sd]|abus\w*|keeps?|kept|owns?|contact|histor\w+|is an?|was an?|moved|"
                         r"from|raised|hobb\w+)\b",
                         re.IGNORECASE)

_NONE_LARGE = re.compile(r"\b(?:no|without)\s+(?:(?:\w+\s+)?\w+\s*(?:,|,?\s*\b(?:or|and|nor))\s*){0,3}$", re.IGNORECASE)
_ENDS_THERE = re.compile(r"\s*(?:$|[,.;)\n]|(?:or|and|nor)\s+(?:lymph\s+)?\w+\s*(?:$|[,.;)\n]))")
"""What is only named behind a "no", and goes no further, is not large: "no spleen, liver or nodes"."""


def find_terms(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], knowledge: Knowledge) -> list[Term]:
    """Return what is said in each sentence, leaving out the places that are taken, in the order of the text."""
    terms: list[Term] = []
    for start, end in sentences:
        words = words_of(text, start, end, taken, knowledge.lexicon)
        found, covered = _longest_first(text, (start, end), words, knowledge)
        found += [one for one in terms_of_lists(text, words, covered, knowledge.lexicon)
                  if not _is_small_acronym(one, knowledge) and not _says_nothing(one, knowledge.lexicon)]
        terms += sorted(found, key=lambda one: one.start)
    return terms


def _longest_first(text: str, sentence: tuple[int, int], words: list[Word], knowledge: Knowledge) -> tuple[list[Term], list[bool]]:
    lexicon = knowledge.lexicon
    covered = [False] * len(words)
    found: list[Term] = []
    places = places_of(text[sentence[0]:sentence[1]])
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            window = words[at:at + size]
            if any(covered[at:at + size]) or is_broken(window):
                continue
            if size > 1 and lexicon.spelling.normal(text[window[0].start:window[-1].end]) in lexicon.word_sets["other-names"]:
                covered[at:at + size] = [True] * size  # nobody has what is only part of the name of another thing
                continue
            term = _term(text, window, places, lexicon)
            before = text[sentence[0]:window[0].start + 1]
            if term is None or _says_nothing(term, lexicon) or _is_small_acronym(term, knowledge) \
                    or size == 1 and not _stands_alone(term, before, knowledge):
                continue
            found.append(term)
            covered[at:at + size] = [True] * size
    return found, covered


def _says_nothing(term: Term, lexicon: Lexicon) -> bool:
    """Whether nothing is left but words that mean a finding in a list of entries only: "a short course", "the fall of her counts"."""
    words = [word for word in lexicon.spelling.normal(term.text).split() if word not in lexicon.word_sets["modifiers"]]
    return bool(words) and set(words) <= set(lexicon.language["not_alone"])


def _stands_alone(term: Term, before: str, knowledge: Knowledge) -> bool:
    """Whether one word is meant as the finding: a word of daily life follows one such as "works"."""
    first = term.mentions[0]
    if first.id not in knowledge.lexicon.everyday or _DAILY_LIFE.search(before):
        return True
    return first.kind == "finding" and knowledge.findings[first.id].kind == "diet" and bool(_IS_SO.search(before[:-1]))


def _is_small_acronym(term: Term, knowledge: Knowledge) -> bool:
    """Whether all that means the finding is a word known only in capitals, written small: "gave", "does eat" is no DOE."""
    lexicon, first = knowledge.lexicon, term.mentions[0]
    words = [word for word in term.text.split() if (key := lexicon.spelling.normal(word)) and key not in lexicon.word_sets["modifiers"]]
    if first.kind != "finding" or len(words) != 1:
        return False
    finding = knowledge.findings[first.id]
    return is_acronym_written_small(words[0], (finding.label, *finding.synonyms, *finding.kinds), lexicon)


def _term(text: str, window: list[Word], places: list[str], lexicon: Lexicon) -> Term | None:
    """Return what a stretch of words says by itself, or None when it does not."""
    first, last = window[0].text.casefold(), window[-1].text.casefold()
    start, end = window[0].start, window[-1].end
    said = " ".join(word.text for word in window)
    key = lexicon.spelling.normal(said)
    if not key or first[:1].isdigit() and not named_drinking(said, lexicon) or first in NOT_FIRST \
            or last in _NOT_LAST and not window[-1].text.isupper() \
            or len(window) > 1 and key in _without_ends(said, lexicon):
        return None
    if there := None if _GOES_ON.match(text, end) and _is_verdict(said, lexicon) else _where_seen(said, start, end, places, lexicon):
        return there
    known = lexicon.find(key)
    if known is not None and known.kind != "analyte" and (len(window) > 1 or len(key) > 1) and not _shares_a_word(window, lexicon):
        reading = read_words(said, "present", lexicon)
        return Term(start, end, said, reading.mentions) if is_whole(reading) else None
    if key.split()[-1] in lexicon.word_sets["not-large"] and (known is None or known.kind == "analyte") \
            and _NONE_LARGE.search(text[max(start - 50, 0):start]) and _ENDS_THERE.match(text, end) and lexicon.find(f"enlarged {key}") \
            and is_whole(reading := read_words(f"enlarged {said}", "present", lexicon)):
        return Term(start, end, f"enlarged {said}", reading.mentions)
    if has_scope_at_ends(first, last, lexicon):
        return None
    inner = {word.text.casefold() for word in window}
    if inner & _DENIALS:
        return None
    for form in forms_of(said):
        plain = NOT.sub("", form)
        reading = read_words(plain, "present", lexicon)
        if plain != form and _no_answer(lexicon).search(form):
            continue
        if is_whole(reading) and (not inner & JOINERS or _is_one_name(plain, window, lexicon)):
            return Term(start, end, plain, reading.mentions, plain != form)
    return of_the_past(said, start, end, text, lexicon)


@remembered
def _no_answer(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what says that an illness stayed, with which no stretch may end: "fever that did not respond to penicillin"."""
    begins = "|".join(lexicon.language["turns"]["unanswered"])
    return re.compile(rf"\b(?:not|never)(?:\s+(?:yet\s+)?(?:{begins})\w*|$)", re.IGNORECASE)


def _where_seen(said: str, start: int, end: int, places: list[str], lexicon: Lexicon) -> Term | None:
    """What is known with the place where it was seen, in a sentence that tells of the place: "CT showed no lung disease"."""
    for place in places:
        target = lexicon.find(lexicon.spelling.normal(f"{said} {place}"))
        if target is not None and target.kind == "finding" and is_whole(reading := read_words(f"{said} {place}", "present", lexicon)):
            return Term(start, end, f"{said} {place}", reading.mentions)
    return None


def _is_verdict(said: str, lexicon: Lexicon) -> bool:
    """Whether words say how something is and not what: "normal myeloid cells in the marrow" is no normal marrow."""
    return set(lexicon.spelling.tokens(said)) <= lexicon.word_sets["normal"] | lexicon.word_sets["abnormal"] | lexicon.word_sets["before"]


def _without_ends(said: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the keys of a phrase without its first and without its last word: a longer stretch that says no more is not taken."""
    words = said.split()
    return lexicon.spelling.normal(" ".join(words[1:])), lexicon.spelling.normal(" ".join(words[:-1]))


def _is_one_name(said: str, window: list[Word], lexicon: Lexicon) -> bool:
    """Whether words with an "and" among them are the name of one thing that is normal: "growth and development are normal"."""
    words = lexicon.spelling.tokens(said)
    if not words or words[0] not in lexicon.word_sets["normal"] or _shares_a_word(window, lexicon):
        return False
    return lexicon.find(lexicon.spelling.key(["abnormal", *words[1:]])) is not None


def _shares_a_word(window: list[Word], lexicon: Lexicon) -> bool:
    """Whether a stretch is a list whose parts are known by themselves, or with a word they share: "hepatitis B and C" is two things."""
    joint = next((place for place, word in enumerate(window) if word.text.casefold() in JOINERS), 0)
    if not 0 < joint < len(window) - 1:
        return False
    whole, first, last, shared = (lexicon.find(lexicon.spelling.normal(" ".join(word.text for word in words))) for words in (
        window, window[:joint], window[joint + 1:], [window[0], *window[joint + 1:]]))
    if first is not None and last is not None:
        return whole in (first, last)  # "nausea and vomiting" is called as vomiting alone
    return last is None and shared is not None


