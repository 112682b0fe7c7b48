"""Words of a text joined with their scope: under which key of a case, and in which words, they would stand in the form.

What is only named is left out: a test without a result, what would have to be feared, the heading over values. So is what is somebody else's.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from ...case.reading import NARROWER, Reading
from ...case.spoken import MANY
from ...case.suggest import label_of
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from ...knowledge.same import remembered
from ...knowledge.words.lexicon import Lexicon, Target
from ...reasoning.contacts import of_contacts
from .found import Found
from .notes import item_around
from .stretches import Term

_KEY_OF_KIND = {"exposure": "exposures", "diet": "diet", "family": "family_history"}
_OWN_DOING = frozenset(("exposure", "diet"))
_SAID = {"absent": frozenset(("denied",)), "unsure": frozenset(("doubted",)), "present": frozenset()}
_HAVING = r"(?:'s)?\s+(?:has|had|having|have|is|was|with|being|been|diagnosed|tested|also|both|known|recently|to|be|an?|CMV|EBV)\b"
_DENIAL = re.compile(r"\b(?:no|not|without|denie[sd])\b", re.IGNORECASE)
_SPAN = r"[\s-]*(?:h(?:ou)?rs?|d(?:ays?)?|w(?:ee)?ks?|mo(?:nth)?s?|mths?)\b['\u2019]?"
_CAME_OUT = re.compile(r"[^,.;:]{0,60}?,?\s*\b(?:which|and|but|that)\s+"
                       r"(?:(?:was|were|is|are|has|have|had|been|came back|returned|later|then|all|both)\s+)*"
                       r"(?:positive|negative|pos|neg|reactive|nonreactive|normal|abnormal|grew|grown|"
                       r"showed|revealed|confirmed|yielded)\b", re.IGNORECASE)
"""What was sent has a result where the sentence goes on to tell it: "we sent cultures, which grew Salmonella"."""
_PAST = r"(?:h/o|(?:hx|history)(?:\s+of)?)"
_LASTS_BEFORE = re.compile(rf"(?:\d+/(?:7|52|12)|{MANY}(?:{_SPAN}|[\s-]*y(?:ea)?rs?\b['\u2019]?))[\s-]*{_PAST}\s(?:(?!{_PAST})[^.;:])*$|"
                           rf"{_PAST}\s+{MANY}{_SPAN}\s+(?:of\s+)?$", re.IGNORECASE)
_LASTS_BEHIND = re.compile(rf"^[^,;.]*?\s(?:for|x|\u00d7|since|over)\s*(?:the\s+)?(?:last\s+|past\s+)?{MANY}{_SPAN}(?!\s+(?:ago|earlier|before)\b)|"
                           rf"^[^,;.]*?\ssince\s+{MANY}{_SPAN}", re.IGNORECASE)


def with_beside(kinds: frozenset[str], beside: str) -> frozenset[str]:
    """Return the scopes of a term with what its own sentence or item says, which counts more than a sign from afar; a doubt stays."""
    if beside not in _SAID:
        return kinds
    return kinds - {"denied", "negative"} - ({"doubted"} if beside == "absent" else frozenset()) | _SAID[beside]


def is_untold(term: Term, kinds: frozenset[str], beside: str, text: str, knowledge: Knowledge) -> bool:
    """Whether a thing is only named: a test without a result, what would have to be feared, a treatment that was refused, a heading over values."""
    lexicon, first = knowledge.lexicon, term.mentions[0]
    if beside == "aside":
        return True
    if text[term.end:term.end + 2].lstrip()[:1] == ":" and lexicon.headings.fullmatch(term.text) or _behind(term, text, lexicon):
        return True
    if "untaken" in kinds and "denied" not in kinds and first.kind == "finding" and knowledge.findings[first.id].kind == "exposure":
        return True
    unresulted = "negative" not in kinds and not _CAME_OUT.match(text, term.end) and (beside == "untold" or "ordered" in kinds)
    return "aside" in kinds or unresulted and all(one.id in lexicon.tests for one in term.mentions)


def _behind(term: Term, text: str, lexicon: Lexicon) -> bool:
    """Whether what is named is only part of another name: "hepatitis B vaccination", "lupus-like"."""
    behind = " ".join(lexicon.spelling.tokens(text[term.end:term.end + 30].partition("\n")[0].lstrip("-"))) + " "
    told = (*lexicon.word_sets["aside-after"], *lexicon.phrase_sets["aside-after"])
    joined = text[term.end:term.end + 1] in ("-", " ") and text[term.end + 1:term.end + 2].isalnum()
    return joined and any(behind.startswith(f"{one} ") for one in told)


def settled(term: Term, kinds: frozenset[str], text: str, around: tuple[int, int], knowledge: Knowledge) -> Found | None:
    """Join words with their scope: under which key, in which words, they would stand in the form. None where no key takes them as meant."""
    lexicon = knowledge.lexicon
    already = all(mention.state == "absent" or mention.level == "normal" for mention in term.mentions)
    denied = (term.denied or bool(kinds & {"denied", "negative"})) and not already
    if denied and term.denied and "denied" in kinds and _two_denials(term, text, around):
        denied = False
    of_family = knowledge.findings[term.mentions[0].id].kind == "family" if term.mentions[0].kind == "finding" else False
    owned = knowledge.findings[term.mentions[0].id].kind in _OWN_DOING if term.mentions[0].kind == "finding" else False
    if "family" in kinds and owned and _whose(lexicon).search(text, around[0], term.start):
        kinds -= {"family"}
    if "family" in kinds and not of_family:
        return _of_no_relative(term, knowledge) if denied else _of_relative(term, text, knowledge)
    if "donor" in text[around[0]:term.start].casefold().split()[-4:]:
        return None
    if "others" in kinds and not denied and ((contact := _of_contact(term, text, knowledge)) or _has_it(term, text, lexicon)):
        return contact
    if denied:
        earlier = replace(term, text=f"previous {term.text}") if "past" in kinds else term
        return _under(earlier, "absent", lexicon, knowledge) or _under(term, "absent", lexicon, knowledge)
    if "doubted" in kinds and not already:
        return _under(term, "unsure", lexicon, knowledge)
    if "past" in kinds and not _lasts(term, text):
        over = replace(term, text=f"former {term.text}") if any(one.id in lexicon.once for one in term.mentions) else term
        past = _under(over, "history", lexicon, knowledge)
        return past and replace(past, state="absent" if already else "past")
    first = term.mentions[0]
    kind = knowledge.findings[first.id].kind if first.kind == "finding" else ""
    found = _under(term, _KEY_OF_KIND.get(kind, "present"), lexicon, knowledge)
    if found and found.key == "present" and found.state == "past":
        # "A gastric bypass eleven years ago" is history, and no complaint that may be over.
        return _under(term, "history", lexicon, knowledge) or found
    return found


@remembered
def _whose(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what tells whose a place is: what is done there is the person's own, "on his uncle's farm, drank raw milk"."""
    relatives = "|".join(sorted(lexicon.language["family"]["relatives"], key=len, reverse=True))
    return re.compile(rf"\b(?:{relatives})['\u2019]s?\s", re.IGNORECASE)


def _two_denials(term: Term, text: str, around: tuple[int, int]) -> bool:
    """Whether a term with a "not" inside is denied once more in its own item; "no fever and rash was not seen" denies each once."""
    start, _ = item_around(text, term.start, term.end, around)
    return bool(_DENIAL.search(text, start, term.start))


def _lasts(term: Term, text: str) -> bool:
    """Whether a "history of" tells of the illness of these days: "2 wk h/o fever", "h/o fever for 3 days"."""
    return bool(_LASTS_BEFORE.search(text[max(term.start - 120, 0):term.start]) or _LASTS_BEHIND.search(text[term.start:term.end + 40]))


def _under(term: Term, key: str, lexicon: Lexicon, knowledge: Knowledge) -> Found | None:
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
    who = "relative" if who.casefold() == "family" else who
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


def _has_it(term: Term, text: str, lexicon: Lexicon) -> bool:
    """Whether somebody who is no relative is said to have it: "his wife has lupus"; not who only tells of it, "his wife noticed bruises"."""
    persons = "|".join(sorted(lexicon.language["family"]["persons"], key=len, reverse=True))
    start = max(text.rfind(mark, 0, term.start) for mark in (".", ";", "\n")) + 1
    return bool(re.search(rf"\b(?:{persons}){_HAVING}", text[start:term.start], re.IGNORECASE))


def _named_before(term: Term, text: str, words: Iterable[str]) -> tuple[int, str]:
    """Return where the person named last before a term stands in its sentence, and the words: "paternal aunt"; else (term.start, "")."""
    start = max(text.rfind(mark, 0, term.start) for mark in (".", ";", "\n\n")) + 1
    named = [hit for hit in re.finditer(r"[^\W_]+", text[start:term.start]) if hit[0].casefold() in words]
    if not named:
        return term.start, ""
    first = named[-2] if len(named) > 1 and named[-1].start() - named[-2].end() == 1 else named[-1]
    return start + first.start(), text[start + first.start():start + named[-1].end()]
