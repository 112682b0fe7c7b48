"""Which names exist in the rules, so that every mention of one can be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .models import Analyte, LabsFile
from .rulebook import OPTIONAL, LoadedFile, Reading


@dataclass(frozen=True, slots=True)
class Known:
    """The names of each kind, and the analytes that satisfy the schema.

    Names are taken from the files as they are read, valid or not, so that one mistake in a file does not make every
    mention of its entries a second one. `names` has no entry for a kind of which a file could not be read at all:
    nothing can be said about mentions of it.
    """

    names: Mapping[str, frozenset[str]]
    analytes: Mapping[str, Analyte]
    finding_kinds: Mapping[str, str]
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    """What `levels` has told, by analyte: thousands of mentions ask for the same few."""

    def levels(self, analyte: str) -> frozenset[str] | None:
        """The words for where a value may lie: its bins, their levels, and grade with level as in severe-low.

        Args:
            analyte: the id of an analyte.

        Returns:
            The words, or None when the analyte is not known well enough to tell.
        """
        known = self.analytes.get(analyte)
        if known is None:
            return None
        if analyte not in self.words:
            graded = (f"{step.grade}-{step.level}" for step in known.bins if step.grade)
            self.words[analyte] = frozenset((*(step.name for step in known.bins), *(step.level for step in known.bins), *graded))
        return self.words[analyte]


_SECTIONS = (
    # kind of name, kind of file, key of the mapping whose keys are the names
    ("source", "sources", "sources"),
    ("finding", "findings", "findings"),
    ("unit", "labs", "units"),
    ("analyte", "labs", "analytes"),
    ("effect", "drugs", "effects"),
    ("drug", "drugs", "drugs"),
    ("setting", "settings", "settings"),
    ("lineage", "model", "lineages"),
    ("group", "model", "groups"),
    ("mechanism", "model", "mechanisms"),
    ("hpo", "hpo", "terms"),
    ("way", "effort", "ways"),
)


def known_names(reading: Reading) -> Known:
    """Gather the names of everything.

    Args:
        reading: the rule files.

    Returns:
        The names by kind.
    """
    unread = {kind for kind, _ in reading.unread} | set(OPTIONAL) - {file.kind for file in reading.files}
    names = {
        name: frozenset(key for file in reading.files if file.kind == kind for key in _section(file, section))
        for name, kind, section in _SECTIONS
        if kind not in unread
    }
    if "drugs" not in unread:
        listed = (one for file in reading.files if file.kind == "drugs" for one in _section(file, "drugs").values() if isinstance(one, dict))
        names["drug class"] = frozenset(one["drug_class"] for one in listed if isinstance(one.get("drug_class"), str))
    # A cause is known by its file name even where the file is broken.
    broken = (stem for kind, stem in reading.unread if kind == "cause")
    names["cause"] = frozenset((*(file.stem for file in reading.files if file.kind == "cause"), *broken))
    analytes = next((file.content.analytes for file in reading.files if isinstance(file.content, LabsFile)), {})
    kinds = {
        key: str(file.document.value.get("kind"))
        for file in reading.files
        if file.kind == "findings"
        for key in _section(file, "findings")
    }
    return Known(names, analytes, kinds)


def _section(file: LoadedFile, key: str) -> dict[str, Any]:
    value = file.document.value
    section = value.get(key) if isinstance(value, dict) else None
    return section if isinstance(section, dict) else {}
