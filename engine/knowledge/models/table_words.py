"""The words of tables in `rules/language.yaml`."""

from pydantic import Field

from .base import RuleModel


class TableWords(RuleModel):
    """Words of tables: headers by what they hold, and cells. Headers are in lower case, without brackets and marks.

    `in_company`: headers that are a blood count beside another of them, and not beside those of `not_beside`; `cells`: short forms before
    % and #; `letters`: of a differential in one cell; `leading`, `trailing`: what stands beside a name and says nothing of what it is.
    """

    headers: dict[str, tuple[str, ...]]
    in_company: dict[str, str]
    not_beside: tuple[str, ...]
    cells: dict[str, str]
    letters: dict[str, str]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    of_infection: dict[str, str] = Field(description="cells in the column of a test for an infection, and the state that they say")
    of_pregnancy: dict[str, str] = Field(description="cells in the column of a pregnancy, and the state that they say")
