"""Teaching: cases written in stages, cases drawn by sampling, scores with their rules, sets of look-alikes, an engine made wrong on purpose."""

from .contrast import Difference, Drill, closeness, contrast, drills, nearest
from .doubt import Spoiled, Suspect, doubtful, found, spoil
from .habits import Habit, anchoring, base_rate_neglect, premature_closure
from .library import CASES, STAGES, Opened, Stage, TeachingCase, Thought, parse_teaching, read_library
from .person import can_have
from .prose import paragraphs, tell
from .sampler import ALL, ANY, Vignette, difficulties, nearest_listed, sample, topics
from .scores import Bin, Guess, Score, brier_score, calibration, given, is_true, log_score, place, read_answer
from .side_by_side import Member, Tally, members, tally
from .work_up import QuestionBank

__all__ = [
    "ALL", "ANY", "CASES", "STAGES", "Bin", "Difference", "Drill", "Guess", "Habit", "Member", "Opened", "QuestionBank", "Score", "Spoiled",
    "Stage", "Suspect", "Tally", "TeachingCase", "Thought", "Vignette", "anchoring", "base_rate_neglect", "brier_score", "calibration",
    "can_have", "closeness", "contrast", "difficulties", "doubtful", "drills", "found", "given", "is_true", "log_score", "members", "nearest",
    "nearest_listed", "paragraphs", "parse_teaching", "place", "premature_closure", "read_answer", "read_library", "sample", "spoil", "tally",
    "tell", "topics",
]
