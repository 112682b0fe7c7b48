"""Many cases at once: the same numbers as `rank`, over tables of resolved cases, in chunks, on one machine or several.

    words, values -> resolve -> resolved rows (Arrow) -> score_rows -> Scores
    file -> batch -> file

docs/batch.md describes the formats. Needs NumPy, Numba and PyArrow, which the rest of the engine does not import.
"""

from .resolved import SCHEMA, resolve
from .run import Done, batch
from .scores import Scores, named_causes, score_rows

__all__ = ["SCHEMA", "Done", "Scores", "batch", "named_causes", "resolve", "score_rows"]
