"""Headers that people really use, to what a column holds: `Hb g/dL`, `Age (months)`, `meds`, `splenomegaly`, `WBC (10^9/L)`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...case.keys import keys_by_header
from ...case.model import ENTRY_KEYS
from ...case.suggest import suggest
from ...case.words import read_words
from ...days import DAYS_A_WEEK, DAYS_A_YEAR_OF_DATES
from ...knowledge.knowledge import Knowledge
from .identifiers import identifier, looks_like_identifier, plain_header

LISTS = (*ENTRY_KEYS, "medications")
"""Keys of the case file whose columns hold words."""
_SINGLE = ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "setting", "region", "onset", "id", "diagnosis", "age_sex", "is_male",
           "is_female", "differential")
_UNIT = re.compile(r"[(\[]\s*([^)\]]*)\s*[)\]]")
_OF_AGE = {"month": 12.0, "months": 12.0, "mo": 12.0, **dict.fromkeys(("week", "weeks"), DAYS_A_YEAR_OF_DATES / DAYS_A_WEEK),
           **dict.fromkeys(("day", "days"), DAYS_A_YEAR_OF_DATES)}
_MOST_UNIT_WORDS = 3
_COUNTED = re.compile(r"(?P<name>[A-Za-z. ]+?)\s*(?P<mark>[%#])\s*")
_SPECIMENS = ("serum", "plasma", "blood", "s", "p", "total")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    role: `lab`, `finding`, a key of a case (`age`, `present`, ...), `age_sex`, `is_male`, `is_female`, `differential`, `id`, `diagnosis`,
        `identifier` (dropped) or `unknown` (not used).
    name: the analyte's or finding's words to use, for `lab` and `finding`, and what yes and no are said of in a column of words ("alcohol");
    label: what to call it on screen; unit: added to bare numbers; per_year: for ages, how many of its unit make a year; infection: it is a test
    for one; note: why it is not used, or what was assumed.
    """

    header: str
    role: str
    name: str = ""
    label: str = ""
    unit: str = ""
    per_year: float = 1.0
    infection: bool = False
    note: str = ""

    @property
    def used(self) -> bool:
        """Whether anything of it goes into a case."""
        return self.role not in ("identifier", "unknown")


def read_header(headers: Sequence[str], knowledge: Knowledge, *, sample: Sequence[Sequence[str]] = ()) -> tuple[Column, ...]:
    """Say what each column holds.

    Args:
        headers: the first row as text. knowledge: the compiled rules.
        sample: some rows of cells, by which columns are known that hold a person's identifier under another header.
    """
    found: list[Column] = []
    taken: dict[tuple[str, str], str] = {}
    company = _company(headers, knowledge)
    for place, header in enumerate(headers):
        cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
        column = company.get(plain_header(header)) or _column(header, cells, knowledge)
        column = replace(column, header=header)
        key = (column.role, column.label)
        if column.role in (*_SINGLE, "lab") and key in taken:
            column = Column(header, "unknown", note=f"it says the same as the column '{taken[key]}', which is used; remove one")
        taken.setdefault(key, header)
        found.append(column)
    return tuple(found)


def understood(columns: Sequence[Column]) -> int:
    """Return how many columns tell something of a case."""
    return sum(one.used and one.role not in ("id", "diagnosis") for one in columns)


def _company(headers: Sequence[str], knowledge: Knowledge) -> dict[str, Column]:
    """Return the columns of headers that mean a count only beside another count: TC, DC and PC beside Hb."""
    words, named = knowledge.lexicon.language["tables"], {plain_header(header) for header in headers}
    there = named & words["in_company"].keys()
    if len(there) < 2 or named & set(words["not_beside"]):
        return {}
    return {one: _column(words["in_company"][one], (), knowledge) for one in there}


def _column(header: str, cells: Sequence[str], knowledge: Knowledge) -> Column:
    words = plain_header(header)
    if not words:
        return Column(header, "unknown", note="it has no header; give it one")
    role = keys_by_header(knowledge.lexicon).get(words)
    kind = identifier(header) if role is None else None
    known = None if kind or role else _named(header, knowledge)
    if known is not None:
        return known
    if role in (None, "id", *LISTS):
        kind = kind or looks_like_identifier(cells, names=role in (None, "id"))
    if kind is not None:
        return Column(header, "identifier", label=kind, note=f"looks like a real person's {kind}; dropped, nothing of it was kept")
    if role == "age":
        unit = next((word for word in plain_header(header.replace("(", " ").replace("[", " ")).split() if word in _OF_AGE), "")
        return Column(header, "age", label="age", per_year=_OF_AGE.get(unit, 1.0), note=f"read in {unit}" if unit else "")
    if role is not None:
        return Column(header, role, _asked(words, role, knowledge), label=role.replace("_", " "))
    return _unknown(header, knowledge)


def _asked(words: str, role: str, knowledge: Knowledge) -> str:
    """Return what yes and no are said of in a column of words: "alcohol", but nothing for "symptoms"."""
    if role not in LISTS or role == "medications":
        return ""
    reading = read_words(words, role, knowledge.lexicon)
    return words if reading.status == "used" and all(one.state == "present" for one in reading.mentions) and reading.mentions else ""


def _named(header: str, knowledge: Knowledge) -> Column | None:
    """Return the column of an analyte or a finding, also by short forms (NE%, LYM#) and without what stands beside a name ("fever_yn")."""
    for said in _ways(header, knowledge):
        if found := _lab(said, knowledge) or _finding(said, knowledge):
            return found
    return None


def _ways(header: str, knowledge: Knowledge) -> Iterator[str]:
    """Yield a header as it stands, then as it may be meant."""
    yield header
    words = knowledge.lexicon.language["tables"]
    if counted := _COUNTED.fullmatch(header.strip()):
        name = words["cells"].get(counted["name"].casefold().rstrip("."), counted["name"])
        yield f"{name} %" if counted["mark"] == "%" else name
    first, slash, unit = header.rpartition("/")
    if slash and knowledge.units.candidates(f"/{unit.strip()}"):
        yield f"{first} (/{unit.strip()})"
    bare = header.replace("_", " ").strip()
    for ending in words["trailing"]:
        if bare.casefold().endswith(f" {ending}"):
            yield bare[:-len(ending)].strip()
    for beginning in words["leading"]:
        if bare.casefold().replace(".", "").startswith(f"{beginning} "):
            yield bare.split(" ", len(beginning.split()))[-1]


def _lab(header: str, knowledge: Knowledge) -> Column | None:
    """Return the column of an analyte, with the unit that its header names in brackets or at its end."""
    bracket = _UNIT.search(header)
    bare = _UNIT.sub(" ", header).replace("_", " ").strip(" ,:;-")
    if (name := _analyte(bare, knowledge)) is not None:
        return _of_analyte(header, knowledge.analytes[name].label, name, bracket[1].strip() if bracket else "", knowledge)
    words = bare.replace(",", " ").split()
    for size in range(1, min(_MOST_UNIT_WORDS, len(words) - 1) + 1):
        name = _analyte(" ".join(words[:-size]), knowledge)
        for joint in (" ", "/"):
            unit = joint.join(words[-size:])
            if name is not None and knowledge.units.candidates(unit):
                return _of_analyte(header, knowledge.analytes[name].label, name, unit, knowledge)
    return None


def _analyte(text: str, knowledge: Knowledge) -> str | None:
    """Return the analyte of a name; "copper, serum" is serum copper."""
    names, spelling = knowledge.lexicon.analytes, knowledge.lexicon.spelling
    first, _, rest = text.partition(",")
    found = names.get(spelling.normal(text))
    if found is None and rest.strip().casefold() in _SPECIMENS:
        found = names.get(spelling.normal(f"{rest} {first}")) or names.get(spelling.normal(first))
    return found


def _of_analyte(header: str, text: str, name: str, unit: str, knowledge: Knowledge) -> Column:
    one = knowledge.analytes[name]
    shares = {other.label.removesuffix(", percent") for other in knowledge.analytes.values() if other.label.endswith(", percent")}
    if unit == "%" and "%" not in one.units and one.label not in shares:
        unit = ""  # "Hb%" is a number of grams
    fitting = [code for code in knowledge.units.candidates(unit) if code in one.units]
    if unit and not fitting and unit != "%":
        allowed = ", ".join(knowledge.units.shown(code) for code in one.units)
        return Column(header, "lab", text, one.label, "", note=f"the unit '{unit}' is none of {one.label}; allowed: {allowed}; "
                      "values are read without it, where they can be told")
    return Column(header, "lab", text, one.label, unit, note="" if unit or len(one.units) < 2 else "no unit in the header: each value is "
                  "read in the unit that it prints, or in the only one that makes it plausible")


def _finding(header: str, knowledge: Knowledge) -> Column | None:
    """Return the column of a finding: yes, no, or a result in each row."""
    text = header.replace("_", " ").strip().rstrip("?").strip()
    reading = read_words(text, "present", knowledge.lexicon)
    if reading.status != "used" or any(one.state not in ("present",) for one in reading.mentions):
        return None
    labels = [knowledge.findings[one.id].label if one.kind == "finding" else knowledge.analytes[one.id].label for one in reading.mentions
              if one.kind in ("finding", "level")]
    infection = all(one.kind == "finding" and knowledge.findings[one.id].kind == "microbiology" for one in reading.mentions)
    return Column(header, "finding", text, ", ".join(dict.fromkeys(labels)), infection=infection) if labels else None


def _unknown(header: str, knowledge: Knowledge) -> Column:
    near = ", ".join(one.label for one in suggest(header.replace("_", " "), knowledge))
    hint = f"did you mean: {near}?" if near else "name a test, a finding, or a column of the template"
    return Column(header, "unknown", note=f"not understood; {hint}")
