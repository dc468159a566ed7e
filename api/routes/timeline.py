"""`/graph/…`: questions on the time-ordered graph, and the graph itself as files."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.days import read_days
from api.naming import resolve_actor
from api.narrowing import Days, Narrowed
from api.respond import COMMON, Lang, holds, json_answer, tag_of, unchanged
from api.rights import LICENCE, NOTE
from api.schemas_graph import AskedOut, Centrality, Change, Months
from api.service import Service, service_of
from graph.asking import ALL, Asking, Window, ask
from graph.export.files import FILES
from graph.export.shapes import shaped
from graph.paths import Arrival
from graph.questions import Agreement, Happening, Step

router = APIRouter(tags=["graph"], responses=COMMON)

WHO = "id, or name in any of the four languages"
Actor = Annotated[str, Query(description=f"of whom: {WHO}", examples=["Vladimir Putin"], max_length=300)]
SomeActor = Annotated[str | None, Query(description=f"only with: {WHO}", examples=["Q7747"], max_length=300)]
Since = Annotated[date | None, Query(description="told from this day on", examples=["2026-02-01"])]
Shape = Annotated[str, Query(pattern="^(claims|events|actors)$", description="what the nodes are")]


class Scope:
    """What every question shares: the days, the filters, the language."""

    def __init__(self, request: Request, filters: Narrowed, days: Days, lang: Lang = "en") -> None:
        self.request = request
        self.filters = filters
        self.window: Window = (days.start, days.end) if days else ALL
        self.lang = lang

    @property
    def service(self) -> Service:
        """The running service."""
        return service_of(self.request)

    def answer(self, question: str, **particulars: Any) -> Response:
        """Ask, and answer as JSON with an entity tag."""
        service = self.service
        for name in ("actor", "goal"):
            if particulars.get(name) is not None:
                particulars[name] = resolve_actor(service.registry, particulars[name])
        with service.library.reading():
            found = ask(service.timeline(self.lang), question, self.window, self.filters, Asking(**particulars))
        return json_answer(self.request, found, found["data_version"])


Scoped = Annotated[Scope, Depends(Scope)]


@router.get("/graph/meetings", summary="Who met or spoke with whom, and when", response_model=AskedOut[Happening])
def meetings(scope: Scoped, of: SomeActor = None) -> Response:
    """Contacts of two or more, in order of time, with the claims that tell them."""
    return scope.answer("meetings", actor=of)


@router.get("/graph/ego", summary="All in which an actor takes part", response_model=AskedOut[Happening])
def ego(scope: Scoped, of: Actor) -> Response:
    """In order of time."""
    return scope.answer("ego", actor=of)


@router.get("/graph/chains", summary="From event to event", response_model=AskedOut[Step])
def chains(scope: Scoped, of: SomeActor = None) -> Response:
    """The next event in which the same actor takes part; a plan and what was held; parts of a visit; responses."""
    return scope.answer("chains", actor=of)


@router.get("/graph/arrivals", summary="By when word could have come to each other", response_model=AskedOut[Arrival])
def arrivals(scope: Scoped, of: Actor, since: Since = None) -> Response:
    """Word passes among those who take part in an event, never back in time: foremost paths (Wu et al. 2014)."""
    return scope.answer("arrivals", actor=of, since=since)


@router.get("/graph/path", summary="The first way through time between two actors", response_model=AskedOut[Arrival])
def path(
    scope: Scoped,
    of: Actor,
    to: Annotated[str, Query(description=f"to whom: {WHO}", examples=["Xi Jinping"], max_length=300)],
    since: Since = None,
) -> Response:
    """Its steps in order; none where word never comes."""
    return scope.answer("path", actor=of, goal=to, since=since)


@router.get("/graph/months", summary="Who acts together, month by month", response_model=AskedOut[Months])
def months(scope: Scoped) -> Response:
    """An event counts for the month of its first day."""
    return scope.answer("months")


@router.get("/graph/centrality", summary="Actors over sliding windows", response_model=AskedOut[Centrality])
def centrality(
    scope: Scoped,
    length: Annotated[int, Query(ge=1, le=3660, description="days of a window")] = 30,
    step: Annotated[int, Query(ge=1, le=3660, description="days from one window to the next")] = 7,
) -> Response:
    """By how many others each acts with."""
    return scope.answer("centrality", days=length, step=step)


@router.get("/graph/changes", summary="What changed between two windows", response_model=AskedOut[Change])
def changes(
    scope: Scoped, then: Annotated[str, Query(description="the later window, as `on`", examples=["2026-03"])]
) -> Response:
    """Who came and went, and which pairs act together anew or no more."""
    later = read_days(then)
    return scope.answer("changes", then=(later.start, later.end))


@router.get("/graph/agreement", summary="Which sources tell the same events", response_model=AskedOut[Agreement])
def agreement(scope: Scoped) -> Response:
    """Pairs of sources, with the events that both tell and those among them on which they part."""
    return scope.answer("agreement")


def file_of(scope: Scope, shape: str, form: str) -> Response:
    """The graph as a file. The window is built before the first byte, so that a refusal is one."""
    service, file = scope.service, FILES[form]
    with service.library.reading():
        version = service.library.data_version()
        mark = "{}-{}".format(*service.library.change_mark())
        tag = tag_of(version, mark, service.mark, str(scope.request.url))
        if holds(scope.request, tag):
            return unchanged(tag)
        told = shaped(service.timeline(scope.lang).window(*scope.window, filters=scope.filters), shape)
    headers = {
        "Content-Disposition": f'attachment; filename="amur.{file.suffix}"',
        "X-Data-Version": version,
        "X-Rights": NOTE,
        "Link": f'<{LICENCE}>; rel="license"',
        "ETag": tag,
        "Cache-Control": "no-cache",
    }
    mark = "\ufeff" if file.media.startswith("text/csv") else ""
    lines = (line + "\n" for line in file.lines(told))
    return StreamingResponse(_marked(mark, lines), media_type=file.media, headers=headers)


def _marked(mark: str, lines: Any) -> Any:
    if mark:
        yield mark
    yield from lines


def _route(form: str, summary: str, words: str) -> None:
    """A route that gives the graph in a form."""
    file = FILES[form]
    kind = "object" if "json" in file.media else "string"

    def answer(scope: Scoped, shape: Shape = "claims") -> Response:
        return file_of(scope, shape, form)

    answer.__doc__ = words
    answer.__name__ = f"graph_{form}"
    content = {file.media.partition(";")[0]: {"schema": {"type": kind}}}
    router.get(
        f"/graph.{file.suffix}",
        summary=summary,
        response_class=Response,
        responses={200: {"description": summary, "content": content}},
    )(answer)


_route(
    "gexf",
    "The timeline for Gephi (GEXF 1.3, dynamic)",
    "Sources, claims, events and actors with the days on which they happened. In Gephi: Window > Timeline, "
    "then Enable Timeline.",
)
_route("graphml", "The timeline as GraphML", "For yEd, Cytoscape and Gephi Lite; every edge has an id.")
_route("cytoscape", "The timeline as Cytoscape JSON", "With places; spells as pairs of days.")
_route("network", "The timeline as graphology JSON", "For sigma and graphology: with places, colours and sizes.")
_route("nodes", "The nodes as CSV", "For Gephi's table import, with its Timeset.")
_route("edges", "The edges as CSV", "For Gephi's table import, with its Timeset.")
