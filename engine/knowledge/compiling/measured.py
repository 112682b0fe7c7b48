"""A finding that says in words what a value says: a cause that lists only the value has the words as often."""

from collections.abc import Iterator, Mapping

from ..models import Analyte, Cause, Finding, LabProfile, ModelFile
from ..records import AnalyteRecord, Provenance
from . import profiles
from .frequencies import with_odds
from .leaves import ancestry_of

MEASURED_NOTE = "taken as often as its value: {}"
"""The note of a number that a finding has from the value that says the same, of which alone the cause states something."""

Entries = dict[tuple[str, str], Provenance]
Profiles = dict[str, dict[str, LabProfile]]
"""Profiles by analyte and cause."""


def as_measured(causes: dict[str, Cause], stated: Profiles, findings: Mapping[str, Finding], written: Mapping[str, Analyte],
                analytes: Mapping[str, AnalyteRecord], model: ModelFile) -> Entries:
    """Return the share of its values for every finding that says the same in words, by (cause, finding).

    A cause that lists "raised D-dimer" keeps what it lists, unless a form of it states the value anew: what is nearest speaks. Of several
    analytes that tell one finding, such as AST and ALT, the one that is abnormal most often does. What is told of some people only keeps to what
    is written, for a profile is of all.

    Args:
        stated: the profiles that are written, those of a parent handed down. written: the analytes as written, with `told_as` and `findings`.
        analytes: their records.
    """
    lines = {name: ancestry_of(cause, causes) for name, cause in causes.items()}
    told: Entries = {}
    for name, finding, bins in said_in_words(findings, written):
        record, reader = analytes[name], profiles.ProfileReader(analytes[name])
        usual = sum(record.reference[number] for number in bins)
        for cause, profile in stated.get(name, {}).items():
            if any(finding in one.findings for one in _down_to_the_value(lines[cause], name)):
                continue
            share = sum(reader.shares(profile)[number] for number in bins)
            value = float((1 - model.lab_reference_share) * share + model.lab_reference_share * usual)
            if (cause, finding) not in told or value > told[cause, finding].value:
                told[cause, finding] = _entry(value, record.label, profile.source, model)
    return told


def _down_to_the_value(line: list[Cause], analyte: str) -> list[Cause]:
    """Return of a cause and what it is a form of those up to the first that states the value."""
    return line[:next(place for place, one in enumerate(line) if analyte in one.labs) + 1]


def said_in_words(findings: Mapping[str, Finding], written: Mapping[str, Analyte]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield each analyte with a finding that it tells, and the numbers of the bins that tell it."""
    for name, one in written.items():
        tells: dict[str, set[int]] = {}
        for level, finding in [*one.findings.items(), *one.told_as.items()]:
            if findings[finding].among is None:
                tells.setdefault(finding, set()).update(
                    number for number, step in enumerate(one.bins) if level in (step.level, step.name, f"{step.grade}-{step.level}"))
        for finding, bins in tells.items():
            yield name, finding, tuple(sorted(bins))


def _entry(value: float, label: str, source: str | None, model: ModelFile) -> Provenance:
    low, high = model.probability_limits
    value = min(max(value, low), high)
    least, most = (with_odds(value, factor) for factor in (1 / model.band_range, model.band_range))
    return Provenance(value, (max(least, low), min(most, high)), None, None, source, MEASURED_NOTE.format(label))
