"""The command line as scripts meet it: exit codes, JSON on standard output, messages on standard error, no traceback."""
# ruff: noqa: E501 (messages are compared whole)

import json
import subprocess
import sys

import pytest

from engine import NOTICE, read_cases
from tests.command_line import EXAMPLES, PUBLISHED, ROOT, penia


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


def test_a_unit_that_was_not_printed_is_told_on_the_page_and_in_the_data(tmp_path):
    file = tmp_path / "bare.yaml"
    file.write_text("case: {labs: {Hb: 8, WBC: 2.1}}", encoding="utf-8")
    page, data = penia("rank", str(file)), penia("rank", str(file), "--json")

    assert "  no unit was printed, so taken as: Hemoglobin 8 g/dL (8 mmol/L would be 12.9 g/dL); White cells 2.1 10^9/L" in page.stdout.splitlines()
    assert json.loads(data.stdout)["units_assumed"] == ["Hemoglobin 8 g/dL (8 mmol/L would be 12.9 g/dL)", "White cells 2.1 10^9/L"]


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


def test_the_setting_is_the_hospital_where_none_is_given_in_the_tropics_of_who_lives_there(records):
    cases = read_cases(ROOT / PUBLISHED)
    lived = [any(text == "lives in Sri Lanka" for text in one.case.exposures) for one in cases]

    assert [record["setting"] for record in records] == ["hospital-tropics" if there else "hospital" for there in lived]
    assert sum(lived) == 1


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
    assert {(record["notice"], record["setting"], len(record["knowledge"])) for record in records} == {(NOTICE, "hospital", 64)}
    assert "gait-ataxia" in [reason["finding"] for reason in records[0]["for"]]


def test_explain_prints_a_readable_page():
    shown = penia("explain", EXAMPLES, "copper-deficiency")

    assert shown.stdout.startswith(f"{NOTICE}\n\nexample-bypass: Copper deficiency")
    assert "Mean cell volume 99 fL (normal)  [" in shown.stdout


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


def test_the_time_course_is_told(tmp_path):
    file = tmp_path / "case.yaml"
    file.write_text("case: {series: {2024-01-01: {ANC: 2.8 K/uL}, 2024-01-15: {ANC: 0.2 K/uL}}}", encoding="utf-8")
    record = json.loads(penia("rank", str(file), "--json").stdout)

    assert record["time"]["tempo"] == "acute"
    assert "  time: Neutrophils: low; not low (2.8) 14 days before: acute, within 90 days.\n" in penia("rank", str(file)).stdout
