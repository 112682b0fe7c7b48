"""The page Knowledge: its lists, the page of an entry, and how causes are browsed."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driving import told


@pytest.fixture
def app(app) -> AppTest:
    """The page Knowledge."""
    return app.switch_page("app_pages/knowledge.py").run()


@pytest.mark.parametrize("kind", ["Causes", "Findings", "Analytes", "Drugs", "Sources"])
def test_every_kind_of_knowledge_can_be_listed(kind, app):
    app.button_group(key="kind").set_value(kind).run()

    assert not app.exception


@pytest.mark.parametrize(("kind", "name", "words"), [
    ("Causes", "copper-deficiency", "How it lowers counts"), ("Findings", "gait-ataxia", "gait ataxia"),
    ("Analytes", "ferritin", "Ferritin"), ("Analytes", "platelets", "unit ×10⁹/L"), ("Drugs", "methimazole", "agranulocytosis"),
])
def test_a_single_entry_of_the_knowledge_has_a_page(kind, name, words, app):
    app.button_group(key="kind").set_value(kind).run()
    app.selectbox(key=f"chosen_{kind}").set_value(name).run()

    assert not app.exception
    assert words in told(app)


@pytest.mark.parametrize(("kind", "name", "typed"), [
    ("Causes", "thrombotic-thrombocytopenic-purpura", "TTP"), ("Analytes", "neutrophils", "ANC"), ("Drugs", "clopidogrel", "Plavix"),
    ("Analytes", "hemoglobin", "hemoglobin"), ("Findings", "fever", "fever")])
def test_an_entry_is_found_by_what_else_it_is_called(kind, name, typed, app):
    app.button_group(key="kind").set_value(kind).run()
    box = app.selectbox(key=f"chosen_{kind}")
    found = [option for option in box.options if typed.casefold() in option.casefold()]
    app.selectbox(key=f"chosen_{kind}").set_value(name).run()

    assert app.selectbox(key=f"chosen_{kind}").format_func(name) == found[0]


def test_causes_are_browsed_by_mechanism_lines_cell_size_and_reticulocytes(app):
    every = len(app.dataframe[0].value)
    app.selectbox(key="narrow_Cell size").set_value("Macrocytic").run()
    macrocytic = set(app.dataframe[0].value["cause"])
    app.selectbox(key="narrow_Mechanism").set_value("Less production").run()
    kept = set(app.dataframe[0].value["cause"])

    assert {"Vitamin B12 deficiency", "Myelodysplastic syndrome"} <= kept < macrocytic
    assert "Iron deficiency anemia" not in macrocytic
    assert f"{len(kept)} of {every} causes" in told(app)


def test_the_page_of_a_cause_is_its_illness_script_with_sources(app):
    app.selectbox(key="chosen_Causes").set_value("copper-deficiency").run()
    said = told(app)

    parts = ("**Share of people with a low count:** Primary care", "**Age:** ", "**Counts that fall:** ", "**Hemoglobin, where low:** ",
             "**Confirmed by**", "**Looks like**", "**Pitfalls**", "](https://")
    assert [part for part in parts if part not in said] == []
    assert list(app.dataframe[1].value["test"][:2]) == ["Copper", "Ceruloplasmin"]
