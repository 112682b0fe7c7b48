"""`python -m engine read`: a text to a case file on standard output, what it was read as on standard error, no traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine import NOTICE, parse_cases

ROOT = Path(__file__).parents[1]
TEXT = "Name: Anna Muster\nA 52-year-old woman denies fever.\nWBC 2.1 (4.0-11.0) L\nPlt: 99999999\n"


def read(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "engine", "read", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_text_becomes_a_case_file_that_can_be_read_again(file):
    ended = read(str(file))
    case = parse_cases(ended.stdout, name="out")[0].case

    assert ended.returncode == 0
    assert (case.age, case.sex, case.absent, case.labs) == (52, "female", ("fever",), {"WBC": "2.1 L (4.0-11.0)"})


def test_what_was_read_dropped_and_not_read_stands_on_standard_error_with_its_place(file):
    told = read(str(file)).stderr

    assert told.splitlines()[0] == NOTICE
    assert "looks like a real person's: 1 name" in told
    assert f"{file}:2:28: absent: fever" in told
    assert f"{file}:4:1: not read: Plt 99999999: " in told
    assert "Muster" not in told


def test_json_tells_every_offer_with_its_place_and_state(file):
    record = json.loads(read(str(file), "--json").stdout)

    assert [(one["key"], one["text"], one["state"]) for one in record["found"]] == [
        ("age", "52", "present"), ("sex", "female", "present"), ("absent", "fever", "absent"), ("labs", "WBC", "present")]
    assert record["text"][record["found"][2]["start"]:record["found"][2]["end"]] == "fever"
    assert record["case"]["case"]["absent"] == ["fever"]
    assert "Muster" not in json.dumps(record)


def test_the_example_report_is_read_whole():
    case = parse_cases(read("cases/report.txt").stdout, name="out")[0].case

    assert len(case.labs) == 6
    assert "splenomegaly" in case.absent
    assert [one.name for one in case.medications] == ["multivitamin", "zinc tablets"]
    assert case.family_history == ("mother with pernicious anemia",)


def test_a_file_that_is_missing_empty_or_no_text_is_told_in_one_line(tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "empty.txt").write_text(" \n")
    for name, what in (("none.txt", "the file cannot be read"), ("picture.txt", "the file is no text in UTF-8"), ("empty.txt", "the file is empty")):
        name = tmp_path / name
        ended = read(str(name))

        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"{name}:0:0: {what}")
        assert ended.stderr.count("\n") == 1
