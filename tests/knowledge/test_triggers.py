"""What tells of the trigger of a consequence: a cause that leads to it brings its own, and takes none of another trigger."""

from pathlib import Path

import pytest
import yaml

from engine import Case, gather, rank
from engine.knowledge.crosscheck import check
from engine.reasoning.origins import origins

CAUSES = Path(__file__).parents[2] / "rules" / "causes"
RULES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(CAUSES.rglob("*.yaml"))]
OF_TRIGGER = {cause["id"]: cause["of_trigger"] for cause in RULES if "of_trigger" in cause}
BROUGHT_ON = [(cause["id"], link["cause"]) for cause in RULES for link in cause.get("leads_to", ()) if link["cause"] in OF_TRIGGER]


@pytest.mark.parametrize(("cause", "consequence"), BROUGHT_ON, ids=map("-to-".join, BROUGHT_ON))
def test_what_tells_of_the_trigger_is_as_frequent_as_in_the_trigger_alone(cause, consequence, knowledge):
    alone, together = knowledge.columns[cause], knowledge.columns[f"{cause}+{consequence}"]
    rows = [knowledge.findings[name].index for name in OF_TRIGGER[consequence]]
    share = knowledge.tables.probability

    # A form that the two bring together more often than one may raise it, by a hundredth at most; nothing makes it rarer.
    assert share[rows, together] == pytest.approx(share[rows, alone], rel=0.01)
    assert (share[rows, together] >= share[rows, alone] * (1 - 1e-6)).all()


def test_ebv_dna_speaks_for_hlh_from_ebv_and_not_from_histoplasmosis(knowledge):
    def shares(*present):
        case = Case(age=40, labs={"ferritin": "12000 ng/mL"}, present=("fever", "splenomegaly", "pancytopenia", *present))
        ranking = rank(gather(case, knowledge), knowledge)
        return {trigger: ranking.probability[knowledge.columns[f"{trigger}+hemophagocytic-lymphohistiocytosis"]]
                for trigger in ("ebv-infection", "histoplasmosis")}

    before, after = shares(), shares("EBV DNA in blood")

    assert after["ebv-infection"] > before["ebv-infection"]
    assert after["histoplasmosis"] < before["histoplasmosis"]


def test_what_tells_of_another_trigger_is_no_origin_of_a_number(knowledge):
    leaf = knowledge.leaves[knowledge.columns["histoplasmosis+hemophagocytic-lymphohistiocytosis"]]

    assert origins(leaf, knowledge)("ebv-dna-positive") is None
    assert origins(leaf, knowledge)("hemophagocytosis-marrow") is not None


def test_only_what_a_cause_lists_can_tell_of_its_trigger(spoil):
    root = spoil("causes/nutritional/copper-deficiency.yaml", "findings:\n", "of_trigger: [ataxia]\nfindings:\n")

    assert any("'ataxia' is not among its findings; allowed: gait-ataxia" in str(problem) for problem in check(root))
