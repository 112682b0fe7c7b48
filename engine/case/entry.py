"""One entry as it is read: the values of a line told apart, and what is dated to the last weeks taken for today's."""

from dataclasses import replace

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .lists import split
from .obstetric import goes_on, in_puerperium
from .panels import apart
from .reading import Reading
from .scope import peel
from .words import read_words

_RECENTLY = frozenset(("recent", "recently"))


@remembered
def read_entry(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry as it was typed; a pregnancy of the history that goes on is of today."""
    where = "present" if where == "history" and goes_on(text) else where
    reading = read_words(apart(text, lexicon), where, lexicon)
    return replace(_in_these_weeks(reading, where, lexicon), text=text)


def _in_these_weeks(reading: Reading, where: str, lexicon: Lexicon) -> Reading:
    """Say by its date whether what is true of the last weeks only is so now: "delivered 3 days ago", "delivery 3 days ago"."""
    asked = {one.id for one in reading.mentions if one.id in lexicon.recent and one.state in ("present", "past")}
    if not asked or where not in ("present", "history"):
        return reading
    lately: set[str] = set()
    for part, _ in split(reading.text, lexicon):
        words = lexicon.spelling.tokens(part)
        if peel(words, lexicon)[1].recent or in_puerperium(part) or not _RECENTLY.isdisjoint(words):
            lately |= {one.id for one in read_words(part, where, lexicon).mentions}
    return replace(reading, mentions=tuple(
        replace(one, state="present" if one.id in lately else "past" if where == "history" else one.state) if one.id in asked else one
        for one in reading.mentions))
