"""Entries of the whole differential as clinicians write them, and the laws of understanding words (issue 3)."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from engine import Case
from engine.case.suggest import label_of
from engine.case.words import read_words
from engine.knowledge.words.build import build_lexicon
from engine.knowledge.words.lexicon import Target
from engine.reasoning.observations import observe

FILE = Path(__file__).parents[1] / "cases" / "phrases.yaml"


def read_entries(text: str) -> list[tuple[int, dict]]:
    """Return every entry with the line it stands on."""
    nodes = yaml.compose(text, yaml.SafeLoader).value
    return [(node.start_mark.line + 1, entry) for node, entry in zip(nodes, yaml.safe_load(text), strict=True)]


def meant(where: str, text: str, knowledge) -> list[dict]:
    """Return what an entry is understood to say, in the form of the file."""
    seen = observe(Case(**{where: (text,)}), knowledge)
    said = []
    for mention in (mention for reading in seen.readings for mention in reading.mentions):
        match mention.kind:
            case "drug":
                one = {"drug": mention.id}
            case "finding":
                one = {"id": mention.id, "state": mention.state}
            case "level":
                one = {"id": f"{mention.id}:{mention.level}", "state": mention.state}
            case _:
                one = {"id": mention.id, "value": float(f"{seen.levels[mention.id].quantity.value:g}")}
        if one not in said:
            said.append(one)
    return said


def test_every_phrase_means_what_a_clinician_means(knowledge):
    failures = []
    for line, entry in read_entries(FILE.read_text(encoding="utf-8")):
        said = meant(entry["where"], entry["text"], knowledge)
        right = said == entry["expect"]
        if right == ("open" in entry):
            what = "is right now: take 'open' out" if right else f"is read as {said or 'nothing'}, not as {entry['expect'] or 'nothing'}"
            failures.append(f"{FILE.name}:{line}: '{entry['text']}' under {entry['where']} {what}")

    assert not failures, "\n".join(failures)


def test_no_phrase_stands_twice():
    seen = [(entry["where"], entry["text"]) for _, entry in read_entries(FILE.read_text(encoding="utf-8"))]

    assert len(seen) == len(set(seen)) >= 200


def targets(reading) -> set[tuple]:
    return {(one.kind, one.id, one.level, one.state) for one in reading.mentions}


def test_reading_the_label_of_what_was_read_says_the_same(knowledge, lexicon):
    strays = []
    for line, entry in read_entries(FILE.read_text(encoding="utf-8")):
        for one in read_words(entry["text"], entry["where"], lexicon).mentions:
            if one.kind == "finding" and one.state == "present":
                again = read_words(label_of(Target("finding", one.id), knowledge), "present", lexicon)
                if [(two.id, two.state) for two in again.mentions][:1] != [(one.id, "present")]:
                    strays.append(f"{FILE.name}:{line}: '{entry['text']}' is {one.id}, whose label is read as {again.mentions}")

    assert not strays, "\n".join(strays)


def test_every_synonym_is_found_as_its_own_term(knowledge, lexicon):
    strays = [f"{finding.id}: '{phrase}' is {found}" for finding in knowledge.findings.values()
              for phrase in (finding.label, *finding.synonyms) if len(lexicon.spelling.normal(phrase)) > 1
              if (found := lexicon.find(lexicon.spelling.normal(phrase))) is None or found.id != finding.id]

    assert not strays, "\n".join(strays)


def test_a_name_of_one_character_counts_only_as_it_is_typed_with_its_sign(lexicon):
    said = {text: [one.id for one in read_words(text, "present", lexicon).mentions] for text in ("-7", "-7, +8", "-Y", "7", "5", "Y", "5 admissions")}

    assert said == {"-7": ["monosomy-7"], "-7, +8": ["monosomy-7", "trisomy-8"], "-Y": ["abnormal-karyotype"], "7": [], "5": [], "Y": [],
                    "5 admissions": []}


def test_no_abbreviation_in_a_name_is_lost_as_a_small_word(knowledge, lexicon):
    """"WAS mutation" must not become "mutation"."""
    strays = [f"{finding.id}: '{phrase}' is kept as '{key}'" for finding in knowledge.findings.values()
              for phrase in (finding.label, *finding.synonyms)
              for key in [lexicon.spelling.normal(phrase)]
              for word in phrase.replace("-", " ").split()
              if word.isalpha() and word.isupper() and len(word) > 1 and word.casefold() in lexicon.spelling.fillers
              and word.casefold() not in key]

    assert not strays, "\n".join(strays)


@pytest.fixture(scope="module")
def small_copy(knowledge, lexicon):
    """A part of the vocabulary, from which a lexicon is built quickly."""
    names = sorted(knowledge.findings)[::12]
    return {name: knowledge.findings[name] for name in names}, lexicon.language


@given(data=st.data())
def test_a_new_synonym_never_changes_the_match_of_another_term(small_copy, data):
    findings, language = small_copy
    name = data.draw(st.sampled_from(sorted(findings)))
    word = data.draw(st.text("bcdfgklmnprtvz", min_size=5, max_size=9))
    more = {**findings, name: replace(findings[name], synonyms=(*findings[name].synonyms, f"{word} sign"))}
    before, after = build_lexicon(language, findings, {}, {}), build_lexicon(language, more, {}, {})

    assert {phrase: after.find(phrase) for phrase in before.phrases} == {phrase: before.find(phrase) for phrase in before.phrases}
    assert read_words(f"{word} sign", "present", after).mentions[0].id == name


def test_no_hepatosplenomegaly_denies_both(knowledge):
    seen = observe(Case(present=("no hepatosplenomegaly",)), knowledge)

    assert (seen.states["splenomegaly"], seen.states["hepatomegaly"]) == ("absent", "absent")


def test_a_titer_is_read_by_its_denominator(knowledge):
    seen = observe(Case(labs={"rheumatoid factor": "1:640"}), knowledge)

    assert (seen.levels["rheumatoid-factor"].quantity.value, seen.levels["rheumatoid-factor"].level) == (640, "high")


def test_a_length_of_the_spleen_says_how_large_it_is(knowledge):
    seen = observe(Case(present=("spleen 24 cm",), age=50), knowledge)

    assert seen.states["massive-splenomegaly"] == "present"


def test_a_number_in_the_name_of_a_quantity_is_never_its_value_nor_that_of_a_shorter_name(lexicon, knowledge):
    names = [(analyte.id, name) for analyte in knowledge.analytes.values() for name in (analyte.label, *analyte.synonyms)
             if any(letter.isdigit() for letter in name)]
    assert names

    read = {(wanted, name): {one.id: one.text for one in read_words(f"{name} 5", "present", lexicon).mentions if one.kind == "quantity"}
            for wanted, name in names}

    assert {entry: values for entry, values in read.items() if values not in ({}, {entry[0]: "5"})} == {}
