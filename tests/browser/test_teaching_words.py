"""Words of the field and sets of look-alikes in a real browser: reached by a click, readable at both widths, no violation."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import go_to, settled, write_first_cause
from tests.browser.test_access import violations

WORDS = {"Illness script": "what goes wrong", "Odds": "how common they are here", "Anchoring": "The rule finds it"}
_FIRST_MS = 15_000


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("size", ["page", "phone"])
def test_teaching_a_word_is_read_from_the_page_learn(size: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(size)
    for word, shown in WORDS.items():
        go_to(page, "Learn")
        page.get_by_role("button", name=word).click()
        settled(page)

        expect(page.get_by_role("heading", name="Knowledge", level=1)).to_be_visible()
        expect(page.get_by_role("heading", name=word, level=2)).to_be_visible()
        expect(page.get_by_text(shown).first).to_be_visible()
        assert violations(page) == []
        assert fits(page)


def test_teaching_every_example_fits_a_phone(phone: Page, knowledge) -> None:
    for entry in knowledge.teaching["vocabulary"].values():
        go_to(phone, "Learn")
        phone.get_by_role("button", name=entry["label"]).click()
        settled(phone)
        expect(phone.get_by_role("table")).to_be_visible()
        told = phone.evaluate("[...document.querySelectorAll('table')].map(one => one.scrollWidth - one.parentElement.clientWidth)")

        assert (entry["label"], [over for over in told if over > 0]) == (entry["label"], [])


@pytest.mark.parametrize("size", ["page", "phone"])
def test_teaching_a_set_stands_side_by_side_after_the_answer(size: str, request: pytest.FixtureRequest, address: str) -> None:
    page: Page = request.getfixturevalue(size)
    # An answer counts once, so each size has a row of cases of its own.
    page.goto(f"{address}/practice?mode=sets&seed={5 + (size == 'phone')}&sets=hemolysis,megaloblastic")
    expect(page.get_by_text("Case 1 of 18")).to_be_visible(timeout=_FIRST_MS)
    settled(page)
    assert page.get_by_text("drawn from this").count() == 0
    write_first_cause(page, "Wilson disease", "60")
    page.get_by_role("button", name="Commit").click()
    settled(page)

    expect(page.get_by_role("heading", name="The set side by side")).to_be_visible()
    expect(page.get_by_text("drawn from this")).to_be_visible()
    assert Path(os.environ["PENIA_PROGRESS"]).exists()
    assert violations(page) == []
    assert fits(page)


def test_teaching_all_pages_stand_in_one_line_of_a_wide_window(page: Page) -> None:
    tops = {round(link.bounding_box()["y"]) for link in page.get_by_test_id("stTopNavLink").all()}

    assert len(tops) == 1
