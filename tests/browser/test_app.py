"""The app as a person uses it, in a real browser: Debian's Chromium, driven by Playwright. Nothing is downloaded."""

import re
from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from engine import NOTICE, Knowledge, candidates, gather, load, rank, read_cases
from tests.browser.driving import go_to, settled

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = {file.id: file for file in read_cases(ROOT / "cases" / "examples.yaml")}
PAGES = ("Case", "Bring in", "Many cases", "Compare", "What if", "Learn", "Practice", "Progress", "Teach", "Knowledge", "About")
_STEP_MS = 15_000

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
    settled(page)


def _choose(page: Page, label: str, text: str) -> None:
    """Type into a search box and choose the option of that name, with the keyboard's arrow and Enter or by a click."""
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(text)
    page.get_by_role("option", name=text, exact=True).click()
    settled(page)


def _load_example(page: Page, name: str) -> None:
    page.get_by_role("button", name=EXAMPLES[name].title).click()
    settled(page)


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
    settled(page)

    expect(_first_row(page)).to_contain_text("Drug-induced agranulocytosis (methimazole)")
    expect(page.get_by_text("read as: started 6 weeks before")).to_be_visible()


def test_a_count_is_judged_at_once_with_its_grade_and_limits(page: Page) -> None:
    _type_count(page, "Hemoglobin", "84 g/L")

    expect(page.get_by_text(re.compile(r"low, moderate \(12\sto\s17\.5\)"))).to_be_visible()


def test_a_number_that_fits_no_unit_chosen_is_explained_and_offered_in_another(page: Page) -> None:
    _type_count(page, "White cells", "2100")
    page.get_by_role("button", name="Read white cells as 2.1 ×10⁹/L").click()
    settled(page)

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2100 /uL")
    expect(page.get_by_text(re.compile(r"low, moderate \(4\sto\s11\)"))).to_be_visible()


def test_an_entry_can_be_marked_absent_and_taken_away(page: Page) -> None:
    _choose(page, "Search findings, history, exposures, diet, family", "splenomegaly")
    entry = page.get_by_role("radiogroup", name="State of entry 1")
    entry.get_by_role("radio", name="absent").click()
    settled(page)

    expect(entry.get_by_role("radio", name="absent")).to_be_checked()
    page.get_by_role("button", name="Remove entry 1", exact=True).click()
    settled(page)
    expect(entry).to_have_count(0)


def test_on_a_phone_an_entry_stands_above_its_state_and_the_cross_is_wide_enough_for_a_thumb(phone: Page) -> None:
    for text in ("splenomegaly", "fever"):
        _choose(phone, "Search findings, history, exposures, diet, family", text)
    for number, text in enumerate(("splenomegaly", "fever"), start=1):
        words = phone.get_by_test_id("stText").filter(has_text=text).first.bounding_box()
        state = phone.get_by_role("radiogroup", name=f"State of entry {number}").bounding_box()
        cross = phone.get_by_role("button", name=f"Remove entry {number}", exact=True).bounding_box()

        assert words["y"] + words["height"] <= state["y"]
        assert abs(cross["y"] + cross["height"] / 2 - state["y"] - state["height"] / 2) < 4
        assert min(cross["width"], cross["height"]) >= 36


def test_every_example_opens_in_one_click_and_shows_what_the_engine_says(page: Page) -> None:
    for example in EXAMPLES:
        _load_example(page, example)

        expect(_first_row(page)).to_contain_text(_leaders(example, count=1)[0])
        page.get_by_role("button", name="Clear", exact=True).click()
        settled(page)


def test_an_artifact_is_named_before_the_ranking(page: Page) -> None:
    _load_example(page, "example-clumps")

    expect(page.get_by_text("repeat the count")).to_be_visible()


def test_the_case_is_still_there_after_a_look_at_other_pages(page: Page) -> None:
    _load_example(page, "example-bypass")
    for name in ("Compare", "Knowledge", "Case"):
        go_to(page, name)

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")
    expect(page.get_by_label("When drug 1 was taken")).to_have_value("for years")


def test_the_case_is_still_there_after_the_page_was_loaded_anew(page: Page) -> None:
    _load_example(page, "example-bypass")
    for name in ("Case", "Knowledge"):
        go_to(page, name)
        page.reload()
        settled(page)
    go_to(page, "Case")

    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")
    expect(page.get_by_label("When drug 1 was taken")).to_have_value("for years")


def test_clearing_can_be_undone(page: Page) -> None:
    _load_example(page, "example-bypass")
    page.get_by_role("button", name="Clear", exact=True).click()
    settled(page)
    expect(page.get_by_label("White cells", exact=True)).to_have_value("")
    page.get_by_role("button", name="Undo").click()
    settled(page)

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
    settled(page)
    _load_example(page, "example-bypass")
    leaders = _leaders("example-bypass", count=10)

    assert [name for name in leaders if name in page.content()] == []
    page.get_by_role("button", name="Reveal the ranking").click()
    settled(page)
    expect(page.get_by_text("Write at least one cause first.")).to_be_visible()
    page.get_by_label("My differential, most likely first").fill(leaders[0])
    page.get_by_role("button", name="Reveal the ranking").click()
    settled(page)
    expect(page.get_by_text(f"1. {leaders[0]}: place 1")).to_be_visible()
    expect(_first_row(page)).to_contain_text(leaders[0])


def test_a_bad_file_is_refused_and_nothing_typed_is_lost(page: Page) -> None:
    _type_count(page, "White cells", "2.1")
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    bad = {"name": "bad.yaml", "mimeType": "application/yaml", "buffer": b"case: {age: 200, presnt: [fever]}"}
    page.locator("input[type=file]").set_input_files(bad)
    settled(page)

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
    settled(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Open").click()
    page.locator("input[type=file]").set_input_files(saved)
    settled(page)

    assert NOTICE in saved.read_text(encoding="utf-8")
    expect(page.get_by_label("White cells", exact=True)).to_have_value("2.1")
    expect(_first_row(page)).to_contain_text(_leaders("example-bypass", count=1)[0])


def test_what_a_person_types_is_text_and_fetches_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Search findings, history, exposures, diet, family", exact=True).click()
    page.keyboard.type("![x](http://remote.invalid/a.png) <b>fever</b>")
    page.keyboard.press("Enter")
    settled(page)

    expect(page.get_by_text("![x](http://remote.invalid/a.png) <b>fever</b>").first).to_be_visible()
    assert [url for url in asked if "remote.invalid" in url] == []
    assert "fever" not in page.url


def test_no_page_asks_anything_of_another_host(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    settled(page)
    for name in PAGES:
        go_to(page, name)
    page.wait_for_timeout(300)

    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))] == []


def test_the_notice_stands_on_every_page(page: Page) -> None:
    for name in PAGES:
        go_to(page, name)

        expect(page.get_by_text(NOTICE).first).to_be_visible()


def test_causes_are_grouped_by_mechanism_beside_the_flat_list(page: Page) -> None:
    _load_example(page, "example-bypass")
    page.get_by_role("radio", name="By mechanism").click()
    settled(page)
    expect(page.get_by_text("Less production")).to_be_visible()
    page.get_by_role("radio", name="Cell size").click()
    settled(page)

    expect(page.get_by_text("this case's counts")).to_be_visible()


def test_counts_are_typed_from_field_to_field_with_the_keyboard_alone(page: Page) -> None:
    page.get_by_label("White cells", exact=True).click()
    for printed in ("2.1", "a lot", "1.2", "20", "8.4"):
        page.keyboard.type(printed)
        page.keyboard.press("Tab")
        settled(page)

    typed = [page.get_by_label(label, exact=True).input_value() for label in ("White cells", "Neutrophils", "Lymphocytes", "Platelets", "Hemoglobin")]
    assert typed == ["2.1", "a lot", "1.2", "20", "8.4"]


def test_dated_counts_are_typed_into_the_table_with_the_keyboard_and_are_still_there_after_other_pages(page: Page) -> None:
    page.get_by_text("Counts over time").click()
    settled(page)
    page.get_by_test_id("stDataFrame").scroll_into_view_if_needed()
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(300)
    page.get_by_test_id("stDataFrame").click(position={"x": 60, "y": 52})  # the first cell of a table drawn on a canvas
    for row in (("2024-01-01", "7", "2.8"), ("2024-01-15", "3", "0.2")):
        for printed in row:
            page.keyboard.type(printed, delay=40)
            page.keyboard.press("Tab")
            page.wait_for_timeout(150)
            settled(page)
        for _ in row:
            page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
    told = page.get_by_text("Lowest neutrophils: 0.2 on 2024-01-15.")
    expect(told).to_be_visible()
    for name in ("Knowledge", "Case"):
        go_to(page, name)
    expect(page.get_by_text("2 dates entered")).to_be_visible()
    page.get_by_text("Counts over time").click()
    settled(page)

    expect(told).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart")).to_be_visible()
