"""Keeps the RDF projection abreast of the record while a service runs, and hands out snapshots to query.

Whoever holds the store's lock projects: this service, another one, or a running `amur ingest`. Where it is another,
this service waits for it and goes on with the snapshot it has.
"""

import asyncio
import logging
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from api import projecting
from graph.errors import AmurError, BusyError
from graph.library import Library
from graph.registry import Registry
from graph.vocab import Names

if TYPE_CHECKING:
    from graph.place import Place
    from graph.store import Store

logger = logging.getLogger(__name__)

INTERVAL = 0.3  # seconds between two looks at the record
KEPT = 2  # snapshots: the newest, and the one that queries may still be opening
FIRST_WAIT = 120.0  # seconds a first question waits for a first snapshot


class Snapshots(Protocol):
    """Where queries find what they run on."""

    current: Path | None  # the newest snapshot
    version: str | None  # data version of it
    problem: str  # why there is no newer one; empty when all is well

    async def snapshot(self) -> Path:
        """The newest snapshot, waiting for the first."""
        ...


class Projection:
    """The store's follower. `current` is the newest snapshot; None until there is one."""

    def __init__(self, data: Path, registry: Registry, names: Names, place: "Place | None" = None) -> None:
        self.data, self.registry, self.names, self.place = data, registry, names, place
        self.folder = data / "snapshots"
        self.current: Path | None = None
        self.version: str | None = None  # data version of `current`
        self._mark: tuple[str, int] | None = None  # of the last change in `current`
        self.problem: str = ""  # why the last attempt failed; empty when all is well
        self._store: Store | None = None
        self._ready = asyncio.Event()
        self._working: subprocess.Popen[str] | None = None  # a first projection under way

    async def snapshot(self) -> Path:
        """The newest snapshot; waits for the first. Raises BusyError where none comes in good time."""
        try:
            await asyncio.wait_for(self._ready.wait(), FIRST_WAIT)
        except TimeoutError as error:
            raise BusyError(f"the RDF projection is not ready yet: {self.problem or 'still being built'}") from error
        assert self.current is not None
        return self.current

    async def follow(self) -> None:
        """Look at the record again and again and project what is new, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.catch_up)
                self.problem = ""
            except AmurError as error:
                if str(error) != self.problem:
                    logger.warning("projection: %s", error)
                self.problem = str(error)
            if self.current is not None:
                self._ready.set()
            await asyncio.sleep(INTERVAL)

    def catch_up(self) -> None:
        """Project and take a snapshot where the record has changed. Raises BusyError where another holds the store."""
        from graph.projection import follows, project, sweep
        from graph.remote import RemoteStore
        from graph.store import Store

        with Library.open(self.data) as library:
            mark, version = library.change_mark(), library.data_version()
            if mark == self._mark:
                return
            if self._store is None and self.place is not None:
                self._store = RemoteStore.at(self.place, self.data, self.names)
            elif self._store is None:
                self._store = Store.open(self.data, self.names)
                if library.claim_count() > projecting.LONG and not follows(library, self._store, self.registry):
                    self._store.close()
                    self._store = None
                    self._elsewhere()
                    self._store = Store.open(self.data, self.names)
            project(library, self._store, self.registry)
            self.current = self._take(version)
            if sweep(library, self._store, self.registry):
                self.current = self._take(version, kept=1)
            self._mark, self.version = mark, version

    def _elsewhere(self) -> None:
        """Project in a process of its own, which ends with this one. Raises BusyError, StoreError."""
        self._working = projecting.start(self.data, self.names.base)
        try:
            projecting.finish(self._working)
        finally:
            self._working = None

    def _take(self, version: str, kept: int = KEPT) -> Path:
        """A new snapshot, of which `kept` are left. A query that still runs on an older one goes on."""
        assert self._store is not None
        if self.place is not None:  # queries go to the server itself
            return self.folder / version
        self.folder.mkdir(exist_ok=True)
        target = self.folder / f"{time.time_ns():020d}-{version}-{os.getpid()}"
        self._store.backup(target)
        older = sorted(path for path in self.folder.iterdir() if path != target)
        for path in older[: len(older) - (kept - 1)]:
            shutil.rmtree(path, ignore_errors=True)
        return target

    def close(self) -> None:
        """Let go of the store and of all snapshots; end what works for it."""
        if self._working is not None:
            self._working.terminate()
            self._working.wait()
        if self._store is not None:
            self._store.close()
            self._store = None
        shutil.rmtree(self.folder, ignore_errors=True)
