"""An infection of somebody else, or its symptoms: told as an exposure, it is a contact and not the person's own."""

from dataclasses import replace

from ..case.reading import Mention, Reading
from ..knowledge.knowledge import Knowledge

_MOTHERS = frozenset("mother maternal child children family".split())
_NO_PERSON = frozenset("sick ill school nursery daycare kindergarten contact contacts exposed exposure outbreak epidemic family".split())


def of_contacts(reading: Reading, knowledge: Knowledge) -> Reading:
    """Move an infection told as an exposure beside somebody else, as in "wife with influenza", from the person to a contact."""
    lexicon, rule = knowledge.lexicon, knowledge.model["contacts"]
    if rule is None:
        return reading
    words = set(lexicon.spelling.tokens(reading.text.casefold()))
    told_of = words & (lexicon.word_sets["others"] | lexicon.word_sets["relatives"])
    if not told_of & lexicon.word_sets["others"] and not told_of - _NO_PERSON:
        return reading
    theirs = bool(told_of - _NO_PERSON)
    # What a mother had may have reached her child: it stays with the person.
    infected = told_of & lexicon.word_sets["others"] or told_of - _MOTHERS - _NO_PERSON
    mentions = tuple(dict.fromkeys(
        Mention("finding", rule["finding"], "absent" if one.state == "absent" else "present")
        if infected and _is_infection(one, knowledge) or theirs and _is_symptom(one, knowledge) else one
        for one in reading.mentions))
    return reading if mentions == reading.mentions else replace(reading, status="used", mentions=mentions, leftover=())


def _is_infection(mention: Mention, knowledge: Knowledge) -> bool:
    if mention.kind != "finding":
        return False
    named = mention.id.removeprefix("known-")
    return knowledge.findings[mention.id].kind == "microbiology" or named != mention.id and named in knowledge.causes \
        and knowledge.causes[named].group in knowledge.model["contacts"]["groups"]


def _is_symptom(mention: Mention, knowledge: Knowledge) -> bool:
    return mention.kind == "finding" and knowledge.findings[mention.id].kind in ("symptom", "sign")
