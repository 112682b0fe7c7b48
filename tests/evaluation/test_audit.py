"""What the numbers rest on: hand-worked figures on small made-up knowledge and records."""

import dataclasses
import math

import numpy as np
import pytest

from engine.case.model import Case, CaseFile
from engine.evaluation.audit import audit, expected_log_odds, own_entries
from engine.evaluation.weight import sourced_weight, weigh
from engine.knowledge.lazy import Records
from engine.knowledge.records import Provenance
from engine.reasoning import Reason


def reason(kind: str, weight: float, source: str) -> Reason:
    return Reason("x", "X", "present", weight, source, kind)


def numbers(**shares: tuple[float, str | None]) -> Records[Provenance]:
    return Records.of(Provenance, {name.replace("_", "-"): Provenance(share, (share, share), None, None, source, None)
                                   for name, (share, source) in shares.items()})


def a_form(knowledge) -> tuple[str, str]:
    """Return some finding with what it is a form of."""
    return next((one.id, one.parents[0]) for one in knowledge.findings.values() if one.parents and one.used and not one.id.startswith("known-"))


def with_numbers(knowledge, cause: str, entries: Records[Provenance]):
    return dataclasses.replace(knowledge, provenance={**knowledge.provenance, cause: entries})


def test_the_sourced_share_of_weight_counts_weights_against_like_weights_for():
    found = weigh([reason("finding", 1.5, "someone2001"), reason("finding", -0.5, "assumption"), reason("lab", -1.0, "someone2001"),
                   reason("context", 1.0, "assumption")])

    assert (found.sourced, found.total, found.share) == (2.5, 4.0, 0.625)
    assert found.by_kind == {"finding": (1.5, 2.0), "lab": (1.0, 1.0), "context": (0.0, 1.0)}


def test_what_a_source_tells_in_words_is_counted_apart_from_its_figures(knowledge):
    file = CaseFile("made-up", case=Case(age=30, labs={"platelets": "20"}, present=("petechiae",)))

    def counted(band: str | None, source: str | None):
        told = Records.of(Provenance, {"petechiae": Provenance(0.5, (0.4, 0.6), band, None, source, None)})
        changed = dataclasses.replace(knowledge, provenance=dict.fromkeys(knowledge.provenance, told))
        return sourced_weight([file], changed, stage="presentation", setting=None)

    word, figure, assumed = counted("common", "someone2001"), counted(None, "someone2001"), counted("common", None)

    assert word.in_words == pytest.approx(word.sourced) == pytest.approx(figure.sourced)
    assert (figure.in_words, assumed.in_words) == (0, 0)
    assert word.in_words > 0


def test_nothing_weighed_is_a_share_of_nothing():
    assert weigh([]).share == 0


def found_with(knowledge, form: Provenance, above: Provenance) -> list[tuple]:
    """Return what contradicts in a cause of which only a form and its parent are told."""
    child, parent = a_form(knowledge)
    changed = with_numbers(knowledge, "scurvy", Records.of(Provenance, {child: form, parent: above}))
    return [(one.first == child, one.first_share, one.second == parent, one.second_share, one.why)
            for one in audit(changed).contradictions if one.cause == "scurvy"]


def test_a_form_more_frequent_than_its_parent_is_a_contradiction(knowledge):
    form, above = Provenance(0.6, (0.5, 0.7), None, None, None, None), Provenance(0.3, (0.2, 0.4), None, None, None, None)

    assert found_with(knowledge, form, above) == [(True, 0.6, True, 0.3, "form")]


def test_a_form_as_frequent_as_its_parent_is_no_contradiction(knowledge):
    same = Provenance(0.4, (0.3, 0.5), None, None, None, None)

    assert found_with(knowledge, same, same) == []


def test_figures_whose_ranges_meet_do_not_contradict(knowledge):
    form, above = Provenance(0.6, (0.4, 0.7), None, None, "someone2001", None), Provenance(0.3, (0.2, 0.4), None, None, "other2002", None)

    assert found_with(knowledge, form, above) == []


def test_a_band_contradicts_by_its_own_share_and_not_by_the_background_joined_to_it(knowledge):
    uncommon, figure = Provenance(0.19, (0.1, 0.3), "uncommon", None, None, None), Provenance(0.09, (0.08, 0.1), None, 500, "someone2001", None)

    assert found_with(knowledge, uncommon, figure) == []


def test_a_band_contradicts_a_lower_one_whatever_its_range(knowledge):
    common, occasional = (Provenance(share, (0.1, 0.9), band, None, None, None) for share, band in ((0.6, "common"), (0.3, "occasional")))

    assert found_with(knowledge, common, occasional) == [(True, 0.6, True, 0.3, "form")]


ONE_PLACE = "blood from one place: the broader word raised as far would hand down bleeding from others"
KEPT = {("malignant-hypertension", "retinal-hemorrhages", "bleeding"): "seen in the eye: hardly anybody tells it as bleeding",
        ("chronic-gastrointestinal-blood-loss", "gastrointestinal-bleeding", "bleeding"): ONE_PLACE,
        ("heavy-menstrual-blood-loss", "heavy-menstrual-bleeding", "bleeding"): ONE_PLACE,
        ("heavy-menstrual-blood-loss", "vaginal-bleeding", "bleeding"): ONE_PLACE}
"""Contradictions of the rules that are right by medicine, each with the reason."""


def test_no_cause_states_a_form_above_its_parent_or_opposites_above_one(knowledge):
    assert {(one.cause, one.first, one.second) for one in audit(knowledge).contradictions} == KEPT.keys()


def test_what_a_form_takes_contradicts_what_it_says_itself(knowledge):
    form = next(cause.id for cause in knowledge.causes.values() if cause.parent == "iron-deficiency-anemia")
    child, parent = a_form(knowledge)
    taken, said = Provenance(0.3, (0.3, 0.3), None, None, None, None), Provenance(0.6, (0.6, 0.6), None, None, None, None)
    changed = with_numbers(knowledge, "iron-deficiency-anemia", Records.of(Provenance, {parent: taken}))
    changed = with_numbers(changed, form, Records.of(Provenance, {parent: taken, child: said}))

    assert [(one.first, one.second) for one in audit(changed).contradictions if one.cause == form] == [(child, parent)]


def test_sourced_numbers_are_counted_apart_for_findings_and_profiles(knowledge):
    changed = with_numbers(knowledge, "scurvy", numbers(fever=(0.5, "someone2001"), fatigue=(0.5, None), pattern=(0.0, "someone2001")))

    share = next(one for one in audit(changed).shares if one.cause == "scurvy")

    assert (share.findings, share.sourced_findings, share.profiles, share.sourced_profiles) == (2, 1, 1, 1)


def test_what_a_form_takes_from_its_parent_is_not_its_own(knowledge):
    form = next(cause for cause in knowledge.causes.values() if cause.parent)

    own = own_entries(form.id, knowledge)

    assert not [name for name, entry in own.items() if knowledge.provenance[form.parent].get(name) == entry]


def test_a_leaf_that_only_its_name_raises_is_unreachable(knowledge):
    weights = knowledge.tables.weights.copy()
    named = [row for name, row in knowledge.tables.rows.items() if name.startswith("known-")]
    others = np.setdiff1d(np.arange(len(weights)), named)
    weights[others, knowledge.column("scurvy")] = math.log(1.9)

    found = audit(dataclasses.replace(knowledge, tables=dataclasses.replace(knowledge.tables, weights=weights))).unreachable

    assert "scurvy" in found


def test_log_odds_between_two_leaves_are_the_mean_divergence_of_their_profiles(knowledge):
    first, second = knowledge.column("scurvy"), knowledge.column("copper-deficiency")
    row = next(one.index for one in knowledge.findings.values() if one.index >= 0 and not one.id.startswith("known-"))
    probability = knowledge.tables.probability.copy()
    probability[:, second] = probability[:, first]
    pattern, bins = knowledge.tables.pattern.copy(), {name: one.copy() for name, one in knowledge.tables.lab_bins.items()}
    for table in (pattern, *bins.values()):
        table[:, second] = table[:, first]
    probability[row, [first, second]] = 0.8, 0.5

    changed = dataclasses.replace(knowledge.tables, probability=probability, pattern=pattern, lab_bins=bins)
    found = expected_log_odds(dataclasses.replace(knowledge, tables=changed))[first, second]

    # (0.8 - 0.5) (ln 0.8/0.2 - ln 0.5/0.5) / 2 = 0.3 ln 4 / 2
    assert found == pytest.approx(0.3 * math.log(4) / 2, abs=1e-4)
