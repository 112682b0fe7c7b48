"""The extract of the Human Phenotype Ontology: ids and labels, what its words count for, and that our own words win."""

import re
from types import SimpleNamespace

import pytest

from engine import Case, suggest
from engine.case.reading import RECOGNIZED
from engine.case.words import read_words
from engine.knowledge import RULES
from engine.knowledge.models import HpoTerm
from engine.knowledge.rulebook import read_rules
from engine.knowledge.words.hpo import hpo_phrases, recognized
from engine.reasoning.observations import observe
from tests.knowledge.checking import told

IN_OTHER_WORDS = {
    "absent-b-cells": "Absent circulating B cells",
    "low-nk-cells": "Reduced natural killer cell count",
    "low-nk-function": "Reduced natural killer cell activity",
    "chromosome-breakage-positive": "Chromosomal breakage induced by crosslinking agents",
    "pulmonary-fibrosis": "Pulmonary fibrosis",
    "bronchiectasis": "Bronchiectasis",
    "large-vessel-vasculitis": "Large vessel vasculitis",
    "gallstones": "Cholelithiasis",
    "angiodysplasia": "Gastrointestinal angiodysplasia",
    "small-bowel-diverticula": "Small bowel diverticula",
    "anti-dsdna-positive": "Anti-dsDNA antibody positivity",
    "anti-smith-positive": "Anti-Sm antibody positivity",
    "anti-ro-positive": "Anti-Ro/SS-A antibody positivity",
    "anti-la-positive": "Anti-La/SS-B antibody positivity",
    "anti-histone-positive": "Anti-histone antibody positivity",
    "anti-ccp-positive": "Anti-cyclic citrullinated peptide antibody positivity",
    "c-anca-positive": "Cytoplasmic antineutrophil antibody positivity",
    "p-anca-positive": "Perinuclear antineutrophil antibody positivity",
    "elastase-anca-positive": "Anti-neutrophil elastase antibody positivity",
    "intrinsic-factor-antibody": "Anti-intrinsic factor antibody positivity",
    "parietal-cell-antibody": "Antiparietal cell antibody positivity",
    "adrenal-antibodies": "Anti-21-hydroxylase antibody positivity",
    "thyroid-antibodies": "Anti-thyroid antibody positivity",
    "antimitochondrial-antibody": "Antimitochondrial antibody positivity",
    "smooth-muscle-antibody": "Anti-smooth muscle antibody positivity",
    "hypocomplementemia": "Reduced circulating complement concentration",
    "factor-h-antibody": "Anti-Complement factor H antibody positivity",
    "adamts13-inhibitor": "Anti-ADAMTS13 antibody positivity",
    "abnormal-coagulation": "Abnormality of coagulation",
    "raised-tryptase": "Elevated total serum tryptase",
    "orotic-aciduria": "Oroticaciduria",
    "acetylcholine-receptor-antibodies": "Anti-acetylcholine receptor antibody positivity",
    "hypercellular-marrow": "Bone marrow hypercellularity",
    "ring-sideroblasts": "Elevated bone marrow ring sideroblast count",
    "dysgranulopoiesis": "Dysplastic granulopoesis",
    "micromegakaryocytes": "Increased micromegakaryocyte count",
    "megakaryocytes-increased": "Increased megakaryocyte count",
    "foam-cells": "Bone-marrow foam cells",
    "iron-stores-increased": "Increased bone marrow iron",
    "marrow-monocytes-increased": "Bone marrow monocytosis",
    "nucleated-red-cells": "Circulating nucleated red blood cells",
    "hypersegmented-neutrophils": "Hypersegmentation of neutrophil nuclei",
    "hyposegmented-neutrophils": "Hyposegmentation of neutrophil nuclei",
    "giant-granules": "Giant neutrophil granules",
}
"""Findings that share no words with their term, with its label: reviewed one by one, and found to be the same."""


@pytest.fixture(scope="module")
def book():
    return read_rules(RULES)


@pytest.fixture(scope="module")
def terms(book):
    return book.hpo.terms


def findings_of(reading):
    return [(mention.id, mention.state) for mention in reading.mentions]


def _opposite(word: str) -> str:
    return f"hyper{word[4:]}" if word.startswith("hypo") else f"hypo{word[5:]}" if word.startswith("hyper") else word


def test_the_release_and_the_acknowledgement_are_told(book):
    assert f"release of {book.hpo.release}" in book.hpo.acknowledgement
    assert "https://hpo.jax.org" in book.hpo.acknowledgement


def test_every_term_has_one_label_and_no_synonym_twice(terms):
    labels = [term.label for term in terms.values()]
    repeated = [name for name, term in terms.items() if len({term.label, *term.synonyms}) != 1 + len(term.synonyms)]

    assert len(set(labels)) == len(labels)
    assert repeated == []


def test_terms_stand_in_the_order_of_their_ids(terms):
    assert list(terms) == sorted(terms)


def test_every_term_that_a_finding_names_is_in_the_table(knowledge, terms):
    assert [one.id for one in knowledge.findings.values() if one.hpo and one.hpo not in terms] == []


def test_a_term_is_named_by_one_finding(knowledge):
    named = [one.hpo for one in knowledge.findings.values() if one.hpo]

    assert len(set(named)) == len(named)


def test_a_finding_shares_a_name_with_its_term_or_was_reviewed(knowledge, terms, lexicon):
    def keys(words):
        return {lexicon.spelling.normal(word) for word in words} - {""}

    named = {one.id: (one, terms[one.hpo]) for one in knowledge.findings.values() if one.hpo}
    apart = {name: term.label for name, (one, term) in named.items()
             if not keys((one.label, *one.synonyms)) & keys((term.label, *term.synonyms))}

    assert apart.items() <= IN_OTHER_WORDS.items()


def test_a_term_that_is_a_finding_counts_for_no_other(knowledge, terms):
    named = {one.hpo for one in knowledge.findings.values()}

    assert [name for name in named & terms.keys() if terms[name].counts_for is not None] == []


@pytest.mark.parametrize(("text", "finding"), [
    ("Focal clonic seizure", "seizures"), ("cluster headache", "headache"), ("Dermatographic urticaria", "urticaria"),
    ("Light-chain paraproteinemia", "monoclonal-protein"), ("Hypomelanotic macule", "hypopigmentation"),
])
def test_a_word_that_only_the_ontology_knows_counts_for_what_is_above_it(text, finding, knowledge, lexicon):
    reading = read_words(text, "present", lexicon)

    assert (reading.status, findings_of(reading)) == ("partly", [(finding, "present")])
    assert reading.note == f"counted as {knowledge.findings[finding].label}"


def test_another_name_of_the_very_term_is_used(lexicon):
    reading = read_words("Reduced natural killer cell activity", "present", lexicon)

    assert (reading.status, findings_of(reading)) == ("used", [("low-nk-function", "present")])
    assert reading.note == "counted as low NK-cell function"


def test_the_absence_of_something_narrow_denies_nothing_broad(lexicon):
    for where, text in (("absent", "Focal clonic seizure"), ("present", "no focal clonic seizure")):
        reading = read_words(text, where, lexicon)

        assert (reading.status, reading.mentions) == ("unused", ())
        assert reading.note == f"{RECOGNIZED}: without it there may still be seizures"


def test_a_doubt_stays_a_doubt(lexicon):
    assert findings_of(read_words("possible focal clonic seizure", "present", lexicon)) == [("seizures", "unsure")]


def test_a_relatives_term_is_not_the_persons(knowledge):
    assert observe(Case(family_history=("Focal clonic seizure",)), knowledge).states == {}


@pytest.mark.parametrize("text", ["Anti-Hu antibody positivity", "Chondrocalcinosis"])
def test_a_term_with_no_sound_step_up_is_recognized_and_not_used(text, knowledge, lexicon):
    reading = read_words(text, "present", lexicon)

    assert (reading.status, reading.mentions, reading.note) == ("unused", (), RECOGNIZED)
    assert observe(Case(present=(text,)), knowledge).states == {}


@pytest.mark.parametrize("text", ["Cerebral edema", "Juvenile rheumatoid arthritis", "Pulmonary fat embolism", "Battle sign"])
def test_what_a_review_found_to_be_a_thing_of_its_own_is_not_taken_apart(text, lexicon):
    reading = read_words(text, "present", lexicon)

    assert (reading.status, reading.mentions, reading.note) == ("unused", (), f"{RECOGNIZED}: a thing of its own")


def test_a_finding_named_inside_another_term_still_counts(lexicon):
    assert findings_of(read_words("Supraventricular tachycardia", "present", lexicon)) == [("tachycardia", "present")]


def test_a_list_keeps_the_notes_of_its_parts(lexicon):
    reading = read_words("fever and focal clonic seizure", "present", lexicon)

    assert findings_of(reading) == [("fever", "present"), ("seizures", "present")]
    assert (reading.status, reading.note) == ("partly", "counted as seizures")


def test_no_phrase_of_ours_is_taken(lexicon):
    assert lexicon.hpo.keys().isdisjoint(lexicon.phrases)
    assert lexicon.hpo.keys().isdisjoint(lexicon.analytes)
    assert lexicon.hpo.keys().isdisjoint(lexicon.drugs)


def test_a_claimed_phrase_is_passed_over_and_the_others_of_the_term_stay(lexicon):
    terms = {"HP:0000001": HpoTerm(label="Fever", synonyms=("Raised body warmth", "RBW"))}

    assert list(hpo_phrases(terms, [], ({"fever"},), lexicon.spelling)) == [lexicon.spelling.normal("Raised body warmth")]


def test_a_synonym_that_means_something_else_is_not_read(book, lexicon):
    assert {lexicon.spelling.normal(phrase) for phrase in book.hpo.unread}.isdisjoint(lexicon.hpo)
    assert not read_words("bone marrow failure", "present", lexicon).note.startswith("counted as")


def test_every_synonym_that_is_not_read_stands_in_a_term(book, lexicon):
    known = {lexicon.spelling.normal(phrase) for term in book.hpo.terms.values() for phrase in (term.label, *term.synonyms)}

    assert [phrase for phrase in book.hpo.unread if lexicon.spelling.normal(phrase) not in known] == []


def test_a_phrase_of_two_terms_goes_to_the_one_whose_label_it_is(lexicon):
    terms = {"HP:0000001": HpoTerm(label="Xenic ache", synonyms=("Yonic ache",)), "HP:0000002": HpoTerm(label="Yonic ache", counts_for=("fever",))}
    fever = SimpleNamespace(id="fever", label="fever", hpo=None)

    assert recognized(hpo_phrases(terms, [fever], (), lexicon.spelling)["yonic ache"]).findings == ("fever",)


def test_opposites_stay_apart(lexicon):
    strays = []
    for phrase, said in lexicon.hpo.items():
        swapped = " ".join(_opposite(word) for word in phrase.split())
        reading = read_words(swapped, "present", lexicon) if swapped not in lexicon.hpo else None
        meant = set(recognized(said).findings)
        if reading and reading.note.startswith("counted as") and meant & {mention.id for mention in reading.mentions if mention.state == "present"}:
            strays.append(f"'{swapped}' is read as '{phrase}'")

    assert strays == []


def test_a_term_and_the_finding_it_counts_for_do_not_pull_apart(terms, knowledge):
    def begins(label, beginning):
        return any(word.startswith(beginning) for word in label.casefold().split())

    strays = [f"{term.label} counts for {name}" for term in terms.values() for name in term.counts_for or ()
              for low, high in (("hypo", "hyper"), ("hyper", "hypo"))
              if begins(term.label, low) and begins(knowledge.findings[name].label, high)]

    assert strays == []


def test_no_offer_is_made_of_the_ontologys_words(knowledge, lexicon):
    offered = {offer.label for offer in suggest("focal clonik seizures", knowledge)}

    assert offered <= {one.label for one in knowledge.findings.values()}


SMALL = """\
release: "2025-01-16"
url: https://hpo.jax.org
acknowledgement: This product uses the Human Phenotype Ontology.
terms:
  HP:0001288: {label: Gait disturbance, counts_for: [NAME]}
"""


def test_a_finding_that_does_not_exist_is_told(rules):
    (rules / "hpo.yaml").write_text(SMALL.replace("NAME", "gait-ataksia"), encoding="utf-8")

    assert [message for message in told(rules) if "rules/hpo.yaml:5" in message and "unknown finding 'gait-ataksia'" in message]


def test_an_id_that_is_not_in_the_extract_is_told(rules):
    (rules / "hpo.yaml").write_text(SMALL.replace("[NAME]", "[]"), encoding="utf-8")
    path = rules / "findings" / "symptom.yaml"
    path.write_text(re.sub(r"(?m)^(    label: .*)$", r"\1\n    hpo: HP:0002066", path.read_text(encoding="utf-8"), count=1), encoding="utf-8")

    assert [message for message in told(rules) if "unknown hpo 'HP:0002066'; allowed: a term of hpo.yaml" in message]


def test_an_id_that_two_findings_name_is_told(rules):
    path = rules / "findings" / "symptom.yaml"
    path.write_text(re.sub(r"(?m)^(    label: .*)$", r"\1\n    hpo: HP:0002066", path.read_text(encoding="utf-8")), encoding="utf-8")

    assert [message for message in told(rules) if "'HP:0002066' is also a name of" in message]


def test_rules_without_the_extract_are_right(rules):
    assert told(rules) == []
    assert read_rules(rules).hpo is None
