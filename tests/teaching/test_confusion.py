"""Which causes were put first for which, over the answers of one learner or of a class."""

from dataclasses import replace

from engine.teaching import Guess
from engine.teaching.confusion import confusion, most_confused
from engine.teaching.record import Answer
from tests.teaching.answers import answer


def by(first: str, truth: str, seed: int) -> Answer:
    return replace(answer(seed), truth=truth, guesses=(Guess(first, 0.9),))


def test_a_matrix_counts_which_cause_was_put_first_for_which(knowledge):
    answers = [by("copper-deficiency", "copper-deficiency", 1), by("folate-deficiency", "copper-deficiency", 2),
               by("folate-deficiency", "copper-deficiency", 3), by("lead-poisoning", "folate-deficiency", 4),
               by("zinc-induced-copper-deficiency", "copper-deficiency", 5), by("lead-poisoning", "lead-poisoning", 6)]
    found = confusion(answers, "megaloblastic", knowledge)
    row = found.causes.index("copper-deficiency")
    folate = found.causes.index("folate-deficiency")

    assert found.answers == 5
    assert (found.counts[row][row], found.counts[row][folate], found.counts[folate][-1]) == (2, 2, 1)
    assert most_confused(answers, knowledge) == (("copper-deficiency", "folate-deficiency", 2), ("folate-deficiency", "lead-poisoning", 1))
