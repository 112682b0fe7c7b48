"""Diseases that look alike: together while only the shared picture is known, apart by what separates them."""

from pathlib import Path

import pytest
import yaml

from engine import Case, CaseError, Knowledge, gather, parse_cases, rank
from engine.case.model import merged
from engine.errors import Problem
from engine.knowledge.document import Document
from engine.knowledge.yaml12 import read_yaml
from engine.reasoning import Row, rows
from engine.reasoning.observations import observe

FILE = Path(__file__).parent / "cases" / "look-alikes.yaml"
DOCUMENT: Document = read_yaml(FILE.read_bytes(), file=f"tests/cases/{FILE.name}", error=CaseError)
PICTURES = DOCUMENT.value
APART = [(number, place) for number, picture in enumerate(PICTURES) for place in range(len(picture["apart"]))]
SETTING = "hospital"
LEADING_ROWS = 10
ACCEPTED_ROWS = 3
AT_MOST = 0.9
SETS = set(range(1, 13))


def case_of(written: dict) -> Case:
    [file] = parse_cases(yaml.safe_dump({"case": written}), name=FILE.name)
    return file.case


def shared(number: int) -> Case:
    return case_of(PICTURES[number]["case"])


def separated(number: int, place: int) -> Case:
    return merged(shared(number), case_of(PICTURES[number]["apart"][place]["adds"]))


def ranked(case: Case, knowledge: Knowledge, *, top: int) -> tuple[Row, ...]:
    return rows(rank(gather(case, knowledge, setting=case.setting or SETTING), knowledge), knowledge, top=top)


def told(listed: tuple[Row, ...]) -> str:
    return ", ".join(f"{row.id} {row.probability:.2f}" for row in listed)


def causes_in(row: Row, knowledge: Knowledge) -> set[str]:
    """Return what a row stands for: its name, its family, and what holds a good part of it."""
    needed = knowledge.model["leaf_counts_share"] * row.probability
    return {row.id, row.family}.union(*(leaf.id.split("+") for leaf in row.leaves if leaf.probability >= needed))


def named_by(row: Row) -> set[str]:
    """Return what a row would be called: its name and its most probable leaf, both causes where one brings on the other."""
    return {row.id, *row.leaves[0].id.split("+")}


def fail_once(problems: list[Problem]) -> None:
    """List every problem with its place in the file, then fail."""
    if problems:
        pytest.fail("\n".join(str(problem) for problem in problems), pytrace=False)


def test_all_twelve_sets_are_there():
    assert {picture["set"] for picture in PICTURES} == SETS


def test_every_cause_is_known(knowledge):
    named = [((number, key), cause) for number, picture in enumerate(PICTURES) for key in ("together", "behind")
             for cause in picture.get(key, ())]
    named += [((number, "apart", place, "first"), cause) for number, place in APART
              for cause in PICTURES[number]["apart"][place]["first"]]

    fail_once([DOCUMENT.problem(path, f"cause '{cause}' is not known") for path, cause in named if cause not in knowledge.causes])


def test_every_separated_member_belongs_to_its_set():
    members = {number: {cause for picture in PICTURES if picture["set"] == number for key in ("together", "behind")
                        for cause in picture.get(key, ())} for number in SETS}

    fail_once([DOCUMENT.problem((number, "apart", place, "first"), "none of these stands under 'together' or 'behind' in its set")
               for number, place in APART
               if not members[PICTURES[number]["set"]].intersection(PICTURES[number]["apart"][place]["first"])])


def test_every_word_is_understood(knowledge):
    cases = [((number, "case"), shared(number)) for number in range(len(PICTURES))]
    cases += [((number, "apart", place, "adds"), separated(number, place)) for number, place in APART]

    fail_once([DOCUMENT.problem(path, f"'{reading.text}' under {reading.where} is read as: {reading.status}")
               for path, case in cases for reading in observe(case, knowledge).readings if reading.status != "used"])


def test_the_shared_picture_keeps_the_set_together(knowledge):
    problems = []
    for number, picture in enumerate(PICTURES):
        listed = ranked(shared(number), knowledge, top=LEADING_ROWS)
        seen = set().union(*(causes_in(row, knowledge) for row in listed))
        families = {row.family for row in listed}
        missing = [cause for cause in picture["together"]
                   if cause not in seen and knowledge.leaves[knowledge.columns[cause]].family not in families]
        if missing:
            problems.append(DOCUMENT.problem((number, "together"), f"not among {LEADING_ROWS} rows: {', '.join(missing)}; found {told(listed)}"))
        if listed[0].probability > AT_MOST:
            problems.append(DOCUMENT.problem((number, "picture"), f"too sure of one: allowed {AT_MOST}; found {told(listed[:3])}"))

    fail_once(problems)


def test_what_separates_them_puts_the_right_one_first(knowledge):
    problems = []
    for number, place in APART:
        entry = PICTURES[number]["apart"][place]
        listed = ranked(separated(number, place), knowledge, top=LEADING_ROWS)
        counted = listed[:ACCEPTED_ROWS] if "accepted" in entry else listed[:1]
        if not set().union(*(named_by(row) for row in counted)).intersection(entry["first"]):
            problems.append(DOCUMENT.problem((number, "apart", place), f"{entry['said']}: not first; found {told(listed[:5])}"))

    fail_once(problems)


def test_what_separates_them_raises_the_right_one(knowledge):
    problems = []
    for number, place in APART:
        entry = PICTURES[number]["apart"][place]
        columns = [column for column, leaf in enumerate(knowledge.leaves[:knowledge.other])
                   if set(entry["first"]).intersection(leaf.causes)]
        before, after = (float(rank(gather(case, knowledge, setting=case.setting or SETTING), knowledge).probability[columns].sum())
                         for case in (shared(number), separated(number, place)))
        if after <= before:
            problems.append(DOCUMENT.problem((number, "apart", place), f"{entry['said']}: {before:.3f} before, {after:.3f} after"))

    fail_once(problems)
