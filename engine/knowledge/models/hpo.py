"""`rules/hpo.yaml`: an extract of the Human Phenotype Ontology, written by `tools/hpo.py`."""

from typing import Annotated

from pydantic import Field

from .base import Address, Identifier, RuleFile, RuleModel, Sentence

HpoId = Annotated[str, Field(pattern=r"^HP:\d{7}$")]


class HpoTerm(RuleModel):
    """One term. Label and exact synonyms are the ontology's; `counts_for` is ours and no part of it."""

    label: str = Field(min_length=2)
    synonyms: tuple[str, ...] = ()
    also: tuple[HpoId, ...] = Field(default=(), description="ids under which the term stood before terms were merged")
    counts_for: tuple[Identifier, ...] | None = Field(
        default=None, description="findings above it that a person with it has; [] where a review found that there is none")


class HpoFile(RuleFile):
    """The whole of `rules/hpo.yaml`. Terms that findings name in `hpo:` stand in it too, so that each can be checked."""

    release: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="release of the ontology")
    url: Address
    acknowledgement: Sentence
    unread: tuple[str, ...] = Field(default=(), description="phrases by which a clinician means something else; ours")
    terms: dict[HpoId, HpoTerm]
