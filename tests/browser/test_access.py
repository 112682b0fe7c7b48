"""Every page examined by axe in a real browser, at wide and phone width, light and dark: no serious violation, and headings in their order."""

import re
import tomllib
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from engine import Case, CaseFile, Medication, load
from engine.formats import report, to_html
from tests.browser.driving import go_to, settled

ROOT = Path(__file__).parents[2]
PAGES = ("Case", "Bring in", "Many cases", "Compare", "What if", "Learn", "Practice", "Progress", "Teach", "Knowledge", "About")
GRAVE = ("serious", "critical")
ORDERED = "heading-order"
"""A rule that axe calls moderate: a heading that skips a level hides from who goes by headings what belongs to what."""
ACCENT_IN_THE_DARK = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]["dark"]["primaryColor"]
LEAST_OF_ACCENT = 3.75


def _open(page: Page, name: str) -> None:
    page.locator('[class*="st-key-example_"] button').first.click()
    settled(page)
    if name == "Case":
        return
    go_to(page, name)
    if name == "Bring in":
        page.get_by_role("button", name="Example", exact=True).click()
        settled(page)


def violations(page: Page, accent: str = "") -> list[str]:
    """Return the serious and critical violations of a page and the headings that skip a level, one line each.

    `accent` is a colour that stands under white words and is itself the colour of words on black: no colour has 4.5 to both, and it is held to
    `LEAST_OF_ACCENT`.
    """
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:160]}" for one in found
            if one["impact"] in GRAVE or one["id"] == ORDERED for node in one["nodes"]
            if not (accent and one["id"] == "color-contrast" and _is_between(node["any"][0]["data"], accent))]


def _is_between(colors: dict, accent: str) -> bool:
    return accent in (colors["fgColor"], colors["bgColor"]) and colors["contrastRatio"] >= LEAST_OF_ACCENT


@pytest.mark.parametrize("name", PAGES)
def test_a_wide_page_has_no_serious_violation(page: Page, name: str) -> None:
    _open(page, name)

    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_dark_page_has_no_serious_violation(dark: Page, name: str) -> None:
    _open(dark, name)

    assert dark.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme") == "dark"
    assert violations(dark, accent=ACCENT_IN_THE_DARK) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_page_has_no_serious_violation(phone: Page, name: str) -> None:
    _open(phone, name)

    assert violations(phone) == []


@pytest.mark.parametrize("width", ["page", "phone"])
def test_the_counts_over_time_have_no_serious_violation(width: str, request: pytest.FixtureRequest) -> None:
    page = request.getfixturevalue(width)
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    case = b"{series: {2024-01-01: {ANC: 2.8 K/uL}, 2024-01-15: {ANC: 0.2 K/uL}}, medications: [{name: methimazole, taken: started 3 weeks earlier}]}"
    page.locator("input[type=file]").set_input_files({"name": "case.yaml", "mimeType": "application/yaml", "buffer": b"case: " + case})
    settled(page)
    page.get_by_text("Counts over time").click()
    settled(page)

    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
    assert violations(page) == []


def test_a_report_is_not_scrolled_sideways_on_a_phone(phone: Page) -> None:
    taken = Case(age=63, sex="male", labs={"WBC": "1.9 x10^9/L", "hemoglobin": "7.4 g/dL", "folate": "2.1 ng/mL"}, present=("oral ulcers",),
                 medications=(Medication("methotrexate", "on 15 mg weekly since 2019"),))
    phone.set_content(to_html([report(CaseFile(id="long-names", case=taken), load())], load()))

    assert phone.get_by_role("columnheader", name=re.compile("Antimetabolite immunosuppressant")).count()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
