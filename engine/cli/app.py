"""The commands and their options; what they print is made in the modules beside."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..case.model import STAGES
from ..errors import PeniaError, UsageError
from ..notice import NOTICE

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False,
                  help=f"Penia: why are these blood counts low? {NOTICE}")

CaseFileArgument = Annotated[Path, typer.Argument(help="case file (YAML), saved report, Phenopacket or FHIR Bundle (JSON)", metavar="FILE")]
StageOption = Annotated[str, typer.Option(help="presentation or confirmed")]
SettingOption = Annotated[str | None, typer.Option(help="where the case is seen, a name of rules/settings.yaml")]
JsonOption = Annotated[bool, typer.Option("--json", help="print data, the notice goes to standard error")]


def main() -> None:
    """Run the command line; errors are one line each.

    Exit code 2 where an option or argument is wrong whatever the files say, else 1, which typer also gives where a reader stops early.
    """
    try:
        app()
    except PeniaError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2 if isinstance(error, UsageError) else 1) from None


def _stage(stage: str) -> str:
    if stage not in STAGES:
        raise typer.BadParameter(f"'{stage}' is not known; allowed: {', '.join(STAGES)}", param_hint="--stage")
    return stage


@app.command()
def rank(file: CaseFileArgument, stage: StageOption = "presentation", setting: SettingOption = None,
         top: Annotated[int, typer.Option(min=1, help="rows to show")] = 10, json: JsonOption = False) -> None:
    """Rank the causes for every case of a file, with the reasons."""
    from . import ranking
    ranking.run(file, stage=_stage(stage), setting=setting, top=top, as_json=json)


@app.command()
def explain(file: CaseFileArgument, cause: Annotated[str, typer.Argument(help="id or name of a cause", metavar="CAUSE")],
            stage: StageOption = "presentation", setting: SettingOption = None, json: JsonOption = False) -> None:
    """Show every number behind one cause, for every case of a file."""
    from . import ranking
    ranking.run_explain(file, cause, stage=_stage(stage), setting=setting, as_json=json)


@app.command(name="next")
def next_(file: CaseFileArgument,
          policy: Annotated[str, typer.Option(help="informative, or cheapest: most information per effort, what may harm last")] = "informative",
          stage: StageOption = "presentation", setting: SettingOption = None,
          top: Annotated[int, typer.Option(min=1, help="suggestions to show")] = 5, json: JsonOption = False) -> None:
    """Say what to look at next for every case of a file, and what each answer would do."""
    from ..reasoning.what_next import POLICIES
    from . import asking
    if policy not in POLICIES:
        raise typer.BadParameter(f"'{policy}' is not known; allowed: {', '.join(POLICIES)}", param_hint="--policy")
    asking.run(file, policy=policy, stage=_stage(stage), setting=setting, top=top, as_json=json)


@app.command()
def report(file: CaseFileArgument, html: Annotated[Path | None, typer.Option(help="write the page to print to this file", metavar="OUT")] = None,
           case: Annotated[str | None, typer.Option(help="id of one case; default is all of the file")] = None,
           stage: StageOption = "presentation", setting: SettingOption = None,
           top: Annotated[int, typer.Option(min=1, help="rows to tell")] = 10, json: JsonOption = False) -> None:
    """Tell the whole answer as a page to print and as JSON that opens again; without --html and --json the page is printed."""
    from . import reporting
    reporting.run(file, html=html, only=case, stage=_stage(stage), setting=setting, top=top, as_json=json)


@app.command()
def convert(source: Annotated[Path, typer.Argument(help="the file to read", metavar="IN")],
            target: Annotated[Path, typer.Argument(help="the file to write", metavar="OUT")],
            to: Annotated[str | None, typer.Option(help="case, phenopacket or fhir; default for a name that ends in .yaml: case")] = None,
            expected: Annotated[str | None, typer.Option("--from", help="the kind that IN must be; default is by its content")] = None,
            stage: StageOption = "presentation") -> None:
    """Write a case file, Phenopacket or FHIR Bundle as another of the three, and say what that cannot hold."""
    from . import converting
    to = to or converting.SUFFIXES.get(target.suffix.lower())
    if not to:
        raise _not_among(converting.KINDS, f"'{target.name}' does not say what to write, and --to is not given", "--to")
    for name, kind in (("--to", to), ("--from", expected)):
        if kind is not None and kind not in converting.KINDS:
            raise _not_among(converting.KINDS, f"'{kind}' is not known", name)
    converting.run(source, target, to=to, expected=expected, stage=_stage(stage))


def _not_among(kinds: tuple[str, ...], found: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(f"{found}; allowed: {', '.join(kinds)}; give one", param_hint=option)


@app.command()
def compare(file: CaseFileArgument,
            causes: Annotated[list[str], typer.Argument(help="two to four: ids, names or synonyms", metavar="CAUSE CAUSE...")],
            stage: StageOption = "presentation", setting: SettingOption = None, json: JsonOption = False) -> None:
    """Compare causes for every case of a file: what tells them apart, why one stands above another, what would turn the order."""
    from . import comparing
    if not 2 <= len(causes) <= 4:
        raise typer.BadParameter(f"found {len(causes)}; allowed: two to four causes", param_hint="CAUSE")
    comparing.run(file, causes, stage=_stage(stage), setting=setting, as_json=json)


@app.command()
def evaluate(files: Annotated[list[Path], typer.Argument(help="case files with diagnoses", metavar="FILE...")],
             stage: StageOption = "presentation", setting: SettingOption = "published", json: JsonOption = False) -> None:
    """Score the ranking against cases whose diagnosis is known."""
    from . import scoring
    scoring.run(files, stage=_stage(stage), setting=setting, as_json=json)


@app.command()
def read(file: Annotated[Path, typer.Argument(help="text file: a laboratory print-out, prose, or both", metavar="FILE.txt")],
         json: JsonOption = False) -> None:
    """Read a print-out or prose to a case file; what each part was read as stands on standard error, and nothing there is certain."""
    from . import reading
    reading.run(file, as_json=json)


@app.command()
def batch(source: Annotated[Path, typer.Argument(help="cases, one each: .csv, .xlsx, .parquet, .jsonl", metavar="IN")],
          out: Annotated[Path, typer.Argument(help="results: .csv, .parquet, .jsonl", metavar="OUT")],
          scheduler: Annotated[str | None, typer.Option(help="work on the Dask cluster of this scheduler, such as tcp://127.0.0.1:8786")] = None,
          workers: Annotated[int | None, typer.Option(min=1, help="processes on this machine; default one a core")] = None,
          resolve: Annotated[bool, typer.Option("--resolve", help="write resolved rows, to be ranked later and faster")] = False,
          setting: SettingOption = None, top: Annotated[int, typer.Option(min=1, help="causes to tell of each case")] = 5) -> None:
    """Rank many cases, from file to file; a run that was stopped goes on where it was."""
    from . import batching
    batching.run(source, out, scheduler=scheduler, workers=workers, resolve=resolve, setting=setting, top=top)


@app.command()
def template(out: Annotated[Path | None, typer.Argument(help="file to write; default is the terminal", metavar="OUT")] = None) -> None:
    """Write a table to fill in, one case a row, for batch and for the app."""
    from . import batching
    batching.template(out)


@app.command()
def causes(json: JsonOption = False) -> None:
    """List the causes."""
    from . import listing
    listing.causes(as_json=json)


@app.command()
def findings(json: JsonOption = False) -> None:
    """List the findings."""
    from . import listing
    listing.findings(as_json=json)


@app.command()
def drugs(json: JsonOption = False) -> None:
    """List the drugs."""
    from . import listing
    listing.drugs(as_json=json)


@app.command()
def check(rules: Annotated[Path | None, typer.Argument(help="folder of rules; default is the project's own")] = None,
          notes: Annotated[bool, typer.Option(help="also list what is worth knowing but not wrong")] = False,
          report: Annotated[bool, typer.Option(help="also print what has a source, and what nothing raises or tells apart")] = False) -> None:
    """Check every rule file and teaching case; quiet when all is well."""
    from . import checking
    checking.run(rules, notes=notes, report=report)
