"""The pages of single things: an event, an article, a claim, an actor, a source, a place."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.days import read_days
from api.explaining import explanation
from api.knowing import then
from api.naming import stored_id
from api.service import service_of
from api.web.accounts import claim_marks, date_marks, saying, sheet
from api.web.guarding import PageRoute
from api.web.marking import stretches
from api.web.matrix import Square, untold
from api.web.naming import corrected_in, event_names, names_in, note_quoted, readable_source, titled, with_titles
from api.web.negotiating import INSIDE
from api.web.rendering import reader_of, show
from api.web.ties import ties_of
from graph.answer import DayEvent, SourceName
from graph.answers import event_answer
from graph.known import KnownRecord
from graph.labels import digest_name
from graph.library import Library
from graph.model import Article, PublishedBasis
from graph.rights import around_trigger

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
RDF = ("json", "ttl", "rdf", "jsonld")


@router.get("/events/{id}")
def event(request: Request, id: str, known: str = "") -> Response:
    """An event with all its accounts; a retired id leads on to its heir's address. `known`: as it was known on a
    day."""
    service, reader = service_of(request), reader_of(request)
    library, registry = service.library, service.registry
    with library.reading():
        found = library.event(id)
        if found.id != id:
            return RedirectResponse(reader.to("events", found.id, known=known), status_code=308)
        day = read_days(known).end if known.strip() else None
        record: Library | KnownRecord = library
        if day:
            record, found = then(library, registry, found, day)
        item = event_answer(record, registry, found, lang=reader.lang, whole=service.may_show)
        (item,) = with_titles(library, (item,))
        name_of = names_in(service, reader.lang)
        ties = () if day else ties_of(library, registry, found)
        note_quoted(record, reader.words, (found, *(other for _, other in ties)))
        squares = () if day else untold(service, item, reader.words)
        return show(
            request,
            "event.html",
            reader=reader,
            data=RDF,
            version=library.data_version(),
            sheet=sheet(item, reader.words, corrected_in(library), name_of),
            spoken=spoken_in(item),
            known=day,
            untold=squares,
            source_names={s.source: readable_source(service, s.source, reader.words) for s in squares},
            titles=titles_of(library, squares),
            ties=ties,
            date_marks=date_marks(found.when),
            name_of=name_of,
            event_names=event_names(record, (item,), reader.words),
        )  # fmt: skip


def spoken_in(item: DayEvent) -> dict[str, tuple[str, str, str]]:
    """Claim -> who publishes it, the words that name the happening, and their language."""
    told = (told for line in item.lines for told in line.claims)
    return {each.claim.id: (each.source.name, saying((each,), lambda _: False).trigger, each.article.lang)
            for each in told}  # fmt: skip


def titles_of(library: Library, squares: Iterable[Square]) -> dict[str, Article]:
    """The articles that name the parties of an event and do not tell it, by id."""
    wanted = sorted({id for square in squares for id in square.named_in})
    return {article.id: article for article in titled(library, library.articles(ids=wanted))}


@router.get("/articles/{id}")
def article(request: Request, id: str) -> Response:
    """A text with what was read out of it; its quotations alone where it may not be shown."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        extraction = library.extraction(stored_id(library, "articles", id))
        found = extraction.article
        return show(
            request,
            "article.html",
            reader=reader,
            data=RDF,
            version=library.data_version(),
            article=titled(library, (found,))[0],
            source=source_name(service.registry.sources, found, library.source_name(found.source), reader.lang),
            inferred=found.published_basis is PublishedBasis.INFERRED,
            may_show=service.may_show(found),
            stretches=tuple(stretches(extraction)) if service.may_show(found) else (),
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
        whole = service.library.article(found.article)
        (article,) = titled(service.library, (whole,))
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
