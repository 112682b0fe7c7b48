"""Three published cases of different kinds entered by hand, as somebody new would: then compared, saved, reported and opened again."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app_parts import wording
from engine import NOTICE, Case, Knowledge, candidates, gather, load, parse_cases, rank, read_cases
from engine.reasoning import Candidate
from tests.browser.driving import go_to, settled

ROOT = Path(__file__).resolve().parents[2]
CASES = {file.id: file for file in read_cases(ROOT / "tests" / "data" / "published.yaml")}
NEUTROPENIA, NUTRITION, HEMOLYSIS = "drug-methimazole-02", "folate-alcohol-02", "g6pd-toddler-hypoxia-01"
FIELDS = {"WBC": "White cells", "ANC": "Neutrophils", "hemoglobin": "Hemoglobin", "platelets": "Platelets", "reticulocytes": "Reticulocytes, percent"}
WORDS, TEST, DRUG = "Search findings, history, exposures, diet, family", "Search a laboratory test", "Search a drug"
KINDS = {"present": "Present", "absent": "Absent", "history": "History", "exposures": "Exposure", "diet": "Diet"}


@cache
def knowledge() -> Knowledge:
    return load()


def rows_of(case: Case) -> tuple[Candidate, ...]:
    return candidates(rank(gather(case, knowledge()), knowledge()), knowledge(), top=3)


def ranked(case: Case) -> list[str]:
    """Return what the engine says of a case, as the screen writes it."""
    return [f"{row.name} ·\u00a0{wording.percent(row.probability, knowledge())}" for row in rows_of(case)]


def shown(page: Page) -> list[str]:
    """Return the first three rows as they stand on the screen: "Copper deficiency · 62%"."""
    texts = page.get_by_test_id("stExpander").locator("summary").all_inner_texts()
    found = [re.search(r"(\d+)\. (.+? ·\u00a0\S+%)", text) for text in texts]
    return [one[2] for one in found if one][:3]


def type_into(page: Page, label: str, text: str, key: str) -> None:
    """Type as a person does, and go on with a key."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.insert_text(text)
    page.keyboard.press(key)
    settled(page)


def enter(page: Page, case: Case) -> None:
    """Enter a case from the top of the form to its bottom, every text as it is printed."""
    type_into(page, "Age in years", f"{case.age:g}", "Tab")
    page.get_by_role("radio", name=case.sex, exact=True).click()
    settled(page)
    for name in case.labs.keys() & FIELDS.keys():
        type_into(page, FIELDS[name], case.labs[name], "Tab")
    for kind, heading in KINDS.items():
        if getattr(case, kind):
            page.get_by_role("radiogroup", name="Add as").get_by_role("radio", name=heading, exact=True).click()
            settled(page)
        for text in getattr(case, kind):
            type_into(page, WORDS, text, "Enter")
    for number, drug in enumerate(case.medications or (), start=1):
        type_into(page, DRUG, drug.name, "Enter")
        if drug.taken:
            type_into(page, f"When drug {number} was taken", drug.taken, "Enter")
    for number, name in enumerate([name for name in case.labs if name not in FIELDS], start=1):
        type_into(page, TEST, name, "Enter")
        type_into(page, f"Value of laboratory test {number}", case.labs[name], "Enter")


def saved(page: Page, tmp_path: Path, button: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path.read_text(encoding="utf-8")


def walk(page: Page, name: str, tmp_path: Path) -> None:
    """Enter a case, compare its first two causes, save the case and both reports, and open the one made to be opened."""
    case = CASES[name].case
    enter(page, case)
    rows = shown(page)
    assert rows == ranked(case)

    go_to(page, "Compare")
    upper, lower = (row.name for row in rows_of(case)[:2])
    expect(page.get_by_text(f"{upper} above {lower}", exact=True)).to_be_visible()
    expect(page.get_by_text("The terms add up to")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    go_to(page, "Case")
    assert shown(page) == rows
    text = saved(page, tmp_path, "Save")
    assert NOTICE in text
    assert ranked(parse_cases(text, name="case.yaml")[0].case) == rows

    printed, data = saved(page, tmp_path, "Report to print"), saved(page, tmp_path, "Report to open again")
    assert NOTICE in unescape(printed)
    assert rows[0].rpartition(" ·")[0] in unescape(printed)
    page.get_by_role("button", name="Clear", exact=True).click()
    settled(page)
    assert shown(page) == []
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    page.locator("input[type=file]").set_input_files({"name": "report.json", "mimeType": "application/json", "buffer": data.encode()})
    settled(page)
    assert shown(page) == rows


@pytest.mark.parametrize("name", [NEUTROPENIA, NUTRITION, HEMOLYSIS])
def test_a_published_case_is_entered_by_hand_compared_saved_and_opened_again(page: Page, name: str, tmp_path: Path) -> None:
    walk(page, name, tmp_path)


def test_a_published_case_is_entered_by_hand_compared_saved_and_opened_again_on_a_phone(phone: Page, tmp_path: Path) -> None:
    walk(phone, HEMOLYSIS, tmp_path)
