"""Queries passed on to the SPARQL server that holds the projection, within the same guard and limits."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx

from api.sparql import formats
from api.sparql.pool import FIRST, Answer, Job
from api.sparql.worker import counter
from graph.errors import BusyError, LimitError, NotFoundError, QueryError, StoreError
from graph.place import Place
from graph.remote import message_of, parameters
from graph.vocab import PREFIXES, Names

PROLOGUE = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in PREFIXES.items())
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"


class Elsewhere:
    """Has the face of `api.sparql.pool.Pool`."""

    def __init__(self, place: Place, names: Names, *, seconds: float, max_rows: int, max_bytes: int) -> None:
        self.place, self.names = place, names
        self.seconds, self.max_rows, self.max_bytes = seconds, max_rows, max_bytes
        self.client = httpx.AsyncClient(timeout=httpx.Timeout(seconds, pool=10))
        self.killed = 0  # nothing runs here

    async def start(self) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    async def run(self, job: Job) -> Answer:
        """Answer a job of `api.sparql.worker`. Raises QueryError, LimitError, NotFoundError, BusyError, StoreError."""
        if job["do"] == "names":
            return Answer(json.dumps({"names": await self._names()}).encode())
        if job["do"] == "nquads":
            return Answer(b"", self._quads())
        if job["do"] == "dump":
            return await self._dump(job)
        await self._known([*job["asked_graphs"], *(job["default_graphs"] or ()), *(job["named_graphs"] or ())])
        return await self._asked(job["query"], job["format"], job["default_graphs"], job["named_graphs"])

    async def _known(self, graphs: list[str]) -> None:
        unknown = set(graphs) - set(await self._names()) if graphs else set()
        if unknown:
            raise QueryError(f"no such named graph here: <{min(unknown)}>; nothing is fetched from outside")

    async def _names(self) -> list[str]:
        answer = await self._asked(NAMES, "json", None, None)
        body = answer.first + b"".join([piece async for piece in answer.rest or _nothing()])
        rows = json.loads(body)["results"]["bindings"]
        return sorted(row["g"]["value"] for row in rows if row["g"]["value"].startswith(self.names.base))

    async def _dump(self, job: Job) -> Answer:
        graph = job["graph"]
        if graph is not None and graph not in await self._names():
            raise NotFoundError(f"no graph <{graph}>")
        where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph is not None else "GRAPH ?g { ?s ?p ?o }"
        return await self._asked(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", job["format"], None, None)

    async def _quads(self) -> AsyncIterator[bytes]:
        """All graphs as N-Quads, one after the other."""
        for graph in await self._names():
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            answer = await self._asked(query, "ntriples", None, None)
            body = answer.first + b"".join([piece async for piece in answer.rest or _nothing()])
            end = f" <{graph}> .\n".encode()
            yield b"".join(line[:-2] + end for line in body.splitlines(keepends=False) if line.endswith(b" ."))

    async def _asked(self, query: str, name: str, default: Any, named: Any) -> Answer:
        """Send a query; the answer is held back up to a megabyte, so that most failures are a clean error."""
        media = next(f.media for f in (*formats.SOLUTIONS, *formats.TRIPLES) if f.name == name)
        stack = AsyncExitStack()
        try:
            answer = await stack.enter_async_context(
                self.client.stream(
                    "POST", self.place.query, headers={"Accept": media},
                    data={"query": f"{PROLOGUE} {query}", **parameters(default, named)},
                )
            )  # fmt: skip
            if answer.status_code != 200:
                raise _refusal(answer.status_code, await answer.aread())
            pieces = self._counted(answer, name)
            held = bytearray()
            async for piece in pieces:
                held += piece
                if len(held) >= FIRST:
                    return Answer(bytes(held), _closing(pieces, stack))
        except httpx.TimeoutException as error:
            await stack.aclose()
            raise LimitError(f"the query took longer than {self.seconds:g} s: add LIMIT, or narrow it") from error
        except httpx.HTTPError as error:
            await stack.aclose()
            raise StoreError(f"the SPARQL server cannot be reached ({type(error).__name__})") from error
        except BaseException:
            await stack.aclose()
            raise
        await stack.aclose()
        return Answer(bytes(held))

    async def _counted(self, answer: httpx.Response, name: str) -> AsyncIterator[bytes]:
        count, rows, size = counter(name), -1 if name in ("csv", "tsv") else 0, 0
        async for piece in answer.aiter_bytes():
            rows += count(piece)
            size += len(piece)
            if rows > self.max_rows:
                raise LimitError(f"the answer has more than {self.max_rows:,} rows: add LIMIT, or narrow the query")
            if size > self.max_bytes:
                raise LimitError(f"the answer has more than {self.max_bytes:,} bytes: add LIMIT, or narrow it")
            yield piece


def _refusal(status: int, body: bytes) -> Exception:
    if status in (400, 422):
        return QueryError(message_of(body) or "the query cannot be read")
    if status in (408, 504):
        return LimitError("the SPARQL server gave the query up: add LIMIT, or narrow it")
    if status in (429, 503):
        return BusyError("the SPARQL server is busy; try again in a moment")
    return StoreError(f"the SPARQL server answered {status}")


async def _closing(pieces: AsyncIterator[bytes], stack: AsyncExitStack) -> AsyncIterator[bytes]:
    try:
        async for piece in pieces:
            yield piece
    finally:
        await stack.aclose()


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""
