"""How long a click on the page What if takes in a real browser, from the press of the button to the last change of the page.

    python -m benchmarks.clicks        (make clicks)

Debian's Chromium without a window, 100 clicks that each set one finding of an example to another state; the server is the app as it is
started by `make app`. The time is taken inside the page: from the event of the press to the frame after the last change of the
document. Says so and ends well where there is no browser.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine import NOTICE

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path("/usr/bin/chromium")
CLICKS = 100
WARM = 8
TARGET_MS = 100.0
_QUIET_MS = 150
LISTEN = """window.received = 0;
window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); this.addEventListener('message', () => { window.received = performance.now(); }); }
};"""
"""Notes when the server last said anything; goes into a page before its own scripts."""
_WATCH = """() => {
  document.addEventListener('pointerdown', event => Object.assign(window, {pressed: event.timeStamp, changed: 0}), true);
  new MutationObserver(() => requestAnimationFrame(() => { window.changed = performance.now(); }))
    .observe(document.querySelector('[data-testid=stMain]'),
             {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['aria-valuenow', 'aria-checked']});
}"""
_DONE = f"""() => window.received > window.pressed && performance.now() - Math.max(window.received, window.changed) > {_QUIET_MS}
  && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"""
"""The server answered after the press, is at rest, and nothing has changed since a while."""


@contextmanager
def server() -> Iterator[str]:
    """The app on a free port of this machine, ended by its own process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    running = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.address", "127.0.0.1",
                                "--server.port", address.rpartition(":")[2]], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://{address}"
    finally:
        running.terminate()
        running.wait()


def to_what_if(page, address: str) -> None:
    """Open the first example in a new session and go on to the page What if."""
    page.goto(address)
    page.locator('[class*="st-key-example_"] button').first.click()
    # The last of the ranked page: once it is drawn, the click on the next page interrupts nothing.
    page.get_by_text("How sure is this").wait_for()
    page.get_by_role("link", name="What if").click()
    page.get_by_role("heading", name="Ranks").wait_for()
    page.wait_for_timeout(1500)


def clicked(page, count: int) -> list[float]:
    """Return the milliseconds of so many clicks, each on the state of a finding in turn."""
    groups = page.get_by_role("radiogroup").filter(has_text="Left out")
    groups.first.wait_for()
    number = groups.count()
    page.evaluate(_WATCH)
    times = []
    for click in range(count):
        states = groups.nth(click % number).get_by_role("radio")
        chosen = [one.get_attribute("aria-checked") for one in states.all()].index("true")
        states.nth((chosen + 1) % states.count()).click()
        page.wait_for_function(_DONE, polling=20)
        times.append(page.evaluate("window.changed - window.pressed"))
    return times


def main() -> None:
    """Print median and 95th percentile beside the target."""
    if not CHROMIUM.exists():
        print(f"Clicks in a browser are not measured: {CHROMIUM} is missing; install Debian's chromium.")
        return
    from playwright.sync_api import sync_playwright

    print(NOTICE)
    arguments = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(LISTEN)
        to_what_if(page, address)
        times = clicked(page, WARM + CLICKS)[WARM:]
        browser.close()
    print(f"  {CLICKS} clicks on the page What if, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}: median {statistics.median(times):.0f} ms")
    high = statistics.quantiles(times, n=20)[-1]
    print(f"  95th percentile {high:.0f} ms   target {TARGET_MS:.0f} ms   {'met' if high <= TARGET_MS else 'missed'}")


if __name__ == "__main__":
    main()
