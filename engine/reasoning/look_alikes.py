"""Whether a text that tells a look-alike apart speaks for it: by how often each of the two has what the text names."""

import re

import numpy as np

from ..case.model import Case
from ..knowledge.knowledge import Knowledge
from .evidence import gather
from .rank import LOG10, rank

_BETWEEN = re.compile(r"[;,:]| and ")


def speaks_for_look_alike(by: str, knowledge: Knowledge, *, own: int, other: int) -> bool:
    """Return whether a text speaks for the look-alike that it describes, as our numbers have it.

    It is False where what the text names leaves that open, and where it seems to speak for the cause itself: then it holds words
    of both, or what was not understood.

    Args:
        by: how the look-alike differs, as written under `look_alikes`. knowledge: the compiled rules.
        own, other: columns of the leaves of the cause and the look-alike.
    """
    case = Case(present=tuple(filter(None, map(str.strip, _BETWEEN.split(by)))))
    ranking = rank(gather(case, knowledge), knowledge)
    weight = ranking.weights[:, [own, other]].sum(axis=0) if len(ranking.weights) else np.zeros(2)
    return float(weight[1] - weight[0]) / LOG10 >= knowledge.model["tell_in_brief"]
