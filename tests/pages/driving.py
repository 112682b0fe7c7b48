"""What tests of pages share: the examples, what a page shows, and how a file is brought in."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import read_cases

ROOT = Path(__file__).parents[2]
EXAMPLES = {file.id: file for file in read_cases(ROOT / "cases" / "examples.yaml")}
ROW = re.compile(r"^(\d+)\. \*\*(.+?)\*\*")


def ranked(app: AppTest) -> list[str]:
    """Return the names of the rows that the page shows, in their order."""
    found = [ROW.match(element.label) for element in app.expander]
    return [match[2] for match in found if match]


def told(app: AppTest) -> str:
    """Return everything that the page says."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.error, app.info, app.warning)
    return "\n".join([*(element.value for kind in kinds for element in kind), *(element.label for element in app.expander)])


def upload(app: AppTest, content: bytes, name: str = "case.yaml") -> AppTest:
    app.file_uploader(key="upload").upload(name, content, "application/yaml")
    return app.run()
