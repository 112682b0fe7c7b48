"""A teaching case in a real browser: choose, commit, think over, reveal, read what is said; and what the wire carries before its time."""

import pytest
from playwright.sync_api import Page, expect

from engine.teaching import CASES, TeachingCase, read_library
from tests.browser.driving import settled
from tests.browser.test_access import _violations

CASE = "sore-throat-on-a-routine-visit"


@pytest.fixture(scope="module")
def case(knowledge) -> TeachingCase:
    return read_library(CASES, knowledge)[CASE]


def begin(page: Page, address: str) -> None:
    page.goto(f"{address}/learn?case={CASE}")
    expect(page.get_by_text("Stage 1 of 5")).to_be_visible()
    settled(page)


def fill(page: Page, number: int, words: str, percent: int) -> None:
    box = page.locator(f'[class*="st-key-learn_cause_{number}_"] input')
    box.click()
    box.press_sequentially(words)
    page.get_by_role("option").first.click()
    settled(page)
    share = page.locator(f'[class*="st-key-learn_share_{number}_"] input')
    share.fill(str(percent))
    share.press("Tab")
    settled(page)


def commit(page: Page) -> None:
    page.get_by_role("button", name="Commit").click()
    expect(page.get_by_role("heading", name="Think it over")).to_be_visible()
    settled(page)


def reveal(page: Page) -> None:
    page.locator(".st-key-learn_reveal button").click()
    settled(page)


def to_the_end(page: Page) -> None:
    fill(page, 1, "drug-induced agranulocytosis", 70)
    fill(page, 2, "bacterial sepsis", 20)
    for _ in range(5):
        commit(page)
        reveal(page)
    expect(page.get_by_role("heading", name="What it was")).to_be_visible()
    settled(page)


def test_teaching_a_case_is_learned_from_the_first_word_to_the_last(page: Page, address: str, case: TeachingCase) -> None:
    begin(page, address)
    fill(page, 1, "drug-induced agranulocytosis", 70)
    fill(page, 2, "bacterial sepsis", 20)
    for number, stage in enumerate(case.stages, start=1):
        expect(page.get_by_text(stage.text)).to_be_visible()
        commit(page)
        expect(page.get_by_text("Speaks for it").first).to_be_visible()
        reveal(page)
        assert page.get_by_role("heading", name="What it was").is_visible() is (number == len(case.stages))

    for heading in ("Scores", "Stage by stage", "What separates your first two", "Habits to watch"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_text(case.path["confirming test"].why)).to_be_visible()


def test_teaching_the_wire_carries_nothing_of_a_later_stage(page: Page, address: str, case: TeachingCase) -> None:
    """Every frame of the connection is kept: a text of a later stage, the author's or the answer's, is in none of them before its time."""
    frames: list[bytes] = []

    def keep(payload: str | bytes) -> None:
        frames.append(payload.encode() if isinstance(payload, str) else payload)

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    begin(page, address)
    fill(page, 1, "bacterial sepsis", 60)
    end = [case.diagnosis.detail, *case.goals, *(thought.why for thought in case.path.values()), *(by for _, by in case.look_alikes)]
    for number, stage in enumerate(case.stages, start=1):
        carried = b"\n".join(frames)
        assert stage.text.encode() in carried
        assert [text for text in (*(one.text for one in case.stages[number:]), *end) if text.encode() in carried] == []
        commit(page)
        assert [text for text in (*(one.text for one in case.stages[number:]), *end) if text.encode() in b"\n".join(frames)] == []
        reveal(page)

    assert all(text.encode() in b"\n".join(frames) for text in end[1:])


@pytest.mark.parametrize("size", ["page", "phone"])
def test_teaching_every_step_has_no_serious_violation(size: str, request: pytest.FixtureRequest, address: str) -> None:
    page: Page = request.getfixturevalue(size)
    begin(page, address)
    fill(page, 1, "drug-induced agranulocytosis", 70)
    assert _violations(page) == []
    commit(page)
    assert _violations(page) == []
    for step in range(5):
        if step:
            commit(page)
        reveal(page)
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
