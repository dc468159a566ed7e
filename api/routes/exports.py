"""`/export/…`: everything, or a window of it, in one piece."""

import json
from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from api.days import AskedDays, read_days
from api.naming import claims_about
from api.narrowing import Days, Known, Narrowed, window_of
from api.respond import COMMON, Lang, holds, tag_of, unchanged
from api.rights import LICENCE, NOTE
from api.routes.linked import Kind
from api.routes.sparql import send_answer
from api.service import service_of
from api.shapes import csv_lines, export_rows
from api.sparql.formats import Format
from api.streaming import stream, terms
from api.web.wording import choose_language
from api.writing import rdf
from api.writing.calendar import calendar as write_calendar
from api.writing.feed import NEWEST, feed
from api.writing.telling import Wish
from api.writing.timelinejs import slides
from graph.answer import Filters
from graph.answers import on
from graph.export.bundle import bundle
from graph.library import Library

router = APIRouter(tags=["exports"], responses=COMMON)
NQUADS, JSONL = "application/n-quads", "application/x-ndjson"
TRIG, JSONLD, ATOM = "application/trig", "application/ld+json", "application/atom+xml"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"


def _answers(media: str, words: str, kind: str = "string") -> dict[int | str, dict[str, Any]]:
    """An export as it is documented; `kind` is the JSON type of what is read."""
    headers = {
        "X-Data-Version": {"description": "data version of all that is in it", "schema": {"type": "string"}},
        "X-Rights": {"description": "under which words it may be used", "schema": {"type": "string"}},
    }
    return {200: {"description": words, "content": {media: {"schema": {"type": kind}}}, "headers": headers}}


@router.get(
    "/export/claims.jsonl",
    summary="Claims, one a line",
    response_class=Response,
    responses=_answers(JSONL, "JSON lines"),
)
async def claims(request: Request, filters: Narrowed, days: Days) -> Response:
    """The fields of `amur extract`, with `article` and `event`."""

    def lines(library: Library) -> Iterator[str]:
        for row in export_rows(library, window=window_of(days), filters=filters):
            yield json.dumps(row, ensure_ascii=False) + "\n"

    return await stream(request, lines, JSONL, "amur-claims.jsonl")


@router.get(
    "/export/claims.csv", summary="Claims, a row each", response_class=Response, responses=_answers("text/csv", "CSV")
)
async def table(request: Request, filters: Narrowed, days: Days) -> Response:
    """For spreadsheets: with a byte order mark, and nothing in it is a formula."""
    service = service_of(request)

    def lines(library: Library) -> Iterator[str]:
        return csv_lines(library, window=window_of(days), filters=filters, whole=service.may_show)

    return await stream(request, lines, "text/csv; charset=utf-8", "amur-claims.csv")


@router.get("/csv/{kind}/{id}", include_in_schema=False)
async def thing_as_table(request: Request, kind: Kind, id: str) -> Response:
    """The claims about a thing. Reached by an Accept header or suffix on its address."""
    service = service_of(request)
    key = id.replace('"', "")

    def lines(library: Library) -> Iterator[str]:
        chosen, filters = claims_about(library, service.registry, kind, id)
        return csv_lines(library, filters=filters, whole=service.may_show, chosen=chosen)

    return await stream(request, lines, "text/csv; charset=utf-8", f"amur-{kind}-{quote(key)}.csv")


def _wish(request: Request, filters: Filters, days: AskedDays | None, lang: str = "en") -> Wish:
    service = service_of(request)
    own = str(request.base_url).rstrip("/")
    address = service.settings.public_url.rstrip("/") or own
    return Wish(
        registry=service.registry,
        names=service.names,
        lang=lang,
        window=window_of(days),
        filters=filters,
        address=address,
        asked=address + str(request.url).removeprefix(own),
        whole=service.may_show,
    )


@router.get("/export/amur.trig", summary="RDF as TriG", response_class=Response, responses=_answers(TRIG, "TriG"))
async def trig(request: Request, filters: Narrowed, days: Days) -> Response:
    """A named graph an article, one of articles, one of events. Corrections by hand: `/export/amur.nq`."""
    wish = _wish(request, filters, days)
    return await stream(request, lambda it: rdf.trig(it, wish), TRIG, "amur.trig")


@router.get("/export/amur.ttl", summary="RDF as Turtle", response_class=Response, responses=_answers(TURTLE, "Turtle"))
async def turtle(request: Request, filters: Narrowed, days: Days) -> Response:
    """The same triples without their graphs."""
    wish = _wish(request, filters, days)
    return await stream(request, lambda it: rdf.turtle(it, wish), TURTLE, "amur.ttl")


@router.get(
    "/export/amur.nt", summary="RDF as N-Triples", response_class=Response, responses=_answers(NTRIPLES, "N-Triples")
)
async def ntriples(request: Request, filters: Narrowed, days: Days) -> Response:
    """The same as Turtle, a triple a line."""
    wish = _wish(request, filters, days)
    return await stream(request, lambda it: rdf.ntriples(it, wish), NTRIPLES, "amur.nt")


@router.get(
    "/export/amur.jsonld",
    summary="RDF as JSON-LD",
    response_class=Response,
    responses=_answers(JSONLD, "JSON-LD", "array"),
)
async def jsonld(request: Request, filters: Narrowed, days: Days) -> Response:
    """The same as TriG, expanded."""
    wish = _wish(request, filters, days)
    return await stream(request, lambda it: rdf.jsonld(it, wish), JSONLD, "amur.jsonld")


@router.get(
    "/export/events.ics",
    summary="Dated events for calendars (iCalendar)",
    response_class=Response,
    responses=_answers("text/calendar", "iCalendar"),
)
async def calendar(request: Request, filters: Narrowed, days: Days, lang: Lang = "en") -> Response:
    """All-day entries. What lies on some day of a longer period is tentative, and says so; no undated ones."""
    wish = _wish(request, filters, days, lang)
    return await stream(request, lambda it: write_calendar(it, wish), "text/calendar; charset=utf-8", "amur.ics")


@router.get(
    "/export/timeline.json",
    summary="Dated events for TimelineJS",
    response_class=Response,
    responses=_answers("application/json", "TimelineJS", "object"),
)
async def timelinejs(request: Request, filters: Narrowed, days: Days, lang: Lang = "en") -> Response:
    """A slide an event, with each source's words."""
    wish = _wish(request, filters, days, lang)
    return await stream(request, lambda it: slides(it, wish), "application/json", "amur-timeline.json")


@router.get(
    "/feed.atom",
    summary="Events that came or changed last (Atom)",
    response_class=Response,
    responses=_answers(ATOM, "Atom"),
)
async def atom(
    request: Request,
    filters: Narrowed,
    days: Days,
    lang: Lang = "en",
    limit: Annotated[int, Query(ge=1, le=500, description="entries")] = NEWEST,
) -> Response:
    """For feed readers: subscribe to the address with the filters that matter."""
    wish = _wish(request, filters, days, lang)
    return await stream(request, lambda it: feed(it, wish, limit), ATOM, "amur.atom")


@router.get(
    "/bundle/{date:path}",
    summary="A day's answer with all that is needed to cite and to check it",
    response_class=Response,
    responses=_answers("application/json", "A bundle: what it holds is in docs/curation.md", "object"),
)
def citable(
    request: Request,
    date: Annotated[str, Path(examples=["2026-02-04"])],
    filters: Narrowed,
    known: Known = None,
    lang: Annotated[
        str | None, Query(pattern="^(en|fr|ru|zh)$", description="of labels; by default as Accept-Language likes")
    ] = None,
) -> Response:
    """The answer with claims, quotes, hashes of the articles and corrections, under one hash: `amur verify` tells later
    whether it still holds."""
    service, days = service_of(request), read_days(date)
    lang = choose_language(lang, request.headers.get("accept-language"))
    given = {key: request.query_params.getlist(key) for key in request.query_params if key not in ("lang", "format")}
    asked = {"date": days.edtf, "lang": lang, **given}
    with service.library.reading():
        answer = on(
            service.library,
            service.registry,
            days.start,
            days.end,
            asked=date,
            lang=lang,
            filters=filters,
            known=known,
            whole=service.may_show,
        )
        made = bundle(service.library, answer, query=asked, rights=f"{NOTE} {LICENCE}")
    tag = tag_of(answer.data_version, made["hash"])
    if holds(request, tag):
        return unchanged(tag)
    name = f"amur-{days.edtf.replace('/', '_')}-{answer.data_version}.json"
    headers = {**terms(answer.data_version, name), "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return JSONResponse(made, headers=headers)


@router.get("/licence", summary="Under which words what is here may be used", response_class=PlainTextResponse)
def licence() -> Response:
    """As in every export."""
    return PlainTextResponse(f"{NOTE}\n{LICENCE}\n")


@router.get("/export/amur.nq", summary="RDF as N-Quads", response_class=Response, responses=_answers(NQUADS, "N-Quads"))
async def nquads(request: Request, filters: Narrowed, days: Days) -> Response:
    """Every named graph of the projection, corrections by hand among them; narrowed, the same as TriG."""
    service, wish = service_of(request), _wish(request, filters, days)
    if wish.narrows:
        return await stream(request, lambda it: rdf.nquads(it, wish), NQUADS, "amur.nq")
    tag = tag_of(version := await service.projected(), "nquads")
    if holds(request, tag):
        return unchanged(tag)
    answer = await service.query({"do": "nquads"})
    sent = send_answer(answer, Format(media=NQUADS, name="nquads", content_type=NQUADS))
    sent.headers.update({**terms(version, "amur.nq"), "ETag": tag, "Cache-Control": "no-cache"})
    return sent
