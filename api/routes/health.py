"""`/healthz` and `/readyz`: whether the service lives, and whether its RDF is abreast of the record."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from api.problems import kinds
from api.schemas import Health
from api.service import service_of
from api.watching import exposition
from graph.errors import NotFoundError

router = APIRouter(tags=["service"])


@router.get("/healthz", summary="How the service is", response_model=Health)
def health(request: Request) -> Response:
    """Always 200 while the service can read its record."""
    return JSONResponse(_state(request))


@router.get("/readyz", summary="Whether RDF and SPARQL are abreast of the record", response_model=Health)
def ready(request: Request) -> Response:
    """200 where they are, 503 where the projection is behind."""
    state = _state(request)
    return JSONResponse(state, status_code=200 if state["status"] == "ok" else 503)


@router.get("/metrics", summary="Counts for Prometheus", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Requests by method and status since the start, and the size of the record."""
    state = _state(request)
    gauges = {
        "amur_articles": float(str(state["articles"])),
        "amur_claims": float(str(state["claims"])),
        "amur_languages_loaded": float(request.app.state.warming.done),
        "amur_projection_behind": float(state["status"] != "ok"),
    }
    text = exposition(request.app.state.metrics, gauges)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")


@router.get("/problems/{kind}", include_in_schema=False)
def problem_type(kind: str) -> Response:
    """What a type of problem document means."""
    known = kinds()
    if kind not in known:
        raise NotFoundError(f"no type of problem {kind[:40]!r}; there are {', '.join(sorted(known))}")
    return PlainTextResponse(f"{kind}: {known[kind]}\n")


def _state(request: Request) -> dict[str, object]:
    service = service_of(request)
    version = service.library.data_version()
    return {
        "status": "ok" if service.projection.version == version else "behind",
        "data_version": version,
        "projected_version": service.projection.version,
        "articles": service.library.article_count(),
        "claims": service.library.claim_count(),
        "problem": service.projection.problem,
    }
