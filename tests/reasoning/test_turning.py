"""Which single answers are told to turn the order of two causes, and in which order."""

from engine import Case, gather, rank
from engine.reasoning.compare import columns_of, compare
from engine.reasoning.flips import flips

AFTER_BYPASS = Case(age=34, sex="female", labs={"hemoglobin": "7.9 g/dL", "MCV": "112 fL", "vitamin B12": "normal"},
                    present=("tingling in the feet",), history=("gastric bypass",))
PAIR = ("b12-deficiency-after-gastric-surgery", "copper-deficiency")


def test_the_answers_that_turn_the_order_are_those_that_tell_most_and_not_that_something_rare_is_absent(knowledge):
    ranking = rank(gather(AFTER_BYPASS, knowledge), knowledge)
    columns = columns_of(PAIR, ranking, knowledge)
    asked = [one.label for one in compare(ranking, columns, knowledge).untested]
    turning = [(one.label, one.after) for one in flips(AFTER_BYPASS, ranking, *columns, knowledge).untested]

    assert ("low copper", "present") in turning
    assert [label for label, _ in turning] == [label for label in asked if label in dict(turning)]
