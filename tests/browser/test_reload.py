"""What was begun on a page outlives a reload there, and one after a look at another page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driving import go_to, settled

TEXT = "Name: Anna Muster\nA 52-year-old woman denies fever. WBC 2.1 (4.0-11.0) L."


@pytest.fixture(params=["the page itself", "another page"])
def loaded_anew(request, page: Page):
    """Load the page anew, or go to another page, load that, and come back."""
    def load(name: str) -> None:
        if request.param == "another page":
            go_to(page, "Knowledge")
        page.reload()
        settled(page)
        if request.param == "another page":
            go_to(page, name)
    return load


def test_a_pasted_text_is_still_there_with_what_was_found_and_ticked(page: Page, loaded_anew) -> None:
    go_to(page, "Bring in")
    page.get_by_role("textbox", name="Report or vignette").fill(TEXT)
    page.get_by_role("textbox", name="Report or vignette").press("Control+Enter")
    settled(page)
    page.get_by_role("button", name="Read", exact=True).click()
    settled(page)
    page.locator("label", has=page.get_by_role("checkbox", name="Absent")).click()
    settled(page)
    loaded_anew("Bring in")

    expect(page.get_by_role("textbox", name="Report or vignette")).to_have_value(TEXT.replace("Name: Anna Muster", "[name removed]"))
    expect(page.get_by_role("checkbox", name="Absent")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Value")).to_be_checked()
    assert "Muster" not in page.content() + page.url


def test_a_pasted_text_that_was_not_read_is_still_there(page: Page, loaded_anew) -> None:
    go_to(page, "Bring in")
    page.get_by_role("textbox", name="Report or vignette").fill("She denies fever.")
    page.get_by_role("textbox", name="Report or vignette").press("Control+Enter")
    settled(page)
    loaded_anew("Bring in")

    expect(page.get_by_role("textbox", name="Report or vignette")).to_have_value("She denies fever.")


def test_a_teaching_case_in_the_making_is_still_there(page: Page, loaded_anew) -> None:
    go_to(page, "Teach")
    page.get_by_label("Title, read before the case is opened").fill("A tired man")
    page.keyboard.press("Tab")
    settled(page)
    page.get_by_label("What is told, in your own words").fill("A man is tired.")
    page.keyboard.press("Tab")
    settled(page)
    loaded_anew("Teach")

    expect(page.get_by_label("Title, read before the case is opened")).to_have_value("A tired man")
    expect(page.get_by_label("What is told, in your own words")).to_have_value("A man is tired.")
