"""`amur start`: the main job in one command."""

from typing import Annotated

import typer

from api.cli.asking import on
from api.cli.console import DataFolder
from api.cli.ingesting import ingest
from api.cli.keeping import serve

DAY = "2026-02-04"


def start(
    context: typer.Context,
    serving: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the API until stopped.")] = True,
    host: Annotated[str | None, typer.Option(help="Default: AMUR_HOST, else 127.0.0.1, this machine only.")] = None,
    port: Annotated[int | None, typer.Option(help="Default: AMUR_PORT, else 8000; 0 takes a free one.")] = None,
    data: DataFolder = None,
) -> None:
    """Ingest the articles that come with the program, tell what happened on 4 February 2026, and serve.

    [dim]amur start --no-serve[/dim]
    """
    from graph.resources import seed_folder

    ingest(context, [seed_folder() / "articles"], data=data)
    typer.echo()
    on(context, DAY, data=data)
    if serving:
        typer.echo()
        serve(context, host=host, port=port, data=data)
