"""Headers that people really use, to what a column holds: `Hb g/dL`, `Age (months)`, `meds`, `splenomegaly`, `WBC (10^9/L)`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...case.suggest import suggest
from ...case.words import read_words
from ...knowledge.knowledge import Knowledge
from .identifiers import identifier, looks_like_identifier, plain_header

LISTS = {
    "present": "present|symptoms|symptom|signs|sign|findings|finding|complaints|complaint|presenting complaint|presenting complaints|"
               "chief complaint|presentation|clinical findings|clinical features|features|positives|symptoms and signs|signs and symptoms|"
               "examination|exam|physical exam|smear|blood smear|marrow|bone marrow|imaging|notes|problems|hpi",
    "absent": "absent|negatives|negative findings|pertinent negatives|not present|absent findings|ruled out|denies|denied",
    "unsure": "unsure|possible|uncertain|suspected",
    "history": "history|pmh|pmhx|past history|past medical history|medical history|comorbidities|comorbidity|conditions|background|surgical history",
    "exposures": "exposures|exposure|travel|travel history|social history|occupation|alcohol|contacts",
    "diet": "diet|nutrition|food",
    "family_history": "family history|fh|fhx|family",
    "medications": "medications|medication|meds|med|drugs|drug|drug history|current medications|current meds|treatment|treatments|medicines|rx",
}
"""Headers of columns of words, in plain form, by the key of the case file that they go under."""

_SINGLE = {
    "age": "age|ages|age at presentation|age at diagnosis|patient age|age y|age yr|age yrs|age years|age in years|years old|age mo|age month|"
           "age months|age in months|age days|age in days|age weeks|age in weeks",
    "sex": "sex|gender|m/f|sex at birth|biological sex|patient sex",
    "pregnant": "pregnant|pregnancy|pregnant y/n",
    "gestation_weeks": "gestation|gestation weeks|gestational age|weeks pregnant|weeks of pregnancy|ga weeks",
    "ancestry": "ancestry|ethnicity|ethnic group|race|ethnic origin",
    "setting": "setting|place of care|care setting",
    "region": "region",
    "onset": "onset|duration|time course|course|symptom duration|duration of symptoms|duration of illness",
    "id": "id|case|case id|row|row id|nr|no|number|#|index|study id|sample id|sample",
    "diagnosis": "diagnosis|final diagnosis|cause|final dx|dx|label|true diagnosis|answer",
}
_UNIT = re.compile(r"[(\[]\s*([^)\]]*)\s*[)\]]")
_OF_AGE = {"month": 12.0, "months": 12.0, "mo": 12.0, "week": 365.25 / 7, "weeks": 365.25 / 7, "day": 365.25, "days": 365.25}
_MOST_UNIT_WORDS = 3


_ROLES = {word: role for roles in (_SINGLE, LISTS) for role, words in roles.items() for word in words.split("|")}
_SPECIMENS = ("serum", "plasma", "blood", "s", "p", "total")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    role: `lab`, `finding`, a key of a case (`age`, `present`, ...), `id`, `diagnosis`, `identifier` (dropped) or `unknown` (not used).
    name: the analyte's or finding's words to use, for `lab` and `finding`; label: what to call it on screen; unit: added to bare numbers;
    per_year: for ages, how many of its unit make a year; note: why it is not used, or what was assumed.
    """

    header: str
    role: str
    name: str = ""
    label: str = ""
    unit: str = ""
    per_year: float = 1.0
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
    found, taken = [], {}
    for place, header in enumerate(headers):
        cells = [row[place] for row in sample if place < len(row) and row[place].strip()]
        column = _column(header, cells, knowledge)
        key = (column.role, column.label)
        if column.role in (*_SINGLE, "lab") and key in taken:
            column = Column(header, "unknown", note=f"it says the same as the column '{taken[key]}', which is used; remove one")
        taken.setdefault(key, header)
        found.append(column)
    return tuple(found)


def _column(header: str, cells: Sequence[str], knowledge: Knowledge) -> Column:
    words = plain_header(header)
    if not words:
        return Column(header, "unknown", note="it has no header; give it one")
    role = _ROLES.get(words)
    kind = identifier(header) if role is None else None
    known = None if kind or role else _lab(header, knowledge) or _finding(header, knowledge)
    if known is not None:
        return known
    if role in (None, "id", *LISTS):
        kind = kind or looks_like_identifier(cells, names=role in (None, "id"))
    if kind is not None:
        return Column(header, "identifier", note=f"looks like a real person's {kind}; dropped, nothing of it was kept")
    if role == "age":
        unit = next((word for word in plain_header(header.replace("(", " ").replace("[", " ")).split() if word in _OF_AGE), "")
        return Column(header, "age", label="age", per_year=_OF_AGE.get(unit, 1.0), note=f"read in {unit}" if unit else "")
    if role is not None:
        return Column(header, role, label=role.replace("_", " "))
    return _unknown(header, knowledge)


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
    return Column(header, "finding", text, ", ".join(dict.fromkeys(labels))) if labels else None


def _unknown(header: str, knowledge: Knowledge) -> Column:
    near = ", ".join(one.label for one in suggest(header.replace("_", " "), knowledge))
    hint = f"did you mean: {near}?" if near else "name a test, a finding, or a column of the template"
    return Column(header, "unknown", note=f"not understood; {hint}")
