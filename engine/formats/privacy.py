"""Drop what looks like a real person's identifier before anything is stored: names, record numbers, birth dates, contacts.

Cases here are hypothetical; what comes in by paste or file may not be. Nothing that was dropped is kept or shown again.
"""

import re
from typing import NamedTuple

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'\u2019-]*\.?"
_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:(?:of|de)\s+)?{_MONTH},?\s+(?:de\s+)?\d{{2,4}}|" \
        rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{8}}|\d{{4}})(?:T[\d:.Z+-]*)?"
_END = r"(?=\s{2,}|\t|[|;\n]|,\s|\s+(?:age|sex|gender|dob|mrn|id|alter|edad|sexo|geschlecht|geb)\b|$)"

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
    ("contact", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("contact", re.compile(r"\b(?:tel(?:ephone|efon|\xe9fono)?|phone|mobile|fax|t\xe9l(?:\xe9phone)?)\b\.?\s*(?:(?:no|number|nr)\.?)?\s*[:=]?\s*"
                           r"(?=[\d+(])[\d+()/. -]{6,}\d", re.IGNORECASE)),
    ("contact", re.compile(r"^[^\S\n]*(?:address|anschrift|adresse|direcci\xf3n|domicilio|street|strasse|stra\xdfe)[^\S\n]*[:=][^\n]*",
                           re.IGNORECASE | re.MULTILINE)),
    ("name", re.compile(
        r"(?i:(?<!test )(?<!brand )(?<!drug )(?<!trade )(?<!generic )(?<!gene ))\b(?i:"
        r"(?:(?:patient(?:'s)?|full|last|first|family|given|middle|maiden|doctor|physician)[ _-]?)?name|surname|forename|"
        r"nachname|vorname|familienname|"
        r"nombre(?: y apellidos?)?|apellidos?|nom(?: et pr\xe9nom)?|pr\xe9noms?|(?:referring|attending|ordering)"
        r"(?: (?:physician|doctor|by))?|(?:requested|reported|signed|validated) by|physician|arzt|einsender|m\xe9dico|m\xe9decin)[^\S\n]*[:=][^\S\n]*"
        r"(?=[^\W\d])[^\n|;\t]*?" + _END, re.MULTILINE)),
    ("name", re.compile(rf"\b(?i:patient(?:in)?|paciente)[^\S\n]*:[^\S\n]*(?P<who>{_CAPITAL},?(?:[^\S\n]+{_CAPITAL},?){{0,3}})"
                        r"(?=[^\S\n]{2,}|[\n|;\t(]|$|[^\S\n]+[(\d])")),
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

_FIELDS = (
    ("date of birth", re.compile(r"^(?:birth_?date|date_?of_?birth|dob|born|geburtsdatum|fecha_?(?:de_?)?nacimiento|date_?(?:de_?)?naissance|ddn)$")),
    ("record number", re.compile(r"^(?:mrn|ssn|nhs(?:_?(?:no|number))?|dni|nhc|ipp|identifiers?|(?:medical_?)?record(?:_?(?:no|id|number))?|"
                                 r"(?:patient|hospital|chart|account|insurance|accession)_?(?:id|no|nr|number))$")),
    ("contact", re.compile(r"^(?:address|telecom|e?_?mail|phone(?:_?number)?|telephone|mobile|fax|contact|"
                          r"post_?code|zip(?:_?code)?|street|anschrift|adresse|direccion)$")),
    ("name", re.compile(r"^(?:(?:patient|full|last|first|family|given|middle|maiden)?_?name|surname|forename|initials|"
                       r"nachname|vorname|nombre|apellidos?|nom|prenom|photo)$")),
)


class Dropped(NamedTuple):
    """One thing that was dropped: what kind it looked like, and where the mark that replaces it begins. Never what it said."""

    kind: str
    start: int


class Scrubbed(NamedTuple):
    """A text without identifiers, and what was dropped from it, in the order of the text."""

    text: str
    dropped: tuple[Dropped, ...]


def scrub(text: str) -> Scrubbed:
    """Return the text with "[name removed]" and the like in place of whatever looks like an identifier of a real person.

    Works by labels ("Name:", "MRN", "DOB", in English, German, Spanish and French), titles ("Mrs. ..."), a name before an age, and the
    shape of e-mail addresses and social security numbers. A name without any such sign is not recognized. Scrubbing twice changes nothing.
    """
    spans: list[tuple[int, int, str]] = []
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span("who") if "who" in pattern.groupindex else found.span()
            if "who" in pattern.groupindex and {word.casefold().strip(".,") for word in found["who"].split()} & _NO_NAMES:
                continue
            if "removed]" not in text[start:end] and all(end <= first or last <= start for first, last, _ in spans):
                spans.append((start, end, kind))
    parts, dropped, at, length = [], [], 0, 0
    for start, end, kind in sorted(spans):
        parts += [text[at:start], mark(kind)]
        length += start - at
        dropped.append(Dropped(kind, length))
        length += len(mark(kind))
        at = end
    return Scrubbed("".join([*parts, text[at:]]), tuple(dropped))


def mark(kind: str) -> str:
    """Return what stands in a scrubbed text where something was dropped."""
    return f"[{kind} removed]"


def identifying_field(name: str) -> str | None:
    """Return what kind of identifier a field, key or column of this name holds, or None."""
    key = re.sub(r"[\s.-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).casefold().translate(str.maketrans("\xe9\xfa\xed\xf3", "euio"))
    return next((kind for kind, pattern in _FIELDS if pattern.match(key)), None)


def told(dropped: tuple[Dropped, ...]) -> str:
    """Return the notice of what was dropped, empty if nothing was: "Dropped before anything was kept: 1 name, 2 record numbers."."""
    kinds = [one.kind for one in dropped]
    many = [f"{kinds.count(kind)} {_plural(kind) if kinds.count(kind) > 1 else kind}" for kind in dict.fromkeys(kinds)]
    if not many:
        return ""
    return f"Dropped before anything was kept, because it looks like a real person's: {', '.join(many)}. Enter hypothetical cases only."


def _plural(kind: str) -> str:
    return "dates of birth" if kind == "date of birth" else f"{kind}s"
