"""Time: what serial counts, drug times and the onset say together. It is told and offered; nothing of it is taken by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..case.model import Case
from ..case.series import Course, Point, Series, read_series
from ..case.wholes import name_of, shown
from ..knowledge.anchors import WHITE_CELLS
from ..knowledge.knowledge import Knowledge
from .cycle import Cycle, CycleRules, Search, find_cycle
from .onset import days_since_onset
from .seen import Observations

_BARE = re.compile(r"[+-]?\d+(?:\.\d+)?")
ACUTE, CHRONIC, OPEN, RECURRENT, PASSED, NEVER = "acute", "chronic", "acute or chronic", "recurrent", "passed", "never low"


class Tempo(NamedTuple):
    """How long a count has been low. `word` is one of the constants above; `days` the least and most, None where open."""

    word: str
    sentence: str
    days: tuple[float, float | None] | None = None


class Told(NamedTuple):
    """The course of one analyte: its counts, how long it has been low, the lowest, and the search for a cycle."""

    course: Course
    name: str
    unit: str
    tempo: Tempo
    lowest: str
    cycle: Search | None


class DrugPeriod(NamedTuple):
    """When a drug was taken, in days from the presentation; `start` None when it is not known, `end` 0 when it is still taken."""

    name: str
    start: float | None
    end: float


class Offer(NamedTuple):
    """What a person may add after reading why: a finding under `present`, or an onset."""

    where: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class TimeCourse:
    """Everything told of time. `tempo` is that of the case: of the counts where they say it, else of the onset; None where nothing is told."""

    series: Series
    told: tuple[Told, ...]
    tempo: Tempo | None
    drugs: tuple[DrugPeriod, ...]
    offers: tuple[Offer, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything in words: the case, then each count."""
        each = [text for one in self.told for text in (one.tempo.sentence, one.lowest, cycle_sentence(one)) if text]
        return tuple(dict.fromkeys([*([self.tempo.sentence] if self.tempo else []), *each]))


def time_course(case: Case, seen: Observations, knowledge: Knowledge) -> TimeCourse:
    """Tell the time course of a case.

    Args:
        case: the case as typed; its `series` are read here, `onset` and drugs as `seen` understood them.
        seen: the result of `observe`. knowledge: the compiled rules.
    """
    series = read_series(case, knowledge)
    drugs = _drug_periods(seen)
    counted = [WHITE_CELLS, *(lineage["analyte"] for lineage in knowledge.model["lineages"].values())]
    order = [name for name in counted if name in series.courses] + [name for name in series.courses if name not in counted]
    told = tuple(_told(series.courses[name], name in counted, drugs, knowledge) for name in order)
    chronic_days = knowledge.model["time"]["chronic_days"]
    low = [one for one in told if one.course.analyte in counted and one.tempo.word not in (NEVER, PASSED)]
    tempo = next((one.tempo for word in (ACUTE, CHRONIC, RECURRENT, OPEN) for one in low if one.tempo.word == word), None)
    onset = _onset_tempo(case, seen, knowledge, chronic_days)
    return TimeCourse(series, told, tempo if tempo and tempo.word != OPEN else onset or tempo, drugs, _offers(told, tempo, case, seen, knowledge))


def _told(course: Course, counted: bool, drugs: Sequence[DrugPeriod], knowledge: Knowledge) -> Told:
    analyte = knowledge.analytes[course.analyte]
    name, unit = name_of(analyte), knowledge.units.shown(analyte.unit)
    tempo = _tempo(course.points, name, knowledge.model["time"]["chronic_days"]) if counted else Tempo(NEVER, "")
    return Told(course, name, unit, tempo, _nadir(course, name, drugs) if len(course.points) > 1 else "", _cycle(course, knowledge))


def _tempo(points: Sequence[Point], name: str, chronic_days: float) -> Tempo:
    """Say how long a count has been low, from its counts alone."""
    low = [point.level == "low" for point in points]
    falls = [place for place, is_low in enumerate(low) if is_low and (place == 0 or not low[place - 1])]
    if not falls:
        return Tempo(NEVER, f"{_first_up(name)}: never low in {len(points)} counts." if len(points) > 1 else "")
    first, last = points[falls[-1]], points[-1]
    if not low[-1]:
        return Tempo(PASSED, f"{_first_up(name)}: low before, not low now: {shown(last.value)} on {_on(last)}.")
    if len(falls) > 1:
        return Tempo(RECURRENT, f"{_first_up(name)}: fell {len(falls)} times in {_days(last.day - points[0].day)}: recurrent.")
    least, before = last.day - first.day, points[falls[-1] - 1] if falls[-1] else None
    most = None if before is None else last.day - before.day
    since = f"low for at least {_days(least)}" if least else "low"
    normal = f"; not low ({shown(before.value)}) {_days(last.day - before.day)} before" if before else "; no earlier count is known that was not low"
    word = CHRONIC if least > chronic_days else ACUTE if most is not None and most <= chronic_days else OPEN
    return Tempo(word, f"{_first_up(name)}: {since}{normal}: {_means(word, chronic_days)}.", (least, most))


def _means(word: str, chronic_days: float) -> str:
    return {ACUTE: f"acute, within {_days(chronic_days)}", CHRONIC: f"chronic, longer than {_days(chronic_days)}",
            OPEN: f"acute or chronic cannot be told; the limit is {_days(chronic_days)}"}[word]


def _onset_tempo(case: Case, seen: Observations, knowledge: Knowledge, chronic_days: float) -> Tempo | None:
    """Say acute or chronic from the onset as it was entered."""
    days = days_since_onset(case, seen, knowledge)
    if days is None:
        return None
    least, most = days
    word = ACUTE if most is not None and most <= chronic_days else CHRONIC if least > chronic_days else OPEN
    return Tempo(word, f"Began over '{case.onset}': {_means(word, chronic_days)}.", (least, most))


def _nadir(course: Course, name: str, drugs: Sequence[DrugPeriod]) -> str:
    """Say the lowest count, and how long after the start of each drug it was."""
    lowest = course.lowest
    after = [f"{_days(lowest.day - drug.start)} after {drug.name} was started" for drug in drugs
             if drug.start is not None and drug.start <= lowest.day <= drug.end]
    return f"Lowest {name}: {shown(lowest.value)} on {_on(lowest)}" + (f", {' and '.join(after)}" if after else "") + "."


def _cycle(course: Course, knowledge: Knowledge) -> Search | None:
    """Look for a cycle of an analyte of which one is offered."""
    rules = knowledge.model["cycle"]
    if course.analyte not in rules["offers"]:
        return None
    return find_cycle([point.day for point in course.points], [point.value for point in course.points],
                      CycleRules(**{field: rules[field] for field in CycleRules._fields}))


def cycle_sentence(one: Told) -> str:
    """Say what the search for a cycle found, or why nothing is claimed; "" where none was looked for."""
    if one.cycle is None:
        return ""
    if one.cycle.cycle is None:
        return f"No cycle of {one.name} is claimed: {one.cycle.why_not}."
    return f"{_first_up(one.name)}: a regular cycle of about {described(one.cycle.cycle)}."


def described(cycle: Cycle) -> str:
    """Return the period with its range and on what it rests."""
    low, high = cycle.range_days
    return (f"{cycle.period_days:.0f} days (range {low:.1f} to {high:.1f}; {cycle.counts} counts over {cycle.span_days:.0f} days, "
            f"{cycle.power:.0%} of the variation explained, chance {cycle.p_value:.2g})")


def _drug_periods(seen: Observations) -> tuple[DrugPeriod, ...]:
    """Return when each listed drug was taken; what was started after the fall has no start that counts from the presentation."""
    return tuple(DrugPeriod(use.name, None if use.timing.started_days is None else -use.timing.started_days,
                            0.0 if use.timing.stopped_days is None else -use.timing.stopped_days) for use in seen.drugs or ())


def _offers(told: Sequence[Told], tempo: Tempo | None, case: Case, seen: Observations, knowledge: Knowledge) -> tuple[Offer, ...]:
    """Return what may be added: the finding of a cycle, and the onset where both ends of it fall into one class."""
    offers = []
    for one in told:
        finding = knowledge.model["cycle"]["offers"].get(one.course.analyte)
        if one.cycle and one.cycle.cycle and seen.states.get(finding) != "present":
            offers.append(Offer("present", knowledge.findings[finding].label, cycle_sentence(one)))
    if not case.onset and tempo and tempo.days and tempo.days[1] is not None:
        longest = knowledge.model["onset_days"]
        classes = {next((name for name, most in longest.items() if days <= most), "years") for days in tempo.days}
        offers += [Offer("onset", name, tempo.sentence) for name in classes if len(classes) == 1]
    return tuple(offers)


def _days(days: float) -> str:
    whole = round(days)
    return f"{whole} day{'' if whole == 1 else 's'}"


def _on(point: Point) -> str:
    return f"day {point.when}" if _BARE.fullmatch(point.when.strip()) else point.when


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
