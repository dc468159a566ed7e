"""`/graph.gexf` and `/export/…`: everything, or a window of it, in one piece."""

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from api.days import read_days
from api.naming import filters_of
from api.respond import COMMON, Lang
from api.routes.sparql import send_answer
from api.service import service_of
from api.shapes import csv_lines, export_rows
from api.sparql.formats import Format
from graph.export.gexf import gexf_lines
from graph.export.shapes import shaped
from graph.timeline import Timeline

router = APIRouter(tags=["exports"], responses=COMMON)
Names = Annotated[list[str] | None, Query(description="id, or name in any of the four languages")]
GEXF, NQUADS, JSONL = "application/gexf+xml", "application/n-quads", "application/x-ndjson"


@router.get(
    "/graph.gexf",
    summary="The timeline for Gephi (GEXF 1.3, dynamic)",
    response_class=Response,
    responses={200: {"description": "GEXF", "content": {GEXF: {"schema": {"type": "string"}}}}},
)
def gexf(
    request: Request,
    on: Annotated[str | None, Query(description="only this day, month, year or EDTF interval")] = None,
    shape: Annotated[str, Query(pattern="^(claims|events|actors)$", description="what the nodes are")] = "claims",
    lang: Lang = "en",
    source: Names = None,
    actor: Names = None,
) -> Response:
    """Sources, claims, events and actors with the days on which they happened. In Gephi: Window > Timeline."""
    service = service_of(request)
    days = read_days(on) if on else None
    filters = filters_of(service.registry, sources=source, actors=actor)
    with service.library.reading():
        version = service.library.data_version()
        timeline = Timeline(service.library, service.registry, lang=lang, iris=service.names)
        window = timeline.window(days.start if days else None, days.end if days else None, filters=filters)
    headers = {"Content-Disposition": 'attachment; filename="amur.gexf"', "X-Data-Version": version}
    return StreamingResponse(
        (line + "\n" for line in gexf_lines(shaped(window, shape))), media_type=GEXF, headers=headers
    )


@router.get(
    "/export/claims.jsonl",
    summary="All claims, one a line",
    response_class=Response,
    responses={200: {"description": "JSON lines", "content": {JSONL: {"schema": {"type": "string"}}}}},
)
def claims(request: Request) -> Response:
    """The fields of `amur extract`, with `article` and `event`."""
    service = service_of(request)

    def lines() -> Iterator[str]:
        for row in export_rows(service.library):
            yield json.dumps(row, ensure_ascii=False) + "\n"

    headers = {"X-Data-Version": service.library.data_version()}
    return StreamingResponse(lines(), media_type=JSONL, headers=headers)


@router.get(
    "/export/claims.csv",
    summary="All claims, a row each",
    response_class=Response,
    responses={200: {"description": "CSV", "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def table(request: Request) -> Response:
    """For spreadsheets: with a byte order mark, and nothing in it is a formula."""
    service = service_of(request)
    headers = {
        "X-Data-Version": service.library.data_version(),
        "Content-Disposition": 'attachment; filename="amur-claims.csv"',
    }
    return StreamingResponse(csv_lines(service.library), media_type="text/csv; charset=utf-8", headers=headers)


@router.get(
    "/export/amur.nq",
    summary="The whole RDF as N-Quads",
    response_class=Response,
    responses={200: {"description": "N-Quads", "content": {NQUADS: {"schema": {"type": "string"}}}}},
)
async def nquads(request: Request) -> Response:
    """Every named graph of the projection."""
    answer = await service_of(request).query({"do": "nquads"})
    return send_answer(answer, Format(media=NQUADS, name="nquads", content_type=NQUADS))
