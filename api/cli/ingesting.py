"""The command that takes articles in: `ingest`."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import AsJson, DataFolder, complain, settings_of, write_json
from api.cli.pace import pace
from api.cli.taking import Address, Lang, Published, Publisher, given_by_options
from graph.errors import DataError

if TYPE_CHECKING:
    from graph.registry import Registry
    from ingest.report import Report, Result
    from ingest.scope import Scope

ENGINES = ("local", "spark")
STOPPED = 130  # exit code after Ctrl-C, as shells have it

Everything = Annotated[bool, typer.Option("--all", help="Take in what names none of the sides of the scope as well.")]
ScopeFile = Annotated[
    Path | None,
    typer.Option(
        "--scope", metavar="FILE", help="What is collected (TOML); default: AMUR_SCOPE, else seeds/scope.toml"
    ),
]


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of them.")],
    published: Published = None,
    publisher: Publisher = None,
    url: Address = None,
    lang: Lang = None,
    column: Annotated[
        list[str] | None,
        typer.Option(metavar="FIELD=NAME", help="CSV: the column that holds a field, such as text=body. Repeatable."),
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="Processes that read; about as many as cores.")] = 1,
    handmade: Annotated[
        bool, typer.Option("--events", help="The files are CSV tables of events made by hand; see docs/reading.md.")
    ] = False,
    engine: Annotated[str, typer.Option(help="local, or spark: many machines (needs the extra `cluster`).")] = "local",
    master: Annotated[str, typer.Option(metavar="URL", help="Spark: its master.")] = "local[*]",
    scope: ScopeFile = None,
    everything: Everything = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Read articles into the data folder.

    Text, Markdown with front matter, HTML, JSON, JSON lines, CSV, WARC, each also packed. What is already there changes
    nothing; a run that was stopped goes on where it stopped.

    [dim]amur ingest seeds/articles[/dim]

    [dim]amur ingest page.html --publisher Xinhua --published 2026-02-04[/dim]

    [dim]amur ingest archive.jsonl.gz --workers 4[/dim]

    [dim]amur ingest coded.csv --events[/dim]

    [dim]amur ingest /shared/archive --engine spark --master spark://head:7077[/dim]
    """
    from api.storing import place_in
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.intake import Intake
    from ingest.read.files import Meter, read_unparsed
    from ingest.read.handmade import read_handmade
    from ingest.workers import warm_up

    if workers > 1 and engine == "local" and not handmade:
        warm_up()
    settings = settings_of(context, data, scope=scope)
    if engine not in ENGINES:
        raise DataError(f"--engine {engine!r}: give {' or '.join(ENGINES)}")
    given = given_by_options(published, publisher, url, lang)
    columns = columns_of(column or [])
    registry = load_registry()
    wanted = scope_of(settings.scope, everything, registry)
    count = Count(quiet=as_json)
    meter = Meter()
    meter.measure(paths)
    with (
        Intake.open(
            settings.data, registry, names=Names(settings.base_iri), scope=wanted, place=place_in(settings)
        ) as intake,
        pace(meter) as step,
    ):
        try:
            if handmade:
                results = intake.take_handmade(one for path in paths for one in read_handmade(path, registry))
            elif engine == "spark":
                results = intake.stream_cluster(paths, given, columns, master=master)
            else:
                results = intake.stream(read_unparsed(paths, given, registry, columns, meter), workers=workers)
            for result in results:
                step()
                count.add(result)
        except KeyboardInterrupt:
            complain(
                f"stopped; {count.report.taken:,} articles are in. The same command goes on where this one stopped"
            )
            raise typer.Exit(STOPPED) from None
    count.show(as_json=as_json)


def columns_of(given: Iterable[str]) -> dict[str, str]:
    """Field -> name of a column, of "text=body". Raises DataError."""
    columns = {}
    for words in given:
        field_name, mark, name = words.partition("=")
        if not mark or not field_name or not name:
            raise DataError(f"--column {words!r}: write FIELD=NAME, such as text=body")
        columns[field_name.strip()] = name.strip()
    return columns


def scope_of(path: str, everything: bool, registry: "Registry") -> "Scope | None":
    """The scope of a file, the installed one where none is named; None where everything is wanted. Raises DataError."""
    from ingest.scope import read_scope

    return None if everything else read_scope(Path(path) if path else None, registry)


@dataclass
class Count:
    """What became of a run, said as it goes and at the end."""

    quiet: bool = False
    report: "Report" = field(default_factory=lambda: _report())

    def add(self, result: "Result") -> None:
        """Count one; what failed is said at once."""
        problems, notes = len(self.report.problems), len(self.report.notes)
        self.report.add(result)
        for message in self.report.problems[problems:]:
            complain(message)
        if not self.quiet:
            for message in self.report.notes[notes:]:
                complain(message)

    def show(self, *, as_json: bool) -> None:
        """Say all of it, and end the program where something failed."""
        report = self.report
        if as_json:
            write_json(
                {
                    "articles": report.taken,
                    "statuses": dict(sorted(report.statuses.items())),
                    "langs": dict(sorted(report.langs.items())),
                    "out_of_scope": report.passed,
                    "problems": report.problems,
                    "notes": report.notes,
                }
            )
        else:
            parts = [f"{number:,} {status}" for status, number in sorted(report.statuses.items())]
            parts += [f"{report.passed:,} out of scope (--all takes them in)"] if report.passed else []
            parts += [f"{len(report.problems):,} failed"] if report.problems else []
            noun = "article" if report.taken == 1 else "articles"
            typer.echo(f"{report.taken:,} {noun}: {', '.join(parts) or 'nothing to read'}")
        if report.problems:
            raise typer.Exit(1)


def _report() -> "Report":
    from ingest.report import Report

    return Report()
