"""Numbers of a report that stand beside a finding: when they say that it is there."""

import pytest

from engine import Case
from engine.case.results import judged
from engine.reasoning.observations import observe


@pytest.mark.parametrize(("printed", "verdict"), [
    ("0%", "absent"), ("0", "absent"), ("6%", None), ("1:640", None), ("positive", None), ("3+", "present"), ("++", "present"),
    ("320 IU/mL (<30)", "present"), ("3 IU/mL (<30)", "absent"), ("245 IU/mL (0-15)", "present"), ("245 U/mL (ref. 0 - 300)", "absent"),
    ("16.84 U/mL", "open"), ("<1 U/mL", "absent"), ("12 U/mL (H)", "present"), ("12 U/mL H", "present"), ("12 U/mL, negative", "absent"),
    ("1,5 U/mL (<7,0)", "absent"),
])
def test_a_number_beside_a_finding_is_judged(printed, verdict):
    assert judged(printed) == verdict


@pytest.mark.parametrize(("name", "printed", "finding", "state"), [
    ("schistocytes", "0%", "schistocytes", "absent"), ("schistocytes", "6%", "schistocytes", "present"),
    ("anti-dsDNA", "3 IU/mL (<30)", "anti-dsdna-positive", "absent"),
    ("anti-intrinsic factor antibody", "0.3 U/mL", "intrinsic-factor-antibody", None),
    ("DAT", "3+ (IgG)", "dat-igg-positive", "present"),
    ("marrow blasts", "3%", "marrow-blasts-20", None), ("marrow blasts", "22%", "marrow-blasts-20", "present"),
    ("marrow blasts", "8%", "marrow-blasts-5-to-19", "present"),
])
def test_a_result_under_labs_says_whether_the_finding_is_there(name, printed, finding, state, knowledge):
    assert observe(Case(labs={name: printed}), knowledge).states.get(finding) == state
