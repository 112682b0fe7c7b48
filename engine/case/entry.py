"""One entry as it is read: the values of a line told apart, and what is dated to the last weeks taken for today's."""

from dataclasses import replace

from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon
from .lists import split
from .obstetric import goes_on, in_puerperium
from .panels import apart
from .reading import LONG_OVER, Reading
from .scope import peel
from .words import read_words

_PLACE = "region-"
_AGAIN = frozenset("again relapse relapsed relapsing resumed restarted".split())


@remembered
def read_entry(text: str, where: str, lexicon: Lexicon) -> Reading:
    """Understand one entry as it was typed; a pregnancy of the history that goes on is of today."""
    where = "present" if where == "history" and goes_on(text, lexicon) else where
    reading = read_words(apart(text, lexicon), where, lexicon)
    reading = _ended(_in_these_weeks(_not_years_ago(reading, lexicon), where, lexicon), lexicon)
    return replace(_of_descent(reading, lexicon), text=text)


def _not_years_ago(reading: Reading, lexicon: Lexicon) -> Reading:
    """Leave out what is called recent and dated years ago: "COVID-19 two years ago" is no recent COVID-19."""
    asked = {one.id for one in reading.mentions if one.id in lexicon.lately and one.state == "past"}
    if not asked or not any(peel(lexicon.spelling.tokens(part), lexicon)[1].years_ago for part, _ in split(reading.text, lexicon)):
        return reading
    left = tuple(one for one in reading.mentions if one.id not in asked)
    return replace(reading, mentions=left, status=reading.status if left else "unused", note=reading.note or LONG_OVER)


def _ended(reading: Reading, lexicon: Lexicon) -> Reading:
    """Take for over what an entry tells beside its opposite: "alcohol abuse, abstinent for 2 years"; not what began again."""
    there = {one.id for one in reading.mentions if one.state in ("present", "past")}
    over = {name for name in there if not there.isdisjoint(lexicon.ended_by.get(name, ()))}
    if not over or not _AGAIN.isdisjoint(lexicon.spelling.tokens(reading.text)):
        return reading
    mentions = (replace(one, id=lexicon.once[one.id], state="present") if one.id in over else one for one in reading.mentions)
    return replace(reading, mentions=tuple(dict.fromkeys(mentions)))


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
