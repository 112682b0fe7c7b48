"""Plain labels of diagnoses to causes: by id, name or synonym, whatever the case, spelling and word order."""

import re
from collections.abc import Iterable, Iterator, Mapping

from .knowledge import Knowledge
from .records import CauseRecord
from .words.lexicon import bag
from .words.text import Spelling

_ASIDE = re.compile(r"\s*\([^()]*\)")
_EVIDENCE = ("definite", "probable", "possible")
_OF_DRUG = (
    re.compile(r"(?P<drug>.+?)[\s-]+(?:induced|associated|related)[\s-]+(?P<effect>.+)", re.IGNORECASE),
    re.compile(r"(?P<effect>.+?)\s+(?:induced by|caused by|due to|from|after|on)\s+(?P<drug>.+)", re.IGNORECASE),
)
_HOW = re.compile(r"\b(?:acute|severe|profound|fatal|prolonged|persistent|delayed|rapid[- ]onset|life[- ]threatening|(?:low|high)[- ]dose)\s+",
                  re.IGNORECASE)

_GAP = re.compile(r"[\s,;/-]+")


def label_table(causes: Mapping[str, CauseRecord], written: Mapping[str, Iterable[str]], spelling: Spelling) -> dict[str, str]:
    """Return every known label in normal form with the cause it names.

    Names win over synonyms, these over names without their brackets, these over what else the diagnosis is called (`written`).
    """
    table: dict[str, str] = {}
    for pick in (lambda one: (one.id, one.name), lambda one: one.synonyms, lambda one: (_ASIDE.sub("", one.name),),
                 lambda one: written.get(one.id, ())):
        for cause in causes.values():
            for label in pick(cause):
                table.setdefault(_normal(label, spelling), cause.id)
    table.pop("", None)
    return table


def resolve_label(label: str, knowledge: Knowledge) -> str | None:
    """Return the id of the cause that a label names, or None.

    Nothing is matched by resemblance; what stands in brackets may be left out, and a known drug may stand for "drug".
    """
    spelling = knowledge.lexicon.spelling
    bare = _ASIDE.sub("", label)
    return (
        knowledge.labels.get(_normal(label, spelling))
        or knowledge.labels.get(_normal(bare, spelling))
        or _of_a_drug(bare, knowledge)
        or _of_a_drug(_HOW.sub("", bare), knowledge)
    )


def resolve_diagnosis(label: str, knowledge: Knowledge) -> str | None:
    """Return the id of the cause that a written diagnosis names, or None: as `resolve_label`, else by the longest known label within.

    "Therapy-related acute promyelocytic leukemia" and "AML with NPM1 mutation" say more than the names of their causes. Of two equally
    long ones the first counts, since what comes after "due to" or "with" stands behind. What a diagnosis excludes, and the mother's, names nothing.
    """
    if found := resolve_label(label, knowledge):
        return found
    spelling = knowledge.lexicon.spelling
    words = [word for word in _GAP.split(knowledge.lexicon.other_diagnoses.sub("", _ASIDE.sub("", label))) if word]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            normal = _normal(" ".join(words[start:start + length]), spelling)
            if found := knowledge.labels.get(normal):
                return found
    return None


def _of_a_drug(label: str, knowledge: Knowledge) -> str | None:
    """Return the cause that the effect of one drug belongs to: "ocrelizumab-induced neutropenia" to late-onset neutropenia.

    What the drug is best known to do comes first, then what any drug may do.
    """
    spelling = knowledge.lexicon.spelling
    for of, effect, told in _drug_and_effect(label.strip()):
        drug = knowledge.lexicon.drugs.get(spelling.key(spelling.tokens(of)))
        if not drug:
            continue
        general = knowledge.labels.get(_normal(f"drug induced {effect}", spelling))
        words = set(_normal(effect, spelling).split())
        known = [(_EVIDENCE.index(link.evidence), cause != general, cause) for done, link in knowledge.drugs[drug].effects.items()
                 if _is_called(cause := knowledge.effects[done].cause, words, knowledge)]
        if general or (known and told):
            return min(known)[2] if known else general
    return None


def _drug_and_effect(label: str) -> Iterator[tuple[str, str, bool]]:
    """Yield how a label may be cut into a drug and its effect, and whether a word tells that the one made the other.

    "X-induced Y" and "Y due to X" do; then comes "X Y" at every gap, the longest X first.
    """
    for form in _OF_DRUG:
        if found := form.fullmatch(label):
            yield found["drug"], found["effect"], True
    words = label.split()
    for end in range(len(words) - 1, 0, -1):
        yield " ".join(words[:end]), " ".join(words[end:]), False


def _is_called(cause: str, words: set[str], knowledge: Knowledge) -> bool:
    """Return whether one of a cause's labels holds all these words."""
    one = knowledge.causes[cause]
    return any(words <= set(_normal(label, knowledge.lexicon.spelling).split()) for label in (one.name, *one.synonyms))


def _normal(label: str, spelling: Spelling) -> str:
    return bag(spelling.normal(label.replace("-", " ").replace("/", " ")))


def is_right(candidate_causes: set[str], accepted: set[str], knowledge: Knowledge) -> bool:
    """Return whether a row is right: it holds an accepted cause, or a form of one."""
    return any(not accepted.isdisjoint(line_of(name, knowledge)) for name in candidate_causes)


def line_of(cause: str, knowledge: Knowledge) -> list[str]:
    """Return a cause and all that it is a form of, the root last."""
    line = [cause]
    while (above := knowledge.causes[line[-1]].parent) is not None:
        line.append(above)
    return line
