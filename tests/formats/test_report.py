"""The report: opened again it ranks the same; the page stands alone, cites what it tells, and never runs what a person typed."""

import json
import math
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import NOTICE, Case, CaseError, CaseFile, Medication, gather, load, parse_cases, rank, read_cases
from engine.formats import Section, report, to_html, to_json
from engine.notice import SHORT_NOTICE
from engine.telling import unit

ROOT = Path(__file__).parents[2]
PUBLISHED = read_cases(ROOT / "tests" / "data" / "published.yaml")
EXAMPLES = read_cases(ROOT / "cases" / "examples.yaml")
TRAP = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>{{ 7 * 7 }}'
LOADS = {"script", "img", "link", "iframe", "object", "embed", "video", "audio", "source", "form", "input", "svg", "base"}


class Page(HTMLParser):
    """What a page holds: its tags with attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def probabilities(case: Case, **options) -> np.ndarray:
    return rank(gather(case, load(), **options), load()).probability


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(to_html([report(EXAMPLES[0], load())], load()))


@pytest.mark.parametrize("stage", ["presentation", "confirmed"])
def test_every_published_case_opens_from_its_report_and_ranks_the_same(stage):
    wrong = []
    for file in PUBLISHED:
        opened, = parse_cases(to_json([report(file, load(), stage=stage, setting="published")]), name="report.json")
        if not np.array_equal(probabilities(opened.case), probabilities(file.at(stage), setting="published")):
            wrong.append(file.id)

    assert wrong == []


def test_units_stand_as_people_write_them_and_the_file_keeps_what_was_typed(page):
    told = json.loads(to_json([report(EXAMPLES[0], load())]))

    assert "10^9" in json.dumps(told["case_file"])
    assert "×10⁹/L" in page.text
    assert "10^" not in page.text


def test_a_unit_that_was_not_printed_is_told_on_the_page():
    told, = parse_cases("case: {labs: {Hb: 8}}", name="x")

    assert "No unit was printed, so taken as: Hemoglobin 8 g/dL (8 mmol/L would be 12.9 g/dL)." in Page(to_html([report(told, load())], load())).text


def test_the_report_tells_the_ranking_that_it_gives_when_opened():
    told = json.loads(to_json([report(EXAMPLES[0], load())]))
    opened, = parse_cases(json.dumps(told), name="report.json")
    again = report(opened, load()).values

    assert again["candidates"] == told["candidates"]
    assert again["knowledge"] == told["knowledge"] == load().digest


def test_the_whole_file_is_kept_at_presentation_and_what_settled_it_is_joined_when_it_was_ranked():
    file = next(one for one in PUBLISHED if one.confirming)
    first, = parse_cases(to_json([report(file, load())]), name="x")
    second, = parse_cases(to_json([report(file, load(), stage="confirmed")]), name="x")

    assert (first.confirming, first.diagnosis, first.source, first.title) == (file.confirming, file.diagnosis, file.source, file.title)
    assert (second.confirming, second.case.labs) == (None, file.at("confirmed").labs)


def test_several_reports_open_as_several_cases():
    opened = parse_cases(to_json([report(file, load()) for file in EXAMPLES]), name="x")

    assert [one.id for one in opened] == [one.id for one in EXAMPLES]


@settings(max_examples=30)
@given(st.text(max_size=40), st.text(max_size=40), st.floats(0, 130), st.sampled_from([None, (), "named"]))
def test_any_text_survives_the_way_through_a_report(text, other, age, drugs):
    file = CaseFile("own", title=other, case=Case(
        age=age, present=(text,), labs={f"x{other}": text}, series={f"d{text}": {"WBC": other}}, setting="hospital",
        medications=drugs and (Medication(text, other),)))

    opened, = parse_cases(to_json([report(file, load())]), name="x")

    assert opened.case == file.case


@pytest.mark.parametrize(("change", "message"), [
    ({"penia_report": 2}, "own.json:0:0: report 1: version 2 is not known; allowed: 1; use a newer Penia"),
    ({"case_file": {"cse": {}}}, "own.json (the case in it):1:1: unknown key 'cse'; allowed: format, id, title, source, case, confirming, diagnosis; "
                                 "did you mean 'case'?\nown.json (the case in it):1:1: key 'case' is missing; a case file says under 'case' what is "
                                 "known; add it"),
])
def test_a_report_that_cannot_be_opened_says_what_is_wrong(change, message):
    values = {**report(EXAMPLES[0], load()).values, **change}

    with pytest.raises(CaseError) as error:
        parse_cases(json.dumps(values), name="own.json")
    assert str(error.value) == message


def test_a_report_without_its_case_says_so():
    values = {key: value for key, value in report(EXAMPLES[0], load()).values.items() if key != "case_file"}

    with pytest.raises(CaseError, match="the key 'case_file' is missing; a report holds its case under it; save the report again"):
        parse_cases(json.dumps(values), name="own.json")


def test_the_page_stands_alone(page):
    assert {tag for tag, _ in page.tags} & LOADS == set()
    assert {name for _, attributes in page.tags for name in attributes if name in ("src", "srcset", "background") or name.startswith("on")} == set()
    assert "url(" not in to_html([report(EXAMPLES[0], load())], load())
    assert "@page { size: A4" in to_html([report(EXAMPLES[0], load())], load())


def test_the_page_links_to_sources_alone(page):
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]

    assert links
    assert all(link.startswith(("#r1-source-", "https://", "http://")) for link in links)


def test_every_number_of_a_source_leads_to_it_and_every_source_is_cited(page):
    called = {attributes["href"][1:] for tag, attributes in page.tags if tag == "a" and attributes["href"].startswith("#")}
    there = {attributes["id"] for tag, attributes in page.tags if tag == "li" and "id" in attributes}

    assert called == there != set()


def test_the_page_tells_case_ranking_reasons_sources_digest_and_notice(page):
    file, values = EXAMPLES[0], report(EXAMPLES[0], load()).values
    words = [NOTICE, file.title, *file.case.present, *file.case.labs.values(), load().digest, values["setting_label"],
             *(row["name"] for row in values["candidates"]), *(one["label"] for row in values["candidates"][:5] for one in row["for"][:12])]

    assert [word for word in words if unit(word) not in page.text] == []
    assert page.text.count(NOTICE) >= 2


def test_what_a_person_typed_is_text_and_nothing_else():
    file = CaseFile(TRAP, title=TRAP, source={"citation": TRAP, "url": "javascript:alert(3)"}, case=Case(
        ancestry=TRAP, onset=TRAP, labs={TRAP: TRAP}, present=(TRAP, "normal platelets"), medications=(Medication(TRAP, TRAP),),
        history=(TRAP,), series={TRAP: {TRAP: TRAP}}))
    html = to_html([report(file, load())], load())
    page = Page(html)

    assert {tag for tag, _ in page.tags} & LOADS == set()
    assert page.text.count("<script>alert(1)</script>") >= 8
    assert "javascript:" not in html
    assert "{{ 7 * 7 }}" in page.text


def test_contradictions_stand_before_the_ranking():
    text = Page(to_html([report(CaseFile("x", case=Case(labs={"platelets": "20 K/uL"}, present=("normal platelets",))), load())], load())).text

    assert text.index("'normal platelets' says platelets normal") < text.index("Ranking")


@pytest.mark.parametrize("file", [*EXAMPLES, *PUBLISHED[:20]], ids=lambda file: file.id)
def test_the_comparison_adds_up_to_the_difference_of_the_scores(file):
    comparison = report(file, load()).values["comparison"]
    scores = dict(zip((leaf.id for leaf in load().leaves), rank(gather(file.case, load()), load()).score, strict=True))
    first, second = (scores[name] for name in comparison["causes"])

    assert math.isclose(sum(line["difference"] for line in comparison["lines"]), (first - second) / math.log(10), abs_tol=1e-9)
    assert math.isclose(comparison["difference"], (first - second) / math.log(10), abs_tol=1e-9)


def test_a_section_of_another_part_is_told_on_the_page_and_in_the_data():
    section = Section("What to look at next", ("Test", "Tells"), (("serum <copper>", 0.4),), "never a treatment")
    one = report(EXAMPLES[0], load(), sections=[section])

    assert one.values["sections"] == [{"title": section.title, "columns": ["Test", "Tells"], "rows": [["serum <copper>", 0.4]],
                                       "note": "never a treatment"}]
    assert re.search(r"What to look at next.*serum <copper>.*never a treatment", Page(to_html([one], load())).text, re.DOTALL)


def test_each_case_has_paper_of_its_own():
    html = to_html([report(file, load()) for file in EXAMPLES[:2]], load())

    assert html.count("<article>") == 2
    assert "article + article { break-before: page" in html


def test_every_printed_page_bears_the_short_notice(page):
    running = [attributes for tag, attributes in page.tags if tag == "p" and attributes.get("class") == "running"]

    assert len(running) == 1
    assert re.search(rf"\b{SHORT_NOTICE}\n\s*{NOTICE}", page.text)
    assert "article { display: table; width: 100%; } .running { display: table-header-group; break-inside: avoid;" in page.text
