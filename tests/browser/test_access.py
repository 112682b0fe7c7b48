"""Every page examined by axe in a real browser, at wide and phone width: no serious violation."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.driving import settled

PAGES = ("Case", "Compare", "What if", "Many cases", "Knowledge", "About")
GRAVE = ("serious", "critical")


def _open(page: Page, name: str) -> None:
    page.locator('[class*="st-key-example_"] button').first.click()
    settled(page)
    if name == "Case":
        return
    if page.viewport_size["width"] < 600:
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_timeout(600)  # the menu slides in
    page.get_by_role("link", name=name).first.click()
    settled(page)
    if page.viewport_size["width"] < 600:
        page.get_by_test_id("stSidebarCollapseButton").click()
        page.wait_for_timeout(600)


def _violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {one['help']}: {node['html'][:160]}" for one in found if one["impact"] in GRAVE for node in one["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_wide_page_has_no_serious_violation(page: Page, name: str) -> None:
    _open(page, name)

    assert _violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_page_has_no_serious_violation(phone: Page, name: str) -> None:
    _open(phone, name)

    assert _violations(phone) == []
