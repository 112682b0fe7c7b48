"""What looks like a real person's identifier is dropped from text; what is told of the illness stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formats.persons import is_known_word
from engine.formats.privacy import scrub, told

DROPPED = [
    ("Name: Anna B. Muster   DOB: 03/12/1960   MRN: 00123456\nWBC 2.1", ["name", "date of birth", "record number"]),
    ("Patient: M\xfcller, Hans  geb. 12.03.1960\nLeukozyten 2,1", ["name", "date of birth"]),
    ("Patient: Anna Muster, DOB 03/12/1960, MRN 4432189\nHb 7.9", ["name", "date of birth", "record number"]),
    ("Patient: Anna B. Muster, born 3 March 1960. Admitted with fever", ["name", "date of birth"]),
    ("Patient: Anna Muster, age 61, sex F", ["name"]),
    ("Paciente: Garc\xeda L\xf3pez, Ana\nFecha de nacimiento: 12/03/1960\nN\xba de historia: 445566", ["name", "date of birth", "record number"]),
    ("Nom: Dupont Pr\xe9nom: Jean  n\xe9 le 12/03/1960", ["name", "date of birth"]),
    ("Mrs. Muster is a 52-year-old woman. Dr. Beispiel saw her.", ["name", "name"]),
    ("Anna Muster is a 52-year-old woman with fever.", ["name"]),
    ("A boy born on 3 March 2020", ["date of birth"]),
    ("SSN 123-45-6789, phone: +1 (555) 123-4567, a.muster@example.org", ["record number", "contact", "contact"]),
    ("Patient ID: A-1234/22", ["record number"]),
    ("Address: 1 Main Street, Anytown\nfever", ["contact"]),
]
KEPT = ["A 52-year-old man with Wilson disease and Coombs negative anemia.", "Patient: Female, 34", "PT: Normal", "Test name: ferritin",
        "born at 35 weeks of gestation with 1200 g", "Previously Healthy 43-year-old man, Hb 8.1 g/dL", "Name  Value  Unit\nWBC 2.1",
        "Brand name: Tapazole", "no family history", "WBC 2,400/mm3, platelets 45,000/mm3, ferritin 20000",
        "Platelets 142 000, admission: 12/03/2024", "HCT 0.21, CD4 120", "lactate 2.1 mmol/L @ 08:00"]


@pytest.mark.parametrize(("text", "kinds"), DROPPED)
def test_identifiers_are_dropped_and_named_by_kind(text, kinds):
    clean, dropped = scrub(text)

    assert [one.kind for one in dropped] == kinds
    assert all(clean[one.start:].startswith(f"[{one.kind} removed]") for one in dropped)
    assert not any(secret in clean for secret in ("Muster", "M\xfcller", "Garc\xeda", "Dupont", "Beispiel", "1960", "6789", "123", "Main", "445566"))


SHAPES = [
    ("Acct #: 1234567, Encounter: 55512", ["record number", "record number"]),
    ("Name: A. Muster   Address: 1 Main Street, Anytown MA 02108   SEX: F", ["name", "contact"]),
    ("lives at 12 Main Avenue, Anytown OX1 4AA.", ["contact"]), ("Ordering: MUSTER, SARAH MD", ["name"]),
    ("Dictated by: J. Muster, MD", ["name"]),
    ("Next of kin: wife Muster 0171 946 0123", ["contact"]), ("call 0171 946 0123 or (617) 555-3119 or 617-555-3119", ["contact"] * 3),
    ("@amuster", ["contact"])]
AGAIN = [
    ("Name: Anna Muster\nMuster is tired; Anna has fever.",
     "[name removed]\n[name removed] is tired; [name removed] has fever."),
    ("PATIENT: MUSTER, ANNA J   SEX: F\nHis wife Maria Muster: \"Maria is tired\"",
     "PATIENT: [name removed]   SEX: F\nHis wife [name removed]: \"[name removed] is tired\""),
    ("Name: Ann White\nAnn White, white cells 2.1", "[name removed]\n[name removed], white cells 2.1"),
    ("MRN: AB123456\nsample of AB-123456", "[record number removed]\nsample of [record number removed]"),
    ("Mr. Wilson, 52. Wilson disease was excluded.", "Mr. [name removed], 52. Wilson disease was excluded."),
]


@pytest.mark.parametrize(("text", "kinds"), SHAPES)
def test_what_has_the_shape_of_an_identifier_is_dropped_without_a_name(text, kinds):
    clean, dropped = scrub(text)

    assert [one.kind for one in dropped] == kinds
    assert not any(secret in clean for secret in ("Muster", "MUSTER", "SARAH", "1234567", "55512", "Main", "0171", "555-", "OX1", "02108"))


@pytest.mark.parametrize(("text", "clean"), AGAIN)
def test_what_was_dropped_once_is_dropped_wherever_it_stands_and_known_words_stay(text, clean, knowledge):
    assert scrub(text, is_word=is_known_word(knowledge.lexicon)).text == clean


@pytest.mark.parametrize("text", KEPT)
def test_what_is_told_of_the_illness_stays(text):
    assert scrub(text) == (text, ())


def test_the_title_stays_because_it_tells_the_sex():
    assert scrub("Mrs. Muster has a fever.").text == "Mrs. [name removed] has a fever."


@given(st.text(max_size=200) | st.sampled_from([text for text, _ in DROPPED]))
def test_scrubbing_twice_changes_nothing(text):
    once = scrub(text)

    assert scrub(once.text).text == once.text


@pytest.mark.parametrize("text", ["   Address: 12 Elm Road", "fever;   address: 12 Elm Road", "fever  next of kin: Ann"])
def test_an_address_is_dropped_whatever_blanks_lead_to_it(text):
    assert [one.kind for one in scrub(text).dropped] == ["contact"]


def test_the_notice_counts_kinds_and_shows_nothing_that_was_dropped():
    _, dropped = scrub("Name: Anna Muster\nMRN: 12345\nSSN 123-45-6789")

    assert told(dropped) == ("Dropped before anything was kept, because it looks like a real person's: 1 name, 2 record numbers. "
                             "Enter hypothetical cases only.")
    assert told(()) == ""
