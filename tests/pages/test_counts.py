"""Counts as typed: what cannot be read is offered as the values that it may be, and a converted one is told as read."""

import pytest

from app_parts import wording
from tests.pages.driving import told


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
