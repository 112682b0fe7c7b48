"""How good the ranking is on cases whose diagnosis is known: `judge` each case, `summarize` them all."""

from .judge import Judgement, Ranker, judge
from .metrics import Summary, summarize

__all__ = ["Judgement", "Ranker", "Summary", "judge", "summarize"]
