"""Reading on several cores: tasks out to processes, what they read back in whatever order.

Nothing is lost with a worker: what it had in hand is given out again. Something that costs its worker its life whenever
it is read alone is named, and passed over. Workers end when the process that started them does, however that ends.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.forkserver import ensure_running
from types import TracebackType
from typing import Self

from graph.errors import InputError
from graph.model import Article
from graph.registry import Registry, load_registry
from ingest.read.unread import UnreadPage
from ingest.reading import Extract, Incoming, Reading, Task, name_of, read_one
from ingest.scope import Scope

BATCH = 20  # tasks that go to a worker together
PIPELINE = "ingest.pipeline"
AHEAD = 8  # batches that wait for each worker: enough to read while the writer derives events
MOST = 256
GIVE_WAY = 5  # niceness of readers: who writes and who projects come last in line, and would be what is waited for
TRIES = 5  # deaths that a task alone may cost: whoever kills processes at random kills no task so often

Batch = tuple[Task, ...]


class Workers:
    """So many processes that read. `extract` has to be importable by name. Use it in a `with`."""

    def __init__(self, count: int, registry: Registry, extract: Extract, scope: Scope | None) -> None:
        if not 1 <= count <= MOST:
            raise InputError(f"{count} workers: give 1 to {MOST}, about as many as there are cores")
        self.count = count
        # the registry that travels with the program is there already, with all that was worked out of it
        self._start = (None if registry is load_registry() else registry, extract, scope)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)
        self._pool = None

    def read(self, batches: Iterable[Batch]) -> Iterator[tuple[Reading, ...]]:
        """What came of the batches, as they are done; at most AHEAD of them wait for each worker."""
        coming, waiting, done = iter(batches), dict[Future[tuple[Reading, ...]], Batch](), list[Batch]()
        while True:
            for batch in islice(coming, AHEAD * self.count - len(waiting)):
                if all(task.known for task in batch):
                    done.append(batch)  # nothing to be read: no worker is asked, nor started
                else:
                    waiting[self._submit(batch)] = batch
            if done:
                yield from map(_nothing_to_read, done)
                done.clear()
            elif waiting:
                yield from self._next(waiting)
            else:
                return

    def _next(self, waiting: dict["Future[tuple[Reading, ...]]", Batch]) -> Iterator[tuple[Reading, ...]]:
        """What came of one batch that is done, so that another is given out before it is stored; of all that wait,
        where a worker has died."""
        future = next(iter(wait(waiting, return_when=FIRST_COMPLETED).done))
        batch = waiting.pop(future)
        try:
            yield future.result()
            return
        except BrokenProcessPool:
            lost = [batch, *waiting.values()]  # all that waits is lost with the pool
        waiting.clear()
        self._end()
        for batch in lost:
            yield self._carefully(batch)

    def _submit(self, batch: Batch) -> "Future[tuple[Reading, ...]]":
        while True:
            try:
                return self._running().submit(_read_batch, batch)
            except BrokenProcessPool:  # one died while nothing was asked of it
                self._end()

    def _carefully(self, batch: Batch) -> tuple[Reading, ...]:
        """Read a batch that was lost once; where it is lost again, each task alone."""
        try:
            return self._submit(batch).result()
        except BrokenProcessPool:
            self._end()
        return tuple(self._alone(task) for task in batch)

    def _alone(self, task: Task) -> Reading:
        for _ in range(TRIES):
            try:
                return self._submit((task,)).result()[0]
            except BrokenProcessPool:
                self._end()
        where = _name(task.what)
        return Reading(
            where=where,
            given=task.what if isinstance(task.what, Article) else None,
            problem=f"{where}: the process that read it died {TRIES} times, perhaps for want of memory; it is left out",
        )

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            if self._start[1].__module__ == PIPELINE:
                warm_up()
            self._pool = ProcessPoolExecutor(self.count, mp_context=context(), initializer=_begin, initargs=self._start)
        return self._pool

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None


def warm_up() -> None:
    """Begin to load the languages in the server that workers are forked from, where there is one: once for all, and
    beside whatever this process does meanwhile."""
    server = context()
    if isinstance(server, ForkServerContext):
        server.set_forkserver_preload(["ingest.warm"])
        ensure_running()


def _nothing_to_read(batch: Batch) -> tuple[Reading, ...]:
    articles = (task.what for task in batch if isinstance(task.what, Article))
    return tuple(Reading(where=name_of(article), given=article, known=True) for article in articles)


def context() -> ForkServerContext | SpawnContext:
    """Where there is one, a server to fork from; else processes from nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return SpawnContext()
    return ForkServerContext()


def _name(what: Incoming) -> str:
    if isinstance(what, Article):
        return name_of(what)
    return what.url or str(what.path) if isinstance(what, UnreadPage) else str(what.path)


# ------------------------------------------------------------ in the worker

_given: tuple[Registry, Extract, Scope | None]


def _begin(registry: Registry | None, extract: Extract, scope: Scope | None) -> None:
    global _given
    _given = (registry or load_registry(), extract, scope)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the writer decides
    if hasattr(os, "nice"):
        os.nice(GIVE_WAY)
    end_with_parent()


def _read_batch(batch: Batch) -> tuple[Reading, ...]:
    registry, extract, scope = _given
    return tuple(read_one(task, registry, extract, scope) for task in batch)


def end_with_parent() -> None:
    """End this process when the one that started it ends, even where that is killed."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def read_here(
    batches: Iterable[Batch], registry: Registry, extract: Callable[[], Extract], scope: Scope | None
) -> Iterator[tuple[Reading, ...]]:
    """The same without other processes."""
    for batch in batches:
        yield tuple(read_one(task, registry, extract(), scope) for task in batch)
