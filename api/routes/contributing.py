"""Handing articles in and taking them out over HTTP, for those who hold the token."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.respond import COMMON, DENIALS, ArticleId
from api.roles import Authorization, Role, require
from api.schemas import ArticleIn, Taken
from api.service import service_of
from graph.jsonform import day_from_json
from ingest.intake import Intake
from ingest.read.article import article_from_text
from ingest.read.given import Given

router = APIRouter(tags=["articles"], responses={**COMMON, **DENIALS})


@router.post(
    "/articles",
    summary="Hand an article in",
    response_model=Taken,
    status_code=201,
    responses={200: {"model": Taken, "description": "Nothing new"}},
)
def hand_in(request: Request, given: ArticleIn, authorization: Authorization = None) -> Response:
    """The text is taken as it is. What is there already changes nothing."""
    service = service_of(request)
    require(service.settings, request.headers.get("authorization"), Role.CONTRIBUTOR)
    said = Given(
        id=given.id,
        lang=given.lang,
        published=day_from_json(given.published),
        publisher=given.publisher,
        author=given.author,
        title=given.title,
        url=given.url,
    )
    intake = Intake(service.library, service.registry, names=service.names)
    put = intake.take(article_from_text(given.text, said, service.registry))
    intake.relink()
    claims = len(service.library.claims_of(put.article.id))
    value = {"article": put.article.id, "status": put.status, "note": put.note, "claims": claims}
    headers = {"Location": f"/articles/{put.article.id}"}
    return JSONResponse(value, status_code=200 if put.status == "unchanged" else 201, headers=headers)


@router.delete("/articles/{id}", summary="Take an article out", status_code=204, response_class=Response)
def take_out(request: Request, id: ArticleId, authorization: Authorization = None) -> Response:
    """The article, its claims and its RDF go; an older version of the work becomes current. Its
    words may linger in files: to leave no trace, POST to `/erasures`. Needs a curator's token."""
    service = service_of(request)
    require(service.settings, request.headers.get("authorization"), Role.CURATOR)
    service.library.delete(service.library.article_called(id).id)
    Intake(service.library, service.registry, names=service.names).relink()
    return Response(status_code=204)
