"""What if: a change and its undo give the earlier answer, and a change does what entering it by hand does."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import Case, CaseError, QuantityError, gather, rank
from engine.reasoning.what_if import STATES, dialled_prior, scaled_prior, with_finding, with_setting, with_value
from tests.test_laws import cases, printed, ranked, rules

SAME = 1e-9
SETTINGS = st.sampled_from(["hospital", "primary-care", "referral", "hospital-tropics", "unspecified", "published"])


def findings():
    return st.sampled_from([one.id for one in rules().findings.values() if one.used and not one.names_cause])


def changed(case: Case, finding: str, state: str) -> Case:
    """Return the case changed; findings that follow from another entry are none of a person's."""
    try:
        return with_finding(case, finding, state, rules())
    except CaseError as error:
        assume("cannot be taken out" not in str(error))
        raise


@settings(max_examples=60)
@given(cases(), findings(), st.sampled_from(STATES))
def test_a_finding_switched_and_switched_back_gives_the_earlier_answer(case, finding, state):
    seen = gather(case, rules()).observations
    assume(finding not in seen.contradicted)
    entered = next((where for where in ("present", "absent", "unsure") if rules().findings[finding].label in getattr(case, where)), "unknown")
    assume(entered != "unknown" or finding not in seen.states)

    back = changed(changed(case, finding, state), finding, entered)

    assert np.array_equal(ranked(back).probability, ranked(case).probability)


@settings(max_examples=60)
@given(cases(), findings(), st.sampled_from(["present", "absent", "unsure"]))
def test_a_new_finding_is_what_entering_it_by_hand_is(case, finding, state):
    assume(finding not in gather(case, rules()).observations.states)
    label = rules().findings[finding].label
    assume(all(label not in getattr(case, where) for where in ("present", "absent", "unsure", "history")))

    assert changed(case, finding, state) == replace(case, **{state: (*getattr(case, state), label)})


@pytest.mark.parametrize("state", STATES)
def test_a_finding_takes_the_state_it_is_switched_to(state):
    case = with_finding(Case(present=("fever",), absent=("splenomegaly",)), "fever", state, rules())

    assert gather(case, rules()).observations.states.get("fever", "unknown") == state
    assert case.absent[0] == "splenomegaly"


@pytest.mark.parametrize("text", ["fever and splenomegaly", "fever, splenomegaly", "macrocytic anemia with fever"])
def test_what_else_an_entry_says_is_kept(text):
    before = gather(Case(present=(text,)), rules()).observations
    after = gather(with_finding(Case(present=(text,)), "fever", "unknown", rules()), rules()).observations

    assert after.states == {name: state for name, state in before.states.items() if name != "fever"}
    assert {name: one.level for name, one in after.levels.items()} == {name: one.level for name, one in before.levels.items()}


@pytest.mark.parametrize("finding", ["falling-hemoglobin", "falling-platelets", "falling-neutrophils", "chronic-stable-mild-neutropenia",
                                     "cyclic-counts", "onset-after-heparin"])
@pytest.mark.parametrize("state", ["present", "unsure"])
def test_what_the_name_of_a_finding_says_of_a_count_goes_with_it(finding, state):
    case = Case(present=("fever",))

    assert changed(changed(case, finding, state), finding, "unknown") == case


def test_what_is_denied_in_one_entry_stays_denied():
    after = gather(with_finding(Case(absent=("fever or splenomegaly",)), "fever", "present", rules()), rules()).observations

    assert (after.states["fever"], after.states["splenomegaly"]) == ("present", "absent")


def test_a_finding_told_as_past_is_not_the_one_of_now():
    case = Case(history=("fever",))

    assert with_finding(case, "fever", "unknown", rules()) == case
    assert gather(with_finding(case, "fever", "present", rules()), rules()).observations.states == {"fever": "present"}


def test_a_finding_that_follows_from_a_value_cannot_be_taken_out_alone():
    with pytest.raises(CaseError, match="finding 'fever' follows from 'temperature: 39 C'; .* change that entry"):
        with_finding(Case(labs={"temperature": "39 C"}), "fever", "unknown", rules())


@pytest.mark.parametrize(("change", "message"), [
    (lambda k: with_finding(Case(), "green-nose", "present", k), "finding 'green-nose' is not known"),
    (lambda k: with_finding(Case(), "fever", "often", k), "state 'often' is not known; allowed: present, absent, unsure, unknown"),
    (lambda k: with_value(Case(), "kryptonite", "3", k), "analyte 'kryptonite' is not known"),
    (lambda k: with_setting(Case(), "moon", k), "setting 'moon' is not known; allowed: primary-care"),
    (lambda k: scaled_prior(k.tables.log_prior["hospital"], "gremlins", 2, setting="hospital", knowledge=k), "cause 'gremlins' is not known"),
    (lambda k: scaled_prior(k.tables.log_prior["hospital"], "malaria", 0, setting="hospital", knowledge=k), "factor 0; allowed: a number above 0"),
    (lambda k: dialled_prior("hospital", 1.5, k), "dial 1.5; allowed: 0"),
    (lambda k: dialled_prior("moon", 1, k), "setting 'moon' is not known"),
])
def test_what_is_not_known_is_refused(change, message):
    with pytest.raises(CaseError, match=message):
        change(rules())


@settings(max_examples=60)
@given(cases(), st.data())
def test_a_value_set_and_dropped_or_set_back_gives_the_earlier_answer(case, data):
    knowledge = rules()
    analyte = data.draw(st.sampled_from(list(knowledge.analytes)))
    label = knowledge.analytes[analyte].label
    assume(label in case.labs or analyte not in gather(case, knowledge).observations.levels)

    moved = with_value(case, analyte, printed(analyte, data.draw(st.floats(0.1, 0.9))), knowledge)
    back = with_value(moved, analyte, case.labs.get(label), knowledge)

    assert np.array_equal(ranked(back).probability, ranked(case).probability)


def test_a_value_replaces_words_for_its_level():
    case = with_value(Case(present=("low copper", "fever")), "copper", "90 ug/dL", rules())

    assert (case.present, case.labs) == (("fever",), {"Copper": "90 ug/dL"})


def test_a_value_keeps_the_name_under_which_it_stands():
    case = Case(labs={"serum copper": "20 ug/dL", "MCV": "90 fL"})

    assert with_value(case, "copper", "90 ug/dL", rules()).labs == {"serum copper": "90 ug/dL", "MCV": "90 fL"}


def test_a_value_that_cannot_be_read_is_refused():
    with pytest.raises(QuantityError):
        with_value(Case(), "copper", "some", rules())


@given(cases(), SETTINGS)
def test_a_setting_changed_and_changed_back_gives_the_earlier_answer(case, setting):
    back = with_setting(with_setting(case, setting, rules()), case.setting, rules())

    assert back == case


@settings(max_examples=30)
@given(cases(), SETTINGS)
def test_the_dial_at_full_is_the_ranking_as_it_is(case, setting):
    knowledge = rules()
    full = rank(gather(case, knowledge, setting=setting, log_prior=dialled_prior(setting, 1.0, knowledge)), knowledge)

    assert np.array_equal(full.probability, rank(gather(case, knowledge, setting=setting), knowledge).probability)


@given(SETTINGS.filter(lambda name: not rules().settings[name].telling))
def test_with_base_rates_ignored_and_no_evidence_every_mechanism_has_the_same_mass(setting):
    knowledge = rules()
    ranking = rank(gather(Case(), knowledge, setting=setting, log_prior=dialled_prior(setting, 0.0, knowledge)), knowledge)
    masses: dict[str, float] = {}
    for leaf, probability in zip(knowledge.leaves[:-1], ranking.probability[:-1], strict=True):
        mechanism = knowledge.causes[leaf.family].mechanisms[0]
        masses[mechanism] = masses.get(mechanism, 0.0) + float(probability)
    as_it_is = rank(gather(Case(), knowledge, setting=setting), knowledge)

    assert max(masses.values()) - min(masses.values()) < SAME
    assert np.isclose(ranking.probability[-1], as_it_is.probability[-1], rtol=SAME)


@given(SETTINGS, st.floats(0, 1), st.floats(0, 1))
def test_turning_the_dial_moves_every_prior_one_way(setting, first, second):
    ends = dialled_prior(setting, 0.0, rules()), dialled_prior(setting, 1.0, rules())
    low, high = (dialled_prior(setting, dial, rules()) for dial in sorted((first, second)))

    assert np.all((high - low) * (ends[1] - ends[0]) >= -SAME)


@settings(max_examples=30)
@given(cases(), st.sampled_from(["malaria", "vitamin-b12-deficiency", "copper-deficiency", "aplastic-anemia"]), st.floats(0.01, 100))
def test_a_prior_scaled_and_scaled_back_gives_the_earlier_answer(case, cause, factor):
    knowledge = rules()
    setting = gather(case, knowledge).setting
    prior = knowledge.tables.log_prior[setting]
    scaled = scaled_prior(prior, cause, factor, setting=setting, knowledge=knowledge)
    back = scaled_prior(scaled, cause, 1 / factor, setting=setting, knowledge=knowledge)

    assert np.allclose(rank(gather(case, knowledge, log_prior=back), knowledge).probability, ranked(case).probability, rtol=SAME, atol=SAME)


@given(st.sampled_from(["malaria", "copper-deficiency"]), st.floats(1.5, 100))
def test_a_cause_that_is_more_common_becomes_that_much_more_likely(cause, factor):
    """Without drugs, odds against a cause that is not touched rise by the factor to the power of the setting's weight."""
    knowledge, column = rules(), rules().column(cause)
    prior = scaled_prior(knowledge.tables.log_prior["hospital"], cause, factor, setting="hospital", knowledge=knowledge)
    before, after = ranked(Case()).probability, rank(gather(Case(), knowledge, log_prior=prior), knowledge).probability

    assert np.isclose((after[column] / after[-1]) / (before[column] / before[-1]), factor ** knowledge.settings["hospital"].weight)
