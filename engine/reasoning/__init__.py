"""From a case to a ranking with its reasons: `gather`, `rank`, `explain`, `candidates`, `urgent`, `stability`."""

from .candidates import Candidate, LeafShare, Row, candidates, rows
from .consistency import Conflict
from .course import TimeCourse, time_course
from .evidence import Evidence, Term, gather
from .explain import Expected, Explanation, Reason, explain
from .rank import Ranking, leaders, rank, strongest_terms
from .stability import Stability, stability
from .urgent import Urgent, urgent

__all__ = [
    "Candidate", "Conflict", "Evidence", "Expected", "Explanation", "LeafShare", "Ranking", "Reason", "Row", "Stability", "Term", "TimeCourse",
    "Urgent", "candidates", "explain", "gather", "leaders", "rank", "rows", "stability", "strongest_terms", "time_course", "urgent",
]
