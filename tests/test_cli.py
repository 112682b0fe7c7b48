"""The command line as scripts meet it: exit codes, JSON on standard output, messages on standard error, no traceback."""
# ruff: noqa: E501 (messages are compared whole)

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine import NOTICE, read_cases

ROOT = Path(__file__).parents[1]
PUBLISHED = "tests/data/published.yaml"
EXAMPLES = "cases/examples.yaml"
SETTINGS = "primary-care, hospital, referral, primary-care-tropics, hospital-tropics, referral-tropics, unspecified, published"


def penia(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "engine", *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def published() -> subprocess.CompletedProcess:
    return penia("rank", PUBLISHED, "--json")


@pytest.fixture(scope="module")
def records(published) -> list[dict]:
    return [json.loads(line) for line in published.stdout.splitlines()]


@pytest.fixture(scope="module")
def page() -> subprocess.CompletedProcess:
    return penia("rank", EXAMPLES)


@pytest.fixture(scope="module")
def compared() -> subprocess.CompletedProcess:
    return penia("compare", PUBLISHED, "copper deficiency", "cobalamin deficiency", "MDS", "--json")


@pytest.fixture(scope="module")
def evaluated() -> subprocess.CompletedProcess:
    return penia("evaluate", PUBLISHED, "--json")


def test_ranking_published_cases_ends_with_0(published):
    assert published.returncode == 0


def test_ranking_published_cases_with_what_settled_them_ends_with_0():
    ranked = penia("rank", PUBLISHED, "--json", "--stage", "confirmed")

    assert (ranked.returncode, len(ranked.stdout.splitlines())) == (0, 107)


def test_one_object_a_case_in_the_order_of_the_file(records):
    assert [record["id"] for record in records] == [case.id for case in read_cases(ROOT / PUBLISHED)]
    assert len(records) == 107


@pytest.mark.parametrize("key", ["id", "notice", "knowledge", "setting", "candidates", "other", "urgent", "words", "unrecognized", "pairs"])
def test_every_object_has_the_key(key, records):
    assert all(key in record for record in records)


@pytest.mark.parametrize("key", ["id", "name", "probability", "must_not_miss", "stability", "leaves", "for", "against", "expected"])
def test_every_candidate_has_the_key(key, records):
    assert all(key in row for record in records for row in record["candidates"])


def test_reasons_leaves_words_and_offers_have_their_keys(records):
    reasons = {frozenset(reason) >= {"finding", "weight", "source"} for record in records for row in record["candidates"]
               for reason in (*row["for"], *row["against"])}
    leaves = {frozenset(leaf) for record in records for row in record["candidates"] for leaf in row["leaves"]}
    words = {frozenset(record["words"]) for record in records}
    offers = {frozenset(one) >= {"text", "where", "suggestions"} for record in records for one in record["unrecognized"]}

    assert (reasons, leaves, words, offers) == (
        {True}, {frozenset({"id", "name", "probability"})}, {frozenset({"used", "partly", "unused", "not_understood"})}, {True})


def test_stability_pairs_and_information_have_their_keys(records):
    robust = {frozenset(row["stability"]) >= {"first", "top_three"} for record in records for row in record["candidates"]}
    found = {frozenset(pair) for record in records for pair in record["pairs"]}
    told = {frozenset(record["information"]) for record in records}

    assert robust == {True}
    assert found == {frozenset({"causes", "names", "times_better", "association", "explains", "both_explain", "unexplained", "best_single",
                                "unexplained_by_best_single"})}
    assert told == {frozenset({"bits_before", "bits_after", "bits_gained"})}


def test_published_cases_are_compared_and_every_ledger_adds_up(compared):
    records = [json.loads(line) for line in compared.stdout.splitlines()]

    assert (compared.returncode, compared.stderr) == (0, NOTICE + "\n")
    assert [record["id"] for record in records] == [case.id for case in read_cases(ROOT / PUBLISHED)]
    for record in records:
        assert [one["id"] for one in record["causes"]] == ["copper-deficiency", "vitamin-b12-deficiency", "myelodysplastic-syndrome"]
        assert all(abs(sum(line["difference"] for line in one["lines"]) - one["difference"]) < 1e-9 for one in record["ledger"])
        assert [one["difference"] for one in record["ledger"]] == [one["difference"] for one in record["flips"]]
        assert all(one["difference"] >= 0 for one in record["ledger"])


def test_a_comparison_is_a_page_with_the_notice():
    page = penia("compare", EXAMPLES, "copper deficiency", "B12 deficiency").stdout

    assert page.startswith(NOTICE)
    for words in ("entered, weight in log10", "untested, how often in each", "stands above", "what would turn the order"):
        assert words in page


def test_ten_rows_are_printed_each_less_probable_than_the_one_before(records):
    shares = [[row["probability"] for row in record["candidates"]] for record in records]

    assert {len(row) for row in shares} == {10}
    assert all(row == sorted(row, reverse=True) for row in shares)


def test_the_setting_is_the_hospital_where_none_is_given(records):
    assert {record["setting"] for record in records} == {"hospital"}


def test_every_entry_of_a_case_is_counted_once(records):
    cases = read_cases(ROOT / PUBLISHED)
    typed = [len(one.case.entries()) + len(one.case.labs) + len(one.case.medications or ()) + bool(one.case.onset) + bool(one.case.ancestry) for one in cases]

    assert [sum(record["words"].values()) for record in records] == typed


def test_with_json_the_notice_goes_to_standard_error(published):
    assert published.stderr == f"{NOTICE}\n"


def test_without_json_the_notice_comes_first_on_standard_output(page):
    assert page.stdout.splitlines()[0] == NOTICE
    assert page.stderr == ""


def test_without_json_every_case_gets_a_page(page):
    titles = [f"{one.id}: {one.title}" for one in read_cases(ROOT / EXAMPLES)]

    assert [line for line in page.stdout.splitlines() if line in titles] == titles


def test_top_limits_the_rows():
    record = json.loads(penia("rank", EXAMPLES, "--json", "--top", "3").stdout.splitlines()[0])

    assert len(record["candidates"]) == 3


def test_the_setting_can_be_chosen():
    record = json.loads(penia("rank", EXAMPLES, "--json", "--setting", "primary-care").stdout.splitlines()[0])

    assert record["setting"] == "primary-care"


def test_the_second_stage_adds_what_settled_the_case(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("{id: a, case: {present: [fever]}, confirming: {present: [splenomegaly], labs: {copper: 10 ug/dL}}}", encoding="utf-8")
    confirmed = json.loads(penia("rank", str(path), "--json", "--stage", "confirmed").stdout)

    assert sum(confirmed["words"].values()) == 3


def test_two_runs_print_the_same(page):
    assert penia("rank", EXAMPLES).stdout == page.stdout


def test_explain_prints_every_reason_of_a_cause():
    shown = penia("explain", EXAMPLES, "copper deficiency", "--json")
    records = [json.loads(line) for line in shown.stdout.splitlines()]

    assert shown.returncode == 0
    assert {record["cause"] for record in records} == {"copper-deficiency"}
    assert "gait-ataxia" in [reason["finding"] for reason in records[0]["for"]]


def test_explain_prints_a_readable_page():
    shown = penia("explain", EXAMPLES, "copper-deficiency")

    assert shown.stdout.startswith(f"{NOTICE}\n\nexample-bypass: Copper deficiency")


@pytest.mark.parametrize(("command", "keys"), [
    ("causes", {"id", "name", "synonyms", "group", "icd10"}), ("findings", {"id", "label", "kind", "synonyms"}),
    ("drugs", {"id", "name", "synonyms", "class", "effects"}),
])
def test_a_list_is_data_with_json(command, keys, knowledge):
    listed = json.loads(penia(command, "--json").stdout)

    assert [one["id"] for one in listed] == list(getattr(knowledge, command))
    assert all(keys <= set(one) for one in listed)


@pytest.mark.parametrize("command", ["causes", "findings", "drugs"])
def test_a_list_is_one_line_an_entry_without_json(command, knowledge):
    assert len(penia(command).stdout.splitlines()) == len(getattr(knowledge, command))


def test_evaluate_scores_every_case(evaluated):
    figures = json.loads(evaluated.stdout)

    assert (evaluated.returncode, evaluated.stderr) == (0, f"{NOTICE}\n")
    assert (figures["cases"], len(figures["judgements"]), figures["setting"]) == (107, 107, "published")


def test_evaluate_prints_a_readable_page(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("{id: a, case: {present: [gait ataxia]}, confirming: {}, diagnosis: {cause: copper deficiency}}", encoding="utf-8")
    shown = penia("evaluate", str(path), "--stage", "confirmed")

    assert shown.returncode == 0
    assert shown.stdout.startswith(f"{NOTICE}\n1 cases, stage confirmed, setting published\n  any accepted label   top-1")


def test_check_is_quiet_when_the_rules_are_right():
    checked = penia("check")

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_check_tells_every_problem_at_its_place(tmp_path):
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "sources.yaml").write_text("format: 1\nsorces: {}\n", encoding="utf-8")
    checked = penia("check", str(folder))

    assert (checked.returncode, checked.stdout) == (1, "")
    assert "rules/sources.yaml:2:1: unknown key 'sorces'; allowed: format, copies, sources; did you mean 'sources'?" in checked.stderr.splitlines()
    assert "rules/model.yaml:0:0: the file is missing; write it, see rules/README.md" in checked.stderr.splitlines()


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


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_told_in_one_line_with_1_and_nothing_is_printed(name, tmp_path):
    content, message = BAD_FILES[name]
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    ranked = penia("rank", str(path), "--json")

    assert (ranked.returncode, ranked.stdout, ranked.stderr) == (1, "", f"{path}:{message}\n")


def test_a_wrong_setting_in_a_later_case_leaves_nothing_half_printed(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("- {id: a, case: {present: [fever]}}\n- {id: b, case: {setting: moon}}\n", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert (ranked.returncode, ranked.stdout) == (1, "")
    assert ranked.stderr == f"{path}:2:27: setting 'moon' is not known; allowed: {SETTINGS}; choose one\n"


def test_a_case_whose_values_cannot_be_read_at_all_is_refused_before_anything_is_printed(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("{id: b, case: {labs: {copper: pending}}}\n", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert (ranked.returncode, ranked.stdout) == (1, "")
    assert ranked.stderr.startswith(f"{path}:1:31: Copper: found \"pending\", in which no value was recognised; write a number")


@pytest.mark.parametrize("value", ["copper: pending", "hemoglobin: 500 g/dL"])
def test_among_several_cases_a_value_that_cannot_be_is_left_out_and_told_and_every_case_is_ranked(value, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(f"- {{id: a, case: {{present: [fever]}}}}\n- {{id: b, case: {{present: [fever], labs: {{{value}}}}}}}\n", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert (ranked.returncode, len(ranked.stdout.splitlines())) == (0, 2)
    assert f"{path}: b: line 2, column {45 + len(value.split(':')[0])}, left out: " in ranked.stderr


def test_one_value_that_cannot_be_read_beside_others_is_told_in_the_object(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("{id: a, case: {labs: {WBC: 2.1 x10^9/L, copper: pending}}}", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert ranked.returncode == 0
    assert [one["text"] for one in json.loads(ranked.stdout)["unrecognized"]] == ["copper: pending"]


@pytest.mark.parametrize(("value", "message"), [
    ("hemoglobin: 500 g/dL", 'Hemoglobin: found "500 g/dL", 500 g/dL, outside the plausible range 0.5-25 g/dL; check the number and the unit'),
    ("platelets: 50 bananas", 'Platelets: found "50 bananas" with the unit "bananas"; allowed units are 10^9/L, /uL, lakh cells/uL; correct the unit'),
    ("MCV: 5000", 'Mean cell volume: found "5000" without a unit, outside the plausible range 35-190 fL in fL; check the number and write its unit'),
])
def test_a_value_that_no_unit_makes_plausible_is_refused_at_its_place_beside_values_that_are_read(value, message, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(f"case:\n  labs:\n    WBC: 2.1 x10^9/L\n    {value}\n", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert (ranked.returncode, ranked.stdout) == (1, "")
    assert ranked.stderr == f"{path}:4:{7 + value.index(':')}: {message}\n"


def test_a_misprinted_unit_of_a_plausible_number_is_told_in_the_object(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("{labs: {WBC: 2.1 x10^9/L, platelets: 50 x10^3/mL, potassium: 4.3 mg/dL}}", encoding="utf-8")
    ranked = penia("rank", str(path), "--json")

    assert ranked.returncode == 0
    assert [one["text"] for one in json.loads(ranked.stdout)["unrecognized"]] == ["platelets: 50 x10^3/mL", "potassium: 4.3 mg/dL"]


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
    (("rank", EXAMPLES, "--setting", "moon"), f"--setting: setting 'moon' is not known; allowed: {SETTINGS}; choose one"),
    (("explain", EXAMPLES, "coper"), "cause 'coper' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; did you mean 'Wilson disease' or 'Copper deficiency'?"),
    (("explain", EXAMPLES, "gremlins"), "cause 'gremlins' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; choose one"),
    (("compare", EXAMPLES, "coper deficiency", "ITP"), "cause 'coper deficiency' is not known; allowed: the ids, names and synonyms that `python -m engine causes --json` lists; did you mean 'Copper deficiency'?"),
    (("compare", EXAMPLES, "ITP", "immune thrombocytopenia"), "cause 'immune-thrombocytopenia' stands twice; allowed: different causes; name another"),
    (("evaluate", EXAMPLES), f"{EXAMPLES}:0:0: no case has a diagnosis at the stage 'presentation'; nothing to score; add 'diagnosis', or 'confirming' for the confirmed stage"),
    (("check", "none"), "none:0:0: there is no such folder; give a folder of rules"),
], ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_wrong_input_is_told_in_one_line_with_1(arguments, message):
    ended = penia(*arguments)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{message}\n")


@pytest.mark.parametrize(("arguments", "message"), [
    ((), "Usage: python -m engine"),
    (("frobnicate",), "No such command 'frobnicate'."),
    (("rank",), "Missing argument 'FILE'."),
    (("rank", EXAMPLES, "--frobnicate"), "No such option: --frobnicate"),
    (("rank", EXAMPLES, "--stage", "late"), "'late' is not known; allowed: presentation, confirmed"),
    (("rank", EXAMPLES, "--top", "0"), "Invalid value for '--top'"),
    (("explain", EXAMPLES), "Missing argument 'CAUSE'."),
    (("compare", EXAMPLES, "ITP"), "found 1; allowed: two to four causes"),
], ids=lambda value: (" ".join(value) or "nothing") if isinstance(value, tuple) else "")
def test_wrong_usage_ends_with_2(arguments, message):
    ended = penia(*arguments)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert message in ended.stderr
    assert "Traceback" not in ended.stderr


def test_help_is_printed_on_standard_output():
    shown = penia("--help")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "rank" in shown.stdout


def test_a_reader_that_stops_early_meets_no_traceback():
    piped = subprocess.run(f"{sys.executable} -m engine findings | head -1", shell=True, cwd=ROOT, capture_output=True, text=True)

    assert piped.stderr == ""


@pytest.mark.parametrize("policy", ["informative", "cheapest"])
def test_next_prints_suggestions_for_every_published_case(policy):
    shown = penia("next", PUBLISHED, "--policy", policy, "--json")
    records = [json.loads(line) for line in shown.stdout.splitlines()]
    suggestions = [one for record in records for one in record["suggestions"]]

    assert (shown.returncode, shown.stderr, len(records)) == (0, f"{NOTICE}\n", 107)
    assert {record["policy"] for record in records} == {policy}
    assert all(frozenset(one) >= {"id", "label", "way", "cost", "harm", "wait", "gain", "separates", "outcomes"} for one in suggestions)
    assert all(len(outcome["candidates"]) == 3 for one in suggestions for outcome in one["outcomes"])
    assert all(record["suggestions"] or record["stop"] for record in records)


def test_next_prints_a_readable_page():
    shown = penia("next", EXAMPLES, "--top", "2")

    assert shown.stdout.startswith(f"{NOTICE}\n\nexample-bypass: ")
    assert "stop: no single answer that is left is expected to change the first place" in shown.stdout
    assert shown.stderr == ""


def test_next_refuses_a_policy_nobody_knows():
    shown = penia("next", EXAMPLES, "--policy", "dearest")

    assert shown.returncode == 2
    assert "'dearest' is not known; allowed: informative, cheapest" in shown.stderr


def test_a_report_is_written_as_a_page_and_as_data(tmp_path):
    page = tmp_path / "out.html"
    done = penia("report", EXAMPLES, "--case", "example-bypass", "--html", str(page), "--json")

    assert (done.returncode, done.stderr) == (0, f"{NOTICE}\n")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads(done.stdout)["case_file"]["id"] == "example-bypass"


def test_without_options_the_page_of_all_cases_is_printed():
    done = penia("report", EXAMPLES)

    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.count("<article>") == len(read_cases(ROOT / EXAMPLES))


def test_a_saved_report_is_ranked_as_the_case_was(tmp_path):
    saved = tmp_path / "report.json"
    saved.write_text(penia("report", EXAMPLES, "--json", "--setting", "primary-care").stdout, encoding="utf-8")
    first, again = (penia("rank", str(file), "--json", *setting).stdout for file, setting in ((EXAMPLES, ("--setting", "primary-care")), (saved, ())))

    assert again == first


@pytest.mark.parametrize(("arguments", "message"), [
    (("--case", "nobody"), "cases/examples.yaml: no case has the id 'nobody'; allowed: example-bypass, "),
    (("--html", "no/such/folder/out.html"), "no/such/folder/out.html: the page cannot be written (No such file or directory); "),
    (("--setting", "moon"), "--setting: setting 'moon' is not known; allowed: "),
])
def test_a_report_that_cannot_be_made_says_why_in_one_line(arguments, message):
    done = penia("report", EXAMPLES, *arguments)

    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_the_time_course_is_told(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("case: {series: {2024-01-01: {ANC: 2.8 K/uL}, 2024-01-15: {ANC: 0.2 K/uL}}}", encoding="utf-8")
    record = json.loads(penia("rank", str(file), "--json").stdout)

    assert record["time"]["tempo"] == "acute"
    assert "  time: Neutrophils: low; not low (2.8) 14 days before: acute, within 90 days.\n" in penia("rank", str(file)).stdout


@pytest.mark.parametrize("to", ["phenopacket", "fhir"])
def test_convert_writes_a_standard_says_what_it_cannot_hold_and_reads_it_back(to, tmp_path):
    there = penia("convert", EXAMPLES, str(tmp_path / "there.json"), "--to", to)
    back = penia("convert", str(tmp_path / "there.json"), str(tmp_path / "back.yaml"), "--from", to)
    before, after = read_cases(ROOT / EXAMPLES), read_cases(tmp_path / "back.yaml")

    assert (there.returncode, there.stdout, back.returncode, back.stdout) == (0, "", 0, "")
    assert [one.id for one in after] == [one.id for one in before]
    assert f"{tmp_path / 'there.json'}: not held: {before[0].id}: the title" in there.stderr.splitlines()
    assert there.stderr.splitlines()[-1] == back.stderr.splitlines()[-1] == NOTICE


def test_a_bundle_ranks_as_a_case_file_and_what_was_left_out_stands_on_standard_error(tmp_path):
    bundle = tmp_path / "bundle.json"
    bundle.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "id": "p", "name": [{"family": "Zzyzxquist"}], "gender": "female"}},
        {"resource": {"resourceType": "Condition", "code": {"text": "Gait ataxia"}, "subject": {"reference": "Patient/p"}}}]}), encoding="utf-8")
    done = penia("rank", str(bundle), "--json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == "case-1"
    assert done.stderr.splitlines()[0] == f"{bundle}: not kept, because it can point to a person: name"
    assert "Zzyzxquist" not in done.stdout + done.stderr


@pytest.mark.parametrize(("arguments", "code", "message"), [
    pytest.param((EXAMPLES, "{folder}/x.json"), 2,
                 "'x.json' does not say what to write, and --to is not given; allowed: case, phenopacket, fhir; give one", id="no kind"),
    pytest.param((EXAMPLES, "{folder}/x.json", "--to", "hl7"), 2, "'hl7' is not known; allowed: case, phenopacket, fhir", id="an unknown kind"),
    pytest.param((EXAMPLES, "{folder}/x.json", "--to", "fhir", "--from", "fhir"), 1,
                 "cases/examples.yaml:0:0: the content is of the kind 'case', not 'fhir'; leave --from out, or give the file that was meant", id="another kind"),
    pytest.param((EXAMPLES, EXAMPLES, "--to", "fhir"), 1, "cases/examples.yaml: this is the file that is read; allowed: another file; give a new name", id="the same file"),
    pytest.param((EXAMPLES, "{folder}/no/x.json", "--to", "fhir"), 1, "the file cannot be written (No such file or directory); give a file in a folder that is there", id="no folder"),
])
def test_convert_refuses_with_a_message(arguments, code, message, tmp_path):
    done = penia("convert", *(one.format(folder=tmp_path) for one in arguments))

    assert done.returncode == code
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
