"""What is too long to be an entry is told, and costs no time: phrases in it are not looked for."""

import pytest

from engine import Case, Medication, gather
from engine.case.reading import LONGEST, TOO_LONG

LONG = "x" * (LONGEST + 1)


@pytest.mark.parametrize("told", [
    {"present": (LONG,)}, {"absent": (LONG,)}, {"history": (LONG,)}, {"labs": {LONG: "8 g/dL"}}, {"ancestry": LONG}, {"region": LONG},
    {"onset": LONG}, {"medications": (Medication(LONG),)}, {"medications": (Medication("methimazole", LONG),)}])
def test_an_entry_longer_than_any_is_not_understood_and_the_others_are(told, knowledge):
    seen = gather(Case(unsure=("fever",), **told), knowledge).observations

    assert [(one.text, one.status) for one in seen.readings if one.note == TOO_LONG] == [(LONG, "not_understood")]
    assert seen.states["fever"] == "unsure"


def test_of_a_drug_with_a_time_that_is_too_long_the_drug_stays(knowledge):
    seen = gather(Case(medications=(Medication("methimazole", LONG),)), knowledge).observations

    assert [use.drugs for use in seen.drugs] == [("methimazole",)]


def test_an_entry_that_is_as_long_as_one_may_be_is_read(knowledge):
    text = f"fever {'x' * (LONGEST - 6)}"

    assert [one.note for one in gather(Case(present=(text,)), knowledge).observations.readings] != [TOO_LONG]
