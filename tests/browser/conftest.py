"""The app in a real browser: Debian's Chromium, driven by Playwright. Nothing is downloaded; the server ends by its own process."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.driving import settled

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_START_SECONDS = 60
_STEP_MS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip this folder's tests where there is no browser."""
    if CHROMIUM.exists():
        return
    missing = pytest.mark.skip(reason=f"{CHROMIUM} is missing: install Debian's chromium to run the browser tests")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(missing)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of our own on a free loopback port, ended by its own process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true", "--server.address", "127.0.0.1",
         "--server.port", str(port), "--server.fileWatcherType", "none"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, f"the app ended by itself with code {server.returncode}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app did not answer within {_START_SECONDS} s")


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    """One profile for all tests, so that the app's scripts are read once; every page is a session of its own."""
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield running.new_context()
        running.close()


@pytest.fixture
def page(browser: BrowserContext, address: str) -> Iterator[Page]:
    yield from _opened(browser, address, DESKTOP)


@pytest.fixture
def phone(browser: BrowserContext, address: str) -> Iterator[Page]:
    yield from _opened(browser, address, PHONE)


@pytest.fixture
def dark(browser: BrowserContext, address: str) -> Iterator[Page]:
    """A wide page of somebody whose machine is set to dark colours."""
    yield from _opened(browser, address, DESKTOP, "dark")


def _opened(browser: BrowserContext, address: str, size: dict, colors: Literal["light", "dark"] = "light") -> Iterator[Page]:
    page = browser.new_page()
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colors)
    page.set_default_timeout(_STEP_MS)
    page.goto(address)
    expect(page.get_by_role("heading", name="Why are these blood counts low?")).to_be_visible(timeout=_STEP_MS)
    settled(page)
    yield page
    assert page.get_by_test_id("stException").count() == 0
    page.close()
