"""One address a thing: events, claims, differences, articles, actors, places, sources, and the search over texts."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.choosing import EVERYTHING, Budget, claims_told, events_of, events_told
from api.days import read_days
from api.explaining import explanation
from api.keeping import KeptRoute
from api.knowing import then
from api.naming import resolve_sources, stored_id
from api.narrowing import Days, Known, Narrowed, window_of
from api.parting import Parting, partings
from api.respond import (
    COMMON,
    ActorId,
    ArticleId,
    ClaimId,
    Cursor,
    EventId,
    Lang,
    Limit,
    PlaceId,
    SourceId,
    json_answer,
    page,
)
from api.rights import quoted
from api.schemas import Page
from api.schemas_claims import ToldClaim
from api.schemas_events import AccountOut, DayEventOut, EventDifference, EventOut, Explanation
from api.schemas_things import ActorOut, ActorWhole, ArticleOut, ArticleWhole, PlaceOut, SourceOut, SourceWhole
from api.service import Service, service_of
from api.shapes import claim_row
from graph.answer import Contrast, DayEvent
from graph.answerform import contrast_to_json, day_event_to_json
from graph.answers import event_answer
from graph.errors import NotFoundError
from graph.jsonform import Json, article_to_json, difference_to_json, event_to_json, extraction_to_json
from graph.known import KnownRecord
from graph.library import Library
from graph.model import Event
from graph.registry import Actor, Place, Source
from graph.vocab import wikidata

router = APIRouter(responses=COMMON, route_class=KeptRoute)
MOST_EVENTS = 1000  # of one actor, shown with it; the rest by /events?actor=


# ---- events and claims ------------------------------------------------------------------------------------------


@router.get("/events", tags=["events"], summary="Events, by id, narrowed at will", response_model=Page[EventOut])
def list_events(
    request: Request,
    filters: Narrowed,
    days: Days,
    lang: Lang = "en",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Events with their dates and actors: those of which at least one claim passes the filters. Their accounts:
    `/events/{id}`."""
    service = service_of(request)
    library = service.library
    with library.reading():
        budget = Budget()
        events = budget.of(events_of(library, window_of(days), filters, cursor or ""))
        if filters != EVERYTHING:
            events = (event for event, _, _ in events_told(library, events, filters))
        items, following = page(((event.id, event_to_json(event, lang)) for event in events), limit)
        following = budget.cursor(following)
        return json_answer(request, {"items": items, "next": following}, library.data_version())


@router.get(
    "/events/{id}", tags=["events"], summary="An event with its accounts, source by source", response_model=DayEventOut
)
def show_event(request: Request, id: EventId, lang: Lang = "en", known: Known = None) -> Response:
    """An event, all its accounts and their differences. A retired id leads to the event that took its place."""
    service = service_of(request)
    with service.library.reading():
        event = service.library.event(id)
        value = day_event_to_json(_told(service, event, lang, known), lang)
        return json_answer(request, value, service.library.data_version())


@router.get(
    "/events/{id}/accounts",
    tags=["events"],
    summary="What each source says of an event",
    response_model=list[AccountOut],
)
def show_accounts(request: Request, id: EventId, lang: Lang = "en", known: Known = None) -> Response:
    """The accounts of an event alone."""
    service = service_of(request)
    with service.library.reading():
        event = service.library.event(id)
        value = day_event_to_json(_told(service, event, lang, known), lang)
        return json_answer(request, value["accounts"], service.library.data_version())


@router.get("/claims", tags=["events"], summary="Claims, by id, narrowed at will", response_model=Page[ToldClaim])
def list_claims(request: Request, filters: Narrowed, days: Days, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Claims of current articles with the words they rest on and their events; all of them at once: `/export/…`."""
    service = service_of(request)
    library = service.library
    with library.reading():
        budget = Budget()
        told = claims_told(library, window_of(days), filters, cursor or "", budget)
        found, following = page(((claim.id, (claim, article)) for claim, article in told), limit)
        events = library.events_of(claim.id for claim, _ in found)
        items = [
            {
                **claim_row(claim, article.text),
                "quote": quoted(article.text[claim.start : claim.end], service.may_show(article)),
                "event": events.get(claim.id),
            }
            for claim, article in found
        ]
        following = budget.cursor(following)
        return json_answer(request, {"items": items, "next": following}, library.data_version())


@router.get(
    "/claims/{id}", tags=["events"], summary="A claim, its words in their surroundings", response_model=Explanation
)
def show_claim(request: Request, id: ClaimId, lang: Lang = "en") -> Response:
    """A claim with the words it rests on, the rules that made it, its event, and why it was joined to that."""
    service = service_of(request)
    value = explanation(service.library, id, lang, service.may_show)
    return json_answer(request, value, service.library.data_version())


@router.get("/differences", tags=["events"], summary="Where accounts part", response_model=Page[EventDifference])
def list_differences(
    request: Request,
    filters: Narrowed,
    days: Days,
    attribute: Annotated[
        str | None, Query(max_length=50, description="only on this: when, where, who, mode, ...", examples=["mode"])
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Differences between sources by event and attribute, of the events of which at least one claim passes the filters;
    among them contrasts, which stand between two events of a day: with whom else somebody is said to have spoken."""
    service = service_of(request)
    library, after = service.library, cursor or ""
    with library.reading():
        found = partings(library, service.registry, window=window_of(days), filters=filters, attribute=attribute)
        rows = ((key, parting_row(one)) for key, one in found if key > after)
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, library.data_version())


def parting_row(one: Parting) -> Json:
    """A difference with its event, or a contrast with the first of its two."""
    if isinstance(one, Contrast):
        return {"event": one.difference.event, **contrast_to_json(one)}
    return {"event": one.event, **difference_to_json(one)}


def _told(service: Service, event: Event, lang: str, known: date | None) -> DayEvent:
    """An event with its accounts, quoted as far as this service may; as it was known on a day where one is given."""
    record: Library | KnownRecord = service.library
    if known is not None:
        record, event = then(service.library, service.registry, event, known)
    return event_answer(record, service.registry, event, lang=lang, whole=service.may_show)


# ---- articles ---------------------------------------------------------------------------------------------------


@router.get("/articles", tags=["articles"], summary="Articles, undated ones first", response_model=Page[ArticleOut])
def list_articles(
    request: Request,
    source: Annotated[str | None, Query(description="only this source's: id or name", examples=["afp"])] = None,
    published: Annotated[
        str | None, Query(description="only those published then: a day, month, year, interval", examples=["2026-02"])
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Stored articles without their text."""
    service = service_of(request)
    window = None
    if published is not None:
        days = read_days(published)
        window = (days.start, days.end)
    after = cursor or ""
    keys = resolve_sources(service.registry, source) if source else (None,)
    with service.library.reading():
        found = (a for key in keys for a in service.library.articles(source=key, published=window))
        keyed = sorted(((f"{a.published or ''} {a.id}", a) for a in found), key=lambda pair: pair[0])
        rows = ((key, article_to_json(a, text=False)) for key, a in keyed if key > after)
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, service.library.data_version())


@router.get(
    "/articles/{id}",
    tags=["articles"],
    summary="An article with what was read out of it",
    response_model=ArticleWhole,
    response_model_exclude_unset=True,
)
def show_article(request: Request, id: ArticleId) -> Response:
    """An article, its time expressions, claims and stances. Its text is sent by policy only: see `rights`."""
    service = service_of(request)
    library = service.library
    with library.reading():
        extraction = library.extraction(stored_id(library, "articles", id))
        article = extraction.article
        row = extraction_to_json(extraction)
        value: Json = article_to_json(article, text=service.may_show(article))
        value["times"], value["stances"] = row["times"], row["stances"]
        value["claims"] = [claim_row(claim, article.text) for claim in extraction.claims]
        value["versions"] = [version.id for version in library.versions(article.work)]
        return json_answer(request, value, library.data_version())


# ---- actors, places, sources ------------------------------------------------------------------------------------


@router.get("/actors", tags=["registry"], summary="Actors of the registry, by id", response_model=Page[ActorOut])
def list_actors(
    request: Request,
    kind: Annotated[str | None, Query(description="person, state, organisation, ...", examples=["person"])] = None,
    lang: Lang = "en",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Everybody and everything known beforehand. Actors that only articles name: `/actors/{id}`."""
    service = service_of(request)
    after = cursor or ""
    actors = service.registry.actors
    keys = (key for key in sorted(actors) if key > after and kind in (None, actors[key].kind))
    items, following = page(((key, actor_row(actors[key], lang)) for key in keys), limit)
    return json_answer(request, {"items": items, "next": following}, service.library.data_version())


@router.get("/actors/{id}", tags=["registry"], summary="An actor and its events", response_model=ActorWhole)
def show_actor(request: Request, id: ActorId, lang: Lang = "en") -> Response:
    """An actor with the events in which it takes part, earliest first."""
    from itertools import islice

    service = service_of(request)
    with service.library.reading():
        row = actor_row(service.registry.actors[id], lang) if id in service.registry.actors else _local(service, id)
        events = islice(service.library.events_with(id), MOST_EVENTS)
        value = {**row, "events": [event_to_json(event, lang) for event in events]}
        return json_answer(request, value, service.library.data_version())


@router.get(
    "/actors/{id}/timeline",
    tags=["registry"],
    summary="An actor's dated events, earliest first",
    response_model=Page[EventOut],
)
def show_timeline(
    request: Request, id: ActorId, lang: Lang = "en", limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """The events in which an actor takes part and that bear a date."""
    service = service_of(request)
    after = cursor or ""
    with service.library.reading():
        if id not in service.registry.actors:
            _local(service, id)
        dated = (event for event in service.library.events_with(id) if event.when and event.when.start)
        keyed = ((f"{event.when.start} {event.id}", event) for event in dated if event.when)
        rows = ((key, event_to_json(event, lang)) for key, event in sorted(keyed, key=lambda k: k[0]) if key > after)
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, service.library.data_version())


def actor_row(actor: Actor, lang: str) -> Json:
    """An actor of the registry."""
    return {
        "id": actor.id,
        "kind": actor.kind,
        "name": actor.labels.get(lang, actor.name),
        "labels": dict(actor.labels),
        "state": actor.state,
        "parent": actor.parent,
        "wikidata": wikidata(actor.id),
    }


def _local(service: Service, id: str) -> Json:
    """An actor that only articles name. Raises NotFoundError."""
    found = list(service.library.local_actors([id]))
    if not found:
        raise NotFoundError(f"no actor {id}; /actors lists those known beforehand")
    first = found[0]
    labels = {actor.lang: actor.name for actor in reversed(found)}
    return {
        "id": id,
        "kind": first.kind,
        "name": first.name,
        "labels": labels,
        "state": None,
        "parent": None,
        "wikidata": None,
    }


@router.get("/places", tags=["registry"], summary="Places of the registry, by id", response_model=Page[PlaceOut])
def list_places(request: Request, lang: Lang = "en", limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Places where something can happen."""
    service = service_of(request)
    after = cursor or ""
    places = service.registry.places
    keys = (key for key in sorted(places) if key > after)
    items, following = page(((key, place_row(places[key], lang)) for key in keys), limit)
    return json_answer(request, {"items": items, "next": following}, service.library.data_version())


@router.get("/places/{id}", tags=["registry"], summary="A place", response_model=PlaceOut)
def show_place(request: Request, id: PlaceId, lang: Lang = "en") -> Response:
    """A place of the registry."""
    service = service_of(request)
    return json_answer(request, place_row(service.registry.place(id), lang), service.library.data_version())


def place_row(place: Place, lang: str) -> Json:
    """A place of the registry."""
    return {
        "id": place.id,
        "kind": place.kind,
        "name": place.labels.get(lang, place.name),
        "labels": dict(place.labels),
        "country": place.country,
        "within": place.within,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "wikidata": wikidata(place.id),
    }


@router.get("/sources", tags=["registry"], summary="Sources that stored articles have", response_model=Page[SourceOut])
def list_sources(
    request: Request,
    known: Annotated[bool, Query(description="also those of the registry without an article")] = False,
    lang: Lang = "en",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Who publishes, with the number of its articles."""
    service = service_of(request)
    after = cursor or ""
    with service.library.reading():
        counts = service.library.source_counts()
        keys = sorted(set(counts) | (set(service.registry.sources) if known else set()))
        rows = ((key, _source_row(service, key, counts.get(key, 0), lang)) for key in keys if key > after)
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, service.library.data_version())


@router.get("/sources/{id}", tags=["registry"], summary="A source and its articles", response_model=SourceWhole)
def show_source(request: Request, id: SourceId, lang: Lang = "en") -> Response:
    """A source with the articles that are stored."""
    service = service_of(request)
    with service.library.reading():
        articles = list(service.library.articles(source=id))
        if not articles and id not in service.registry.sources:
            raise NotFoundError(f"no source {id}; /sources lists them")
        value = _source_row(service, id, len(articles), lang)
        value["items"] = [article_to_json(article, text=False) for article in articles[:MOST_EVENTS]]
        return json_answer(request, value, service.library.data_version())


def _source_row(service: Service, id: str, articles: int, lang: str) -> Json:
    source: Source | None = service.registry.sources.get(id)
    name = source.labels.get(lang, source.name) if source else service.library.source_name(id)
    return {
        "id": id,
        "kind": source.kind if source else "unknown",
        "name": name,
        "labels": dict(source.labels) if source else {lang: name},
        "country": source.country if source else None,
        "owner": source.owner if source else None,
        "articles": articles,
    }
