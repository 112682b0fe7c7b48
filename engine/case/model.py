"""A case as typed: a person's words and printed values, nothing resolved yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypedDict

ENTRY_KEYS = ("present", "absent", "unsure", "diet", "history", "exposures", "family_history")
FORMAT = 1
"""Version of the shape of a case file."""
OLDEST, LONGEST_GESTATION = 130.0, 45.0
"""Years of age and weeks of pregnancy beyond which an entry is a slip; assumptions."""

STAGES = ("presentation", "confirmed")
REGIONS = ("temperate", "tropics")
"""What `region` may say beside a place: where the settings of `rules/settings.yaml` differ."""


@dataclass(frozen=True, slots=True)
class Medication:
    """One substance that was taken; `taken` is free text on when and how."""

    name: str
    taken: str = ""


def drug_told(name: str, taken: str) -> str:
    """Return a medication in one line: "heparin: for 5 days". Its reading has this text, by which the entry is found again."""
    return f"{name}: {taken}" if taken else name


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a person. None and empty mean unknown, never absent; an empty medication list means none taken.

    `age` is in years, `gestation_weeks` in weeks; `region` is one of `REGIONS` or a place in words; `labs` maps names to values as printed;
    `series` maps dates to labs.
    """

    age: float | None = None
    sex: str | None = None
    pregnant: bool | None = None
    gestation_weeks: float | None = None
    ancestry: str | None = None
    setting: str | None = None
    region: str | None = None
    onset: str | None = None
    labs: dict[str, str] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    medications: tuple[Medication, ...] | None = None
    diet: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    exposures: tuple[str, ...] = ()
    family_history: tuple[str, ...] = ()
    series: dict[str, dict[str, str]] = field(default_factory=dict)

    def entries(self) -> list[tuple[str, str]]:
        """Return every entry in words as (key it stands under, text), in the order of the file."""
        return [(key, text) for key in ENTRY_KEYS for text in getattr(self, key)]

    def is_empty(self) -> bool:
        """Return whether nothing at all is known."""
        return self == Case()


class Words(TypedDict):
    """The entries of a case in words, each list under its key of `ENTRY_KEYS`."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    unsure: tuple[str, ...]
    diet: tuple[str, ...]
    history: tuple[str, ...]
    exposures: tuple[str, ...]
    family_history: tuple[str, ...]


class Facts(TypedDict, total=False):
    """What a case says once; a key that is left out is unknown."""

    age: float | None
    sex: str | None
    pregnant: bool | None
    gestation_weeks: float | None
    ancestry: str | None
    setting: str | None
    region: str | None
    onset: str | None


def as_words(texts: Mapping[str, Iterable[str]]) -> Words:
    """Return texts by their key of `ENTRY_KEYS` as a case takes them: `Case(**as_words(texts))`."""
    told = {key: tuple(texts.get(key, ())) for key in ENTRY_KEYS}
    return Words(present=told["present"], absent=told["absent"], unsure=told["unsure"], diet=told["diet"], history=told["history"],
                 exposures=told["exposures"], family_history=told["family_history"])


def as_region(text: str | None) -> str | None:
    """Return what stands under `region` as a case takes it: one of `REGIONS` in its own spelling, any other words as they are."""
    plain = (text or "").strip()
    known = plain.casefold().removeprefix("the ")
    return known if known in REGIONS else plain or None


def with_words(case: Case, texts: Mapping[str, Iterable[str]]) -> Case:
    """Return the case with other entries in words under some keys of `ENTRY_KEYS`; those under the others stay."""
    return replace(case, **as_words({key: texts.get(key, getattr(case, key)) for key in ENTRY_KEYS}))


def with_entry(case: Case, key: str, text: str) -> Case:
    """Return the case with one entry in words more under one of `ENTRY_KEYS`."""
    return with_words(case, {key: (*getattr(case, key), text)})


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the case turned out to be, in plain labels."""

    cause: str
    detail: str | None = None
    also_correct: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case of a case file: what was known at presentation, and what settled it.

    `told` says what of a foreign file was dropped or not used when the case was brought in; it is no part of the case.
    """

    id: str
    title: str = ""
    source: dict[str, str | int] = field(default_factory=dict)
    case: Case = field(default_factory=Case)
    confirming: Case | None = None
    diagnosis: Diagnosis | None = None
    told: tuple[str, ...] = field(default=(), compare=False)

    @property
    def heading(self) -> str:
        """Its id, with the title where it has one, as a page begins with it."""
        return f"{self.id}: {self.title}" if self.title else self.id

    def at(self, stage: str) -> Case:
        """Return the case at a stage. At "confirmed", what the second part says again overrides the first."""
        if stage == "presentation" or self.confirming is None:
            return self.case
        return merged(self.case, self.confirming)


def merged(first: Case, second: Case) -> Case:
    """Return the first case with the second added to it; single values and laboratory values of the second win."""
    changes: dict = {}
    for name in ("age", "sex", "pregnant", "gestation_weeks", "ancestry", "setting", "region", "onset"):
        if getattr(second, name) is not None:
            changes[name] = getattr(second, name)
    repeated = set(second.present) | set(second.absent) | set(second.unsure)
    for name in ENTRY_KEYS:
        kept = tuple(text for text in getattr(first, name) if text not in repeated)
        changes[name] = kept + getattr(second, name)
    changes["labs"] = {**first.labs, **second.labs}
    changes["series"] = {date: {**first.series.get(date, {}), **second.series.get(date, {})} for date in {**first.series, **second.series}}
    if second.medications is not None:
        named = {one.name for one in second.medications}
        changes["medications"] = tuple(one for one in first.medications or () if one.name not in named) + second.medications
    return replace(first, **changes)
