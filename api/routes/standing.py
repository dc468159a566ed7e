"""`/stance` and `/silence`: how a source stands to somebody over time, and what sources do not say of an event."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from api.keeping import KeptRoute
from api.naming import resolve_actors, resolve_sources
from api.respond import COMMON, json_answer, page
from api.schemas import Page, Shape
from api.service import Service, service_of
from graph.drift import StancePoint, stance_drift
from graph.errors import NotFoundError
from graph.rights import cut
from graph.silence import silence, silence_to_json

router = APIRouter(tags=["answers"], responses=COMMON, route_class=KeptRoute)


class StanceOfArticle(Shape):
    """The attitudes that one article shows toward one thing."""

    day: str | None = Field(description="on which this very text was out", examples=["2026-02-04"])
    article: str
    source: str
    supportive: int
    critical: int
    neutral: int
    claims: list[str] = Field(description="that show them; the article's own stance has none")
    quotes: list[str]


class GapOut(Shape):
    """Something of a source that could not be taken in."""

    where: str
    published: str | None
    reason: str


class StandingOut(Shape):
    """One source and one event."""

    source: dict[Literal["id", "name"], str]
    standing: Literal["told", "not found", "collected but unread", "not collected", "silent"]
    words: str
    claims: list[str]
    collected: int
    renditions: int
    undated: int
    naming: list[str]
    unread: list[str]
    gaps: list[GapOut]


class SilenceOut(Shape):
    """Who tells an event, and what is known of those who do not."""

    event: str
    window: dict[Literal["from", "to"], str | None]
    sources: list[StandingOut]
    unplaced: list[GapOut]


@router.get("/stance", summary="A source's stance over time, article by article", response_model=Page[StanceOfArticle])
def show_stance(
    request: Request,
    source: Annotated[str, Query(max_length=300, description="whose: id or name", examples=["AFP"])],
    toward: Annotated[
        str, Query(max_length=300, description="toward whom or what: id, name, or as the stance names it",
                   examples=["Vladimir Putin"])
    ],
    holder: Annotated[
        str | None, Query(max_length=300, description="only of this voice, by its English name", examples=["Kremlin"])
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    cursor: Annotated[str | None, Query(max_length=100, description="`next` of the page before")] = None,
) -> Response:  # fmt: skip
    """What its articles show of it, in the order of publication: the source's own stance and that of those it cites.
    Articles that show none are left out."""
    service = service_of(request)
    library = service.library
    with library.reading():
        points = [
            (point, key)
            for key in resolve_sources(service.registry, source)
            for point in stance_drift(library, key, _subject(service, toward), holder=holder)
        ]
        keyed = sorted((f"{point.day or ''} {point.article}", (point, key)) for point, key in points)
        rows = ((order, _point(service, *pair)) for order, pair in keyed if order > (cursor or ""))
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, library.data_version())


def _subject(service: Service, name: str) -> str:
    """The English name of an actor, by which stances call it; else the words as they are."""
    try:
        return service.registry.actors[resolve_actors(service.registry, name)[0]].name
    except (NotFoundError, KeyError):
        return name


def _point(service: Service, point: StancePoint, source: str) -> dict[str, Any]:
    whole = service.may_show(service.library.article(point.article, text=False))
    return {
        "day": str(point.day) if point.day else None,
        "article": point.article,
        "source": source,
        "supportive": point.supportive,
        "critical": point.critical,
        "neutral": point.neutral,
        "claims": list(point.claims),
        "quotes": [cut(words, whole) for words in point.quotes],
    }


@router.get("/silence", summary="What each source does not say of an event", response_model=SilenceOut)
def show_silence(
    request: Request,
    event: Annotated[str, Query(max_length=100, description="the event's id", examples=["e-0a1b2c3d4e5f6071"])],
) -> Response:
    """Told, not found, collected but unread, not collected, or silent: with what was collected and what could not be.
    A bare "nothing" is never said."""
    service = service_of(request)
    with service.library.reading():
        value = silence_to_json(silence(service.library, service.registry, event))
        return json_answer(request, value, service.library.data_version())
