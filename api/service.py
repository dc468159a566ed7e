"""What a running service holds: the record, the registry, the projection's snapshots and the SPARQL workers."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from fastapi import FastAPI, Request

from api.projection import Projection, Snapshots
from api.rights import policy
from api.settings import Settings
from api.shelf import Shelf
from api.sparql.elsewhere import Elsewhere
from api.sparql.pool import Answer, Job, Pool
from api.storing import place_in
from api.warming import Warming
from graph.errors import StoreError
from graph.library import Library
from graph.model import Article
from graph.registry import Registry
from graph.rights import Policy
from graph.timeline import Timeline
from graph.vocab import Names

if TYPE_CHECKING:
    from graph.place import Place


@dataclass
class Service:
    """Everything the routes need. Made by `running`, reached by `service_of`."""

    settings: Settings
    library: Library
    registry: Registry
    projection: Snapshots
    pool: Pool | Elsewhere
    policy: Policy = field(init=False)
    shelf: Shelf = field(default_factory=Shelf, init=False)
    _names: tuple[str, tuple[str, ...]] = field(default=("", ()), init=False)
    _timelines: dict[str, Timeline] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.policy = policy(self.settings, self.registry)

    async def query(self, job: Job) -> Answer:
        """Run a job of `api.sparql.worker` on the newest snapshot."""
        for last in (False, True):
            snapshot = await self.projection.snapshot()
            try:
                return await self.pool.run({**job, "snapshot": str(snapshot)})
            except StoreError:
                # A snapshot may go out of date and be swept away between its choice and its opening: once more.
                if last or self.projection.current == snapshot:
                    raise
        raise AssertionError

    async def projected(self) -> str:
        """The data version of the newest snapshot; waits for the first one. Raises BusyError."""
        await self.projection.snapshot()
        return self.projection.version or ""

    def timeline(self, lang: str) -> Timeline:
        """The time-ordered graph with labels in a language; it keeps the windows asked for last."""
        if lang not in self._timelines:
            self._timelines[lang] = Timeline(self.library, self.registry, lang=lang, iris=self.names)
        return self._timelines[lang]

    @property
    def names(self) -> Names:
        """The IRIs of this installation."""
        return Names(self.settings.base_iri)

    @property
    def mark(self) -> str:
        """Of all settings on which the bytes of an answer depend beside the record and the address."""
        settings = self.settings
        return f"{settings.base_iri} {settings.host} {settings.public_url}"

    def may_show(self, article: Article) -> bool:
        """Whether the full text may be shown to whom this service serves: see `graph.rights`."""
        return self.policy(article)

    async def named_graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        snapshot = str(await self.projection.snapshot())
        if self._names[0] != snapshot:
            answer = await self.query({"do": "names"})
            self._names = (snapshot, tuple(json.loads(answer.first)["names"]))
        return self._names[1]


def service_of(request: Request) -> Service:
    """The service behind a request."""
    return cast(Service, request.app.state.service)


def engine(settings: Settings, place: "Place | None", names: Names) -> Pool | Elsewhere:
    """What answers SPARQL: workers on snapshots, or the server that holds the projection."""
    limits = {"max_rows": settings.sparql_rows, "max_bytes": settings.sparql_bytes}
    if place is not None:
        return Elsewhere(place, names, seconds=settings.sparql_seconds, **limits)
    return Pool(
        size=settings.sparql_workers,
        megabytes=settings.sparql_memory_mb,
        seconds=settings.sparql_seconds,
        **limits,
    )


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    """Open everything while the application runs, close it in order after."""
    from graph.registry import load_registry

    settings: Settings = app.state.settings
    names, place = Names(settings.base_iri), place_in(settings)
    pool = engine(settings, place, names)
    registry = load_registry()
    with Library.open(settings.data) as library:
        projection = Projection(settings.data, registry, names, place)
        app.state.service = Service(
            settings=settings, library=library, registry=registry, projection=projection, pool=pool
        )
        warming = app.state.warming = Warming(registry)
        beside = [asyncio.create_task(projection.follow()), asyncio.create_task(warming.run())]
        try:
            await pool.start()
            yield
        finally:
            for task in beside:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await pool.stop()
            await asyncio.to_thread(projection.close)
