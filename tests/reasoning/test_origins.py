"""Where the numbers of a cause with its consequence came from, on sources made up for it."""

import dataclasses

import pytest

from engine.knowledge.lazy import Records
from engine.knowledge.records import Provenance
from engine.reasoning.origins import origins

FIRST, SECOND = "histoplasmosis", "hemophagocytic-lymphohistiocytosis"


def told(knowledge, key: str, *entries: tuple[float, str | None]) -> str | None:
    """Return the source told for one number that both causes state, each with its share and source."""
    stated = {cause: Records.of(Provenance, {key: Provenance(share, (share, share), None, None, source, None)})
              for cause, (share, source) in zip((FIRST, SECOND), entries, strict=True)}
    changed = dataclasses.replace(knowledge, provenance={**knowledge.provenance, **stated})
    return origins(knowledge.leaves[knowledge.columns[f"{FIRST}+{SECOND}"]], changed)(key).source


@pytest.mark.parametrize("key", ["pattern", "lab:ferritin"])
@pytest.mark.parametrize(("first", "second", "said"), [
    ("someone2001", "other2002", "someone2001"), ("someone2001", None, None), (None, "other2002", None), (None, None, None)])
def test_a_profile_made_of_two_has_a_source_only_where_both_have_one(key, first, second, said, knowledge):
    assert told(knowledge, key, (0.0, first), (0.0, second)) == said


def test_of_a_finding_the_cause_that_has_it_more_often_speaks(knowledge):
    assert told(knowledge, "fever", (0.4, "someone2001"), (0.9, None)) is None
    assert told(knowledge, "fever", (0.9, "someone2001"), (0.4, None)) == "someone2001"
