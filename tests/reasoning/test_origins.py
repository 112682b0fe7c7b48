"""Where the numbers of a cause with its consequence came from, on sources made up for it."""

import dataclasses

import pytest

from engine.knowledge.lazy import Records
from engine.knowledge.records import RAISED_NOTE, Provenance
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


def test_a_finding_taken_as_often_as_a_form_of_it_has_the_source_of_the_form(knowledge):
    found = 0
    for leaf in (one for one in knowledge.leaves if len(one.causes) == 1):
        written, column = knowledge.provenance[leaf.id].finished(), knowledge.columns[leaf.id]
        for name in (parent for one in written if one in knowledge.findings for parent in knowledge.findings[one].parents):
            origin = origins(leaf, knowledge)(name)
            if origin in (None, written.get(name)):
                continue
            found += 1
            form = next(one for one in written if one in knowledge.findings
                        and f"{origin.note};".startswith(f"{RAISED_NOTE.format(knowledge.findings[one].label)};"))
            assert (origin.value, origin.source) == (written[form].value, written[form].source)
            assert name not in written or written[name].value < origin.value
            assert knowledge.tables.probability[knowledge.findings[name].index, column] == pytest.approx(origin.value, rel=1e-3)
    assert found > len(knowledge.leaves)


def test_what_is_written_of_a_finding_is_told_where_no_form_of_it_is_more_frequent(knowledge):
    leaf, written = knowledge.leaves[knowledge.columns[FIRST]], knowledge.provenance[FIRST].finished()
    broader = set().union(*(knowledge.above(name) for name in written if name in knowledge.findings))
    narrowest = [name for name in written if name in knowledge.findings and name not in broader]

    assert len(narrowest) > 20
    assert [origins(leaf, knowledge)(name) for name in narrowest] == [written[name] for name in narrowest]
