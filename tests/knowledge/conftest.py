"""A small, complete and correct folder of rules that a test may spoil in one place."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

SMALL_RULES = Path(__file__).parent / "small_rules"
REAL_RULES = Path(__file__).parents[2] / "rules"

_SMALLER = {
    "lineages": """\
lineages:
  neutrophils: {letter: N, label: neutrophils, analyte: neutrophils}
  red-cells: {letter: R, label: red cells, analyte: hemoglobin}
""",
    "contacts": "",
    "placeless": "placeless: []\n",
    "time": "time: {chronic_days: 90, recent_days: 14}\n",
    "cycle": """\
cycle: {period_days: [14, 35], searched_days: [8, 70], step: 0.2, least_counts: 10, least_turns: 2, least_a_turn: 3,
  least_power: 0.5, least_returns: 0.7, most_chance: 0.01, orders: 99, offers: {}}
""",
    "pairs": "pairs: {times_better: 3, explains_alone: 0.3, adding: [], risks: []}\n",
    "groups": "groups: {nutritional: Nutritional deficiency, clonal: Clonal disease}\n",
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(SMALL_RULES, tmp_path / "rules"))
    # The constants of the model and the words of the language name no entries, so the real ones fit any rules;
    # only the sections that do are made to fit the few entries here.
    shutil.copy(REAL_RULES / "language.yaml", root)
    model = (REAL_RULES / "model.yaml").read_text(encoding="utf-8")
    for section, text in _SMALLER.items():
        model = re.sub(rf"^{section}:.*\n(  .*\n|\n|#.*\n)*", text, model, flags=re.MULTILINE)
    (root / "model.yaml").write_text(model, encoding="utf-8")
    return root


@pytest.fixture
def spoil(rules: Path) -> Callable[[str, str, str], Path]:
    """Replaces one piece of one rule file."""

    def replace(file: str, old: str, new: str) -> Path:
        text = (rules / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (rules / file).write_text(text.replace(old, new), encoding="utf-8")
        return rules

    return replace
