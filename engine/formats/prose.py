"""A pasted laboratory print-out or a vignette in prose to offers for a case: each with its place in the text, none taken by itself.

    told = read_prose("A 52-year-old man denies fever. WBC 2.1 (4.0-11.0) L.", knowledge)
    case = case_of(told.found)          # or of those of them that a person accepted

Identifiers of real people are dropped first (`engine.formats.privacy`). Values come from `text.printout`, words from our vocabulary
(`engine.case.words`), and whether a finding is there, past, in doubt, or a relative's from NegEx (`text.scopes`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..case.marks import marks_in
from ..case.model import ENTRY_KEYS, Case, Medication, as_words
from ..case.numerals import titers_with_colon
from ..case.reading import Mention
from ..case.suggest import label_of
from ..case.taken import names_what_is_not_taken
from ..case.words import read_words
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Lexicon, Target
from .persons import is_known_word
from .privacy import scrub
from .text.began import read_began
from .text.courses import find_drug_names, never_taken, no_medicines_told, read_courses
from .text.found import Found, NotRead, Told
from .text.idioms import find_idioms
from .text.notes import item_around, item_at, said_beside
from .text.person import read_person
from .text.printout import read_values
from .text.relatives import of_relatives
from .text.rows import read_rows
from .text.scopes import Span, pipeline_for
from .text.sections import Section, scopes_of, sections_in
from .text.settled import is_untold, settled, with_beside
from .text.stretches import Term
from .text.terms import find_terms
from .text.verdicts import verdict_on

__all__ = ["Found", "NotRead", "Told", "case_of", "doubts", "in_our_words", "meaning", "read_prose"]

MAX_LETTERS = 100_000
"""The longest text that is read, about fifty pages."""

_TYPESET = str.maketrans("\u2018\u2019\u02bc\u2010\u2011\xa0\u2009\u202f", "'''--   ")
"""Marks of typeset text as they are typed: "hasn't" with a curly apostrophe is no less a denial."""
_TABLE_LINE = re.compile(r"^[^\n]*?\S(?:[ ]{2,}|\t|[ ]?\|[ ]?)\S[^\n]*?\S(?:[ ]{2,}|\t|[ ]?\|[ ]?)\S[^\n]*$", re.MULTILINE)
"""A line of three cells or more is a table: its values are read, and its other words are headings and flags."""
_LOOKED_FOR = re.compile(r"\b(?:work-?\s?up|tests?|testing|tested|screen(?:ing|ed)?|evaluat(?:ion|ed)|serolog(?:y|ies)|stud(?:y|ies)|"
                         r"investigations?) for\b",
                         re.IGNORECASE)
_NAMES_TEST = re.compile(r"\b(?:tests?|testing|screen|swab|smear|culture|serology|PCR)$", re.IGNORECASE)
_NOT_TAKEN = frozenset(("denied", "family", "others", "doubted", "aside", "untaken"))
_SAID_BY_MARK = {"negative": frozenset(("denied",)), "": frozenset(("doubted",))}
_RENAMED = ("present", "absent", "unsure", "history", "exposures", "diet")
"""Keys under which an entry may stand in our words; of a relative it matters whose illness it is."""


def read_prose(text: str, knowledge: Knowledge) -> Told:
    """Read a text.

    Args:
        text: a print-out, prose, or both, at most `MAX_LETTERS` letters. knowledge: the compiled rules.

    Returns:
        The text without identifiers and what was found in it, in its order; what is said twice is offered once.

    Raises:
        CaseError: the text is too long.
    """
    if len(text) > MAX_LETTERS:
        raise CaseError(f"the text has {len(text):,} letters; allowed: {MAX_LETTERS:,}; paste the part that tells of the case")
    lexicon = knowledge.lexicon
    clean, dropped = scrub(text.replace("\r\n", "\n").replace("\r", "\n").translate(_TYPESET), is_word=is_known_word(lexicon))
    clean = titers_with_colon(clean)
    values, unread = read_values(clean, knowledge)
    rows = read_rows(clean, _places(values, unread), knowledge)
    own = of_relatives(clean, values, lexicon)
    doc, sentences = pipeline_for(lexicon).sentences(clean)
    told = _Text(clean, doc, sentences, sections_in(clean, lexicon), marks_in(clean), knowledge)
    words = _words_and_drugs(told, _places(values, unread, rows.terms), own)
    offers = _once(one for one in (*read_person(clean, knowledge), *own, *words, *(told.settled(term) for term in rows.terms)) if one)
    age = next((float(one.text) for one in offers if one.key == "age"), None)
    offers = _of_this_age(offers, age, knowledge)
    if began := read_began(clean, offers, age, knowledge):
        offers = tuple(sorted((*offers, began), key=lambda one: (one.start, -one.end)))
    return Told(clean, offers, dropped, tuple(sorted((*unread, *rows.not_read), key=lambda one: one.start)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A text without identifiers: its tokens, where its sentences and its stretches under headings stand, and its marks in brackets."""

    text: str
    doc: Any
    sentences: list[tuple[int, int]]
    sections: list[Section]
    marks: dict[int, tuple[int, str]]
    knowledge: Knowledge

    def around(self, place: int) -> tuple[int, int]:
        """Return the sentence in which a place lies, without the heading with which it begins."""
        start, end = next((one for one in self.sentences if one[0] <= place < one[1]), (place, place))
        return max((one.body for one in self.sections if start <= one.body <= place), default=start), end

    def settled(self, term: Term, kinds: frozenset[str] = frozenset()) -> Found | None:
        """Return the offer of a term of this text in its scopes."""
        return settled(term, kinds, self.text, self.around(term.start), self.knowledge)


def _of_this_age(offers: tuple[Found, ...], age: float | None, knowledge: Knowledge) -> tuple[Found, ...]:
    """Leave out what was so in these weeks only of somebody older: "six hours after delivery" a newborn's mother is in childbed."""
    def is_of_older(mention: Mention) -> bool:
        span = knowledge.only(mention.id)[1] if mention.id in knowledge.lexicon.recent else None
        return age is not None and span is not None and age < span[0]

    kept = []
    for one in offers:
        own = tuple(mention for mention in one.mentions if not is_of_older(mention))
        if one.key != "present" or len(own) == len(one.mentions):
            kept.append(one)
        elif len(own) == 1 and own[0].kind == "finding":
            kept.append(replace(one, text=knowledge.findings[own[0].id].label, mentions=own))
    return tuple(kept)


def _places(*some: Iterable[Found | NotRead | Term]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for listed in some for one in listed]


def _words_and_drugs(told: _Text, measured: list[tuple[int, int]], values: list[Found]) -> Iterator[Found | None]:
    """Yield what the words and the drugs of a text tell, each in its scopes.

    Args:
        told: the text. measured: places of values and results, in which no words are looked for. values: the person's own.
    """
    text, knowledge = told.text, told.knowledge
    taken = [*measured, *((one.start, one.body) for one in told.sections if one.body > one.start),
             *(hit.span() for hit in _TABLE_LINE.finditer(text)), *((start, end) for start, (end, _) in told.marks.items())]
    named = find_drug_names(text, told.sentences, taken, knowledge)
    drugs = read_courses(text, named, told.sentences, _places(values), knowledge)
    idioms = find_idioms(text, [*taken, *_places(drugs)], knowledge.lexicon)
    terms = [*idioms, *find_terms(text, told.sentences, [*taken, *_places(drugs, idioms)], knowledge)]
    spans = [*(Span(one.start, one.end, _label(one, text, knowledge.lexicon)) for one in terms), *(Span(*place) for place in _places(drugs))]
    reach = pipeline_for(knowledge.lexicon).reach(told.doc, spans)
    if not drugs:
        yield no_medicines_told(text, told.sentences, knowledge)
    for term, kinds in zip(terms, reach, strict=False):
        yield _in_scope(term, kinds, told)
    for drug, kinds in zip(drugs, reach[len(terms):], strict=True):
        yield _course(drug, kinds | scopes_of(told.sections, drug.start), told)


def _in_scope(term: Term, kinds: frozenset[str], told: _Text) -> Found | None:
    """Return a term in its scopes: those of signs from afar, of a mark and of its item beside it, of its heading, and how its test came out."""
    lexicon, of_section = told.knowledge.lexicon, scopes_of(told.sections, term.start)
    kinds |= _SAID_BY_MARK.get(told.marks.get(term.end, (0, "positive"))[1], frozenset())
    beside = said_beside(term, told.text, told.around(term.start), lexicon)
    kinds = with_beside(kinds, beside) | of_section
    verdict = verdict_on(term, told.text, lexicon)
    if verdict == "awaited" or "untaken" in of_section or is_untold(term, kinds, beside, told.text, told.knowledge):
        return None
    return told.settled(term, kinds | {"negative"} if verdict == "normal" else kinds)


def case_of(found: Iterable[Found]) -> Case:
    """Return the case that offers make; of two ages or sexes the first counts, of several values of one name the last."""
    single: dict = {}
    labs: dict[str, str] = {}
    drugs: dict[str, Medication] = {}
    entries: dict[str, list[str]] = {key: [] for key in ENTRY_KEYS}
    for one in found:
        if one.key in ("age", "gestation_weeks"):
            single.setdefault(one.key, float(one.text))
        elif one.key in ("sex", "onset"):
            single.setdefault(one.key, one.text)
        elif one.key == "pregnant":
            single.setdefault("pregnant", True)
        elif one.key == "labs":
            labs[one.text] = one.value
        elif one.key == "medications":
            drugs.setdefault(one.text.casefold(), Medication(one.text, one.value))
        elif one.text not in entries[one.key]:
            entries[one.key].append(one.text)
    return Case(**single, labs=labs, medications=tuple(drugs.values()) or None, **as_words(entries))


def doubts(found: Iterable[Found]) -> dict[int, str]:
    """Return the places of offers that are doubtful, and why: a second age, a value before the last, another state, what is told of another time."""
    said: dict[tuple[str, str], Found] = {}
    found = tuple(found)
    why = _outdated(found)
    for place, one in enumerate(found):
        if one.key in ("age", "sex", "pregnant", "gestation_weeks"):
            same = [(one.key, "")]
        elif one.key == "labs":
            continue
        else:
            same = [(mention.kind, mention.id) for mention in one.mentions]
        before = next((said[key] for key in same if key in said and _differs(one, said[key])), None)
        if before is not None:
            why[place] = f"'{before.text}{f' {before.value}' if before.value else ''}' stands before it"
        else:
            said.update({key: one for key in same if key not in said})
            if one.key == "present" and one.state == "past":
                why[place] = "it is told of the past"
    return why


def _outdated(found: tuple[Found, ...]) -> dict[int, str]:
    """Return the places of values that do not stand for today: behind which another of the same is told, or which came of a treatment."""
    why = {place: "it came of a treatment, or of getting well" for place, one in enumerate(found) if one.key == "labs" and one.state == "later"}
    last: dict[tuple, int] = {}
    for place, one in enumerate(found):
        if one.key != "labs" or place in why:
            continue
        for key in ((mention.kind, mention.id) for mention in one.mentions if mention.state != "past"):
            before = last.get(key)
            if before is not None and _differs(one, found[before]):
                why[before] = f"'{one.text} {one.value}' stands behind it"
            last[key] = place
    return why


def in_our_words(one: Found, knowledge: Knowledge) -> Found:
    """Return an offer under the name that the knowledge has for it, where that says the same: "three weeks of fatigue" is fatigue."""
    if one.key not in _RENAMED or len(one.mentions) != 1 or one.mentions[0].kind not in ("finding", "level"):
        return one
    label = meaning(one, knowledge)
    again = read_words(label, one.key, knowledge.lexicon)
    same = [(said.id, said.state, said.level) for said in again.mentions] == [(said.id, said.state, said.level) for said in one.mentions]
    return replace(one, text=label) if again.status == "used" and same else one


def _differs(one: Found, other: Found) -> bool:
    if one.key in ("labs", "medications"):
        return one.key == "labs" and one.value != other.value
    if not one.mentions:
        return one.text != other.text
    return (one.state == "absent") != (other.state == "absent") and "family" not in (one.state, other.state)


def meaning(one: Found, knowledge: Knowledge) -> str:
    """Return what an offer was understood as, in the words of the knowledge; empty for age and sex."""
    names = []
    for mention in one.mentions:
        name = label_of(Target(mention.kind if mention.kind != "quantity" else "analyte", mention.id), knowledge)
        names.append(f"{name} {mention.level}" if mention.kind == "level" and mention.level else name)
    return ", ".join(dict.fromkeys(names))


def _label(term: Term, text: str, lexicon: Lexicon) -> str:
    """Return what a term is for the scopes: of a test, of an organ that can be felt, or neither."""
    if _is_test(term, text, lexicon):
        return "test"
    return "words" if set(lexicon.language["negation"]["organs"]).isdisjoint(re.findall(r"[a-z]+", term.text.casefold())) else "organ"


def _is_test(term: Term, text: str, lexicon: Lexicon) -> bool:
    """Whether "negative" can deny a term: what a test gives, and whatever was looked for: "work-up for Wilson disease was negative"."""
    start = max(text.rfind(".", 0, term.start), text.rfind(";", 0, term.start)) + 1
    if all(mention.id in lexicon.tests for mention in term.mentions):
        return True
    return bool(_NAMES_TEST.search(term.text) or _LOOKED_FOR.search(text[start:term.start]))


def _course(drug: Found, kinds: frozenset[str], told: _Text) -> Found | None:
    """Return a drug that the person took; what is denied, negative, planned, an allergy, or somebody else's is left out."""
    around = told.around(drug.start)
    item = item_at(told.text, *item_around(told.text, drug.start, drug.end, around))
    if kinds & _NOT_TAKEN or never_taken(told.text, drug, around) or names_what_is_not_taken(item, told.knowledge.lexicon):
        return None
    return replace(drug, mentions=tuple(Mention(one.kind, one.id, "present") for one in drug.mentions))


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return the offers in the order of the text, what is said twice only once."""
    seen: set = set()
    kept = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.says() not in seen:
            seen.add(one.says())
            kept.append(one)
    return tuple(kept)
