"""Which words name a cause: what is read before an answer is asked for must hold none of them."""

from collections import Counter
from dataclasses import dataclass

from ..knowledge.knowledge import Knowledge
from ..knowledge.words.text import Spelling

_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Every name of every cause, spelled in one way.

    labels: names and synonyms as written; spelled: in normal form, by the cause; own: words that only one family's names have, by the family
    """

    labels: tuple[str, ...]
    spelled: dict[str, str]
    own: dict[str, frozenset[str]]
    spelling: Spelling
    families: dict[str, str]

    @classmethod
    def of(cls, knowledge: Knowledge) -> "Names":
        """Gather the names of all causes."""
        spelling = knowledge.lexicon.spelling
        spelled = {}
        families = {name: _root(name, knowledge) for name in knowledge.causes}
        words: dict[str, set[str]] = {}
        for name, cause in knowledge.causes.items():
            for label in (cause.name, *cause.synonyms):
                if key := spelling.normal(label.replace("-", " ")):
                    spelled.setdefault(key, name)
            words.setdefault(families[name], set()).update(_words(cause.name, spelling))
        shared = Counter(word for family in words.values() for word in family)
        own = {family: frozenset(word for word in held if shared[word] == 1) for family, held in words.items()}
        labels = tuple(label for cause in knowledge.causes.values() for label in (cause.name, *cause.synonyms))
        return cls(labels, spelled, own, spelling, families)

    def said(self, text: str) -> str | None:
        """Return the first name of any cause that stands in a text, in normal form, else None."""
        words = self.spelling.normal(text.replace("-", " ")).split()
        spans = (" ".join(words[start:end]) for start in range(len(words)) for end in range(len(words), start, -1))
        return next((span for span in spans if span in self.spelled), None)

    def hinted(self, text: str, causes: list[str]) -> str | None:
        """Return the first word of a text that only the names of one of the causes' families have, else None."""
        families = {self.families[cause] for cause in causes}
        return next((word for word in self.spelling.normal(text.replace("-", " ")).split()
                     if any(word in self.own[family] for family in families)), None)


def _words(name: str, spelling: Spelling) -> list[str]:
    return [word for word in spelling.normal(name.replace("-", " ")).split() if len(word) >= _LEAST_LETTERS]


def _root(cause: str, knowledge: Knowledge) -> str:
    while (above := knowledge.causes[cause].parent) is not None:
        cause = above
    return cause
