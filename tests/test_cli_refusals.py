"""The command line given what is wrong: one message, the right exit code, and nothing half printed."""
# ruff: noqa: E501 (messages are compared whole)

import json

import pytest

from tests.command_line import EXAMPLES, penia

SETTINGS = "primary-care, hospital, referral, primary-care-tropics, hospital-tropics, referral-tropics, unspecified, published"
BAD_FILES = {
    "an empty file": (b"", "0:0: the file is empty; write at least one key, or remove the file"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "1:1: the byte 0x89 is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8"),
    "no YAML": (b"case: a: b", "1:8: a colon and a blank stand inside a value; put the value in quotes"),
    "an impossible age": (b"case: {age: 150}", "1:13: 'age' is 150; allowed: a number from 0 to 130; correct it or leave it out"),
    "a number": (b"5", "1:1: found the number 5; a case is a mapping with the keys format, id, title, source, case, confirming, diagnosis; write those"),
    "an id twice": (b"- {id: a, case: {}}\n- {id: a, case: {}}", "2:8: id 'a' stands twice; ids are unique within a file; rename one"),
    "a later error": (b"- {id: a, case: {age: 5}}\n- {id: b, case: {sex: x}}", "2:23: 'sex' is 'x'; allowed: female, male; choose one or leave it out"),
    "many megabytes": (b"#" * 5_000_001, "0:0: the file has 5,000,001 bytes; allowed: 5,000,000; split it into smaller files"),
}


@pytest.fixture
def ranked(tmp_path):
    """Rank a file of this content; returns the exit code, what is printed, and the messages, in which the file is case.yaml."""
    def run(content: bytes | str) -> tuple[int, str, str]:
        path = tmp_path / "case.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = penia("rank", str(path), "--json")
        return done.returncode, done.stdout, done.stderr.replace(str(path), "case.yaml")
    return run


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_in_one_line_with_1_and_nothing_is_printed(name, ranked):
    content, message = BAD_FILES[name]

    assert ranked(content) == (1, "", f"case.yaml:{message}\n")


def test_a_wrong_setting_in_a_later_case_leaves_nothing_half_printed(ranked):
    assert ranked("- {id: a, case: {present: [fever]}}\n- {id: b, case: {setting: moon}}\n") == (
        1, "", f"case.yaml:2:27: setting 'moon' is not known; allowed: {SETTINGS}; choose one\n")


def test_a_case_whose_values_cannot_be_read_at_all_is_refused_before_anything_is_printed(ranked):
    code, printed, told = ranked("{id: b, case: {labs: {copper: pending}}}\n")

    assert (code, printed) == (1, "")
    assert told.startswith('case.yaml:1:31: Copper: found "pending", in which no value was recognised; write a number')


@pytest.mark.parametrize("value", ["copper: pending", "hemoglobin: 500 g/dL"])
def test_among_several_cases_a_value_that_cannot_be_is_left_out_and_told_and_every_case_is_ranked(value, ranked):
    code, printed, told = ranked(f"- {{id: a, case: {{present: [fever]}}}}\n- {{id: b, case: {{present: [fever], labs: {{{value}}}}}}}\n")

    assert (code, len(printed.splitlines())) == (0, 2)
    assert f"case.yaml: b: line 2, column {45 + value.index(':')}, left out: " in told


@pytest.mark.parametrize(("labs", "unread"), [
    pytest.param("{WBC: 2.1 x10^9/L, copper: pending}", ["copper: pending"], id="no value"),
    pytest.param("{WBC: 2.1 x10^9/L, platelets: 50 x10^3/mL, potassium: 4.3 mg/dL}", ["platelets: 50 x10^3/mL", "potassium: 4.3 mg/dL"],
                 id="misprinted units of plausible numbers"),
])
def test_values_that_cannot_be_read_beside_others_are_told_in_the_object(labs, unread, ranked):
    code, printed, _ = ranked(f"{{labs: {labs}}}")

    assert code == 0
    assert [one["text"] for one in json.loads(printed)["unrecognized"]] == unread


@pytest.mark.parametrize(("value", "message"), [
    ("hemoglobin: 500 g/dL", 'Hemoglobin: found "500 g/dL", 500 g/dL, outside the plausible range 0.5-25 g/dL; check the number and the unit'),
    ("platelets: 50 bananas", 'Platelets: found "50 bananas" with the unit "bananas"; allowed units are 10^9/L, /uL, lakh cells/uL; correct the unit'),
    ("MCV: 5000", 'Mean cell volume: found "5000" without a unit, outside the plausible range 35-190 fL in fL; check the number and write its unit'),
])
def test_a_value_that_no_unit_makes_plausible_is_refused_at_its_place_beside_values_that_are_read(value, message, ranked):
    assert ranked(f"case:\n  labs:\n    WBC: 2.1 x10^9/L\n    {value}\n") == (1, "", f"case.yaml:4:{7 + value.index(':')}: {message}\n")


@pytest.mark.parametrize("command", [("rank",), ("next",), ("report",), ("explain", "copper deficiency"), ("compare", "ITP", "copper deficiency")],
                         ids=lambda value: value[0])
def test_problems_of_keys_and_of_values_are_told_together(command, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("- {agee: 5, present: [fever]}\n- {id: b, case: {labs: {WBC: 2 K/uL}}, confirming: {labs: {MCV: 5000}}}\n- case: {setting: moon}\n",
                    encoding="utf-8")
    ended = penia(command[0], str(path), *command[1:], "--stage", "confirmed")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert [line.removeprefix(f"{path}:").split(": ")[0] for line in ended.stderr.splitlines()] == ["1:4", "2:65", "3:19"]


@pytest.mark.parametrize(("arguments", "message"), [
    (("rank", "none.yaml"), "none.yaml:0:0: the file cannot be read (No such file or directory); give the path of a case file"),
    (("rank", "tests"), "tests:0:0: the file cannot be read (Is a directory); give the path of a case file"),
    (("evaluate", EXAMPLES), f"{EXAMPLES}:0:0: no case has a diagnosis at the stage 'presentation'; nothing to score; add 'diagnosis', or 'confirming' for the confirmed stage"),
    (("check", "none"), "none:0:0: there is no such folder; give a folder of rules"),
], ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_wrong_input_is_told_in_one_line_with_1(arguments, message):
    ended = penia(*arguments)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{message}\n")


@pytest.mark.parametrize(("arguments", "message"), [
    (("rank", EXAMPLES, "--setting", "moon"), f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one"),
    (("explain", EXAMPLES, "coper"), "cause 'coper' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; did you mean 'Wilson disease' or 'Copper deficiency'?"),
    (("explain", EXAMPLES, "gremlins"), "cause 'gremlins' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; choose one"),
    (("compare", EXAMPLES, "coper deficiency", "ITP"), "cause 'coper deficiency' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; did you mean 'Copper deficiency'?"),
    (("compare", EXAMPLES, "ITP", "immune thrombocytopenia"), "cause 'immune-thrombocytopenia' stands twice; allowed: different causes; name another"),
    (("evaluate", EXAMPLES, "--setting", "moon"), f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one"),
    (("rank", "none.yaml", "--setting", "moon"), f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one"),
    (("rank", EXAMPLES, "--setting", ""), f"--setting: setting '' is not known; allowed: {SETTINGS}; choose one"),
    (("batch", "none.csv", "out.csv", "--setting", "moon"), f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one"),
    (("template", "cases.doc"), "cases.doc: the ending '.doc' is not known; allowed: .csv; name the template so"),
    (("report", EXAMPLES, "--html", EXAMPLES), f"{EXAMPLES}: this is the file that is read; allowed: another file; give a new name"),
], ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_what_is_asked_for_and_cannot_be_whatever_the_file_says_is_told_in_one_line_with_2(arguments, message):
    ended = penia(*arguments)

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"{message}\n")


@pytest.mark.parametrize("command", ["rank", "next", "report", "explain", "compare", "evaluate"])
def test_every_command_refuses_a_setting_that_nobody_knows_in_the_same_way(command):
    causes = {"explain": ["ITP"], "compare": ["ITP", "copper deficiency"]}.get(command, [])
    ended = penia(command, EXAMPLES, *causes, "--setting", "moon")

    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one\n")


@pytest.mark.parametrize(("arguments", "message"), [
    ((), "Usage: python -m engine"),
    (("frobnicate",), "No such command 'frobnicate'."),
    (("rank",), "Missing argument 'FILE'."),
    (("rank", EXAMPLES, "--frobnicate"), "No such option '--frobnicate'"),
    (("rank", EXAMPLES, "--stage", "late"), "'late' is not one of 'presentation', 'confirmed'"),
    (("rank", EXAMPLES, "--top", "0"), "Invalid value for '--top'"),
    (("explain", EXAMPLES), "Missing argument 'CAUSE'."),
    (("compare", EXAMPLES, "ITP"), "found 1; allowed: two to four causes"),
], ids=lambda value: (" ".join(value) or "nothing") if isinstance(value, tuple) else "")
def test_wrong_usage_ends_with_2(arguments, message):
    ended = penia(*arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr
