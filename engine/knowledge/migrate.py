"""Brings rule files of an older format up to date before they are checked.

Every kind of rule file has a format number, told by its key `format`. When the shape of a kind changes, its number in
`FORMATS` goes up by one and a function that rewrites the old shape into the next one is registered here, so that files
written by others keep working.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

Content = dict[str, Any]
Migration = Callable[[Content], Content]

FORMATS: Mapping[str, int] = MappingProxyType(
    {
        "cause": 1, "findings": 1, "labs": 2, "drugs": 1, "settings": 2, "model": 1, "urgent": 1, "sources": 1, "language": 1,
        "hpo": 1, "coverage": 1, "effort": 1, "cohorts": 1, "diagnoses": 1, "teaching": 1,
    }
)
"""The newest format of each kind of rule file, the one that `engine.knowledge.models` describes."""


def _intervals_of_an_ancestry_are_usual(labs: Content) -> Content:
    """Format 2 of labs judges everybody by the general limits; what is usual in an ancestry is told beside the value, under `usual`."""
    analytes = labs.get("analytes")
    if not isinstance(analytes, dict):
        return labs
    return {**labs, "analytes": {name: _usual_of(one) if isinstance(one, dict) else one for name, one in analytes.items()}}


def _usual_of(analyte: Content) -> Content:
    intervals = analyte.get("intervals")
    if not isinstance(intervals, list):
        return analyte
    of_ancestry = [one for one in intervals if isinstance(one, dict) and "ancestry" in one]
    if not of_ancestry:
        return analyte
    usual = [{"finding": f"ancestry-{one['ancestry']}", "whom": f"adults of {one['ancestry']} ancestry",
              **{key: value for key, value in one.items() if key in ("low", "high", "source", "note")}} for one in of_ancestry]
    return {**analyte, "intervals": [one for one in intervals if one not in of_ancestry], "usual": usual}


def _cohorts_have_a_file(settings: Content) -> Content:
    """Format 2 of settings holds no published series: they stand in `cohorts.yaml`, which no other file can be rewritten into."""
    if settings.get("cohorts") or settings.get("series"):
        raise FormatError("'cohorts' and 'series' belong to format 1; move them to cohorts.yaml, 'series' there under 'rule'")
    return settings


MIGRATIONS: Mapping[tuple[str, int], Migration] = MappingProxyType({
    ("labs", 1): _intervals_of_an_ancestry_are_usual, ("settings", 1): _cohorts_have_a_file})
"""(kind of file, format it has) to the function that gives it the next format, without changing its argument."""


class FormatError(ValueError):
    """A file has a format that cannot be read. The message says which ones can."""


def migrated(
    kind: str,
    content: Any,
    *,
    formats: Mapping[str, int] = FORMATS,
    migrations: Mapping[tuple[str, int], Migration] = MIGRATIONS,
) -> Any:
    """The content of a rule file in the newest format of its kind.

    Args:
        kind: the kind of file, a key of `formats`.
        content: what the file holds. What is not a mapping, or has no usable format, is left to the schema.
        formats: newest format of each kind.
        migrations: the steps from one format to the next.

    Returns:
        The same content, or a rewritten copy.

    Raises:
        FormatError: the format is newer than this version reads, or a step from an older one is missing.
    """
    newest = formats[kind]
    number = content.get("format", 1) if isinstance(content, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return content
    if number > newest:
        raise FormatError(f"'format' is {number}; allowed: up to {newest}; update Penia, or write the file in format {newest}")
    for step in range(number, newest):
        if (kind, step) not in migrations:
            raise FormatError(f"'format' is {step}; allowed: {newest}; rewrite the file in format {newest}")
        content = {**migrations[kind, step](content), "format": step + 1}
    return content
