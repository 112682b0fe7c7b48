"""The app as a person uses it, in a real browser: Debian's Chromium, driven by Playwright. Nothing is downloaded."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect, sync_playwright

from engine import NOTICE, Knowledge, candidates, gather, load, rank, read_cases

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
EXAMPLES = {file.id: file for file in read_cases(ROOT / "cases" / "examples.yaml")}
PAGES = ("Case", "Compare", "What if", "Knowledge", "About")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_START_SECONDS = 60
_STEP_MS = 15_000

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="/usr/bin/chromium is missing: install Debian's chromium to run the browser tests")


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


def _opened(browser: BrowserContext, address: str, size: dict) -> Iterator[Page]:
    page = browser.new_page()
    page.set_viewport_size(size)
    page.set_default_timeout(_STEP_MS)
    page.goto(address)
    expect(page.get_by_role("heading", name="Why are these blood counts low?")).to_be_visible(timeout=_STEP_MS)
    _settled(page)
    yield page
    assert page.get_by_test_id("stException").count() == 0
    page.close()


def _settled(page: Page) -> None:
    """Wait until the script is at rest, twice: a click may start the next run a moment later."""
    for _ in range(2):
        page.wait_for_timeout(80)
        page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")


@cache
def _knowledge() -> Knowledge:
    return load()


def _leaders(example: str, *, count: int) -> list[str]:
    """What the engine itself says of an example: the screen must say the same, whatever the rules are."""
    knowledge = _knowledge()
    rows = candidates(rank(gather(EXAMPLES[example].case, knowledge), knowledge), knowledge, top=count)
    return [row.name for row in rows]


def _type_count(page: Page, label: str, value: str) -> None:
    page.get_by_label(label, exact=True).fill(value)
    page.keyboard.press("Tab")
    _settled(page)


def _choose(page: Page, label: str, text: str) -> None:
    """Type into a search box and choose the option of that name, with the keyboard's arrow and Enter or by a click."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(text)
    page.get_by_role("option", name=text, exact=True).click()
    _settled(page)


def _load_example(page: Page, name: str) -> None:
    page.get_by_role("button", name=EXAMPLES[name].title).click()
    _settled(page)


def _first_row(page: Page) -> Locator:
    return page.get_by_test_id("stExpander").filter(has_text=re.compile(r"1\. ")).first


def test_a_case_entered_by_hand_ranks_the_expected_cause_first(page: Page) -> None:
    _type_count(page, "White cells", "1.1")
    _type_count(page, "Neutrophils", "0.05")
    _type_count(page, "Hemoglobin", "12.9")
    _type_count(page, "Platelets", "240")
    _choose(page, "Search findings, history, exposures, diet, family", "sore throat")
    _choose(page, "Search a drug", "methimazole")
    page.get_by_label("When drug 1 was taken").fill("started 6 weeks earlier")
    page.keyboard.press("Enter")
    _settled(page)

    expect(_first_row(page)).to_contain_text("Drug-induced agranulocytosis (methimazole)")
    expect(page.get_by_text("read as: started 6 weeks before")).to_be_visible()


def test_a_count_is_judged_at_once_with_its_grade_and_limits(page: Page) -> None:
    _type_count(page, "Hemoglobin", "84 g/L")

    expect(page.get_by_text(re.compile(r"low, moderate \(12 to 17\.5\)"))).to_be_visible()


def test_a_number_that_fits_no_unit_chosen_is_explained_and_offered_in_another(page: Page) -> None:
    _type_count(page, "White cells", "2100")
    page.get_by_role("button", name="Read white cells in /µL").click()
    _settled(page)

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2100 /uL")
    expect(page.get_by_text(re.compile(r"low, moderate \(4 to 11\)"))).to_be_visible()


def test_an_entry_can_be_marked_absent_and_taken_away(page: Page) -> None:
    _choose(page, "Search findings, history, exposures, diet, family", "splenomegaly")
    entry = page.get_by_role("radiogroup", name="State of entry 1")
    entry.get_by_role("radio", name="absent").click()
    _settled(page)

    expect(entry.get_by_role("radio", name="absent")).to_be_checked()
    page.get_by_test_id("stButton").filter(has_text="close").get_by_role("button").click()
    _settled(page)
    expect(entry).to_have_count(0)


def test_every_example_opens_in_one_click_and_shows_what_the_engine_says(page: Page) -> None:
    for example in EXAMPLES:
        _load_example(page, example)

        expect(_first_row(page)).to_contain_text(_leaders(example, count=1)[0])
        page.get_by_role("button", name="Clear", exact=True).click()
        _settled(page)


def test_an_artifact_is_named_before_the_ranking(page: Page) -> None:
    _load_example(page, "example-clumps")

    expect(page.get_by_text("repeat the count")).to_be_visible()


def test_the_case_is_still_there_after_a_look_at_other_pages(page: Page) -> None:
    _load_example(page, "example-bypass")
    for name in ("Compare", "Knowledge", "Case"):
        page.get_by_role("link", name=name, exact=True).click()
        _settled(page)

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")
    expect(page.get_by_label("When drug 1 was taken")).to_have_value("for years")


def test_clearing_can_be_undone(page: Page) -> None:
    _load_example(page, "example-bypass")
    page.get_by_role("button", name="Clear", exact=True).click()
    _settled(page)
    expect(page.get_by_label("White cells", exact=True)).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    _settled(page)

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")


def test_a_phone_has_the_first_three_and_both_halves_in_sight_and_is_not_scrolled_sideways(phone: Page) -> None:
    _load_example(phone, "example-bypass")
    bar = phone.get_by_test_id("stBottom")
    for jump in ("Result", "Enter"):
        bar.get_by_role("link", name=jump).click()
        phone.wait_for_timeout(300)

        expect(phone.get_by_role("heading", name=jump, exact=True)).to_be_in_viewport()
        for name in _leaders("example-bypass", count=3):
            expect(bar.get_by_text(name)).to_be_in_viewport()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_hidden_ranking_is_nowhere_in_the_page_until_one_is_written(page: Page) -> None:
    page.get_by_text("Hide the ranking until I have written mine").click()
    _settled(page)
    _load_example(page, "example-bypass")
    leaders = _leaders("example-bypass", count=10)

    assert [name for name in leaders if name in page.content()] == []
    page.get_by_role("button", name="Reveal the ranking").click()
    _settled(page)
    expect(page.get_by_text("Write at least one cause first.")).to_be_visible()
    page.get_by_label("My differential, most likely first").fill(leaders[0])
    page.get_by_role("button", name="Reveal the ranking").click()
    _settled(page)
    expect(page.get_by_text(f"1. {leaders[0]}: place 1")).to_be_visible()
    expect(_first_row(page)).to_contain_text(leaders[0])


def test_a_bad_file_is_refused_and_nothing_typed_is_lost(page: Page) -> None:
    _type_count(page, "White cells", "2.1")
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    bad = {"name": "bad.yaml", "mimeType": "application/yaml", "buffer": b"case: {age: 200, presnt: [fever]}"}
    page.locator("input[type=file]").set_input_files(bad)
    _settled(page)

    expect(page.get_by_text("The file was not opened; the form is as it was.")).to_be_visible()
    expect(page.get_by_text("did you mean 'present'?")).to_be_visible()
    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")


def test_a_saved_case_opens_again_as_it_was(page: Page, tmp_path: Path) -> None:
    _load_example(page, "example-bypass")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save", exact=True).click()
    saved = tmp_path / "case.yaml"
    download.value.save_as(saved)
    page.get_by_role("button", name="Clear", exact=True).click()
    _settled(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    page.locator("input[type=file]").set_input_files(saved)
    _settled(page)

    assert NOTICE in saved.read_text(encoding="utf-8")
    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")
    expect(_first_row(page)).to_contain_text(_leaders("example-bypass", count=1)[0])


def test_what_a_person_types_is_text_and_fetches_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Search findings, history, exposures, diet, family", exact=True).click()
    page.keyboard.type("![x](http://remote.invalid/a.png) <b>fever</b>")
    page.keyboard.press("Enter")
    _settled(page)

    expect(page.get_by_text("![x](http://remote.invalid/a.png) <b>fever</b>").first).to_be_visible()
    assert [url for url in asked if "remote.invalid" in url] == []
    assert "fever" not in page.url


def test_the_notice_stands_on_every_page(page: Page) -> None:
    for name in PAGES:
        page.get_by_role("link", name=name, exact=True).click()
        _settled(page)

        expect(page.get_by_text(NOTICE).first).to_be_visible()


def test_causes_are_grouped_by_mechanism_beside_the_flat_list(page: Page) -> None:
    _load_example(page, "example-bypass")
    page.get_by_role("radio", name="By mechanism").click()
    _settled(page)
    expect(page.get_by_text("Less production")).to_be_visible()
    page.get_by_role("radio", name="Cell size").click()
    _settled(page)

    expect(page.get_by_text("this case's counts")).to_be_visible()
