"""`amur backup` and `amur restore`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, DataFolder, settings_of, write_json


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Copy the record into a new folder, also while it is served or written.

    [dim]amur backup backups/monday[/dim]
    """
    from api.backup import back_up

    made = back_up(settings_of(context, data).data, target)
    _tell(made, as_json)


def restore(
    context: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `amur backup` made.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Make a new data folder out of a backup. RDF is made again when it is first needed.

    [dim]amur --data data restore backups/monday[/dim]
    """
    from api.backup import restore as put_back

    made = put_back(source, settings_of(context, data).data)
    _tell(made, as_json)


def _tell(made: object, as_json: bool) -> None:
    from api.backup import Backup

    assert isinstance(made, Backup)
    if as_json:
        row = {"folder": str(made.folder), "data_version": made.data_version}
        write_json({**row, "articles": made.articles, "claims": made.claims})
    else:
        typer.echo(f"{made.folder}: {made.articles:,} articles, {made.claims:,} claims, data {made.data_version}")
