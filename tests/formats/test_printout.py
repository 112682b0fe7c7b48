"""Values as laboratories and doctors print them: every line of the tables is a text, with the values that it holds or why none is read."""

import pytest

from engine.formats.prose import case_of, doubts, read_prose
from engine.reasoning.observations import observe


def values(text: str, knowledge) -> dict[str, float]:
    """Return what the form makes of the values that are ticked, by analyte, without what is worked out from them."""
    found = read_prose(text, knowledge).found
    unclear = doubts(found)
    seen = observe(case_of(one for place, one in enumerate(found) if place not in unclear), knowledge)
    used = {name: level.quantity.value for name, level in seen.levels.items() if level.quantity and not level.derivation}
    return {name: round(value, 3) for name, value in used.items() if value is not None}


def printed(text: str, knowledge) -> list[str]:
    return [f"{one.text}: {one.value}" for one in read_prose(text, knowledge).found if one.key == "labs"]


def refused(text: str, knowledge) -> list[str]:
    return [one.text for one in read_prose(text, knowledge).not_read]


@pytest.mark.parametrize("text", [
    "COMPLEMENT COMPONENT C4C   5 L   15-57 mg/dL", "Hemat\xedes 3,05 * x10^6/\xb5L 4,5 - 5,9", "Similar values were found 5 years ago.",
    "Line 7 5 3 2", "M, 45 y", "7. Chest clear", "5 of them, and 7 others"])
def test_a_bare_figure_or_letter_is_no_finding(text, knowledge):
    named = {mention.id for one in read_prose(text, knowledge).found for mention in one.mentions}

    assert not named & {"deletion-5q", "monosomy-7", "abnormal-karyotype"}


@pytest.mark.parametrize("when", ["two months ago", "eight months ago", "a few years ago"])
def test_a_value_of_long_ago_is_not_taken_for_that_of_today(when, knowledge):
    assert values(f"Hb 13.2 {when}", knowledge) == {}


@pytest.mark.parametrize(("text", "not_read"), [
    ("Folate 5.1 furlongs", ["Folate 5.1 furlongs"]), ("Folate: 5.1 furlongs\nHb 8.1 g/dL", ["Folate 5.1 furlongs"]),
    ("MCV 124 fL (spurious), Hb 8.1", ["MCV 124 fL (spurious)"]), ("Hb 8.1 today", []), ("Hb 8.1 falling", []), ("Hb 8.1 stable", []),
    ("Ferritin 12 low", []),
])
def test_a_unit_that_nobody_knows_and_a_value_that_is_not_true_are_told(text, not_read, knowledge):
    assert [one.text for one in read_prose(text, knowledge).not_read] == not_read


def test_a_differential_of_nothing_but_zeros_is_told_as_not_read(knowledge):
    assert refused("DLC: N0 L0", knowledge) == ["DLC: N0 L0"]


@pytest.mark.parametrize(("text", "age", "sex"), [
    ("M/45", 45, "male"), ("45/M", 45, "male"), ("F, 23 y", 23, "female"), ("52yM", 52, "male"), ("52 YOM with fever", 52, "male"),
    ("52yof", 52, "female"),
    ("Age/Sex: 45/M", 45, "male"), ("45 Years / Male", 45, "male"), ("6 mo F", 0.5, "female"), ("DOL 3 female", 0.00822, "female"),
    ("Day of life 5", 0.0137, None), ("A 6/12 old girl", 0.5, "female"), ("A 3/52 old boy", 0.0575, "male"), ("Female, 45, with fever", 45, "female"),
    ("HPC: 78F, fever", 78, "female"), ("Schizophrenia, 34 M. Sore throat", 34, "male"),
    ("JAK2 V617F not detected", None, None), ("room 12F", None, None), ("chromosome 45M", None, None), ("N 30 L 60 M 8 E 1 B 1", None, None),
    ("DLC: N 30, L 60, M/8, E 2", None, None), ("WBC 1.3 M/uL", None, None), ("MONO% 80 MO% 8", None, None), ("3 days of fever", None, None),
])
def test_age_and_sex_are_told_in_the_shapes_of_notes(text, age, sex, knowledge):
    case = case_of(read_prose(text, knowledge).found)

    assert (case.age, case.sex) == (age, sex)


@pytest.mark.parametrize(("text", "value"), [
    ("plt 142 (adm) -> 96 -> 54 -> 31 today", "plt: 142 then 96 then 54 then 31"),
    ("Platelets: 142 (day 1), 96 (day 3), 31 (day 5)", "Platelets: 142 then 96 then 31"),
    ("Platelets: 31 (day 5), 96 (day 3), 142 (day 1)", "Platelets: 142 then 96 then 31"),
    ("Platelets: day 1 142, day 3 96, day 5 31", "Platelets: 142 then 96 then 31"),
    ("plt 145000 -> 96000 -> 45000 /\xb5L", "plt: 145000 then 96000 then 45000 /\xb5L"),
    ("Referenz 4,0: 1.2.2024   3.2.2024\nThrombozyten  145.000  45.000  /\xb5L", "Thrombozyten: 145000 then 45000 /\xb5L"),
    ("Hb 13.2 eight months ago", "Hb (eight months ago): 13.2"),
    ("ANC 0.8 on day 5 and 0.1 on day 10", "ANC: 0.8 then 0.1"),
    ("Hb 13.2 in March and 7.1 in June", "Hb: 13.2 then 7.1"),
    ("platelets 31, previously 142", "platelets: 142 then 31"),
    ("Platelets 31 (was 142 last week)", "Platelets: 142 then 31"),
    ("Platelets 62 x10^9/L (booking bloods: 210 x10^9/L)", "Platelets: 210 then 62 x10^9/L"),
    ("Hgb 9.0 from 13.5 g/dL", "Hgb: 13.5 then 9.0 g/dL"),
    ("Hb 7.1 (13.2 a year ago)", "Hb: 13.2 then 7.1"),
    ("Hb 14 g/dL a year ago, now 7.2 g/dL", "Hb: 14 then 7.2 g/dL"),
    ("One year earlier platelets had been 210 x 10^9/L; now 18 x 10^9/L", "platelets: 210 then 18 x 10^9/L"),
    ("FBC 12/03/24 19/03/24 02/04/24\nHb   121   104   83   g/L   115-165", "Hb: 121 then 104 then 83 g/L (115-165)"),
    ("Test  02/04/24  19/03/24\nHb   83   104   g/L", "Hb: 104 then 83 g/L"),
    ("Test  Result  Previous  Units\nHb   7.2   12.1   g/dL", "Hb: 12.1 then 7.2 g/dL"),
    ("Date 01/02 08/02 15/02\nPlt 210 180 20", "Plt: 210 then 180 then 20"),
    ("After transfusion of two units Hb rose from 6.1 to 8.2 g/dL.", "Hb: 6.1 g/dL"),
])
def test_the_last_of_several_values_stands_and_those_before_it_are_its_course(text, value, knowledge):
    assert printed(text, knowledge) == [value]


@pytest.mark.parametrize(("text", "hemoglobin"), [
    ("Baseline Hb 13.2; today Hb 7.1", 7.1), ("Last year Hb was 14.1 g/dL. Now Hb 7.9 g/dL.", 7.9), ("Hb 9.1. Two days later Hb 7.4.", 7.4),
    ("On day 10, hemoglobin had recovered to 12.5 g/dL. On admission hemoglobin was 5.2 g/dL.", 5.2),
    ("Hb 6.2 g/dL. After treatment, the hemoglobin rose to 12.5 g/dL.", 6.2), ("Hb 6.2 g/dL. Hb on discharge was 11", 6.2),
    ("Hb 12.1 g/dL. After treatment with ribavirin Hb was 7.3 g/dL.", 7.3),
    ("Hb 12.1 g/dL. At a routine follow-up Hb was 7.3 g/dL.", 7.3), ("Hb 9.1. Seven days after transfusion Hb had fallen to 5.1.", 5.1),
])
def test_of_values_told_apart_the_last_of_the_illness_stands(text, hemoglobin, knowledge):
    assert values(text, knowledge)["hemoglobin"] == hemoglobin


@pytest.mark.parametrize("text", [
    "Hb   121   104   83   g/L   115-165", "FBC 03/02/24 02/03/24\nHb   121   104   g/L", "Hb 121 104 83", "LDH   <250   312", "Spleen 4 cm",
    "PT/INR 13.1", "Hb/Hct 7.2", "CBC 1.8/8.8/26/24", "Protein, urine   300 mg/dL", "Zonulin   54   ng/mL   < 30",
    "Obscure antibody   POSITIVE   NEGATIVE", "Pleural fluid: WBC 200",
])
def test_what_is_not_certain_is_told_and_not_taken(text, knowledge):
    assert printed(text, knowledge) == []
    assert len(refused(text, knowledge)) == 1


def test_of_a_value_with_uncertain_parts_the_value_is_taken_and_the_parts_are_told(knowledge):
    assert printed("WBC 2.1 (N 30, L 20)", knowledge) == ["WBC: 2.1"]
    assert refused("WBC 2.1 (N 30, L 20)", knowledge) == ["N 30, L 20"]


@pytest.mark.parametrize(("text", "value"), [
    ("Hemoglobin   12.0 - 16.0   7.2", "Hemoglobin: 7.2 (12.0-16.0)"),
    ("Hemoglobin 12.0-16.0 g/dL 7.2 L", "Hemoglobin: 7.2 L g/dL (12.0-16.0)"),
    ("Hb (12-16) 7.2", "Hb: 7.2 (12-16)"),
    ("Hb ref 12-16: 7.2", "Hb: 7.2 (12-16)"),
    ("Platelets 150 - 400 20", "Platelets: 20 (150-400)"),
    ("Platelets [150-400 x10^9/L] 20", "Platelets: 20 x10^9/L (150-400)"),
    ("WBC 4.0-11.0 K/uL  2.1  L", "WBC: 2.1 L K/uL (4.0-11.0)"),
    ("Hb 6-7 g/dL", "Hb: 6 to 7 g/dL"),
    ("Hb 6-7 g/dL 14 March", "Hb: 6 to 7 g/dL"),
    ("Hemoglobin g/dL | 7.4 | 12-16", "Hemoglobin: 7.4 g/dL (12-16)"),
    ("MCV   90   fL   80   96", "MCV: 90 fL (80-96)"),
    ("Test  Result  Low  High\nMCV   90   80   96", "MCV: 90 (80-96)"),
    ("Hb 7.2 g/dL (reference range, 12.0 to 15.5)", "Hb: 7.2 g/dL (12.0-15.5)"),
    ("WBC 2.1 4.0-11.0 10e3/uL", "WBC: 2.1 10e3/uL (4.0-11.0)"),
    ("Hemoglobin\n7.2\ng/dL\n12.0-16.0", "Hemoglobin: 7.2 g/dL (12.0-16.0)"),
])
def test_limits_are_told_from_the_result_on_whichever_side_they_stand(text, value, knowledge):
    assert printed(text, knowledge) == [value]


@pytest.mark.parametrize(("text", "value"), [
    ("Leucocitos 2,34 * x10^3/\xb5L 4,0 - 10,5", "Leucocitos: 2.34 x10^3/\xb5L (4.0-10.5)"),
    ("Leukozyten 3,1 -   /nl 4,0-10,0", "Leukozyten: 3.1 L /nl (4.0-10.0)"),
    ("MCV  108,3 +    fl  80-96", "MCV: 108.3 H fl (80-96)"),
    ("Hemoglobin 7.4*g/dL", "Hemoglobin: 7.4 g/dL"),
    ("HGB 7.2 LOW g/dL 12.0-16.0", "HGB: 7.2 L g/dL (12.0-16.0)"),
    ("Hemoglobin 7.4 g/dL LOW", "Hemoglobin: 7.4 L g/dL"),
    ("LDH 3x ULN", "LDH: 3x ULN"),
    ("ferritin 5 times the upper limit of normal", "ferritin: 5 times the upper limit of normal"),
    ("Platelets 54 !! x10^9/L", "Platelets: 54 x10^9/L"),
    ("|WBC|2.1|L|10^9/L|4.0-11.0|", "WBC: 2.1 L 10^9/L (4.0-11.0)"),
    ("WBC,2.1,10*9/L,4-11", "WBC: 2.1 10*9/L (4-11)"),
    ("Platelets 20, low ferritin", "Platelets: 20"),
    ("Plt 61K. INR was not measured.", "Plt: 61 K"),
])
def test_a_flag_between_the_value_and_its_unit_costs_neither(text, value, knowledge):
    assert printed(text, knowledge) == [value]


def test_a_point_before_three_digits_marks_thousands_where_decimals_have_a_comma(knowledge):
    assert printed("Ferritina 1.850 * ng/mL 30 - 400\nHb 9,2 g/dL", knowledge) == ["Ferritina: 1850 ng/mL (30-400)", "Hb: 9.2 g/dL"]


@pytest.mark.parametrize(("text", "expected"), [
    ("PT/INR 13.1/1.1", {"pt": 13.1, "inr": 1.1}), ("PT/INR: 14.2 / 1.2", {"pt": 14.2, "inr": 1.2}), ("PT 13.1, INR 1.1", {"pt": 13.1, "inr": 1.1}),
    ("PT/INR 1.4", {"inr": 1.4}), ("H/H 7.2/21.6", {"hemoglobin": 7.2, "hematocrit": 21.6}),
    ("H&H 7.2/21.6", {"hemoglobin": 7.2, "hematocrit": 21.6}),
    ("Hb/Hct 7.2/21.6%", {"hemoglobin": 7.2, "hematocrit": 21.6}), ("AST/ALT 412/388 U/L", {"ast": 412, "alt": 388}),
    ("WBC/Hgb/Plt 1.8/8.8/24", {"wbc": 1.8, "hemoglobin": 8.8, "platelets": 24}), ("B12/folate 120/5", {"vitamin-b12": 120, "folate": 5}),
    ("T/D bili 12.3/0.6 mg/dL", {"total-bilirubin": 12.3, "direct-bilirubin": 0.6}),
    ("Bilirubin, Total 3.4 mg/dL", {"total-bilirubin": 3.4}), ("Ferritin, serum 12 ng/mL", {"ferritin": 12}), ("Iron, Total 22 ug/dL", {"iron": 22}),
    ("Folate, RBC 500 ng/mL", {"red-cell-folate": 500}), ("Protein, Total 9.2 g/dL", {"total-protein": 9.2}),
    ("Platelets, Blood 20 K/uL", {"platelets": 20}),
    ("Neutrophils, Absolute 0.3 K/uL", {"neutrophils": 0.3}), ("NEUT# 0.3 K/uL", {"neutrophils": 0.3}), ("Neut # 0.3 10*3/uL", {"neutrophils": 0.3}),
    ("NEUT %   12 (L)  %  40-74", {"neutrophil-percent": 12}), ("NEUT% 12", {"neutrophil-percent": 12}),
    ("LYMPH %   80 (H)   %", {"lymphocyte-percent": 80}),
    ("NE% 12 LY% 80 MO% 8", {"neutrophil-percent": 12, "lymphocyte-percent": 80, "monocyte-percent": 8}),
    ("Neutrophils Relative 12 %", {"neutrophil-percent": 12}), ("BLASTS %  5 (H)", {"blast-percent": 5}),
    ("% Saturation 3 %", {"transferrin-saturation": 3}),
    ("DLC: N20 L70 M08 E02", {"neutrophil-percent": 20, "lymphocyte-percent": 70, "monocyte-percent": 8, "eosinophil-percent": 2}),
    ("Diff: N 30 L 60 M 8 E 1 B 1", {"neutrophil-percent": 30, "lymphocyte-percent": 60, "monocyte-percent": 8, "eosinophil-percent": 1,
                                    "basophil-percent": 1}),
    ("WCC 2.1 (N 0.3, L 1.5)", {"wbc": 2.1, "neutrophils": 0.3, "lymphocytes": 1.5}),
    ("WBC 1.8 (30% N, 60% L)", {"wbc": 1.8, "neutrophil-percent": 30, "lymphocyte-percent": 60}),
    ("Segs 20, bands 5, lymphs 70, monos 5", {"neutrophil-percent": 20, "band-percent": 5, "lymphocyte-percent": 70, "monocyte-percent": 5}),
    ("VWF:Ag 45 IU/dL, VWF:RCo 12 IU/dL", {"von-willebrand-antigen": 45, "von-willebrand-activity": 12}),
    ("Ristocetin cofactor 35%, VWF:RCo/VWF:Ag ratio 0.3", {"von-willebrand-activity": 35, "von-willebrand-ratio": 0.3}),
    ("Iron 22 ug/dL, TIBC 450 ug/dL, Sat 11 %", {"iron": 22, "tibc": 450, "transferrin-saturation": 11}),
    ("Ferritin 8 ng/mL; saturation of 9%", {"ferritin": 8, "transferrin-saturation": 9}),
    ("% sat 11, ferritin 8", {"transferrin-saturation": 11, "ferritin": 8}),
    ("BP 90/60, sat 60%, ferritin 8", {"systolic-pressure": 90, "oxygen-saturation": 60, "ferritin": 8}),
    ("Sat 60% on room air, ferritin 8", {"oxygen-saturation": 60, "ferritin": 8}), ("Sats 94%. Ferritin 8", {"oxygen-saturation": 94, "ferritin": 8}),
    ("Platelets 4,72,000/cumm.", {"platelets": 472}), ("Platelets: 1,42,000 /uL\nHb 7.2", {"platelets": 142, "hemoglobin": 7.2}),
    ("Hb 9 g/dL, TLC 4,500/cumm, platelets 4,72,000/cumm", {"hemoglobin": 9, "wbc": 4.5, "platelets": 472}),
    ("Platelets 1.2 lakh/cumm, TLC 2,300", {"platelets": 120, "wbc": 2.3}), ("Platelets 1,2 lakhs", {"platelets": 120}),
    ("ANC of zero. Hb six g/dL", {"neutrophils": 0, "hemoglobin": 6}), ("The platelet count was one lakh", {"platelets": 100}),
    ("Neutrophils nil, WBC 1.2. Eosinophils: nil", {"neutrophils": 0, "wbc": 1.2, "eosinophils": 0}),
    ("Nil of note. Day zero: Plt 20", {"platelets": 20}), ("Plt 20, nil else", {"platelets": 20}),
    ("Hb-7.2g%, TLC-2300/cumm, Plt-0.3 lakh", {"hemoglobin": 7.2, "wbc": 2.3, "platelets": 30}),
    ("HB:7.2G/DL PLT:20 WBC:2.1", {"hemoglobin": 7.2, "platelets": 20, "wbc": 2.1}),
    ("Hb7.2 Plt20", {"hemoglobin": 7.2, "platelets": 20}), ("CA-125 40", {"ca-125": 40}), ("Hb, g/dL: 7.2", {"hemoglobin": 7.2}),
    ("INR(PT) 1.4", {"inr": 1.4}),
    ("T 38.9, HR 112", {"temperature": 38.9, "heart-rate": 112}), ("T: 39.8 \xb0C", {"temperature": 39.8}), ("CT 40 slices", {}),
    ("IPF 18 %", {"immature-platelet-fraction": 18}),
    ("Bone marrow biopsy with 7% blasts", {"marrow-blast-percent": 7}),
    ("Smear: 2% blasts. Marrow: 7% blasts", {"blast-percent": 2, "marrow-blast-percent": 7}),
    ("Peripheral blood 12% blasts", {"blast-percent": 12}), ("CSF: WBC 200. Blood WBC 12", {"csf-white-cells": 200, "wbc": 12}),
    ("urine WBC 20/hpf", {"urine-white-cells": 20}), ("Immature granulocytes 2%", {}),
])
def test_names_are_read_as_laboratories_and_doctors_write_them(text, expected, knowledge):
    assert values(text, knowledge) == expected


@pytest.mark.parametrize(("text", "finding", "state"), [
    ("DIRECT ANTIGLOBULIN TEST   POSITIVE A    NEGATIVE", "direct-antiglobulin-positive", "present"),
    ("ANA SCREEN, IFA   POSITIVE A   NEGATIVE", "ana-positive", "present"),
    ("HBsAg           NEGATIVE       NEGATIVE", "hepatitis-b-positive", "absent"),
    ("Hepatitis C Ab  REACTIVE       NON-REACTIVE", "hepatitis-c-positive", "present"),
    ("HIV 1/2 Ag/Ab   Non-Reactive   Non-Reactive", "hiv-positive", "absent"),
    ("Schistocytes    2+    None", "schistocytes", "present"),
    ("Schistocytes    None seen", "schistocytes", "absent"),
    ("Malaria smear | Not seen | Not seen", "malaria-test-positive", "absent"),
    ("DNA (DS) ANTIBODY   88 H   IU/mL", "anti-dsdna-positive", "present"),
    ("DAT 3+ IgG", "dat-igg-positive", "present"),
    ("Spleen 4 cm below costal margin", "splenomegaly", "present"),
    ("Spleen 4 cm BCM", "splenomegaly", "present"),
    ("Spleen palpable 4 cm", "splenomegaly", "present"),
])
def test_rows_without_a_number_and_sizes_below_the_ribs_are_findings(text, finding, state, knowledge):
    found = case_of(read_prose(text, knowledge).found)

    assert observe(found, knowledge).states.get(finding) == state


@pytest.mark.parametrize(("text", "level"), [("platelets \u2193", ("platelets", "low")), ("LDH \u2191\u2191, haptoglobin normal", ("ldh", "high"))])
def test_an_arrow_instead_of_a_number_is_a_level(text, level, knowledge):
    said = [(mention.id, mention.level) for one in read_prose(text, knowledge).found for mention in one.mentions]

    assert level in said


@pytest.mark.parametrize(("text", "name", "taken"), [
    ("PMH: RA (on MTX 15 mg weekly since 2015), HTN, no DM", "MTX", "on 15 mg weekly since 2015"),
    ("Lupus, APLS on warfarin (INR 2.8), presents with arthritis", "warfarin", ""),
    ("He was on co-trimoxazole prophylaxis, and zidovudine (discontinued 3 years ago).", "co-trimoxazole", ""),
    ("He was on co-trimoxazole prophylaxis, and zidovudine (discontinued 3 years ago).", "zidovudine", "was on (discontinued 3 years ago)"),
    ("Trimethoprim 200 mg BD (started 25/01/2024), allopurinol stopped 2019", "allopurinol", "stopped 2019"),
    ("Warfarin stopped 2 weeks ago, aspirin.", "aspirin", ""), ("PMH of T2DM on metformin x 12 years, GERD", "metformin", "on x 12 years"),
    ("He was given amoxicillin 4 days ago and then developed a rash.", "amoxicillin", "was given 4 days ago"),
    ("Hb   121   g/L   115-165\nWCC   5.6   10*9/L   4-11\nClozapine commenced 20/01/24.", "Clozapine", "commenced 20/01/24"),
    ("Two weeks ago, he finished linezolid for pneumonia.", "linezolid", "Two weeks ago finished for pneumonia"),
    ("He takes omeprazole 20 mg daily and uses a denture fixative twice a day.", "omeprazole", "takes 20 mg daily"),
    ("She was treated with prednisone and IVIG for ITP in 2016.", "prednisone", "was treated for ITP in 2016"),
])
def test_what_is_told_of_a_drug_holds_no_words_of_other_things(text, name, taken, knowledge):
    assert [one.value for one in read_prose(text, knowledge).found if one.key == "medications" and one.text == name] == [taken]
