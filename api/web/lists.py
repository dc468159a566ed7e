"""Lists: events, articles, actors, sources, places, differences, and what a search finds."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.days import read_days
from api.parting import partings
from api.respond import Cursor, page
from api.routes.things import _source_row, actor_row, place_row
from api.service import service_of
from api.web.accounts import differing_words
from api.web.guarding import PageRoute
from api.web.naming import note_quoted, readable_source, titled
from api.web.negotiating import INSIDE
from api.web.rendering import reader_of, show
from api.web.things import source_name
from graph.answer import Contrast
from graph.library import Library
from graph.model import Difference

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get("/events")
def events(
    request: Request, on: str | None = None, actor: str | None = None, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """Events, of a time or actor."""
    service, reader = service_of(request), reader_of(request)
    after = cursor or ""
    with service.library.reading():
        library = service.library
        if on:
            days = read_days(on)
            found = sorted(library.events_between(days.start, days.end), key=lambda event: event.id)
        elif actor:
            found = sorted(library.events_with(actor), key=lambda event: event.id)
        else:
            found = []
        chosen = (e for e in found if e.id > after and (not actor or any(a.id == actor for a in e.actors)))
        source = chosen if on or actor else library.events(after=after)
        items, following = page(((event.id, event) for event in source), limit)
        dated = sorted(items, key=lambda e: (e.when is None, str(e.when.start) if e.when else "", e.id))
        version = library.data_version()
        note_quoted(library, reader.words, dated)
    return show(request, "events.html", reader=reader, version=version, items=dated, following=following)


@router.get("/articles")
def articles(
    request: Request,
    source: str | None = None,
    published: str | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Stored articles, undated ones first."""
    service, reader = service_of(request), reader_of(request)
    days = read_days(published) if published else None
    with service.library.reading():
        window = (days.start, days.end) if days else None
        found = service.library.articles(source=source or None, published=window)
        keyed = sorted(((f"{a.published or ''} {a.id}", a) for a in found), key=lambda pair: pair[0])
        listed, following = page(((key, a) for key, a in keyed if key > (cursor or "")), limit)
        items = titled(service.library, listed)
        version = service.library.data_version()
        names = {a.id: _named(request, a, reader.lang) for a in items}
    return show(request, "articles.html", reader=reader, version=version, items=items, names=names, following=following)


def _named(request: Request, article: object, lang: str) -> str:
    from graph.model import Article

    service = service_of(request)
    assert isinstance(article, Article)
    otherwise = service.library.source_name(article.source)
    return source_name(service.registry.sources, article, otherwise, lang).shown


@router.get("/actors")
def actors(request: Request, kind: str | None = None, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Everybody known beforehand."""
    service, reader = service_of(request), reader_of(request)
    known = service.registry.actors
    keys = (key for key in sorted(known) if key > (cursor or "") and kind in (None, "", known[key].kind))
    rows, following = page(((key, actor_row(known[key], reader.lang)) for key in keys), limit)
    version = service.library.data_version()
    return show(request, "names.html", reader=reader, version=version, what="actors", rows=rows, following=following)


@router.get("/places")
def places(request: Request, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Places where something can happen."""
    service, reader = service_of(request), reader_of(request)
    known = service.registry.places
    keys = (key for key in sorted(known) if key > (cursor or ""))
    rows, following = page(((key, place_row(known[key], reader.lang)) for key in keys), limit)
    version = service.library.data_version()
    return show(request, "names.html", reader=reader, version=version, what="places", rows=rows, following=following)


@router.get("/sources")
def sources(request: Request, known: bool = False, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Who publishes, with the number of its articles."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        counts = service.library.source_counts()
        keys = sorted(set(counts) | (set(service.registry.sources) if known else set()))
        rows, following = page(
            (
                (
                    key,
                    {
                        **_source_row(service, key, counts.get(key, 0), reader.lang),
                        "name": readable_source(service, key, reader.words),
                    },
                )
                for key in keys
                if key > (cursor or "")
            ),
            limit,
        )
        version = service.library.data_version()
    return show(request, "names.html", reader=reader, version=version, what="sources", rows=rows, following=following)


@router.get("/differences")
def differences(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Where accounts part."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        found = partings(service.library, service.registry, lang=reader.lang)
        items, following = page(((key, one) for key, one in found if key > (cursor or "")), limit)
        apart = [one.difference if isinstance(one, Contrast) else one for one in items]
        parted = service.library.events_by_id(d.event for d in apart)
        note_quoted(service.library, reader.words, parted.values())
        labels = {key: dict(event.labels).get(reader.lang, key) for key, event in parted.items()}
        wanted = {source for d in apart for value in d.values for source in value.sources}
        names = {key: str(_source_row(service, key, 0, reader.lang)["name"]) for key in wanted}
        for key in retold(service.library, apart):
            names[key] = reader.words.aside(names[key], reader.words.mark("digest")["short"])
        version = service.library.data_version()
    return show(
        request,
        "differences.html",
        reader=reader,
        version=version,
        items=items,
        labels=labels,
        days={key: event.when for key, event in parted.items()},
        shown=differing_words,
        names=names,
        following=following,
    )


def retold(library: Library, apart: Sequence[Difference]) -> set[str]:
    """The sources of which nothing but digests in other words is told from here: never shown by a bare name."""
    claims = library.claims(claim for one in apart for value in one.values for claim in value.claims)
    ids = sorted({claim.article for claim in claims.values()})
    heads = list(library.articles(current=False, ids=ids))
    return {head.source for head in heads} - {head.source for head in heads if not head.rendition}


@router.get("/search")
def search(request: Request, q: Annotated[str, Query(max_length=500)] = "", limit: Limit = 50) -> Response:
    """Articles that hold all the words."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        words = any(c.isalnum() for c in q)
        found = service.library.search(q, None, limit=min(limit, 100)) if words else []
        heads = {a.id: a for a in service.library.articles(ids=[key for key, _ in found])}
        items = titled(service.library, (heads[key] for key, _ in found))
        names = {a.id: _named(request, a, reader.lang) for a in items}
        version = service.library.data_version()
    return show(request, "search.html", reader=reader, version=version, q=q, items=items, names=names)
