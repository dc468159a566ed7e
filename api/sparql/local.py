"""A query from the command line: in this process, on the store where nobody holds it, else on a snapshot."""

import sys
from typing import TYPE_CHECKING, Any

from api.settings import Settings
from api.sparql import formats
from api.sparql.guard import read_query
from api.sparql.worker import engine_format
from api.storing import place_in
from graph.errors import BusyError, QueryError, StoreError
from graph.vocab import PREFIXES, Names

if TYPE_CHECKING:
    import pyoxigraph
    from rich.console import RenderableType

    from graph.place import Place


def run_query(settings: Settings, query: str, form: str | None) -> None:
    """Answer on standard output: in the format named, else as a table or Turtle.

    Raises QueryError for what is no query, StoreError where there is nothing to ask.
    """
    import pyoxigraph as ox

    asked = read_query(query)
    chosen = formats.pick(asked.form, None, form) if form else None
    place = place_in(settings)
    if place is not None:
        _run_elsewhere(place, query, asked.form, chosen)
        return
    store = open_reading(settings)
    union = not asked.has_dataset
    try:
        results: Any = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise QueryError(f"the query cannot be read: {error}") from error
    if chosen is None and isinstance(results, ox.QuerySolutions):
        from api.cli.console import console

        console().print(_table(results))
        return
    triples = isinstance(results, ox.QueryTriples)
    if isinstance(results, ox.QueryBoolean) and (chosen is None or chosen.name in ("csv", "tsv")):
        sys.stdout.write("true\n" if results else "false\n")
        return
    sys.stdout.flush()
    results.serialize(sys.stdout.buffer, engine_format(chosen.name if chosen else "turtle", triples=triples))
    sys.stdout.buffer.write(b"" if triples else b"\n")


def _run_elsewhere(place: "Place", query: str, kind: str, chosen: formats.Format | None) -> None:
    """Ask the server that holds the projection."""
    import pyoxigraph as ox

    from api.sparql.elsewhere import PROLOGUE
    from graph.remote import ask

    table = chosen is None and kind == "SELECT"
    media = chosen.media if chosen else (formats.JSON if kind in ("SELECT", "ASK") else "text/turtle")
    body = ask(place, f"{PROLOGUE} {query}", media)
    if table:
        from api.cli.console import console

        found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        console().print(_table(found))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")


def open_reading(settings: Settings) -> "pyoxigraph.Store":
    """The engine to ask: the projection brought up to date, or what a running service last left behind.

    Raises StoreError where there is neither.
    """
    import pyoxigraph as ox

    from graph.library import Library
    from graph.projection import project
    from graph.store import Store

    try:
        with (
            Library.open(settings.data, create=False) as library,
            Store.open(settings.data, Names(settings.base_iri)) as store,
        ):
            project(library, store)
    except BusyError:
        snapshots = sorted((settings.data / "snapshots").glob("*"))
        if not snapshots:
            raise
        return ox.Store.read_only(str(snapshots[-1]))
    path = settings.data / "store" / "oxigraph"
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise StoreError(f"{path}: {error}; `amur rebuild` makes it anew") from error


def _table(solutions: "pyoxigraph.QuerySolutions") -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    names = [variable.value for variable in solutions.variables]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for solution in solutions:
        table.add_row(*(Text(shown(solution[name])) for name in names))
    return table


def shown(term: object) -> str:
    """A term for a reader: IRIs with their prefix, literals without their datatype."""
    if term is None:
        return ""
    value = str(getattr(term, "value", term))
    for prefix, iri in PREFIXES.items():
        if value.startswith(iri) and type(term).__name__ == "NamedNode":
            return f"{prefix}:{value[len(iri) :]}"
    return value
