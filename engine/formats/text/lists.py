"""Parts of lists in running text that are understood with a word of their neighbor: "the liver and spleen were enlarged"."""

from collections.abc import Iterator

from ...case.words import read_words
from ...knowledge.words.lexicon import Lexicon
from .phrasing import forms_of
from .stretches import JOINERS, NOT, NOT_FIRST, Term, Word, has_scope_at_ends, is_whole, of_the_past

_MOST_OWN = 4
_DENIALS = frozenset("no not without denies denied".split())
_ALONE = frozenset("now today currently yet still then".split())
_VERBS = frozenset("was were is are came remained returned".split())


def terms_of_lists(text: str, words: list[Word], covered: list[bool], lexicon: Lexicon) -> list[Term]:
    """"The liver and spleen were enlarged", "hepatitis A, B and C": parts of a list that are understood with words of their neighbor."""
    found: list[Term] = []
    for parts in _lists(text, words):
        said = [[word.text for word in words[first:last]] for first, last in parts]
        for place, (first, _) in enumerate(parts):
            whole = next((other for other in range(place + 1, len(parts)) if covered[parts[other][1] - 1]), len(parts) - 1)
            for start, end, phrase in _lent(said, place, whole):
                own = words[first + start:first + end]
                if start and words[first + start - 1].text[0].isdigit():
                    continue  # "40 white cells, protein raised": what is counted has its verdict
                if any(covered[first + start:first + end]) or not _may_begin(own[0].text, lexicon) \
                        or has_scope_at_ends(own[0].text.casefold(), own[-1].text.casefold(), lexicon):
                    continue
                term = _lent_term(phrase, own, text, lexicon)
                if term is not None and term.mentions[0].id not in {one.id for other in found for one in other.mentions}:
                    found.append(term)
                    covered[first + start:first + end] = [True] * (end - start)
                    said[place] = phrase.split()
                    break
    return found


def _may_begin(word: str, lexicon: Lexicon) -> bool:
    """Whether a part may begin with a word: no number, no small word of linking or time, no filler."""
    return word.casefold() not in _ALONE and word.casefold() not in NOT_FIRST and not word[0].isdigit() and bool(lexicon.spelling.normal(word))


def _lent_term(phrase: str, own: list[Word], text: str, lexicon: Lexicon) -> Term | None:
    """Return what a part says with the words lent to it, if that is one thing."""
    for form in forms_of(phrase):
        plain = NOT.sub("", form)
        reading = read_words(plain, "present", lexicon)
        if is_whole(reading) and len(reading.mentions) == 1:
            return Term(own[0].start, own[-1].end, plain, reading.mentions, plain != form)
    return of_the_past(NOT.sub("", phrase), own[0].start, own[-1].end, text, lexicon)


def _lent(said: list[list[str]], place: int, whole: int) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, end, phrase): the last words of a part with the end of a later part, its first words with the start of the one before.

    Of the later parts the next one lends, and the first that is `whole` by itself: "B12, folate and ferritin normal, no paraprotein".
    A verdict at the end of the later part is left off in a second try: "direct and indirect tests were negative" tells of direct tests.
    """
    own = said[place]
    followers = [part for part in said[place + 1:place + 2] + said[whole:whole + 1] * (whole > place + 1) if part[0].casefold() not in _DENIALS]
    for follower in followers:
        bare = _without_verdict(follower)
        for size in range(min(_MOST_OWN, len(own)), 0, -1):
            for tail in (follower, bare):
                for lent in range(1, min(5, len(tail))):
                    yield len(own) - size, len(own), " ".join([*own[-size:], *tail[-lent:]])
    for leader in said[max(place - 1, 0):place]:
        for size in range(min(_MOST_OWN, len(own)), 0, -1):
            for lent in range(1, 1 if leader[0].casefold() in _DENIALS else min(3, len(leader))):
                yield 0, size, " ".join([*leader[:lent], *own[:size]])
                if len(leader) > 2:
                    yield 0, size, " ".join([*leader[-lent - 1:-1], *own[:size]])


def _lists(text: str, words: list[Word]) -> Iterator[list[tuple[int, int]]]:
    """Cut a sentence at commas and joining words; yield the parts of each stretch in which nothing else parts them, as (first word, end)."""
    parts: list[tuple[int, int]] = []
    first = 0
    for place, word in enumerate(words):
        joins = word.text.casefold() in JOINERS and not _compares(words, place)
        if not joins and word.joined:
            continue
        if place > first:
            parts.append((first, place))
        first = place + joins
        if not word.joined and text[words[place - 1].end if place else word.start:word.start].strip() not in (",", ""):
            if len(parts) > 1:
                yield parts
            parts = []
    parts += [(first, len(words))] if len(words) > first else []
    if len(parts) > 1:
        yield parts


def _compares(words: list[Word], place: int) -> bool:
    """Whether an "as" compares and joins nothing: "some as large as red cells", but not "as well as"."""
    beside = {word.text.casefold() for word in words[max(place - 1, 0):place + 2]}
    return words[place].text.casefold() == "as" and "well" not in beside


def _without_verdict(part: list[str]) -> list[str]:
    """Return a part up to the verb that says how it came out: "indirect Coombs tests were negative" without "were negative"."""
    verb = next((place for place, word in enumerate(part) if word.casefold() in _VERBS), len(part))
    return part[:verb] if verb else part
