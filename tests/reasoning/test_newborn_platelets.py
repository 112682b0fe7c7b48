"""Low platelets of a newborn come from its mother's antibodies before its own."""

import pytest

from engine import Case, gather, rank

AGES = {"six hours": 6 / 24 / 365.25, "a week": 7 / 365.25}


@pytest.mark.parametrize("age", AGES.values(), ids=AGES)
def test_a_newborn_with_few_platelets_has_no_immune_thrombocytopenia_of_its_own(age, knowledge):
    case = Case(age=age, labs={"platelets": "14 x10^9/L", "hemoglobin": "178 g/L", "CRP": "<5 mg/L"}, present=("petechiae", "large platelets"))
    share = rank(gather(case, knowledge), knowledge).probability

    assert share[knowledge.column("neonatal-alloimmune-thrombocytopenia")] > 5 * share[knowledge.column("immune-thrombocytopenia")]
