"""Where somebody fell ill says which infection it is: malaria and dengue come from different places (schwartz2008gs)."""

import pytest

from engine import Case, gather, rank
from engine.reasoning import rows


@pytest.mark.parametrize(("place", "first", "after"), [
    ("travel to Ghana", "malaria", "dengue"), ("returned from Nigeria", "malaria", "hiv-infection"),
    ("lives in Papua New Guinea", "malaria", "dengue"), ("travel to Thailand", "dengue", "malaria"),
    ("travel to the Dominican Republic", "dengue", "malaria")])
def test_fever_with_low_platelets_after_a_journey(knowledge, place, first, after):
    case = Case(age=34, sex="male", labs={"platelets": "60", "hemoglobin": "11.5"}, present=("fever",), exposures=(place,))
    listed = [row.family for row in rows(rank(gather(case, knowledge), knowledge), knowledge, top=60)]

    assert listed.index(first) < listed.index(after)
    assert first in listed[:2]


def test_an_area_is_told_at_least_as_often_as_each_place_that_implies_it(knowledge):
    words = knowledge.model["backgrounds"]
    share = {name: words.get(one.background) or float(one.background)
             for name, one in knowledge.findings.items() if one.group in knowledge.complete_groups}
    rarer = [(place, area) for place in share for area in knowledge.findings[place].implies
             if share.get(area, 1.0) < share[place]]

    assert rarer == []


@pytest.mark.parametrize("place", ["Ivory Coast", "Nigeria", "Kenya", "Uganda", "Mozambique", "Angola"])
def test_fever_and_low_platelets_after_africa_are_malaria_before_yellow_or_hemorrhagic_fever(place, knowledge):
    case = Case(age=34, labs={"platelets": "48 x10^9/L"}, present=("fever", "prostration"), exposures=(f"returned from {place}",))
    for setting in ("hospital", "published"):
        found = rank(gather(case, knowledge, setting=setting), knowledge)
        chance = {leaf: float(found.probability[knowledge.column(leaf)]) for leaf in ("malaria", "yellow-fever", "viral-hemorrhagic-fever")}

        assert max(chance, key=chance.get) == "malaria"


def test_a_journey_to_one_place_does_not_speak_for_a_disease_of_another(knowledge):
    told = Case(present=("fever", "thrombocytopenia"), exposures=("travel to Italy",))
    found = gather(told, knowledge)

    assert "region-italy" in {term.name for term in found.terms}
    assert "recent-travel" not in {term.name for term in found.terms}
    hinge, = [term.label for term in found.fixed if "viral hemorrhagic fever area" in term.label]
    assert hinge.startswith("viral hemorrhagic fever area denied")
    assert "recent travel" not in hinge


@pytest.mark.parametrize("case", [Case(present=("fever",), exposures=("recent travel",)),
                                  Case(present=("fever",), exposures=("recent travel",), region="Italy")])
def test_a_journey_without_a_place_speaks_for_itself(knowledge, case):
    assert "recent-travel" in {term.name for term in gather(case, knowledge).terms}
