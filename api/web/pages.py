"""The way in: what this is, the latest and the most contested events, the year; and questions in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.absence import instead
from api.asking import Reply, ask, name_of
from api.service import Service, service_of
from api.web.guarding import PageRoute
from api.web.naming import note_quoted
from api.web.negotiating import INSIDE
from api.web.rendering import Reader, reader_of, show
from api.web.strip import HEIGHT, STEP, weeks
from api.web.wording import PageWords
from graph.errors import QueryError

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
NARROWING = ("who", "sources", "voices", "where", "kind")  # what a question may narrow an answer to
SHOWN = 10  # of the latest and of the most contested events


@router.get("/")
def home(request: Request, year: Annotated[int | None, Query(ge=1, le=9998)] = None) -> Response:
    """What this is, the latest, the most contested, the year."""
    service, reader = service_of(request), reader_of(request)
    with service.library.reading():
        latest = service.library.latest_events(SHOWN)
        contested = service.library.contested_events(SHOWN)
        note_quoted(service.library, reader.words, (*latest, *(event for event, _ in contested)))
        last = latest[0].when.start if latest and latest[0].when else None
        chosen = year or (last.year if last else None)
        days = service.library.event_days(date(chosen, 1, 1), date(chosen, 12, 31)) if chosen else {}
        before = service.library.event_day_before(date(chosen, 1, 1)) if chosen else None
        after = service.library.event_day_after(date(chosen, 12, 31)) if chosen else None
        return show(
            request,
            "home.html",
            reader=reader,
            version=service.library.data_version(),
            data=(),
            more_data=(("CSV", "/export/claims.csv"), ("JSONL", "/export/claims.jsonl"), ("N-Quads", "/export/amur.nq"),
                       ("Atom", f"/feed.atom?lang={reader.lang}"), ("GEXF", "/graph.gexf")),
            latest=latest,
            contested=contested,
            year=chosen,
            year_before=before.year if before else None,
            year_after=after.year if after else None,
            bars=weeks(days, chosen) if chosen else (),
            months=months(days, chosen, reader) if chosen else (),
            height=HEIGHT,
            step=STEP,
        )  # fmt: skip


def months(days: Mapping[date, int], year: int, reader: Reader) -> list[tuple[str, str, str, int]]:
    """(short name, its letter, EDTF, number of events) of the months of a year, for the foot of the strip."""
    from babel.dates import get_month_names

    locale = reader.words.say("locale")
    names = get_month_names("abbreviated", context="stand-alone", locale=locale)
    letters = get_month_names("narrow", context="stand-alone", locale=locale)
    counts = Counter(dict.fromkeys(range(1, 13), 0))
    for day, number in days.items():
        counts[day.month] += number
    return [(names[month], letters[month], f"{year}-{month:02}", counts[month]) for month in range(1, 13)]


@router.get("/ask")
def asked(request: Request, q: Annotated[str, Query(max_length=500)] = "") -> Response:
    """A question in words: what was understood, what was missed, the answer in short, and the page of the answer."""
    service, reader = service_of(request), reader_of(request)
    reply, refused = None, ""
    with service.library.reading():
        version = service.library.data_version()
        if any(c.isalnum() for c in q):
            try:
                reply = ask(service.library, service.registry, q, lang=reader.lang if reader.chosen else None)
                reader = reader if reader.chosen else replace(reader, lang=reply.lang, words=PageWords(reply.lang))
            except QueryError as error:
                refused = str(error)
        read = understood(service, reply, reader) if reply else []
        day = reply.day if reply else None
        if reply:
            told = (item.event for item in (*day.events, *day.planned)) if day else reply.events
            note_quoted(service.library, reader.words, told)
        return show(
            request,
            "ask.html",
            reader=reader,
            version=version,
            q=q,
            reply=reply,
            refused=refused,
            understood=read,
            instead=instead(day, reader.words, narrowed=any(key in NARROWING for key, _ in read)) if day else "",
            narrowed=reader.words.listed(words for key, words in read if key in NARROWING),
            otherwise=bool(day and not day.events and any(service.library.events_between(day.start, day.end))),
        )


def understood(service: Service, reply: Reply, reader: Reader) -> list[tuple[str, str]]:
    """(what, words) that were read out of a question."""
    question, words = reply.question, reader.words
    found = []
    if question.when and question.when.start and question.when.end:
        start, end = question.when.bounds
        if start and end:
            span = words.day(start) if start == end else words.month(start, end)
            found.append(("when", span or f"{words.day(start)} – {words.day(end)}"))
    for key, ids in (("who", question.actors), ("sources", question.sources), ("voices", question.voices),
                     ("where", question.places)):  # fmt: skip
        if ids:
            found.append((key, words.listed(name_of(service.registry, service.library, id, reader.lang) for id in ids)))
    kinds = [words.term(kind.value) for kind in (*question.types, *question.families)]
    found += [("kind", words.listed(kinds))] if kinds else []
    return [*found, *([("grouped", words.page("by_source"))] if question.by_source and reply.day else [])]
