"""Whose a finding is, and whether it is there: the NegEx of negspacy on a blank spaCy pipeline, once for each kind of scope.

NegEx (Chapman et al., J Biomed Inform 2001, doi:10.1006/jbin.2001.1029) looks for signs before and after a finding within a sentence, up to words
that end their reach; ConText is the same walk with other words for relatives, for what is past and for what is in doubt. The words stand in
`rules/language.yaml`. spaCy is imported when the first text is read, and not before.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from ...knowledge.words.lexicon import Lexicon

KINDS = ("denied", "unfelt", "negative", "family", "others", "past", "doubted", "aside", "ordered", "untaken")
_OF_KIND = {"negative": ["test"], "ordered": ["test"], "unfelt": ["organ"]}
_WHOSE = ("his", "her", "their", "the", "an", "a")
_ENDS = frozenset(".!?;")
_LEFT_OUT = frozenset(("versus", "symptoms atypical", "doubt", "rule out", "rules out", "r/o", "ro", "evaluate for", "involving"))
"""Signs of negspacy's clinical set that say doubt or nothing here."""
_DENIES = re.compile(r"\b(?:no|not|never|without|neither|nor|none|non|den(?:y|ies|ied|ying)|negative for)\b|n't\b", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:,|\band\b)\s+(?:and\s+)?(?=(?:the|his|her|their|its|he|she|it|they|there|we|an?)\s(?:[^,;.:]{0,60}?\s)?"
                     r"(?:was|were|is|are|had|has|have|did|does|remained|became|felt|looked|showed|revealed|appeared|developed|reached|extended|measured|weighed|drinks?|takes?|"
                     r"smokes?|works?|lives?)\b)", re.IGNORECASE)
"""A subject and its verb behind "and" or a comma open a clause of their own: "no fever, and the spleen was enlarged"."""
_ASIDE = re.compile(r"\([^()]*\)")
_PART = 2000
"""Letters that are looked at together, and the rest of their last sentence."""
_ENDLESS = re.compile(r"\S{400,}")
"""Longer than any word or address: passed over, because the time of the tokenizer grows with the square of the length."""


class Span(NamedTuple):
    """A place in a text; `label` is "test" when what stands there comes from a test, which a "negative" denies, "organ" for what can be felt."""

    start: int
    end: int
    label: str = "words"


class Words(NamedTuple):
    """The words of one kind of scope, as tuples, so that a pipeline is built once for the same words."""

    kind: str
    pseudo: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    end: tuple[str, ...]


class Pipeline:
    """A blank English pipeline with one NegEx for each kind of scope. Built once for a lexicon: see `pipeline_for`."""

    def __init__(self, words: tuple[Words, ...]) -> None:
        import spacy
        from negspacy.negation import Negex
        from negspacy.termsets import termset

        clinical = termset("en_clinical").get_patterns()
        self._nlp = spacy.blank("en")
        self._kinds = [(one.kind, Negex(self._nlp, one.kind, _joined(one, clinical), extension_name=f"scope_{one.kind}", span_keys=["found"],
                                        ent_types=_OF_KIND.get(one.kind))) for one in words]

    def sentences(self, text: str) -> tuple[Any, list[tuple[int, int]]]:
        """Return the text as tokens with the ends of sentences marked, and each sentence as (start, end)."""
        doc = self._nlp(_ENDLESS.sub(lambda run: " " * len(run[0]), text))
        for before, token in zip(doc, doc[1:], strict=False):
            token.is_sent_start = before.text[-1:] in _ENDS and not _asks_ahead(before, token, text) or _line_ends(before, token, text)
        return doc, [(sentence.start_char, sentence.end_char) for sentence in doc.sents]

    def reach(self, doc: Any, spans: list[Span]) -> list[frozenset[str]]:
        """Return for every span the kinds of scope that reach it.

        A long text is looked at in parts, of whole sentences: NegEx compares every sentence with every span of what it is given.
        """
        cuts = _cuts(doc, spans)
        if len(cuts) == 1:
            return self._reach(doc, spans)
        reached: list[frozenset[str]] = [frozenset()] * len(spans)
        for first, last in zip(cuts, [*cuts[1:], len(doc)], strict=True):
            base, end = doc[first].idx if first else 0, doc[last].idx if last < len(doc) else len(doc.text)
            inside = [number for number, one in enumerate(spans) if base <= one.start < end]
            moved = [one._replace(start=one.start - base, end=one.end - base) for one in (spans[number] for number in inside)]
            for number, kinds in zip(inside, self._reach(doc[first:last].as_doc(), moved), strict=True):
                reached[number] = kinds
        return reached

    def _reach(self, doc: Any, spans: list[Span]) -> list[frozenset[str]]:
        found = [doc.char_span(one.start, one.end, label=one.label, alignment_mode="expand") for one in spans]
        doc.spans["found"] = [one for one in found if one is not None]
        starts = [token.is_sent_start for token in doc]
        for kind, negex in self._kinds:
            if kind == "denied":
                _part_clauses(doc)
            negex(doc)
            if kind == "denied":
                for token, start in zip(doc, starts, strict=True):
                    token.is_sent_start = start
        return [frozenset("denied" if kind == "unfelt" else kind for kind, _ in self._kinds if one is not None and one._.get(f"scope_{kind}"))
                for one in found]


def _cuts(doc: Any, spans: list[Span]) -> list[int]:
    """Return the tokens with which parts of a text begin, the first of all among them: beginnings of sentences that no span goes across."""
    cuts = [0]
    for sentence in doc.sents:
        if sentence.start_char - doc[cuts[-1]].idx >= _PART and not any(one.start < sentence.start_char < one.end for one in spans):
            cuts.append(sentence.start)
    return cuts


def pipeline_for(lexicon: Lexicon) -> Pipeline:
    """Return the pipeline with the words of this lexicon's language file; spaCy takes most of a second to import the first time."""
    return _built(tuple(_words(kind, lexicon.language) for kind in KINDS))


@lru_cache(maxsize=2)
def _built(words: tuple[Words, ...]) -> Pipeline:
    return Pipeline(words)


def _words(kind: str, language: dict) -> Words:
    """Join the words of a kind of scope with those that the form knows for the same."""
    own, negation, family = language["scopes"][kind], language["negation"], language["family"]
    more = {"denied": [word for word in negation["before"] if "negative" not in word],
            "family": [word for word in family["relatives"] if word not in ("child", "children")],
            "others": family["others"], "doubted": language["uncertain"]}.get(kind, ())
    who = {"family": family["relatives"], "others": family["persons"]}.get(kind, ())
    comes = [f"by {whose} {one}" for one in who for whose in _WHOSE] + [f"{one} {tells}" for one in who for tells in family["tells"]]
    return Words(kind, (*own["pseudo"], *comes), (*own["before"], *more), tuple(own["after"]), tuple(own["end"]))


def _joined(own: Words, clinical: dict[str, list[str]]) -> dict[str, list[str]]:
    """Add the words of negspacy's clinical set; those of its denials say nothing of relatives or time, but its ends of reach hold for all."""
    denied = own.kind == "denied"
    before = [word for word in clinical["preceding_negations"] if word not in _LEFT_OUT and "negative" not in word] if denied else []
    return {"pseudo_negations": [*own.pseudo, *(clinical["pseudo_negations"] if own.kind in ("denied", "negative") else [])],
            "preceding_negations": list(dict.fromkeys([*own.before, *before])),
            "following_negations": [*own.after, *(["was not", "were not"] if denied else [])],
            "termination": [*own.end, *(word for word in clinical["termination"] if word not in _LEFT_OUT)]}


def _begin_at(place: int, sentence: Any) -> None:
    """Begin a new sentence with the first token of a sentence from a place on."""
    token = next((one for one in sentence if one.idx >= place), None)
    if token is not None:
        token.is_sent_start = True


def _part_clauses(doc: Any) -> None:
    """Begin a new sentence where a clause begins behind one that denies something, or a bracket closes that does: what is denied ends there."""
    text = doc.text
    for sentence in list(doc.sents):
        start, end = sentence.start_char, sentence.end_char
        for clause in _CLAUSE.finditer(text, start, end):
            if _DENIES.search(text, start, clause.start()):
                start = clause.end()
                _begin_at(start, sentence)
        for aside in _ASIDE.finditer(text, start, end):
            if _DENIES.search(aside[0]) and not _DENIES.search(text, sentence.start_char, aside.start()):
                _begin_at(aside.end(), sentence)


def _asks_ahead(mark: Any, token: Any, text: str) -> bool:
    """Whether a question mark stands before what is asked, and ends nothing: "?PNH", "impression: ? MDS"."""
    return mark.text[:1] == "?" and (not mark.idx or text[mark.idx - 1] in " \n\t:(,;") and "\n" not in text[mark.idx:token.idx]


def _line_ends(before: Any, token: Any, text: str) -> bool:
    """Whether a new line begins a new statement: after a blank line, a colon or a short line, or before a bullet or a heading."""
    if "\n" not in before.text:
        return False
    if before.text.count("\n") > 1 or token.text[:1] in "-*\u2022":
        return True
    start = text.rfind("\n", 0, before.idx) + 1
    line = text[start:before.idx].rstrip()
    following = text[token.idx:token.idx + 40].partition("\n")[0]
    return len(line) < 50 or line.endswith(":") or ":" in following
