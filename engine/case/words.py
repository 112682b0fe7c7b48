"""Clinicians' words to findings, levels and quantities, with what was understood of each entry.

Rules, in the order they are tried: the whole phrase; the phrase without negation, time, doubt and family words; a
level word beside an analyte; the phrase without modifiers; its words in any order; a term of the Human Phenotype
Ontology; its parts; known phrases inside. What is told of relatives is looked up as "family history of ..." and is never
taken for the person's own. Nothing is taken by resemblance: near matches are offered by `engine.case.suggest`.
"""

import re
from dataclasses import replace

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import ONE_KIND, Lexicon, Target
from .denial import nothing_told, signs_in_words, turned_round, untold, written_in_words
from .lists import Part, carry_person, carry_scope, split, told_both_ways, verdict_of_last, with_lent_words
from .mentions import lost_grade, mention_of, with_counts
from .phrases import PREGNANCY, bare, known_inside, meaning, without_marrow, without_numbers
from .reading import NARROWER, NO_RESULT, RECOGNIZED, Mention, Reading, joined, said_by
from .scope import Scope, of_relative, peel, relative_first, subject, told_apart, told_of_relative
from .sizes import named_size
from .turns import affirms, leads_denied, names_absent, read_turned

_BRACKETS = re.compile(r"(?:^|\s)\s*[(\[][^()\[\]]*[)\]]")
_VALUE_LAST = re.compile(r"^[^\d()\[\]]+[(\[]\s*[<>]?\s*\d[^()\[\]]*[)\]]$")
_ASKED = re.compile(r"^\s*[?\u00b1]\s*(?=\S)|(?<=\S)\s*\?\s*$")
_THERE = re.compile(r"\b(?:present|preserved)$", re.IGNORECASE)
_SHORT_FORM = re.compile(r"(?<![\w-])[A-Z][A-Z\d]{1,2}(?![\w-])")
_SLASH = re.compile(r"(?<=[A-Za-z]{2})/(?=[A-Za-z]{2})")
_NOW = ("now", "currently")
_TESTS = frozenset(("test", "testing"))
_ALTERNATIVES = frozenset(("or", "nor"))


@remembered
def read_words(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry.

    Args:
        text: what was typed. where: the key it stood under (present, absent, unsure, history, exposures, diet,
            family_history).
        lexicon: the known phrases.
    """
    said = written_in_words(text, lexicon)
    told, aside = _with_denied_aside(said, where, lexicon)
    reading = read_turned(told, where, lexicon, _read_entry) or _read_entry(told, where, lexicon)
    if aside:
        reading = joined(text, where, (reading, aside))
    if reading.status in ("not_understood", "partly") and (listed := _SLASH.sub(", ", said)) != said:
        again = read_words(listed, where, lexicon)
        if len(again.mentions) > len(reading.mentions) and len(again.leftover) < len(reading.leftover):
            reading = again
    return replace(reading, text=text)


def _with_denied_aside(text: str, where: str, lexicon: Lexicon) -> tuple[str, Reading | None]:
    """Return an entry without the bracket that denies something, and what that denies: "fever (no rash)"; or tells behind a denial."""
    found = _BRACKETS.search(text)
    said = found[0].strip(" ()[]") if found else ""
    if not said or where in ("absent", "family_history"):
        return text, None
    if not peel(lexicon.spelling.tokens(said), lexicon)[1].denied and not (leads_denied(text, lexicon) and affirms(said, lexicon)):
        return text, None
    rest, aside = " ".join((text[:found.start()] + text[found.end():]).split()), read_words(said, where, lexicon)
    return (rest, aside) if rest and aside.status == "used" else (text, None)


def _read_entry(text: str, where: str, lexicon: Lexicon) -> Reading:
    if nothing := nothing_told(text, where, lexicon):
        return nothing
    if where == "family_history" and (apart := told_apart(text)) != text:
        return replace(read_words(apart, where, lexicon), text=text)
    if where != "absent" and (size := named_size(text, lexicon.language["massive_spleen_cm"])) and len(split(text, lexicon)) == 1:
        return replace(_read_phrase(size, where, lexicon), text=text)
    pieces = split(signs_in_words(text), lexicon)
    parts = [piece.text for piece in pieces]
    whole = _read_phrase(text, where, lexicon, listed=len(parts) > 1)
    if len(parts) < 2:
        return _under_heading(text, whole, where, lexicon)
    mixed = any(_ASKED.search(part) or part.startswith("query ") or relative_first(part, lexicon) != part for part in parts)
    mixed = mixed or told_both_ways(text, parts, lexicon) or _dated_in_part(pieces, whole, lexicon)
    mixed = mixed or where != "absent" and (_denied_in_part(text, parts, where, lexicon) or verdict_of_last(parts, whole, lexicon))
    if where != "absent" and len(of_others := carry_person(pieces, where, lexicon)) > 1 and of_others != parts:
        parts, mixed = of_others, lexicon.find(lexicon.spelling.normal(text)) is None
    if not mixed and _settled(whole, text, lexicon):
        return whole
    carried = carry_scope(parts, where, lexicon)
    readings = _with_shared_words(carried, [_read_phrase(part, where, lexicon) for part in carried], where, lexicon)
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
    past = [peel(words, lexicon)[1].past for words in said]
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
        there = _read_phrase(f"{rest.strip()} in marrow", where, lexicon)
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
            there = _read_phrase(f"{part} in marrow", where, lexicon)
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
            lent = _read_phrase(phrase, where, lexicon)
            if lent.status == "used" and known.isdisjoint(said_by(lent, lexicon.tests)):
                again[place] = lent
                break
    return again


def _read_phrase(text: str, where: str, lexicon: Lexicon, *, listed: bool = False) -> Reading:
    """Read an entry, or a part of one, as one phrase; a whole list that is `listed` is better understood by its parts."""
    if _ASKED.search(text):
        asked = _read_phrase(f"query {_ASKED.sub('', text)}", where, lexicon)
        return replace(asked, text=text)
    if (whose := relative_first(text, lexicon)) != text:
        return replace(_read_phrase(whose, where, lexicon), text=text)
    if (signed := signs_in_words(text)) != text:
        return replace(_read_phrase(signed, where, lexicon, listed=listed), text=text)
    spelling = lexicon.spelling
    plain = text if _VALUE_LAST.match(text) else _BRACKETS.sub(" ", text).strip() or text
    for candidate in dict.fromkeys((text, plain, without_marrow(plain, lexicon))):
        words = spelling.tokens(candidate)
        key = spelling.key(words)
        target = (where == "family_history" and _of_family(words, lexicon) or where == "history" and lexicon.find(f"history {key}")
                  or lexicon.find(key) or _named_absent(words, lexicon))
        if target and candidate not in (text, plain) and target.id not in lexicon.of_marrow:
            continue
        if target and target.kind != "analyte":
            about = Scope(family=where == "family_history" and not set(words) & lexicon.word_sets["relatives"])
            mention = mention_of(target, about, where, lexicon)
            if mention is None:
                return Reading(text, where, "not_understood", leftover=tuple(words), note=NARROWER)
            return Reading(text, where, "used", with_counts((mention,), words, where, lexicon))
    everything = spelling.tokens(plain)
    if untold(everything, lexicon):
        return Reading(text, where, "not_understood", leftover=tuple(everything), note=NO_RESULT)
    if turned := turned_round(everything, lexicon):
        reading = _read_phrase(" ".join(turned), where, lexicon)
        return replace(reading, text=text) if reading.status == "used" else Reading(text, where, "not_understood", leftover=tuple(everything))
    if everything[:1] == ["non"] and len(everything) > 2:
        return _read_kind(text, everything, where, lexicon)
    if everything[0:1] and everything[0] in _NOW and len(everything) > 1:
        return replace(_read_phrase(" ".join(everything[1:]), where, lexicon), text=text)
    words, scope = peel(everything, lexicon)
    scope = replace(scope, family=scope.family or where == "family_history")
    if scope.past and words[-1:] and words[-1] in _TESTS and untold([*words[:-1], "screen"], lexicon) \
            and not (scope.denied or scope.abnormal or scope.normal):
        return Reading(text, where, "not_understood", leftover=tuple(everything), note=NO_RESULT)
    if scope.family and (target := _of_family(words, lexicon)):
        return Reading(text, where, "used", (mention_of(target, scope, where, lexicon),))
    if where == "family_history" and (target := _of_family(words[len(subject(words, lexicon)):], lexicon)):
        return Reading(text, where, "used", (mention_of(target, scope, where, lexicon),))
    if (told := of_relative(words, lexicon)) and (target := _of_family(told, lexicon)):
        return Reading(text, where, "used", (mention_of(target, replace(scope, family=True), where, lexicon),))
    if scope.past or where == "history":
        key = spelling.key(["normal", *words] if scope.normal else words)
        target = lexicon.find(f"recent {key}") or lexicon.find(f"recent {spelling.key(without_numbers(words))}")
        if scope.recent and target and target != lexicon.find(key):
            return Reading(text, where, "used", (mention_of(target, replace(scope, normal=False, past=False), where, lexicon),))
        if not scope.began and (target := lexicon.find(f"history {key}") or scope.past and lexicon.find(f"{key} earlier")):
            return Reading(text, where, "used", (mention_of(target, replace(scope, normal=False), where, lexicon),))
    core = meaning(words, scope, lexicon)
    if core is None:
        told = _read_hpo(text, plain, words, scope, where, lexicon)
        if told and told.note != RECOGNIZED:
            return told
        if scope.normal:
            # "Normal karyotype 46,XX": inside a longer entry "normal" belongs to a word, not to all of them.
            words, scope = everything, replace(scope, normal=False)
        core = known_inside(words, where, lexicon, told_as_past=scope.past and not scope.began or where == "history",
                            judged=scope.abnormal or scope.denied, capitals=frozenset() if listed else _capitals(text, lexicon))
        if core is None:
            return told or Reading(text, where, "not_understood", leftover=tuple(words))
        of_mother = any(one.id.startswith("maternal-") for one in core.targets)
        if told_of_relative(words, lexicon) and {words[0], words[-1]} & set(core.leftover) and not of_mother:
            scope = replace(scope, family=True, other=not lexicon.word_sets["persons"].isdisjoint((words[0], words[-1])))
    if core.leftover == ("0%",):
        core, scope = replace(core, leftover=()), replace(scope, denied=True)
    if scope.denied or where == "absent":
        # "No bleeding in pregnancy" denies no pregnancy: it says when there was none.
        core = replace(core, targets=tuple(one for one in core.targets if one.id != PREGNANCY) or core.targets)
    if len(core.targets) > 1:
        scope = replace(scope, severity=None)
    elif core.leftover and (scope.denied or where == "absent") and not set(words) & _ALTERNATIVES:
        return Reading(text, where, "not_understood", leftover=tuple(words), note=NARROWER)
    mentions = tuple(mention_of(target, scope, where, lexicon) for target in core.targets)
    if any(mention is None for mention in mentions):
        narrower = any(target.level == ONE_KIND for target in core.targets)
        return Reading(text, where, "not_understood", leftover=tuple(words),
                       note=NARROWER if narrower else "a quantity without a level: say low, normal or high, or give a value")
    mentions = with_counts(mentions, everything, where, lexicon)
    leftover = (*core.leftover, *lost_grade(mentions, everything, scope, lexicon))
    return Reading(text, where, "partly" if leftover else "used", mentions, leftover)


def _capitals(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the short words of an entry that are typed in capitals, none where all of it is."""
    return frozenset() if text.isupper() and " " in text.strip() else frozenset(
        token for word in _SHORT_FORM.findall(text) for token in lexicon.spelling.tokens(word))


def _named_absent(words: list[str], lexicon: Lexicon) -> Target | None:
    """Return the finding that is called by what is absent, wherever its side stands: "absent thumb on the right", "thumb absent"."""
    if "absent" not in words:
        return None
    key = lexicon.spelling.key(bare(words, lexicon))
    return lexicon.find(key) or lexicon.find_in_any_order(key)


def _read_kind(text: str, words: list[str], where: str, lexicon: Lexicon) -> Reading:
    """"Non-bloody diarrhea" is diarrhea, and not the bloody kind; "non-febrile" is no fever."""
    kind, whole = lexicon.find(lexicon.spelling.key(words[1:])), " ".join(words[2:])
    reading = _read_phrase(whole, where, lexicon)
    if not reading.mentions:
        return replace(_read_phrase(f"no {' '.join(words[1:])}", where, lexicon), text=text)
    mentions = reading.mentions
    if kind and kind.kind == "finding" and where == "present" and kind.id not in {one.id for one in mentions}:
        mentions = (*mentions, Mention("finding", kind.id, "absent"))
    return replace(reading, text=text, mentions=mentions)


def _read_hpo(text: str, plain: str, words: list[str], scope: Scope, where: str, lexicon: Lexicon) -> Reading | None:
    """Read a term of the Human Phenotype Ontology that is no word of ours: as the finding it is, or partly as one above it."""
    # "Absent eyebrows" is a name: the whole phrase first, in which nothing is a denial.
    term = lexicon.find_in_hpo(lexicon.spelling.normal(plain))
    if term is not None:
        scope = Scope(family=where == "family_history")
    elif (term := lexicon.find_in_hpo(lexicon.spelling.key(words))) is None:
        return None
    if not term.findings:
        return Reading(text, where, "unused", note=f"{RECOGNIZED}: a thing of its own" if term.apart else RECOGNIZED)
    mentions = tuple(mention_of(Target("finding", name), scope, where, lexicon) for name in term.findings)
    if not term.same and any(mention.state == "absent" for mention in mentions):
        return Reading(text, where, "unused", note=f"{RECOGNIZED}: without it there may still be {term.labels}")
    return Reading(text, where, "used" if term.same else "partly", mentions, note=f"counted as {term.labels}")


def _of_family(words: list[str], lexicon: Lexicon) -> Target | None:
    """Return the finding that says these words of relatives: "family history of lupus" for "lupus"."""
    keys = lexicon.spelling.key(words), lexicon.spelling.key(without_numbers(words))
    return next(filter(None, (lexicon.find(f"family history {key}") for key in keys)), None)
