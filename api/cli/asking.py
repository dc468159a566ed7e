"""Commands that ask: `on`, `explain`, `sparql`."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import AsJson, DataFolder, console, settings_of, write_json


def on(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="A day, month, year or EDTF interval, or words for one.")],
    group: Annotated[str, typer.Option(help="event, or source.")] = "event",
    lang: Annotated[str, typer.Option(metavar="CODE", help="Language of labels: en, fr, ru or zh.")] = "en",
    source: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only what this source says.")] = None,
    actor: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only events in which it takes part.")] = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Tell what each source says happened on a day.

    [dim]amur on 2026-02-04[/dim]

    [dim]amur on "4 février 2026" --lang fr --group source[/dim]

    [dim]amur on 2026-02 --actor Putin --json[/dim]
    """
    from api.days import read_days
    from api.naming import filters_of
    from graph.answerform import answer_to_json
    from graph.answers import on as answer_on
    from graph.library import Library
    from graph.registry import load_registry

    settings = settings_of(context, data)
    days = read_days(day)
    registry = load_registry()
    with Library.open(settings.data, create=False) as library:
        filters = filters_of(registry, sources=source, actors=actor)
        answer = answer_on(library, registry, days.start, days.end, asked=day, group=group, lang=lang, filters=filters)
        if as_json:
            write_json(answer_to_json(answer))
        else:
            from api.terminal import show_answer

            show_answer(answer, console())


def explain(
    context: typer.Context,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, as `amur on --json` shows it.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Show why a claim is there: its words in their surroundings, the rules that made it, its event.

    [dim]amur explain c-5f2a9c1044d0e7b2[/dim]
    """
    from api.explaining import explanation
    from graph.library import Library

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library:
        found = explanation(library, claim)
    if as_json:
        write_json(found)
        return
    from api.cli.tables import explanation_table

    console().print(explanation_table(found))


def sparql(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY|FILE", help="A query, or a file that holds one.")],
    form: Annotated[
        str | None, typer.Option("--format", help="json, xml, csv, tsv; turtle, ntriples, jsonld, rdfxml for graphs.")
    ] = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Ask the RDF projection a SPARQL 1.1 query.

    [dim]amur sparql "SELECT ?c { ?c a amur:Claim } LIMIT 5" --format csv[/dim]

    [dim]amur sparql graph/queries/on-a-day.rq[/dim]
    """
    from api.sparql.local import run_query

    settings = settings_of(context, data)
    run_query(settings, _query_text(query), form or ("json" if as_json else None))


def _query_text(query: str) -> str:
    """The query itself, or what the file of that name holds."""
    from graph.errors import ReadError

    path = Path(query)
    try:
        if len(query) < 1000 and "\n" not in query and path.is_file():
            return path.read_text(encoding="utf8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as a query ({error})") from error
    if path.suffix == ".rq":
        raise ReadError(f"{path}: no such file")
    return query
