"""How a test came out, where the words of the test do not say it: "osmotic fragility and G6PD had been normal", "blood cultures were taken".

As an entry of the form "blood cultures" means that they were positive; in a running text it says only that there were some. What the
text goes on to say decides: normal and "grew nothing" deny it, and a test that was only taken says nothing at all.
"""

import re

from ...knowledge.words.lexicon import Lexicon
from .stretches import Term

_PART = r"\s*(?:,\s*(?:and|or|nor)\b|,|/|\b(?:and|or|nor|as well as)\b)\s*[\w'+-]+(?:\s[\w'+-]+){0,3}?"
_NOUN = r"(?:\s+(?:tests?|testing|results?|levels?|stud(?:y|ies)|assays?|screens?|panels?|activit(?:y|ies)|pattern))?"
_BE = r"(?:was|were|is|are|(?:had|has|have) (?:all |both )?been|came back|returned|remained)"
_MANY = r"(?:were|are|(?:had|have) (?:all |both )?been|all came back|came back|all returned|returned|remained)"
_ALSO = r"(?:\s+(?:also|all|both|again|entirely|completely|still|always|repeatedly))*"
_NORMAL = (r"(?:normal|unremarkable|sterile|polyclonal|germline|"
           r"within (?:the |his |her )?(?:normal|reference) (?:limits|range))\b(?!\s+(?:except|apart|but))")
_NOTHING = (r"(?:(?:\s+(?:grew|showed|yielded|revealed|found|gave|remained))?\s+"
            r"(?:nothing|no (?:growth|organisms?|pathogens?|bacteria|abnormalit\w+))|"
            r"\s+did not (?:grow|yield|show|reveal)|\s+had (?:grown|shown|yielded) (?:nothing|no growth))\b")
_OUT_ALONE = re.compile(rf"{_NOUN}(?:\s+{_BE}{_ALSO}\s+{_NORMAL}|{_NOTHING})", re.IGNORECASE)
_OUT_IN_LIST = re.compile(rf"{_NOUN}(?:{_PART}){{1,5}}?{_NOUN}(?:\s+{_MANY}{_ALSO}\s+{_NORMAL}|{_NOTHING})", re.IGNORECASE)
_TAKEN = re.compile(rf"{_NOUN}(?:{_PART}){{0,5}}?{_NOUN}\s+{_BE}{_ALSO}\s+"
                    rf"(?:taken|drawn|sent|ordered|requested|performed|done|pending|awaited|obtained|"
                    rf"collected|checked|planned|arranged|repeated|not (?:done|performed|available|tested|sent|checked))\b", re.IGNORECASE)
_VERDICT = re.compile(r"\b(?:positive|negative|reactive|nonreactive|normal|abnormal|raised|high|low|elevated|decreased|unremarkable|"
                      r"sterile|show\w*|reveal\w*|grew|grow\w*|yield\w*|confirm\w*|found|detected|demonstrat\w*|diagnos\w*|consistent|suggest\w*)\b",
                      re.IGNORECASE)
_FARTHEST = 240
_SENTENCE_END = re.compile(r"[.;](?=\s|$)")
_HAS = re.compile(r"\b(?:with|of|has|had|have|having|known|for|by|from|due to)\s+(?:a |an |the )?$", re.IGNORECASE)


def verdict_on(term: Term, text: str, lexicon: Lexicon) -> str:
    """Return what the text says of a test named without how it came out: "normal", "awaited" (taken, and no more is said), or ""."""
    if term.denied or not all(one.id in lexicon.tests and one.state == "present" for one in term.mentions):
        return ""
    if set(lexicon.spelling.tokens(term.text)) & (lexicon.word_sets["abnormal"] | lexicon.word_sets["high"] | lexicon.word_sets["low"]):
        return ""
    end = _SENTENCE_END.search(text, term.end)
    rest = text[term.end:min(end.start() if end else len(text), term.end + _FARTHEST)]
    has = _HAS.search(text[max(term.start - 20, 0):term.start])
    if _OUT_ALONE.match(rest) or not has and _OUT_IN_LIST.match(rest):
        return "normal"
    taken = _TAKEN.match(rest)
    return "awaited" if taken and not has and not _VERDICT.search(rest, taken.end()) else ""
