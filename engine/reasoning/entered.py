"""Change what stands under keys of a case that are known by their names only; a new case is returned."""

from collections.abc import Mapping
from dataclasses import replace

from ..case.model import ENTRY_KEYS, Case


def with_entries(case: Case, lists: Mapping[str, tuple[str, ...]]) -> Case:
    """Return the case with other entries in words under some of `ENTRY_KEYS`."""
    return replace(case, **{key: getattr(case, key) for key in ENTRY_KEYS} | dict(lists))


def with_entry(case: Case, key: str, text: str) -> Case:
    """Return the case with one entry in words more under one of `ENTRY_KEYS`."""
    return with_entries(case, {key: (*getattr(case, key), text)})
