"""A case of laboratory values alone, observed."""

from dataclasses import replace

from engine import Case, load
from engine.reasoning.observations import observe


def seen(case: Case | None = None, **labs: str):
    """Observe a case of laboratory values; names are written with underscores for blanks."""
    named = {name.replace("_", " "): text for name, text in labs.items()}
    return observe(replace(case or Case(), labs=named), load())
