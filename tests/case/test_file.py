"""Case files: what is refused in which words, what is written and read again, and how the two stages are joined."""
# ruff: noqa: E501 (messages are compared whole)

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Case, CaseError, CaseFile, Diagnosis, Medication, parse_cases, read_cases, write_cases
from engine.case.model import ENTRY_KEYS, merged

EXAMPLES = Path(__file__).parents[2] / "cases" / "examples.yaml"
CASE_KEYS = ("age, sex, pregnant, gestation_weeks, ancestry, setting, region, onset, labs, present, absent, unsure, medications, diet, "
             "history, exposures, family_history, series")
TOP_KEYS = "format, id, title, source, case, confirming, diagnosis"


def message_of(content: str | bytes) -> str:
    with pytest.raises(CaseError) as refused:
        parse_cases(content, name="case.yaml")
    return str(refused.value)


@pytest.mark.parametrize(("written", "message"), [
    pytest.param("case: {agee: 5}", f"1:8: unknown key 'agee'; allowed: {CASE_KEYS}; did you mean 'age'?", id="a misspelt key"),
    pytest.param("case: {zebra: 5}", f"1:8: unknown key 'zebra'; allowed: {CASE_KEYS}; remove it", id="a key like no other"),
    pytest.param("id: x\ncase: {}\ncomment: y", f"3:1: unknown key 'comment'; allowed: {TOP_KEYS}; remove it", id="a key beside the case"),
    pytest.param("case: {gender: male}", f"1:8: unknown key 'gender'; allowed: {CASE_KEYS}; did you mean 'sex'?", id="a key as tables call it"),
    pytest.param("age: 5\npresnt: [fever]", f"2:1: unknown key 'presnt'; allowed: {CASE_KEYS}; did you mean 'present'?", id="a misspelt key of a bare case"),
    pytest.param("case: {}\nsource: {author: Smith}", "2:10: unknown key 'author'; allowed: citation, url, pmid, doi, note; remove it", id="a key of the source"),
    pytest.param("case: {medications: [{name: x, dose: 3}]}", "1:32: unknown key 'dose'; allowed: name, taken; remove it", id="a key of a medication"),
    pytest.param("case: {age: 5, age: 6}", "1:16: key 'age' stands twice, first in line 1; keep one of the two", id="a key that stands twice"),
])
def test_a_key_that_does_not_belong_is_refused_at_its_place(written, message):
    assert message_of(written) == f"case.yaml:{message}"


@pytest.mark.parametrize(("written", "message"), [
    pytest.param("case: {age: 150}", "1:13: 'age' is 150; allowed: a number from 0 to 130; correct it or leave it out", id="an age nobody has"),
    pytest.param("case: {age: -1}", "1:13: 'age' is -1; allowed: a number from 0 to 130; correct it or leave it out", id="an age below zero"),
    pytest.param("case: {age: old}", "1:13: 'age' is 'old'; allowed: a number from 0 to 130; correct it or leave it out", id="an age in words"),
    pytest.param("case: {age: true}", "1:13: 'age' is true; allowed: a number from 0 to 130; correct it or leave it out", id="a truth value for an age"),
    pytest.param("case: {age: [5]}", "1:13: 'age' is a list; allowed: a number from 0 to 130; correct it or leave it out", id="a list for an age"),
    pytest.param("case: {gestation_weeks: 60}", "1:25: 'gestation_weeks' is 60; allowed: a number from 0 to 45; correct it or leave it out", id="a pregnancy too long"),
    pytest.param("case: {sex: woman}", "1:13: 'sex' is 'woman'; allowed: female, male; choose one or leave it out", id="another word for the sex"),
    pytest.param("case: {pregnant: 1}", "1:18: 'pregnant' is 1; allowed: true, false; choose one or leave it out", id="a number for a truth value"),
    pytest.param("case: {onset: [days]}", "1:15: 'onset' holds a list; allowed: text; write it as text", id="a list for a text"),
    pytest.param("case: {present: fever}", "1:17: 'present' holds text; allowed: a list; write [fever]", id="a text for a list"),
    pytest.param("case: {present: {fever: high}}", "1:17: 'present' holds a mapping; allowed: a list of entries; write [one, another]", id="a mapping for a list"),
    pytest.param("case: {present: [fever: high]}", "1:18: an entry holds a mapping; allowed: text; put text with a colon in quotes", id="an entry with a colon"),
    pytest.param("case: {absent: [~]}", "1:17: an entry holds nothing; allowed: text; put text with a colon in quotes", id="an empty entry"),
    pytest.param("case: {labs: [WBC 2]}", "1:14: 'labs' holds a list; allowed: names with values, such as WBC: \"2.1 x10^9/L\"; write them so", id="a list of values"),
    pytest.param("case: {labs: {WBC: [2]}}", "1:20: the value of 'WBC' is a list; allowed: a value with its unit, in quotes; write it so", id="a list for a value"),
    pytest.param("case: {labs: {WBC: }}", "1:20: the value of 'WBC' is nothing; allowed: a value with its unit, in quotes; write it so", id="a name without a value"),
    pytest.param("case: {series: [1]}", "1:16: 'series' holds a list; allowed: dates with values; write {2024-01-31: {WBC: ...}}", id="a series without dates"),
    pytest.param("case: {series: {2024-01-31: 5}}", "1:29: '2024-01-31' holds the number 5; allowed: names with values, such as WBC: \"2.1 x10^9/L\"; write them so", id="a date without names"),
    pytest.param("case: {medications: methimazole}", "1:21: 'medications' holds the text 'methimazole'; allowed: a list of {name: ..., taken: ...}; an empty list means none", id="a text for the medications"),
    pytest.param("case: {medications: [{drug: x}]}", "1:22: a medication is a mapping; allowed: {name: ..., taken: ...}; give at least the name", id="a medication without a name"),
    pytest.param("case: {medications: [{name: }]}", "1:22: a medication is a mapping; allowed: {name: ..., taken: ...}; give at least the name", id="a medication with an empty name"),
    pytest.param("case: []", f"1:7: 'case' holds a list; allowed: the keys {CASE_KEYS}; write those", id="a list for the case"),
    pytest.param("case: {}\nconfirming: x", f"2:13: 'confirming' holds the text 'x'; allowed: the keys {CASE_KEYS}; write those", id="a text for what confirms"),
    pytest.param("case: {region: [India]}", "1:16: 'region' holds a list; allowed: text; write it as text", id="a list of regions"),
    pytest.param("- 5", f"1:3: found the number 5; a case is a mapping with the keys {TOP_KEYS}; write those", id="a number for a case"),
    pytest.param("id: [x]\ncase: {}", "1:5: 'id' holds a list; allowed: text; write it as text", id="a list for the id"),
    pytest.param("case: {}\nsource: Smith 2020", "2:9: 'source' holds the text 'Smith 2020'; allowed: the keys citation, url, pmid, doi, note; write those", id="a text for the source"),
    pytest.param("case: {}\nsource: {pmid: [1]}", "2:16: 'pmid' holds a list; allowed: text; write it as text", id="a list in the source"),
    pytest.param("case: {}\ndiagnosis: copper deficiency", "2:12: 'diagnosis' lacks the key 'cause'; allowed: cause, detail, also_correct; add the plain label", id="a diagnosis without a cause"),
    pytest.param("case: {}\ndiagnosis: {cause: x, also_correct: y}", "2:37: 'also_correct' holds text; allowed: a list; write [y]", id="a text for the other labels"),
    pytest.param("format: 2\ncase: {}", "1:9: format 2 is not known; allowed: 1; use a newer Penia or convert the file", id="a later format"),
    pytest.param("format: true\ncase: {}", "1:9: format true is not known; allowed: 1; use a newer Penia or convert the file", id="a truth value for the format"),
])
def test_a_value_of_the_wrong_kind_is_refused_with_what_is_allowed(written, message):
    assert message_of(written) == f"case.yaml:{message}"


@pytest.mark.parametrize(("content", "message"), [
    pytest.param("", "0:0: the file is empty; write at least one key, or remove the file", id="an empty file"),
    pytest.param("# a remark\n", "0:0: the file is empty; write at least one key, or remove the file", id="a file of remarks"),
    pytest.param("[]", "1:1: the list is empty; a case file holds one case or a list of cases; add one", id="an empty list"),
    pytest.param("{}", "1:1: key 'case' is missing; a case file says under 'case' what is known; add it", id="a mapping of nothing"),
    pytest.param("id: x\ntitle: t", "1:1: key 'case' is missing; a case file says under 'case' what is known; add it", id="a title alone"),
    pytest.param("present: [fever\ncase: {}", "2:5: a list opened with [ is not closed or lacks a comma; add ] or the comma, and quote text with [ ] { } , : or #", id="a list that is not closed"),
    pytest.param("case: a: b", "1:8: a colon and a blank stand inside a value; put the value in quotes", id="two colons"),
    pytest.param("The patient is tired.", f"1:1: found the text 'The patient is tired.'; a case is a mapping with the keys {TOP_KEYS}; write those; a print-out or prose is read by `python -m engine read`", id="prose"),
    pytest.param(b"\x89PNG\r\n\x1a\n\x00", "1:1: the byte 0x89 is not UTF-8 text; allowed: UTF-8; save the file as plain text in UTF-8", id="a picture"),
    pytest.param(b"case: {}\x00", "1:9: the character U+0000 is not text; allowed: printable characters; remove it, or save the file as plain text", id="a binary tail"),
    pytest.param("a: &x [1]\nb: [" + ", ".join(["*x"] * 101) + "]", "1:4: more than 100 aliases repeat parts of this file; allowed: 100; write the parts out", id="many aliases"),
    pytest.param("case: !!python/object/apply:os.getcwd []", "1:7: tag '!!python/object/apply:os.getcwd' is not allowed; remove it, and put text in quotes", id="a tag that runs code"),
])
def test_a_file_that_is_no_case_file_is_refused_with_the_way_out(content, message):
    assert message_of(content) == f"case.yaml:{message}"


def test_prose_is_refused_in_one_line_that_does_not_repeat_it_and_names_the_way_in():
    with pytest.raises(CaseError) as refused:
        parse_cases("Anna Muster came with fever.\n\n" + "She was pale. " * 50, name="told.txt")

    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 300
    assert "python -m engine read" in str(refused.value)


def test_an_alias_bomb_is_refused_in_one_line():
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in zip(names, names[1:], strict=False)]

    assert message_of("\n".join(lines)) == (
        "case.yaml:6:4: aliases make this part larger than 500000 values; write it out or split the file")


def test_a_file_of_ten_megabytes_is_refused_before_it_is_opened(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)

    with pytest.raises(CaseError) as refused:
        read_cases(path)

    assert str(refused.value) == f"{path}:0:0: the file has 10,000,000 bytes; allowed: 5,000,000; split it into smaller files"


def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path):
    path = tmp_path / "none.yaml"

    with pytest.raises(CaseError) as refused:
        read_cases(path)

    assert str(refused.value) == f"{path}:0:0: the file cannot be read (No such file or directory); give the path of a case file"


def test_a_folder_is_no_case_file(tmp_path):
    with pytest.raises(CaseError) as refused:
        read_cases(tmp_path)

    assert str(refused.value) == f"{tmp_path}:0:0: the file cannot be read (Is a directory); give the path of a case file"


def test_a_list_of_what_are_no_cases_is_not_told_of_ids():
    assert "stands twice" not in message_of("- 1\n- 2")


def test_an_id_that_stands_twice_is_told_where_it_stands_again():
    written = "- {id: a, case: {}}\n- {id: b, case: {}}\n- {id: a, case: {}}\n"

    assert message_of(written) == "case.yaml:3:8: id 'a' stands twice; ids are unique within a file; rename one"


def test_all_problems_of_a_file_are_told_together():
    written = "- case: {age: 150, sex: x}\n- case: {present: fever}\n"

    assert message_of(written).splitlines() == [
        "case.yaml:1:15: 'age' is 150; allowed: a number from 0 to 130; correct it or leave it out",
        "case.yaml:1:25: 'sex' is 'x'; allowed: female, male; choose one or leave it out",
        "case.yaml:2:19: 'present' holds text; allowed: a list; write [fever]",
    ]


def test_a_case_may_stand_in_a_file_without_a_frame():
    [file] = parse_cases("age: 52\npresent: [gait ataxia]\n", name="case.yaml")

    assert file == CaseFile(id="case-1", case=Case(age=52.0, present=("gait ataxia",)))


def test_cases_without_an_id_are_numbered_in_the_order_of_the_file():
    files = parse_cases("- {case: {}}\n- {age: 5}\n- {id: own, case: {}}\n", name="case.yaml")

    assert [file.id for file in files] == ["case-1", "case-2", "own"]


def test_numbers_in_lists_and_values_are_kept_as_text():
    [file] = parse_cases("case: {present: [5], labs: {WBC: 2.1}}", name="case.yaml")

    assert (file.case.present, file.case.labs) == (("5",), {"WBC": "2.1"})


def test_no_medications_key_is_unknown_and_an_empty_list_is_none_taken():
    unknown, none = parse_cases("- {case: {age: 5}}\n- {case: {age: 5, medications: []}}\n", name="case.yaml")

    assert (unknown.case.medications, none.case.medications) == (None, ())


def test_a_medication_may_be_a_plain_name():
    [file] = parse_cases("case: {medications: [aspirin, {name: methimazole, taken: 5 weeks}]}", name="case.yaml")

    assert file.case.medications == (Medication("aspirin"), Medication("methimazole", "5 weeks"))


WORDS = st.text(min_size=1, max_size=30) | st.sampled_from(["no", "1e-3", "0o17", "1e999", ".inf", "~", "true", "2020-01-31", "- a", "a: b", "'", "#x", "*"])
LABS = st.dictionaries(WORDS, WORDS, max_size=3)
NUMBER = st.floats(0, 45)
CASES = st.builds(
    Case, age=st.none() | NUMBER, sex=st.sampled_from([None, "female", "male"]), pregnant=st.sampled_from([None, True, False]),
    gestation_weeks=st.none() | NUMBER, ancestry=st.none() | WORDS, setting=st.none() | WORDS, region=st.sampled_from([None, "temperate", "tropics", "Kigali, Rwanda"]),
    onset=st.none() | WORDS, labs=LABS, medications=st.none() | st.lists(st.builds(Medication, WORDS, st.just("") | WORDS), max_size=2).map(tuple),
    series=st.dictionaries(WORDS, LABS, max_size=2), **{key: st.lists(WORDS, max_size=2).map(tuple) for key in ENTRY_KEYS})
FILES = st.builds(
    CaseFile, id=WORDS, title=st.just("") | WORDS, source=st.dictionaries(st.sampled_from(["citation", "url", "doi", "note"]), WORDS, max_size=2),
    case=CASES, confirming=st.none() | CASES,
    diagnosis=st.none() | st.builds(Diagnosis, WORDS, st.none() | WORDS, st.lists(WORDS, max_size=2).map(tuple)))


@given(st.lists(FILES, min_size=1, max_size=3, unique_by=lambda file: file.id))
def test_what_is_written_is_read_again(files):
    assert parse_cases(write_cases(files), name="case.yaml") == files


def test_the_examples_of_the_app_are_written_and_read_again():
    files = read_cases(EXAMPLES)

    assert parse_cases(write_cases(files), name="case.yaml") == files


def test_a_written_file_says_that_it_is_for_hypothetical_cases():
    assert write_cases([CaseFile(id="x")]).splitlines()[0] == (
        "# Educational, not diagnostic: for hypothetical cases. Do not enter real patients' data.")


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_content_is_read_or_refused_with_a_place(content):
    try:
        told = parse_cases(content, name="case.yaml")
    except CaseError as refused:
        told = [line.startswith("case.yaml:") for line in str(refused).splitlines()]

    assert told
    assert all(told)


FIRST = Case(age=52, labs={"WBC": "2.1", "MCV": "99"}, present=("ataxia", "fever"), absent=("rash",), history=("bypass",),
             medications=(Medication("zinc", "years"),), series={"2024-01-31": {"WBC": "4", "MCV": "99"}})


@pytest.mark.parametrize(("second", "changes"), [
    pytest.param(Case(), {}, id="nothing new"),
    pytest.param(Case(age=53, sex="male"), {"age": 53, "sex": "male"}, id="a single value is replaced or added"),
    pytest.param(Case(labs={"WBC": "1.9", "copper": "10"}), {"labs": {"WBC": "1.9", "MCV": "99", "copper": "10"}}, id="a laboratory value is replaced or added"),
    pytest.param(Case(present=("rash",)), {"present": ("ataxia", "fever", "rash"), "absent": ()}, id="what was absent and is present is no longer absent"),
    pytest.param(Case(absent=("fever",)), {"present": ("ataxia",), "absent": ("rash", "fever")}, id="what was present and is absent is no longer present"),
    pytest.param(Case(unsure=("fever",)), {"present": ("ataxia",), "unsure": ("fever",)}, id="what was present becomes unsure"),
    pytest.param(Case(history=("anemia",)), {"history": ("bypass", "anemia")}, id="history is added"),
    pytest.param(Case(medications=(Medication("iron"),)), {"medications": (Medication("zinc", "years"), Medication("iron"))}, id="a medication is added"),
    pytest.param(Case(medications=(Medication("zinc", "stopped"),)), {"medications": (Medication("zinc", "stopped"),)}, id="a medication said again is replaced"),
    pytest.param(Case(series={"2024-01-31": {"WBC": "3"}, "2025-01-31": {"WBC": "2"}}),
                 {"series": {"2024-01-31": {"WBC": "3", "MCV": "99"}, "2025-01-31": {"WBC": "2"}}}, id="dated values are replaced or added"),
])
def test_at_the_second_stage(second, changes):
    assert merged(FIRST, second) == replace(FIRST, **changes)


def test_the_first_stage_holds_nothing_of_the_second():
    file = CaseFile(id="x", case=FIRST, confirming=Case(labs={"copper": "10"}))

    assert file.at("presentation") == FIRST
    assert file.at("confirmed").labs == {"WBC": "2.1", "MCV": "99", "copper": "10"}


def test_a_case_without_a_second_stage_is_the_same_at_both():
    file = CaseFile(id="x", case=FIRST)

    assert file.at("confirmed") == file.at("presentation")
