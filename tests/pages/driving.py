"""What tests of pages share: the examples, how the app is opened and a file brought in, and what a page shows."""

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import read_cases
from engine.notice import SHORT_NOTICE

ROOT = Path(__file__).parents[2]
EXAMPLES = {file.id: file for file in read_cases(ROOT / "cases" / "examples.yaml")}
ROW = re.compile(r"^(\d+)\. \*\*(.+?)\*\*")


def opened(**address: str) -> AppTest:
    """Open the app in a session of its own, at an address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(address)
    return app.run()


def ranked(app: AppTest) -> list[str]:
    """Return the names of the rows that the page shows, in their order."""
    found = [ROW.match(element.label) for element in app.expander]
    return [match[2] for match in found if match]


def told(app: AppTest) -> str:
    """Return everything that the page says, without the marks that keep text from being read as markup."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.error, app.info, app.success, app.warning)
    return "\n".join([*(element.value for kind in kinds for element in kind), *(element.label for element in app.expander)]).replace("\\", "")


def keeps_the_notice_in_sight(app: AppTest) -> bool:
    """Return whether the short notice stands at the foot of the page, apart from the notice above it."""
    return any(element.value.startswith(":small[") and SHORT_NOTICE in element.value for element in app.markdown)


def upload(app: AppTest, content: bytes, name: str = "case.yaml") -> AppTest:
    app.file_uploader(key="upload").upload(name, content, "application/yaml")
    return app.run()
