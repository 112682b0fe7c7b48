"""Drugs named in running text, each with the words that say when and how it was taken, and no others."""

import re
from typing import NamedTuple

from ...case.drugs import find_drugs
from ...case.reading import Mention
from ...case.spoken import MANY
from ...knowledge.knowledge import Knowledge
from .around import last_match
from .elsewhere import told_elsewhere
from .found import Found
from .stretches import Word, is_acronym_written_small, is_broken, words_of

_MOST_DRUG_WORDS = 5
_NO_TAKING = frozenset(("laboratory", "condition", "history", "microbiology", "sign", "symptom"))
_CLAUSE_END = re.compile(r"[;:.](?=\s)|,?\s+(?:but|while|whereas|when|who|which|because|until (?=he|she))\s|,\s+(?=(?:he|she|they|it)\s)")
_WITH_TIME = re.compile(r"\d|\b(?:started|begun|stopped|daily|weekly|weeks?|months?|years?|days?|ago|earlier|long|recent\w*|until|since|just|"
                        r"completed|given|low[- ]dose|"
                        r"high[- ]dose|overdose|once|twice|remote\w*|as needed|again|at once|currently|chronic\w*)\b", re.IGNORECASE)
_TAKING = re.compile(r"\b(?:tak(?:es?|ing|en)|took|on|treated|treatment|started|begun|given|gave|receiv\w+|prescribed|us(?:ed|es|ing)|"
                     r"supplement\w*|therapy|tablets?|mg(?!\s?/)|dose\w*|"
                     r"medications?|medicines?|meds|drugs?|swallowed|ingested|overdose|stopped|completed|injection\w*|infusion\w*)\b", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:but|and|who|which)\s+(?:s?he\s+|they\s+)?(?:(?:has|had|was|were)\s+)?"
                    r"(?:never|not|did not|didn't|hasn't|hadn't)\s+(?:\w+\s+)?"
                    r"(?:tak(?:e|en|ing)|took|start\w*|beg[au]n|us(?:e|ed|ing)|fill(?:ed)?|given|receiv\w+)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\s*should\s", re.IGNORECASE)
_TO_START = re.compile(r"(?:^|[.;:]\s+|\n)[\s\d.)*\u2022-]*(?:start|begin|commence|initiate|give|add|trial of|switch to)\s+(?:\w+\s+)?$",
                       re.IGNORECASE)
_ROW_OF_TABLE = re.compile(r"[^\n]*?\S(?:[ ]{2,}|\t)\S[^\n]*?\S(?:[ ]{2,}|\t)\S[^\n]*(?:\n|$)")
_VERB = re.compile(r"(?:\b(?:had|has|have|was|were|is|been|being|just|also|recently|currently|previously|still|again)\s+)*"
                   r"\b(?:(?:started|starting|put|begun|kept|"
                   r"maintained|placed)\s+on|tak(?:es?|ing|en)|took|treated|treatment|started|starting|begun|began|given|gave|receiv\w+|prescribed|us(?:ed|es|ing)|"
                   r"swallowed|ingested|stopped|completed|finished|"
                   r"put|on|after|under|since)\b", re.IGNORECASE)
_VERBS = re.compile(rf"(?:\s*{_VERB.pattern})+\s*", re.IGNORECASE)
_SPAN = rf"{MANY}\s+(?:hours?|days?|weeks?|months?|years?)"
_LEADING_TIME = re.compile(rf"\s*(?:(?:about|some|for|over|in|until|the|past|last)\s+)*"
                           rf"(?:{_SPAN}(?:\s+(?:ago|earlier|before|previously|later))?|"
                           r"(?:19|20)\d\d|(?:on\s+)?day\s+\d+\s+of|yesterday|last\s+(?:week|month|year))(?=[\s,]|$)", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:,\s*and\s+|,\s*|\s+and\s+|\s+-\s+)")
_GOES_ON = re.compile(r"(?:then\s+)?(?:was\s+|been\s+|later\s+)?(?:start\w*|"
                      r"stop\w*|begun|began|discontinu\w+|complet\w+|finish\w+|taper\w*|increas\w+|"
                      r"reduc\w+|chang\w+|restart\w*|given|taken|last|first|since|for|until|till|from|in|on day|daily|weekly|once|twice|every|at|"
                      r"over|currently|now|ongoing|just|recently|due|because|prn|as needed|x\s?\d|q\d|\d)", re.IGNORECASE)
_JOINS = re.compile(r"\s*(?:,\s*(?:and\s+)?|\band\s+|\bplus\s+|&\s*|/\s*)", re.IGNORECASE)
_OF_ALL = re.compile(r"\s+(?:for|since|until|in|at|because|due|x|over|daily|from|together)\b", re.IGNORECASE)
_ENDS_LIST = re.compile(r"(?:\s*(?:,|\band\b|\bor\b|\bwith\b|\bof\b|\bto\b|\bincluding\b))+\s*$")


def never_taken(text: str, drug: Found, sentence: tuple[int, int]) -> bool:
    """Whether a sentence goes on to say that a drug was never taken, or is the order to start it: "start prednisone 60 mg daily"."""
    if _SHOULD.match(text, sentence[0]):
        return True
    return bool(_NEVER.search(text, drug.end, sentence[1]) or _TO_START.search(text[max(sentence[0] - 2, 0):drug.start]))


def no_medicines_told(text: str, sentences: list[tuple[int, int]], knowledge: Knowledge) -> Found | None:
    """Return what says that no medicines are taken, and nothing else: "No meds.", "she takes no regular medication". Not of a relative."""
    language = knowledge.lexicon.language
    medicines = "|".join(re.escape(one) for one in sorted(language["medicines"], key=len, reverse=True))
    relatives = re.compile(rf"\b(?:{'|'.join(language['family']['relatives'])})\b", re.IGNORECASE)
    for hit in re.finditer(rf"\b(?:no|denies(?: any)?)\s+(?P<said>{medicines})(?=\s*(?:[.;,)\n]|$))", text, re.IGNORECASE):
        start = next((first for first, last in sentences if first <= hit.start() < last), 0)
        if not relatives.search(text, start, hit.start()):
            return Found("absent", hit["said"], hit.start("said"), hit.end(), "", (), "absent")
    return None


def find_drug_names(text: str, sentences: list[tuple[int, int]], taken: list[tuple[int, int]], knowledge: Knowledge) -> list[tuple[int, int]]:
    """Return the places of names of drugs that are no name of something measured, the longest names first."""
    lexicon, places = knowledge.lexicon, []
    for start, end in sentences:
        words = words_of(text, start, end, taken, lexicon)
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


def read_courses(text: str, places: list[tuple[int, int]], sentences: list[tuple[int, int]], values: list[tuple[int, int]],
                 knowledge: Knowledge) -> list[Found]:
    """Return an offer for every drug: its name, and the words of its clause that say when it was taken, if any do.

    A name that also names something measured or a food ("iron", "folic acid", "alcohol") counts where the sentence speaks of taking.
    What stands in `values` is told of no drug.
    """
    lexicon, offers = knowledge.lexicon, []
    for start, end in places:
        name = text[start:end]
        sentence = next(((first, last) for first, last in sentences if first <= start < last), (0, len(text)))
        key = lexicon.spelling.normal(name)
        if (key in lexicon.analytes or lexicon.find(key)) and not _TAKING.search(text, *sentence):
            continue
        taken = _course(_around(text, (start, end), sentence, values), [one for one in places if one != (start, end)])
        taken = told_elsewhere(taken, text, (start, end), _first_of_list((start, end), places, text), sentence)
        drugs = find_drugs(name, lexicon)
        offers.append(Found("medications", name, start, end, taken, tuple(Mention("drug", drug, "present") for drug in drugs)))
    return offers


def _first_of_list(name: tuple[int, int], places: list[tuple[int, int]], text: str) -> int:
    """Return where the list of names begins in which one stands."""
    start = name[0]
    for before in sorted(places, reverse=True):
        if before[1] <= start and (gap := _JOINS.fullmatch(text, before[1], start)) and gap[0].strip():
            start = before[0]
    return start


class _Clause(NamedTuple):
    """The clause around a name: where it begins and ends, and where the name stands."""

    text: str
    first: int
    start: int
    end: int
    last: int


def _around(text: str, name: tuple[int, int], sentence: tuple[int, int], values: list[tuple[int, int]]) -> _Clause:
    """Return the clause of a name: it ends at rows of a table, at values, and at the bracket that the name stands in."""
    (start, end), (first, last) = name, sentence
    for stop in _CLAUSE_END.finditer(text, *sentence):
        if stop.end() <= start and not ((time := _LEADING_TIME.match(text, first, stop.start())) and time.end() == stop.start()):
            first = stop.end()
        elif stop.start() >= end:
            last = stop.start()
            break
    apart = [*values, *(row.span() for row in _ROW_OF_TABLE.finditer(text, *sentence) if not row.start() <= start < row.end())]
    first = max([first, *(stop for _, stop in apart if stop <= start)])
    last = min([last, *(begin for begin, _ in apart if begin >= end)])
    opened = text.rfind("(", first, start)
    if opened >= 0 and ")" not in text[opened:start]:
        first, closed = opened + 1, text.find(")", end, last)
        last = closed if closed >= 0 else last
    return _Clause(text, first, start, end, last)


def _course(clause: _Clause, others: list[tuple[int, int]]) -> str:
    """Return what a clause says of the taking of its drug: a time at its beginning, the verb before it, and what goes on behind it."""
    text, first, start, _, _ = clause
    inside = sorted(one for one in others if first <= one[0] < clause.last)
    time = _LEADING_TIME.match(text, first, start)
    verb = last_match(_VERB, text, _own_from(clause, inside, time.end() if time else first), start)
    words = [time[0] if time else ""]
    if verb:
        behind = text[max([verb.end(), *(end for _, end in inside if end <= start)]):start]
        words += [verb[0], behind if _WITH_TIME.search(behind) and not _JOINS.match(behind) else ""]
    own, shared = _behind(clause, inside)
    told = _tidy(" ".join([*words, own]) if not own.startswith(",") else " ".join(words).strip() + own)
    return told if _WITH_TIME.search(told) and (own or shared or time or _WITH_TIME.search(" ".join(words))) else ""


def _own_from(clause: _Clause, others: list[tuple[int, int]], first: int) -> int:
    """Return where the words before a name may begin: behind those that are told of the drug before it."""
    before = max((end for _, end in others if end <= clause.start), default=None)
    if before is None or not _WITH_TIME.search(clause.text, before, clause.start):
        return first
    return max((hit.end() for hit in _NEXT.finditer(clause.text, before, clause.start)), default=clause.start)


def _behind(clause: _Clause, others: list[tuple[int, int]]) -> tuple[str, bool]:
    """Return what is told of a drug behind its name, and whether it is told of a list; a bracket behind another name is the other's."""
    at, shared = clause.end, False
    while joined := next((one for one in others if (gap := _JOINS.fullmatch(clause.text, at, one[0])) and gap[0].strip()), None):
        between = clause.text[at:joined[0]]
        at, shared = joined[1], "," not in between or "and" in between
    if at > clause.end and not (shared and _OF_ALL.match(clause.text, at)):
        return "", False
    last = min([clause.last, *(one[0] for one in others if one[0] >= at)])
    kept = at
    for stop in [*(hit for hit in _NEXT.finditer(clause.text, at, last)), None]:
        if stop is None:
            kept = last
        elif "(" in (said := clause.text[at:stop.start()]) and said.count("(") > said.count(")") \
                or _GOES_ON.match(clause.text, stop.end(), last) and not (last < clause.last and _VERBS.fullmatch(clause.text[stop.end():last])):
            continue  # the verb right before another drug is the other's: "for 2 years and started TMP-SMX"
        else:
            kept = stop.start()
            break
    return clause.text[at:kept], at > clause.end


def _tidy(words: str) -> str:
    """Return words without what hangs at their ends, and without brackets that stand alone or around all."""
    words = " ".join(words.split()).strip(" ,.;:-")
    if words.count("(") != words.count(")"):
        words = re.sub(r"[()]", "", words)
    words = _ENDS_LIST.sub("", re.sub(r"\s+,", ",", words)) if not words.endswith(")") else words
    return words[1:-1].strip() if words.startswith("(") and words.endswith(")") and words.count("(") == 1 else " ".join(words.split()).strip(" ,.;:-")
