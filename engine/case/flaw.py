"""What a reader of case files is told to look at beside the keys."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .model import CaseFile


class Flaw(NamedTuple):
    """What else is wrong with a case: where, as keys from the case file's frame such as ("case", "labs", "WBC"), and what.

    A flaw of one value spoils a file of one case; among several cases the value is left out and told, so that none is lost for another's slip.
    """

    path: tuple
    message: str
    of_one_value: bool = False


Check = Callable[[CaseFile], Iterable[Flaw]]
