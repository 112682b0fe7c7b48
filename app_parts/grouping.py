"""The ranking as a textbook starts: by mechanism, by the lines a cause lowers, by cell size, by reticulocytes."""

import streamlit as st

from engine import Knowledge
from engine.reasoning import Candidate, Ranking

from . import wording

WAYS = ("Mechanism", "Lines lowered", "Cell size", "Reticulocytes")
_SIZES = {"low": "Microcytic", "normal": "Normocytic", "high": "Macrocytic"}
_RETICULOCYTES = {"low": "Few reticulocytes: too little production", "normal": "Normal reticulocytes",
                  "high": "Many reticulocytes: destruction or loss, marrow answering"}
_NOT_RECORDED = "Not recorded for these causes"
_MOST = 6
_LINE_COUNTS_AT = 0.5


def grouped_list(ranking: Ranking, rows: tuple[Candidate, ...], rules: Knowledge) -> None:
    """The same rows in groups, with the mass of each group; the group that the case's own counts fall into is marked."""
    way = st.segmented_control("Group by", WAYS, default=WAYS[0], required=True, key="group_by", wrap=True)
    groups: dict[str, list[Candidate]] = {}
    for row in rows:
        groups.setdefault(_group(way, row, rules), []).append(row)
    own = _own_group(way, ranking, rules)
    for name, members in sorted(groups.items(), key=lambda item: -sum(row.probability for row in item[1])):
        total = sum(row.probability for row in members)
        here = " · :material/adjust: this case's counts" if name == own else ""
        with st.container(gap="xxsmall"):
            st.progress(min(total, 1.0), text=f"**{wording.plain(name)}** · {wording.percent(total)}{here}")
            lines = [f"- {wording.plain(row.name)}, {wording.percent(row.probability)}{wording.GRAVE if row.must_not_miss else ''}"
                     for row in members[:_MOST]]
            if len(members) > _MOST:
                lines.append(f"- and {len(members) - _MOST} less probable")
            st.markdown("\n".join(lines))


def picture(ranking: Ranking, rules: Knowledge) -> str:
    """Say how the case itself is classed: which lines are low, cell size, reticulocytes."""
    seen = ranking.evidence.counts
    low = [rule["label"] for name, rule in rules.model["lineages"].items() if name in seen.low]
    if "white-cells" in seen.low:
        low.insert(0, "white cells")
    parts = [f"low {', '.join(low)}" if low else "no line known to be low"]
    parts += [own.split(":")[0].lower() for way in WAYS[2:] if (own := _own_group(way, ranking, rules))]
    return "Blood picture: " + "; ".join(parts)


def _group(way: str, row: Candidate, rules: Knowledge) -> str:
    if way == "Mechanism":
        return rules.model["mechanisms"][rules.causes[row.id].mechanisms[0]]
    if way == "Lines lowered":
        return _lines(row.column, rules)
    if way == "Cell size":
        return _usual(("mcv",), _SIZES, row, rules)
    return _usual(("reticulocytes", "reticulocyte-percent"), _RETICULOCYTES, row, rules)


def _lines(column: int, rules: Knowledge) -> str:
    """Name the lines that the cause lowers in at least half of its cases, else the one it lowers most often."""
    patterns = rules.tables.pattern[:, column]
    share = {rule["label"]: sum(float(mass) for subset, mass in enumerate(patterns) if subset >> bit & 1)
             for bit, rule in enumerate(rules.model["lineages"].values())}
    usual = [label for label, mass in share.items() if mass >= _LINE_COUNTS_AT] or [max(share, key=share.get)]
    return "All three lines" if len(usual) == len(share) else " and ".join(usual).capitalize()


def _usual(analytes: tuple[str, ...], names: dict[str, str], row: Candidate, rules: Knowledge) -> str:
    """Name the level that most cases of the cause have, where its profile was written."""
    leaf = rules.leaves[row.column]
    for analyte in analytes:
        if any(analyte in rules.causes[cause].labs for cause in leaf.causes):
            share = dict.fromkeys(names, 0.0)
            for step, mass in zip(rules.analytes[analyte].bins, rules.tables.lab_bins[analyte][:, row.column], strict=True):
                share[step.level] += float(mass)
            return names[max(share, key=share.get)]
    return _NOT_RECORDED


def _own_group(way: str, ranking: Ranking, rules: Knowledge) -> str | None:
    """Return the group that the case's own counts fall into, or None where they do not say."""
    levels, counts = ranking.evidence.observations.levels, ranking.evidence.counts
    if way == "Lines lowered":
        low = [rule["label"] for name, rule in rules.model["lineages"].items() if name in counts.low]
        return None if not low else "All three lines" if len(low) == 3 else " and ".join(low).capitalize()
    names = {"Cell size": (("mcv",), _SIZES), "Reticulocytes": (("reticulocytes", "reticulocyte-percent"), _RETICULOCYTES)}.get(way)
    if names is None:
        return None
    return next((names[1].get(levels[analyte].level.rpartition("-")[2]) for analyte in names[0] if analyte in levels), None)
