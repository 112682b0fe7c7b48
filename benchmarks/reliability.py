"""The reliability plot as a small SVG, written by hand: confidence of the first row against how often it is right."""

from xml.sax.saxutils import escape

from engine.evaluation import Summary

_SIZE, _LEFT, _TOP, _PLOT = 460, 60, 30, 360
_MARKS = (("#1b5e9b", "circle"), ("#b3500b", "square"))
"""Colour and shape of each line: shape carries the meaning too."""


def reliability_svg(summaries: dict[str, Summary]) -> str:
    """Return an SVG with one line a stage (two at most): bins of equal count, whiskers the band that a perfect model would show."""
    description = " ".join(f"{name}: " + "; ".join(
        f"confidence {one.confidence:.2f}, right {one.accuracy:.2f}, {one.count} cases" for one in summary.calibration) + "."
        for name, summary in summaries.items())
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIZE} {_SIZE}" role="img" aria-labelledby="title description" '
             'font-family="sans-serif" font-size="12">',
             '<title id="title">Reliability: confidence of the first row against the share that is right</title>',
             f'<desc id="description">{escape(description)}</desc>', f'<rect width="{_SIZE}" height="{_SIZE}" fill="#ffffff"/>', *_axes()]
    for number, ((name, summary), (colour, shape)) in enumerate(zip(summaries.items(), _MARKS, strict=False)):
        bins = summary.calibration
        line = " ".join(f"{_x(one.confidence):.1f},{_y(one.accuracy):.1f}" for one in bins)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for one in bins:
            parts.append(f'<line x1="{_x(one.confidence):.1f}" y1="{_y(one.band[0]):.1f}" x2="{_x(one.confidence):.1f}" y2="{_y(one.band[1]):.1f}" '
                         f'stroke="{colour}" stroke-opacity="0.35" stroke-width="4"/>')
            parts.append(_mark(_x(one.confidence), _y(one.accuracy), colour, shape))
        height = _TOP + 18 + 20 * number
        parts += [_mark(_LEFT + 16, height - 4, colour, shape), f'<text x="{_LEFT + 28}" y="{height}">{escape(name)}, {summary.cases} cases</text>']
    return "\n".join([*parts, "</svg>", ""])


def _axes() -> list[str]:
    lines = [f'<rect x="{_LEFT}" y="{_TOP}" width="{_PLOT}" height="{_PLOT}" fill="none" stroke="#888888"/>',
             f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#888888" stroke-dasharray="4 4"/>']
    for tick in (0, 0.25, 0.5, 0.75, 1):
        lines.append(f'<text x="{_x(tick)}" y="{_TOP + _PLOT + 18}" text-anchor="middle">{tick:g}</text>')
        lines.append(f'<text x="{_LEFT - 8}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    lines.append(f'<text x="{_x(0.5)}" y="{_TOP + _PLOT + 40}" text-anchor="middle">Mean confidence of the first row</text>')
    lines.append(f'<text transform="translate(18 {_y(0.5)}) rotate(-90)" text-anchor="middle">Share right</text>')
    return lines


def _mark(x: float, y: float, colour: str, shape: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'


def _x(share: float) -> float:
    return _LEFT + share * _PLOT


def _y(share: float) -> float:
    return _TOP + (1 - share) * _PLOT
