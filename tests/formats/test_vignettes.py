"""Vignettes as teachers and residents paste them: whose age and whose values, what was before, what stands behind a no, when drugs were taken."""

import pytest

from engine import load
from engine.case.timing import read_timing
from engine.case.words import read_words
from engine.formats.prose import case_of, doubts, read_prose
from engine.reasoning import gather

RULES = load()


def told(text: str) -> dict[str, str]:
    """Return ids of what was found to the state in which it would be taken; what is doubtful is not."""
    found = read_prose(text, RULES).found
    return {mention.id: one.state for place, one in enumerate(found) if place not in doubts(found) for mention in one.mentions}


def drug(text: str) -> tuple[float | None, float | None]:
    """Return how many days ago the first drug of a text was started and stopped."""
    timing = read_timing(case_of(read_prose(text, RULES).found).medications[0].taken, RULES.lexicon)
    return timing.started_days, timing.stopped_days


@pytest.mark.parametrize(("text", "days"), [
    ("A baby boy has bruises twelve hours after a forceps delivery.", 0.5),
    ("Ex-27-weeker, now day 12, in NICU.", 12),
    ("Baby of a diabetic mother, born at 37 weeks, jaundiced at 6 hours of age.", 0.25),
    ("A newborn with petechiae.", 0),
    ("A neonate, 38+2 weeks, day 3, with petechiae.", 3),
    ("A 2-day-old girl. Her mother is a 29-year-old teacher.", 2),
])
def test_a_newborn_is_as_old_as_the_text_tells(text, days):
    assert case_of(read_prose(text, RULES).found).age * 365.25 == pytest.approx(days, rel=0.01)


@pytest.mark.parametrize("text", [
    "Her mother is a healthy 30-year-old woman.", "His mother, 34 years old, has lupus.", "A woman, 11 days after the operation, has fever.",
    "2 mo of fever.", "She was seen 3 days after delivery."])
def test_an_age_of_another_and_a_time_are_nobody_s_age(text):
    assert case_of(read_prose(text, RULES).found).age is None


@pytest.mark.parametrize(("text", "weeks"), [
    ("A 31-year-old G2P1 at 34+2 weeks has a headache.", 34), ("29 y/o G1P0, 38+1 wk, vomiting.", 38), ("Antenatal clinic, 30/40, tired.", 30),
    ("She is in her third pregnancy, 26 weeks, with twins.", 26),
])
def test_weeks_of_pregnancy_are_told_in_short(text, weeks):
    case = case_of(read_prose(text, RULES).found)

    assert (case.sex, case.pregnant, case.gestation_weeks) == ("female", True, weeks)


@pytest.mark.parametrize("text", ["A girl born at 30+3 weeks.", "Vision was 20/40.", "A 5-year-old, ex 28+2/40.", "Caesarean section at 38+4 weeks.",
    "She had thrombosis in her first pregnancy."])
def test_weeks_at_birth_and_what_is_no_week_are_no_pregnancy(text):
    case = case_of(read_prose(text, RULES).found)

    assert (case.gestation_weeks, case.pregnant) == (None, None)


@pytest.mark.parametrize(("text", "finding", "state"), [
    ("A boy born at 30+3 weeks.", "prematurity", "present"),
    ("She is breathless four days after an emergency caesarean section.", "postpartum", "present"),
    ("A 1-day-old boy has petechiae twelve hours after a normal delivery.", "postpartum", None),
    ("A woman had a gastric bypass nine years ago and is tired.", "roux-en-y-gastric-bypass", "past"),
    ("Petechiae two weeks after a cold.", "recent-upper-respiratory-infection", "present"),
])
def test_what_was_before_is_told_with_its_time(text, finding, state):
    assert told(text).get(finding) == state


@pytest.mark.parametrize(("text", "finding", "state"), [
    ("Pale, no spleen, no nodes.", "splenomegaly", "absent"),
    ("Pale, no spleen, no nodes.", "lymphadenopathy", "absent"),
    ("No liver, spleen or lymph nodes.", "splenomegaly", "absent"),
    ("CT shows no liver or bone metastases.", "hepatomegaly", None),
    ("No platelets.", "large-platelets", None),
    ("Liver 3 cm, spleen 5 cm.", "splenomegaly", "present"),
    ("Spleen 7 cm, liver 6 cm below the costal margin.", "splenomegaly", "present"),
    ("No PMH, 2 wk of fatigue, joint pain and hair loss.", "hair-loss", "present"),
    ("Gout (no treatment ever), COPD and asthma.", "copd", "present"),
    ("No fever (never above 37), chills or rash.", "rash", "absent"),
    ("A boy of consanguineous parents has had fever for 12 days.", "fever", "present"),
    ("Dear colleague, thank you for seeing this girl with pallor.", "pallor", "present"),
    ("Blood culture is growing Gram-negative bacilli.", "gram-negative-bacteremia", "present"),
    ("No bleeding, FIT negative.", "seizures", None),
    ("Film: hypogranular forms, oval macrocytes, no blasts.", "circulating-blasts", "absent"),
    ("Blood smear: basophilic inclusions in granulocytes.", "basophilia-on-smear", None),
    ("CSF: 40 white cells, protein raised.", "wbc", None),
    ("Fecal elastase is very low and sweat chloride is normal.", "sweating", None),
    ("Hemoglobinopathy screen: HbA2 2.4 %.", "abnormal-hemoglobin-electrophoresis", None),
    ("No drugs besides levothyroxine.", "hypothyroidism", None),
    ("Film: occasional large platelets.", "giant-platelets", None),
])
def test_a_sign_reaches_what_it_is_said_of_and_no_more(text, finding, state):
    assert finding in {*RULES.findings, *RULES.analytes}
    assert told(text).get(finding) == state


@pytest.mark.parametrize(("entry", "finding"), [("no spleen", "splenomegaly"), ("no lymph nodes", "lymphadenopathy")])
def test_an_entry_that_denies_what_everybody_has_denies_that_it_is_large(entry, finding):
    assert [(one.id, one.state) for one in read_words(entry, "present", RULES.lexicon).mentions] == [(finding, "absent")]


@pytest.mark.parametrize(("text", "values"), [
    ("Platelets: 240 before surgery, 130 on day 2, and 48 x10^9/L today.", {"Platelets": "240 then 130 then 48 x10^9/L"}),
    ("Platelets: zero/uL on two consecutive samples, 242,000/uL on admission.", {"Platelets": "0 /uL"}),
    ("Platelets 20 on day 3, 242 on admission.", {"Platelets": "242 then 20"}),
    ("Platelets 61; they were 240 on the day of surgery and 310 on day 4.", {"Platelets": "240 then 310 then 61"}),
    ("Plt 31, previously 210, now 25.", {"Plt": "210 then 31 then 25"}),
    ("Plt 3. Platelets were 256 at a check in January.", {"Plt": "3", "Platelets (earlier)": "256"}),
    ("Plt 3. Platelets were 256 in the first trimester.", {"Plt": "3", "Platelets (earlier)": "256"}),
    ("Plt 3. Platelets were 256 before her pregnancy.", {"Plt": "3", "Platelets (earlier)": "256"}),
    ("Plt 3. Platelets were 256 at a visit in spring.", {"Plt": "3", "Platelets (earlier)": "256"}),
    ("Platelets were 256 in January.", {"Platelets": "256"}),
    ("Platelets 98. In her previous pregnancy the platelets fell to 70.", {"Platelets": "98", "platelets (earlier)": "70"}),
    ("Platelets have fallen from 288 to 47 x10^9/L.", {"Platelets": "288 then 47 x10^9/L"}),
    ("ANC varies from 0.4 to 1.1 x10^9/L.", {"ANC": "0.4 to 1.1 x10^9/L"}),
    ("Platelets 14. Her mother is a teacher whose platelets were 246.", {"Platelets": "14"}),
    ("Platelets 40. Mother G2P1 had platelets of 90.", {"Platelets": "40"}),
    ("Film: dysplastic neutrophils, 3% circulating blasts.", {}),
    ("No drugs apart from folic acid 400 micrograms.", {}),
])
def test_values_are_those_of_the_person_and_the_newest_stands_last(text, values):
    assert case_of(read_prose(text, RULES).found).labs == values


@pytest.mark.parametrize(("text", "times"), [
    ("Two days after the first dose of rituximab platelets were 12.", (2, None)),
    ("He is on day 8 after bypass surgery. Heparin was started on the day of operation.", (8, None)),
    ("She is 9 days after a caesarean section, on enoxaparin 40 mg since the day of surgery.", (9, None)),
    ("She has fever 11 days after her second cycle of docetaxel and doxorubicin.", (None, 11)),
    ("He was given primaquine for malaria and three days later noticed dark urine.", (3, None)),
    ("She took ibuprofen. Two weeks later she had melena.", (14, None)),
])
def test_the_time_of_a_drug_may_be_told_elsewhere(text, times):
    assert drug(text) == times


@pytest.mark.parametrize(("text", "said"), [
    ("No meds. Fever.", True), ("She takes no regular medication.", True), ("His mother takes no medication.", False),
    ("No new medications.", False), ("No medication. She took aspirin once.", False),
])
def test_that_no_medicines_are_taken_is_told_where_the_text_says_so(text, said):
    case = case_of(read_prose(text, RULES).found)

    assert any(reading.note == "no medicines taken" for reading in gather(case, RULES).observations.readings) == said


def test_an_excepted_drug_is_taken():
    assert [one.name for one in case_of(read_prose("No other medicines except levothyroxine.", RULES).found).medications] == ["levothyroxine"]


def test_zinc_among_values_is_measured_and_not_taken():
    assert case_of(read_prose("Copper 18 \xb5g/dL, ceruloplasmin 4 mg/dL, zinc normal.", RULES).found).medications is None


@pytest.mark.parametrize(("text", "began"), [
    ("5 d of vomiting.", "days"), ("1 wk of breathlessness.", "days"), ("3 mo of fatigue.", "months"), ("4 weeks of limp and leg pain.", "weeks")])
def test_how_long_a_complaint_has_lasted_may_be_told_in_short(text, began):
    assert case_of(read_prose(text, RULES).found).onset == began
