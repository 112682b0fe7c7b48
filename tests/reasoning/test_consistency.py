"""Entries that contradict each other: told before the ranking, with what to do, and without moving it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, Medication, gather, load
from engine.reasoning.consistency import AFTER_FALL
from engine.reasoning.observations import observe


def conflicts(**known) -> list[str]:
    return [str(one) for one in gather(Case(**known), load()).observations.conflicts]


CONTRADICTIONS = {
    "present and absent": (
        {"present": ("fever",), "absent": ("fever",)}, "'fever' says absent, but fever says present: keep one"),
    "a form present and the whole absent": (
        {"present": ("gait ataxia",), "absent": ("ataxia",)}, "gait ataxia is present, but ataxia, which includes it, is absent: correct one"),
    "a part absent and both present": (
        {"present": ("hepatosplenomegaly",), "absent": ("splenomegaly",)},
        "hepatosplenomegaly is present, which says that splenomegaly is present, but that is absent: correct one"),
    "findings that never stand together": (
        {"present": ("normal karyotype", "complex karyotype")},
        "normal karyotype and complex karyotype are both present: keep what holds now, or mark the other as unsure"),
    "a number against a word": (
        {"labs": {"platelets": "20 K/uL"}, "present": ("normal platelets",)},
        "'normal platelets' says platelets normal, but 'platelets: 20 K/uL' is low: correct one; until then the number counts"),
    "a number against a blood picture": (
        {"labs": {"platelets": "200 K/uL"}, "present": ("pancytopenia",)},
        "'pancytopenia' says platelets low, but 'platelets: 200 K/uL' is normal: correct one; until then the number counts"),
    "a temperature against no fever": (
        {"labs": {"temperature": "39.2 C"}, "absent": ("fever",)},
        "fever is said to be absent, but 'temperature: 39.2 C' is high: correct one, or mark the finding as unsure"),
    "two words for one value": (
        {"present": ("low ferritin", "high ferritin")}, "'high ferritin' says Ferritin high, but low ferritin says low: keep one"),
    "a part above its whole": (
        {"labs": {"WBC": "1.0 K/uL", "ANC": "3.0 K/uL"}},
        "neutrophils 3 above white cells 1 (10^9/L), of which it is a part: correct one, or write the units"),
    "pregnancy in a man": (
        {"sex": "male", "pregnant": True}, "pregnancy is told of a male person: correct the sex or the entry"),
    "a stage of pregnancy in a man": (
        {"sex": "male", "present": ("third trimester",)}, "third trimester of pregnancy is told of a male person: correct the sex or the entry"),
    "cancer of the prostate in a woman": (
        {"sex": "female", "history": ("prostate cancer",)}, "prostate cancer is told of a female person: correct the sex or the entry"),
    "menstruation at 80": (
        {"age": 80, "sex": "female", "present": ("heavy menstrual bleeding",)},
        "heavy menstrual bleeding is told at the age of 80, and not expected before 9 or after 60 years: "
        "correct the age or the entry, or enter it under history"),
    "a drug begun after the fall": (
        {"onset": "3 weeks", "medications": (Medication("methimazole", "started 5 days earlier"),)},
        "'methimazole: started 5 days earlier' was begun later than the low counts, which began over '3 weeks': "
        "correct one; or, if it is so, write 'started after the counts fell' beside the drug"),
}
AGREED = {
    "menstruation long ago": {"age": 80, "sex": "female", "history": ("heavy menstrual bleeding",)},
    "pregnancy where the sex is not known": {"pregnant": True},
    "a count that recovered": {"labs": {"platelets": "20 K/uL then 200 K/uL"}, "present": ("thrombocytopenia",)},
    "low platelets in the past": {"labs": {"platelets": "200 K/uL"}, "history": ("thrombocytopenia",)},
    "a form present and its whole present": {"present": ("gait ataxia", "ataxia")},
    "a value between the limits of men and women": {"labs": {"hemoglobin": "12.5 g/dL"}, "present": ("anemia",)},
    "a drug begun at the onset, both rounded": {"onset": "3 weeks", "medications": (Medication("methimazole", "started 20 days earlier"),)},
    "a drug known to have begun later": {"onset": "3 weeks", "medications": (Medication("methimazole", f"5 days; {AFTER_FALL}"),)},
    "a treatment that lowers no count": {"onset": "months", "medications": (Medication("folic acid", "started 5 days earlier"),)},
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_told_with_what_to_do(name):
    known, message = CONTRADICTIONS[name]

    assert conflicts(**known) == [message]


@pytest.mark.parametrize("name", AGREED)
def test_what_can_be_true_is_no_contradiction(name):
    assert conflicts(**AGREED[name]) == []


def test_what_is_to_be_written_beside_the_drug_mends_it():
    known = CONTRADICTIONS["a drug begun after the fall"][0]
    conflict, = gather(Case(**known), load()).observations.conflicts
    drug, = known["medications"]

    assert conflict.of == drug.name
    assert conflicts(**{**known, "medications": (replace(drug, taken=f"{drug.taken}; {conflict.say}"),)}) == []


@pytest.mark.parametrize("name", [name for name, (known, _) in CONTRADICTIONS.items() if {"present", "labs"} & set(known)])
def test_removing_either_entry_mends_a_contradiction(name):
    known, _ = CONTRADICTIONS[name]
    for entry in gather(Case(**known), load()).observations.conflicts[0].entries:
        kept = {key: tuple(text for text in value if text != entry) if isinstance(value, tuple)
                else {lab: text for lab, text in value.items() if f"{lab}: {text}" != entry} if isinstance(value, dict)
                else None if entry in (value, f"age {value}") else value for key, value in known.items()}
        fewer = conflicts(**kept)

        assert fewer == []


WORDS = st.lists(st.sampled_from(["fever", "no fever", "afebrile", "ataxia", "gait ataxia", "pancytopenia", "normal platelets", "thrombocytopenia",
                                  "hepatosplenomegaly", "splenomegaly", "no splenomegaly", "normal karyotype", "complex karyotype",
                                  "third trimester"]), unique=True, max_size=6).map(tuple)


@settings(max_examples=40)
@given(WORDS, WORDS, st.sampled_from([{}, {"platelets": "20 K/uL"}, {"platelets": "200 K/uL", "temperature": "39 C"}]),
       st.sampled_from(["male", "female", None]))
def test_every_entry_that_is_named_was_entered(present, absent, labs, sex):
    case = Case(present=present, absent=absent, labs=labs, sex=sex)
    entered = {*present, *absent, *(f"{name}: {printed}" for name, printed in labs.items()), sex}

    for conflict in gather(case, load()).observations.conflicts:
        assert conflict.entries
        assert set(conflict.entries) <= entered


@pytest.mark.parametrize(("words", "value"), [("falling platelets", {"platelets": "190 K/uL"}), ("falling hemoglobin", {"hemoglobin": "14.2 g/dL"})])
def test_a_count_that_falls_may_still_be_normal(words, value):
    assert conflicts(sex="male", labs=value, present=(words,)) == []


def test_a_load_that_treatment_holds_down_denies_no_infection():
    held = Case(history=("HIV on ART",), labs={"HIV viral load": "undetectable"})

    assert gather(held, load()).observations.states["hiv-positive"] == "present"
    assert conflicts(history=held.history, labs=held.labs) == []
    assert conflicts(absent=("HIV",), labs={"HIV viral load": "90000 copies/mL"})


@pytest.mark.parametrize(("labs", "told"), [
    ({"Hb": "7.2 g/dL", "hemoglobin": "9 g/dL"}, True), ({"Hb": "7.2 g/dL", "hemoglobin": "72 g/L"}, False),
    ({"Hb (day 1)": "9 g/dL", "Hb (day 5)": "7.2 g/dL"}, False)])
def test_one_value_under_two_names_is_told_where_it_differs(labs, told, knowledge):
    conflicts = [one.why for one in gather(Case(labs=labs), knowledge).observations.conflicts]

    assert any(why.startswith("Hemoglobin stands more than once: 'Hb: 7.2 g/dL', 'hemoglobin: 9 g/dL'") for why in conflicts) == told


@pytest.mark.parametrize(("history", "exposures", "told"), [
    (("alcoholic cirrhosis, abstinent for 3 years",), (), 0), (("alcoholic cirrhosis",), ("no alcohol",), 0),
    ((), ("heavy alcohol use", "no alcohol"), 1), (("alcoholic cirrhosis",), ("binge drinking", "no alcohol"), 1),
])
def test_what_drinking_left_behind_contradicts_no_abstinence(history, exposures, told, knowledge):
    assert len(observe(Case(history=history, exposures=exposures), knowledge).conflicts) == told
