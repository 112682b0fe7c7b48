"""How low a count is that is told as a limit: all that lies below it is possible, and what is lowest not less."""

import numpy as np
import pytest

from engine import Case, gather, rank
from engine.knowledge.bins import edges
from engine.reasoning.joint import Members, joint_depth


def depth(printed: str, knowledge) -> np.ndarray:
    """Return what a print of the neutrophils says of how low they are, ln ratio for every leaf."""
    term, = (one for one in gather(Case(age=40, labs={"ANC": printed}), knowledge).fixed if one.kind == "depth")
    return sum(knowledge.tables.fixed[row] * share for row, share in term.rows)


def test_a_limit_weighs_as_all_bins_below_it_together(knowledge):
    analyte = knowledge.analytes["neutrophils"]
    inner, shares = edges(analyte, low=1.5, high=7.7), knowledge.tables.depth["neutrophils"]
    said = depth(f"<{inner[1]} x10^9/L", knowledge)
    ratio = np.log(shares[:2].sum(axis=0))

    assert said - ratio == pytest.approx(np.full(len(said), said[0] - ratio[0]))


def test_a_limit_says_no_more_than_the_lowest_value_that_it_allows(knowledge):
    lowest, limit = depth("0 x10^9/L", knowledge), depth("<0.5 x10^9/L", knowledge)

    assert np.abs(limit).max() < np.abs(lowest).max()


def test_two_causes_at_once_are_ranked_with_a_limit_too(knowledge):
    ranking = rank(gather(Case(age=40, labs={"ANC": "<0.1 x10^9/L", "Hb": "<7 g/dL"}, present=("fever",)), knowledge), knowledge)
    columns = np.arange(len(knowledge.leaves) - 1)

    assert np.isfinite(joint_depth(ranking.evidence, Members(columns[:-1], columns[1:]), knowledge)).all()
