"""A learner's journey in a real browser: commit, see what is said of it, close, come back another day, and find a new case of what was missed."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from sqlalchemy import create_engine

from engine.teaching.record import Answer, read_progress
from engine.teaching.store import append, forget, kept, own_learner, prepare
from tests.browser.driving import go_to, settled, write_first_cause
from tests.browser.test_access import violations

LINK = "/practice?mode=name&seed=5&topic=megaloblastic&difficulty=any"
SET = "B12, folate, copper, myelodysplasia"
WRONG = "Lead poisoning"
LEARNED, STAGES = "numb-feet-after-surgery", 5
_STEP_MS = 15_000


@pytest.fixture
def place() -> Iterator:
    """The file in which the app keeps answers in these tests, empty."""
    engine = create_engine(f"sqlite:///{Path(os.environ['PENIA_PROGRESS'])}")
    prepare(engine)
    forget(engine, own_learner(engine, new="learner"))
    yield engine
    engine.dispose()


def _opened(browser: BrowserContext, url: str) -> Page:
    page = browser.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.set_default_timeout(_STEP_MS)
    page.goto(url)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=_STEP_MS)
    settled(page)
    return page


def _commit(page: Page, cause: str, percent: str) -> None:
    write_first_cause(page, cause, percent)
    page.get_by_role("button", name="Commit").click()
    settled(page)


def _story(page: Page) -> str:
    return page.locator(".st-key-practice_story").inner_text()


def _days_pass(place, days: int) -> None:
    """Move every kept answer back, as if it had been given that many days earlier."""
    learner = own_learner(place, new="learner")
    earlier = [Answer(one.at - timedelta(days=days), one.source, one.topic, one.case, one.truth, one.guesses, one.given, one.seed, one.stages,
                      one.knowledge) for one in kept(place, learner)]
    forget(place, learner)
    append(place, learner, earlier)


def test_what_was_missed_comes_back_another_day_as_a_new_case(browser: BrowserContext, address: str, place) -> None:
    page = _opened(browser, address + LINK)
    first = _story(page)
    _commit(page, WRONG, "80")
    expect(page.get_by_role("heading", name="It was drawn from")).to_be_visible()
    expect(page.get_by_text("Log score:")).to_be_visible()
    page.close()

    page = _opened(browser, address + "/progress")
    expect(page.get_by_text(re.compile(r"Nothing is due\. Next, in (24 hours|1 day)"))).to_be_visible()
    page.close()

    _days_pass(place, 2)
    page = _opened(browser, address + "/progress")
    expect(page.locator(".st-key-due_megaloblastic")).to_contain_text("missed 1 of 1; last answered 2 days ago")
    page.get_by_role("button", name="A new case").click()
    settled(page)
    expect(page.get_by_role("heading", name="Practice", level=1)).to_be_visible()
    expect(page.get_by_label("Topic")).to_have_value(SET)
    assert "topic=megaloblastic" in page.url
    assert "seed=5&" not in page.url
    assert _story(page) != first
    _commit(page, WRONG, "70")
    expect(page.get_by_role("heading", name="It was drawn from")).to_be_visible()
    go_to(page, "Progress")
    expect(page.get_by_role("heading", name="2 answers")).to_be_visible()
    expect(page.get_by_text("Nothing is due.")).to_be_visible()
    assert violations(page) == []
    assert page.get_by_test_id("stException").count() == 0
    page.close()


def test_a_learner_opens_a_case_commits_reflects_reveals_reads_what_is_said_and_finds_the_due_case_another_day(
        browser: BrowserContext, address: str, place) -> None:
    """The whole way: open, commit, reflect, reveal, see feedback, close, come back, find the due case."""
    page = _opened(browser, f"{address}/learn?case={LEARNED}")
    for stage in range(1, STAGES + 1):
        expect(page.get_by_text(f"Stage {stage} of {STAGES}")).to_be_visible()
        if stage == 1:
            _fill(page, '[class*="st-key-learn_cause_1_"] input', '[class*="st-key-learn_share_1_"] input')
        page.get_by_role("button", name="Commit").click()
        expect(page.get_by_role("heading", name="Think it over")).to_be_visible()
        settled(page)
        if stage == 1:
            reasons = page.locator('[class*="st-key-learn_for_1_"]')
            _opened_list(page, reasons)
            page.keyboard.press("Enter")
            settled(page)
            page.keyboard.press("Escape")
        assert not page.get_by_role("heading", name="What it was").is_visible()
        page.locator(".st-key-learn_reveal button").click()
        settled(page)
    expect(page.get_by_role("heading", name="What it was")).to_be_visible()
    expect(page.get_by_text("Place of the right cause: The place")).to_be_visible()
    expect(page.get_by_text(re.compile("^for: ")).last).to_be_visible()
    page.close()

    one, = kept(place, own_learner(place, new="learner"))
    assert (one.source, one.case, len(one.stages)) == ("learn", f"learn-{LEARNED}", STAGES)
    _days_pass(place, 2)
    page = _opened(browser, address + "/progress")
    expect(page.locator(f".st-key-due_{one.topic}")).to_contain_text("missed 1 of 1; last answered 2 days ago")
    page.get_by_role("button", name="A new case").click()
    settled(page)
    expect(page.get_by_role("heading", name="Practice", level=1)).to_be_visible()
    assert f"topic={one.topic}" in page.url
    page.close()


def _opened_list(page: Page, box: Locator) -> None:
    """Open the list of a box by the keyboard; a box that is just being drawn anew loses the key, as it would under a hand."""
    for _ in range(6):
        box.locator("input").press("ArrowDown")
        try:
            page.get_by_role("option").first.wait_for(timeout=2000)
            return
        except PlaywrightTimeoutError:
            settled(page)
    raise AssertionError("the list does not open")


def _fill(page: Page, cause: str, share: str) -> None:
    page.locator(cause).click()
    page.locator(cause).press_sequentially(WRONG)
    page.get_by_role("option").first.click()
    settled(page)
    page.locator(share).fill("80")
    page.locator(share).press("Tab")
    settled(page)


def test_answers_go_out_as_a_file_and_come_back_after_all_were_deleted(browser: BrowserContext, address: str, place, tmp_path) -> None:
    page = _opened(browser, address + LINK)
    _commit(page, WRONG, "80")
    go_to(page, "Progress")
    with page.expect_download() as caught:
        page.get_by_role("button", name="Export").click()
    file = tmp_path / "mine.json"
    caught.value.save_as(file)
    page.get_by_role("button", name="Delete all my answers").click()
    settled(page)

    expect(page.get_by_text("All answers were deleted.")).to_be_visible()
    assert kept(place, own_learner(place, new="learner")) == ()
    damaged = tmp_path / "damaged.json"
    damaged.write_bytes(file.read_bytes()[:-40])
    for chosen, said in ((damaged, "The file was not imported"), (file, "1 of 1 answers were new and are kept.")):
        page.locator(".st-key-progress_import input[type=file]").set_input_files(chosen)
        expect(page.get_by_text(said)).to_be_visible()
    assert kept(place, own_learner(place, new="learner")) == read_progress(file.read_bytes(), name="mine.json")[1]
    page.close()


def test_two_browsers_that_commit_at_once_lose_nothing(browser: BrowserContext, address: str, place) -> None:
    pages = [_opened(browser, address + LINK.replace("seed=5", f"seed={seed}")) for seed in (11, 12)]
    for page in pages:
        write_first_cause(page, WRONG, "60")
    for page in pages:
        page.get_by_role("button", name="Commit").click(no_wait_after=True)
    for page in pages:
        expect(page.get_by_role("heading", name="It was drawn from")).to_be_visible()
        page.close()

    assert {one.seed for one in kept(place, own_learner(place, new="learner"))} == {11, 12}
