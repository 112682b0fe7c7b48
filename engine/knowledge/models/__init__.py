"""The schema of the rule files: what may be written, and what each key means."""

from .base import Identifier, RuleFile, RuleModel
from .cause import Cause, Frequency, LabProfile
from .cohort import Cohort, CohortRule, CohortsFile
from .coverage import CoverageFile, Exclusion, StandIn
from .diagnoses import DiagnosesFile
from .drug import Drug, DrugEffect, DrugsFile, Effect
from .effort import EffortFile, LeftOut, Way
from .finding import Finding, FindingsFile
from .hpo import HpoFile, HpoTerm
from .lab import Analyte, Bin, Conversion, Interval, LabsFile, Unit
from .language import LanguageFile
from .reasoning import Condition, ModelFile, RedFlag, UrgentFile
from .settings import Setting, SettingsFile
from .source import Source, SourcesFile
from .teaching import TeachingFile

__all__ = [
    "Analyte", "Bin", "Cause", "Cohort", "CohortRule", "CohortsFile", "Condition", "Conversion", "CoverageFile", "DiagnosesFile", "Drug",
    "DrugEffect", "DrugsFile", "Effect", "EffortFile", "Exclusion", "Finding", "FindingsFile", "Frequency", "HpoFile", "HpoTerm",
    "Identifier", "Interval", "LabProfile", "LabsFile", "LanguageFile", "LeftOut", "ModelFile", "RedFlag", "RuleFile", "RuleModel",
    "Setting", "SettingsFile", "Source", "SourcesFile", "StandIn", "TeachingFile", "Unit", "UrgentFile", "Way",
]
