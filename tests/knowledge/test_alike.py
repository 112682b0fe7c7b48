"""Analytes that say the same in another way share profiles: what a cause states of one holds for the other."""

import numpy as np
import pytest

from engine import Case, explain, gather, rank
from tests.knowledge.checking import told


def bins_of(knowledge, analyte: str, leaf: str) -> dict[str, float]:
    shares = knowledge.tables.lab_bins[analyte][:, knowledge.columns[leaf]]
    return {step.name: float(share) for step, share in zip(knowledge.analytes[analyte].bins, shares, strict=True)}


@pytest.mark.parametrize("leaf", ["pure-red-cell-aplasia", "hereditary-spherocytosis", "iron-deficiency-anemia"])
def test_corrected_reticulocytes_are_as_a_cause_states_the_absolute_count(knowledge, leaf):
    corrected, absolute = (bins_of(knowledge, name, leaf) for name in ("corrected-reticulocyte-percent", "reticulocytes"))

    assert corrected == pytest.approx(absolute, abs=0.01)


def test_a_printed_production_index_speaks_for_the_causes_that_stop_production(knowledge):
    def odds(index: str) -> float:
        ranking = rank(gather(Case(age=40, labs={"hemoglobin": "6 g/dL", "reticulocyte index": index}), knowledge), knowledge)
        aplasia, hemolysis = (knowledge.columns[name] for name in ("pure-red-cell-aplasia", "autoimmune-hemolytic-anemia"))
        return float(ranking.score[aplasia] - ranking.score[hemolysis])

    assert odds("0.2") > odds("4") + np.log(10)


def test_four_percent_reticulocytes_are_many_at_a_normal_hemoglobin_and_few_at_four_grams(knowledge):
    def for_hemolysis(hemoglobin: str) -> float:
        ranking = rank(gather(Case(age=30, labs={"hemoglobin": hemoglobin, "reticulocyte count": "4 %"}), knowledge), knowledge)
        return float(ranking.score[knowledge.columns["hereditary-spherocytosis"]] - ranking.score[knowledge.columns["iron-deficiency-anemia"]])

    assert for_hemolysis("11.5 g/dL") > for_hemolysis("4 g/dL")


def test_a_reason_says_where_the_numbers_were_taken_from(knowledge):
    case = Case(age=40, labs={"hemoglobin": "6 g/dL", "reticulocyte index": "0.2"})
    explained = explain(rank(gather(case, knowledge), knowledge), knowledge.columns["pure-red-cell-aplasia"], knowledge)

    assert any("taken from: Reticulocytes" in (reason.note or "") for reason in explained.reasons)


@pytest.mark.parametrize(("like", "message"), [
    ("{analyte: neutrophils}", "neutrophils has the bins severe, mild, normal; allowed: those here, low, normal; "
     "say under levels what each level there is here"),
    ("{analyte: neutrophils, levels: {low: low}}", "nothing is said of normal neutrophils; allowed: every level of it; add 'normal'"),
    ("{analyte: hemoglobin, levels: {low: high, normal: normal}}", "there is no high level here; allowed: low, normal; correct it"),
    ("{analyte: neutrofils}", "unknown analyte 'neutrofils'; allowed: an id under analytes in labs.yaml; did you mean 'neutrophils'?")])
def test_a_likeness_that_does_not_fit_is_refused(spoil, like, message):
    root = spoil("labs.yaml", "    reference: {low: 0.1, normal: 0.9}\n", f"    reference: {{low: 0.1, normal: 0.9}}\n    like: {like}\n")

    assert [problem for problem in told(root) if problem.endswith(message)] != []
