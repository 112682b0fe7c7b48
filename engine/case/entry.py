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

_PLACE = "region-"


@remembered
def read_entry(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry as it was typed; a pregnancy of the history that goes on is of today."""
    where = "present" if where == "history" and goes_on(text, lexicon) else where
    reading = read_words(apart(text, lexicon), where, lexicon)
    return replace(_of_descent(_in_these_weeks(reading, where, lexicon), lexicon), text=text)


def _of_descent(reading: Reading, lexicon: Lexicon) -> Reading:
    """Take what somebody is called by a country for descent where another place is told to live in: "Italian man living in Ohio"."""
    places = {one.id for one in reading.mentions if one.id.startswith(_PLACE)}
    words = lexicon.spelling.tokens(reading.text) if len(places) > 1 else []
    text = f" {' '.join(words)} "
    if not any(f" {one} " in text for one in (*lexicon.word_sets["residence"], *lexicon.phrase_sets["residence"])):
        return reading
    called = [word for word, after in zip(words, [*words[1:], ""], strict=True) if after not in lexicon.word_sets["came-from"]]
    descent = {place.id: known.id for word in called if (known := lexicon.find(f"{word} ancestry")) and (place := lexicon.find(word))}
    return replace(reading, mentions=tuple(replace(one, id=descent.get(one.id, one.id)) for one in reading.mentions))


def _in_these_weeks(reading: Reading, where: str, lexicon: Lexicon) -> Reading:
    """Say by its date whether what is true of the last weeks only is so now: "delivered 3 days ago", "delivery 3 days ago"."""
    asked = {one.id for one in reading.mentions if one.id in lexicon.recent and one.state in ("present", "past")}
    if not asked or where not in ("present", "history"):
        return reading
    lately: set[str] = set()
    for part, _ in split(reading.text, lexicon):
        words = lexicon.spelling.tokens(part)
        if peel(words, lexicon)[1].recent or in_puerperium(part) or not lexicon.word_sets["recently"].isdisjoint(words):
            lately |= {one.id for one in read_words(part, where, lexicon).mentions}
    return replace(reading, mentions=tuple(
        replace(one, state="present" if one.id in lately else "past" if where == "history" else one.state) if one.id in asked else one
        for one in reading.mentions))
