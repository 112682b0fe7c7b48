"""Which words name a cause: what is read before an answer is asked for must hold none of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..knowledge.labels import line_of
from ..knowledge.words.text import Spelling

_LEAST_LETTERS = 4
_MOST_SHARED = 2
_IN_BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of every cause, spelled in one way.

    labels: names and synonyms as written; spelled: in normal form, by the cause; telling: by the cause the words of its name, and of what it is a
    form of, that the names of two families of causes hold at most, and no laboratory value
    """

    labels: tuple[str, ...]
    spelled: dict[str, str]
    telling: dict[str, frozenset[str]]
    spelling: Spelling

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Names":
        """Gather the names of all causes."""
        spelling = knowledge.lexicon.spelling
        spelled: dict[str, str] = {}
        families: dict[str, set[str]] = {}
        for name, cause in knowledge.causes.items():
            for label in (cause.name, *cause.synonyms):
                if key := spelling.normal(label.replace("-", " ")):
                    spelled.setdefault(key, name)
            families.setdefault(line_of(name, knowledge)[-1], set()).update(_words(cause.name, spelling))
        shared = Counter(word for words in families.values() for word in words)
        values = {word for one in knowledge.analytes.values() if one.lineage for word in _words(one.label, spelling)}
        telling = {name: frozenset(word for above in line_of(name, knowledge) for word in _words(knowledge.causes[above].name, spelling)
                                   if shared[word] <= _MOST_SHARED) - values for name in knowledge.causes}
        labels = tuple(label for cause in knowledge.causes.values() for label in (cause.name, *cause.synonyms))
        return cls(labels, spelled, telling, spelling)

    def said(self, text: str) -> str | None:
        """Return the first name of any cause that stands in a text, in normal form, else None."""
        words = self.spelling.normal(text.replace("-", " ")).split()
        spans = (" ".join(words[start:end]) for start in range(len(words)) for end in range(len(words), start, -1))
        return next((span for span in spans if span in self.spelled), None)

    def hinted(self, text: str, causes: Sequence[str]) -> str | None:
        """Return the first word of a text that tells one of some causes, else None."""
        told = frozenset().union(*(self.telling[cause] for cause in causes))
        return next((word for word in self.spelling.normal(text.replace("-", " ")).split() if word in told), None)


def _words(name: str, spelling: Spelling) -> list[str]:
    plain = _IN_BRACKETS.sub(" ", name).replace("-", " ")
    return [word for word in spelling.normal(plain).split() if len(word) >= _LEAST_LETTERS]
