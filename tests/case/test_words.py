"""Clinicians' words: what each means, what is only offered, and that every word of the vocabulary finds its own entry."""

from pathlib import Path

import pytest
import yaml

from engine import Case, suggest
from engine.case.drugs import read_medications
from engine.case.entry import read_entry
from engine.case.suggest import are_opposites
from engine.case.words import read_words
from engine.reasoning.observations import observe

RULES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "words.yaml").read_text(encoding="utf-8"))


def in_words(reading) -> str:
    """Say what was understood in the short form of tests/cases/words.yaml."""
    told = []
    for mention in reading.mentions:
        if mention.kind == "finding":
            told.append(f"{mention.id} {mention.state}")
        else:
            said = f"= {mention.text}" if mention.kind == "quantity" else mention.level
            told.append(f"{mention.id} {said}" + ("" if mention.state == "present" else f" {mention.state}"))
    return "; ".join(told) or "nothing"


@pytest.mark.parametrize(("under", "text", "meaning"), [
    pytest.param(block.get("under", "present"), text, meaning, id=f"{block['rule']}: {text}")
    for block in RULES for text, meaning in block["entries"].items()])
def test_words_mean(under, text, meaning, lexicon):
    reading = read_entry(text, under, lexicon)

    assert in_words(reading) == meaning
    assert (reading.status == "not_understood") == (meaning == "nothing")


@pytest.mark.parametrize(("text", "said"), [
    ("CRP falling", ""), ("platelets rising", ""), ("ferritin rising", ""), ("a rise in LDH", ""),
    ("falling lymphocytes", ""), ("rising reticulocytes", ""),
    ("hemoglobin has risen", ""), ("CRP not falling", ""),
    ("falling platelets", "falling-platelets, platelets:low"), ("rapidly falling platelets", "falling-platelets, platelets:low"),
    ("platelets have fallen", "falling-platelets, platelets:low"), ("fallen hemoglobin", "falling-hemoglobin, hemoglobin:low"),
    ("hemoglobin stable", "stable-counts"), ("raised CRP", "crp:high"), ("low platelets", "platelets:low"), ("increase in LDH", "ldh:high"),
])
def test_which_way_a_value_goes_does_not_say_where_it_stands_unless_a_course_says_so(text, said, lexicon):
    reading = read_words(text, "present", lexicon)

    assert ", ".join(f"{one.id}:{one.level}" if one.level else one.id for one in reading.mentions if one.state == "present") == said


@pytest.mark.parametrize(("text", "said"), [
    ("CMV and EBV IgG positive, IgM negative", "cmv-igg-positive, no cmv-igm, ebv-igg-positive, no ebv-vca-igm"),
    ("EBV/CMV IgM negative but IgG positive", "no ebv-vca-igm, ebv-igg-positive, no cmv-igm, cmv-igg-positive"),
    ("parvovirus and CMV IgM were positive", "parvovirus-positive, cmv-igm"),
    ("HIV, CMV and EBV IgM were negative", "no hiv-positive, no cmv-igm, no ebv-vca-igm"),
    ("fever and EBV IgM positive", "fever, ebv-vca-igm"), ("ANA and CMV IgM negative", "no ana-positive, no cmv-igm"),
])
def test_classes_of_antibodies_are_told_of_every_microbe_named_before_them(text, said, lexicon):
    mentions = read_words(text, "present", lexicon).mentions

    assert ", ".join(f"no {one.id}" if one.state == "absent" else one.id for one in mentions) == said


@pytest.mark.parametrize("where", ["present", "absent", "history", "exposures", "family_history"])
@pytest.mark.parametrize("text", ["none", "None known", "unremarkable", "n/a"])
def test_an_entry_that_says_nothing_is_recognized_and_weighs_nothing(text, where, lexicon):
    reading = read_words(text, where, lexicon)

    assert (reading.status, reading.mentions, reading.note) == ("unused", (), "says that there is nothing to tell")


def test_every_label_and_synonym_of_a_finding_is_read_as_that_finding(knowledge, lexicon):
    strays = [f"{finding.id}: '{phrase}' is read as {in_words(reading)}"
              for finding in knowledge.findings.values() for phrase in (finding.label, *finding.synonyms)
              if in_words(reading := read_words(phrase, "present", lexicon)).split("; ")[0] != f"{finding.id} present"]
    # A course that names a count brings its level as well: "progressive neutropenia".

    assert strays == []


@pytest.mark.parametrize(("text", "offers"), [
    ("platelets: 102 x10^3/mL", []), ("retic: 0.4", []), ("haptoglobn: 5 mg/dL", ["Haptoglobin"]), ("platlets: 102", ["Platelets"])])
def test_for_a_value_that_was_not_read_another_name_is_offered_only_where_its_name_is_not_known(text, offers, knowledge):
    assert [one.label for one in suggest(text, knowledge, where="labs")] == offers


def test_every_label_of_a_finding_is_absent_under_absent(knowledge, lexicon):
    strays = [f"{finding.id}: '{finding.label}' is read as {in_words(reading)}" for finding in knowledge.findings.values()
              if in_words(reading := read_words(finding.label, "absent", lexicon)) != f"{finding.id} absent"]

    assert strays == []


def test_every_word_for_a_level_is_read_as_that_level(knowledge, lexicon):
    strays = [f"{analyte.id} {level}: '{word}' is read as {in_words(reading)}"
              for analyte in knowledge.analytes.values() for level, words in analyte.words.items() for word in words
              if in_words(reading := read_words(word, "present", lexicon)) != f"{analyte.id} {level}"]

    assert strays == []


@pytest.mark.parametrize("form", ["normal {}", "{} normal"])
def test_every_analyte_can_be_called_normal(form, knowledge, lexicon):
    strays = [f"'{text}' is read as {in_words(reading)}" for analyte in knowledge.analytes.values()
              if in_words(reading := read_words(text := form.format(analyte.label), "present", lexicon)) != f"{analyte.id} normal"]

    assert strays == []


def test_every_name_of_a_drug_is_read_as_that_drug(knowledge):
    strays = [f"{drug.id}: '{name}' is read as {', '.join(use.drugs) or 'nothing'}"
              for drug in knowledge.drugs.values() for name in (drug.label, *drug.synonyms, *drug.brands)
              for use in read_medications(((name, ""),), knowledge) if use.drugs[:1] != (drug.id,)]

    assert strays == []


def test_words_with_an_opposite_beginning_are_never_read_as_the_same(lexicon):
    strays = []
    for phrase, number in lexicon.phrases.items():
        target = lexicon.targets[number]
        swapped = _swapped(phrase)
        reading = read_words(swapped, "present", lexicon) if swapped else None
        if reading and reading.status == "used" and [(one.kind, one.id, one.level) for one in reading.mentions] == [tuple(target)]:
            strays.append(f"'{swapped}' is read as '{phrase}'")

    assert strays == []


def test_words_with_an_opposite_beginning_are_never_offered_for_each_other(knowledge, lexicon):
    strays = [f"'{swapped}' gets the offer '{offer.label}'" for phrase, number in lexicon.phrases.items()
              if (swapped := _swapped(phrase)) and swapped not in lexicon.phrases for offer in suggest(swapped, knowledge)
              if offer.target == lexicon.targets[number]]

    assert strays == []


def _swapped(phrase: str) -> str:
    """Exchange hypo- and hyper- at the beginning of words; empty when no word begins so."""
    words = [f"hyper{word[4:]}" if word.startswith("hypo") else f"hypo{word[5:]}" if word.startswith("hyper") else word
             for word in phrase.split()]
    return "" if words == phrase.split() else " ".join(words)


@pytest.mark.parametrize(("first", "second", "opposite"), [
    ("afebrile", "febrile", True), ("febrile", "afebrile", True), ("hypocellular marrow", "hypercellular marrow", True),
    ("microcytic anemia", "macrocytic anemia", True), ("tachycardia", "bradycardia", True), ("anicteric", "icteric", True),
    ("febrile", "febrile", False), ("fever", "fevers", False), ("splenomegaly", "hepatomegaly", False),
])
def test_opposites_are_told_by_the_beginnings_of_words(first, second, opposite, lexicon):
    assert are_opposites(first, second, lexicon) is opposite


@pytest.mark.parametrize(("text", "lost"), [
    pytest.param("severe pancytopenia", ("severe",), id="how low each count is stays unsaid"),
    pytest.param("30 percent blast-like atypical cells on smear", ("30%",), id="a share of cells"),
    pytest.param("splenectomy two years ago for xyzzy", ("xyzzy",), id="what follows a date"),
])
def test_what_no_finding_holds_is_shown_as_left_over(text, lost, lexicon):
    reading = read_words(text, "present", lexicon)

    assert (reading.status, reading.leftover) == ("partly", lost)


@pytest.mark.parametrize(("name", "printed", "level"), [
    pytest.param("platelets (earlier)", "43 to 148 thou/uL", None, id="an earlier value by its name"),
    pytest.param("hemoglobin", "13.2 g/dL a year ago", None, id="an earlier value by a remark"),
    pytest.param("platelets", "250 x10^9/L (2 years ago)", None, id="an earlier value by a bracket"),
    pytest.param("hemoglobin", "6.4 g/dL 2 days ago", "low", id="days ago is this illness"),
    pytest.param("hemoglobin", "13 g/dL 2 months ago, now 7", "low", id="a value of today beside it"),
    pytest.param("platelets (EDTA)", "14 x10^9/L", "low", id="a name with another aside"),
    pytest.param("ferritin", "low since 2019", "low", id="a year since when is no value"),
    pytest.param("HIV viral load", "undetectable since 2019", "normal", id="a year is no viral load"),
    pytest.param("CD4", "320 in 2021", None, id="a value of a year is not today's"),
    pytest.param("ferritin", "8 (2019)", None, id="nor with the year in a bracket"),
])
def test_an_earlier_value_is_not_todays(name, printed, level, knowledge):
    seen = observe(Case(age=40, labs={name: printed}), knowledge)

    assert (next(iter(seen.levels.values())).level if seen.levels else None) == level


@pytest.mark.parametrize(("text", "offer"), [
    ("spleenomegaly", "splenomegaly"), ("fevre", "fever"), ("hypersegmentd neutrophils", "hypersegmented neutrophils"),
    ("gait ataksia", "gait ataxia"), ("schistocites", "schistocytes"),
])
def test_a_misspelt_word_is_offered_and_not_taken(text, offer, knowledge, lexicon):
    reading = read_words(text, "present", lexicon)

    assert (reading.status, reading.mentions) == ("not_understood", ())
    assert offer in [one.label for one in suggest(text, knowledge)]


@pytest.mark.parametrize(("text", "where", "offers"), [
    ("sore thr", "present", ["sore throat", "recent upper respiratory infection"]),
    ("hypert", "present", ["hypertension", "hyperthyroidism"]),
    ("epigastric", "present", ["epigastric pain or dyspepsia"]),
    ("spleenomegaly", "present", ["splenomegaly"]),
    ("methim", "medications", ["methimazole"]),
    ("uric", "labs", ["Uric acid"]),
    ("blah blah", "present", []),
])
def test_the_beginning_of_a_name_is_offered_first_then_a_slip_of_one_letter_then_the_beginning_of_a_word(text, where, offers, knowledge):
    found = suggest(text, knowledge, where=where)

    assert [one.label for one in found][:len(offers) or None] == offers
    assert all(one.near for one in found[:1])


@pytest.mark.parametrize("text", ["fever 1.2.3 days ago", "transfusion 10.5.2020 weeks ago", "brother died at 1.2.3 days"])
@pytest.mark.parametrize("where", ["present", "history", "family_history"])
def test_a_number_with_two_points_is_no_number_of_days_and_stops_nothing(text, where, lexicon):
    assert read_words(text, where, lexicon).text == text


@pytest.mark.parametrize("text", [": and -", "- and rash", ": , ;"])
def test_an_entry_that_begins_with_nothing_but_marks_is_read_as_far_as_it_goes(text, lexicon):
    assert read_words(text, "present", lexicon).status in ("used", "partly", "not_understood")


def test_what_only_resembles_a_text_is_offered_and_is_not_near(knowledge):
    found = suggest("hypersegmentd neutrofils", knowledge)

    assert "hypersegmented neutrophils" in [one.label for one in found]
    assert not any(one.near for one in found)


def test_a_misspelt_drug_is_offered_and_not_taken(knowledge):
    [use] = read_medications((("methimazol tablets", ""),), knowledge)

    assert use.drugs == ()
    assert suggest("methimazol", knowledge, where="medications")[0].label == "methimazole"


def test_offers_lead_to_something_that_is_understood(knowledge, lexicon):
    texts = ["spleenomegaly", "fevre", "feritin low", "schistocites", "vitamine B12", "joundice"]
    dead_ends = [offer.label for text in texts for offer in suggest(text, knowledge)
                 if offer.target.kind == "finding" and read_words(offer.label, "present", lexicon).status != "used"]

    assert dead_ends == []


@pytest.mark.parametrize(("written", "drugs"), [
    pytest.param("valproate sodium", ("valproate",), id="a salt after the name"),
    pytest.param("sodium valproate", ("valproate",), id="a salt before the name"),
    pytest.param("Methimazole 20 mg daily", ("methimazole",), id="a dose"),
    pytest.param("low-dose methotrexate", ("methotrexate",), id="a strength in words"),
    pytest.param("valganciclovir hydrochloride tablets", ("valganciclovir",), id="a salt and a form"),
    pytest.param("paracetamol", ("paracetamol",), id="one of two international names"),
    pytest.param("acetaminophen", ("paracetamol",), id="the other of two international names"),
    pytest.param("Bactrim", ("trimethoprim-sulfamethoxazole",), id="a brand"),
    pytest.param("trimethoprim/sulfamethoxazole", ("trimethoprim-sulfamethoxazole",), id="a combination with effects stands for its parts"),
    pytest.param("Combivir", ("lamivudine-zidovudine", "zidovudine", "lamivudine"), id="a combination without effects brings its parts"),
    pytest.param("azathioprine + allopurinol", ("azathioprine", "allopurinol"), id="two drugs joined by a sign"),
    pytest.param("vincristine, cyclophosphamide and prednisone", ("vincristine", "cyclophosphamide", "prednisone"), id="a list"),
    pytest.param("xyzzymab", (), id="a drug that is not known"),
])
def test_a_medication_entry_names(written, drugs, knowledge):
    [use] = read_medications(((written, ""),), knowledge)

    assert use.drugs == drugs


def test_a_regimen_brings_its_parts(knowledge):
    [use] = read_medications((("R-CHOP", ""),), knowledge)

    assert {"rituximab", "cyclophosphamide", "doxorubicin", "vincristine", "prednisone"} <= set(use.drugs)
