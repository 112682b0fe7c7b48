"""Long texts and texts without end: they are read in parts, what is no word is passed over, and what is too long is refused."""

from pathlib import Path

import pytest
import yaml

from engine import CaseError, load
from engine.formats.prose import MAX_LETTERS, read_prose
from engine.formats.text import scopes

RULES = load()


def test_a_long_text_is_read_in_parts_as_it_is_read_whole(monkeypatch):
    stories = yaml.safe_load((Path(__file__).parents[1] / "data" / "prose.yaml").read_text(encoding="utf-8"))[:6]
    text = "\n\n".join(one["text"] for one in stories)
    read = {}
    for letters in (len(text), 300):
        monkeypatch.setattr(scopes, "_PART", letters)
        read[letters] = read_prose(text, RULES).found

    assert read[300] == read[len(text)]
    assert len({one.state for one in read[300]}) > 2


@pytest.mark.parametrize("noise", [" " * 6_000, "a" * 50_000, "x" + " " * 5_000 + "y", "(" * 50_000, "):" * 20_000],
                         ids=["blanks", "a word without end", "blanks inside", "brackets without end", "signs without end"])
def test_a_line_of_blanks_or_signs_without_end_leaves_the_rest_readable(noise):
    found = read_prose(f"Jaundice. {noise} No rash.", RULES).found

    assert {mention.id: one.state for one in found for mention in one.mentions}.items() >= {("jaundice", "present"), ("rash", "absent")}


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(CaseError, match="allowed: 100,000"):
        read_prose("a" * (MAX_LETTERS + 1), RULES)
