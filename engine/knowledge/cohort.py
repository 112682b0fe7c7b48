"""A published series, as the running program holds it; its model stands in `engine.knowledge.models.cohort`."""

from typing import NamedTuple


class CohortRecord(NamedTuple):
    """A published series of people with a low count. `shares` are (causes of a class, share, its printed name); `used`: it corrects priors."""

    id: str
    setting: str
    picture: str
    population: str
    n: int | None
    used: bool
    shares: tuple[tuple[tuple[str, ...], float, str | None], ...]
    source: str | None
    note: str | None
