"""The SPARQL 1.1 Protocol (query operation), Service Description and Graph Store Protocol (reading), over HTTP."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urldefrag

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api.problems import ForbiddenError, MediaTypeError, NotAcceptableError, TooLargeError
from api.respond import REFUSALS, holds, tag_of, unchanged
from api.service import Service, service_of
from api.sparql import formats
from api.sparql.description import describe
from api.sparql.guard import read_query
from api.sparql.pool import Answer
from graph.errors import NotFoundError, QueryError
from graph.vocab import AMUR, DEFAULT_BASE

router = APIRouter(tags=["SPARQL"])
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
Pairs = list[tuple[str, str]]
READ_ONLY = "this endpoint is read only: RDF is a projection, what changes changes in the record (`amur ingest`)"

IRIS = {"type": "array", "items": {"type": "string"}}
FORMATS = {"type": "string", "enum": sorted(formats.NAMES)}


def _parameter(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description, **more}


PARAMETERS = [
    _parameter(
        "query",
        {"type": "string"},
        "SPARQL 1.1 query; without one the service describes itself",
        example=f"SELECT ?claim WHERE {{ ?claim a <{AMUR}Claim> }} LIMIT 5",
    ),
    _parameter(
        "default-graph-uri",
        IRIS,
        "named graphs that make up the default graph, instead of the union of all",
        example=[f"{DEFAULT_BASE}registry"],
    ),
    _parameter(
        "named-graph-uri",
        IRIS,
        "named graphs that GRAPH may look into, instead of all",
        example=[f"{DEFAULT_BASE}registry"],
    ),
    _parameter("format", FORMATS, "instead of an Accept header"),
]
MEDIA_TYPES: dict[str, Any] = {f.media: {} for f in (*formats.SOLUTIONS[:4], *formats.TRIPLES[:4])}
RESPONSES: dict[int | str, dict[str, Any]] = {**REFUSALS, 200: {"description": "The answer", "content": MEDIA_TYPES}}


@router.get(
    "/sparql",
    summary="Query, or the service description",
    responses=RESPONSES,
    openapi_extra={"parameters": PARAMETERS},
)
async def query_get(request: Request) -> Response:
    """Answer a query given in the address; without one, describe the service."""
    return await _respond(request, _pairs(request.url.query))


@router.post(
    "/sparql",
    summary="Query",
    responses=RESPONSES,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                FORM: {
                    "schema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}
                },
                QUERY: {"schema": {"type": "string"}, "example": "ASK { ?s ?p ?o }"},
            },
        }
    },
)
async def query_post(request: Request) -> Response:
    """Answer a query given as a form or as the body itself."""
    kind, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = rest.partition("charset=")[2].strip('" ') or "utf-8"
    kind = kind.strip()
    if kind == UPDATE:
        raise ForbiddenError(READ_ONLY)
    if kind not in (FORM, QUERY):
        raise MediaTypeError(f"send the query as {QUERY} or {FORM}, not as {kind or 'a body without a media type'}")
    if charset not in ("utf-8", "utf8"):
        raise MediaTypeError(f"queries are read as UTF-8, not {charset}")
    body = await request.body()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError("the body is not UTF-8") from error
    if kind == FORM:
        return await _respond(request, [*_pairs(request.url.query), *_pairs(text)])
    return await _respond(request, [("query", text), *_pairs(request.url.query)])


def _pairs(text: str) -> Pairs:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=200)
    except UnicodeDecodeError as error:
        raise QueryError("the parameters are not UTF-8") from error
    except ValueError as error:
        raise TooLargeError("more than 200 parameters") from error


def _all(pairs: Pairs, name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def first(pairs: Pairs, *names: str) -> str | None:
    return next((value for key, value in pairs if key in names), None)


async def _respond(request: Request, pairs: Pairs) -> Response:
    queries = _all(pairs, "query")
    if _all(pairs, "update"):
        raise ForbiddenError(READ_ONLY)
    if len(queries) > 1:
        raise QueryError("one query at a time: `query` is given more than once")
    service = service_of(request)
    wanted = first(pairs, "format", "output")
    if wanted is not None and wanted not in formats.NAMES:
        raise QueryError(f"unknown format {wanted[:40]!r}; known: {', '.join(sorted(formats.NAMES))}")
    if not queries:
        if request.method == "POST":
            raise QueryError("no query: the form has no field `query`")
        return await _description(request, service, wanted)
    asked = read_query(queries[0])
    chosen = formats.pick(asked.form, request.headers.get("accept"), wanted)
    if chosen is None:
        raise NotAcceptableError("offered: " + ", ".join(f.media for f in formats.offers(asked.form)))
    default, named = _all(pairs, "default-graph-uri"), _all(pairs, "named-graph-uri")
    protocol = bool(default or named)  # then the query's own FROM has no say (SPARQL 1.1 Protocol, 2.1.4)
    job = {
        "do": "query",
        "query": queries[0],
        "format": chosen.name,
        "base": _endpoint(request),
        "union": not protocol and not asked.has_dataset,
        "default_graphs": default if protocol else None,
        "named_graphs": named if protocol else None,
        "asked_graphs": () if protocol else (*asked.default_graphs, *asked.named_graphs),
    }
    return send_answer(await service.query(job), chosen)


def send_answer(answer: Answer, chosen: formats.Format) -> Response:
    """An answer of a worker, whole or as it comes."""
    headers = {"Content-Type": chosen.content_type, "Vary": "Accept"}
    if answer.rest is None:
        return Response(answer.first, headers=headers)
    return StreamingResponse(_joined(answer.first, answer.rest), headers=headers)


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece


def _endpoint(request: Request) -> str:
    """The endpoint's own address as the client knows it."""
    public = service_of(request).settings.public_url
    return public.rstrip("/") + "/sparql" if public else str(request.url.replace(query=None, fragment=None))


async def _description(request: Request, service: Service, wanted: str | None) -> Response:
    known = {f.name for f in formats.TRIPLES}
    chosen = formats.pick("DESCRIBE", request.headers.get("accept"), wanted if wanted in known else None)
    chosen = chosen or formats.TRIPLES[0]
    text = describe(_endpoint(request), await service.named_graphs())
    body = text.encode() if chosen.name in ("turtle", "ntriples") else _rewritten(text, chosen.name)
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept"})


def _rewritten(ntriples: str, name: str) -> bytes:
    import pyoxigraph as ox

    from api.sparql.worker import engine_format

    written = ox.serialize(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES), format=engine_format(name, triples=True))
    assert written is not None
    return written


# ---- Graph Store Protocol, reading ------------------------------------------------------------------------------


@router.get(
    "/rdf-graph-store",
    summary="One named graph, or the default graph (the union), whole",
    responses={
        **REFUSALS,
        200: {"description": "The graph", "content": {f.media: {} for f in formats.TRIPLES[:4]}},
    },
    openapi_extra={
        "parameters": [
            _parameter("graph", {"type": "string"}, "IRI of a named graph", example=f"{DEFAULT_BASE}registry"),
            _parameter("default", {"type": "string"}, "the union of all, without a value", allowEmptyValue=True),
        ]
    },
)
async def graph_indirect(request: Request) -> Response:
    """A graph by its IRI in the address (`?graph=IRI`) or the default graph (`?default`)."""
    pairs = _pairs(request.url.query)
    names, default = _all(pairs, "graph"), any(key == "default" for key, _ in pairs)
    if len(names) + default != 1:
        raise QueryError("name one graph: ?graph=IRI or ?default")
    return await _graph(request, None if default else names[0])


@router.get("/rdf-graph-store/{path:path}", include_in_schema=False)
async def graph_direct(request: Request, path: str) -> Response:
    """A graph whose IRI is this very address."""
    return await _graph(request, urldefrag(str(request.url.replace(query=None)))[0])


async def _graph(request: Request, name: str | None) -> Response:
    pairs = _pairs(request.url.query)
    chosen = formats.pick("CONSTRUCT", request.headers.get("accept"), first(pairs, "format", "output"))
    if chosen is None:
        raise NotAcceptableError("offered: " + ", ".join(f.media for f in formats.TRIPLES))
    service = service_of(request)
    if name is not None and name not in await service.named_graphs():
        raise NotFoundError(f"no graph <{name}>; the service description at /sparql lists the named graphs")
    tag = tag_of(await service.projected(), name or "", chosen.name)
    if holds(request, tag):
        return unchanged(tag)
    answer = send_answer(await service.query({"do": "dump", "graph": name, "format": chosen.name}), chosen)
    answer.headers["ETag"] = tag
    return answer
