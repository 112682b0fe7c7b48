"""Counts as typed: ranked where they are read, offered as the values that they may be where not, and told as read where converted."""

import pytest

from app_parts import wording
from tests.pages.driving import ranked, told


def test_counts_entered_by_hand_are_ranked(app, knowledge):
    app.text_input(key="count_neutrophils").set_value("0.3")
    app.text_input(key="count_hemoglobin").set_value("13.9").run()

    assert not app.exception
    assert len(ranked(app)) >= 5
    assert "**low**, severe" in told(app)


def test_a_count_in_another_unit_is_judged_alike(app):
    app.text_input(key="count_neutrophils").set_value("300 /uL").run()

    assert "**low**, severe" in told(app)


@pytest.mark.parametrize("printed", ["12 potatoes/L", "2.1 g/dL", "about the same", "-3", "**bold** <b>", "9" * 500])
def test_a_value_that_cannot_be_read_is_told_and_kept(printed, app):
    app.text_input(key="count_wbc").set_value(printed)
    app.text_input(key="count_platelets").set_value("20").run()

    assert not app.exception
    assert app.text_input(key="count_wbc").value == printed
    assert "**not read**: " in told(app)
    assert "White cells: found" in told(app)
    assert len(ranked(app)) >= 5


@pytest.mark.parametrize(("printed", "said"), [
    ("0,3", "read as 0.3: **low**, severe"), ("0.3", "**low**, severe"), ("15%", "read as 0.9: **low**, moderate")],
    ids=["a comma", "a point", "a share of the white cells"])
def test_a_number_that_could_be_read_in_two_ways_or_is_worked_out_is_told_as_read(printed, said, app):
    app.text_input(key="count_wbc").set_value("6")
    app.text_input(key="count_neutrophils").set_value(printed).run()

    assert any(said in caption.value for caption in app.caption)
    assert ("read as" in said) == any("read as" in caption.value for caption in app.caption)


@pytest.mark.parametrize(("printed", "said"), [("<150", "**low**"), ("<200", wording.OPEN_BY_BOUND), (">450", "**high**"), ("150", "**normal**")])
def test_a_count_that_is_only_a_limit_is_judged_by_what_lies_beyond_it(printed, said, app):
    app.text_input(key="count_platelets").set_value(printed).run()

    assert any(said in caption.value for caption in app.caption)


@pytest.mark.parametrize(("printed", "said"), [("3.8 (3.5-10)", "**normal** (3.5 to 10), as printed"), ("3.8", "**low**, mild (4 to 11)")],
                         ids=["limits printed beside it", "no limits printed"])
def test_a_count_is_judged_by_the_limits_by_which_it_is_ranked(printed, said, app):
    app.text_input(key="count_wbc").set_value(printed).run()

    assert said in told(app).replace("\u00a0", " ")


def test_what_is_wrong_with_a_value_names_it_once_with_units_as_people_write_them(app):
    app.text_input(key="count_wbc").set_value("2100")
    app.text_input(key="count_platelets").set_value("20").run()

    assert "White cells: 2100 ×10⁹/L (found " in told(app)
    assert "10^9" not in told(app)


def test_a_share_of_the_white_cells_without_these_says_what_is_missing(app):
    app.text_input(key="count_neutrophils").set_value("15%").run()

    assert wording.SHARE_NEEDS_WHITE_CELLS in told(app)


def test_the_ends_of_what_can_be_stand_under_a_number_that_is_not_read(app):
    app.text_input(key="count_wbc").set_value("2100").run()

    assert "**not read**: possible are 0 to 1500 ×10⁹/L" in told(app)


def test_for_a_count_that_cannot_be_read_units_are_offered_and_no_other_name(app):
    app.text_input(key="count_neutrophils").set_value("850").run()

    assert [one.label for one in app.button if one.label.startswith(("Use:", "Read"))] == ["Read neutrophils as 0.85 ×10⁹/L"]


@pytest.mark.parametrize(("count", "printed", "offered", "kept"), [
    ("platelets", "80 000", "80 ×10⁹/L", "80 000 /uL"), ("platelets", "150000", "150 ×10⁹/L", "150000 /uL"),
    ("hemoglobin", "84", "8.4 g/dL", "84 g/L")])
def test_a_number_in_another_unit_is_offered_as_the_value_that_it_would_be(count, printed, offered, kept, app):
    app.text_input(key=f"count_{count}").set_value(printed).run()

    assert "**not read**: possible are" in told(app)
    assert wording.NO_VALUE not in told(app)

    [offer] = [one for one in app.button if one.label.endswith(f" as {offered}")]
    offer.click().run()

    assert app.text_input(key=f"count_{count}").value == kept
    assert "**not read**" not in told(app)
    assert f"read as {offered}: " in told(app)


@pytest.mark.parametrize(("count", "printed", "said"), [
    ("hemoglobin", "121 g/L", "12.1 g/dL"), ("hemoglobin", "5.2 mmol/L", "8.377 g/dL"), ("platelets", "80k", "80 ×10⁹/L"),
    ("hemoglobin", "8.4g%", None),
    ("mcv", "92", None), ("platelets", "80 x10^9/L", None)])
def test_a_value_whose_unit_was_converted_is_told_as_read(count, printed, said, app):
    app.text_input(key=f"count_{count}").set_value(printed).run()
    shown = [caption.value for caption in app.caption if "read as" in caption.value]

    assert [f"read as {said}: " in caption for caption in shown] == ([] if said is None else [True])


def test_a_guessed_unit_of_another_test_is_told(app):
    app.session_state["labs"] = [["Creatinine", "300"]]
    app.run()

    assert "read as 3.393 mg/dL" in told(app)
