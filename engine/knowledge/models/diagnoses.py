"""`rules/diagnoses.yaml`: further ways in which people write a diagnosis."""

from pydantic import Field

from .base import Identifier, RuleFile


class DiagnosesFile(RuleFile):
    """The whole of `rules/diagnoses.yaml`. Only what is given as a diagnosis is read by it, see `engine.knowledge.labels`."""

    diagnoses: dict[Identifier, tuple[str, ...]] = Field(description="a cause's id to what else its diagnosis is called")
