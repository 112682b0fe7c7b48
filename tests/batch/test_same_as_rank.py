"""The vectorised path gives what `rank` gives, to 5 in 100,000 of each probability and in the same order, on published and on generated cases."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Case, Medication, candidates, gather, load, rank, read_cases
from engine.batch.kernel import exponentials
from engine.batch.pack import pack
from engine.batch.resolved import SCHEMA, resolve
from engine.batch.scores import leaf_probabilities, named_causes, score_packed, score_rows
from engine.knowledge.words.units import usual_span

PUBLISHED = Path(__file__).parents[1] / "data" / "published.yaml"
SAME = 5e-5
NOTHING = 1e-12
"""Probabilities below it are alike."""
STATED = ("present", "absent", "unsure", "history")
TAKEN = ("", "started 5 weeks earlier", "for 12 years", "stopped a month ago", "day 10", "single dose 3 days ago", "started after the counts fell")


def same(told, right) -> bool:
    """Whether probabilities are alike, as exactly as the batch promises."""
    return np.allclose(told, right, rtol=SAME, atol=NOTHING)


def compare(cases: list[Case], knowledge, *, setting: str | None = None) -> None:
    """Hold the batch against `rank`, case by case: every leaf, and the order of the first ten families."""
    packed = pack(resolve(((str(number), case) for number, case in enumerate(cases)), knowledge, setting=setting), knowledge)
    leaves, scores = leaf_probabilities(packed, knowledge), score_packed(packed, knowledge, top=10)
    for number, case in enumerate(cases):
        ranking = rank(gather(case, knowledge, setting=setting), knowledge)

        assert same(leaves[number], ranking.probability)
        assert same(scores.probability[number], ranking.family_probability[ranking.order[:10]])
        assert same(ranking.family_probability[scores.families[number]], ranking.family_probability[ranking.order[:10]])


@pytest.mark.parametrize("stage", ["presentation", "confirmed"])
@pytest.mark.parametrize("setting", [None, "published", "primary-care-tropics", "unspecified"])
def test_published_cases_are_ranked_as_one_by_one(stage, setting, knowledge):
    compare([file.at(stage) for file in read_cases(PUBLISHED)], knowledge, setting=setting)


@st.composite
def generated(draw) -> Case:
    """Draw a case from the whole vocabulary: who, findings in any state, values, drugs with their time, course, setting."""
    rules = load()
    labels = draw(st.lists(st.sampled_from([one.label for one in rules.findings.values()]), unique=True, max_size=12))
    places = draw(st.lists(st.sampled_from(STATED), min_size=len(labels), max_size=len(labels)))
    labs = {}
    for name in draw(st.lists(st.sampled_from(["wbc", "neutrophils", "hemoglobin", "platelets", *rules.analytes]), unique=True, max_size=9)):
        one = rules.analytes[name]
        low, high = usual_span(one)
        value = max(low / 4, one.plausible[0]) + draw(st.floats(0, 1)) * (min(high * 3, one.plausible[1]) - max(low / 4, one.plausible[0]))
        labs[one.label] = f"{draw(st.sampled_from(('', '', '<', '>')))}{value:.4g} {rules.units.shown(one.unit)}"
    drugs = st.builds(Medication, st.sampled_from([one.label for one in rules.drugs.values()]), st.sampled_from(TAKEN))
    return Case(
        age=draw(st.none() | st.floats(0, 100)), sex=draw(st.sampled_from([None, "female", "male"])),
        pregnant=draw(st.sampled_from([None, True, False])), onset=draw(st.sampled_from([None, "days", "5 weeks", "lifelong"])),
        setting=draw(st.sampled_from([None, *rules.settings])), labs=labs, medications=draw(st.none() | st.lists(drugs, max_size=4).map(tuple)),
        **{place: tuple(label for label, at in zip(labels, places, strict=True) if at == place) for place in STATED})


@settings(max_examples=25)
@given(st.lists(generated(), min_size=1, max_size=8))
def test_generated_cases_are_ranked_as_one_by_one(cases):
    compare(cases, load())


def test_rows_are_named_as_candidates_are(knowledge):
    files = read_cases(PUBLISHED)
    scores = score_rows(resolve(((file.id, file.case) for file in files), knowledge), knowledge, top=5)
    names = named_causes(knowledge)

    for number, file in enumerate(files):
        rows = candidates(rank(gather(file.case, knowledge), knowledge), knowledge, top=5)
        assert [names[cause] for cause in scores.causes(knowledge)[number]] == [row.id for row in rows]


def test_every_family_but_something_else_can_be_told_each_once(knowledge):
    table = resolve(((file.id, file.case) for file in read_cases(PUBLISHED)[:5]), knowledge)
    scores = score_rows(table, knowledge, top=len(knowledge.families))

    assert [sorted(told) for told in scores.families.tolist()] == [list(range(len(knowledge.families) - 1))] * 5
    assert (np.diff(scores.probability) <= 0).all()
    assert np.allclose(scores.probability.sum(axis=1) + scores.other, 1.0, rtol=SAME)


def test_exponentials_below_the_highest_are_right_and_their_sum_is_returned():
    values = np.linspace(-70, 9, 64 * 500, dtype=np.float32)
    told = values.copy()
    whole = exponentials(told)

    right = np.exp(values.astype(float) - 9)
    assert np.allclose(told, right, rtol=1e-5, atol=0)
    assert np.allclose(told[values > -1], right[values > -1], rtol=1e-6, atol=0)
    assert np.isclose(whole, right.sum(), rtol=1e-6)


def test_a_case_has_the_same_answer_alone_and_among_others(knowledge):
    table = resolve(((file.id, file.case) for file in read_cases(PUBLISHED)), knowledge)
    together = leaf_probabilities(pack(table, knowledge), knowledge)

    alone = [leaf_probabilities(pack(table.slice(number, 1), knowledge), knowledge)[0] for number in range(0, table.num_rows, 9)]

    assert np.allclose(alone, together[::9], rtol=1e-12, atol=1e-15)


def test_a_bare_value_is_judged_by_the_persons_own_limits(knowledge):
    typed = Case(age=30, sex="female", labs={"Hemoglobin": "11.0 g/dL", "Platelets": "140 x10^9/L"}, present=("fever",))
    rows = pa.Table.from_pylist([{"age": 30.0, "sex": "female", "present": ["fever"], "levels": [
        {"analyte": "hemoglobin", "value": 11.0}, {"analyte": "platelets", "value": 140.0}]}])

    assert same(leaf_probabilities(pack(rows, knowledge), knowledge)[0], rank(gather(typed, knowledge), knowledge).probability)


@pytest.mark.parametrize(("value", "bound", "typed"), [
    (150.0, "below", "<150"), (200.0, "below", "<200"), (90.0, "below", "<90"), (450.0, "above", ">450"), (90.0, "above", ">90")])
def test_a_limit_is_judged_by_its_side_with_and_without_a_level(value, bound, typed, knowledge):
    case = Case(age=30, sex="female", labs={"Platelets": f"{typed} x10^9/L"}, present=("fever",))
    levels = [{"analyte": "platelets", "value": value, "bound": bound}]
    bare = pa.Table.from_pylist([{"age": 30.0, "sex": "female", "present": ["fever"], "levels": levels}])

    compare([case], knowledge)
    assert same(leaf_probabilities(pack(bare, knowledge), knowledge)[0], rank(gather(case, knowledge), knowledge).probability)


@pytest.mark.parametrize(("row", "told"), [
    ({"present": ["fever", "no-such-finding"]}, "finding in 'present' 'no-such-finding' is not known"),
    ({"levels": [{"analyte": "unobtainium", "value": 1.0}], "present": ["fever"]}, "analyte 'unobtainium' in 'levels' is not known"),
    ({"present": ["fever"], "setting": "mars"}, "setting 'mars' is not known"),
    ({"present": ["fever"], "onset": "sometime"}, "onset 'sometime' is not known"),
    ({"present": ["fever"], "drugs": '[{"drugs": ["moonshine-dust"]}]'}, "drug 'moonshine-dust' is not known"),
    ({"present": ["fever"], "drugs": "aspirin"}, "drugs 'aspirin' cannot be read"),
])
def test_what_is_not_known_is_told_and_the_row_is_a_problem(row, told, knowledge):
    scores = score_rows(pa.Table.from_pylist([{"present": ["fever"]}, row], schema=SCHEMA), knowledge)

    assert list(scores.problems) == [1]
    assert told in scores.problems[1]
