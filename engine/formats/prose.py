"""A pasted laboratory print-out or a vignette in prose to offers for a case: each with its place in the text, none taken by itself.

    told = read_prose("A 52-year-old man denies fever. WBC 2.1 (4.0-11.0) L.", knowledge)
    case = case_of(told.found)          # or of those of them that a person accepted

Identifiers of real people are dropped first (`engine.formats.privacy`). Values come from `text.printout`, words from our vocabulary
(`engine.case.words`), and whether a finding is there, past, in doubt, or a relative's from NegEx (`text.scopes`).
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ..case.marks import marks_in
from ..case.model import ENTRY_KEYS, Case, Medication
from ..case.reading import NARROWER, Mention, Reading
from ..case.suggest import label_of
from ..case.words import read_words
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.words.lexicon import Target
from ..reasoning.contacts import of_contacts
from .persons import is_known_word
from .privacy import scrub
from .text.began import read_began
from .text.courses import find_drug_names, read_courses
from .text.found import Found, NotRead, Told
from .text.person import read_person
from .text.printout import read_values
from .text.scopes import Span, pipeline_for
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
_SAID_BY_MARK = {"negative": frozenset(("denied",)), "": frozenset(("doubted",))}
_RENAMED = ("present", "absent", "unsure", "history", "exposures", "diet")
"""Keys under which an entry may stand in our words; of a relative it matters whose illness it is."""
_KEY_OF_KIND = {"exposure": "exposures", "diet": "diet", "family": "family_history"}


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
    clean, dropped = scrub(text.replace("\r\n", "\n").replace("\r", "\n").translate(_TYPESET), is_word=is_known_word(knowledge.lexicon))
    lexicon = knowledge.lexicon
    values, not_read = read_values(clean, knowledge)
    taken = [(one.start, one.end) for one in (*values, *not_read)]
    pipeline = pipeline_for(lexicon)
    doc, sentences = pipeline.sentences(clean)
    taken += [hit.span() for hit in _TABLE_LINE.finditer(clean)]
    marks = marks_in(clean)
    taken += [(start, end) for start, (end, _) in marks.items()]
    drug_places = find_drug_names(clean, sentences, taken, knowledge)
    drugs = read_courses(clean, drug_places, sentences, knowledge)
    terms = find_terms(clean, sentences, [*taken, *((one.start, one.end) for one in drugs)], knowledge)
    spans = [Span(one.start, one.end, _is_test(one, clean, lexicon)) for one in terms]
    reach = pipeline.reach(doc, [*spans, *(Span(one.start, one.end) for one in drugs)])
    found = [*read_person(clean), *values]
    for term, kinds in zip(terms, reach, strict=False):
        kinds |= _SAID_BY_MARK.get(marks.get(term.end, (0, "positive"))[1], frozenset())
        verdict = verdict_on(term, clean, lexicon)
        if verdict != "awaited":
            found.append(_settled(term, kinds | {"negative"} if verdict == "normal" else kinds, clean, knowledge))
    found += [_course(drug, kinds) for drug, kinds in zip(drugs, reach[len(terms):], strict=True)]
    offers = _once(one for one in found if one)
    age = next((float(one.text) for one in offers if one.key == "age"), None)
    if began := read_began(clean, offers, age, knowledge):
        offers = tuple(sorted((*offers, began), key=lambda one: (one.start, -one.end)))
    return Told(clean, offers, dropped, tuple(not_read))


def case_of(found: Iterable[Found]) -> Case:
    """Return the case that offers make; of two ages, sexes or values of one name the first counts."""
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
            labs.setdefault(one.text, one.value)
        elif one.key == "medications":
            drugs.setdefault(one.text.casefold(), Medication(one.text, one.value))
        elif one.text not in entries[one.key]:
            entries[one.key].append(one.text)
    return Case(**single, labs=labs, medications=tuple(drugs.values()) or None, **{key: tuple(texts) for key, texts in entries.items()})


def doubts(found: Iterable[Found]) -> dict[int, str]:
    """Return the places of offers that are doubtful, and why: a second age, another value of the same, another state; what is told of the past."""
    said: dict[tuple, Found] = {}
    why = {}
    for place, one in enumerate(found):
        if one.key in ("age", "sex", "pregnant", "gestation_weeks"):
            same = [(one.key,)]
        elif one.key == "labs":
            same = [("labs", mention.id, mention.state) for mention in one.mentions]
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


def in_our_words(one: Found, knowledge: Knowledge) -> Found:
    """Return an offer under the name that the knowledge has for it, where that says the same: "three weeks of fatigue" is fatigue."""
    if one.key not in _RENAMED or len(one.mentions) != 1 or one.mentions[0].kind != "finding":
        return one
    label = knowledge.findings[one.mentions[0].id].label
    again = read_words(label, one.key, knowledge.lexicon)
    same = [(said.id, said.state) for said in again.mentions] == [(said.id, said.state) for said in one.mentions]
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


def _settled(term: Term, kinds: frozenset[str], text: str, knowledge: Knowledge) -> Found | None:
    """Join words with their scope: under which key, in which words, they would stand in the form. None where no key takes them as meant."""
    lexicon = knowledge.lexicon
    already = all(mention.state == "absent" or mention.level == "normal" for mention in term.mentions)
    denied = (term.denied or bool(kinds & {"denied", "negative"})) and not already
    if denied and term.denied and "denied" in kinds and _two_denials(term, text):
        denied = False
    of_family = knowledge.findings[term.mentions[0].id].kind == "family" if term.mentions[0].kind == "finding" else False
    if "family" in kinds and not of_family:
        return _of_no_relative(term, knowledge) if denied else _of_relative(term, text, knowledge)
    if "others" in kinds and not denied and (contact := _of_contact(term, text, knowledge)):
        return contact
    if denied:
        earlier = replace(term, text=f"previous {term.text}") if "past" in kinds else term
        return _under(earlier, "absent", lexicon, knowledge) or _under(term, "absent", lexicon, knowledge)
    if "doubted" in kinds and not already:
        return _under(term, "unsure", lexicon, knowledge)
    if "past" in kinds:
        past = _under(term, "history", lexicon, knowledge)
        return past and replace(past, state="absent" if already else "past")
    first = term.mentions[0]
    kind = knowledge.findings[first.id].kind if first.kind == "finding" else ""
    return _under(term, _KEY_OF_KIND.get(kind, "present"), lexicon, knowledge)


def _is_test(term: Term, text: str, lexicon) -> bool:
    """Whether "negative" can deny a term: what a test gives, and whatever was looked for: "work-up for Wilson disease was negative"."""
    start = max(text.rfind(".", 0, term.start), text.rfind(";", 0, term.start)) + 1
    return all(mention.id in lexicon.tests for mention in term.mentions) or bool(_LOOKED_FOR.search(text[start:term.start]))


def _two_denials(term: Term, text: str) -> bool:
    start = max(term.start - 30, *(text.rfind(mark, 0, term.start) for mark in ".;"), 0)
    return bool(re.search(r"\b(?:no|not|without|denie[sd])\b", text[start:term.start], re.IGNORECASE))


def _under(term: Term, key: str, lexicon, knowledge: Knowledge) -> Found | None:
    """Return the offer under a key if the form would take it as the same thing: in these words, else in those of the knowledge."""
    ids = {one.id for one in term.mentions}
    labels = [label_of(Target(one.kind, one.id, one.level), knowledge) for one in term.mentions[:1] if one.kind == "finding"]
    for words in (*labels, term.text) if term.denied else (term.text, *labels):
        reading = read_words(words, key, lexicon)
        as_meant = {one.id for one in reading.mentions} & ids or key == "history" and words == term.text  # told as past it has an id of its own
        if key == "absent" and words == term.text and reading.note == NARROWER:
            return None  # "no dry cough" leaves other coughs open
        if reading.status == "used" and as_meant:
            return Found(key, words, term.start, term.end, "", reading.mentions, _state(reading, key))
    return None


def _state(reading: Reading, key: str) -> str:
    """Return the state of what the form makes of an entry: that of its first finding; a normal level is an absence."""
    first = reading.mentions[0]
    if first.kind == "level" and first.level == "normal":
        return "absent"
    return "past" if key == "history" and first.state == "present" else first.state


def _of_relative(term: Term, text: str, knowledge: Knowledge) -> Found | None:
    """"His mother had anemia" is family history of anemia."""
    lexicon = knowledge.lexicon
    first, who = _named_before(term, text, lexicon.language["family"]["relatives"])
    targets = (Target(one.kind, one.id, one.level and one.level.rpartition("-")[2]) for one in term.mentions)
    ids = {one.id for one in term.mentions} | {relative.id for target in targets if (relative := lexicon.of_family.get(target))}
    for saying in (f"{who or 'relative'} with {term.text}", " ".join(text[first:term.end].split())):
        reading = read_words(saying, "family_history", lexicon)
        if reading.status == "used" and {one.id for one in reading.mentions} & ids:
            return Found("family_history", saying, term.start, term.end, "", reading.mentions, "family")
    return None


def _of_no_relative(term: Term, knowledge: Knowledge) -> Found | None:
    """"His parents had no anemia" denies a family history of anemia."""
    saying = f"family history of {term.text}"
    reading = read_words(saying, "absent", knowledge.lexicon)
    if reading.status == "used" and all(one.kind == "finding" and knowledge.findings[one.id].kind == "family" for one in reading.mentions):
        return Found("absent", saying, term.start, term.end, "", reading.mentions, "absent")
    return None


def _of_contact(term: Term, text: str, knowledge: Knowledge) -> Found | None:
    """"His wife has influenza" is a contact; what is no infection stays the person's own."""
    others = knowledge.lexicon.language["family"]["others"]
    _, who = _named_before(term, text, others)
    reading = read_words(term.text, "exposures", knowledge.lexicon)
    contact = of_contacts(replace(reading, text=f"{who} with {term.text}"), knowledge)
    if not who or contact.mentions == reading.mentions:
        return None
    return Found("exposures", contact.text, term.start, term.end, "", contact.mentions)


def _named_before(term: Term, text: str, words: Iterable[str]) -> tuple[int, str]:
    """Return where the person named last before a term stands in its sentence, and the words: "paternal aunt"; else (term.start, "")."""
    start = max(text.rfind(mark, 0, term.start) for mark in (".", ";", "\n\n")) + 1
    named = [hit for hit in re.finditer(r"[^\W_]+", text[start:term.start]) if hit[0].casefold() in words]
    if not named:
        return term.start, ""
    first = named[-2] if len(named) > 1 and named[-1].start() - named[-2].end() == 1 else named[-1]
    return start + first.start(), text[start + first.start():start + named[-1].end()]


def _course(drug: Found, kinds: frozenset[str]) -> Found | None:
    """Return a drug that the person took; what is denied, negative, or somebody else's is left out."""
    if kinds & {"denied", "family", "others", "doubted"}:
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
