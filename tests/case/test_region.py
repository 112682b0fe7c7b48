"""Where somebody lives, told under `region`: a place says what it says as an exposure, and in which region of the settings it lies."""

from dataclasses import replace

import pytest

from engine import Case, CaseFile, gather, parse_cases
from engine.case.entries import entries, without
from engine.case.region import NO_PLACE, region_of
from engine.formats.tables import TableReader
from engine.reasoning.observations import observe
from engine.reasoning.what_if import with_finding
from engine.teaching.prose import tell


@pytest.mark.parametrize(("told", "place", "region"), [
    ("India", "region-india", "tropics"), ("south India", "region-india", "tropics"), ("Kigali, Rwanda", "region-central-africa", "tropics"),
    ("Lagos, Nigeria", "region-nigeria", "tropics"), ("rural Kenya", "region-kenya", "tropics"),
    ("sub-Saharan Africa", "region-sub-saharan-africa", "tropics"),
    ("southern USA", "region-us-south", None), ("Ohio, USA", "region-us-mississippi-ohio-valley", None), ("US", "region-united-states", None),
    ("northern Italy", "region-italy", None), ("Turkey", "region-turkey", None), ("UK", "region-europe-northern", None),
    ("Afghanistan", "region-afghanistan", None), ("Brazil", "region-brazil", "tropics"), ("lives in Nepal", "region-nepal", "tropics"),
    ("malaria-endemic area", "malaria-area", None),
])
def test_a_place_under_region_is_read_as_one_that_somebody_lives_in(told, place, region, knowledge):
    seen, lived = observe(Case(region=told), knowledge), observe(Case(exposures=(f"lives in {told.removeprefix('lives in ')}",)), knowledge)

    assert seen.states[place] == "present"
    assert {one for one in lived.states.items() if one not in seen.states.items()} == set()
    assert region_of(told, knowledge) == region


@pytest.mark.parametrize("told", ["Atlantis", "moon", "T", "head", "aspirin", "rural", "5"])
def test_what_is_no_known_place_is_told_as_not_understood_and_stops_nothing(told, knowledge):
    case = parse_cases(f"case: {{region: {told}, labs: {{Platelets: 60}}}}", name="case.yaml")[0].case
    evidence = gather(case, knowledge)
    unread = [(one.text, one.where, one.note) for one in evidence.observations.readings if one.status == "not_understood"]

    assert unread == [(told, "region", NO_PLACE)]
    assert evidence.setting == knowledge.default_setting


@pytest.mark.parametrize(("told", "kept"), [("Tropics", "tropics"), ("the tropics", "tropics"), ("TEMPERATE", "temperate"), ("India", "India")])
def test_the_two_regions_of_the_settings_are_known_in_any_spelling(told, kept):
    assert parse_cases(f"case: {{region: {told}}}", name="case.yaml")[0].case.region == kept


@pytest.mark.parametrize(("told", "setting"), [
    ("Ghana", "referral-tropics"), ("tropics", "referral-tropics"), ("Sweden", "referral"), ("temperate", "referral"), ("Texas, Mexico", "referral"),
])
def test_the_setting_follows_the_region_in_which_a_place_lies(told, setting, knowledge):
    assert gather(Case(region=told, setting="referral"), knowledge).setting == setting


@pytest.mark.parametrize(("told", "setting"), [
    ("lives in India", "referral-tropics"), ("living in rural Ghana", "referral-tropics"), ("resident of Brazil", "referral-tropics"),
    ("farmer living in northern Thailand for 10 years", "referral-tropics"), ("born in India, lives in Norway", "referral"),
    ("visited India", "referral"), ("no longer lives in India", "referral"), ("mother lives in India", "referral"),
    ("lived in India until 2010", "referral"), ("living with a parrot from Brazil", "referral"),
])
def test_an_entry_that_says_where_somebody_lives_tells_the_region_too(told, setting, knowledge):
    assert gather(Case(exposures=(told,), setting="referral"), knowledge).setting == setting


def test_what_stands_under_region_goes_before_an_entry_and_two_homes_tell_none(knowledge):
    assert gather(Case(region="Sweden", exposures=("lives in India",), setting="referral"), knowledge).setting == "referral"
    assert gather(Case(exposures=("lives in India", "living in Norway"), setting="referral"), knowledge).setting == "referral"


def test_every_place_of_a_region_is_a_place_and_every_region_one_of_a_setting(knowledge):
    assert set(knowledge.regions.values()) <= {one.region for one in knowledge.settings.values()}
    assert [one for one in knowledge.regions if knowledge.findings[one].group not in knowledge.complete_groups] == []


def test_a_place_is_an_entry_that_can_be_left_out_and_a_climate_is_none():
    place, = entries(Case(region="India"))

    assert without(Case(age=30, region="India"), place) == Case(age=30)
    assert entries(Case(region="tropics")) == ()


def test_a_place_can_be_answered_otherwise(knowledge):
    changed = with_finding(Case(region="India"), "region-india", "absent", knowledge)

    assert (changed.region, observe(changed, knowledge).states["region-india"]) == (None, "absent")


def test_a_column_of_countries_is_read_and_what_is_no_place_stands_in_its_report(knowledge):
    reader = TableReader(["id", "Country"], knowledge)
    rows = list(reader.rows([["1", "India"], ["2", "Tropics"], ["3", "Atlantis"]]))
    for row in rows:
        reader.understood(row, observe(row.file.case, knowledge))

    assert [row.file.case.region for row in rows] == ["India", "tropics", "Atlantis"]
    assert dict(reader.report["Country"].missed) == {"Atlantis": 1}


def test_a_case_in_prose_says_the_place(knowledge):
    case = CaseFile(id="x", case=Case(age=40, sex="male", region="India")).case

    assert (tell(case, knowledge), tell(replace(case, region="tropics"), knowledge)) == (
        "A 40-year-old man, living in India.", "A 40-year-old man, living in the tropics.")
