"""Drop what looks like a real person's identifier before anything is stored: names, record numbers, birth dates, contacts.

Cases here are hypothetical; what comes in by paste or file may not be. Nothing that was dropped is kept or shown again.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..knowledge.words.lexicon import Lexicon
from .persons import TITLES, IsWord, again, is_known_word, names_in, numbers_in

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'\u2019-]*\.?"
_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de)\s+)?{_MONTH},?\s+(?:de\s+)?\d{{2,4}}|" \
        rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{8}}|\d{{4}})(?:T[\d:.Z+-]*)?"
_END = r"(?=\s{2,}|\t|[|;\n]|,\s|\s+(?:age|sex|gender|dob|mrn|id|alter|edad|sexo|geschlecht|geb)\b|$)"
_LABEL = r"(?i:(?:age|sex|gender|dob|d\.o\.b|date of birth|birth ?date|born|mrn|nhs|id|alter|geb|edad|sexo|geschlecht)\b)"
_NAME_WORD = rf"(?!{_LABEL}){_CAPITAL}"

_PATTERNS = (
    ("date of birth", re.compile(
        r"\b(?:date of birth|birth\s?date|birthdate|d\.?o\.?b\.?|born(?: on)?|"
        rf"geburtsdatum|geb(?:oren)?\.?(?: am)?|fecha de nacimiento|f\.? ?nac\.?|"
        rf"nacid[oa] el|date de naissance|n\xe9e?(?: le)?|ddn)\s*[:=#]?\s*{_DATE}(?!\s?(?:g|mg|kg|weeks?)\b)", re.IGNORECASE)),
    ("record number", re.compile(
        r"\b(?:mrn|medical record(?: (?:no|number|nr))?|record (?:no|number)|chart (?:no|number)|hospital (?:no|number)|"
        r"patient[ _-]?(?:id|no|number|nr)|case (?:no|number)|accession(?: (?:no|number))?|account (?:no|number)|"
        r"specimen (?:id|no|number)|sample (?:id|no|number)|"
        r"order (?:id|no|number)|nhs(?: (?:no|number))?|ssn|social security(?: (?:no|number))?|insurance (?:id|no|number)|"
        r"pat(?:ienten)?\.?-?(?:nr|id|nummer)|fall-?(?:nr|nummer)|auftrags-?(?:nr|nummer)|versicherten-?(?:nr|nummer)|"
        r"(?:n(?:\xba|\xb0|o|um)\.?|n\xfamero)(?: de)? (?:historia(?: cl\xednica)?|expediente|dossier|patient|s\xe9cu)|"
        r"historia cl\xednica|nhc|dni|nie|ipp|nir|id(?=\s*[:=#]))\b\.?"
        r"(?:\s*[:=#]\s*|\s+)(?=[\w/-]*\d)[\w/-]*\d[\w/-]*(?:[ -]\d{2,}){0,4}", re.IGNORECASE)),
    ("record number", re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    ("contact", re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")),
    ("contact", re.compile(r"\b(?:tel(?:ephone|efon|\xe9fono)?|phone|mobile|fax|t\xe9l(?:\xe9phone)?)\b\.?\s*(?:(?:no|number|nr)\.?)?\s*[:=]?\s*"
                           r"(?=[\d+(])[\d+()/. -]{6,}\d", re.IGNORECASE)),
    ("record number", re.compile(
        r"\b(?:acct|account|encounter|visit|admission|csn|fin|episode|folder|file|card|reference|barcode|hosp(?:ital)?)"
        r"(?: (?:no|number|nr|id))?\.?\s*[#:=][\s#:=]*[A-Z]{0,4}-?\d{5,}[\w-]*", re.IGNORECASE)),
    ("contact", re.compile(
        r"(?:(?<=[^\S\n]{2})|(?<=[|;.,][^\S\n])|^[^\S\n]*+)(?:(?:home |postal )?address|anschrift|adresse|direcci\xf3n|domicilio|street|strasse"
        r"|stra\xdfe|next of kin|nok|emergency contact)[^\S\n]*[:=][^\n]*?(?=[^\S\n]{2,}|\||$)", re.IGNORECASE | re.MULTILINE)),
    ("contact", re.compile(r"\b\d{1,5}[A-Za-z]?[^\S\n]+(?:[A-Z][\w'-]+[^\S\n]+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Alley|Court|Close"
                           r"|Boulevard|Blvd|Crescent|Terrace|Square)\b\.?(?:,?[^\S\n]+(?:Apt|Unit|Flat|Suite)\.?[^\S\n]*\w+)?"
                           r"(?:,[^\S\n]*[A-Z][a-z]+(?:[^\S\n][A-Z][a-z]+)?)?"
                           r"(?:,?[^\S\n]+(?:[A-Z]{2}[^\S\n]+)?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?[^\S\n]*\d[A-Z]{2})\b)?")),
    ("contact", re.compile(r"(?<![\w.+-])(?:\+\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){2,3}|0\d{2,4}[ -]\d{3}[ -]\d{3,4}"
                           r"|\(\d{3}\)[ -]?\d{3}-\d{4}|\d{3}-\d{3}-\d{4})(?![\w-])")),
    ("contact", re.compile(r"(?<![\w.])@[A-Za-z]\w{3,}\b|\bIP(?: address)?[ :]+\d{1,3}(?:\.\d{1,3}){3}\b")),
    ("name", re.compile(rf"(?P<who>(?:{_CAPITAL},?|[A-Z]\.?)(?:[^\S\n]+(?:{_CAPITAL}|[A-Z]\.?)){{1,2}}),?[^\S\n]+"
                        r"(?P<degree>MD|DO|RN|NP|CNP|CRNP|FNP|PA-C|PhD|MBBS|MBChB|FRCP|MRCP|FRCPath|FACP)\b")),
    ("name", re.compile(
        r"(?i:(?<!test )(?<!brand )(?<!drug )(?<!trade )(?<!generic )(?<!gene ))\b(?i:"
        r"(?:(?:patient(?:'s)?|full|last|first|family|given|middle|maiden|doctor|physician)[ _-]?)?name|surname|forename|"
        r"nachname|vorname|familienname|"
        r"nombre(?: y apellidos?)?|apellidos?|nom(?: et pr\xe9nom)?|pr\xe9noms?|(?:referring|attending|ordering)"
        r"(?: (?:physician|doctor|by))?|(?:requested|reported|signed|validated) by|physician|arzt|einsender|m\xe9dico|m\xe9decin)[^\S\n]*[:=][^\S\n]*"
        r"(?=[^\W\d])[^\n|;\t]*?" + _END, re.MULTILINE)),
    ("name", re.compile(rf"\b(?i:patient(?:in)?|paciente)[^\S\n]*:[^\S\n]*(?![MFmf],?[^\S\n]+\d)"
                        rf"(?P<who>{_NAME_WORD},?(?:[^\S\n]+{_NAME_WORD},?){{0,3}})"
                        rf"(?=[^\S\n]{{2,}}|[\n|;\t(]|$|[^\S\n]+[(\d]|[^\S\n]+{_LABEL})")),
    ("name", re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mister|Dr|Prof|Herrn?|Frau|Sra?|Se\xf1ora?|Mme|Madame|Monsieur)\b\.?[^\S\n]+"
                        r"(?:(?:Dr|Prof|med|von|van|de|la)\b\.?[^\S\n]+)*"
                        rf"(?P<who>{_CAPITAL}(?:[^\S\n]+{_CAPITAL}(?=[\s,.;:)]|$)){{0,2}})")),
    ("name", re.compile(
        r"(?:(?<=[.\n] )|(?<=\n)|^)(?P<who>[A-Z][a-z\u2019'-]+(?:[^\S\n]+[A-Z]\.)?(?:[^\S\n]+[A-Z][a-z\u2019'-]+){1,2})"
        r"(?=,?[^\S\n]+(?:is[^\S\n]+|was[^\S\n]+)?(?:an?[^\S\n]+|the[^\S\n]+)?"
        r"\(?\d{1,3}[\s-]?(?:years?|yrs?|y/?o|months?|weeks?|days?|m|f|ans|a\xf1os|jahre|j\xe4hrig\w*)\b)")),
)
_NO_NAMES = frozenset("a an the this that man woman male female boy girl lady gentleman patient infant baby child newborn previously healthy "
                      "caucasian white black asian african american european hispanic indian chinese japanese vietnamese case age aged sex history "
                      "report elderly young".split())


class Dropped(NamedTuple):
    """One thing that was dropped: what kind it looked like, and where the mark that replaces it begins. Never what it said."""

    kind: str
    start: int


class Scrubbed(NamedTuple):
    """A text without identifiers, and what was dropped from it, in the order of the text."""

    text: str
    dropped: tuple[Dropped, ...]


def scrub(text: str, *, is_word: IsWord | None = None, known: re.Pattern | None = None) -> Scrubbed:
    """Return the text with "[name removed]" and the like in place of whatever looks like an identifier of a real person.

    Works by labels ("Name:", "MRN", "DOB", in English, German, Spanish and French), titles ("Mrs. ..."), a name before an age or a degree, and
    the shape of e-mail addresses, telephone numbers, streets and social security numbers. A name without any such sign is not recognized,
    unless the same text has it beside one. Scrubbing twice changes nothing.

    Args:
        text: any text. is_word: whether a word belongs to the vocabulary; without it, what was dropped is not looked for again in the text.
        known: what was dropped elsewhere in the file, see `persons.again`.
    """
    spans = _spans(text, is_word)
    if is_word is not None:
        names, numbers = _said(text, spans)
        is_word = _or_no_name(is_word)
        found = again(names, numbers, is_word)
        for hit in found.finditer(text) if found else ():
            if hit.groupdict().get("before") and _may_be_name(hit["before"], is_word):
                names.add(hit["before"])
        _drop_again(text, spans, again(names, numbers, is_word), is_word)
    _drop_again(text, spans, known, is_word or (lambda word: True))
    return _without(text, spans)


def _or_no_name(is_word: IsWord) -> IsWord:
    return lambda word: word.casefold() in _NO_NAMES or is_word(word)


def _spans(text: str, is_word: IsWord | None) -> list[tuple[int, int, str]]:
    """Return (start, end, kind) of what has the shape of an identifier, none within another."""
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span("who") if "who" in pattern.groupindex else found.span()
            if "who" in pattern.groupindex and {word.casefold().strip(".,") for word in found["who"].split()} & _NO_NAMES:
                continue
            if "degree" in pattern.groupindex and is_word and all(map(is_word, re.findall(r"\w+", found["who"]))):
                continue
            _add(spans, (start, end, kind), text)
    return spans


def _add(spans: list[tuple[int, int, str]], one: tuple[int, int, str], text: str) -> None:
    start, end, _ = one
    if "removed]" not in text[start:end] and all(end <= first or last <= start for first, last, _ in spans):
        spans.append(one)


def _said(text: str, spans: list[tuple[int, int, str]]) -> tuple[set[str], set[str]]:
    """Return the words of names and the numbers that were found; what stands before a colon is their label."""
    said = [(kind, re.sub(r"^[^:=]*[:=]", "", text[start:end])) for start, end, kind in spans]
    names = {word for kind, one in said if kind == "name" for word in names_in(one)}
    numbers = numbers_in(number for kind, one in said if kind == "record number" for number in re.findall(r"[\w/-]*\d[\w/-]*", one))
    return names, numbers


def _may_be_name(word: str, is_word: IsWord) -> bool:
    return word.casefold() not in _NO_NAMES | TITLES and not is_word(word)


def _drop_again(text: str, spans: list[tuple[int, int, str]], pattern: re.Pattern | None, is_word: IsWord) -> None:
    """Drop what stands again between what was dropped."""
    at = 0
    for gap_end, after in [*((start, end) for start, end, _ in sorted(spans)), (len(text), len(text))]:
        for hit in pattern.finditer(text, at, gap_end) if pattern else ():
            told = hit.groupdict()
            start = hit.start("name") if told.get("before") and not _may_be_name(told["before"], is_word) else hit.start()
            _add(spans, (start, hit.end(), "name" if told.get("name") or told.get("whole") else "record number"), text)
        at = after


def _without(text: str, spans: list[tuple[int, int, str]]) -> Scrubbed:
    parts, dropped, at, length = [], [], 0, 0
    for start, end, kind in sorted(spans):
        parts += [text[at:start], mark(kind)]
        length += start - at
        dropped.append(Dropped(kind, length))
        length += len(mark(kind))
        at = end
    return Scrubbed("".join([*parts, text[at:]]), tuple(dropped))


def unmarked(text: str) -> str:
    """Return a scrubbed text as a field holds it: without marks, and without what led to them: "SLE of [name removed]" is SLE."""
    bare = re.sub(r"\s*(?:\b(?i:mr|mrs|ms|dr|prof)\b\.?\s*)?\[[a-z ]+ removed\]", " ", text)
    bare = re.sub(r"\([^()]*$", "", re.sub(r"\((?:[^()]*\b(?:of|for|by|from))?\W*\)", "", bare))
    bare = re.sub(r"(?:[\s,;:(/-]|\b(?:of|for|by|from|re|with|tel|phone)\b\.?)+$", "", re.sub(r"^[\s,;:)/-]+", "", bare))
    return re.sub(r"^(?:has|had|is|was)\s+", "", " ".join(bare.split()))


def cleaner(names: Iterable[str], numbers: Iterable[str], lexicon: Lexicon) -> Callable[[str], str]:
    """Return what drops from a field's text whatever points to a person: what is known of the file, and what looks so by itself.

    Args:
        names: full names in the file. numbers: identifiers, telephone numbers and addresses in it. lexicon: its words are no names.
    """
    is_word = is_known_word(lexicon)
    known = again({word for name in names for word in names_in(name)}, numbers_in(numbers), is_word)
    kept: dict[str, str] = {}

    def cleaned(text: str) -> str:
        if text not in kept:
            found = scrub(text, is_word=is_word, known=known)
            kept[text] = unmarked(found.text) if found.dropped else text
        return kept[text]

    return cleaned


def mark(kind: str) -> str:
    """Return what stands in a scrubbed text where something was dropped."""
    return f"[{kind} removed]"


def told(dropped: tuple[Dropped, ...]) -> str:
    """Return the notice of what was dropped, empty if nothing was: "Dropped before anything was kept: 1 name, 2 record numbers."."""
    kinds = [one.kind for one in dropped]
    many = [f"{kinds.count(kind)} {_plural(kind) if kinds.count(kind) > 1 else kind}" for kind in dict.fromkeys(kinds)]
    if not many:
        return ""
    return f"Dropped before anything was kept, because it looks like a real person's: {', '.join(many)}. Enter hypothetical cases only."


def _plural(kind: str) -> str:
    return "dates of birth" if kind == "date of birth" else f"{kind}s"
