"""Linked data: things as RDF, `/id/…` that leads to them, and the vocabulary."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from api.naming import stored_id
from api.problems import NotAcceptableError
from api.respond import COMMON, ActorId, holds, tag_of, unchanged
from api.routes.sparql import send_answer
from api.service import Service, service_of
from api.sparql import formats
from graph.errors import NotFoundError

router = APIRouter(tags=["linked data"], responses=COMMON)
Kind = Annotated[str, Path(examples=["actors"], pattern="^(events|claims|articles|actors|sources|places)$")]
WHOLE = {"union": True, "default_graphs": None, "named_graphs": None, "asked_graphs": ()}
MEDIA = {f.media: {"schema": {"type": "string"}} for f in formats.TRIPLES[:4]}


@router.get(
    "/id/{kind}/{id}",
    summary="Where a thing is described",
    status_code=303,
    response_class=RedirectResponse,
    responses={303: {"description": "See its description"}},
)
def identified(kind: Kind, id: ActorId) -> Response:
    """A thing is not a document: 303 to the document about it, which is JSON or RDF as the client likes."""
    from urllib.parse import quote

    return RedirectResponse(f"/{kind}/{quote(id, safe='')}", status_code=303)


@router.get("/rdf/{kind}/{id}", include_in_schema=False)
async def described(request: Request, kind: Kind, id: str) -> Response:
    """All that the projection says of a thing. Reached by an Accept header or suffix on its address."""
    service = service_of(request)
    id = await run_in_threadpool(stored_id, service.library, kind, id)
    iri = service.names.thing(kind, id)
    chosen = formats.pick("DESCRIBE", request.scope.get("amur.media") or request.headers.get("accept"))
    if chosen is None:
        raise NotAcceptableError("offered: " + ", ".join(f.media for f in formats.TRIPLES[:4]))
    tag = tag_of(await service.projected(), iri, chosen.name)
    if holds(request, tag):
        return unchanged(tag)
    answer = await service.query(_describe(iri, chosen.name))
    if answer.rest is None and not await _is_known(service, iri):
        raise NotFoundError(
            f"RDF tells of no {kind.removesuffix('s')} {id}; older versions are not in it; /{kind} lists what there is"
        )
    response = send_answer(answer, chosen)
    response.headers.update({"Link": f'<{iri}>; rel="describes"', "ETag": tag, "Cache-Control": "no-cache"})
    return response


@router.get("/rdf/{kind}", include_in_schema=False)
async def described_all(request: Request, kind: Kind) -> Response:
    """What the projection says of each thing of a page of a list, without their parts. Reached by an Accept header or
    suffix on the address of the list, which says which things they are."""
    ids: list[str] | None = request.scope.get("amur.ids")
    chosen = formats.pick("DESCRIBE", request.scope.get("amur.media"))
    if ids is None or chosen is None:
        raise NotFoundError(f"nothing at /rdf/{kind}; /{kind} lists what there is")
    service = service_of(request)
    iris = [service.names.thing(kind, id) for id in ids]
    tag = tag_of(await service.projected(), chosen.name, *iris)
    if holds(request, tag):
        return unchanged(tag)
    values = " ".join(f"<{iri}>" for iri in iris)
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"
    job = {"do": "query", "query": query, "format": chosen.name, "base": None, **WHOLE}
    response = send_answer(await service.query(job), chosen)
    response.headers.update({"ETag": tag, "Cache-Control": "no-cache"})
    return response


def _describe(iri: str, form: str) -> dict[str, object]:
    """A thing with the parts that live under its IRI: attribution links, participations, spans."""
    query = (
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ <{iri}> ?p ?o BIND(<{iri}> AS ?s) }}"
        f' UNION {{ <{iri}> ?link ?s . ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{iri}/")) }} }}'
    )
    return {"do": "query", "query": query, "format": form, "base": None, **WHOLE}


async def _is_known(service: Service, iri: str) -> bool:
    job = {"do": "query", "query": f"ASK {{ <{iri}> ?p ?o }}", "format": "json", "base": None, **WHOLE}
    return b"true" in (await service.query(job)).first


@router.get(
    "/ontology",
    summary="The vocabulary",
    response_class=Response,
    responses={200: {"description": "The vocabulary", "content": MEDIA}},
)
def ontology(request: Request) -> Response:
    """`ontology.ttl`, in the RDF format that the client likes."""
    import pyoxigraph as ox

    from api.sparql.worker import engine_format
    from graph.resources import ontology_path

    chosen = formats.pick("DESCRIBE", request.headers.get("accept"))
    if chosen is None:
        raise NotAcceptableError("offered: " + ", ".join(f.media for f in formats.TRIPLES[:4]))
    body = ontology_path().read_bytes()
    tag = tag_of("ontology", chosen.name, sha256(body).hexdigest())
    if holds(request, tag):
        return unchanged(tag)
    if chosen.name != "turtle":
        quads = ox.parse(body, format=ox.RdfFormat.TURTLE)
        body = ox.serialize((quad.triple for quad in quads), format=engine_format(chosen.name, triples=True)) or b""
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept", "ETag": tag})
