"""Exports from the command line: everything, in one format, to a file or standard output."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

from api.settings import Settings
from api.shapes import csv_lines, export_rows
from graph.errors import DataError, StoreError
from graph.library import Library


def write_export(settings: Settings, form: str, out: Path | None) -> None:
    """Write everything in a format. A file appears whole or not at all.

    Raises DataError for an unknown format, StoreError where the file cannot be written.
    """
    if form not in FORMATS:
        raise DataError(f"--format {form}: not an export; known are {', '.join(FORMATS)}")
    with Library.open(settings.data, create=False) as library:
        if out is None:
            _write(settings, library, form, sys.stdout)
            return
        part = out.with_name(out.name + ".part")
        try:
            with part.open("w", encoding="utf8", newline="\n") as file:
                _write(settings, library, form, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(out)
        except OSError as error:
            raise StoreError(f"{out}: cannot be written ({error.strerror}); name another file") from error
        finally:
            part.unlink(missing_ok=True)


def _write(settings: Settings, library: Library, form: str, file: TextIO) -> None:
    for line in FORMATS[form](settings, library):
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

    store = open_reading(settings)
    for graph in sorted(store.named_graphs(), key=str):
        assert isinstance(graph, ox.NamedNode), "the projection has no blank nodes"
        yield from sorted(f"{quad} .\n" for quad in store.quads_for_pattern(None, None, None, graph))


def _gexf(settings: Settings, library: Library) -> Iterator[str]:
    from graph.export.gexf import gexf_lines
    from graph.registry import load_registry
    from graph.timeline import Timeline
    from graph.vocab import Names

    timeline = Timeline(library, load_registry(), iris=Names(settings.base_iri))
    for line in gexf_lines(timeline.window()):
        yield line + "\n"


FORMATS: dict[str, Callable[[Settings, Library], Iterator[str]]] = {
    "claims": _claims,
    "csv": _csv,
    "nquads": _nquads,
    "gexf": _gexf,
}
