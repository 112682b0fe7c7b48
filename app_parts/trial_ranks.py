"""The ranks of a changed case beside those of the case, as one table: the fewer elements, the sooner it is drawn."""

import math

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from app_parts import bar, wording
from app_parts.trial import Trial, ranked
from engine import Knowledge, PeniaError
from engine.reasoning import Row, rows

SHOWN = 10
_LEAST = 1e-12
_TOLD_FROM = 0.04
"""Change of log10 odds from which it is told: a tenth more or less."""


def draw(place: DeltaGenerator, in_sight: DeltaGenerator, tried: Trial, before: dict[str, tuple[int, Row]], rules: Knowledge, *,
         other: float) -> None:
    """Draw the first causes of a changed case, each with its place and probability now and before.

    Args:
        place: where; it holds one element, so that what stood there goes. in_sight: where the first three stand in sight of every control,
            on a phone too, on which the table is far below them. tried: the trial.
        before: family to its place and row in the case as it is. rules: the compiled rules.
        other: probability of something else in the case as it is.
    """
    try:
        now = ranked(tried, rules)
    except PeniaError as error:
        place.error(wording.plain(f"{wording.NOT_RANKED} {error}"), icon=":material/error:")
        in_sight.markdown(f":small[{wording.NOT_RANKED}]")
        return
    first = rows(now, rules, top=SHOWN)
    moved = (_moved(number, row, *before[row.family], rules) for number, row in enumerate(first, start=1))
    in_sight.markdown(bar.told(first[:bar.SHOWN], rules, moved))
    lines = [_line(number, row, *before[row.family], rules) for number, row in enumerate(first, start=1)]
    rest = [wording.plain(share) for share in wording.two_percents(float(now.probability[rules.other]), other, rules)]
    table = pd.DataFrame([*lines, ("Something else, not in our list", *rest)], columns=["Cause", "Now", "Before"])
    place.table(table, hide_index=True, border="horizontal")


def _moved(number: int, row: Row, was: int, old: Row, rules: Knowledge) -> str:
    """Say what the row was before, where that differs."""
    now_at, was_at = wording.two_percents(row.probability, old.probability, rules)
    before = f", was {wording.plain(was_at)}" if now_at != was_at else ""
    moved = "" if was == number else " ▲" if was > number else " ▼"
    return f"{before}{moved}"


def _line(number: int, row: Row, was: int, old: Row, rules: Knowledge) -> tuple[str, str, str]:
    now_at, was_at = wording.two_percents(row.probability, old.probability, rules)
    if was == number:
        moved = ""
    else:
        moved = f", {'▲ up' if was > number else '▼ down'} from place {was}"
    then = f"{wording.plain(was_at)}{moved}{_odds(row.probability, old.probability)}"
    return f"{number}\\. {wording.plain(row.name)}", f"**{wording.plain(now_at)}**", then


def _odds(now: float, was: float) -> str:
    """What a change did to the odds, which shows where percents hardly move: at either end."""
    change = math.log10(max(now, _LEAST) / max(1 - now, _LEAST)) - math.log10(max(was, _LEAST) / max(1 - was, _LEAST))
    return f"; odds {wording.times(change)}" if abs(change) >= _TOLD_FROM else ""
