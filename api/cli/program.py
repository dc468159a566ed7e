"""The program `amur`: its commands, and what becomes of errors. Exit codes: 0 done, 1 something failed, 2 usage."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli.asking import ask, explain, on, sparql, verify
from api.cli.backing import backup, restore
from api.cli.curating import curate, silence
from api.cli.erasing import erase
from api.cli.fetching import fetch, watch
from api.cli.graphing import graph
from api.cli.ingesting import ingest
from api.cli.keeping import articles, check, config, export, rebuild, serve
from api.cli.starting import start
from api.cli.taking import extract, times
from graph.errors import AmurError

app = typer.Typer(
    name="amur",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="What each source says happened, side by side.\n\n"
    "Try: [bold]amur ingest seeds/articles[/bold], then [bold]amur on 2026-02-04[/bold]",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from api.app import version

        typer.echo(f"amur {version()}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="The data folder; default: AMUR_DATA, else ./data")
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """What each source says happened, side by side."""
    context.obj = data


app.command()(start)
app.command()(ingest)
app.command()(fetch)
app.command()(watch)
app.command()(on)
app.command()(ask)
app.command()(extract)
app.command()(times)
app.command()(explain)
app.command()(verify)
app.command()(sparql)
app.command()(export)
app.add_typer(articles, name="articles")
app.add_typer(curate, name="curate")
app.add_typer(erase, name="erase")
app.command()(silence)
app.add_typer(graph, name="graph")
app.command()(rebuild)
app.command()(check)
app.command()(backup)
app.command()(restore)
app.command()(serve)
app.command()(config)


def main() -> None:
    """Run it. What Amur refuses is one line on standard error; what it does not expect is a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # whatever the locale says: the texts are in four scripts
    try:
        app()
    except AmurError as error:
        typer.echo(f"amur: {error}", err=True)
        sys.exit(1)
