"""Record -> projection: brought up to date here, or by a process beside the one that writes."""

import logging
import signal
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph.errors import BusyError
from graph.library import Library
from graph.place import Place
from graph.registry import Registry, load_registry
from graph.vocab import Names
from ingest.workers import context, end_with_parent

if TYPE_CHECKING:
    from graph.store import Store

PAUSE = 2.0  # seconds between projections: what comes in small portions costs more to write

logger = logging.getLogger(__name__)

Mark = tuple[str, int]  # of `Library.change_mark`


class Projecting:
    """A process that projects into RDF what another writes into the record, from `begin` until the block ends; then
    `reached` says how far, None where somebody else holds the store."""

    def __init__(self, place: Place | None, folder: Path, names: Names, registry: Registry) -> None:
        self._end, self._begun = context().Event(), False
        self.reached: Mark | None = None
        self._answer, answer = context().Pipe(duplex=False)
        # the registry that travels with the program is there already, with all that was worked out of it
        given = None if registry is load_registry() else registry
        self._process = context().Process(target=_project, args=(place, folder, names, given, self._end, answer))

    def begin(self) -> None:
        """Start it, unless it runs."""
        if not self._begun:
            self._begun = True
            self._process.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        if self._begun:
            self._process.join()
            self.reached = self._answer.recv() if self._answer.poll() else None  # it says nothing where it died


def bring_up(library: Library, store: "Store", registry: Registry) -> Mark:
    """Bring a store up to the record, and say to which of its changes."""
    from graph.projection import project, sweep
    from graph.store import discard_snapshots

    mark = library.change_mark()
    project(library, store, registry)
    if sweep(library, store, registry):
        discard_snapshots(library.folder)
    return mark


def _project(
    place: Place | None, folder: Path, names: Names, registry: Registry | None, end: Event, answer: Connection
) -> None:
    """Project what comes into a record until `end`, and what came at last; answer how far that is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()
    from graph.remote import open_store

    try:
        with Library.open(folder, create=False) as library, open_store(folder, names, place) as store:
            mark: Mark | None = None
            known = registry or load_registry()
            while not end.wait(PAUSE):
                if library.change_mark() != mark:
                    mark = bring_up(library, store, known)
            answer.send(bring_up(library, store, known))
    except BusyError:
        logger.info("another process projects into %s", folder)
        answer.send(None)
