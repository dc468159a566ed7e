"""The pages of single things: an event, an article, a claim, an actor, a source, a place."""

from collections.abc import Sequence
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.explaining import explanation
from api.routes.things import MOST_EVENTS, _article_id, _local, _source_row, actor_row, place_row
from api.service import service_of
from api.web.accounts import claim_marks, date_marks, sheet
from api.web.guarding import PageRoute
from api.web.marking import pieces
from api.web.negotiating import INSIDE
from api.web.pages import corrected_in, names_in
from api.web.rendering import reader_of, show
from graph.answer import SourceName
from graph.answers import event_answer, without_text
from graph.errors import NotFoundError
from graph.labels import digest_name
from graph.library import Library
from graph.model import Article, Event, PublishedBasis
from graph.rights import around_trigger
from graph.when import order

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
MOST_ARTICLES = 100  # of one source, of which the events are listed with it
RDF = ("json", "ttl", "rdf", "jsonld")


@router.get("/events/{id}")
def event(request: Request, id: str) -> Response:
    """An event with all its accounts; a retired id leads on to its heir's address."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        found = service.library.event(id)
        if found.id != id:
            return RedirectResponse(reader.to("events", found.id), status_code=308)
        item = event_answer(service.library, service.registry, found, lang=reader.lang, whole=service.may_show)
        name_of = names_in(service, reader.lang)
        related = [service.library.event(key) for key in found.possibly]
        return show(
            request,
            "event.html",
            reader=reader,
            data=RDF,
            version=service.library.data_version(),
            sheet=sheet(item, reader.words, corrected_in(service.library), name_of),
            related=related,
            date_marks=date_marks(found.when),
            name_of=name_of,
            event_names={event.id: dict(event.labels).get(reader.lang, event.id) for event in related},
        )


@router.get("/articles/{id}")
def article(request: Request, id: str) -> Response:
    """A text with what was read out of it; its quotations alone where it may not be shown."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        extraction = library.extraction(_article_id(service, id))
        found = extraction.article
        return show(
            request,
            "article.html",
            reader=reader,
            data=RDF,
            version=library.data_version(),
            article=without_text(found),
            source=source_name(service.registry.sources, found, library.source_name(found.source), reader.lang),
            inferred=found.published_basis is PublishedBasis.INFERRED,
            may_show=service.may_show(found),
            pieces=tuple(pieces(extraction)) if service.may_show(found) else (),
            claims=[(claim, around_trigger(found, claim, service.may_show)) for claim in extraction.claims],
            versions=[version.id for version in library.versions(found.work) if version.id != found.id],
        )


def source_name(sources: object, article: Article, otherwise: str, lang: str) -> SourceName:
    """Who publishes an article, never a bare name where its text is a digest."""
    known = sources.get(article.source) if isinstance(sources, dict) else None
    plain = known.labels.get(lang, known.name) if known else article.publisher or otherwise
    shown = digest_name(plain, lang) if article.rendition else plain
    return SourceName(id=article.source, name=plain, rendition=article.rendition, shown=shown)


@router.get("/claims/{id}")
def claim(request: Request, id: str) -> Response:
    """A claim: its sentence, what was read, by which rules, and why it was joined to its event."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        value = explanation(service.library, id, reader.lang, service.may_show)
        found = service.library.claim(id)
        article = service.library.article(found.article, text=False)
        whole = service.library.article(found.article)
        names = service.registry
        return show(
            request,
            "claim.html",
            reader=reader,
            data=RDF,
            version=service.library.data_version(),
            value=value,
            claim=found,
            article=article,
            source=source_name(names.sources, article, service.library.source_name(article.source), reader.lang),
            quote=around_trigger(whole, found, service.may_show),
            marks=tuple(claim_marks(found, corrected_in(service.library))),
            date_marks=date_marks(found.when),
            name_of=names_in(service, reader.lang),
        )


@router.get("/actors/{id}")
def actor(request: Request, id: str) -> Response:
    """Somebody, with the events in which they take part, earliest first."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        known = service.registry.actors
        row = actor_row(known[id], reader.lang) if id in known else _local(service, id)
        events = list(islice(service.library.events_with(id), MOST_EVENTS))
        return show(
            request,
            "actor.html",
            reader=reader,
            data=RDF,
            version=service.library.data_version(),
            row=row,
            dated=[event for event in events if event.when],
            undated=[event for event in events if not event.when],
        )


@router.get("/places/{id}")
def place(request: Request, id: str) -> Response:
    """A place of the registry."""
    service, reader = service_of(request), reader_of(request)
    row = place_row(service.registry.place(id), reader.lang)
    with service.library.reading():
        version = service.library.data_version()
        return show(request, "place.html", reader=reader, data=RDF, version=version, row=row)


def events_told(library: Library, articles: Sequence[str]) -> list[Event]:
    """The events that these articles tell, earliest first, undated ones last; of many articles the first hundred."""
    claims = [claim.id for article in articles[:MOST_ARTICLES] for claim in library.claims_of(article)]
    events = [library.event(key) for key in sorted(set(library.events_of(claims).values()))]
    return sorted(events, key=lambda e: (e.when is None, order(e.when) if e.when else (0, 0, ""), e.id))[:MOST_EVENTS]


@router.get("/sources/{id}")
def source(request: Request, id: str) -> Response:
    """Who publishes, with the articles that are stored."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        articles = list(service.library.articles(source=id))
        articles.sort(key=lambda a: (str(a.published or "9999"), a.id))
        if not articles and id not in service.registry.sources:
            raise NotFoundError(f"no source {id}; /sources lists them")
        told = events_told(service.library, [article.id for article in articles])
        return show(
            request,
            "source.html",
            events=told,
            reader=reader,
            data=RDF,
            version=service.library.data_version(),
            row=_source_row(service, id, len(articles), reader.lang),
            articles=articles[:MOST_EVENTS],
        )
