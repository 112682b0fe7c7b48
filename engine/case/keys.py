"""Under which key of a case people would put something: near misses of a key, and what tables call it, such as "gender" for sex."""

from collections.abc import Sequence
from difflib import get_close_matches

from ..knowledge import load
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import remembered
from ..knowledge.words.lexicon import Lexicon


@remembered
def keys_by_header(lexicon: Lexicon) -> dict[str, str]:
    """Return by the header of a column, in lower case without marks, the key of a case that it stands for, or another role in a table."""
    return {word: role for role, words in lexicon.language["tables"]["headers"].items() for word in words}


def meant_key(written: str, allowed: Sequence[str], knowledge: Knowledge | None = None) -> str | None:
    """Return the one of the allowed keys that was meant, None where none is like it.

    Args:
        written: the key as it stands. allowed: keys that may stand there. knowledge: knows the words of tables; default is the project's own.
    """
    if near := get_close_matches(written, allowed, n=1):
        return near[0]
    called = keys_by_header((knowledge or load()).lexicon).get(written.casefold().replace("_", " "))
    return called if called in allowed else None
