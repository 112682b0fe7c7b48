"""What separates two causes, which look alike, and the rows in which sets of look-alikes are practised."""

import sys
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from engine import CaseError, gather, rank, read_cases
from engine.reasoning.rank import LOG10
from engine.teaching import closeness, contrast, drills, nearest

EXAMPLES = {file.id: file for file in read_cases(Path(__file__).parents[2] / "cases" / "examples.yaml")}
COPPER, B12, LEAD = "copper-deficiency", "vitamin-b12-deficiency", "lead-poisoning"


@pytest.fixture(params=EXAMPLES)
def ranking(request, knowledge):
    return rank(gather(EXAMPLES[request.param].case, knowledge), knowledge)


def test_the_differences_and_that_of_the_priors_add_up_to_the_ratio_of_the_probabilities(ranking, knowledge):
    for first, second in ((COPPER, B12), (LEAD, "drug-induced-agranulocytosis"), ("dengue", "malaria")):
        columns = knowledge.column(first), knowledge.column(second)
        priors = (ranking.evidence.prior[columns[0]] - ranking.evidence.prior[columns[1]]) / LOG10
        told = priors + sum(one.favors_first for one in contrast(ranking, *columns, knowledge))

        assert told == pytest.approx(float(ranking.score[columns[0]] - ranking.score[columns[1]]) / LOG10, abs=1e-9)


def test_what_separates_most_comes_first(ranking, knowledge):
    sizes = [abs(one.favors_first) for one in contrast(ranking, knowledge.column(COPPER), knowledge.column(B12), knowledge)]

    assert sizes == sorted(sizes, reverse=True)


def test_a_contrast_seen_from_the_other_side_has_the_other_sign(ranking, knowledge):
    columns = knowledge.column(COPPER), knowledge.column(B12)
    there, back = ({one.label: one.favors_first for one in contrast(ranking, *order, knowledge)} for order in (columns, columns[::-1]))

    assert there == pytest.approx({label: -weight for label, weight in back.items()})


def test_a_cause_beside_itself_differs_in_nothing(ranking, knowledge):
    column = knowledge.column(COPPER)

    assert {one.favors_first for one in contrast(ranking, column, column, knowledge)} == {0.0}


def test_low_copper_speaks_for_copper_deficiency_by_the_weights_of_both(knowledge):
    case = next(file for file in EXAMPLES.values() if file.id == "example-bypass").case
    ranking = rank(gather(case, knowledge), knowledge)
    terms = [term.label for term in ranking.evidence.terms]
    ataxia = next(one for one in contrast(ranking, knowledge.column(COPPER), knowledge.column(LEAD), knowledge) if one.label == "gait ataxia")

    assert "gait ataxia" in terms
    assert ataxia.favors_first == ataxia.first - ataxia.second
    assert ataxia.favors_first > 0


@pytest.fixture
def distances(monkeypatch, knowledge) -> np.ndarray:
    """Ten between any two leaves; copper to B12 one, copper to lead two, B12 to lead four."""
    size = len(knowledge.leaves) - 1
    distance = np.full((size, size), 10.0)
    np.fill_diagonal(distance, 0.0)
    copper, b12, lead = map(knowledge.column, (COPPER, B12, LEAD))
    for one, two, far in ((copper, b12, 1.0), (copper, lead, 2.0), (b12, lead, 4.0)):
        distance[one, two] = distance[two, one] = far
    # The package shows the function `contrast` under the name of its module.
    monkeypatch.setattr(sys.modules["engine.teaching.contrast"], "expected_log_odds", lambda _: distance)
    return distance


def test_the_nearest_cause_has_the_least_expected_log_odds(distances, knowledge):
    near = nearest(COPPER, knowledge, count=3)

    assert near[:2] == ((B12, 1.0), (LEAD, 2.0))
    assert near[2][1] == 10.0
    assert COPPER not in dict(nearest(COPPER, knowledge, count=len(knowledge.causes)))


def test_closeness_is_the_share_of_all_pairs_that_are_nearer_than_the_middle_pair_of_the_set(distances, knowledge):
    pairs = len(distances) * (len(distances) - 1) / 2

    assert closeness((COPPER, B12, LEAD), knowledge) == pytest.approx(1 / pairs)  # the middle of 1, 2 and 4 is 2; nearer is one pair
    assert closeness((COPPER, B12), knowledge) == 0.0


def test_the_knowledge_finds_the_causes_of_each_set_harder_to_tell_apart_than_most(knowledge):
    middle = {name: closeness(tuple(one["causes"]), knowledge) for name, one in knowledge.teaching["sets"].items()}

    assert {name: share for name, share in middle.items() if share >= 0.5} == {}


def test_a_row_of_practice_meets_each_set_in_a_block_and_then_all_mixed(knowledge):
    rule, sets = knowledge.teaching["practice"], tuple(knowledge.teaching["sets"])
    row = drills(knowledge, seed=3)
    blocks = [(name, len(list(group))) for name, group in groupby(one.set for one in row if one.order == "blocked")]
    mixed = [one.set for one in row if one.order == "mixed"]

    assert blocks == [(name, rule["blocked"]) for name in sets]
    assert [one.order for one in row] == ["blocked"] * (rule["blocked"] * len(sets)) + ["mixed"] * rule["mixed"]
    assert sorted(mixed) == sorted(sets[number % len(sets)] for number in range(rule["mixed"]))
    assert mixed != [sets[number % len(sets)] for number in range(rule["mixed"])]
    assert [one.number for one in row] == list(range(1, len(row) + 1))


def test_a_row_of_practice_follows_from_its_seed(knowledge):
    assert drills(knowledge, seed=3) == drills(knowledge, seed=3)
    assert [one.seed for one in drills(knowledge, seed=3)] != [one.seed for one in drills(knowledge, seed=4)]


def test_chosen_sets_alone_are_practised_in_the_order_chosen(knowledge):
    row = drills(knowledge, seed=3, sets=("hemolysis", "megaloblastic"))

    assert list(dict.fromkeys(one.set for one in row if one.order == "blocked")) == ["hemolysis", "megaloblastic"]
    assert {one.set for one in row} == {"hemolysis", "megaloblastic"}


def test_a_set_nobody_knows_is_refused(knowledge):
    with pytest.raises(CaseError, match="^set 'zebras' is not known; allowed: megaloblastic, .*; choose one$"):
        drills(knowledge, seed=3, sets=("zebras",))
