"""The app as tests of pages open it."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.driving import ROOT


@pytest.fixture
def app() -> AppTest:
    """The app as it opens."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
