"""The timeline, the graph and the query page: drawn by scripts where there are any, told in a table where not."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.choosing import EVERYTHING, events_told
from api.days import AskedDays, read_days
from api.respond import json_answer
from api.service import Service, service_of
from api.terminal import days_of
from api.web.filtering import Chosen, chosen_in
from api.web.guarding import PageRoute
from api.web.naming import names_in, note_quoted
from api.web.rendering import Reader, reader_of, show
from api.web.wording import PageWords
from graph.errors import LimitError
from graph.library import Library
from graph.model import Event, EventType, Status
from graph.silence import source_label
from graph.when import Kind, When, order

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST_DRAWN = 50_000  # events of one drawing
IN_THE_TABLE = 200
MOST_DRAWN_NODES = 2_000  # events of a graph that a browser still draws well
EPOCH = date(1970, 1, 1).toordinal()
KINDS = (Kind.THROUGHOUT, Kind.WITHIN, Kind.SINCE, Kind.UNTIL)
SHAPES = ("events", "actors", "claims")
SEE_ALSO = ("actor", "source", "type", "stance", "certainty", "status", "place", "family", "voice", "with")


def window_of(request: Request) -> AskedDays | None:
    """The days in the address; all where there are none. Raises DateError."""
    on = request.query_params.get("on", "").strip()
    return read_days(on) if on else None


def dated_events(library: Library, days: AskedDays | None, chosen: Chosen) -> list[Event]:
    """Dated events of the days, by time, that pass. Raises LimitError where they are too many to be drawn."""
    source: Iterable[Event] = library.events_between(days.start, days.end) if days else library.events()
    dated = (event for event in source if event.when and (event.when.start or event.when.end))
    if chosen.filters != EVERYTHING:
        dated = (event for event, _, _ in events_told(library, dated, chosen.filters))
    found = list(islice(dated, MOST_DRAWN + 1))
    if len(found) > MOST_DRAWN:
        raise LimitError(f"more than {MOST_DRAWN:,} events: narrow the days (on=2026) or the filters")
    return sorted(found, key=lambda event: (order(event.when) if event.when else (0, 0, ""), event.id))


@router.get("/timeline")
def timeline(
    request: Request,
    lanes: Annotated[str, Query(pattern="^(source|type|)$")] = "source",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """The dated events of a window: a drawing, and the same as a table."""
    service, reader = service_of(request), reader_of(request)
    days, chosen = window_of(request), chosen_in(request, service.registry)
    with service.library.reading():
        events = dated_events(service.library, days, chosen)
        shown = events[(page - 1) * IN_THE_TABLE : page * IN_THE_TABLE]
        tellers = service.library.tellers_of(event.id for event in shown)
        note_quoted(service.library, reader.words, shown)
        names = source_names(service, {s for found in tellers.values() for s in found}, reader.lang)
        return show(
            request,
            "timeline.html",
            reader=reader,
            version=service.library.data_version(),
            data=(),
            more_data=(
                ("JSON", data_address("/timeline/events.json", reader, days, chosen)),
                ("TimelineJS", data_address("/export/timeline.json", reader, days, chosen)),
                ("iCalendar", data_address("/export/events.ics", reader, days, chosen)),
                ("CSV", data_address("/export/claims.csv", reader, days, chosen)),
            ),
            scripts=("timeline.js",),
            days=days,
            lanes=lanes or "source",
            total=len(events),
            events=shown,
            tellers={key: [names[s] for s in found] for key, found in tellers.items()},
            page=page,
            pages=max(1, -(-len(events) // IN_THE_TABLE)),
            data_address=data_address("/timeline/events.json", reader, days, chosen),
            chosen=chosen,
        )


def data_address(path: str, reader: Reader, days: AskedDays | None, chosen: Chosen, **more: str) -> str:
    """The address of data for the same window, filters and language."""
    from urllib.parse import urlencode

    pairs = [("on", days.edtf)] if days else []
    pairs += [(key, value) for key in SEE_ALSO for value in chosen.values.get(key, ())]
    return f"{path}?{urlencode([*pairs, *more.items(), ('lang', reader.lang)])}"


@router.get("/timeline/events.json")
def timeline_events(request: Request) -> Response:
    """What the drawing needs, in rows: id, label, first and last day since 1970, kind of date, type, sources, number of
    differences, whether a mere plan, the date in words."""
    service, reader = service_of(request), reader_of(request)
    library, chosen = service.library, chosen_in(request, service.registry)
    with library.reading():
        events = dated_events(library, window_of(request), chosen)
        ids = [event.id for event in events]
        tellers, parted = library.tellers_of(ids), library.parted_events(ids)
        keys = sorted({source for found in tellers.values() for source in found})
        names = source_names(service, keys, reader.lang)
        places = {key: place for place, key in enumerate(keys)}
        types = list(EventType)
        rows = [
            event_row(event, reader.words, types.index(event.type), [places[s] for s in tellers.get(event.id, ())],
                      parted.get(event.id, 0))
            for event in events
        ]  # fmt: skip
        value = {
            "data_version": library.data_version(),
            "sources": [names[key] for key in keys],
            "types": [reader.words.term(kind.value) for kind in types],
            "events": rows,
        }
        return json_answer(request, value, library.data_version())


def event_row(event: Event, words: PageWords, kind: int, sources: list[int], parted: int) -> list[Any]:
    """One event as the script takes it."""
    when = event.when
    assert when is not None
    first, last = (day.toordinal() - EPOCH if day else None for day in when.bounds)
    label = dict(event.labels).get(words.lang, event.id)
    planned = 1 if event.status is Status.PLANNED else 0
    return [event.id, label, first, last, KINDS.index(when.kind), kind, sources, parted, planned, brief(when, words)]


def brief(when: When, words: PageWords) -> str:
    """A date in words; of thousands of rows most are single days."""
    return words.day(when.start) if when.is_day and when.start else days_of(when, words) or when.edtf


def source_names(service: Service, keys: Iterable[str], lang: str) -> dict[str, str]:
    """What sources are called."""
    name_of = names_in(service, lang)
    return {key: name_of(key, "") or source_label(service.library, service.registry, key) for key in keys}


@router.get("/graph")
def graph(request: Request, shape: Annotated[str, Query(pattern="^(events|actors|claims|)$")] = "events") -> Response:
    """The network of a window: a drawing with a slider, files for other programs, and who met whom as a table."""
    service, reader = service_of(request), reader_of(request)
    library = service.library
    with library.reading():
        days, chosen = window_of(request), chosen_in(request, service.registry)
        if days is None:
            days = last_days(library)
        events = dated_events(library, days, chosen)
        tellers = library.tellers_of(event.id for event in events[:IN_THE_TABLE])
        names = source_names(service, {s for found in tellers.values() for s in found}, reader.lang)
        form = shape or "events"
        return show(
            request,
            "graph.html",
            reader=reader,
            version=library.data_version(),
            data=(),
            more_data=tuple(
                (name, data_address(f"/graph.{suffix}", reader, days, chosen, shape=form))
                for name, suffix in (("GEXF", "gexf"), ("GraphML", "graphml"), ("Cytoscape", "cyjs"), ("JSON", "json"))
            ),
            scripts=("graph.js",) if len(events) <= MOST_DRAWN_NODES else (),
            days=days,
            shape=form,
            shapes=SHAPES,
            total=len(events),
            events=events[:IN_THE_TABLE],
            name_of=names_in(service, reader.lang),
            tellers={key: [names[s] for s in found] for key, found in tellers.items()},
            network=data_address("/graph.json", reader, days, chosen, shape=form),
            gexf=data_address("/graph.gexf", reader, days, chosen, shape=form),
        )


def last_days(library: Library) -> AskedDays | None:
    """The month of the latest event: what is shown where nobody says which days."""
    found = library.latest_events(1)
    return read_days(found[0].when.start.isoformat()[:7]) if found and found[0].when and found[0].when.start else None


@router.get("/sparql/ui")
def sparql(request: Request, query: Annotated[str, Query(max_length=10_000)] = "") -> Response:
    """A form for queries, which a script makes comfortable."""
    service, reader = service_of(request), reader_of(request)
    examples = [(path.stem, path.read_text(encoding="utf8")) for path in query_files()]
    return show(
        request,
        "sparql.html",
        reader=reader,
        version=service.library.data_version(),
        data=(),
        more_data=(("Turtle", "/sparql"), ("N-Quads", "/export/amur.nq")),
        scripts=("sparql.js",),
        styles=("sparql.css",),
        examples=examples,
        query=query or dict(examples)["on-a-day"],
    )


def query_files() -> list[Path]:
    """The named queries."""
    from importlib.resources import files

    return sorted(Path(str(files("graph").joinpath("queries"))).glob("*.rq"))
