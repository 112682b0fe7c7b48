"""A value that words say: a cause that lists only the words has the value as often."""

from collections.abc import Mapping

import numpy as np

from ..models import Analyte, Finding, LabProfile, ModelFile
from ..records import AnalyteRecord
from .frequencies import usual_share
from .measured import Entries, Profiles, said_in_words

WORDED_NOTE = "taken as often as told in words: {}"
"""The note of a profile that a value has from the words that say the same, of which alone the cause states something."""


def as_worded(entries: Entries, stated: Profiles, findings: Mapping[str, Finding], written: Mapping[str, Analyte],
              analytes: Mapping[str, AnalyteRecord], model: ModelFile) -> Profiles:
    """Return a profile for every value of which a cause, and what it is a form of, states the words alone.

    The level has the share of the words, all else keeps its proportions of the reference. Words that are more frequent than usual speak for
    no rarer value than usual, nor the other way round: of D-dimer nobody says so often that it is raised as it is, so that "raised in one of
    ten" means more than usual in words and less as a value. Then the value stays at the reference.

    Args:
        entries: the shares as they are written, by (cause, finding). stated: the profiles that are written, those of a parent handed down.
        written: the analytes as written, with `told_as` and `meant_by`. analytes: their records.
    """
    told: Profiles = {}
    meaning = [one for one in said_in_words(findings, written) if one[1] in written[one[0]].meant_by]
    by_words: dict[str, list[tuple[str, float, str | None]]] = {finding: [] for _, finding, _ in meaning}
    for (cause, words), entry in entries.items():
        if words in by_words:
            by_words[words].append((cause, entry.value, entry.source))
    for name, finding, bins in meaning:
        reference, background = np.array(analytes[name].reference), usual_share(findings[finding], model)
        inside = np.isin(np.arange(len(reference)), bins)
        usual = float(reference[inside].sum())
        for cause, value, source in by_words[finding]:
            if cause not in stated.get(name, {}) and (value - background) * (value - usual) > 0:
                shares = _with_share(value, reference, inside, model.lab_reference_share)
                names = [step.name for step in analytes[name].bins]
                told.setdefault(name, {})[cause] = LabProfile(
                    bins=dict(zip(names, shares.tolist(), strict=True)), source=source, note=WORDED_NOTE.format(findings[finding].label))
    return told


def _with_share(share: float, reference: np.ndarray, inside: np.ndarray, mixed_in: float) -> np.ndarray:
    """Return the reference with what is inside at a share, once a part of the reference is mixed in again as into every profile."""
    usual = reference[inside].sum()
    own = np.clip((share - mixed_in * usual) / (1 - mixed_in), 0.0, 1.0)
    return np.minimum(reference * np.where(inside, own / usual, (1 - own) / (1 - usual)), 1.0)
