"""The sections of docs/evaluation.md, in Markdown."""

import math

from engine.evaluation import Judgement, Summary
from engine.evaluation.audit import Audit
from engine.evaluation.coverage import Coverage
from engine.evaluation.weight import SourcedWeight

from .cohorts import FACTOR, LEAST_POOLED, LEAST_SHARE, Compared, one_by_another, pooled, within

OUTSIDE = "**outside**"
UNWRITTEN = "no reason written yet (tests/cases/misses.yaml)"


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """Return a Markdown table; a bar inside a cell is escaped."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def score_section(stage: str, own: Summary, others: dict[str, Summary], judgements: list[Judgement], reasons: dict[str, str],
                  later: dict[str, Judgement] | None = None) -> str:
    """Return scores, baselines, calibration and misses of one stage; `later` holds the same cases at a later stage, by id."""
    low, high = own.gap_interval
    words = sum(own.words.values())
    return "\n".join([
        f"## {stage.capitalize()}: {own.cases} cases\n",
        table(("ranker", "top-1", "top-3", "top-5", "main label top-1 / 3 / 5", "MRR", "log score", "Brier", "confidence minus accuracy (95 %)"),
              [_scores(f"**{name}**" if summary is own else name, summary) for name, summary in {"Penia": own, **others}.items()]),
        "Log score is the mean of -ln P(right row), Brier the squared error over rows; lower is better. The interval is a bootstrap over cases.\n",
        f"Mean confidence {own.confidence:.3f}; minus accuracy {own.gap:+.3f} ({low:+.3f} to {high:+.3f}). Words: "
        + ", ".join(f"{name.replace('_', ' ')} {count} ({count / max(words, 1):.0%})" for name, count in own.words.items())
        + f". Labels that name no cause: {', '.join(own.unresolved) or 'none'}.\n",
        "Calibration, bins of equal count:\n",
        table(("cases", "mean confidence", "share right", "band of a perfect model"),
              [(one.count, f"{one.confidence:.2f}", f"{one.accuracy:.2f}", f"{one.band[0]:.2f} to {one.band[1]:.2f}") for one in own.calibration]),
        "Not first:\n",
        misses_table([one for one in judgements if one.place != 1], reasons, later)])


def later_section(found: dict[str, Summary]) -> str:
    """Return the scores on the later cases, a row for each stage."""
    return "\n".join([
        "## Later cases\n",
        "Published cases that were written down before the rules were looked at, and by which the rules were mended since: "
        "[docs/decisions/0016-later-cases.md](decisions/0016-later-cases.md) has the first figures, which are the honest ones.\n",
        table(("stage", "top-1", "top-3", "top-5", "main label top-1 / 3 / 5", "MRR", "log score", "Brier", "confidence minus accuracy (95 %)"),
              [_scores(f"{stage}, {one.cases} cases", one) for stage, one in found.items()])])


def misses_table(missed: list[Judgement], reasons: dict[str, str], later: dict[str, Judgement] | None) -> str:
    """Return every miss with its place, the leader, where a later stage puts it ("not told": it has none), and the reason kept by hand."""
    head = ("case", "diagnosis", "place", "first instead", *(["confirmed"] if later is not None else []), "reason")
    return table(head, [(one.id, one.label, one.place or "absent", f"{one.first} ({one.confidence:.0%})",
                         *([later[one.id].place if one.id in later else "not told"] if later is not None else []), reasons.get(one.id, UNWRITTEN))
                        for one in missed])


def _scores(name: str, one: Summary) -> tuple[object, ...]:
    exact = " / ".join(f"{one.exact_top[limit]:.3f}" for limit in (1, 3, 5))
    return (name, *(f"{one.top[limit]:.3f}" for limit in (1, 3, 5)), exact, f"{one.mrr:.3f}", f"{one.log_score:.3f}", f"{one.brier:.3f}",
            f"{one.gap:+.3f} ({one.gap_interval[0]:+.3f} to {one.gap_interval[1]:+.3f})")


def audit_section(state: Audit, weight: SourcedWeight, later: SourcedWeight, covered: Coverage) -> str:
    """Return what the numbers rest on; `weight` is of the published cases, `later` of the later ones."""
    ordered = sorted(state.shares, key=lambda one: (one.sourced_findings + one.sourced_profiles) / max(one.findings + one.profiles, 1))
    return "\n".join([
        "## What the numbers rest on\n",
        f"- Frequencies of findings with a source: {_share([(one.sourced_findings, one.findings) for one in state.shares])}; "
        f"profiles (laboratory, depth, pattern): {_share([(one.sourced_profiles, one.profiles) for one in state.shares])}.",
        f"- Absolute weight behind the first three candidates of the published cases that comes from a sourced number: **{weight.share:.1%}** "
        "(the mark is 60 %). By kind of reason, sourced part and part of the whole: " + _kinds(weight) + ". " + _in_words(weight),
        f"- The same of the later cases: **{later.share:.1%}**. By kind of reason: {_kinds(later)}. {_in_words(later)}",
        coverage_line(covered),
        f"- Causes without any source ({len(state.uncited)}): {', '.join(state.uncited) or 'none'}.",
        f"- Leaves that nothing but their own name raises ({len(state.unreachable)}): {', '.join(state.unreachable) or 'none'}.",
        f"- Pairs of leaves that hardly differ ({len(state.alike)}): "
        + ("; ".join(f"{first} and {second} ({odds:.1f})" for first, second, odds in sorted(state.alike, key=lambda one: one[2])) or "none")
        + " (expected natural log odds between them once everything is assessed).",
        f"- Numbers of one cause that contradict each other ({len(state.contradictions)}): a form more frequent than what it is a form of, "
        "or opposites above 1 together, beyond the range of figures and the background of bands. Kept for a reason, or to mend.\n",
        table(("cause", "finding", "share", "against", "share", "why"),
              [(one.cause, one.first, f"{one.first_share:.2f}", one.second, f"{one.second_share:.2f}", one.why) for one in state.contradictions]),
        "<details><summary>Sourced numbers by cause</summary>\n",
        table(("cause", "findings with a source", "profiles with a source"),
              [(one.cause, f"{one.sourced_findings} of {one.findings}", f"{one.sourced_profiles} of {one.profiles}") for one in ordered]),
        "</details>\n"])


def coverage_line(covered: Coverage) -> str:
    """Return how much of what published lists call a cause is known, and what is not."""
    return (f"- Distinct causes named by published lists (`tests/data/coverage.csv`) that are known: **{covered.share:.1%}** "
            f"of {covered.total} (the mark is 95 %): {len(covered.causes)} by the name of a cause, {len(covered.drugs)} by that of a drug, "
            f"{len(covered.stood_for)} counted under a cause and {len(covered.excluded)} excluded with a reason (`rules/coverage.yaml`). "
            f"Not known: {', '.join(covered.unresolved) or 'none'}.")


def _kinds(weight: SourcedWeight) -> str:
    ordered = sorted(weight.by_kind.items(), key=lambda item: -item[1][1])
    return ", ".join(f"{kind} {sourced / total:.0%}, {total / weight.total:.0%}" for kind, (sourced, total) in ordered if total)


def _in_words(weight: SourcedWeight) -> str:
    return f"Of the whole, {weight.in_words / max(weight.total, 1e-9):.1%} has a source that tells of a finding in words, without a figure."


def _share(pairs: list[tuple[int, int]]) -> str:
    part, whole = (sum(pair[number] for pair in pairs) for number in (0, 1))
    return f"{part} of {whole} ({part / max(whole, 1):.1%})"


def cohort_section(compared: list[Compared]) -> str:
    """Return published shares beside those shown when only the picture is entered."""
    judged = [one for one in compared if one.judged]
    settings = sorted({(one.setting, one.picture.partition(",")[0]) for one in judged})
    alike, pairs = one_by_another(compared)
    classes = pooled(compared)
    return "\n".join([
        "## Published series\n",
        f"Only the picture is entered, in the series' setting. {len({one.series for one in judged})} series are judged, each by the priors made "
        f"without it and without others of its hospital ([decision 11](decisions/0011-published-series.md)): shares above {LEAST_SHARE:.0%}; "
        f"reproduced is between half and {FACTOR:g} times. Reproduced **{_met(judged)}** ({_part(judged):.0%}), {_met(judged, by_bands=True)} "
        "with the priors of the cause files alone; typical factor between shown and published (geometric mean) "
        f"{_factor(judged):.2f} against {_factor(judged, by_bands=True):.2f}. Places differ: where two series counted the same class, one lies "
        f"within twice of the other in {alike / max(pairs, 1):.0%} of {pairs:,} pairs.\n",
        table(("setting, picture", "series", "judged shares reproduced", "without any series"),
              [(", ".join(key), len({one.series for one in some}), _met(some), _met(some, by_bands=True)) for key in settings
               if (some := [one for one in judged if (one.setting, one.picture.partition(",")[0]) == key])]),
        f"Classes that at least {LEAST_POOLED} of these series counted, geometric means: **{sum(one.met for one in classes)} of {len(classes)}** "
        "within half and twice.\n",
        table(("setting, picture", "causes", "series", "published", "lowest to highest", "shown", "judgement"),
              [(f"{one.setting}, {one.picture}", _causes(one.causes), one.series, f"{one.published:.3f}", f"{one.lowest:.3f} to {one.highest:.3f}",
                f"{one.shown:.3f}", "reproduced" if one.met else OUTSIDE) for one in classes]),
        "Every share:\n",
        table(("series", "setting, picture", "causes", "published", "shown", "ratio", "without any series", "judgement", "why"),
              [(one.series, f"{one.setting}, {one.picture}", _causes(one.causes), f"{one.published:.3f}", f"{one.shown:.3f}",
                f"{one.ratio:.2f}", f"{one.by_bands:.3f}", _verdict(one), one.note if _verdict(one) == OUTSIDE else "") for one in compared])])


def _verdict(one: Compared) -> str:
    if not one.judged:
        return ""
    return "reproduced" if one.met else OUTSIDE


def _factor(some: list[Compared], *, by_bands: bool = False) -> float:
    ratios = [one.by_bands / one.published if by_bands else one.ratio for one in some]
    return math.exp(sum(abs(math.log(ratio)) for ratio in ratios) / max(len(ratios), 1))


def _met(some: list[Compared], *, by_bands: bool = False) -> str:
    met = sum(within(one.by_bands / one.published) if by_bands else one.met for one in some)
    return f"{met} of {len(some)}"


def _part(some: list[Compared]) -> float:
    return sum(one.met for one in some) / max(len(some), 1)


def _causes(causes: tuple[str, ...]) -> str:
    return ", ".join(causes[:3]) + (f" and {len(causes) - 3} more" if len(causes) > 3 else "")
