"""Exports from the command line: everything, in one format, to a file or standard output."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

from api.settings import Settings
from api.shapes import csv_lines, export_rows
from graph.answer import Filters
from graph.errors import DataError, StoreError
from graph.library import Library


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What an export of the time-ordered graph is narrowed to; days are inclusive, None: no bound."""

    start: date | None = None
    end: date | None = None
    filters: Filters = field(default_factory=Filters)
    shape: str = "claims"
    lang: str = "en"


def write_export(settings: Settings, form: str, out: Path | None, scope: Scope | None = None) -> None:
    """Write everything in a format. A file appears whole or not at all. `scope` narrows the files of the graph.

    Raises DataError for an unknown format, or a scope that the format does not take, StoreError where the file cannot
    be written.
    """
    if form not in FORMATS and form not in GRAPH_FORMS:
        raise DataError(f"--format {form}: not an export; known are {', '.join((*FORMATS, *GRAPH_FORMS))}")
    if scope is not None and scope != Scope() and form not in GRAPH_FORMS:
        raise DataError(f"--format {form} takes no days, filters or shape; these do: {', '.join(GRAPH_FORMS)}")
    with Library.open(settings.data, create=False) as library:
        if out is None:
            _write(settings, library, form, scope or Scope(), sys.stdout)
            return
        part = out.with_name(out.name + ".part")
        try:
            with part.open("w", encoding="utf8", newline="\n") as file:
                _write(settings, library, form, scope or Scope(), file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        except OSError as error:
            raise StoreError(f"{out}: cannot be written ({error.strerror}); name another file") from error
        finally:
            part.unlink(missing_ok=True)


def _write(settings: Settings, library: Library, form: str, scope: Scope, file: TextIO) -> None:
    lines = _graph(settings, library, form, scope) if form in GRAPH_FORMS else FORMATS[form](settings, library)
    for line in lines:
        file.write(line)


def _claims(settings: Settings, library: Library) -> Iterator[str]:
    for row in export_rows(library):
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _csv(settings: Settings, library: Library) -> Iterator[str]:
    yield from csv_lines(library)


def _nquads(settings: Settings, library: Library) -> Iterator[str]:
    """Sorted: the same articles give the same lines, in whatever order they came."""
    import pyoxigraph as ox

    from api.sparql.local import open_reading
    from api.storing import place_in
    from graph.remote import open_store
    from graph.vocab import Names

    if place_in(settings) is not None:
        there = open_store(settings.data, Names(settings.base_iri), place_in(settings))
        try:
            yield from (line + "\n" for line in there.dump())
        finally:
            there.close()
        return
    store = open_reading(settings)
    for graph in sorted(store.named_graphs(), key=str):
        assert isinstance(graph, ox.NamedNode), "the projection has no blank nodes"
        yield from sorted(f"{quad} .\n" for quad in store.quads_for_pattern(None, None, None, graph))


def _graph(settings: Settings, library: Library, form: str, scope: Scope) -> Iterator[str]:
    from graph.export.files import FILES
    from graph.export.shapes import shaped
    from graph.registry import load_registry
    from graph.timeline import Timeline
    from graph.vocab import Names

    timeline = Timeline(library, load_registry(), lang=scope.lang, iris=Names(settings.base_iri))
    told = timeline.window(scope.start, scope.end, filters=scope.filters, most=None)
    for line in FILES[form].lines(shaped(told, scope.shape)):
        yield line + "\n"


FORMATS: dict[str, Callable[[Settings, Library], Iterator[str]]] = {
    "claims": _claims,
    "csv": _csv,
    "nquads": _nquads,
}
GRAPH_FORMS = ("gexf", "graphml", "cytoscape", "network", "nodes", "edges")  # `graph.export.files`, which loads late
