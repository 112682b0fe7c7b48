"""What the tests of the app in a browser share."""

from playwright.sync_api import Page


def settled(page: Page) -> None:
    """Wait until the script is at rest, twice: a click may start the next run a moment later."""
    for _ in range(2):
        page.wait_for_timeout(80)
        page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
