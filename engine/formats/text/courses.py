"""Drugs named in running text, each with the clause that says when and how it was taken."""

import re

from ...case.drugs import find_drugs
from ...case.reading import Mention
from ...knowledge.knowledge import Knowledge
from .found import Found
from .stretches import Word, is_acronym_written_small, is_broken, words_of

_MOST_DRUG_WORDS = 5
_NO_TAKING = frozenset(("laboratory", "condition", "history", "microbiology", "sign", "symptom"))
_CLAUSE_END = re.compile(r"[;:.](?=\s)|,?\s+(?:but|while|whereas|when|who|which|because|until (?=he|she))\s|,\s+(?=(?:he|she|they|it)\s)")
_LIST_END = re.compile(r"(?:,\s*and\s+|,\s*|\s+and\s+)")
_WITH_TIME = re.compile(r"\d|\b(?:started|begun|stopped|daily|weekly|weeks?|months?|years?|days?|ago|earlier|long|recent\w*|until|since|just|"
                        r"completed|given|low[- ]dose|"
                        r"high[- ]dose|overdose|once|twice|remote\w*|as needed|again|at once|currently|chronic\w*)\b", re.IGNORECASE)
_TAKING = re.compile(r"\b(?:tak(?:es?|ing|en)|took|on|treated|treatment|started|begun|given|gave|receiv\w+|prescribed|us(?:ed|es|ing)|"
                     r"supplement\w*|therapy|tablets?|mg|dose\w*|"
                     r"medications?|drugs?|swallowed|ingested|overdose|stopped|completed|injection\w*|infusion\w*)\b", re.IGNORECASE)


_NEVER = re.compile(r"\b(?:but|and|who|which)\s+(?:s?he\s+|they\s+)?(?:(?:has|had|was|were)\s+)?"
                    r"(?:never|not|did not|didn't|hasn't|hadn't)\s+(?:\w+\s+)?"
                    r"(?:tak(?:e|en|ing)|took|start\w*|beg[au]n|us(?:e|ed|ing)|fill(?:ed)?|given|receiv\w+)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\s*should\s", re.IGNORECASE)
_TO_START = re.compile(r"(?:^|[.;:]\s+|\n)[\s\d.)*\u2022-]*(?:start|begin|commence|initiate|give|add|trial of|switch to)\s+(?:\w+\s+)?$",
                       re.IGNORECASE)


def never_taken(text: str, drug: Found, sentence: tuple[int, int]) -> bool:
    """Whether a sentence goes on to say that a drug was never taken, or is the order to start it: "start prednisone 60 mg daily"."""
    if _SHOULD.match(text, sentence[0]):
        return True
    return bool(_NEVER.search(text, drug.end, sentence[1]) or _TO_START.search(text[max(sentence[0] - 2, 0):drug.start]))


def find_drug_names(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], knowledge: Knowledge) -> list[tuple[int, int]]:
    """Return the places of names of drugs that are no name of something measured, the longest names first."""
    lexicon, places = knowledge.lexicon, []
    for start, end in sentences:
        words = words_of(text, start, end, taken)
        at = 0
        while at < len(words):
            for size in range(min(_MOST_DRUG_WORDS, len(words) - at), 0, -1):
                window = words[at:at + size]
                if is_broken(window) or not all(lexicon.spelling.normal(word.text) for word in (window[0], window[-1])):
                    continue
                if _is_drug(text[window[0].start:window[-1].end], knowledge) and not _is_part_of_a_name(words, at, size, text, knowledge):
                    places.append((window[0].start, window[-1].end))
                    at += size - 1
                    break
            at += 1
    return places


def _is_part_of_a_name(words: list[Word], at: int, size: int, text: str, knowledge: Knowledge) -> bool:
    """Whether a drug's name stands inside the name of a finding: "lupus anticoagulant", "methotrexate toxicity"; not in one of taking it."""
    lexicon = knowledge.lexicon
    drug = lexicon.spelling.normal(text[words[at].start:words[at + size - 1].end])
    for first in range(max(at - 2, 0), at + 1):
        for last in range(at + size, min(at + size + 2, len(words)) + 1):
            name = lexicon.spelling.normal(text[words[first].start:words[last - 1].end])
            target = None if name == drug or is_broken(words[first:last]) else lexicon.find(name)
            if target is not None and target.kind == "finding" and knowledge.findings[target.id].kind in _NO_TAKING:
                return True
    return False


def _is_drug(name: str, knowledge: Knowledge) -> bool:
    """Whether a stretch is the name of a drug, after words such as "pegylated" or "oral" or not."""
    lexicon = knowledge.lexicon
    key = lexicon.spelling.normal(name)
    if (known := lexicon.drugs.get(key)) is not None:
        drug = knowledge.drugs[known]
        return not is_acronym_written_small(name, (drug.label, *drug.synonyms, *drug.brands), lexicon)
    words = key.split()
    while len(words) > 1 and words[0] in lexicon.word_sets["drug-fillers"]:
        words = words[1:]
    return " ".join(words) in lexicon.drugs and len(words) < len(key.split())


def read_courses(text: str, places: list[tuple[int, int]], sentences: list[tuple[int, int]], knowledge: Knowledge) -> list[Found]:
    """Return an offer for every drug: its name, and the words of its clause that say when it was taken, if any do.

    A name that also names something measured or a food ("iron", "folic acid", "alcohol") counts where the sentence speaks of taking.
    """
    lexicon, offers = knowledge.lexicon, []
    for start, end in places:
        name = text[start:end]
        sentence = next(((first, last) for first, last in sentences if first <= start < last), (0, len(text)))
        key = lexicon.spelling.normal(name)
        if (key in lexicon.analytes or lexicon.find(key)) and not _TAKING.search(text, *sentence):
            continue
        taken = _clause(text, start, end, sentence, [one for one in places if one != (start, end)])
        drugs = find_drugs(name, lexicon)
        offers.append(Found("medications", name, start, end, taken, tuple(Mention("drug", drug, "present") for drug in drugs)))
    return offers


def _clause(text: str, start: int, end: int, sentence: tuple[int, int], others: list[tuple[int, int]]) -> str:
    """Return what the clause around a name says of its taking, without the name itself; empty when it says nothing of it."""
    first, last = sentence
    for stop in _CLAUSE_END.finditer(text, *sentence):
        if stop.end() <= start:
            first = stop.end()
        elif stop.start() >= end:
            last = stop.start()
            break
    own = _own_part(text, (start, end), (first, last), [one for one in others if first <= one[0] < last])
    words = " ".join(f"{text[own[0]:start].rstrip()}{text[end:own[1]]}".split()).strip(" ,.;:")
    for other in others:
        if own[0] <= other[0] < own[1]:
            words = words.replace(text[other[0]:other[1]], "")
    words = _FROM_VERB.sub("", _ENDS_LIST.sub("", " ".join(words.split())), count=1).strip(" ,.;:")
    return words if _WITH_TIME.search(words) else ""


_ENDS_LIST = re.compile(r"(?:\s*(?:,|\band\b|\bor\b|\bwith\b|\bon\b|\bof\b|\bto\b|\bincluding\b|\b(?:had|has|was|were) (?:also )?(?:taking|"
                        r"on)\b))+\s*$")
_FROM_VERB = re.compile(r"^.*?(?=\b(?:(?:had|has|have|was|were|is|been|just|also|recently)\s+)*(?:tak(?:es?|ing|en)|took|treated|started|begun|"
                        r"given|receiv\w+|prescribed|used|"
                        r"swallowed|ingested|stopped|completed|finished|put on|on (?:daily|low|high|long|chronic|weekly|\d))\b)", re.IGNORECASE)


def _own_part(text: str, name: tuple[int, int], clause: tuple[int, int], others: list[tuple[int, int]]) -> tuple[int, int]:
    """Cut a clause between two drugs that each have words of their own: "methotrexate for years, and allopurinol since May"."""
    first, last = clause
    for other in sorted(others):
        between = (other[1], name[0]) if other[1] <= name[0] else (name[1], other[0])
        gap = text[between[0]:between[1]]
        if not _WITH_TIME.search(gap):
            continue
        cut = list(_LIST_END.finditer(gap))
        if not cut:
            continue
        if other[1] <= name[0]:
            first = max(first, between[0] + cut[-1].end())
        else:
            last = min(last, between[0] + cut[0].start())
            break
    return first, last
