"""What all JSON routes share: parameters, entity tags, pages."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Annotated, Any, TypeVar

from fastapi import Path, Query, Request
from fastapi.responses import Response

from api.problems import MEDIA
from api.schemas import Problem

T = TypeVar("T")
Lang = Annotated[str, Query(pattern="^(en|fr|ru|zh)$", description="language of labels and names")]
Limit = Annotated[int, Query(ge=1, le=1000, description="items a page")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="`next` of the page before: what comes after it in order")
]


def identifier(example: str) -> Any:
    """The parameter of a path that names one thing."""
    return Path(description="its id", examples=[example])


EventId = Annotated[str, identifier("e-0a1b2c3d4e5f6071")]
ClaimId = Annotated[str, identifier("c-5f2a9c1044d0e7b2")]
ArticleId = Annotated[str, Path(description="its id, or its giver's", examples=["a-0123456789abcdef"])]
ActorId = Annotated[str, identifier("Q7747")]
PlaceId = Annotated[str, identifier("Q956")]
SourceId = Annotated[str, identifier("afp")]


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "model": Problem, "content": {MEDIA: {}}}


# What a query endpoint answers besides.
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: _problem("Malformed, or asks for what is not here"),
    403: _problem("An update: the endpoint is read only"),
    404: _problem("No such graph"),
    406: _problem("None of the accepted formats is offered"),
    413: _problem("Too long"),
    415: _problem("Neither a form nor a query"),
    422: _problem("A limit of time, memory, rows or bytes was reached"),
    503: _problem("Busy, or not ready yet"),
}
DENIALS: dict[int | str, dict[str, Any]] = {
    401: _problem("No token, or a wrong one"),
    403: _problem("This service takes nothing in"),
    413: _problem("Too long"),
}
COMMON: dict[int | str, dict[str, Any]] = {
    400: _problem("The date or query cannot be understood"),
    404: _problem("Nothing is stored under that id or name"),
    422: _problem("A parameter is not among its values"),
    503: _problem("Busy, or not ready yet"),
}


def tag_of(version: str, *parts: str) -> str:
    """The entity tag of an answer of that data version, made from whatever else it depends on. Weak: the same answer
    may be sent in other bytes."""
    content = sha256(repr(parts).encode()).hexdigest()[:16]
    return f'W/"{version}-{content}"'


def holds(request: Request, tag: str) -> bool:
    """Whether the client says that it has the answer of that tag (RFC 9110, 13.1.2: compared weakly)."""
    held = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    return "*" in held or tag.removeprefix("W/") in held


def unchanged(tag: str) -> Response:
    """304: the client has it."""
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache"})


def json_answer(request: Request, value: Any, version: str) -> Response:
    """The value as JSON with an entity tag; 304 where the client has it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'W/"{version}-{sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if holds(request, tag):
        return unchanged(tag)
    return Response(body, media_type="application/json", headers=headers)


def page(items: Iterable[tuple[str, T]], limit: int) -> tuple[list[T], str | None]:
    """The first `limit` of (key, item) pairs, and the cursor that continues after them."""
    taken: Iterator[tuple[str, T]] = iter(items)
    found = list(islice(taken, limit))
    more = next(taken, None) is not None
    return [item for _, item in found], found[-1][0] if found and more else None
