"""Where a denial ends inside an entry: "denies fever but has chills", "no bleeding except epistaxis"."""

from collections.abc import Callable

from ..knowledge.words.lexicon import Lexicon
from .reading import NARROWER, Reading
from .scope import peel


def read_turned(text: str, where: str, lexicon: Lexicon, read: Callable[[str, str, Lexicon], Reading]) -> Reading | None:
    """Read an entry in which a denial ends: "no fever but chills" denies only the fever, "no bleeding except epistaxis" tells of epistaxis.

    Under `absent` an exception leaves open what is there.

    Args:
        text, where, lexicon: as for `read_words`. read: reads each side of the turn.

    Returns:
        None where nothing of the kind is said.
    """
    turn = lexicon.turns.search(text)
    if turn is None or lexicon.find(lexicon.spelling.normal(text)):
        return None
    words = lexicon.spelling.tokens(text[:turn.start()])
    if where == "absent":
        return Reading(text, where, "not_understood", leftover=tuple(words), note=NARROWER) if turn["exception"] else None
    scope = peel(words, lexicon)[1]
    if not (scope.denied or scope.normal) or words[:2] == ["not", "only"]:
        return None
    first, second = read(text[:turn.start()], where, lexicon), read(text[turn.end():], where, lexicon)
    if turn["exception"]:
        first = Reading(first.text, where, "not_understood", leftover=tuple(words))
    if not second.mentions and not first.mentions:
        return None
    status = "used" if first.status == second.status == "used" else "partly"
    return Reading(text, where, status, (*first.mentions, *second.mentions), (*first.leftover, *second.leftover), first.note or second.note)
