"""The ranks of a changed case beside those of the case, as one table: the fewer elements, the sooner it is drawn."""

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from app_parts import wording
from app_parts.trial import Trial, ranked
from engine import Knowledge, PeniaError
from engine.reasoning import Row, rows

SHOWN = 10


def draw(place: DeltaGenerator, tried: Trial, before: dict[str, tuple[int, Row]], rules: Knowledge) -> None:
    """Draw the first causes of a changed case, each with its place and probability now and before.

    Args:
        place: where; it holds one element, so that what stood there goes. tried: the trial.
        before: family to its place and row in the case as it is. rules: the compiled rules.
    """
    try:
        now = ranked(tried, rules)
    except PeniaError as error:
        place.error(wording.plain(f"{wording.NOT_RANKED} {error}"), icon=":material/error:")
        return
    lines = [_line(number, row, *before[row.family]) for number, row in enumerate(rows(now, rules, top=SHOWN), start=1)]
    other = wording.percent(float(now.probability[rules.other]))
    table = pd.DataFrame([*lines, ("Something else, not in our list", other, "")], columns=["Cause", "Now", "Before"])
    place.table(table, hide_index=True, border="horizontal")


def _line(number: int, row: Row, was: int, old: Row) -> tuple[str, str, str]:
    now_at, was_at = (wording.percent(one.probability) for one in (row, old))
    if was == number:
        moved = "same place"
    else:
        moved = f"{'▲ up' if was > number else '▼ down'} from place {was}"
    return f"{number}\\. {wording.plain(row.name)}", f"**{wording.plain(now_at)}**", f"{wording.plain(was_at)}, {moved}"
