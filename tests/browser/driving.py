"""What the tests of the app in a browser share."""

import re

from playwright.sync_api import Page


def settled(page: Page) -> None:
    """Wait until the script is at rest, twice: a click may start the next run a moment later."""
    for _ in range(2):
        page.wait_for_timeout(80)
        page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")


def go_to(page: Page, name: str) -> None:
    """Open a page of the app by its link, which a phone has in the menu."""
    is_phone = page.viewport_size["width"] < 600
    if is_phone:
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_timeout(600)  # the menu slides in
    link = page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("menuitem", name=name, exact=True))  # a section opens as a menu
    for section in [] if is_phone or link.count() else page.get_by_test_id("stTopNavSection").all():
        section.click()
        page.wait_for_timeout(300)  # the section opens
        if link.count():
            break
    link.first.click()
    settled(page)
    if is_phone:
        page.get_by_test_id("stSidebarCollapseButton").click()
        page.wait_for_timeout(600)


def write_first_cause(page: Page, cause: str, percent: str) -> None:
    """Choose a cause in the first line of a differential by typing its name, and give it a percent. Options bear synonyms in brackets."""
    page.get_by_label("Cause 1", exact=True).click()
    page.keyboard.type(cause)
    page.get_by_role("option", name=re.compile(rf"^{re.escape(cause)}( \(|$)")).click()
    settled(page)
    page.get_by_label("Probability 1, percent", exact=True).fill(percent)
    page.keyboard.press("Tab")
    settled(page)
