"""The house rules that a program can check: what may import what, how long a module may be, what the screen may show."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app_parts import wording
from engine.cli.app import app

ROOT = Path(__file__).parents[1]
ENGINE = sorted((ROOT / "engine").rglob("*.py"))
SCREEN = [ROOT / "app.py", *sorted((ROOT / "app_pages").glob("*.py")), *sorted((ROOT / "app_parts").glob("*.py"))]
NETWORK = {"urllib", "http", "socket", "ssl", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "asyncio", "webbrowser"}
CLOCK = {"time"}
CLOCK_CALLS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}
LONGEST_MODULE = 320
LONGEST_ENTRY = 60


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> set[str]:
    """Return the first names of all absolute imports of a module."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
    return names


def called(path: Path) -> set[str]:
    """Return the last names of everything that a module calls, such as `eval` or `markdown`."""
    functions = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {function.attr if isinstance(function, ast.Attribute) else function.id for function in functions
            if isinstance(function, ast.Attribute | ast.Name)}


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_imports_neither_the_screen_nor_tables_nor_network_nor_clock(path):
    assert imported(path) & ({"streamlit", "altair", "pandas", "app", "app_pages", "app_parts"} | NETWORK | CLOCK) == set()


def test_nothing_in_the_library_leans_on_the_command_line():
    program = ("import sys, engine, engine.formats, engine.batch.work, engine.teaching\n"
               "print([one for one in sys.modules if one.startswith('engine.cli')])")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)

    assert done.stdout == "[]\n"


@pytest.mark.parametrize("path", ENGINE, ids=name)
def test_the_engine_asks_no_clock_what_time_it_is(path):
    assert called(path) & CLOCK_CALLS == set()


@pytest.mark.parametrize("path", [*ENGINE, *SCREEN], ids=name)
def test_a_module_holds_one_idea(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= LONGEST_MODULE


def _brightness(color: str) -> float:
    """Return the relative luminance of a color such as "#0b6b75" by WCAG 2, 0 to 1."""
    parts = [int(color[place:place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("theme", "page", "least"), [("light", "#ffffff", 4.5), ("dark", "#171614", 3.75)])
def test_the_main_color_bears_white_words_and_is_read_on_the_page(theme, page, least):
    color = _brightness(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][theme]["primaryColor"])
    on_page = (max(color, _brightness(page)) + 0.05) / (min(color, _brightness(page)) + 0.05)

    assert min(1.05 / (color + 0.05), on_page) >= least


def test_the_entry_of_the_app_is_short():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < LONGEST_ENTRY


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_the_screen_shows_no_raw_html(path):
    text = path.read_text(encoding="utf-8")

    assert "unsafe_allow_html" not in text
    assert "components.v1" not in text


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_the_screen_writes_with_named_elements_and_not_with_write(path):
    assert called(path) & {"write", "html", "iframe"} == set()


@pytest.mark.parametrize("path", SCREEN, ids=name)
def test_every_sentence_that_the_screen_asks_for_is_written(path):
    asked = {node.attr for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "wording"}

    assert [one for one in sorted(asked) if not hasattr(wording, one)] == []


def test_every_sentence_of_the_screen_has_a_name_of_its_own():
    written = [target.id for node in ast.parse(Path(wording.__file__).read_text(encoding="utf-8")).body if isinstance(node, ast.Assign)
               for target in node.targets]

    assert [one for one in written if written.count(one) > 1] == []


@pytest.mark.parametrize("path", [*ENGINE, *SCREEN], ids=name)
def test_no_text_is_run_as_code(path):
    assert called(path) & {"eval", "exec", "__import__", "system", "popen"} == set()


@pytest.mark.parametrize("path", [*ENGINE, *SCREEN], ids=name)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_counts_that_the_changelog_tells_are_those_of_today(knowledge):
    told = re.search(r"About (\d+) causes, ([\d,]+) findings, (\d+) analytes, (\d+) drugs, (\d+) red flags",
                     (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    today = [len(list((ROOT / "rules" / "causes").rglob("*.yaml"))), len(knowledge.findings), len(knowledge.analytes), len(knowledge.drugs),
             len(knowledge.flags)]

    assert [int(number.replace(",", "")) for number in told.groups()] == pytest.approx(today, rel=0.1)


def test_every_file_of_the_rules_is_told_in_their_readme():
    told = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")

    assert [path.name for path in (ROOT / "rules").glob("*.yaml") if f"`{path.name}`" not in told] == []


COMMANDS = app.commands
PROSE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "rules" / "README.md", *(ROOT / "docs").glob("*.md"),
         *(ROOT / "docs" / "decisions").glob("*.md")]


@pytest.mark.parametrize("path", PROSE, ids=name)
def test_files_commands_and_targets_that_the_prose_names_are_there(path):
    text, targets_of_make = path.read_text(encoding="utf-8"), (ROOT / "Makefile").read_text(encoding="utf-8")
    linked = [one for one in re.findall(r"\]\(([^)#\s:]+)\)", text) if not (path.parent / one).exists()]
    named = [one for one in re.findall(r"`((?:engine|rules|tests|cases|docs|benchmarks|tools|app_parts|app_pages)/[\w./-]+\.\w+)`", text)
             if not (ROOT / one).exists()]
    commands = {one for one in re.findall(r"python -m engine (\w+)", text) if one not in COMMANDS}
    targets = {one for one in re.findall(r"`make (\w+)", text) if not re.search(rf"^{one}:", targets_of_make, re.MULTILINE)}

    assert (linked, named, commands, targets) == ([], [], set(), set())


def test_the_engine_keeps_the_types_that_it_promises():
    checked = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)

    assert (checked.stdout, checked.stderr) == (f"Success: no issues found in {len(ENGINE)} source files\n", "")
