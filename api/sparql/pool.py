"""Worker processes that answer queries on snapshots, and their limits as seen from the service.

A worker answers one query at a time. What runs over its time or memory is killed and replaced; the service never is.
"""

import asyncio
import contextlib
import json
import os
import struct
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from graph.errors import BusyError, LimitError, NotFoundError, QueryError, StoreError

Job = dict[str, Any]
HEAD = 5  # bytes before each frame
FIRST = 1024 * 1024  # bytes held back before an answer starts, so that most failures are still a clean error
PATIENCE = 10.0  # seconds to wait for a free worker
PIECE = 256 * 1024  # bytes read back at a time
STARTING = 30.0  # seconds a new worker may take
FAILURES = {"query": QueryError, "limit": LimitError, "store": StoreError, "missing": NotFoundError}


class Worker:
    """One process. Not to be used by two jobs at once."""

    def __init__(self, process: Process, held: dict[str, bool]) -> None:
        self.process, self.held = process, held

    @classmethod
    async def start(cls, megabytes: int) -> "Worker":
        """Start one and wait until it is ready. Raises StoreError where it does not come up."""
        environ = {
            **os.environ,
            "RUST_BACKTRACE": "0",
            "MALLOC_ARENA_MAX": "2",
            "PYTHONPATH": os.pathsep.join(p or "." for p in sys.path),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "api.sparql.worker", str(megabytes),
            stdin=PIPE, stdout=PIPE, stderr=asyncio.subprocess.DEVNULL, env=environ,
        )  # fmt: skip
        worker = cls(process, {})
        try:
            kind, body = await asyncio.wait_for(worker.frame(), STARTING)
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            await worker.kill()
            raise StoreError("the SPARQL worker did not start; see the service's log") from error
        assert kind == b"R", kind
        worker.held = json.loads(body)
        return worker

    async def frame(self) -> tuple[bytes, bytes]:
        """The next frame. Raises IncompleteReadError when the process has ended."""
        assert self.process.stdout is not None
        head = await self.process.stdout.readexactly(HEAD)
        return head[:1], await self.process.stdout.readexactly(struct.unpack(">I", head[1:])[0])

    async def send(self, job: Job) -> None:
        """Hand a job over."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job).encode() + b"\n")
        await self.process.stdin.drain()

    async def kill(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Answer:
    """The beginning of an answer, and the rest as it comes (None where the beginning is all)."""

    def __init__(self, first: bytes, rest: AsyncIterator[bytes] | None = None) -> None:
        self.first, self.rest = first, rest


class Pool:
    """A fixed number of workers; jobs wait in turn for a free one."""

    def __init__(self, *, size: int, megabytes: int, seconds: float, max_rows: int, max_bytes: int) -> None:
        self.size, self.megabytes, self.seconds = size, megabytes, seconds
        self.limits = {"max_rows": max_rows, "max_bytes": max_bytes}
        self.idle: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        self.all: set[Worker] = set()
        self.killed = 0
        self.warming: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the first worker, without waiting for it; the others come when they are needed."""
        for _ in range(self.size):
            self.idle.put_nowait(None)
        self.warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        """Have one worker up before the first question. What goes wrong here, the first question meets again."""
        with contextlib.suppress(StoreError, BusyError):
            async with self._worker():
                pass

    async def stop(self) -> None:
        """End all workers."""
        if self.warming is not None:
            self.warming.cancel()
            await asyncio.gather(self.warming, return_exceptions=True)
        for worker in tuple(self.all):
            await worker.kill()
        self.all.clear()

    async def _new(self) -> Worker:
        worker = await Worker.start(self.megabytes)
        self.all.add(worker)
        return worker

    @asynccontextmanager
    async def _worker(self) -> AsyncIterator[Worker]:
        """A worker for one job; whoever leaves by an error, cancellation included, leaves a dead one behind."""
        try:
            worker = await asyncio.wait_for(self.idle.get(), PATIENCE)
        except TimeoutError as error:
            raise BusyError("all SPARQL workers are busy; try again in a moment") from error
        back: Worker | None = None
        try:
            if worker is None or worker.process.returncode is not None:
                if worker is not None:
                    self.all.discard(worker)
                worker = await self._new()
            try:
                yield worker
                back = worker
            except AnsweredError:
                back = worker
                raise
            finally:
                if back is None:
                    self.killed += 1
                    self.all.discard(worker)
                    await asyncio.shield(worker.kill())
        finally:
            self.idle.put_nowait(back)

    async def run(self, job: Job) -> Answer:
        """Run a job to its end or its first megabyte, whichever comes first.

        Raises QueryError, LimitError (time, memory, rows, bytes), NotFoundError, BusyError, StoreError.
        """
        stream = self._stream({**self.limits, **job})
        held = bytearray()
        try:
            async for kind, body in stream:
                if kind == b"E":
                    return Answer(body if job["do"] == "names" else bytes(held))
                held += body
                if len(held) >= FIRST:
                    return Answer(bytes(held), spooled(stream))
        except AnsweredError as error:
            raise error.meant from error
        except BaseException:
            await stream.aclose()
            raise
        raise StoreError("the SPARQL worker ended without an answer")

    async def _stream(self, job: Job) -> AsyncGenerator[tuple[bytes, bytes], None]:
        """The frames of a job. The last is yielded after the worker is given back: who stops there leaves no wreck."""
        async with self._worker() as worker:
            loop = asyncio.get_running_loop()
            deadline = loop.time() + self.seconds
            try:
                await worker.send(job)
                while True:
                    async with asyncio.timeout_at(deadline):
                        kind, body = await worker.frame()
                    if kind == b"X":
                        problem = json.loads(body)
                        raise AnsweredError(FAILURES[problem["kind"]](problem["message"]))
                    if kind == b"E":
                        break
                    yield kind, body
            except TimeoutError as error:
                raise LimitError(f"the query took longer than {self.seconds:g} s: add LIMIT, or narrow it") from error
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                raise LimitError(
                    f"the query needed more than {self.megabytes} MB of memory: add LIMIT, or narrow it"
                ) from error
        yield kind, body


class AnsweredError(Exception):
    """A worker refused a job in good order and is ready for the next; `meant` is what to raise."""

    def __init__(self, meant: Exception) -> None:
        super().__init__(str(meant))
        self.meant = meant


async def spooled(stream: AsyncGenerator[tuple[bytes, bytes], None]) -> AsyncIterator[bytes]:
    """The remaining data by way of a nameless file, so that a slow reader holds no worker.

    Ends by an error, and so without a proper end of the answer, where a limit is reached.
    """
    arrived = asyncio.Event()
    with tempfile.TemporaryFile() as file:
        written = 0

        async def fill() -> None:
            nonlocal written
            try:
                async for kind, body in stream:
                    if kind == b"D":
                        os.pwrite(file.fileno(), body, written)
                        written += len(body)
                        arrived.set()
            finally:
                await stream.aclose()
                arrived.set()

        filling = asyncio.create_task(fill())
        try:
            read = 0
            while not (filling.done() and read >= written):
                await arrived.wait()
                arrived.clear()
                while read < written:
                    piece = os.pread(file.fileno(), PIECE, read)
                    read += len(piece)
                    yield piece
            await filling
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)
