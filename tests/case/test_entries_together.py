"""What the entries of a case say together: what implies, contradicts or denies what, and whose it is."""

import pytest

from engine import Case, Medication
from engine.reasoning.observations import observe


def test_pancytopenia_implies_its_three_parts(knowledge):
    seen = observe(Case(present=("pancytopenia",)), knowledge)

    assert seen.at_least_low == 3
    assert {name: level.level for name, level in seen.levels.items()} == {"wbc": "low", "hemoglobin": "low", "platelets": "low"}


def test_earlier_pancytopenia_says_nothing_of_today(knowledge):
    seen = observe(Case(present=("pancytopenia 10 months earlier",)), knowledge)

    assert (seen.at_least_low, seen.levels) == (0, {})


def test_an_earlier_symptom_is_no_finding_of_today_but_an_operation_still_counts(knowledge):
    seen = observe(Case(history=("fever", "splenectomy")), knowledge)

    assert seen.states == {"splenectomy": "present"}


def test_gait_ataxia_counts_as_ataxia(knowledge):
    seen = observe(Case(present=("ataxia", "gait ataxia")), knowledge)

    assert "ataxia" in knowledge.findings["gait-ataxia"].parents
    assert seen.states == {"gait-ataxia": "present"}


def test_where_ataxia_is_absent_gait_ataxia_is_absent_too(knowledge):
    seen = observe(Case(absent=("gait ataxia", "ataxia")), knowledge)

    assert seen.states == {"ataxia": "absent"}


def test_a_contradiction_is_told_and_weighs_nothing(knowledge):
    seen = observe(Case(present=("fever",), absent=("fever",)), knowledge)

    assert seen.states == {}
    assert list(map(str, seen.conflicts)) == ["'fever' says absent, but fever says present: keep one"]


def test_contradicting_levels_are_told_and_weigh_nothing(knowledge):
    seen = observe(Case(present=("low ferritin", "high ferritin")), knowledge)

    assert seen.levels["ferritin"].level == "unsure"
    assert list(map(str, seen.conflicts)) == ["'high ferritin' says Ferritin high, but low ferritin says low: keep one"]


def test_a_relatives_disease_is_not_the_persons(knowledge):
    seen = observe(Case(family_history=("osteoarthritis", "low copper"), present=("father had gout",)), knowledge)

    assert (seen.states, seen.levels) == ({}, {})


def test_a_number_counts_and_not_the_word_for_it(knowledge):
    seen = observe(Case(labs={"ANC": "2.0 x10^9/L"}, present=("severe neutropenia",)), knowledge)

    assert seen.levels["neutrophils"].level == "normal"


def test_afebrile_denies_fever(knowledge):
    seen = observe(Case(present=("afebrile",)), knowledge)

    assert seen.states["fever"] == "absent"


def test_a_number_among_the_findings_does_not_replace_the_printed_one(knowledge):
    seen = observe(Case(labs={"platelets": "5 x10^9/L"}, present=("platelets 230 on admission",)), knowledge)
    assert (seen.levels["platelets"].quantity.value, seen.levels["platelets"].course) == (5, (230, 5))


@pytest.mark.parametrize(("where", "text"), [("absent", "drug exposure"), ("absent", "regular medications"), ("history", "no medications")])
def test_denied_medicines_are_none_taken(where, text, knowledge):
    assert observe(Case(**{where: (text,)}), knowledge).drugs == ()


@pytest.mark.parametrize("text", ["none", "nil", "no medications", "no regular medications"])
def test_a_list_of_medicines_that_says_none_is_an_empty_list(text, knowledge):
    seen = observe(Case(medications=(Medication(text),)), knowledge)

    assert seen.drugs == ()
    assert [(one.status, one.note) for one in seen.readings] == [("used", "no medicines taken")]


def test_medicines_that_nobody_denied_stay_unknown(knowledge):
    assert observe(Case(absent=("fever",)), knowledge).drugs is None


@pytest.mark.parametrize(("text", "onset"), [("acute", "days"), ("minutes", "days"), ("a few hours", "days"), ("subacute", "weeks"),
                                             ("insidious", "months"), ("since childhood", "lifelong"), ("acute, 5 weeks", "weeks")])
def test_an_onset_may_be_told_without_a_number(text, onset, knowledge):
    assert observe(Case(onset=text), knowledge).onset == onset


@pytest.mark.parametrize("present", [("dengue NS1 negative", "dengue IgM positive"), ("dengue NS1 negative, IgM positive",)])
def test_of_two_tests_of_one_microbe_the_positive_one_stands(present, knowledge):
    observed = observe(Case(present=present), knowledge)
    assert (observed.states, observed.conflicts) == ({"dengue-positive": "present"}, [])


def test_one_test_told_positive_and_negative_is_a_conflict(knowledge):
    assert len(observe(Case(present=("HIV positive", "HIV negative")), knowledge).conflicts) == 1


@pytest.mark.parametrize("text", ["wife with influenza", "coworkers with influenza", "measles outbreak at school", "exposed to measles",
                                  "wife with cough", "contact with a child with a rash", "cousins with typhoid"])
def test_an_infection_of_somebody_else_is_a_contact(text, knowledge):
    assert observe(Case(exposures=(text,)), knowledge).states == {"sick-contacts": "present"}


def test_a_medicine_brings_what_taking_it_means(knowledge):
    taken = observe(Case(medications=(Medication("zinc sulfate", "220 mg daily for 2 years"),)), knowledge)
    long_ago = observe(Case(medications=(Medication("zinc sulfate", "stopped 3 years ago"),)), knowledge)

    assert taken.states == {"zinc-excess": "present"}
    assert long_ago.states == {}


@pytest.mark.parametrize(("name", "taken", "finding"), [
    ("influenza vaccine", "2 weeks ago", "vaccine-recent"), ("Pfizer-BioNTech COVID-19 vaccine", "second dose 8 days before onset", "vaccine-recent"),
    ("influenza vaccine", "two years ago", ""), ("influenza vaccine", "", ""), ("mycophenolate", "", "immunosuppressed"),
    ("azathioprine", "for two years", "immunosuppressed"), ("azathioprine", "stopped three years ago", ""),
    ("rituximab", "two months ago", "immunosuppressed")])
def test_a_vaccine_of_the_last_weeks_and_a_drug_against_immunity_bring_what_they_imply(name, taken, finding, knowledge):
    seen = observe(Case(medications=(Medication(name, taken),)), knowledge)

    assert set(seen.states) == ({finding} if finding else set())


@pytest.mark.parametrize("where", ["present", "history", "exposures"])
def test_who_was_exposed_to_an_infection_met_it_and_has_no_test_of_it(where, knowledge):
    seen = observe(Case(**{where: ("exposed to tuberculosis",)}), knowledge)

    assert "tuberculosis-test-positive" not in seen.states


def test_what_is_called_recent_and_was_years_ago_does_not_count(knowledge):
    seen = observe(Case(history=("COVID-19 two years ago",)), knowledge)

    assert "recent-covid" not in seen.states


@pytest.mark.parametrize(("printed", "value"), [("1/640", 640), ("1:640", 640), ("< 1/40", 40)])
def test_a_titer_may_be_written_with_a_stroke(printed, value, knowledge):
    assert observe(Case(labs={"ANA": printed}), knowledge).levels["ana-titer"].quantity.value == value
