"""Why a cause must not be missed is shown to everybody who may have it, so it says something that is true of everybody."""

import re

import pytest

from engine.knowledge import RULES
from engine.knowledge.rulebook import read_rules

CAUSES = read_rules(RULES).causes
MOSTLY = 0.9
YOUNG = {"newborn": ("newborn",), "infant": ("newborn", "infant"), "child": ("newborn", "infant", "child", "adolescent"),
         "adult": ("young-adult", "middle-aged", "older", "old"), "old": ("older", "old")}
WORDS = {
    "newborn": r"newborns?|neonat\w+", "infant": r"infants?|infancy|bab(?:y|ies)", "child": r"child(?:ren)?|childhood|boys?|girls?",
    "adult": r"adults?", "old": r"old|elderly|older", "female": r"wom[ae]n|menopause|menstrua\w+", "male": r"m[ae]n",
    "pregnant": r"pregnan\w+|mothers?|delivery|f[oe]?etus"}
BEGINS = re.compile(r"[;.:]|\b(?:above all|most of all|mostly|most often)\b")
"""What comes before this is said of everybody; after it a group is one of those whom it meets, and not the only one."""
UNBORN = re.compile(r"\b(?:unborn |mother and )child(?:ren)?\b")


def share(cause, whom):
    """Return how many of those who have a cause are of a group; 1 where it is about them, as what most have while pregnant is about mothers."""
    who = cause.who
    if cause.group == "pregnancy-newborn" or whom == "pregnant" and cause.who and (cause.who.pregnant or 0) > 0.5:
        return 1
    if whom in YOUNG:
        return sum(who.age.get(band, 0) for band in YOUNG[whom]) if who and who.age else 0
    female = who.female if who and who.female is not None else 0.5
    return {"female": female, "male": 1 - female, "pregnant": 0}[whom]


def of_some_only(cause):
    """Return the groups of which the beginning speaks although others have the cause, too."""
    first = UNBORN.sub("", BEGINS.split(cause.must_not_miss, maxsplit=1)[0])
    return [whom for whom, words in WORDS.items() if re.search(rf"\b(?:{words})\b", first, re.IGNORECASE) and share(cause, whom) < MOSTLY]


@pytest.mark.parametrize("name", [name for name, one in CAUSES.items() if one.must_not_miss])
def test_why_it_must_not_be_missed_begins_with_what_is_true_of_everybody(name):
    assert of_some_only(CAUSES[name]) == []


def test_a_reason_of_some_people_only_is_found():
    cause = CAUSES["iron-deficiency-anemia"].model_copy(update={"must_not_miss": "In men and in women after the menopause it can be the first sign."})

    assert of_some_only(cause) == ["female", "male"]
