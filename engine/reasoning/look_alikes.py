"""For which of two look-alikes a text speaks that tells them apart: by how often each has what the text names."""

import re

import numpy as np

from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .evidence import gather
from .rank import LOG10, rank

_BETWEEN = re.compile(r"[;,:]| and ")


def speaks_for(by: str, knowledge: Knowledge, *, first: int, second: int) -> int | None:
    """Return the leaf for which a text speaks, as our numbers have it; None where what it names leaves that open.

    Args:
        by: what separates two causes, as written under `look_alikes`. knowledge: the compiled rules. first, second: columns of their leaves.
    """
    case = Case(present=tuple(filter(None, map(str.strip, _BETWEEN.split(by)))))
    ranking = rank(gather(case, knowledge), knowledge)
    weight = ranking.weights[:, [first, second]].sum(axis=0) if len(ranking.weights) else np.zeros(2)
    difference = float(weight[0] - weight[1]) / LOG10
    if abs(difference) < knowledge.model["tell_in_brief"]:
        return None
    return first if difference > 0 else second
