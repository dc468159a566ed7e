"""`amur erase`: an article, or a person's mentions, for good."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import AsJson, DataFolder, settings_of, write_json

if TYPE_CHECKING:
    from ingest.erasing import Erased
    from ingest.intake import Intake

erase = typer.Typer(help="Erase an article, or a person's mentions, for good.", no_args_is_help=True)
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@erase.command("article")
def erase_one_article(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id.")],
    yes: Yes = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Erase an article with all its versions; it is not taken in again.

    [dim]amur erase article a-0123456789abcdef[/dim]
    """
    from ingest.erasing import erase_article

    _confirm(yes, "this article, all its versions, and what was read out of them")
    _told(context, data, as_json, lambda intake: erase_article(intake, article))


@erase.command("person")
def erase_one_person(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As it is written, or the id of a local actor.")],
    yes: Yes = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Take a person's name out of every text, and every claim that names them.

    Other spellings and inflected forms are names of their own: erase them too.

    [dim]amur erase person "Jean Quidamoux"[/dim]
    """
    from ingest.erasing import erase_person

    _confirm(yes, "this name in every text, and every claim that names them")
    _told(context, data, as_json, lambda intake: erase_person(intake, name))


def _confirm(yes: bool, what: str) -> None:
    if not yes:
        typer.confirm(f"Erase {what}, for good?", abort=True)


def _told(context: typer.Context, data: DataFolder, as_json: bool, do: "Callable[[Intake], Erased]") -> None:
    from api.storing import place_in
    from graph.library import Library
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.intake import Intake

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library:
        done = do(Intake(library, load_registry(), names=Names(settings.base_iri), place=place_in(settings)))
    if as_json:
        write_json({"at": done.at.isoformat(timespec="seconds"), "articles": done.articles, "redacted": done.redacted})
        return
    typer.echo(f"{len(done.articles)} article(s) erased, {len(done.redacted)} kept without the words")
    if not done.swept:
        typer.echo("a running service sweeps up its RDF")
