"""Every claim of the project's source texts: the cause is ranked, its page says how it lowers counts, cautions are told."""

import re
from pathlib import Path

import pytest
import yaml

from engine import Case, candidates, gather, parse_cases, rank, urgent
from engine.reasoning.observations import observe

CLAIMS = yaml.safe_load((Path(__file__).parent / "cases" / "source-claims.yaml").read_text(encoding="utf-8"))
ROWS = 10
TESTED_AS_BEHAVIOUR = {2, 3, 4, 6, 30, 32}
SENTENCES = [f"row {claim['row']}, {claim['claim']}" for claim in CLAIMS]


def case_of(claim: dict) -> Case:
    [file] = parse_cases(yaml.safe_dump({"case": claim["case"]}), name=f"row {claim['row']}")
    return file.case


def first_rows(case: Case, knowledge) -> list[str]:
    """Return what stands in the first rows: the ids of the rows, of their families and of what they hold a good part of."""
    ranking = rank(gather(case, knowledge, setting="hospital"), knowledge)
    named = []
    for row in candidates(ranking, knowledge, top=ROWS):
        held = [cause for leaf in row.leaves if leaf.probability >= knowledge.model["leaf_counts_share"] * row.probability
                for cause in leaf.id.split("+")]
        named += [row.id, row.family, *held]
    return named


def flags(case: Case, knowledge) -> set[str]:
    return {flag.id for flag in urgent(gather(case, knowledge), knowledge)}


def test_every_row_of_the_table_is_tested():
    assert {claim["row"] for claim in CLAIMS} | TESTED_AS_BEHAVIOUR == set(range(1, 34))


@pytest.mark.parametrize("claim", CLAIMS, ids=SENTENCES)
def test_the_cause_stands_among_the_first_rows(claim, knowledge):
    missing = set(claim["causes"]) - set(first_rows(case_of(claim), knowledge))

    assert missing == set()


@pytest.mark.parametrize("claim", CLAIMS, ids=SENTENCES)
def test_every_word_of_the_case_is_understood(claim, knowledge):
    seen = observe(case_of(claim), knowledge)
    missed = [one.text for one in seen.readings if one.status == "not_understood" and one.where != "medications"]

    assert missed == []


@pytest.mark.parametrize("claim", CLAIMS, ids=SENTENCES)
def test_the_page_says_how_the_cause_lowers_counts(claim, knowledge):
    for name in claim["causes"]:
        assert len(knowledge.causes[name].how.split()) >= 5


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS if "caution" in claim], ids=lambda claim: f"row {claim['row']}, {claim['claim']}")
def test_the_caution_is_told(claim, knowledge):
    told = (knowledge.causes[claim["causes"][0]].caution or "").casefold()
    missing = [words for words in claim["caution"] if words.casefold() not in told]

    assert missing == []


@pytest.mark.parametrize(("printed", "level"), [("3.9 x10^9/L", "low"), ("4.1 x10^9/L", "normal")])
def test_row_1_white_cells_are_low_below_4(printed, level, knowledge):
    assert observe(Case(age=40, labs={"WBC": printed}), knowledge).levels["wbc"].level == level


def test_row_1_the_limits_of_the_laboratory_beside_the_value_count(knowledge):
    assert observe(Case(age=40, labs={"WBC": "3.8 x10^9/L (3.5-10.5)"}), knowledge).levels["wbc"].level == "normal"


def test_row_1_a_mild_leukopenia_raises_no_red_flag(knowledge):
    assert flags(Case(age=40, labs={"WBC": "3.4 x10^9/L"}), knowledge) == set()


def test_row_2_the_absolute_neutrophil_count_is_worked_out(knowledge):
    seen = observe(Case(age=40, labs={"WBC": "2.0 x10^9/L", "neutrophils": "20 %"}), knowledge)

    assert seen.levels["neutrophils"].quantity.value == 0.4


def test_row_2_a_normal_total_does_not_hide_a_neutropenia(knowledge):
    case = Case(age=40, labs={"WBC": "5.0 x10^9/L", "neutrophils": "8 %", "lymphocytes": "80 %"})
    evidence = gather(case, knowledge)

    assert evidence.observations.levels["wbc"].level == "normal"
    assert "neutrophils" in evidence.counts.low


def test_row_2_a_leukopenia_may_be_a_fall_of_the_lymphocytes_alone(knowledge):
    evidence = gather(Case(age=40, labs={"WBC": "2.6 x10^9/L", "neutrophils": "80 %", "lymphocytes": "12 %"}), knowledge)

    assert evidence.observations.levels["lymphocytes"].level == "low"
    assert "neutrophils" not in evidence.counts.low


def test_row_2_a_count_that_is_printed_is_not_worked_out(knowledge):
    seen = observe(Case(labs={"WBC": "2.0 x10^9/L", "neutrophils (%)": "20 %", "ANC": "0.5 x10^9/L"}), knowledge)

    assert seen.levels["neutrophils"].quantity.value == 0.5


def test_row_3_granulocytes_are_counted_as_neutrophils_and_monocytes_are_not(knowledge):
    names = knowledge.lexicon.analytes

    assert (names["granulocyte"], names["monocyte"]) == ("neutrophils", "monocytes")


def test_row_3_low_monocytes_are_no_low_neutrophils(knowledge):
    evidence = gather(Case(labs={"monocytes": "0.02 x10^9/L"}), knowledge)

    assert evidence.counts.low == frozenset()


def test_row_3_granulocytopenia_means_low_neutrophils(knowledge):
    assert gather(Case(present=("granulocytopenia",)), knowledge).counts.low == {"neutrophils"}


@pytest.mark.parametrize(("printed", "grade"), [("1.2 x10^9/L", "mild"), ("0.7 x10^9/L", "moderate"), ("0.3 x10^9/L", "severe")])
def test_row_4_neutropenia_is_graded_by_the_neutrophil_count(printed, grade, knowledge):
    evidence = gather(Case(age=40, labs={"ANC": printed}), knowledge)
    [(_, rows)] = evidence.counts.depth
    steps = [step for step in knowledge.analytes["neutrophils"].bins if step.level == "low"]
    nearest = max(rows, key=lambda one: one[1])[0]

    assert {steps[number].grade for number in range(len(steps))
            if knowledge.tables.fixed_rows[f"depth:neutrophils:#{number}"] == nearest} == {grade}


def test_row_4_fever_with_few_neutrophils_is_an_emergency(knowledge):
    assert "febrile-neutropenia" in flags(Case(labs={"ANC": "0.4 x10^9/L"}, present=("fever",)), knowledge)


@pytest.mark.parametrize("case", [
    pytest.param(Case(labs={"ANC": "0.4 x10^9/L"}), id="without fever"),
    pytest.param(Case(labs={"ANC": "0.4 x10^9/L"}, present=("afebrile",)), id="where fever is denied"),
    pytest.param(Case(labs={"ANC": "0.8 x10^9/L"}, present=("fever",)), id="with more neutrophils"),
    pytest.param(Case(labs={"WBC": "1.5 x10^9/L"}, present=("fever",)), id="with white cells alone"),
])
def test_row_4_there_is_no_such_flag(case, knowledge):
    assert "febrile-neutropenia" not in flags(case, knowledge)


def test_row_4_a_temperature_counts_as_fever(knowledge):
    assert "febrile-neutropenia" in flags(Case(labs={"ANC": "0.4 x10^9/L", "temperature": "39.1 C"}), knowledge)


def test_row_5_the_larger_disease_is_ranked_before_leukopenia_without_a_cause(knowledge):
    [claim] = [one for one in CLAIMS if one["row"] == 5]
    ranking = rank(gather(case_of(claim), knowledge, setting="hospital"), knowledge)

    assert candidates(ranking, knowledge, top=1)[0].probability > ranking.probability[knowledge.other]


@pytest.mark.parametrize("words", [
    pytest.param({"present": ("incidental finding",)}, id="silent"), pytest.param({"present": ("asymptomatic",)}, id="without complaints"),
    pytest.param({"present": ("recurrent infections",)}, id="recurrent infections"),
    pytest.param({"present": ("fatigue",)}, id="fatigue"), pytest.param({"present": ("fever",)}, id="fever"),
])
def test_row_6_each_way_to_show_itself_is_understood_and_moves_the_ranking(words, knowledge):
    counted = {"WBC": "3.0 x10^9/L", "ANC": "1.2 x10^9/L"}
    with_words = gather(Case(labs=counted, **words), knowledge)
    without = gather(Case(labs=counted), knowledge)

    assert {one.status for one in with_words.observations.readings} == {"used"}
    assert abs(rank(with_words, knowledge).probability - rank(without, knowledge).probability).max() > 0.001


def test_row_6_a_silent_neutropenia_speaks_for_the_benign_and_infections_against_it(knowledge):
    benign = knowledge.columns["duffy-null-associated-neutrophil-count"]
    share = {word: rank(gather(Case(labs={"ANC": "1.2 x10^9/L"}, present=(word,)), knowledge), knowledge).probability[benign]
             for word in ("incidental finding", "recurrent infections")}

    assert share["incidental finding"] > share["recurrent infections"]


def test_row_30_every_mechanism_is_known_and_has_causes(knowledge):
    used = {mechanism for cause in knowledge.causes.values() for mechanism in cause.mechanisms}

    assert used == set(knowledge.model["mechanisms"])
    assert used == {"production", "destruction", "sequestration", "redistribution", "loss", "dilution", "artifact"}


def test_row_32_the_work_up_is_suggested_as_findings_not_yet_assessed(knowledge):
    ranking = rank(gather(Case(labs={"WBC": "2.5 x10^9/L"}), knowledge), knowledge)
    rows = candidates(ranking, knowledge, top=ROWS)

    assert all(row.explanation.expected for row in rows)


def test_row_32_a_red_flag_names_a_danger_and_never_a_dose(knowledge):
    dosed = [flag.id for flag in knowledge.flags if re.search(r"\d\s*(?:mg|g|units|mL)\b(?!/d?L)|\bgive\b|\badminister", flag.reason)]

    assert dosed == []


def test_row_32_no_page_prescribes_a_treatment(knowledge):
    prescribed = re.compile(r"\b(?:treat with|administer|prescribe|should be (?:treated|given)|mg/kg|mg (?:daily|twice|a day))\b", re.IGNORECASE)
    told = [f"{cause.id}: {text}" for cause in knowledge.causes.values()
            for text in (cause.summary, cause.how, cause.caution or "", cause.must_not_miss or "", *cause.pitfalls) if prescribed.search(text)]

    assert told == []


def test_row_33_the_duffy_null_count_is_benign(knowledge):
    cause = knowledge.causes["duffy-null-associated-neutrophil-count"]

    assert (cause.must_not_miss, cause.group) == (None, "benign-artifact")
