"""Counts over time on the page Case: a table to type in, what it amounts to, and that nothing typed is lost."""

import json

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from engine import Case, CaseFile, Medication, write_cases
from tests.cycles import counts_of_a_cycle
from tests.pages.driving import told, upload

TWO = {0: {"when": "2024-01-01", "test_1": "2.8"}, 1: {"when": "2024-01-15", "test_1": "0.2"}}


@pytest.fixture
def app(app) -> AppTest:
    """The app as it opens, the section unfolded."""
    app.session_state["series_open"] = True
    return app.run()


def edit(app: AppTest, *, edited: dict | None = None, added: list | None = None, deleted: list | None = None) -> AppTest:
    """Change the table as its widget in a browser does: all edits since it was drawn, then its callback."""
    states = app._tree.get_widget_states()
    value = {"edited_rows": edited or {}, "added_rows": added or [], "deleted_rows": deleted or []}
    states.widgets.append(WidgetState(id=app.data_editor[0].proto.id, string_value=json.dumps(value)))
    app._run(states)
    assert not app.exception
    return app


def unfolded(app: AppTest) -> AppTest:
    app.session_state["series_open"] = True
    return app.run()


def with_case(app: AppTest, **known) -> AppTest:
    content = write_cases([CaseFile(id="own", title="My case", case=Case(**known))]).encode()
    return unfolded(upload(app, content))


def table(app: AppTest) -> list[list[str]]:
    return app.data_editor[0].value.to_numpy().tolist()


def test_an_empty_form_has_a_table_to_type_in(app):
    assert not app.exception
    assert table(app) == [[""] * 5] * 3


def test_dates_and_counts_typed_into_the_table_are_told_as_a_course(app):
    edit(app, edited=TWO)

    assert app.session_state["series"] == [["2024-01-01", {"Neutrophils": "2.8"}], ["2024-01-15", {"Neutrophils": "0.2"}]]
    assert "Neutrophils: low; not low (2.8) 14 days before: acute, within 90 days." in told(app)
    assert "Lowest neutrophils: 0.2 on 2024-01-15." in told(app)


def test_numbers_without_a_unit_are_in_the_unit_chosen_for_the_form(app):
    app.selectbox(key="unit_cells").set_value("/uL").run()
    edit(app, edited={0: {"when": "2024-01-01", "test_1": "2800"}, 1: {"when": "2024-01-15", "test_1": "200"}})

    assert "Lowest neutrophils: 0.2 on 2024-01-15." in told(app)


def test_a_change_a_new_row_and_a_row_taken_away_are_kept_together(app):
    with_case(app, series={"day 0": {"ANC": "2.8"}, "day 7": {"ANC": "1.1"}, "day 14": {"ANC": "0.2"}})
    edit(app, edited={0: {"test_1": "2.5"}}, added=[{"when": "day 20", "test_1": "0.4"}], deleted=[1])

    assert app.session_state["series"] == [["day 0", {"ANC": "2.5"}], ["day 14", {"ANC": "0.2"}], ["day 20", {"ANC": "0.4"}]]


def test_a_rerun_leaves_the_table_as_it_is_so_that_its_edits_still_count_from_the_same_rows(app):
    before = app.data_editor[0].key
    edit(app, edited=TWO)
    app.text_input(key="count_wbc").set_value("2.1").run()

    assert (app.data_editor[0].key, app.session_state["series"][0]) == (before, ["2024-01-01", {"Neutrophils": "2.8"}])


def test_a_table_folded_away_starts_from_what_was_typed(app):
    edit(app, edited=TWO)
    app.session_state["series_open"] = False
    app.run()
    folded = (len(app.data_editor), "2 dates entered" in told(app))
    unfolded(app)

    assert folded == (0, True)
    assert [row[:3] for row in table(app)] == [["2024-01-01", "", "2.8"], ["2024-01-15", "", "0.2"]]


@pytest.mark.parametrize("page", ["compare", "what_if", "knowledge", "about", "practice"])
def test_what_was_typed_survives_a_look_at_another_page(page, app):
    edit(app, edited=TWO)
    app.switch_page(f"app_pages/{page}.py").run()
    app.switch_page("app_pages/case.py").run()

    assert not app.exception
    assert [row[:3] for row in table(unfolded(app))] == [["2024-01-01", "", "2.8"], ["2024-01-15", "", "0.2"]]


def test_the_counts_of_an_opened_file_replace_those_typed_and_undo_brings_these_back(app):
    edit(app, edited=TWO)
    with_case(app, series={"day 0": {"ferritin": "12 ug/L"}})
    of_the_file = table(app)
    unfolded(app.button(key="undo").click().run())

    assert of_the_file == [["day 0", "", "", "", "", "12 ug/L"]]
    assert [row[:3] for row in table(app)] == [["2024-01-01", "", "2.8"], ["2024-01-15", "", "0.2"]]


def test_a_row_without_a_date_stays_and_is_told_and_can_be_brought_back(app):
    edit(app, edited={0: {"test_1": "2.8"}})
    typed = (app.session_state["series"], "A row without a date" in told(app))
    with_case(app, series={"day 0": {"ANC": "1"}})
    app.button(key="undo").click().run()

    assert typed == ([["", {"Neutrophils": "2.8"}]], True)
    assert app.session_state["series"] == typed[0]


def test_two_rows_of_one_date_are_told_where_they_have_the_same_test(app):
    one_day = {0: {"when": "day 0", "test_1": "2.8"}, 1: {"when": "day 0", "test_3": "90"}}
    apart = told(edit(app, edited=one_day))
    edit(app, edited=one_day, added=[{"when": "day 0", "test_1": "2.2"}])

    assert ("same date" in apart, "same date" in told(app)) == (False, True)


@pytest.mark.parametrize(("when", "printed", "why"), [
    ("someday", "2.8", "'someday' is neither a date nor a day"),
    ("day 3", "lots", "found \"lots\""),
    ("![x](https://example.org/1.png)", "<b>2</b>", "neither a date nor a day"),
])
def test_what_cannot_be_read_is_kept_and_told(when, printed, why, app):
    edit(app, edited={0: {"when": when, "test_1": printed}})

    assert app.session_state["series"] == [[when, {"Neutrophils": printed}]]
    assert why in told(app)
    assert "example.org" not in "\n".join(element.value for kind in (app.markdown, app.caption) for element in kind)


def test_a_cycle_is_offered_with_its_uncertainty_and_entered_only_by_a_click(app):
    with_case(app, series=counts_of_a_cycle())
    before = list(app.session_state["entries"])
    offered = told(app)
    unfolded(app.button(key="series_offer_0").click().run())

    assert before == []
    assert "a regular cycle of about 21 days (range 2" in offered
    assert "% of the variation explained, chance 0.001" in offered
    assert app.session_state["entries"] == [["present", "cyclic neutrophil counts"]]
    assert not [button for button in app.button if button.key == "series_offer_0"]


def test_the_chart_is_told_in_words_too(app):
    with_case(app, series={"day 0": {"ANC": "2.8"}, "day 14": {"ANC": "0.2"}},
           medications=(Medication("methimazole", "started 5 weeks earlier"),))
    chart = app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")

    assert [one.proto.alt for one in chart] == [
        "Course of neutrophils in 10^9/L. day 0: 2.8 normal; day 14: 0.2 low. lower limit 1.5, upper limit 7.7. "
        "methimazole from day -35 to day 0. Lowest neutrophils: 0.2 on day 14, 35 days after methimazole was started."]


def test_one_test_at_a_time_is_drawn(app):
    edit(app, edited={place: {**cells, "test_3": "90"} for place, cells in TWO.items()})
    app.button_group(key="series_of").set_value("platelets")
    unfolded(app)

    assert not app.exception
