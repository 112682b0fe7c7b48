"""The ranking as a textbook starts: by mechanism, by the lines a cause lowers, by cell size, by reticulocytes."""

from collections.abc import Sequence

import streamlit as st

from engine import Knowledge
from engine.knowledge.script import lines_lowered, usual_level
from engine.reasoning import Candidate, Ranking, why_grave
from engine.reasoning.explain import low_lines

from . import wording

WAYS = ("Mechanism", "Lines lowered", "Cell size", "Reticulocytes")
_SIZES = {"low": "Microcytic", "normal": "Normocytic", "high": "Macrocytic"}
_RETICULOCYTES = {"low": "Few reticulocytes: too little production", "normal": "Normal reticulocytes",
                  "high": "Many reticulocytes: destruction or loss, marrow answering"}
_BY_LEVEL = {"Cell size": (("mcv",), _SIZES), "Reticulocytes": (("reticulocytes", "reticulocyte-percent"), _RETICULOCYTES)}
"""Way of grouping to the analytes that it goes by, the first known counts, and the name of each level."""
NOT_RECORDED = "Not recorded for these causes"
_MOST = 6


def grouped_list(ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """The same rows in groups, with the mass of each group; the group that the case's own counts fall into is marked."""
    way = st.segmented_control("Group by", WAYS, default=WAYS[0], required=True, key="group_by", wrap=True)
    groups: dict[str, list[Candidate]] = {}
    for row in rows:
        groups.setdefault(group_of(way, row.id, row.column, rules), []).append(row)
    own = _own_group(way, ranking, rules)
    for name, members in sorted(groups.items(), key=lambda item: -sum(row.probability for row in item[1])):
        total = sum(row.probability for row in members)
        here = " · :material/adjust: this case's counts" if name == own else ""
        with st.container(gap="xxsmall"):
            st.progress(min(total, 1.0), text=f"**{wording.plain(name)}** · {wording.percent(total, rules)}{here}")
            lines = [f"- {wording.plain(row.name)}, {wording.percent(row.probability, rules)}{wording.GRAVE if why_grave(row, rules) else ''}"
                     for row in members[:_MOST]]
            if len(members) > _MOST:
                lines.append(f"- and {len(members) - _MOST} less probable")
            st.markdown("\n".join(lines))


def picture(ranking: Ranking, rules: Knowledge) -> str:
    """Say how the case itself is classed: which lines are low, cell size, reticulocytes."""
    seen = ranking.evidence.counts
    low = low_lines(seen, rules)
    parts = [f"low {', '.join(low)}" if low else "no line known to be low"]
    parts += [own.split(":")[0].lower() for way in WAYS[2:] if (own := _own_group(way, ranking, rules))]
    return "Blood picture: " + "; ".join(parts)


def group_of(way: str, cause: str, column: int, rules: Knowledge) -> str:
    """Return the group of a cause: by mechanism as it is written, else by what most people with the leaf in that column have."""
    if way == "Mechanism":
        return rules.model["mechanisms"][rules.causes[cause].mechanisms[0]]
    if way == "Lines lowered":
        return _lines(lines_lowered(column, rules), rules)
    analytes, names = _BY_LEVEL[way]
    return names.get(usual_level(analytes, column, rules), NOT_RECORDED)


def _own_group(way: str, ranking: Ranking, rules: Knowledge) -> str | None:
    """Return the group that the case's own counts fall into, or None where they do not say."""
    levels, counts = ranking.evidence.observations.levels, ranking.evidence.counts
    if way == "Lines lowered":
        low = [name for name in rules.model["lineages"] if name in counts.low]
        return _lines(low, rules) if low else None
    if way not in _BY_LEVEL:
        return None
    analytes, names = _BY_LEVEL[way]
    return next((names.get(levels[analyte].level.rpartition("-")[2]) for analyte in analytes if analyte in levels), None)


def _lines(lineages: Sequence[str], rules: Knowledge) -> str:
    known = rules.model["lineages"]
    return "All three lines" if len(lineages) == len(known) else " and ".join(known[name]["label"] for name in lineages).capitalize()
