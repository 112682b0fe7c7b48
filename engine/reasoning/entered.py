"""Change what stands under one key of a case that is known by its name only; a new case is returned."""

from dataclasses import replace

from ..case.model import ENTRY_KEYS, Case


def with_entries(case: Case, key: str, texts: tuple[str, ...]) -> Case:
    """Return the case with other entries in words under one of `ENTRY_KEYS`."""
    return replace(case, **{one: getattr(case, one) for one in ENTRY_KEYS} | {key: texts})


def with_entry(case: Case, key: str, text: str) -> Case:
    """Return the case with one entry in words more under one of `ENTRY_KEYS`."""
    return with_entries(case, key, (*getattr(case, key), text))
