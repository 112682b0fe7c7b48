"""Reports and conversions on the command line."""
# ruff: noqa: E501 (messages are compared whole)

import json

import pytest

from engine import NOTICE, read_cases
from tests.command_line import EXAMPLES, ROOT, penia


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


@pytest.mark.parametrize(("arguments", "code", "message"), [
    (("--case", "nobody"), 1, "cases/examples.yaml: no case has the id 'nobody'; allowed: example-bypass, "),
    (("--html", "no/such/folder/out.html"), 1, "no/such/folder/out.html: the file cannot be written (No such file or directory); "),
    (("--setting", "moon"), 2, "--setting: setting 'moon' is not known; allowed: "),
])
def test_a_report_that_cannot_be_made_says_why_in_one_line(arguments, code, message):
    done = penia("report", EXAMPLES, *arguments)

    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_template_that_cannot_be_written_says_why_in_one_line():
    done = penia("template", "no/such/folder/cases.csv")

    assert (done.returncode, done.stderr) == (
        1, "no/such/folder/cases.csv: the file cannot be written (No such file or directory); give a file in a folder that is there\n")


def test_a_template_replaces_a_filled_table_only_where_that_is_asked_for(tmp_path):
    (table := tmp_path / "cases.csv").write_text("Age,WBC\n40,2.1\n", encoding="utf-8")
    refused, kept = penia("template", str(table)), table.read_text(encoding="utf-8")
    done = penia("template", str(table), "--overwrite")

    assert (refused.returncode, refused.stderr) == (
        1, f"{table}: this file is there already; allowed: a new file; give another name, or --overwrite to replace it\n")
    assert kept == "Age,WBC\n40,2.1\n"
    assert (done.returncode, table.read_text(encoding="utf-8")) == (0, penia("template").stdout)


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
    pytest.param((EXAMPLES, EXAMPLES, "--to", "fhir"), 2, "cases/examples.yaml: this is the file that is read; allowed: another file; give a new name", id="the same file"),
    pytest.param((EXAMPLES, "{folder}/no/x.json", "--to", "fhir"), 1, "the file cannot be written (No such file or directory); give a file in a folder that is there", id="no folder"),
])
def test_convert_refuses_with_a_message(arguments, code, message, tmp_path):
    done = penia("convert", *(one.format(folder=tmp_path) for one in arguments))

    assert done.returncode == code
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("to", ["case", "phenopacket", "fhir"])
def test_convert_refuses_a_value_that_no_unit_makes_plausible_as_rank_does(to, tmp_path):
    (source := tmp_path / "in.yaml").write_text("case: {age: 40, labs: {Hb: 800 g/dL, WBC: 2 x10^9/L}}", encoding="utf-8")
    done, ranked = penia("convert", str(source), str(tmp_path / "out"), "--to", to), penia("rank", str(source))

    assert (done.returncode, done.stderr) == (ranked.returncode, ranked.stderr)
    assert 'found "800 g/dL", 800 g/dL, outside the plausible range' in done.stderr
    assert not (tmp_path / "out").exists()


def test_convert_leaves_an_impossible_value_out_of_one_of_several_cases_and_tells_it(tmp_path):
    (source := tmp_path / "in.yaml").write_text(
        "- {id: one, case: {labs: {Hb: 800 g/dL, WBC: 2 x10^9/L}}, confirming: {labs: {MCV: 5000 fL}}}\n- {id: two, case: {labs: {Hb: 8 g/dL}}}",
        encoding="utf-8")
    done = penia("convert", str(source), str(tmp_path / "out.yaml"))
    first, second = read_cases(tmp_path / "out.yaml")

    assert done.returncode == 0
    assert [line.partition(" outside")[0] for line in done.stderr.splitlines()[:2]] == [
        f'{source}: one: line 1, column 31, left out: Hemoglobin: found "800 g/dL", 800 g/dL,',
        f'{source}: one: line 1, column 84, left out: Mean cell volume: found "5000 fL", 5000 fL,']
    assert (first.case.labs, first.confirming.labs, second.case.labs) == ({"WBC": "2 x10^9/L"}, {}, {"Hb": "8 g/dL"})


@pytest.mark.parametrize("arguments", [("rank", "--json"), ("explain", "copper deficiency"), ("next",)], ids=["rank", "explain", "next"])
def test_a_dash_is_standard_input(arguments):
    command, *rest = arguments
    piped, opened = penia(command, "-", *rest, given=(ROOT / EXAMPLES).read_text(encoding="utf-8")), penia(command, EXAMPLES, *rest)

    assert (piped.returncode, piped.stdout) == (0, opened.stdout)


def test_what_is_read_from_prose_can_be_ranked_in_one_line():
    read = penia("read", "-", given="A 54-year-old woman has gait ataxia. Hemoglobin 8.4 g/dL.")
    ranked = penia("rank", "-", "--json", given=read.stdout)

    assert (read.returncode, ranked.returncode) == (0, 0)
    assert "standard input:1:" in read.stderr
    assert json.loads(ranked.stdout)["words"]["used"] > 1


@pytest.mark.parametrize(("arguments", "code", "message"), [
    (("rank", "-"), 1, "standard input:1:8: unknown key 'agee'; allowed: "),
    (("convert", "-", "{folder}/x.yaml"), 2, "-: what is converted is a file; allowed: the path of one; save standard input first")])
def test_what_is_wrong_on_standard_input_is_told_by_that_name(arguments, code, message, tmp_path):
    done = penia(*(one.format(folder=tmp_path) for one in arguments), given="case: {agee: 40}")

    assert (done.returncode, message in done.stderr, "Traceback" in done.stderr) == (code, True, False)
