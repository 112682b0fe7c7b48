"""Clinicians' words to findings, levels and quantities, with what was understood of each entry.

Rules, in the order they are tried: the whole phrase; the phrase without negation, time, doubt and family words; a
level word beside an analyte; the phrase without modifiers; its words in any order; a term of the Human Phenotype
Ontology; its parts; known phrases inside. What is told of relatives is looked up as "family history of ..." and is never
taken for the person's own. Nothing is taken by resemblance: near matches are offered by `engine.case.suggest`.
"""

import re
from dataclasses import replace

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .denial import nothing_told
from .doubt import asked_behind, asked_later
from .drinks import named_drinking
from .lists import Part, carry_person, carry_scope, split, told_both_ways, verdict_of_last, with_lent_words
from .marks import signs_in_words, written_in_words
from .numerals import titers_with_colon
from .one_phrase import ASKED, BRACKETS, read_phrase
from .reading import NARROWER, NO_RESULT, Reading, joined, said_by
from .scope import long_ago, peel, relative_first, told_apart
from .sizes import named_size
from .turns import affirms, leads_denied, names_absent, read_turned

_THERE = re.compile(r"\b(?:present|preserved)$", re.IGNORECASE)
_NOT_TOLD = frozenset(("ordered", "aside", "untaken"))
# Where food was grown, nobody need have been: "broad beans from the garden".
_GROWN = re.compile(r"(?P<what>.+?)\s+(?:picked\s+|grown\s+|fresh\s+)?(?:from|out of)\s+(?:(?:the|an?|his|her|their|our|own|neighbou?r's|family)\s+)+"
                    r"(?:vegetable\s+|kitchen\s+|back\s?)?(?:gardens?|allotment|vegetable patch)", re.IGNORECASE)
_OR = re.compile(r"\s+n?or\s+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r"(?:(?<=[A-Za-z]{2})|(?<=\b[A-Z]\d))/(?=[A-Za-z]{2}|[A-Z]\d\b)")


@remembered
def read_words(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry.

    Args:
        text: what was typed. where: the key it stood under (present, absent, unsure, history, exposures, diet,
            family_history).
        lexicon: the known phrases.
    """
    if of_section := _read_section(text, where, lexicon):
        return of_section
    if (grown := _GROWN.fullmatch(text.strip())) and _is_exposure(food := read_words(grown["what"], where, lexicon), lexicon):
        return replace(food, text=text)
    said = asked_behind(written_in_words(titers_with_colon(text), lexicon), where, lexicon, _read_entry)
    told, aside = _with_denied_aside(said, where, lexicon)
    reading = read_turned(told, where, lexicon, _read_entry) or _read_entry(told, where, lexicon)
    if aside:
        reading = joined(text, where, (reading, aside))
    if reading.status in ("not_understood", "partly") and (listed := _SLASH.sub(", ", said)) != said:
        again = read_words(listed, where, lexicon)
        if len(again.mentions) > len(reading.mentions) and len(again.leftover) < len(reading.leftover):
            reading = again
    if reading.status in ("not_understood", "partly") and _OR.search(said) and (where == "absent" or leads_denied(said, lexicon)):
        both = read_words(_OR.sub(" and ", said), where, lexicon)  # who denies one or the other denies both
        if both.status == "used" and {one.id for one in reading.mentions} <= {one.id for one in both.mentions}:
            reading = both
    return replace(reading, text=text)


def _is_exposure(reading: Reading, lexicon: Lexicon) -> bool:
    return bool(reading.mentions) and all(one.id in lexicon.exposed | lexicon.everyday for one in reading.mentions)


def _read_section(text: str, where: str, lexicon: Lexicon) -> Reading | None:
    """Read what stands behind the heading of a note as what it is: "FHx neg for thalassemia"; None where no heading stands."""
    found = lexicon.sections.match(text) if where not in ("absent", "unsure") else None
    if found is None:
        return _read_values_under(text, where, lexicon)
    told, key = text[found.end():], found.lastgroup or where
    if key in _NOT_TOLD:
        note = NO_RESULT if key == "ordered" else ""
        return Reading(text, where, "not_understood", leftover=tuple(lexicon.spelling.tokens(told)), note=note)
    if key == "unsure" and _DIGIT.search(told):
        return None  # a differential with numbers is one of cells
    reading = read_words(told, key, lexicon)
    then = key == "history" != where
    mentions = tuple(replace(one, state="past") if then and one.kind == "finding" and one.state == "present" else one for one in reading.mentions)
    return replace(reading, text=text, where=where, mentions=mentions)


def _read_values_under(text: str, where: str, lexicon: Lexicon) -> Reading | None:
    """Read the values under a heading such as "iron studies:", which is no result itself; None where no value stands there."""
    heading, _, told = text.partition(":")
    if not _DIGIT.search(told) or not lexicon.headings.fullmatch(heading.strip()):
        return None
    return replace(read_words(told.strip(), where, lexicon), text=text)


def _with_denied_aside(text: str, where: str, lexicon: Lexicon) -> tuple[str, Reading | None]:
    """Return an entry without the bracket that denies something, and what that denies: "fever (no rash)"; or tells behind a denial."""
    found = BRACKETS.search(text)
    said = found[0].strip(" ()[]") if found else ""
    if found is None or not said or where in ("absent", "family_history"):
        return text, None
    if not peel(lexicon.spelling.tokens(said), lexicon)[1].denied and not (leads_denied(text, lexicon) and affirms(said, lexicon)):
        return text, None
    rest, aside = " ".join((text[:found.start()] + text[found.end():]).split()), read_words(said, where, lexicon)
    return (rest, aside) if rest and aside.status == "used" else (text, None)


def _read_entry(text: str, where: str, lexicon: Lexicon) -> Reading:
    if nothing := nothing_told(text, where, lexicon):
        return nothing
    if where == "family_history" and (apart := told_apart(text, lexicon)) != text:
        return replace(read_words(apart, where, lexicon), text=text)
    if where != "absent" and (size := named_size(text, lexicon)) and len(split(text, lexicon)) == 1:
        return replace(read_phrase(size, where, lexicon), text=text)
    if drinking := named_drinking(text, lexicon):
        return replace(read_phrase(drinking, where, lexicon), text=text)
    pieces = split(signs_in_words(text, lexicon), lexicon)
    parts = [piece.text for piece in pieces]
    whole = read_phrase(text, where, lexicon, listed=len(parts) > 1)
    if len(parts) < 2:
        return _under_heading(text, whole, where, lexicon)
    mixed = any(ASKED.search(part) or part.startswith("query ") or relative_first(part, lexicon) != part for part in parts)
    mixed = mixed or told_both_ways(text, parts, lexicon) or _dated_in_part(pieces, whole, lexicon) or asked_later(parts, where, lexicon)
    mixed = mixed or where != "absent" and (_denied_in_part(text, parts, where, lexicon) or verdict_of_last(parts, whole, lexicon))
    if where != "absent" and len(of_others := carry_person(pieces, where, lexicon)) > 1 and of_others != parts:
        parts, mixed = of_others, lexicon.find(lexicon.spelling.normal(text)) is None
    if not mixed and _settled(whole, text, lexicon):
        return whole
    carried = carry_scope(parts, where, lexicon)
    readings = _with_shared_words(carried, [read_phrase(part, where, lexicon) for part in carried], where, lexicon)
    placed = _in_their_place(carried, readings, where, lexicon)
    moved, readings = placed != readings, placed
    if not any(reading.mentions for reading in readings):
        return whole
    by_parts = joined(text, where, readings)
    if by_parts.status != "used" and not moved and not mixed and len(whole.mentions) >= len(by_parts.mentions) \
            and len(whole.leftover) <= len(by_parts.leftover):
        return whole
    return by_parts


def _denied_in_part(text: str, parts: list[str], where: str, lexicon: Lexicon) -> bool:
    """Whether a list begins with a denial that does not hold for all of it: "no fever, has petechiae", "absent left thumb, short stature"."""
    if lexicon.find(lexicon.spelling.normal(text)):
        return False
    if names_absent(parts[0], lexicon):
        return True
    if not leads_denied(parts[0], lexicon):
        return False
    return carry_scope(parts, where, lexicon)[1:] != [f"no {part}" for part in parts[1:]]


def _dated_in_part(parts: list[Part], whole: Reading, lexicon: Lexicon) -> bool:
    """Whether a date holds for a part of a list only: "splenectomy two years ago, now fever", "fever, tick bite 2 weeks ago".

    A treatment has the time of what it treated.
    """
    said = [lexicon.spelling.tokens(part.text) for part in parts]
    past = [peel(words, lexicon)[1].past or bool(long_ago(words, lexicon)) for words in said]
    goes_on = any(done and not follows and words[-1] not in ("treated", "managed")
                  for words, done, follows in zip(said, past, past[1:], strict=False))
    by_comma = whole.where in ("present", "unsure") and any(follows and not done and part.joint in (",", ";")
                   for part, done, follows in zip(parts[1:], past, past[1:], strict=False))
    return (goes_on or by_comma) and (len(whole.mentions) > 1 or any(words[0] == "now" for words in said[1:] if words))


def _settled(whole: Reading, text: str, lexicon: Lexicon) -> bool:
    """Whether an entry with list words in it is understood as it stands.

    A grade belongs to one part of a list: "severe anemia with reticulocytopenia". A value ends where the list goes on: "ferritin 900,
    LDH high".
    """
    if whole.status != "used" or any(mention.kind == "quantity" for mention in whole.mentions):
        return False
    if _place(text, lexicon) != "blood" and {one.id for one in whole.mentions} & lexicon.of_smear and len(whole.mentions) > 1:
        return False
    return len(whole.mentions) == 1 or peel(lexicon.spelling.tokens(text), lexicon)[1].severity is None


def _place(text: str, lexicon: Lexicon) -> str | None:
    """Return the place that a text names, blood or marrow; a smear of the marrow is marrow."""
    words = set(lexicon.spelling.tokens(text))
    return next((name for name in ("marrow", "blood") if words & lexicon.word_sets[name]), None)


def _under_heading(text: str, reading: Reading, where: str, lexicon: Lexicon) -> Reading:
    """Cells named under a heading were seen there: "BMBx: 80% blasts"."""
    heading, colon, rest = text.partition(":")
    if colon and _place(heading, lexicon) == "marrow" and reading.mentions and {one.id for one in reading.mentions} <= lexicon.of_smear:
        there = read_phrase(f"{rest.strip()} in marrow", where, lexicon)
        if there.mentions and {one.id for one in there.mentions} <= lexicon.of_marrow:
            return replace(there, text=text)
    return reading


def _in_their_place(parts: list[str], readings: list[Reading], where: str, lexicon: Lexicon) -> list[Reading]:
    """Cells named without a place beside a marrow finding were seen there: "trilineage dysplasia with 8% blasts"."""
    of_marrow = any(_place(part, lexicon) == "marrow" or {one.id for one in reading.mentions} & lexicon.of_marrow
                    for part, reading in zip(parts, readings, strict=True))
    if not of_marrow:
        return readings
    placed = []
    for part, reading in zip(parts, readings, strict=True):
        if reading.mentions and {one.id for one in reading.mentions} <= lexicon.of_smear and _place(part, lexicon) is None:
            there = read_phrase(f"{part} in marrow", where, lexicon)
            if there.status == "used" and {one.id for one in there.mentions} <= lexicon.of_marrow:
                reading = there
        placed.append(reading)
    # The place alone says nothing more: "marrow with 8% blasts".
    return [reading for part, reading in zip(parts, placed, strict=True)
            if reading.mentions or set(lexicon.spelling.key(lexicon.spelling.tokens(part)).split()) - lexicon.word_sets["marrow"]]


def _with_shared_words(parts: list[str], readings: list[Reading], where: str, lexicon: Lexicon) -> list[Reading]:
    """Read again what is not understood, with the words that it shares with its neighbor."""
    known = {said for reading in readings for said in said_by(reading, lexicon.tests)}
    again = list(readings)
    for place, reading in enumerate(readings):
        if reading.status != "not_understood" or reading.note == NARROWER or _place(parts[place], lexicon) or _THERE.search(parts[place]):
            continue
        for phrase in with_lent_words(parts, place):
            lent = read_phrase(phrase, where, lexicon)
            if lent.status == "used" and known.isdisjoint(said_by(lent, lexicon.tests)):
                again[place] = lent
                break
    return again
