"""Commands that keep the data folder: `articles`, `export`, `rebuild`, `check`, `serve`, `config`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, DataFolder, complain, console, progress, settings_of, write_json, write_lines

articles = typer.Typer(help="List, show and delete stored articles.", no_args_is_help=True)
ArticleId = Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, or the id its file gave it.")]


@articles.command("list")
def list_articles(
    context: typer.Context,
    source: Annotated[str | None, typer.Option(help="Only this source's.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="Superseded versions too.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """List the stored articles, undated ones first.

    [dim]amur articles list --source AFP[/dim]
    """
    from api.naming import resolve_sources
    from graph.jsonform import article_to_json
    from graph.library import Library
    from graph.registry import load_registry

    settings = settings_of(context, data)
    keys = resolve_sources(load_registry(), source) if source else (None,)
    with Library.open(settings.data, create=False) as library:
        found = [article for key in keys for article in library.articles(current=not versions, source=key)]
        if as_json:
            write_lines(article_to_json(article, text=False) for article in found)
            return
        from api.cli.tables import articles_table

        console().print(articles_table(found))


@articles.command("show")
def show_article(context: typer.Context, article: ArticleId, as_json: AsJson = False, data: DataFolder = None) -> None:
    """Show an article with what was read out of it.

    [dim]amur articles show a-0123456789abcdef[/dim]
    """
    from graph.jsonform import article_to_json, extraction_to_json
    from graph.library import Library

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library:
        extraction = library.extraction(_known(library, article))
        if as_json:
            write_json({**article_to_json(extraction.article), **extraction_to_json(extraction)})
            return
        from api.cli.tables import extraction_table

        console().print(extraction_table(extraction))


@articles.command("delete")
def delete_article(
    context: typer.Context, article: ArticleId, as_json: AsJson = False, data: DataFolder = None
) -> None:
    """Take an article and its claims out of the record.

    [dim]amur articles delete a-0123456789abcdef[/dim]
    """
    from api.storing import place_in
    from graph.library import Library
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.intake import Intake

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library:
        key = _known(library, article)
        Intake(library, load_registry(), names=Names(settings.base_iri), place=place_in(settings)).delete(key)
    if as_json:
        write_json({"deleted": key})
    else:
        typer.echo(f"deleted {key}")


def _known(library: object, article: str) -> str:
    """The article's own id, from that or from the id its file gave it."""
    from graph.errors import NotFoundError
    from graph.library import Library

    assert isinstance(library, Library)
    try:
        return library.article(article, text=False).id
    except NotFoundError:
        return library.article_by_given_id(article).id


def export(
    context: typer.Context,
    form: Annotated[
        str, typer.Option("--format", help="claims, csv, nquads; gexf, graphml, cytoscape, network, nodes, edges.")
    ] = "claims",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Default: standard output.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Graph files: only a day, month, year or interval.")
    ] = None,
    shape: Annotated[str, typer.Option(help="Graph files: claims, events or actors as nodes.")] = "claims",
    source: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Graph files: only this source.")] = None,
    actor: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Graph files: only this actor.")] = None,
    lang: Annotated[str, typer.Option(metavar="CODE", help="Graph files: language of labels.")] = "en",
    data: DataFolder = None,
) -> None:
    """Write everything out: claims as JSON lines, the whole RDF as N-Quads, the timeline for Gephi and others.

    [dim]amur export --format claims > claims.jsonl[/dim]

    [dim]amur export --format gexf --shape events --on 2026-02 -o february.gexf[/dim]
    """
    from api.days import read_days
    from api.exports import Scope, write_export
    from api.naming import filters_of
    from graph.registry import load_registry

    scope = Scope(shape=shape, lang=lang)
    if on is not None or source or actor:
        days = read_days(on) if on is not None else None
        filters = filters_of(load_registry(), sources=source, actors=actor)
        scope = Scope(
            start=days.start if days else None, end=days.end if days else None, filters=filters, shape=shape, lang=lang
        )
    write_export(settings_of(context, data), form, out, scope)


def rebuild(
    context: typer.Context,
    extracted: Annotated[
        bool, typer.Option("--extract", help="Read all articles anew, by the rules of today.")
    ] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Derive events, differences and the RDF projection anew from the record.

    [dim]amur rebuild[/dim]

    [dim]amur rebuild --extract[/dim]
    """
    from api.storing import place_in
    from graph.library import Library
    from graph.registry import load_registry
    from graph.vocab import Names
    from ingest.intake import Intake

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library, progress("Deriving", None, unit=""):
        intake = Intake(library, load_registry(), names=Names(settings.base_iri), place=place_in(settings))
        problems = intake.rebuild(claims=extracted).problems
        claims, events = library.claim_count(), len(library.event_ids())
    for problem in problems:
        complain(problem)
    if as_json:
        write_json({"claims": claims, "events": events, "problems": problems})
    else:
        typer.echo(f"{claims:,} claims, {events:,} events")
    if problems:
        raise typer.Exit(1)


def check(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="RDF to judge; default: the data folder's.")
    ] = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Judge the stored RDF, or a file, by the vocabulary's shapes (SHACL).

    [dim]amur check[/dim]

    [dim]amur check claims.ttl[/dim]
    """
    import sqlite3
    from contextlib import closing
    from dataclasses import asdict

    from api.sparql.local import open_reading
    from api.storing import place_in
    from graph.check import check as breaches_in
    from graph.remote import open_store
    from graph.store import Store
    from graph.vocab import Names

    settings = settings_of(context, data)
    if file is not None:
        found = breaches_in(file)
    elif place := place_in(settings):
        with open_store(settings.data, Names(settings.base_iri), place) as there, progress("Judging", None, unit=""):
            found = breaches_in(there)
    else:
        with closing(sqlite3.connect(":memory:")) as ledger, progress("Judging", None, unit=""):
            found = breaches_in(Store(settings.data, Names(settings.base_iri), open_reading(settings), ledger))
    if as_json:
        write_json({"conforms": not found, "results": [asdict(finding) for finding in found]})
    else:
        for finding in found:
            complain(str(finding))
        typer.echo("conforms" if not found else f"{len(found):,} breaches")
    if found:
        raise typer.Exit(1)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Default: AMUR_HOST, else 127.0.0.1, this machine only.")] = None,
    port: Annotated[int | None, typer.Option(help="Default: AMUR_PORT, else 8000; 0 takes a free one.")] = None,
    data: DataFolder = None,
) -> None:
    """Serve answers, linked data and SPARQL over HTTP until stopped.

    [dim]amur serve --port 8080[/dim]
    """
    from api.serving import serve as run

    run(settings_of(context, data, host=host, port=port))


def config(context: typer.Context, as_json: AsJson = False, data: DataFolder = None) -> None:
    """Show every setting, its value and where it comes from.

    [dim]amur config[/dim]
    """
    from api.settings import origin_of, variable

    settings = settings_of(context, data)
    given = {"data": data or context.find_root().obj}
    rows = {
        name: {"value": value, "from": origin_of(name, given), "variable": variable(name)}
        for name, value in settings.shown().items()
    }
    if as_json:
        write_json(rows)
        return
    for name, row in rows.items():
        typer.echo(f"{name:18} {row['value']:28} {row['from']}")
