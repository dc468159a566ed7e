"""The page of a day, month, year or interval: what each source says happened, in a matrix and in columns."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.absence import instead
from api.days import read_days
from api.service import service_of
from api.web.accounts import named, sheet
from api.web.filtering import chosen_in, names_of, offered
from api.web.guarding import PageRoute
from api.web.matrix import matrix
from api.web.naming import corrected_in, event_names, names_in, note_quoted, with_titles
from api.web.negotiating import INSIDE
from api.web.rendering import Reader, reader_of, show
from graph.answer import Answer
from graph.answers import on

router = APIRouter(prefix=INSIDE, include_in_schema=False, route_class=PageRoute)
ON_A_PAGE = 50  # events with their columns; the matrix has all of a page
IN_A_SECTION = 25  # plans, and events of longer periods


@router.get("/on")
def to_day(request: Request, date: str = "") -> Response:
    """The box "go to a day": to the address of these days, or the reason why not."""
    reader = reader_of(request)
    return RedirectResponse(reader.to("on", read_days(date).edtf).replace("%2F", "/"), status_code=303)


@router.get("/on/{date:path}")
def on_day(request: Request, date: str, page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> Response:
    """What each source says happened on a day, month, year or interval."""
    service, reader = service_of(request), reader_of(request)
    library, registry = service.library, service.registry
    days = read_days(date)
    chosen = chosen_in(request, registry)
    with library.reading():
        answer = on(
            library,
            registry,
            days.start,
            days.end,
            asked=date,
            lang=reader.lang,
            filters=chosen.filters,
            known=chosen.known,
            whole=service.may_show,
        )
        corrected, name_of = corrected_in(library), names_in(service, reader.lang)
        first = (page - 1) * ON_A_PAGE
        shown = with_titles(library, answer.events[first : first + ON_A_PAGE])
        planned = with_titles(library, answer.planned[:IN_A_SECTION])
        within = with_titles(library, answer.within[:IN_A_SECTION])
        note_quoted(library, reader.words, (item.event for item in (*shown, *planned, *within)))
        asked = urlencode({"on": days.edtf, **chosen.values}, doseq=True, safe="/")
        told = f"{asked}&lang={reader.lang}"
        return show(
            request,
            "day.html",
            reader=reader,
            version=answer.data_version,
            more_data=(
                ("CSV", f"/export/claims.csv?{asked}"),
                ("TriG", f"/export/amur.trig?{asked}"),
                ("Atom", f"/feed.atom?{told}"),
                ("iCalendar", f"/export/events.ics?{told}"),
                ("GEXF", f"/graph.gexf?{asked}"),
            ),
            answer=answer,
            instead=instead(answer, reader.words, narrowed=bool(chosen.values)),
            narrowed=reader.words.listed(names_of(chosen, registry, reader.words)),
            otherwise=bool(chosen.values and not answer.events) and any(library.events_between(days.start, days.end)),
            source_names=named((line for item in answer.events for line in item.lines), reader.words),
            days=days,
            title=title_of(answer, reader),
            before=library.event_day_before(days.start),
            after=library.event_day_after(days.end),
            sheets=[sheet(item, reader.words, corrected, name_of) for item in shown],
            matrix=matrix(service, shown, reader.words) if shown else None,
            planned=[sheet(item, reader.words, corrected, name_of) for item in planned],
            within=[sheet(item, reader.words, corrected, name_of) for item in within],
            left_out={"planned": len(answer.planned) - len(planned), "within": len(answer.within) - len(within)},
            page=page,
            pages=max(1, -(-len(answer.events) // ON_A_PAGE)),
            fields=offered(chosen, answer, registry, reader.words),
            chosen=chosen,
            event_names=event_names(library, (*shown, *planned, *within), reader.words, answer),
        )


def title_of(answer: Answer, reader: Reader) -> str:
    """The days in words."""
    words = reader.words
    if answer.start == answer.end:
        return words.day(answer.start)
    return words.month(answer.start, answer.end) or f"{words.day(answer.start)} – {words.day(answer.end)}"
