"""Practice on the knowledge itself: cases drawn by sampling, scores with their rules, sets of look-alikes, an engine made wrong on purpose."""

from .contrast import Difference, Drill, closeness, contrast, drills, nearest
from .doubt import Spoiled, Suspect, found, spoil
from .habits import Habit, anchoring, base_rate_neglect, premature_closure
from .prose import paragraphs, tell
from .sampler import ALL, ANY, Vignette, difficulties, sample, topics
from .scores import Bin, Guess, Score, brier_score, calibration, given, is_true, log_score, place, read_answer
from .work_up import QuestionBank

__all__ = [
    "ALL", "ANY", "Bin", "Difference", "Drill", "Guess", "Habit", "QuestionBank", "Score", "Spoiled", "Suspect", "Vignette", "anchoring",
    "base_rate_neglect", "brier_score", "calibration", "closeness", "contrast", "difficulties", "drills", "found", "given", "is_true", "log_score",
    "nearest", "paragraphs", "place", "premature_closure", "read_answer", "sample", "spoil", "tell", "topics",
]
