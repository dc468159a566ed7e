"""The pages of an actor, a place and a source: events in time, whom they meet, stance, what is told and omitted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.naming import resolve_places
from api.routes.things import MOST_EVENTS, _local, _source_row, actor_row, place_row
from api.service import service_of
from api.web.attitudes import of_source, toward_actor
from api.web.drawing import source_names
from api.web.guarding import PageRoute
from api.web.naming import names_in, note_quoted, titled
from api.web.negotiating import INSIDE
from api.web.rendering import reader_of, show
from graph.errors import NotFoundError
from graph.library import Library
from graph.model import Article, Event, Family, Status
from graph.silence import AFTER
from graph.when import later, order

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
RDF = ("json", "ttl", "rdf", "jsonld")
LISTED = 200  # events on a page; all of them are on the timeline
MOST_ARTICLES = 60  # of one source, of which events and stance are looked up
MOST_LOOKED_THROUGH = 20_000  # events among which those of a place are looked for
MOST_MET = 20
OMITTED = 25
OTHERS = 2  # sources that must tell what a source is said to omit


def in_order(events: Iterable[Event]) -> list[Event]:
    """Earliest first, undated last."""
    return sorted(events, key=lambda e: (e.when is None, order(e.when) if e.when else (0, 0, ""), e.id))


@router.get("/actors/{id}")
def actor(request: Request, id: str) -> Response:
    """Somebody, with the events in which they take part, whom they meet, and the stance shown toward them."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        known = service.registry.actors
        row = actor_row(known[id], reader.lang) if id in known else _local(service, id)
        events = list(islice(library.events_with(id), MOST_EVENTS))
        name = known[id].name if id in known else str(row["name"])
        recent = events[-LISTED:]
        claims = library.claims(key for event in recent for key in event.claims)
        attitudes = toward_actor(library, claims.values(), name)
        dated = [event for event in events if event.when]
        note_quoted(library, reader.words, (*dated[-LISTED:], *(e for e in events if not e.when)))
        return show(
            request,
            "actor.html",
            reader=reader,
            data=RDF,
            version=library.data_version(),
            row=row,
            dated=dated[-LISTED:],
            total=len(events),
            undated=[event for event in events if not event.when][:LISTED],
            met=met_by(id, events),
            name_of=names_in(service, reader.lang),
            attitudes=attitudes,
            sources=source_names(service, {a.article.source for a in attitudes}, reader.lang),
        )


def met_by(actor: str, events: Iterable[Event]) -> list[tuple[str, str, int, Event]]:
    """(id, name, number of contacts, the latest) of those whom somebody met or spoke with, the most first."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    latest: dict[str, Event] = {}
    for event in events:
        if event.family is not Family.CONTACT or event.status is not Status.HAPPENED:
            continue
        for other in event.actors:
            if other.id != actor:
                counts[other.id] += 1
                names[other.id], latest[other.id] = other.name, event
    ranked = sorted(counts, key=lambda key: (-counts[key], names[key], key))[:MOST_MET]
    return [(key, names[key], counts[key], latest[key]) for key in ranked]


@router.get("/places/{id}")
def place(request: Request, id: str) -> Response:
    """A place of the registry, with the events that are told to have been there or within."""
    service, reader = service_of(request), reader_of(request)
    row = place_row(service.registry.place(id), reader.lang)
    inside = set(resolve_places(service.registry, id))
    with service.library.reading():
        looked = islice(service.library.events(), MOST_LOOKED_THROUGH)
        events = in_order(e for e in looked if e.place and e.place.id in inside)
        note_quoted(service.library, reader.words, events[-LISTED:])
        return show(
            request,
            "place.html",
            reader=reader,
            data=RDF,
            version=service.library.data_version(),
            row=row,
            events=events[-LISTED:],
        )


@router.get("/sources/{id}")
def source(request: Request, id: str) -> Response:
    """Who publishes: its articles, what it tells, what others tell and it does not, its stance over time."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        articles = list(library.articles(source=id))
        articles.sort(key=lambda a: (str(a.published or "9999"), a.id))
        if not articles and id not in service.registry.sources:
            raise NotFoundError(f"no source {id}; /sources lists them")
        latest = articles[-MOST_ARTICLES:]
        told = events_told(library, [article.id for article in latest])
        omitted = omitted_by(library, id, latest)
        note_quoted(library, reader.words, (*told[-LISTED:], *(event for event, _ in omitted)))
        return show(
            request,
            "source.html",
            events=told[-LISTED:],
            omitted=omitted,
            attitudes=of_source(library, latest),
            reader=reader,
            data=RDF,
            version=library.data_version(),
            row=_source_row(service, id, len(articles), reader.lang),
            articles=titled(library, articles[-LISTED:]),
            name_of=names_in(service, reader.lang),
        )


def events_told(library: Library, articles: Sequence[str]) -> list[Event]:
    """The events that these articles tell, earliest first, undated ones last."""
    claims = [claim.id for article in articles for claim in library.claims_of(article)]
    return in_order(library.event(key) for key in sorted(set(library.events_of(claims).values())))


def omitted_by(library: Library, source: str, articles: Sequence[Article]) -> list[tuple[Event, int]]:
    """(event, number of sources) of what at least two others tell of the weeks before its articles, and it does not,
    the most told first."""
    weeks = sorted({article.published for article in articles if article.published})
    found: dict[str, Event] = {}
    for day in weeks:
        for event in library.events_between(later(day, -AFTER), day):
            if event.when and event.when.is_day and event.status is not Status.PLANNED:
                found[event.id] = event
    tellers = library.tellers_of(sorted(found))
    missed = [(found[key], len(who)) for key, who in tellers.items() if len(who) >= OTHERS and source not in who]
    missed.sort(key=lambda pair: (-pair[1], pair[0].id))
    return missed[:OMITTED]
