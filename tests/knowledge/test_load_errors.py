"""What is told about wrong rules, word for word. Each test spoils a small correct folder in one place."""
# ruff: noqa: E501 (messages are compared whole)

import pytest

from engine.errors import RuleError
from engine.knowledge import RULES
from engine.knowledge.crosscheck import examine
from engine.knowledge.migrate import FormatError, migrated
from engine.knowledge.rulebook import read_rules
from tests.knowledge.checking import told

CAUSE = "causes/nutritional/copper-deficiency.yaml"
FORM = "causes/nutritional/zinc-excess.yaml"
COMPOSITES = "findings/composite.yaml"
SYMPTOMS = "findings/symptom.yaml"


def test_correct_rules_have_no_problem_and_no_note(rules):
    examination = examine(rules)

    assert examination.problems == ()
    assert examination.notes == ()


def test_correct_rules_become_a_rule_book(rules):
    book = read_rules(rules)

    assert set(book.causes) == {"copper-deficiency", "zinc-excess"}
    assert book.findings["gait-ataxia"][0] == "symptom"
    assert book.findings["gait-ataxia"][1].parents == ("ataxia",)
    assert book.documents["rules/labs.yaml"].places[("units",)] == (3, 3)


def test_the_projects_own_rules_have_no_problem_and_no_note():
    examination = examine(RULES)

    assert examination.problems == ()
    assert [str(note) for note in examination.notes] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (SYMPTOMS, "    parents:", "    parnets:", "9:5: unknown key 'parnets'; allowed: label, synonyms, kinds, parents, opposites, "
         "implies, group, background, among, examined, lasting, recent, once, effect_of, at_least_low, tells_count, gestation, only, denies, hpo, "
         "note; did you mean 'parents'?"),
        (SYMPTOMS, "label: ataxia", "label: ataxia\n    zzz: 1", "6:5: unknown key 'zzz'; allowed: label, synonyms, kinds, parents, "
         "opposites, implies, group, background, among, examined, lasting, recent, once, effect_of, at_least_low, tells_count, gestation, only, denies, hpo, note; remove it"),
        (CAUSE, "name: Copper deficiency\n", "", "1:1: key 'name' is missing; add it"),
        (FORM, ", share: 0.2", "", "8:1: key 'share' is missing; add it"),
        (CAUSE, "id: copper", "id: x\nid: copper", "3:1: key 'id' stands twice, first in line 2; keep one of the two"),
        (CAUSE, "[production]", "[prodction]", "6:14: item 1 of 'mechanisms' is 'prodction'; allowed: production, destruction, "
         "sequestration, redistribution, loss, dilution, artifact; did you mean 'production'?"),
        (CAUSE, "hospital: rare", "hospital: rar", "9:44: 'hospital' is 'rar'; allowed: very common, common, uncommon, rare, "
         "very rare, exceptional or a number from 0 to 1; did you mean 'rare'?"),
        (CAUSE, "hospital: rare", "hospital: 3", "9:44: 'hospital' is 3; allowed: very common, common, uncommon, rare, very "
         "rare, exceptional or a number from 0 to 1; correct it"),
        (CAUSE, "{frequency: 0.6, n: 40, source: halfdanarson2008}", "oftn", "16:16: 'gait-ataxia' is 'oftn'; allowed: defining, "
         "hallmark, very common, common, occasional, uncommon, rare, exceptional or a mapping with the keys source, note, "
         "frequency, band, n, range; correct it"),
        (CAUSE, "frequency: 0.6", "frequency: 60", "16:28: 'frequency' is 60; allowed: a number from 0 to 1; correct it"),
        (CAUSE, "frequency: 0.6", "frequency: '0.6'", "16:28: 'frequency' is '0.6'; allowed: a number from 0 to 1; correct it"),
        (CAUSE, "n: 40", "n: yes", "16:36: 'n' is 'yes'; allowed: a whole number of at least 1; correct it"),
        (CAUSE, "frequency: 0.6, n: 40, source: halfdanarson2008", "frequency: 0.6", "16:3: a frequency needs a source; without "
         "one use a band"),
        (CAUSE, "{N: 0.4, NR: 0.6}", "{N: 0.4, NR: 0.5}", "1:1: the shares under pattern must add up to 1, not 0.9"),
        (CAUSE, "{low: 0.97, normal: 0.03}", "{lo: 0.97, normal: 0.03}", "14:21: unknown key 'lo'; allowed: low, normal, high; "
         "did you mean 'low'?"),
        (SYMPTOMS, "  gait-ataxia:", "  Gait_Ataxia:", "6:3: key 'Gait_Ataxia' is not allowed here; allowed: an id of small "
         "letters and digits joined by hyphens, at most 80 characters; rename it"),
        (SYMPTOMS, "kind: symptom", "kind: symptoms", "2:7: 'kind' is 'symptoms'; allowed: symptom, sign, smear, marrow, flow, "
         "genetics, laboratory, microbiology, imaging, condition, exposure, diet, family, course, composite; did you mean "
         "'symptom'?"),
        ("labs.yaml", "{ug/dL: 1}", "{ug/dL: {factor: -1}}", "37:29: 'factor' is -1; allowed: a number above 0; correct it"),
        ("labs.yaml", "[0, 500]", "[0]", "38:16: 'plausible' is a list; allowed: a list of a number and a number; correct it"),
        ("sources.yaml", '"https://example.org/halfdanarson2008"', '"https:///halfdanarson2008"', "5:10: 'url' is "
         "'https:///halfdanarson2008'; allowed: an address such as https://example.org/page; correct it"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_schema_is_told_with_what_is_allowed(spoil, file, old, new, message):
    assert f"rules/{file}:{message}" in told(spoil(file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (CAUSE, "40, source: halfdanarson2008", "40, source: halfdanarson208", "16:48: unknown source 'halfdanarson208'; allowed: "
         "a key of sources.yaml; did you mean 'halfdanarson2008'?"),
        (CAUSE, "  gait-ataxia:", "  gait-ataxi:", "16:3: unknown finding 'gait-ataxi'; allowed: an id of findings/<kind>.yaml; "
         "did you mean 'gait-ataxia'?"),
        (CAUSE, "  gait-ataxia:", "  quivering:", "16:3: unknown finding 'quivering'; allowed: an id of findings/<kind>.yaml; add "
         "it there, or correct it"),
        (CAUSE, "  copper: {lev", "  coper: {lev", "14:3: unknown analyte 'coper'; allowed: an id under analytes in labs.yaml; "
         "did you mean 'copper'?"),
        (CAUSE, '"copper:low"', '"copper:lo"', "18:12: unknown level 'lo' of copper; allowed: low, normal; did you mean 'low'?"),
        (CAUSE, "{severe: 0.4, mild: 0.6}", "{sever: 0.4, mild: 0.6}", "12:24: unknown bin 'sever' of neutrophils; allowed: mild, "
         "normal, severe; did you mean 'severe'?"),
        (CAUSE, "{severe: 0.4, mild: 0.6}", "{normal: 0.4, mild: 0.6}", "12:32: bin 'normal' is not low; allowed under depth: "
         "severe, mild; how often it is low goes to pattern"),
        (CAUSE, "  neutrophils: {bins: {severe: 0.4, mild: 0.6}}", "  copper: {levels: {low: 1}}", "12:11: copper is not a count; "
         "allowed under depth: analytes with a lineage; write it under labs"),
        (CAUSE, "  copper: {levels: {low: 0.97, normal: 0.03}}", "  neutrophils: {levels: {low: 1}}", "14:16: neutrophils is a "
         "count; allowed under labs: analytes without lineage; write it under depth"),
        (CAUSE, "low: 0.97, normal: 0.03", "low: 0.97, high: 0.03", "14:38: copper has no high bin; allowed: low, normal; "
         "correct it"),
        (CAUSE, "NR: 0.6", "RN: 0.6", "10:23: unknown pattern 'RN'; allowed: none, N, R, NR; did you mean 'NR'?"),
        (CAUSE, "id: copper-deficiency", "id: copper-lack", "2:5: 'id' is 'copper-lack'; allowed: the file name, "
         "'copper-deficiency'; rename one of the two"),
        (CAUSE, "group: nutritional", "group: clonal", "5:8: 'group' is 'clonal'; allowed: the folder, 'nutritional'; move the "
         "file, or correct the group"),
        (CAUSE, "group: nutritional", "group: nutrition", "5:8: unknown group 'nutrition'; allowed: clonal, nutritional; did you "
         "mean 'nutritional'?"),
        (FORM, "parent: copper-deficiency", "parent: coper-deficiency", "8:16: unknown cause 'coper-deficiency'; allowed: the "
         "name of a file under causes/; did you mean 'copper-deficiency'?"),
        (FORM, "cause: copper-deficiency", "cause: lead-poisoning", "10:13: unknown cause 'lead-poisoning'; allowed: the name of "
         "a file under causes/; add it there, or correct it"),
        (FORM, "parent: copper-deficiency", "parent: zinc-excess", "8:16: 'is_a' goes in a circle: zinc-excess > zinc-excess; "
         "allowed: no circles; remove one of the links"),
        (FORM, "name: Zinc excess", "name: Hypo-cupremia\nsynonyms: [copper deficiencies, Copper-Deficiency]", "4:33: "
         "'Copper-Deficiency' is also a name of copper-deficiency (rules/causes/nutritional/copper-deficiency.yaml:3:7); "
         "allowed: one meaning a name; remove it from one of the two"),
        (SYMPTOMS, "label: ataxia", "label: ataxia\n    parents: [gait-ataxia]", "10:15: 'parents' goes in a circle: ataxia > "
         "gait-ataxia > ataxia; allowed: no circles; remove one of the links"),
        ("labs.yaml", "[neutropenia]", "[Unsteady-gaits]", "21:19: 'Unsteady-gaits' is also a name of gait-ataxia "
         "(rules/findings/symptom.yaml:8:16); allowed: one meaning a name; remove it from one of the two"),
        (COMPOSITES, "neutrophils:severe-low", "neutrophils:very-low", "6:15: unknown level 'very-low' of neutrophils; "
         "allowed: low, mild, mild-low, normal, severe, severe-low; did you mean 'severe-low'?"),
        ("labs.yaml", "    unit: ug/dL", "    unit: ug/dl", "36:11: unknown unit 'ug/dl'; allowed: a UCUM code under units in "
         "labs.yaml; did you mean 'ug/dL'?"),
        ("labs.yaml", "[10^9/L, G/L]", "[10^9/L, g/dL]", "4:22: spelling 'g/dL' also stands under 10*9/L; allowed: one "
         "unit; remove it from one"),
        ("labs.yaml", "{low: [neutropenia]}", "{low: [neutropenia]}\n    told_as: {low: gait-ataxi}", "22:20: unknown finding 'gait-ataxi'; allowed: an id of "
         "findings/<kind>.yaml; did you mean 'gait-ataxia'?"),
        ("labs.yaml", "{low: [neutropenia]}", "{low: [neutropenia]}\n    told_as: {high: ataxia}", "22:15: unknown level 'high' of neutrophils; allowed: "
         "low, mild, mild-low, normal, severe, severe-low; correct it"),
        ("labs.yaml", "{low: [neutropenia]}", "{lowish: [neutropenia]}", "21:13: unknown level 'lowish' of neutrophils; allowed: "
         "low, mild, mild-low, normal, severe, severe-low; correct it"),
        ("drugs.yaml", "cause: copper-deficiency", "cause: copper", "5:12: unknown cause 'copper'; allowed: the name of a file "
         "under causes/; add it there, or correct it"),
        ("drugs.yaml", "agranulocytosis: {evi", "agranulocytoses: {evi", "18:7: unknown effect 'agranulocytoses'; allowed: an id "
         "under effects in drugs.yaml; did you mean 'agranulocytosis'?"),
        ("drugs.yaml", "antithyroid", "antithyroid\n    contains: [methimazol]", "17:16: unknown drug 'methimazol'; allowed: an id "
         "under drugs in drugs.yaml; did you mean 'methimazole'?"),
        ("drugs.yaml", ", possible: 3.0e-6", "", "11:19: 'assumed_risk' lacks possible; allowed: every one of definite, probable, "
         "possible; add what is missing"),
        ("settings.yaml", "default: hospital", "default: hospitl", "2:10: unknown setting 'hospitl'; allowed: hospital; did you "
         "mean 'hospital'?"),
        ("settings.yaml", "place: hospital", "place: clinic", "5:38: unknown place 'clinic'; allowed: hospital, primary-care, "
         "referral; correct it"),
        ("urgent.yaml", "level: severe", "level: sever", "7:39: unknown level 'sever' of neutrophils; allowed: low, mild, "
         "mild-low, normal, severe, severe-low; did you mean 'severe'?"),
        ("urgent.yaml", "analyte: neutrophils, level: severe", "analyte: neutrophils", "7:9: give a finding, or an analyte with "
         "below, above or level, one of the two"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_other_files_is_told_at_the_mention(spoil, file, old, new, message):
    assert f"rules/{file}:{message}" in told(spoil(file, old, new))


def test_a_finding_stands_in_one_file(spoil):
    rules = spoil(COMPOSITES, "  agranulocytosis:", "  ataxia: {label: another word}\n  agranulocytosis:")

    assert told(rules) == ["rules/findings/symptom.yaml:4:3: finding 'ataxia' stands twice, first in "
                           "rules/findings/composite.yaml:4:3; keep one of the two"]  # fmt: skip


def test_a_missing_file_is_told_once_without_false_alarms(rules):
    (rules / "labs.yaml").unlink()

    assert told(rules) == ["rules/labs.yaml:0:0: the file is missing; write it, see rules/README.md"]


def test_a_broken_cause_is_still_known_to_others(rules):
    (rules / CAUSE).write_text("id: [", encoding="utf-8")

    assert [line.split(":")[0] for line in told(rules) if "unknown" in line] == []


def test_a_file_where_none_belongs_is_told(rules):
    (rules / "drugs-more.yml").write_text("a: 1", encoding="utf-8")

    assert told(rules) == ["rules/drugs-more.yml:0:0: no rule file belongs here; allowed: sources.yaml, model.yaml, settings.yaml, "
                           "labs.yaml, drugs.yaml, urgent.yaml, language.yaml, hpo.yaml, cohorts.yaml, coverage.yaml, diagnoses.yaml, effort.yaml, teaching.yaml, "
                           "findings/<kind>.yaml, causes/<group>/<id>.yaml; move or rename it"]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "0:0: the file is empty; write at least one key, or remove the file"),
        (b"\x00\x01", "1:1: the character U+0000 is not text; allowed: printable characters; remove it, or save the file as plain text"),
        (b"a: " + b"x" * 10_000_000, "0:0: the file has 10,000,003 bytes; allowed: 2,000,000; split it into smaller files"),
        (b"- a\n", "1:1: the file is a list; allowed: a mapping with the keys format, kind, findings; correct it"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(rules, content, message):
    (rules / SYMPTOMS).write_bytes(content)

    assert f"rules/{SYMPTOMS}:{message}" in told(rules)


def test_an_alias_bomb_in_the_rules_is_told(rules):
    (rules / SYMPTOMS).write_text("a: &x 1\nb: [" + ", ".join(["*x"] * 101) + "]", encoding="utf-8")

    assert f"rules/{SYMPTOMS}:1:4: more than 100 aliases repeat parts of this file; allowed: 100; write the parts out" in told(rules)


def test_problems_of_all_files_are_raised_at_once(spoil):
    spoil(CAUSE, "frequency: 0.6", "frequency: 60")
    rules = spoil("labs.yaml", "[0, 500]", "[0]")

    with pytest.raises(RuleError) as caught:
        read_rules(rules)

    assert len(caught.value.problems) == 2


def test_an_unused_source_is_a_note_and_no_problem(spoil):
    rules = spoil("sources.yaml", "sources:\n", "sources:\n  idle2000: {citation: An idle paper, pmid: '1'}\n")
    examination = examine(rules)

    assert examination.problems == ()
    assert [str(note) for note in examination.notes] == [
        "rules/sources.yaml:3:3: source 'idle2000' is not used; cite it where its numbers are, or remove it"
    ]


def test_a_newer_format_is_refused(spoil):
    assert told(spoil(CAUSE, "format: 1", "format: 2")) == [
        f"rules/{CAUSE}:1:9: 'format' is 2; allowed: up to 1; update Penia, or write the file in format 1"
    ]


def test_an_older_format_is_brought_up_to_date_step_by_step():
    steps = {
        ("cause", 1): lambda content: {**content, "name": content["title"]},
        ("cause", 2): lambda content: {**content, "group": "clonal"},
    }

    assert migrated("cause", {"format": 1, "title": "x"}, formats={"cause": 3}, migrations=steps) == {
        "format": 3, "title": "x", "name": "x", "group": "clonal",
    }  # fmt: skip


def test_an_older_format_without_a_migration_is_refused():
    with pytest.raises(FormatError, match=r"^'format' is 1; allowed: 2; rewrite the file in format 2$"):
        migrated("cause", {"id": "x"}, formats={"cause": 2}, migrations={})


def test_limits_of_an_ancestry_in_labs_of_format_1_become_what_is_usual_there():
    old = {"format": 1, "analytes": {"x": {"intervals": [{"low": 1.5, "high": 7}, {"ancestry": "african", "low": 1.2, "high": 5, "source": "s"}]}}}

    assert migrated("labs", old) == {"format": 2, "analytes": {"x": {
        "intervals": [{"low": 1.5, "high": 7}],
        "usual": [{"finding": "ancestry-african", "whom": "adults of african ancestry", "low": 1.2, "high": 5, "source": "s"}]}}}
    assert migrated("labs", {"format": 1, "analytes": "nothing"}) == {"format": 2, "analytes": "nothing"}
