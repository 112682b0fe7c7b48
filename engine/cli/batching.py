"""`batch`: many cases from file to file, with a bar; `template`: a table to fill in."""

import sys
from pathlib import Path

from ..errors import CaseError, UsageError
from ..formats.tables.template import template as template_text
from ..knowledge import load
from ..notice import NOTICE
from .gathering import known_setting
from .writing import write_text


def run(source: Path, out: Path, *, scheduler: str | None, workers: int | None, resolve: bool, setting: str | None, top: int) -> None:
    """Rank every case of a file; the notice, the bar and the count go to standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from ..batch.run import batch
    known_setting(setting, load())
    print(NOTICE, file=sys.stderr)
    _tell_columns(source)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        cases = bar.add_task("cases", total=None)
        done = batch(source, out, scheduler=scheduler, workers=workers, resolve=resolve, setting=setting, top=top,
                     progress=lambda ranked, total: bar.update(cases, completed=ranked, total=total))
    again = f", {done.found:,} of them in an earlier run" if done.found else ""
    print(f"{done.rows:,} cases{again}: {out}", file=sys.stderr)


def _tell_columns(source: Path) -> None:
    """Say what of a table's header is dropped and what is not understood, before anything is ranked."""
    from ..batch.sources import Source
    from ..formats.tables.columns import read_header
    table = Source(source)
    for line in table.told:
        print(f"{source}: {line}", file=sys.stderr)
    for column in read_header(table.headers, load(), sample=table.sample):
        if not column.used:
            print(f"{source}:1: column '{column.header}': {column.note}", file=sys.stderr)


def template(out: Path | None, *, overwrite: bool) -> None:
    """Write the template to a file, or print it; a table that is there, which may be filled in, is replaced only where that is asked for.

    Raises:
        UsageError: the file's ending is not .csv. CaseError: the file is there, or cannot be written.
    """
    if out is None:
        print(template_text(), end="")
        return
    if out.suffix.lower() != ".csv":
        raise UsageError(f"{out}: the ending '{out.suffix}' is not known; allowed: .csv; name the template so")
    if out.exists() and not overwrite:
        raise CaseError(f"{out}: this file is there already; allowed: a new file; give another name, or --overwrite to replace it")
    write_text(out, template_text())
