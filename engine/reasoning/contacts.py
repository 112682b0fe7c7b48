"""An infection of somebody else: told as an exposure, it is a contact and not the person's own."""

from dataclasses import replace

from ..case.reading import Mention, Reading
from ..knowledge.knowledge import Knowledge


def of_contacts(reading: Reading, knowledge: Knowledge) -> Reading:
    """Move an infection told as an exposure beside somebody else, as in "wife with influenza", from the person to a contact."""
    lexicon, rule = knowledge.lexicon, knowledge.model["contacts"]
    if rule is None or not lexicon.word_sets["others"] & set(lexicon.spelling.tokens(reading.text.casefold())):
        return reading
    mentions = tuple(Mention("finding", rule["finding"], "absent" if one.state == "absent" else "present") if _is_infection(one, knowledge) else one
                     for one in reading.mentions)
    return reading if mentions == reading.mentions else replace(reading, status="used", mentions=mentions, leftover=())


def _is_infection(mention: Mention, knowledge: Knowledge) -> bool:
    if mention.kind != "finding":
        return False
    named = mention.id.removeprefix("known-")
    return knowledge.findings[mention.id].kind == "microbiology" or named != mention.id and named in knowledge.causes \
        and knowledge.causes[named].group in knowledge.model["contacts"]["groups"]
