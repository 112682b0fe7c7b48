"""The ranks of a changed case beside those of the case, as one table: the fewer elements, the sooner it is drawn."""

from html import escape

from app_parts import wording
from app_parts.trial import Trial, ranked
from engine import Knowledge, PeniaError
from engine.reasoning import Row, rows

SHOWN = 10
_STYLE = """<style>
.trial-ranks {width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums}
.trial-ranks caption {text-align: left; padding-bottom: .4rem}
.trial-ranks th {text-align: left; font-weight: 600}
.trial-ranks td, .trial-ranks th {padding: .35rem .6rem .35rem 0; border-bottom: 1px solid rgba(128, 128, 128, .3); vertical-align: top}
.trial-ranks .bar {height: .35rem; margin-top: .3rem; border-radius: .2rem; background: rgba(128, 128, 128, .2)}
.trial-ranks .bar div {height: 100%; border-radius: .2rem; background: var(--st-primary-color, #0b6b75)}
.trial-ranks small {white-space: nowrap}
</style>"""


def table(tried: Trial, before: dict[str, tuple[int, Row]], rules: Knowledge) -> str:
    """Return the first causes of a changed case, each with its place and probability now and before, as HTML.

    Args:
        tried: the trial. before: family to its place and row in the case as it is. rules: the compiled rules.
    """
    troubles = "".join(f"<p>Not changed: {escape(trouble)}</p>" for trouble in tried.troubles.values())
    try:
        now = ranked(tried, rules)
    except PeniaError as error:
        return f"{troubles}<p>{wording.NOT_RANKED}</p><p>{escape(str(error))}</p>"
    lines = "".join(_line(place, row, *before[row.family]) for place, row in enumerate(rows(now, rules, top=SHOWN), start=1))
    other = escape(wording.percent(float(now.probability[rules.other])))
    heads = "".join(f"<th scope='col'>{one}</th>" for one in ("Cause", "Now", "Before"))
    return (f"{_STYLE}{troubles}<table class='trial-ranks'><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table><p>Something else, not in our list: {other}.</p>")


def _line(place: int, row: Row, was: int, old: Row) -> str:
    now_at, was_at = (escape(wording.percent(one.probability)) for one in (row, old))
    moved = "same place" if was == place else f"{'▲ up' if was > place else '▼ down'} from place {was}"
    return (f"<tr><td>{place}. {escape(row.name)}<div class='bar'><div style='width: {row.probability:.1%}'></div></div></td>"
            f"<td>{now_at}</td><td>{was_at}<br><small>{moved}</small></td></tr>")
