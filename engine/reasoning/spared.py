"""Who is spared what may do harm, such as a marrow or a biopsy, while anything else is left to look at."""

from ..knowledge.anchors import WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from .answered import is_complaint
from .evidence import Evidence
from .pattern import WHITE_CELL_LINE
from .urgent import urgent
from .values import graded


def is_spared(evidence: Evidence, knowledge: Knowledge) -> bool:
    """Return whether a person is well and has at most a low count that is not severe, as `spared` of `rules/effort.yaml` says."""
    rule, seen = knowledge.inquiry.spared, evidence.observations
    if rule is None or max(len(evidence.counts.low), seen.at_least_low) > rule.low_at_most or urgent(evidence, knowledge):
        return False
    analytes = {name: one["analyte"] for name, one in knowledge.model["lineages"].items()} | {WHITE_CELL_LINE: WHITE_CELLS}
    levels = [seen.levels[analytes[name]] for name in evidence.counts.low if analytes[name] in seen.levels]
    grades = {grade for grade, _, low in (graded(level, knowledge).rpartition("-") for level in levels) if low == "low" and grade}
    return grades <= rule.grades and not any(
        is_complaint(name, state, knowledge) or state == "present" and knowledge.findings[name].kind in rule.shown and name not in rule.normal
        for name, state in seen.states.items())
