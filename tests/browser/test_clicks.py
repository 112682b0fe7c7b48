"""The benchmark of clicks finds its way through the app; how long they take is its own affair."""

from playwright.sync_api import BrowserContext

from benchmarks.clicks import LISTEN, clicked, to_what_if
from tests.browser.conftest import DESKTOP


def test_the_benchmark_of_clicks_reaches_the_page_what_if_and_measures_each_click(address: str, browser: BrowserContext) -> None:
    page = browser.new_page()
    page.set_viewport_size(DESKTOP)
    page.add_init_script(LISTEN)
    to_what_if(page, address)
    times = clicked(page, 3)
    page.close()
    assert len(times) == 3
    assert all(time > 0 for time in times)
