"""One case with its whole answer as a record: for a page that prints, and for JSON that opens again as the same case.

    CaseFile -> report() -> Report -> to_html(), to_json()

The JSON holds the case in the form of a case file (`case_file`), so that opening it gives the same ranking as long as the
knowledge is the same; its digest is told. Text of a person is escaped by the template, see docs/decisions/0013-report.md.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from ..case.file import CaseFile
from ..case.model import Case
from ..case.saved import MARK, VERSION
from ..case.write import case_file_record
from ..knowledge.knowledge import Knowledge
from ..knowledge.records import ASSUMPTION
from ..knowledge.source import SourceRecord
from ..notice import NOTICE, SHORT_NOTICE
from ..reasoning import Candidate, Ranking, candidates, gather, rank, time_course
from ..reasoning.compare import PRIOR
from ..reasoning.explain import Explanation
from ..telling import NO_UNIT, percent, signed, times, unit, with_state
from .record import as_record, time_record

_TEMPLATE = "report.html.j2"
_DETAILED = 5
_MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class Section:
    """A table that another part of the engine adds to a report, such as what to look at next. Cells are text or numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report tells, as JSON values. `values` is the record that `to_json` writes."""

    values: dict


def report(file: CaseFile, knowledge: Knowledge, *, stage: str = "presentation", setting: str | None = None, top: int = 10,
           sections: Iterable[Section] = ()) -> Report:
    """Rank a case and tell all of it.

    Args:
        file: the case; what was known at the stage is ranked.
        knowledge: the compiled rules.
        stage: "presentation" or "confirmed". setting: default is the case's own, else that of the rules.
        top: rows to tell. sections: further tables, told after the comparison.

    Raises:
        CaseError: the setting is not known.
    """
    case = file.at(stage)
    evidence = gather(case, knowledge, setting=setting)
    ranking = rank(evidence, knowledge)
    rows = candidates(ranking, knowledge, top=max(top, 2))
    seen = evidence.observations
    values = {
        MARK: VERSION, **as_record(file.id, ranking, knowledge, top=top), "title": file.title, "stage": stage,
        "setting_label": knowledge.settings[evidence.setting].label,
        "conflicts": [{"entries": list(one.entries), "why": one.why, "mend": one.mend} for one in seen.conflicts],
        "time": time_record(time_course(case, seen, knowledge)),
        "comparison": _comparison(rows[:2], ranking),
        "sections": [{"title": one.title, "columns": list(one.columns), "rows": [list(row) for row in one.rows], "note": one.note}
                     for one in sections],
        "case_file": case_file_record(_as_ranked(file, case, stage, evidence.setting))}
    values["sources"] = {name: _source(knowledge.sources[name]) for name in _cited(values) if name in knowledge.sources}
    return Report(values)


def to_json(reports: Sequence[Report]) -> str:
    """Return one report as a JSON object, several as a list with one object a line; `read_cases` opens either."""
    lines = [json.dumps(one.values, ensure_ascii=False) for one in reports]
    return lines[0] if len(lines) == 1 else "[\n" + ",\n".join(lines) + "\n]"


def to_html(reports: Sequence[Report], knowledge: Knowledge) -> str:
    """Return one self-contained page for all reports, each on paper of its own. It loads nothing and runs no script."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined,
                                     trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(percent=partial(percent, knowledge=knowledge), signed=signed, times=times, stated=_stated, units=unit)
    pages = [{**one.values, "at": f"r{place}", **_numbered(one.values)} for place, one in enumerate(reports, start=1)]
    return environment.get_template(_TEMPLATE).render(reports=pages, notice=NOTICE, short_notice=SHORT_NOTICE, assumption=ASSUMPTION, no_unit=NO_UNIT,
                                                      detailed=_DETAILED, most=_MOST_REASONS)


def _as_ranked(file: CaseFile, case: Case, stage: str, setting: str) -> CaseFile:
    """Return the file as it gives this ranking at its first stage: with the setting in it, and what settled it where that was ranked."""
    settled = stage != "presentation"
    return replace(file, case=replace(case, setting=setting), confirming=None if settled else file.confirming)


def _stated(told: dict) -> str:
    """Return a reason or a line of the comparison with its state; that no drug is known is no absence of a drug."""
    return unit(with_state(told["label"], "" if told.get("finding") == "drugs" else told["state"]))


def _comparison(rows: Sequence[Candidate], ranking: Ranking) -> dict:
    """Return what the first two rows' most probable leaves were given, in log10; the differences add up to that of their scores."""
    ordered = sorted(rows, key=lambda row: -ranking.score[row.column])
    names = [row.name for row in rows] if ordered == list(rows) else [row.explanation.leaf.name for row in ordered]
    first, second = (_weights(row.explanation) for row in ordered)
    lines: list[dict] = []
    for label, state in dict.fromkeys([*first, *second]):
        one, other = first.get((label, state), 0.0), second.get((label, state), 0.0)
        lines.append({"label": label, "state": state, "first": one, "second": other, "difference": one - other})
    scores = [float(ranking.score[row.column]) / float(np.log(10)) for row in ordered]
    return {"causes": [row.explanation.leaf.id for row in ordered], "names": names,
            "difference": scores[0] - scores[1], "lines": sorted(lines, key=lambda line: -abs(line["difference"]))}


def _weights(explanation: Explanation) -> dict[tuple[str, str], float]:
    weights = {(PRIOR, ""): explanation.prior}
    for reason in explanation.reasons:
        key = (reason.label, reason.state if reason.kind in ("finding", "lab") else "")
        weights[key] = weights.get(key, 0.0) + reason.weight
    return weights


def _cited(values: dict, *, rows: int | None = None, reasons: int | None = None) -> list[str]:
    """Return the sources of what is told in the first rows and reasons, each once, in the order of the page."""
    found = [flag["source"] for flag in values["urgent"]]
    for row in values["candidates"][:rows]:
        found += [reason["source"] for kind in ("for", "against", "expected") for reason in row[kind][:reasons]]
    return list(dict.fromkeys(found))


def _numbered(values: dict) -> dict:
    """Return the sources that the page cites, and the number of each."""
    names = [name for name in _cited(values, rows=_DETAILED, reasons=_MOST_REASONS) if name in values["sources"]]
    return {"sources": {name: values["sources"][name] for name in names}, "numbers": {name: place for place, name in enumerate(names, start=1)}}


def _source(source: SourceRecord) -> dict:
    return {"citation": source.citation, "year": source.year, "link": source.address}
