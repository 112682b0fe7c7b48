"""Resolved rows: what was understood of a case as columns of ids and numbers, ready to score. docs/batch.md describes them.

    observe -> resolve -> a row of SCHEMA -> engine.batch.pack
"""

import json
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from ..case.drugs import DrugUse
from ..case.limits import Limits
from ..case.model import Case
from ..case.timing import Timing
from ..errors import CaseError
from ..knowledge.knowledge import Knowledge
from ..knowledge.same import remembered
from ..reasoning.evidence import setting_for
from ..reasoning.observations import observe
from ..reasoning.seen import LevelSeen, Observations
from ..telling import EMPTY, about_seen

WORD = pa.dictionary(pa.int32(), pa.string())
LEVEL = pa.struct([("analyte", pa.string()), ("level", pa.string()), ("value", pa.float64()), ("bound", pa.string()),
                   ("low", pa.float64()), ("high", pa.float64()), ("weighed", pa.bool_())])
SCHEMA = pa.schema([
    ("id", pa.string()), ("setting", pa.string()), ("age", pa.float64()), ("sex", pa.string()), ("pregnant", pa.bool_()),
    ("onset", pa.string()), ("at_least_low", pa.int8()), ("present", pa.list_(pa.string())), ("absent", pa.list_(pa.string())),
    ("unsure", pa.list_(pa.string())), ("levels", pa.list_(LEVEL)), ("drugs", pa.string()),
    ("not_understood", pa.list_(pa.string())), ("problem", pa.string()), ("remarks", pa.list_(pa.string()))])
"""Columns of resolved rows. Findings and analytes are ids of `python -m engine findings` and `rules/labs.yaml`; `value`, `low` and `high` are
in the analyte's unit; `level` is low, normal, high or unsure, with a grade where words gave one; null is unknown. `drugs` is JSON text
made by `drugs_text`: null when nothing was said, [] when none are taken. Of `problem` rows nothing is ranked; `remarks` say what
`rank` tells beside its ranking: that no count is low, and what contradicts."""

STATES = ("present", "absent", "unsure")
_TIMING = ("started_days", "stopped_days", "started_after", "re_exposure", "dose_raised_days", "overdose", "past")


def resolve(cases: Iterable[tuple[str, Case]], knowledge: Knowledge, *, setting: str | None = None) -> pa.Table:
    """Return the resolved rows of cases, given as (id, case). A case that cannot be ranked has its reason under `problem`.

    Args:
        cases: the cases as typed. knowledge: the compiled rules. setting: where all are seen; default is each case's own.
    """
    return pa.Table.from_pylist([resolved_row(name, case, knowledge, setting=setting) for name, case in cases], schema=SCHEMA)


def resolved_row(name: str, case: Case, knowledge: Knowledge, *, setting: str | None = None) -> dict:
    """Return one row of SCHEMA as Python values."""
    try:
        place = setting_for(case, knowledge, setting).id
    except CaseError as error:
        return {"id": name, "problem": str(error)}
    return observed_row(name, case, observe(case, knowledge), place)


def observed_row(name: str, case: Case, seen: Observations, setting: str, missed: Sequence[str] = ()) -> dict:
    """Return the row of a case that was observed already; `missed`: what of it could not be read at all."""
    unread = [*missed, *(one.text for one in seen.readings if one.status == "not_understood")]
    values = [one for one in seen.readings if one.where == "labs"]
    problem = None
    if values and all(one.status == "not_understood" for one in values):
        problem = "no laboratory value can be read: " + "; ".join(one.note or one.text for one in values)
    remarks = [one for one in (EMPTY if case.is_empty() else about_seen(seen), *map(str, seen.conflicts)) if one]
    states = {state: [finding for finding, told in seen.states.items() if told == state] for state in STATES}
    return {"id": name, "setting": setting, "age": case.age, "sex": case.sex, "pregnant": seen.pregnant, "onset": seen.onset,
            "at_least_low": seen.at_least_low, **states, "levels": [_level(one) for one in seen.levels.values()],
            "drugs": drugs_text(seen.drugs), "not_understood": unread, "problem": problem, "remarks": remarks}


def _level(one: LevelSeen) -> dict:
    if one.quantity is None:
        return {"analyte": one.analyte, "level": one.level, "weighed": one.weighed}
    limits = one.limits or Limits(None, None)
    return {"analyte": one.analyte, "level": one.level, "value": one.quantity.value, "bound": one.quantity.bound,
            "low": limits.low, "high": limits.high, "weighed": one.weighed}


def drugs_text(uses: Iterable[DrugUse] | None) -> str | None:
    """Return medication entries as JSON text: a list of {"drugs": ids, what is known of the timing in days}."""
    if uses is None:
        return None
    return json.dumps([{"drugs": list(use.drugs), **{key: value for key in _TIMING if (value := getattr(use.timing, key)) not in (None, False)}}
                       for use in uses], separators=(",", ":"))


@remembered
def drugs_of(text: str, knowledge: Knowledge) -> tuple[DrugUse, ...]:
    """Return the medication entries that `drugs_text` wrote.

    Raises:
        CaseError: it is no such text, or names a drug that is not known.
    """
    try:
        listed = json.loads(text)
        uses = tuple(_use(one, knowledge) for one in listed)
    except (ValueError, TypeError, AttributeError):
        raise CaseError(f"drugs '{text}' cannot be read; allowed: a JSON list of {{\"drugs\": [ids], \"started_days\": 35}}; "
                        "leave it empty where nothing was said") from None
    return uses


def _use(one: Mapping, knowledge: Knowledge) -> DrugUse:
    for drug in one.get("drugs", ()):
        if drug not in knowledge.drugs:
            raise CaseError(f"drug '{drug}' is not known; allowed: the ids that `python -m engine drugs --json` lists; choose one")
    told = {key: one.get(key, False if key in ("started_after", "re_exposure", "overdose", "past") else None) for key in _TIMING}
    return DrugUse("", "", tuple(one.get("drugs", ())), Timing(text="", **told))
