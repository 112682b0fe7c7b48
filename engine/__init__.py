"""Penia's reasoning, usable without the app: a case in, ranked causes with every reason out.

    from engine import load, gather, rank, candidates, read_cases
    knowledge = load()
    case = read_cases(Path("case.yaml"))[0].case
    rows = candidates(rank(gather(case, knowledge), knowledge), knowledge)

Educational, not diagnostic. The engine imports no Streamlit, reads no clock, and reaches no network.
"""

from .case.file import parse_cases, read_cases
from .case.model import Case, CaseFile, Diagnosis, Medication
from .case.suggest import suggest
from .case.write import write_cases
from .errors import CaseError, PeniaError, QuantityError, RuleError
from .knowledge import Knowledge, load
from .notice import NOTICE
from .reasoning import candidates, explain, gather, leaders, rank, stability, urgent, what_next

__all__ = [
    "NOTICE", "Case", "CaseError", "CaseFile", "Diagnosis", "Knowledge", "Medication", "PeniaError", "QuantityError",
    "RuleError", "candidates", "explain", "gather", "leaders", "load", "parse_cases", "rank", "read_cases", "stability",
    "suggest", "urgent", "what_next", "write_cases",
]
