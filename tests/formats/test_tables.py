"""Tables as people keep them: headers understood, identifiers dropped, and for every column a report of what was not understood."""

import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from engine import Case, CaseError, Medication
from engine.formats.tables import TableReader, open_table, rank_table, read_header, template
from engine.reasoning.observations import observe

HEADERS = {
    "Age": ("age", ""), "Age (years)": ("age", ""), "Sex": ("sex", ""), "Gender": ("sex", ""), "WBC (10^9/L)": ("lab", "White cells"),
    "Hb g/dL": ("lab", "Hemoglobin"), "hgb_g_dl": ("lab", "Hemoglobin"), "HGB": ("lab", "Hemoglobin"), "PLT [10^3/µL]": ("lab", "Platelets"),
    "ANC /uL": ("lab", "Neutrophils"), "MCV": ("lab", "Mean cell volume"), "Ferritin (ng/mL)": ("lab", "Ferritin"),
    "Copper, serum (ug/dL)": ("lab", "Copper"), "B12 pg/mL": ("lab", "Vitamin B12"), "LDH": ("lab", "Lactate dehydrogenase"),
    "Splenomegaly": ("finding", "splenomegaly"), "fever?": ("finding", "fever"), "symptoms": ("present", ""), "Chief complaint": ("present", ""),
    "meds": ("medications", ""), "Drug history": ("medications", ""), "PMH": ("history", ""), "Travel": ("exposures", ""),
    "family_history": ("family_history", ""), "Negatives": ("absent", ""), "Final diagnosis": ("diagnosis", ""), "Case ID": ("id", ""),
    "Name": ("identifier", ""), "Patient name": ("identifier", ""), "last_name": ("identifier", ""), "PatientName": ("identifier", ""),
    "MRN": ("identifier", ""), "Hospital No.": ("identifier", ""), "patient_id": ("identifier", ""), "NHS number": ("identifier", ""),
    "DOB": ("identifier", ""), "Date of birth": ("identifier", ""), "birth_date": ("identifier", ""), "SSN": ("identifier", ""),
    "Phone": ("identifier", ""), "E-mail": ("identifier", ""), "Home address": ("identifier", ""), "ZIP": ("identifier", ""),
    "Favourite colour": ("unknown", ""), "": ("unknown", ""),
    "NEUT%": ("lab", "Neutrophils, percent"), "NE%": ("lab", "Neutrophils, percent"), "LYM#": ("lab", "Lymphocytes"),
    "LY%": ("lab", "Lymphocytes, percent"),
    "MO%": ("lab", "Monocytes, percent"), "Retic%": ("lab", "Reticulocytes, percent"), "Hb%": ("lab", "Hemoglobin"),
    "ANC/uL": ("lab", "Neutrophils"),
    "hgb_result": ("lab", "Hemoglobin"), "Hb at admission": ("lab", "Hemoglobin"), "baseline_hb": ("lab", "Hemoglobin"),
    "Sr. Ferritin": ("lab", "Ferritin"),
    "fever_yn": ("finding", "fever"), "splenomegaly_y_n": ("finding", "splenomegaly"),
    "presence of fever": ("finding", "fever"),
    "Age/Sex": ("age_sex", ""), "age_at_dx": ("age", ""), "is_male": ("is_male", ""), "DLC": ("differential",
    ""), "S.No": ("id", ""), "case_no": ("id", ""),
    "record_id": ("id", ""), "H/O": ("history", ""), "Peripheral smear": ("present", ""), "TC": ("unknown", ""),
}


@pytest.mark.parametrize(("header", "wanted"), HEADERS.items(), ids=list(HEADERS))
def test_a_header_that_people_use_is_understood(header, wanted, knowledge):
    column = read_header([header], knowledge)[0]

    assert column.role == wanted[0]
    assert not wanted[1] or column.label == wanted[1]
    assert column.used or column.note


@pytest.mark.parametrize(("header", "cells", "kind"), [
    ("id", ["10023456", "10023457"], "record number"), ("contact", ["jane@example.org"], "way to reach a person"),
    ("who", ["Jane Roe", "John Q. Doe", "Ann-Marie Poe"], "name"), ("d", ["1961-04-03", "1975-11-30"], "date that may be of birth"),
    ("notes", ["123-45-6789"], "record number"),
])
def test_a_column_is_dropped_for_what_stands_in_it(header, cells, kind, knowledge):
    column = read_header([header], knowledge, sample=[[cell] for cell in cells])[0]

    assert column.role == "identifier"
    assert f"looks like a real person's {kind}; dropped" in column.note


@pytest.mark.parametrize(("header", "cells"), [
    ("Platelets", ["140000", "250000"]), ("id", ["1", "2"]), ("id", ["case-0012"]), ("symptoms", ["Fever", "Night Sweats"]),
    ("WBC (/uL)", ["1200000"]),
])
def test_a_column_of_values_or_findings_is_no_identifier(header, cells, knowledge):
    assert read_header([header], knowledge, sample=[[cell] for cell in cells])[0].used


def test_nothing_of_a_dropped_column_is_in_the_case_or_the_report(knowledge):
    reader = TableReader(["Name", "MRN", "Age", "symptoms"], knowledge)
    row = reader.row(["Jane Roe", "987654", "52", "fever"], 1)

    assert row.file.case == Case(age=52.0, present=("fever",))
    assert row.file.id == "1"
    assert "Roe" not in repr(reader.report)
    assert "987654" not in repr(reader.report)


def test_a_row_is_the_case_that_it_says(knowledge):
    headers = ["id", "Age", "Sex", "Hb g/dL", "ANC /uL", "Splenomegaly", "fever?", "symptoms", "meds", "PMH", "Coombs", "pregnant"]
    cells = ["a-1", "52", "F", "8.2", "600 /uL", "no", "?", "gait ataxia; numb feet", "methimazole for 5 weeks, zinc (50 mg, daily)",
             "gastric bypass", "positive", "N"]

    assert TableReader(headers, knowledge).row(cells, 1).file.case == Case(
        age=52.0, sex="female", pregnant=False, labs={"Hemoglobin": "8.2 g/dL", "Neutrophils": "600 /uL"},
        present=("gait ataxia", "numb feet", "Coombs"), absent=("Splenomegaly",), unsure=("fever",), history=("gastric bypass",),
        medications=(Medication("methimazole for 5 weeks"), Medication("zinc (50 mg, daily)")))


@pytest.mark.parametrize(("header", "cell", "years"), [
    ("Age", "52", 52.0), ("Age", "52 y", 52.0), ("Age", "6 months", 180 / 365), ("Age (months)", "6", 0.5), ("age in days", "73.05", 0.2),
    ("Age", "fifty", None), ("Age", "520", None), ("Age", "-3", None),
])
def test_an_age_is_read_in_its_own_unit(header, cell, years, knowledge):
    reader = TableReader([header], knowledge)
    age = reader.row([cell], 1).file.case.age

    assert age == (None if years is None else pytest.approx(years))
    assert reader.report[header].examples() == ([] if years is not None else [cell])


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "nan", "unknown", "not done"])
def test_an_empty_cell_is_unknown_and_never_absent(cell, knowledge):
    reader = TableReader(["Splenomegaly", "meds", "Hb g/dL", "Sex", "symptoms"], knowledge)

    assert reader.row([cell] * 5, 1).file.case == Case()
    assert [one.empty for one in reader.report.values()] == [1] * 5


@pytest.mark.parametrize("cell", ["none", "no", "nil", "no medications"])
def test_none_among_medications_means_that_none_is_taken(cell, knowledge):
    assert TableReader(["meds"], knowledge).row([cell], 1).file.case.medications == ()


def test_a_part_that_only_says_when_belongs_to_the_drug_before_it(knowledge):
    row = TableReader(["meds"], knowledge).row(["pyrazinamide for 3 weeks, tolerated before; zinc; stopped a month ago"], 1)

    assert row.file.case.medications == (Medication("pyrazinamide for 3 weeks", "tolerated before"), Medication("zinc", "stopped a month ago"))


def test_what_was_not_understood_is_told_by_column(knowledge):
    reader = TableReader(["Sex", "Hb g/dL", "symptoms", "meds"], knowledge)
    for number, cells in enumerate((["F", "8.2", "fever; flurble", "wobblomycin"], ["X", "pale", "flurble", "aspirin"])):
        row = reader.row(cells, number)
        reader.understood(row, observe(row.file.case, knowledge))

    assert {header: dict(told.missed) for header, told in reader.report.items()} == {
        "Sex": {"X": 1}, "Hb g/dL": {"pale": 1}, "symptoms": {"flurble": 2}, "meds": {"wobblomycin": 1}}


def test_two_columns_of_the_same_thing_are_told_and_the_first_is_used(knowledge):
    first, second = read_header(["Hb g/dL", "hgb_g_dl"], knowledge)

    assert first.used
    assert second.note == "it says the same as the column 'Hb g/dL', which is used; remove one"


def test_a_unit_that_is_none_of_the_analyte_is_told(knowledge):
    column = read_header(["Hb (fL)"], knowledge)[0]

    assert column.unit == ""
    assert column.note.startswith("the unit 'fL' is none of Hemoglobin; allowed: g/dL")


def excel(rows) -> bytes:
    book, data = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def parquet(table: pa.Table) -> bytes:
    data = io.BytesIO()
    pq.write_table(table, data)
    return data.getvalue()


SAME = [["Age", "Hb g/dL", "fever", "symptoms"], [52, 8.2, True, "ataxia; numb feet"], [None, 11, False, None]]
FORMS = {
    "t.csv": b"Age,Hb g/dL,fever,symptoms\n52,8.2,yes,ataxia; numb feet\n,11,no,\n\n",
    "semicolons.csv": "Age;Hb g/dL;fever;symptoms\r\n52;8.2;yes;\"ataxia; numb feet\"\r\n;11;no;\r\n".encode("cp1252"),
    "t.tsv": b"\xef\xbb\xbfAge\tHb g/dL\tfever\tsymptoms\n52\t8.2\tyes\tataxia; numb feet\n\t11\tno\t\n",
    "t.xlsx": excel(SAME),
    "t.parquet": parquet(pa.table({"Age": pa.array([52, None]), "Hb g/dL": [8.2, 11.0], "fever": [True, False],
                                   "symptoms": [["ataxia", "numb feet"], None]})),
}


@pytest.mark.parametrize("name", FORMS)
def test_csv_excel_and_parquet_give_the_same_table(name):
    sheet = open_table(FORMS[name], name=name)

    assert sheet.headers == ("Age", "Hb g/dL", "fever", "symptoms")
    assert sheet.cells == (("52", "8.2", "yes", "ataxia; numb feet"), ("", "11", "no", ""))


def test_a_date_in_excel_is_known_as_one(knowledge):
    sheet = open_table(excel([["when", "fever"], [date(1961, 4, 3), "yes"]]), name="t.xlsx")

    assert read_header(sheet.headers, knowledge, sample=sheet.sample)[0].role == "identifier"


@pytest.mark.parametrize(("name", "data", "told"), [
    ("t.pdf", b"", "the ending '.pdf' is not known"), ("t.csv", b"", "the first row is empty"),
    ("t.csv", b"age\n", "there is no row below the header"),
    ("t.xlsx", b"PK\x03\x04broken", "cannot be read as an Excel file"), ("t.parquet", b"PAR1", "cannot be read as Parquet"),
    ("t.csv", b"age\n1\n2\n3\n4\n", "more than 3 rows"),
])
def test_a_file_that_is_no_table_is_refused_with_what_to_do(name, data, told):
    with pytest.raises(CaseError, match=told):
        open_table(data, name=name, most_rows=3)


def test_every_column_of_the_template_is_used(knowledge):
    sheet = open_table(template().encode(), name="template.csv")

    assert [column.header for column in read_header(sheet.headers, knowledge, sample=sheet.sample) if not column.used or column.note] == []


def test_short_headers_of_a_blood_count_are_known_beside_each_other(knowledge):
    assert [one.label for one in read_header(["TC", "DC", "PC", "Hb"], knowledge)] == ["White cells", "differential", "Platelets", "Hemoglobin"]
    assert read_header(["TC", "LDL", "Hb"], knowledge)[0].role == "unknown"


@pytest.mark.parametrize(("header", "cell", "case", "missed"), [
    pytest.param("Alcohol", "Y", Case(exposures=("alcohol",)), (), id="yes is said of the header"),
    pytest.param("Alcohol", "N", Case(absent=("alcohol",)), (), id="no is said of the header"),
    pytest.param("history", "Y", Case(), ("history: Y (yes and no say nothing here; allowed: words)",), id="yes where nothing is named"),
    pytest.param("history", "N", Case(), (), id="no where nothing is named"),
    pytest.param("meds", "Y", Case(), ("meds: Y (yes and no say nothing here; allowed: words)",), id="some medicine"),
    pytest.param("symptoms", "fever?; 5; +", Case(unsure=("fever",)),
                 tuple(f"symptoms: {mark} (yes and no say nothing here; allowed: words)" for mark in "5+"), id="marks in a list"),
    pytest.param("HIV", "NR", Case(absent=("HIV",)), (), id="non-reactive"), pytest.param("Splenomegaly", "NR", Case(), (), id="not reported"),
    pytest.param("Age", "450", Case(), ("Age: 450 (allowed: years from 0 to 130, or such as 6 months)",), id="no age"),
    pytest.param("Age", "forty", Case(), ("Age: forty (allowed: years from 0 to 130, or such as 6 months)",), id="an age in words"),
    pytest.param("Sex", "2", Case(), ("Sex: 2 (allowed: female, male, f or m)",), id="a coded sex"),
    pytest.param("Age/Sex", "45/M", Case(age=45.0, sex="male"), (), id="age and sex"),
    pytest.param("Age/Sex", "F 8", Case(age=8.0, sex="female"), (), id="sex and age"),
    pytest.param("is_male", "0", Case(sex="female"), (), id="not male"),
    pytest.param("pregnancy", "34 weeks", Case(pregnant=True, gestation_weeks=34.0), (), id="weeks"),
    pytest.param("pregnancy", "G2P1 34/40", Case(pregnant=True, gestation_weeks=34.0), (), id="obstetric shorthand"),
    pytest.param("pregnancy", "later", Case(), ("pregnancy: later (allowed: yes, no, or weeks such as 34/40)",), id="no answer"),
    pytest.param("DLC", "N60 L30", Case(labs={"Neutrophils": "60 %", "Lymphocytes": "30 %"}), (), id="a differential in one cell"),
    pytest.param("Ferritin", "-", Case(), (), id="a dash is no value"),
])
def test_a_cell_says_what_its_column_asks_or_is_told(header, cell, case, missed, knowledge):
    row = TableReader([header], knowledge).row([cell], 1)

    assert row.file.case == case
    assert row.missed == missed


def test_what_a_dropped_column_tells_is_dropped_from_the_words_of_its_row(knowledge):
    reader = TableReader(["Name", "MRN", "symptoms", "history"], knowledge)
    case = reader.row(["Anna Roebuck", "AB987654", "Roebuck has fever", "gout (AB-987654); tel 555-677-3119"], 1).file.case

    assert case.present == ("fever",)
    assert case.history == ("gout",)


@pytest.mark.parametrize(("name", "data"), [
    pytest.param("t.csv", "Age\tHb g/dL\n52\t8.2\n".encode("utf-16"), id="UTF-16 with a mark"),
    pytest.param("t.csv", "Age,Hb g/dL\n52,8.2\n".encode("utf-16-le"), id="UTF-16 without a mark"),
    pytest.param("t.csv", b"Anemia clinic 2024\n\nAge;Hb g/dL\n52;8.2\n", id="a title above"),
    pytest.param("t.xlsx", excel([["Patients with anemia"], [None, None], ["Age", "Hb g/dL"], [52, 8.2]]), id="a title in a sheet"),
])
def test_the_header_is_found_whatever_stands_before_it(name, data, knowledge):
    sheet = open_table(data, name=name, knowledge=knowledge)

    assert (sheet.headers, sheet.cells) == (("Age", "Hb g/dL"), (("52", "8.2"),))


def test_the_sheet_with_the_cases_is_read_and_the_others_are_told(knowledge):
    book, data = Workbook(), io.BytesIO()
    book.active.append(["Read this first"])
    cases = book.create_sheet("Data")
    cases.append(["Age", "Hb g/dL"])
    cases.append([52, 8.2])
    book.save(data)
    sheet = open_table(data.getvalue(), name="t.xlsx", knowledge=knowledge)

    assert sheet.cells == (("52", "8.2"),)
    assert sheet.told == ("the sheet 'Data' is read; not read: 'Sheet'",)


@pytest.mark.parametrize("data", [b"45,M,8.2\n46,F,7\n", bytes(range(256)) * 8, b"foo,bar\n1,2\n"])
def test_a_table_of_which_nothing_is_understood_is_refused(data, knowledge):
    with pytest.raises(CaseError, match="no column is understood; found .*; allowed: names of columns in the first row"):
        rank_table(open_table(data, name="t.csv", knowledge=knowledge), knowledge)
