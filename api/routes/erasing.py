"""Erasing for good, for curators: an article, or a person's mentions. What remains is a list without names."""

from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from api.respond import COMMON, DENIALS, Cursor, Limit, json_answer, page
from api.roles import Authorization, Role, require
from api.schemas import Page, Shape
from api.service import service_of
from graph.library import Library
from ingest.erasing import Erased, erase_article, erase_person
from ingest.intake import Intake

router = APIRouter(tags=["articles"], responses={**COMMON, **DENIALS})


class ErasureIn(BaseModel):
    """What to erase."""

    model_config = ConfigDict(extra="forbid")

    what: Literal["article", "person"]
    value: str = Field(
        min_length=1, max_length=300, description="the article's id; the person's name as written, or local id"
    )


class ErasureOut(Shape):
    """What was erased. No names."""

    at: str = Field(examples=["2026-04-01T12:00:00+00:00"])
    articles: list[str] = Field(description="Ids of articles that are gone: asked for, they are 410")
    redacted: list[str] = Field(description="Ids of the articles that took their place, without the words")


class Tombstone(Shape):
    """An article that was erased."""

    article: str
    at: str


@router.post("/erasures", summary="Erase an article, or a person's mentions, for good", response_model=ErasureOut)
def erase(request: Request, what: ErasureIn, authorization: Authorization = None) -> Response:
    """From the record, the word index, the quotes in ledgers, RDF and its snapshots, and from backups made afterwards.
    Backups made before, and what others have copied, are beyond reach. Needs a curator's token."""
    service = service_of(request)
    require(service.settings, request.headers.get("authorization"), Role.CURATOR)
    done = erased(service.library, Intake(service.library, service.registry, names=service.names), what)
    service.shelf.clear()
    return JSONResponse(erased_to_json(done))


def erased(library: Library, intake: Intake, what: ErasureIn) -> Erased:
    """Do it. Raises NotFoundError, DataError, BusyError."""
    if what.what == "person":
        return erase_person(intake, what.value, project=False)
    return erase_article(intake, what.value, project=False)


def erased_to_json(done: Erased) -> dict[str, Any]:
    """Ids and the time alone."""
    at = done.at.isoformat(timespec="seconds")
    return {"at": at, "articles": list(done.articles), "redacted": list(done.redacted)}


@router.get("/erasures", summary="What was erased, and when", response_model=Page[Tombstone])
def list_erasures(request: Request, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Ids and times, the latest first; no names."""
    library = service_of(request).library
    with library.reading():
        rows: Iterator[tuple[str, dict[str, str]]] = (
            (id, {"article": id, "at": at.isoformat()}) for id, at in library.tombstones()
        )
        if cursor:  # a tombstone never goes, and new ones stand before it
            rows = islice(dropwhile(lambda row: row[0] != cursor, rows), 1, None)
        items, following = page(rows, limit)
        return json_answer(request, {"items": items, "next": following}, library.data_version())
