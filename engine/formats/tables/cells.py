"""Cells of tables: yes and no, who the person is, a differential in one cell, and texts without what points to a person."""

import re
from collections.abc import Callable, Sequence

from ...case.model import LONGEST_GESTATION, OLDEST
from ...case.obstetric import weeks_of_pregnancy
from ...case.taken import none_listed
from ...case.timing import read_duration_days
from ...days import DAYS_A_YEAR
from ...knowledge.knowledge import Knowledge
from ...knowledge.words.lexicon import Lexicon
from ..persons import names_in, numbers_in
from ..privacy import cleaner
from .columns import LISTS, Column

_PAIR = re.compile(r"[\s/|,-]+")
_SHARE = re.compile(r"(?P<letter>[A-Za-z])\s*[-:=]?\s*(?P<share>\d{1,3}(?:\.\d+)?)\s*%?")
_MAY_POINT = re.compile(r"[@#:=]|\d{4}|\d\s*[A-Z][a-z]+\s|\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Sra?|Mme|born|MD|RN|NP)\b"
                        r"|[A-Z][a-z]+ [A-Z][a-z]+")
"""Only such texts can hold what points to a person; most cells are done with by this."""
_ALLOWED = {"age": f"allowed: years from 0 to {OLDEST:g}, or such as 6 months", "sex": "allowed: female, male, f or m",
            "pregnant": "allowed: yes, no, or weeks such as 34/40", "gestation_weeks": f"allowed: weeks up to {LONGEST_GESTATION:g}",
            "age_sex": "allowed: such as 45/M", "differential": "allowed: such as N60 L30",
            "is_male": "allowed: yes or no", "is_female": "allowed: yes or no"}


class CellReader:
    """Reads cells by the words of `rules/language.yaml`."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge, words = knowledge, knowledge.lexicon.language["tables"]
        self.yes, self.no, self.open, self.unknown = (frozenset(words[key]) for key in ("yes", "no", "open", "unknown"))
        self.sexes = {word: sex for sex in ("male", "female") for word in words[sex]}
        self.letters, self.of_infection, self.of_pregnancy = words["letters"], words["of_infection"], words["of_pregnancy"]
        self.cleaned = cleaner((), (), knowledge.lexicon)
        self.bare: dict[str, str] = {}

    def state(self, column: Column, text: str) -> str | None:
        """Return present, absent or unsure where a cell says yes, no or perhaps, else None."""
        said = text.casefold()
        if column.infection and said in self.of_infection:
            return self.of_infection[said]
        return "present" if said in self.yes else "absent" if said in self.no else "unsure" if said in self.open else None

    def is_empty(self, column: Column, text: str) -> bool:
        """Return whether a cell says nothing: that it is not known, or "none" where words are listed."""
        said = text.casefold()
        if said in self.unknown:
            return not (column.infection and said in self.of_infection)
        if column.role == "lab":
            return len(said) == 1 and not said.isalnum()
        return said in self.no and column.role in LISTS and column.role != "medications" and not column.name

    def says_no_medicines(self, text: str) -> bool:
        """Return whether a cell says that no medicines are taken."""
        return text.casefold() in self.no or none_listed(text, self.knowledge.lexicon)

    def allowed(self, column: Column) -> str:
        """Say what a column allows."""
        if column.role == "setting":
            return f"allowed: {', '.join(self.knowledge.settings)}"
        return _ALLOWED.get(column.role, "yes and no say nothing here; allowed: words")

    def cleaner_of(self, persons: Sequence[str]) -> Callable[[str], str]:
        """Return what drops from a cell whatever points to a person; `persons`: what stood in the dropped columns of its row."""
        if not any(persons):
            return self._bare
        names, numbers = {name for one in persons for name in names_in(one)}, numbers_in(persons)
        marks = {mark.casefold() for mark in (*names, *numbers)}

        def cleaned(text: str) -> str:
            said = text.casefold()
            bare = re.sub(r"[\W_]+", "", said) if numbers else ""
            if any(mark in said or mark in bare for mark in marks):
                return cleaner(persons, persons, self.knowledge.lexicon)(text)
            return self._bare(text)

        return cleaned

    def _bare(self, text: str) -> str:
        if text not in self.bare:
            self.bare[text] = self.cleaned(text) if _MAY_POINT.search(text) else text
        return self.bare[text]

    def single(self, column: Column, text: str) -> tuple[dict, dict[str, str]]:
        """Return what a cell says of the person, as (values of the case, laboratory values); both empty where it cannot be read."""
        said, role = text.casefold(), column.role
        value: str | float | None
        if role == "sex":
            value = self.sexes.get(said)
        elif role in ("is_male", "is_female"):
            yes, role = self.state(column, text), "sex"
            value = None if yes not in ("present", "absent") else "male" if (yes == "present") == (column.role == "is_male") else "female"
        elif role == "pregnant":
            return self._pregnant(said), {}
        elif role == "setting":
            value = said if said in self.knowledge.settings else None
        elif role in ("age", "age_sex"):
            return self._age(said, column.per_year), {}
        elif role == "differential":
            return {}, self._differential(text)
        else:
            value = _weeks(said, self.knowledge.lexicon)
        return ({} if value is None else {role: value}), {}

    def _pregnant(self, said: str) -> dict:
        told = self.of_pregnancy.get(said, "present" if said in self.yes else "absent" if said in self.no else None)
        if told is not None:
            return {"pregnant": told == "present"}
        weeks = _weeks(said, self.knowledge.lexicon)
        return {} if weeks is None else {"pregnant": True, "gestation_weeks": weeks}

    def _age(self, said: str, per_year: float) -> dict:
        """Return the age in years: a number in the column's unit, a text that names its own, and the sex where it stands beside: "45/M"."""
        if (years := _years(said, per_year, self.knowledge.lexicon)) is not None:
            return {"age": years}
        parts = [part for part in _PAIR.split(re.sub(r"(?<=\d)(?=[a-z])", " ", said)) if part]
        for place in (len(parts) - 1, 0):
            if len(parts) > 1 and parts[place] in self.sexes:
                years = _years(" ".join(parts[:place] + parts[place + 1:]), per_year, self.knowledge.lexicon)
                return {} if years is None else {"age": years, "sex": self.sexes[parts[place]]}
        return {}

    def _differential(self, text: str) -> dict[str, str]:
        found = [(self.letters.get(hit["letter"].casefold()), hit["share"]) for hit in _SHARE.finditer(text)]
        return {name: f"{share} %" for name, share in found if name}


def _weeks(said: str, lexicon: Lexicon) -> float | None:
    number = _number(said)
    weeks = number if number is not None else weeks_of_pregnancy(said, lexicon) or weeks_of_pregnancy(f"{said} of gestation", lexicon)
    return weeks if weeks is not None and 0 <= weeks <= LONGEST_GESTATION else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _years(text: str, per_year: float, lexicon: Lexicon) -> float | None:
    number = _number(text)
    years: float | None
    if number is not None:
        years = number / per_year
    else:
        days = read_duration_days(re.sub(r"\s*(?:old|of age)$", "", re.sub(r"(?<=\d)(?=[a-z])", " ", text)), lexicon)
        years = None if days is None else days / DAYS_A_YEAR
    return years if years is not None and 0 <= years <= OLDEST else None
