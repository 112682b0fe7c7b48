"""The evidence of all cases of a file, or every problem of the file at its place before anything of it is printed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..case.flaw import Flaw
from ..case.model import CaseFile
from ..case.reading import Reading
from ..errors import CaseError, UsageError
from ..knowledge import Knowledge
from ..reasoning import gather
from ..reasoning.evidence import Evidence, setting_named
from ..reasoning.observations import observe
from .opening import opened


def gathered_cases(file: Path, stage: str, setting: str | None, knowledge: Knowledge) -> tuple[list[CaseFile], list[Evidence]]:
    """Open a file and gather the evidence of its cases.

    A word or value that is not understood is told beside the ranking. The file is refused where a setting is not known; a file of one case
    also where no unit makes a value plausible, and where it has laboratory values of which not one can be read.

    Args:
        file: the case file. stage: presentation or confirmed. setting: instead of the cases' own. knowledge: the compiled rules.

    Raises:
        UsageError: the setting is not known.
        CaseError: one line for each problem of the keys and the values, with its place.
    """
    gathered: list[Evidence] = []
    known_setting(setting, knowledge)

    def check(one: CaseFile) -> Iterator[Flaw]:
        try:
            gathered.append(evidence := gather(one.at(stage), knowledge, setting=setting))
        except CaseError as error:
            yield Flaw((_part(one, stage, "setting"), "setting"), str(error))
            return
        values = [reading for reading in evidence.observations.readings if reading.where == "labs"]
        none_read = bool(values) and all(reading.status == "not_understood" for reading in values)
        yield from _of_values(one, stage, (reading for reading in values if reading.impossible or none_read))

    return opened(file, check), gathered


def possible_cases(file: Path, stages: Sequence[str], knowledge: Knowledge) -> list[CaseFile]:
    """Open a file whose cases are written again, without the values that no unit makes plausible at the stages that are written.

    Such a value is told. A file of one case is refused for it, as `gathered_cases` refuses it.

    Raises:
        CaseError: one line for each problem of the keys and the values, with its place.
    """
    impossible: list[set[tuple[str, str]]] = []

    def check(one: CaseFile) -> Iterator[Flaw]:
        read = ((stage, [reading for reading in observe(one.at(stage), knowledge).readings if reading.impossible and reading.where == "labs"])
                for stage in stages)
        flaws = list(dict.fromkeys(flaw for stage, values in read for flaw in _of_values(one, stage, values)))
        impossible.append({(flaw.path[0], flaw.path[2]) for flaw in flaws})
        yield from flaws

    return [_without(one, values) for one, values in zip(opened(file, check), impossible, strict=True)]


def _without(one: CaseFile, values: set[tuple[str, str]]) -> CaseFile:
    """Return a case file without some laboratory values, each told by its part and its name."""
    parts = {part: replace(case, labs={name: printed for name, printed in case.labs.items() if (part, name) not in values})
             for part, case in (("case", one.case), ("confirming", one.confirming)) if case is not None}
    return replace(one, case=parts["case"], confirming=parts.get("confirming"))


def _of_values(one: CaseFile, stage: str, readings: Iterable[Reading]) -> Iterator[Flaw]:
    """Say at its place what is wrong with each laboratory value."""
    names = {f"{name}: {printed}": name for name, printed in one.at(stage).labs.items()}
    for reading in readings:
        name = names[reading.text]
        yield Flaw((_part(one, stage, "labs", name), "labs", name), reading.note or f"'{reading.text}' is not understood", of_one_value=True)


def known_setting(setting: str | None, knowledge: Knowledge) -> None:
    """Raise UsageError where the setting that is asked for is not known; None asks for none."""
    try:
        if setting is not None:
            setting_named(setting, knowledge)
    except CaseError as error:
        raise UsageError(f"--setting: {error}") from None


def _part(one: CaseFile, stage: str, key: str, name: str | None = None) -> str:
    """Return the part of the file that a value comes from: at the second stage what confirms overrides the case."""
    later = getattr(one.confirming, key) if stage != "presentation" and one.confirming else None
    return "confirming" if later and (name is None or name in later) else "case"
