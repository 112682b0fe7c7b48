"""How people with each leaf are spread over ages, sexes, time courses and depths: what cases are drawn from."""

from collections.abc import Iterable

import numpy as np

from ..knowledge import Distributions
from ..models import Cause, ModelFile, SettingsFile
from ..records import AnalyteRecord, LeafRecord
from . import frequencies, profiles
from .context import who_meets


def of_leaves(leaves: list[LeafRecord], causes: dict[str, Cause], analytes: dict[str, AnalyteRecord], settings: SettingsFile,
              model: ModelFile, depth: dict[str, np.ndarray]) -> Distributions:
    """Return the conditional distributions of every leaf; where a cause says nothing, those of the reference population.

    depth: P(low bin | leaf, the lineage is low) by analyte.
    """
    reference = settings.reference
    met = [who_meets(leaf, causes) for leaf in leaves]
    age = np.array([[(who.age or reference.age).get(band, 0.0) for who in met] for band in settings.age_bands])
    courses = tuple(reference.onset)
    onset = profiles.onset_table(leaves, causes, list(courses), reference.onset, model)
    lineages = {name: analyte for name, analyte in analytes.items() if analyte.lineage}
    return Distributions(
        age=age / age.sum(axis=0), female=_stated((who.female for who in met), reference.female),
        pregnant=_stated((who.pregnant for who in met), reference.pregnant),
        courses=courses, onset=onset / onset.sum(axis=0),
        depth={name: _normed(depth[name]) for name in lineages},
        high={name: frequencies.high_count(one, leaves, causes, model) for name, one in lineages.items()})


def _stated(shares: Iterable[float | None], usual: float) -> np.ndarray:
    return np.array([usual if share is None else share for share in shares])


def _normed(table: np.ndarray) -> np.ndarray:
    return table / table.sum(axis=0)
