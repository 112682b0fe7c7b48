"""The commands and their options; what they print is made in the modules beside."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..case.model import STAGES
from ..errors import PeniaError, UsageError
from ..notice import NOTICE


class _AsWritten(click.Group):
    """Lists the commands in the order in which they stand here, the everyday ones first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_AsWritten, help=f"Penia: why are these blood counts low? {NOTICE}")
def app() -> None:
    """Hold the commands."""


def main() -> None:
    """Run the command line; errors are one line each.

    Exit code 2 where an option or argument is wrong whatever the files say, else 1, which click also gives where a reader stops early.
    """
    try:
        app(prog_name="python -m engine")
    except PeniaError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2 if isinstance(error, UsageError) else 1) from None


_FILE = click.Path(path_type=Path)
_AT_LEAST_ONE = click.IntRange(min=1)

case_file = click.argument("file", type=_FILE, help="case file (YAML), saved report, Phenopacket or FHIR Bundle (JSON), or - for standard input")
stage = click.option("--stage", type=click.Choice(STAGES), default=STAGES[0], show_default=True, help="what is known of the case")
as_json = click.option("--json", "as_json", is_flag=True, help="print data, the notice goes to standard error")


def setting(default: str | None = None) -> Callable[[Any], Any]:
    """Return the option that says where a case is seen."""
    return click.option("--setting", default=default, show_default=default is not None, help="where the case is seen, a name of rules/settings.yaml")


def top(default: int, what: str) -> Callable[[Any], Any]:
    """Return the option that says how many of something are shown."""
    return click.option("--top", type=_AT_LEAST_ONE, default=default, show_default=True, help=what)


@app.command()
@case_file
@stage
@setting()
@top(10, "rows to show")
@as_json
def rank(file: Path, **how: Any) -> None:
    """Rank the causes for every case of a file, with the reasons."""
    from . import ranking
    ranking.run(file, **how)


@app.command()
@case_file
@click.argument("cause", help="id or name of a cause")
@stage
@setting()
@as_json
def explain(file: Path, cause: str, **how: Any) -> None:
    """Show every number behind one cause, for every case of a file."""
    from . import ranking
    ranking.run_explain(file, cause, **how)


@app.command(name="next")
@case_file
@click.option("--policy", default="informative", show_default=True,
              help="informative, or cheapest: most information per effort, what may harm last")
@stage
@setting()
@top(5, "suggestions to show")
@as_json
def next_(file: Path, policy: str, **how: Any) -> None:
    """Say what to look at next for every case of a file, and what each answer would do."""
    from ..reasoning.what_next import POLICIES
    from . import asking
    if policy not in POLICIES:
        raise click.BadParameter(f"'{policy}' is not known; allowed: {', '.join(POLICIES)}", param_hint="--policy")
    asking.run(file, policy=policy, **how)


@app.command()
@case_file
@click.option("--html", type=_FILE, metavar="OUT", help="write the page to print to this file")
@click.option("--case", "only", help="id of one case; default is all of the file")
@stage
@setting()
@top(10, "rows to tell")
@as_json
def report(file: Path, **how: Any) -> None:
    """Tell the whole answer as a page to print and as JSON that opens again; without --html and --json the page is printed."""
    from . import reporting
    reporting.run(file, **how)


@app.command()
@click.argument("source", type=_FILE, metavar="IN", help="the file to read")
@click.argument("target", type=_FILE, metavar="OUT", help="the file to write")
@click.option("--to", help="case, phenopacket or fhir; default for a name that ends in .yaml: case")
@click.option("--from", "expected", help="the kind that IN must be; default is by its content")
@stage
def convert(source: Path, target: Path, to: str | None, expected: str | None, stage: str) -> None:
    """Write a case file, Phenopacket or FHIR Bundle as another of the three, and say what that cannot hold."""
    from . import converting
    to = to or converting.SUFFIXES.get(target.suffix.lower())
    if not to:
        raise _not_among(converting.KINDS, f"'{target.name}' does not say what to write, and --to is not given", "--to")
    for name, kind in (("--to", to), ("--from", expected)):
        if kind is not None and kind not in converting.KINDS:
            raise _not_among(converting.KINDS, f"'{kind}' is not known", name)
    converting.run(source, target, to=to, expected=expected, stage=stage)


def _not_among(kinds: tuple[str, ...], found: str, option: str) -> click.BadParameter:
    return click.BadParameter(f"{found}; allowed: {', '.join(kinds)}; give one", param_hint=option)


@app.command()
@case_file
@click.argument("causes", nargs=-1, required=True, metavar="CAUSE CAUSE...", help="two to four: ids, names or synonyms")
@stage
@setting()
@as_json
def compare(file: Path, causes: tuple[str, ...], **how: Any) -> None:
    """Compare causes for every case of a file: what tells them apart, why one stands above another, what would turn the order."""
    from . import comparing
    if not 2 <= len(causes) <= 4:
        raise click.BadParameter(f"found {len(causes)}; allowed: two to four causes", param_hint="CAUSE")
    comparing.run(file, list(causes), **how)


@app.command()
@click.argument("files", type=_FILE, nargs=-1, required=True, metavar="FILE...", help="case files with diagnoses")
@stage
@setting("published")
@as_json
def evaluate(files: tuple[Path, ...], **how: Any) -> None:
    """Score the ranking against cases whose diagnosis is known."""
    from . import scoring
    scoring.run(list(files), **how)


@app.command()
@click.argument("file", type=_FILE, metavar="FILE.txt", help="text file: a laboratory print-out, prose, or both; - for standard input")
@as_json
def read(file: Path, as_json: bool) -> None:
    """Read a print-out or prose to a case file; what each part was read as stands on standard error, and nothing there is certain."""
    from . import reading
    reading.run(file, as_json=as_json)


@app.command()
@click.argument("source", type=_FILE, metavar="IN", help="cases, one each: .csv, .xlsx, .parquet, .jsonl")
@click.argument("out", type=_FILE, metavar="OUT", help="results: .csv, .parquet, .jsonl")
@click.option("--scheduler", help="work on the Dask cluster of this scheduler, such as tcp://127.0.0.1:8786")
@click.option("--workers", type=_AT_LEAST_ONE, help="processes on this machine; default one a core")
@click.option("--resolve", is_flag=True, help="write resolved rows, to be ranked later and faster")
@setting()
@top(5, "causes to tell of each case")
def batch(source: Path, out: Path, **how: Any) -> None:
    """Rank many cases, from file to file; a run that was stopped goes on where it was."""
    from . import batching
    batching.run(source, out, **how)


@app.command()
@click.argument("out", type=_FILE, required=False, help="file to write; default is the terminal")
@click.option("--overwrite", is_flag=True, help="replace the file that is there")
def template(out: Path | None, *, overwrite: bool) -> None:
    """Write a table to fill in, one case a row, for batch and for the app."""
    from . import batching
    batching.template(out, overwrite=overwrite)


@app.command()
@as_json
def causes(as_json: bool) -> None:
    """List the causes."""
    from . import listing
    listing.causes(as_json=as_json)


@app.command()
@as_json
def findings(as_json: bool) -> None:
    """List the findings."""
    from . import listing
    listing.findings(as_json=as_json)


@app.command()
@as_json
def drugs(as_json: bool) -> None:
    """List the drugs."""
    from . import listing
    listing.drugs(as_json=as_json)


@app.command()
@click.argument("rules", type=_FILE, required=False, help="folder of rules; default is the project's own")
@click.option("--notes", is_flag=True, help="also list what is worth knowing but not wrong")
@click.option("--report", is_flag=True, help="also print what has a source, and what nothing raises or tells apart")
def check(rules: Path | None, *, notes: bool, report: bool) -> None:
    """Check every rule file and teaching case; quiet when all is well."""
    from . import checking
    checking.run(rules, notes=notes, report=report)
