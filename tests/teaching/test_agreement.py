"""Drawn people agree with themselves: results with values, histories with one another, parts with their total, time with the cause."""

from collections import Counter

import numpy as np
import pytest

from engine.reasoning.answered import answered
from engine.reasoning.observations import observe
from engine.teaching.chance import Chance
from engine.teaching.person import draw_course, draw_person
from engine.teaching.plausible import drawn_depth, drawn_shares
from engine.teaching.sampler import draw_case
from engine.teaching.values import Latent, draw_counts, draw_value
from engine.teaching.white_cells import draw_white_cells, other_cells
from engine.teaching.work_up import names_part


def _told(case, knowledge) -> dict[str, str]:
    """Return what is said in words to be there or not, by finding."""
    names = knowledge.lexicon
    found = {}
    for where, text in case.entries():
        target = names.find(names.spelling.key(names.spelling.tokens(text)))
        if target is not None and target.kind == "finding":
            found[target.id] = "absent" if where == "absent" else "present"
    return found


def _high(name: str, shares: np.ndarray, knowledge) -> float:
    return sum(share for step, share in zip(knowledge.analytes[name].bins, shares, strict=True) if step.level == "high")


def test_nothing_is_told_that_something_else_in_the_case_answers(vignettes, knowledge):
    repeated = [(one.seed, name) for one in vignettes
                for name in sorted(answered(observe(one.file.case, knowledge), knowledge) & set(_told(one.file.case, knowledge)))]

    assert repeated == []


def test_what_only_sums_up_is_not_told(vignettes, knowledge):
    reasons = knowledge.teaching["vignette"]["not_told"]
    assert [reason for reason in reasons if not knowledge.inquiry.left_out[reason]] == []
    sums = {name for reason in reasons for name in knowledge.inquiry.left_out[reason]}

    assert [(one.seed, name) for one in vignettes for name in sorted(sums & set(_told(one.file.case, knowledge)))] == []


def test_a_diagnosis_that_is_part_of_the_causes_name_is_not_denied(vignettes, knowledge):
    denied = [(one.seed, name) for one in vignettes for name, state in _told(one.file.case, knowledge).items()
              if state == "absent" and names_part(knowledge.findings[name], knowledge.column(one.leaf), knowledge)]

    assert denied == []
    assert names_part(knowledge.findings["thalassemia"], knowledge.column("alpha-thalassemia"), knowledge)


def test_travel_is_asked_about_once(vignettes, knowledge):
    for names in knowledge.teaching["vignette"]["asked_once"]:
        assert [one.seed for one in vignettes if set(names) <= set(_told(one.file.case, knowledge))] == []


def test_illnesses_of_old_age_are_not_told_of_the_young(vignettes, knowledge):
    rule = knowledge.teaching["vignette"]["of_age"]
    young = [one for one in vignettes if one.file.case.age < rule["age"]]

    assert [(one.seed, name) for one in young for name in _told(one.file.case, knowledge) if knowledge.findings[name].group in rule["groups"]] == []


def test_what_a_cause_hinges_on_is_told(knowledge, bank):
    leaf = knowledge.column("heavy-menstrual-blood-loss")
    row = next(one for one in knowledge.hinges if "heavy-menstrual-bleeding" in one)
    drawn = [draw_case(leaf, Chance.of(seed), bank, knowledge, setting="hospital") for seed in range(20)]
    menstruating = [case for case in drawn if case.age < knowledge.teaching["vignette"]["menstruation"][1]]

    assert len(menstruating) >= 10
    for case in menstruating:
        assert {name for name, state in _told(case, knowledge).items() if state == "present"} & set(knowledge.hinges[row])


def test_the_parts_of_the_white_cells_explain_the_total(knowledge):
    chance, far = Chance.of(21), []
    for leaf, record in enumerate(knowledge.leaves[:-1]):
        case = draw_person(leaf, chance, knowledge, setting="hospital")
        counts = draw_counts(leaf, case, chance, knowledge)
        cells = draw_white_cells(leaf, counts, case, chance, knowledge)
        if not cells:
            continue
        parts = counts["neutrophils"] + sum(cells.get(name, 0.0) for name in ("lymphocytes", "monocytes", "eosinophils"))
        left = cells["wbc"] - parts - cells["wbc"] * cells.get("blast-percent", 0.0) / 100
        if not -0.01 <= left <= 0.5 + knowledge.teaching["vignette"]["least_told"] * cells["wbc"]:
            far.append((record.id, left))

    assert far == []


@pytest.mark.parametrize(("leaf", "cells"), [
    ("acute-myeloid-leukemia", "blast-percent"), ("chronic-myelomonocytic-leukemia", "monocytes"), ("ebv-infection", "lymphocytes"),
    ("iron-deficiency-anemia", None)])
def test_white_cells_other_than_neutrophils_are_those_of_the_cause(leaf, cells, knowledge):
    assert other_cells(knowledge.column(leaf), knowledge) == cells


def test_a_level_that_is_stated_as_a_whole_stays_near_normal(knowledge):
    leaf, steps = knowledge.column("alpha-thalassemia"), knowledge.analytes["ferritin"].bins
    drawn = dict(zip([step.name for step in steps], drawn_shares("ferritin", leaf, knowledge), strict=True))

    assert drawn["high"] == pytest.approx(0.18, abs=0.02)
    assert drawn["very-high"] == drawn["extreme"] == 0


def test_no_ferritin_of_thousands_without_what_brings_it(knowledge):
    chance = Chance.of(22)
    for name in ("transient-erythroblastopenia-of-childhood", "starvation-marrow", "alpha-thalassemia", "anemia-of-inflammation"):
        leaf = knowledge.column(name)
        case = draw_person(leaf, chance, knowledge, setting="hospital")

        assert max(draw_value("ferritin", leaf, case, Latent(chance, {}), knowledge) for _ in range(400)) < 3500


def test_what_makes_too_little_has_no_more_reticulocytes_than_in_health(knowledge):
    def many(cause: str) -> float:
        shares = drawn_shares("reticulocyte-percent", knowledge.column(cause), knowledge)
        return _high("reticulocyte-percent", shares, knowledge)

    assert [many(cause) for cause in ("starvation-marrow", "chemotherapy-myelosuppression", "transient-erythroblastopenia-of-childhood")] == [0, 0, 0]
    assert many("hereditary-spherocytosis") > 0.5


def test_no_depth_is_drawn_that_hardly_anybody_with_the_cause_has(knowledge):
    depth = drawn_depth("hemoglobin", knowledge.column("anemia-of-chronic-kidney-disease"), knowledge)

    assert depth[0] == 0
    assert depth.sum() == pytest.approx(1)


def test_a_lifelong_cause_does_not_begin_over_days_unless_it_does_so_often(knowledge):
    leaf, chance = knowledge.column("alpha-thalassemia"), Chance.of(23)
    courses = Counter(draw_course(leaf, 30 * 365, chance, knowledge) for _ in range(500))

    assert courses["days"] == courses["weeks"] == 0
    assert courses["lifelong"] > 200
    assert draw_course(leaf, 5, chance, knowledge) in ("days", "lifelong")
