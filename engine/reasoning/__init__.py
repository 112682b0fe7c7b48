"""From a case to a ranking with its reasons, and to what next: `gather`, `rank`, `explain`, `candidates`, `urgent`, `stability`, `what_next`."""

from .candidates import Candidate, LeafShare, Row, candidates, rows
from .consistency import Conflict
from .course import TimeCourse, time_course
from .evidence import Evidence, Term, gather
from .explain import Expected, Explanation, Reason, explain
from .grave import why_grave
from .rank import Ranking, leaders, rank, strongest_terms
from .stability import Stability, stability
from .urgent import Urgent, urgent
from .what_next import Suggestion, WhatNext, what_next

__all__ = [
    "Candidate", "Conflict", "Evidence", "Expected", "Explanation", "LeafShare", "Ranking", "Reason", "Row", "Stability", "Suggestion", "Term",
    "TimeCourse", "Urgent", "WhatNext",
    "candidates", "explain", "gather", "leaders", "rank", "rows", "stability", "strongest_terms", "time_course", "urgent", "what_next",
    "why_grave",
]
