"""How teachers write a vignette: whose a finding is, how far a denial reaches, which of two values is today's, and what a list lends."""

import pytest

from engine import load
from engine.formats.prose import case_of, doubts, read_prose

RULES = load()


def state_of(text: str, finding: str) -> str | None:
    """Return the state in which a finding or the level of an analyte is offered, None where it is not."""
    return next((one.state for one in read_prose(text, RULES).found for mention in one.mentions if mention.id == finding), None)


def labs(text: str) -> dict[str, str]:
    """Return the values that a case takes from a text."""
    found = read_prose(text, RULES).found
    unclear = doubts(found)
    return case_of(one for place, one in enumerate(found) if place not in unclear).labs


@pytest.mark.parametrize(("text", "finding", "state"), [
    # Somebody who came along, told or gave something has nothing.
    ("She is brought in by her daughter because of unsteadiness and forgetfulness.", "gait-ataxia", "present"),
    ("He was driven in by a neighbor because of leg cramps.", "muscle-cramps", "present"),
    ("Dear colleague, thank you for seeing this man who has had fever.", "fever", "present"),
    ("His mother has gallstones and jaundice.", "jaundice", None),
    # What is not palpable is an organ.
    ("Exam: pale, petechiae on the shins, liver/spleen not palpable.", "pallor", "present"),
    ("Exam: pale, petechiae on the shins, liver/spleen not palpable.", "hepatomegaly", "absent"),
    ("Pale, liver, spleen and kidneys not palpable.", "splenomegaly", "absent"),
    ("The spleen and lymph nodes could not be palpated.", "splenomegaly", "absent"),
    # Classes of antibodies are told of every microbe.
    ("Serology: CMV and EBV IgG positive, IgM negative.", "cmv-igg-positive", "present"),
    ("Serology: CMV and EBV IgG positive, IgM negative.", "ebv-igg-positive", "present"),
    ("Serology: CMV and EBV IgG positive, IgM negative.", "cmv-igm", "absent"),
    ("Serology: CMV and EBV IgG positive, IgM negative.", "ebv-vca-igm", "absent"),
    ("Serology: CMV and EBV IgG positive, IgM negative.", "cmv-positive", None),
    # A test that speaks of a past infection tells of none now, and who was exposed is not infected.
    ("EBV serology suggested past infection.", "ebv-positive", None),
    ("HIV exposed but PCR negative.", "hiv-positive", "absent"),
    # No part of a list is "now", years earlier is the past, and what is over is told so.
    ("There is no jaundice now, although he needed dialysis.", "dialysis", None),
    ("There is no jaundice now, although he needed exchange transfusion on day 1.", "transfusions-previous", "present"),
    ("Ten years earlier she had breast cancer treated with surgery alone.", "breast-cancer", "past"),
    ("He was formerly a heavy drinker.", "heavy-alcohol-use", None),
    ("He was formerly a heavy drinker.", "former-heavy-alcohol-use", "past"),
    ("He had splenomegaly suggestive of lymphoma.", "splenomegaly", "present"),
    ("He had splenomegaly suggestive of lymphoma.", "lymphoma", "unsure"),
    ("Allopurinol had never been prescribed.", "allopurinol", None),
    # What is a part of another name is nobody's.
    ("Von Willebrand multimers were sent.", "bleeding-disorder-known", None),
    ("Von Willebrand multimers were normal.", "vwf-abnormal", "absent"),
    ("There was a loss of large von Willebrand multimers.", "vwf-abnormal", "present"),
    ("Ristocetin cofactor was reduced.", "von-willebrand-activity", "present"),
    ("He has von Willebrand disease.", "bleeding-disorder-known", "present"),
    # What did not respond is there.
    ("Fever up to 40 C that did not respond to piperacillin.", "fever", "present"),
    ("Fevers to 38.9 C x 4 days not responding to amoxicillin.", "fever", "present"),
    # A denial ends where something is told to be there.
    ("Examination shows massive splenomegaly, no lymphadenopathy, some bruises.", "easy-bruising", "present"),
    ("Hard prostate, no spleen palpable, vertebral tenderness.", "bone-tenderness", "present"),
    ("No jaundice, small inguinal nodes.", "inguinal-lymphadenopathy", "present"),
    ("No fever, rash or petechiae.", "petechiae", "absent"),
    ("Blood cultures grew a Gram-negative rod after five days.", "gram-negative-bacteremia", "present"),
    # "PE" before a colon is the examination.
    ("PE: afebrile, synovitis.", "pulmonary-embolism", None),
    ("CT showed a PE.", "pulmonary-embolism", "present"),
    # A verdict beside cells is none on the marrow.
    ("Bone marrow shows no erythroid precursors and normal myeloid cells.", "normal-marrow", None),
    ("Smear: normal.", "normal-smear", "present"),
    # A list lends its last word to its own parts only.
    ("Reticulocytes 0.9%. B12, folate and ferritin normal, no paraprotein.", "vitamin-b12", "absent"),
    ("B12 and folate normal, ANA negative.", "vitamin-b12", "absent"),
    ("Purple patches on both ears and cheeks, fever, and joint pains.", "earache", None),
    ("Giant platelets, some as large as red cells.", "mcv", None),
    # "No spleen" is one that is not felt; signs and figures stand for words.
    ("No spleen, no lymph nodes.", "splenomegaly", "absent"),
    ("No spleen, no lymph nodes.", "lymphadenopathy", "absent"),
    ("No spleen tip, no ascites.", "tips", None),
    ("Smear: no schistocytes, no clumps.", "platelet-clumping", "absent"),
    ("Dipstick is positive for blood but without red cells.", "urine-hemoglobin-positive", "present"),
    ("Dipstick is positive for blood but without red cells.", "microscopic-hematuria", None),
    ("Urinalysis shows 2+ protein.", "proteinuria", "present"),
    ("Biopsy shows 5% cellularity.", "aplastic-marrow", "present"),
    ("Red cell phenotype: Fy(a-b-).", "duffy-null", "present"),
    ("Karyotype: del(5q) in all cells.", "deletion-5q", "present"),
    ("B12/folate nl.", "folate", "absent"),
    ("BM: hypercellular, no ring sideroblasts.", "hypercellular-marrow", "present"),
    ("T-cell receptor gene rearrangement is polyclonal.", "clonal-tcr-rearrangement", "absent"),
    # Centimeters of a spleen are told as those of the liver beside it.
    ("Spleen 10 cm and liver 5 cm below the costal margin.", "massive-splenomegaly", "present"),
    ("Wasted, liver 3 cm, spleen 3 cm.", "splenomegaly", "present"),
    # What was found years ago is history, and a farm is not whose farm it is.
    ("She has myasthenia gravis diagnosed 2 years ago.", "myasthenia-gravis", "past"),
    ("As a teenager she had low iron.", "iron", "past"),
    ("He stayed on his uncle's farm and drank unpasteurised milk.", "unpasteurized-dairy", "present"),
    ("He stayed on his grandparents' farm and drank unpasteurised milk.", "unpasteurized-dairy", "present"),
    ("Fever that has not improved on ceftriaxone.", "fever", "present"),
    ("His father drinks unpasteurised milk.", "unpasteurized-dairy", "family"),
    ("He stayed on a farm and had drunk unpasteurised milk.", "binge-drinking", None),
    ('Severe muscle and joint pains ("like broken bones").', "arthralgia", "present"),
    ("A lupus-like rash.", "sle", None),
    ("He has not traveled outside the United States.", "region-united-states", "present"),
])
def test_a_vignette_is_read_as_it_is_meant(text, finding, state):
    assert state_of(text, finding) == state


def test_a_drug_that_somebody_gave_is_taken():
    case = case_of(read_prose("He took a tablet that a neighbor gave him for leg cramps (quinine).", RULES).found)

    assert [one.name for one in case.medications] == ["quinine"]


def test_blasts_told_under_the_marrow_are_those_of_the_marrow():
    assert labs("BM: hypercellular, 6% blasts.") == {"Blasts in marrow": "6%"}


def test_a_bullet_may_begin_with_age_and_sex():
    case = case_of(read_prose("- 31M, found jaundiced\n- mother had her spleen out as a girl\n- cholecystectomy aged 19", RULES).found)

    assert (case.age, case.sex) == (31, "male")


@pytest.mark.parametrize(("text", "values"), [
    ("Platelet count before surgery was 246,000/mm3; today it is 92,000/mm3.", {"Platelet count": "246,000 then 92,000 /mm3"}),
    ("Platelets were 240 before surgery and are now 80.", {"Platelets": "240 then 80"}),
    ("His platelets have fallen from 231 x 10^9/L to 8 x 10^9/L.", {"platelets": "231 then 8 x 10^9/L"}),
    ("Hemoglobin 4.1 g/dL (usual 8.4 g/dL), plt 6 (adm 312).", {"Hemoglobin": "8.4 then 4.1 g/dL", "plt": "312 then 6"}),
    ("Plt 31, on admission 12/3/2024.", {"Plt": "31"}),
    ("Neutrophils 0.05. Before treatment the neutrophils were 3.1.", {"Neutrophils": "0.05", "neutrophils (earlier)": "3.1"}),
    ("Before treatment the neutrophils were 0.1.", {"neutrophils": "0.1"}),
    ("PLT 41. Day 7 of abstinence: PLT 236.", {"PLT": "41"}),
    ("Hb 8.3. Hemoglobin rose to 11 after three months of pyridoxine.", {"Hb": "8.3"}),
])
def test_the_value_of_the_illness_stands_and_not_one_of_before_or_of_getting_well(text, values):
    assert labs(text) == values


@pytest.mark.parametrize(("text", "name", "value"), [
    ("Standard agglutination test 1/1280.", "Standard agglutination test", "1:1280"),
    ("Cold agglutinin titre 1/2048.", "Cold agglutinin titre", "1:2048"),
    ("ADAMTS13 activity came back at <3% with an inhibitor.", "ADAMTS13 activity", "<3 %"),
    ("Ferritin returned at 9000 ng/mL.", "Ferritin", "9000 ng/mL"),
])
def test_a_titer_may_have_a_stroke_and_a_value_may_come_back(text, name, value):
    assert labs(text) == {name: value}


def test_a_sex_and_an_age_behind_patient_are_no_name():
    case = case_of(read_prose("Patient: M, 27 yrs. Fever.", RULES).found)

    assert (case.age, case.sex) == (27, "male")
