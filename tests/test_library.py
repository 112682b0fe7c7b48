"""The library as others use it: the names that the documentation promises, typed, and the notebook that shows them."""

import importlib
import inspect
import re
import typing
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
TOLD = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
MODULES = ("engine", "engine.formats.tables", "engine.batch")


def promised(module: str) -> set[str]:
    """Return the names in the first column of a module's table."""
    section = TOLD.split(f"## `{module}`\n")[1].split("\n## ")[0]
    return {name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_is_documented_and_every_documented_name_is_there(module):
    found = importlib.import_module(module)

    assert promised(module) == set(found.__all__)
    assert all(hasattr(found, name) for name in found.__all__)


@pytest.mark.parametrize("module", MODULES)
def test_every_public_function_is_typed_and_says_what_it_does(module):
    found = importlib.import_module(module)
    for name in found.__all__:
        thing = getattr(found, name)
        if inspect.isfunction(thing):
            hints = typing.get_type_hints(inspect.unwrap(thing))
            assert set(inspect.signature(thing).parameters) | {"return"} == set(hints), name
            assert inspect.getdoc(thing), name


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "engine" / "py.typed").exists()


def test_the_notebook_runs():
    notebook = nbformat.read(ROOT / "docs" / "library.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
    told = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()))

    assert "Copper deficiency" in told


def test_the_notebook_is_kept_without_what_it_printed():
    notebook = nbformat.read(ROOT / "docs" / "library.ipynb", as_version=4)

    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
