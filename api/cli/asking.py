"""Commands that ask: `on`, `ask`, `verify`, `explain`, `sparql`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.console import AsJson, DataFolder, complain, console, settings_of, write_json

if TYPE_CHECKING:
    from datetime import datetime


def on(
    context: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="A day, month, year or EDTF interval, or words for one.")],
    group: Annotated[str, typer.Option(help="event, or source.")] = "event",
    lang: Annotated[str, typer.Option(metavar="CODE", help="Language of labels: en, fr, ru or zh.")] = "en",
    source: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only what this source says.")] = None,
    actor: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only events in which it takes part.")] = None,
    known: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles and versions published by that day.")
    ] = None,
    recorded: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="Only what was in the record by then: 2026-03-01T12:00Z.")
    ] = None,
    bundle: Annotated[bool, typer.Option("--bundle", help="A citable bundle, to be checked by `amur verify`.")] = False,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Tell what each source says happened on a day.

    [dim]amur on 2026-02-04[/dim]

    [dim]amur on "4 février 2026" --lang fr --group source[/dim]

    [dim]amur on 2026-02 --actor Putin --json[/dim]

    [dim]amur on 2026-02-04 --known 2026-02-05 --bundle > answer.json[/dim]
    """
    from api.days import read_days
    from api.naming import filters_of
    from graph.answerform import answer_to_json
    from graph.answers import on as answer_on
    from graph.jsonform import day_from_json
    from graph.library import Library
    from graph.registry import load_registry
    from graph.rights import PRIVATE

    settings = settings_of(context, data)
    days = read_days(day)
    registry = load_registry()
    with Library.open(settings.data, create=False) as library:
        filters = filters_of(registry, sources=source, actors=actor)
        answer = answer_on(
            library, registry, days.start, days.end, asked=day, group=group, lang=lang, filters=filters,
            known=day_from_json(known), recorded=moment_from(recorded), whole=PRIVATE,
        )  # fmt: skip
        if bundle:
            from graph.export.bundle import bundle as bundle_of

            query = {
                "on": day, "group": group, "lang": lang, "source": source, "actor": actor, "known": known,
                "recorded": recorded,
            }  # fmt: skip
            write_json(bundle_of(library, answer, query=query))
        elif as_json:
            write_json(answer_to_json(answer))
        else:
            from api.terminal import show_answer

            show_answer(answer, console())


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In English, French, Russian or Chinese.")],
    lang: Annotated[
        str | None, typer.Option(metavar="CODE", help="Language of labels; the question's by default.")
    ] = None,
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Answer a question in words: date, actors, places, sources and kinds of event are read out of it.

    What was understood is shown, and what was not; nothing is guessed.

    [dim]amur ask "what happened on 4 Feb 2026 according to each source"[/dim]

    [dim]amur ask "que s'est-il passé entre Xi et Poutine en mai 2024 selon Xinhua ?"[/dim]
    """
    from api.asking import ask as answered
    from api.asking import reply_to_json
    from graph.library import Library
    from graph.registry import load_registry
    from graph.rights import PRIVATE

    settings, registry = settings_of(context, data), load_registry()
    with Library.open(settings.data, create=False) as library:
        reply = answered(library, registry, question, lang=lang, whole=PRIVATE)
        if as_json:
            write_json(reply_to_json(reply, registry, library))
            return
        from api.cli.tables import reply_lines
        from api.terminal import show_answer

        for line in reply_lines(reply_to_json(reply, registry, library)):
            typer.echo(line)
        if reply.day:
            show_answer(reply.day, console())
    if not reply.address:
        raise typer.Exit(1)


def moment_from(words: str | None) -> "datetime | None":
    """A moment with its time zone. Raises DateError."""
    from datetime import datetime

    from graph.errors import DateError

    if words is None:
        return None
    try:
        moment = datetime.fromisoformat(words)
    except ValueError as error:
        raise DateError(f"{words!r} is no moment of the form 2026-03-01T12:00Z") from error
    if moment.tzinfo is None:
        raise DateError(f"{words!r} has no time zone: add one, such as Z")
    return moment


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A bundle, as `amur on --bundle` writes it.")],
    as_json: AsJson = False,
    data: DataFolder = None,
) -> None:
    """Check a citable bundle: that it was not changed, and that its quotes stand in the articles of the record.

    [dim]amur verify answer.json[/dim]
    """
    import json

    from graph.errors import ReadError
    from graph.export.bundle import verify as wrong_with
    from graph.library import Library

    try:
        made = json.loads(file.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ReadError(f"{file}: cannot be read as a bundle ({error})") from error
    with Library.open(settings_of(context, data).data, create=False) as library:
        found = wrong_with(made if isinstance(made, dict) else {}, library)
        same = isinstance(made, dict) and made.get("data_version") == library.data_version()
    if as_json:
        write_json({"holds": not found, "same_data": same, "findings": found})
    else:
        for line in found:
            complain(line)
        now = "the record is as it was" if same else "the record has changed since"
        typer.echo(f"{'holds' if not found else 'does not hold'}; {now}")
    if found:
        raise typer.Exit(1)


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
    from graph.rights import PRIVATE

    settings = settings_of(context, data)
    with Library.open(settings.data, create=False) as library:
        found = explanation(library, claim, whole=PRIVATE)
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
