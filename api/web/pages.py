"""The way in, and the page of a day: what each source says happened, in columns."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.days import read_days
from api.naming import filters_of
from api.service import Service, service_of
from api.web.accounts import Corrected, NameOf, sheet, squares
from api.web.guarding import PageRoute
from api.web.negotiating import INSIDE
from api.web.rendering import Reader, reader_of, show
from api.web.strip import HEIGHT, STEP, weeks
from graph.answer import Answer
from graph.answers import on
from graph.model import EventType
from graph.record.curated import Curated

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
ON_A_PAGE = 100  # events
SHOWN = 10  # of the latest and of the most contested events
Names = Annotated[list[str] | None, Query()]


@router.get("/")
def home(request: Request) -> Response:
    """What this is, the latest, the most contested, the year."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        latest = service.library.latest_events(SHOWN)
        contested = service.library.contested_events(SHOWN)
        last = latest[0].when.start if latest and latest[0].when else None
        days = service.library.event_days(date(last.year, 1, 1), date(last.year, 12, 31)) if last else {}
        return show(
            request,
            "home.html",
            reader=reader,
            version=service.library.data_version(),
            data=(),
            more_data=(("CSV", "/export/claims.csv"), ("JSONL", "/export/claims.jsonl"), ("N-Quads", "/export/amur.nq"),
                       ("GEXF", "/graph.gexf")),
            latest=latest,
            contested=contested,
            year=last.year if last else None,
            bars=weeks(days, last.year) if last else (),
            height=HEIGHT,
            step=STEP,
        )  # fmt: skip


@router.get("/on")
def to_day(request: Request, date: str = "") -> Response:
    """The box "go to a day": to the address of these days, or the reason why not."""
    reader = reader_of(request)
    return RedirectResponse(reader.to("on", read_days(date).edtf).replace("%2F", "/"), status_code=303)


@router.get("/on/{date:path}")
def on_day(
    request: Request,
    date: str,
    source: Names = None,
    actor: Names = None,
    voice: Names = None,
    type: Names = None,
    family: Names = None,
    certain: bool = False,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """What each source says happened on a day, month, year or interval."""
    service, reader = service_of(request), reader_of(request)
    days = read_days(date)
    names = {"sources": given(source), "actors": given(actor), "voices": given(voice)}
    filters = filters_of(service.registry, **names, types=given(type), families=given(family), certain=certain)
    with service.library.reading():
        answer = on(
            service.library, service.registry, days.start, days.end, asked=date, lang=reader.lang, filters=filters,
            whole=service.may_show,
        )  # fmt: skip
        before = service.library.event_day_before(days.start)
        after = service.library.event_day_after(days.end)
        corrected = corrected_in(service.library)
        name_of = names_in(service, reader.lang)
        first = (page - 1) * ON_A_PAGE
        shown = answer.events[first : first + ON_A_PAGE]
        columns = [(source.id, source.rendition) for source in answer.sources]
        return show(
            request,
            "day.html",
            reader=reader,
            version=answer.data_version,
            more_data=(("GEXF", f"/graph.gexf?on={days.edtf}"), ("CSV", "/export/claims.csv")),
            answer=answer,
            title=title_of(answer, reader),
            before=before,
            after=after,
            sheets=[sheet(item, reader.words, corrected, name_of) for item in shown],
            matrix=[(item, squares(item, columns)) for item in shown],
            planned=[sheet(item, reader.words, corrected, name_of) for item in answer.planned[:ON_A_PAGE]],
            within=[sheet(item, reader.words, corrected, name_of) for item in answer.within[:ON_A_PAGE]],
            page=page,
            pages=max(1, -(-len(answer.events) // ON_A_PAGE)),
            filters=filter_values(service, answer, source, actor, type, certain, reader),
            filtered=any((*names.values(), given(type), given(family), certain)),
            event_names=event_names(service, answer, reader.lang),
        )


def given(values: list[str] | None) -> list[str]:
    """What was chosen: an empty field of a form is no choice."""
    return [value for value in values or () if value.strip()]


def title_of(answer: Answer, reader: Reader) -> str:
    """The days in words."""
    words = reader.words
    if answer.start == answer.end:
        return words.day(answer.start)
    return words.month(answer.start, answer.end) or f"{words.day(answer.start)} – {words.day(answer.end)}"


def filter_values(
    service: Service,
    answer: Answer,
    source: list[str] | None,
    actor: list[str] | None,
    type: list[str] | None,
    certain: bool,
    reader: Reader,
) -> dict[str, object]:
    """What the form of filters offers and what is chosen in it."""
    actors = {a.id: a.name for item in answer.events for a in item.event.actors}
    labels = {key: service.registry.label(key, reader.lang) if key in service.registry.actors else name
              for key, name in actors.items()}  # fmt: skip
    sources = {s.id: s.name for s in answer.sources}
    for chosen, offered in ((source, sources), (actor, labels)):
        for value in given(chosen):
            offered.setdefault(value, value)
    return {
        "sources": sorted(sources.items(), key=lambda pair: pair[1]),
        "actors": sorted(labels.items(), key=lambda pair: pair[1]),
        "types": [(kind.value, reader.words.term(kind.value)) for kind in EventType],
        "source": given(source)[:1],
        "actor": given(actor)[:1],
        "type": given(type)[:1],
        "certain": certain,
    }


def event_names(service: Service, answer: Answer, lang: str) -> dict[str, str]:
    """The labels of all events that are possibly the same as one that is shown."""
    known = {item.event.id: item.label for item in (*answer.events, *answer.planned, *answer.within)}
    wanted = {key for item in (*answer.events, *answer.planned, *answer.within) for key in item.event.possibly}
    for key in sorted(wanted - set(known)):
        event = service.library.event(key)
        known[key] = dict(event.labels).get(lang, key)
    return known


def names_in(service: Service, lang: str) -> NameOf:
    """The registry's names in one language."""
    registry = service.registry

    def name_of(key: str, otherwise: str) -> str:
        known = key in registry.actors or key in registry.places or key in registry.sources
        return registry.label(key, lang) if known else otherwise

    return name_of


def corrected_in(library: Curated) -> Corrected:
    """A question to the ledger that is free where nothing was ever corrected."""
    any_at_all = library.has_entries()

    def corrected(claim: str) -> bool:
        return any_at_all and bool(library.entries_about(claim))

    return corrected
