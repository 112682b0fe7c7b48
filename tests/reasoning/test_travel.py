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
