"""What all JSON routes share: parameters, entity tags, pages."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request
from fastapi.responses import Response

from api.problems import MEDIA
from api.schemas import Problem
from graph.errors import QueryError

T = TypeVar("T")
Lang = Annotated[str, Query(pattern="^(en|fr|ru|zh)$", description="language of labels and names")]
Limit = Annotated[int, Query(ge=1, le=1000, description="items a page")]
Cursor = Annotated[str | None, Query(max_length=500, description="`next` of the page before")]


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "model": Problem, "content": {MEDIA: {}}}


COMMON: dict[int | str, dict[str, Any]] = {
    400: _problem("The date or query cannot be understood"),
    404: _problem("Nothing is stored under that id or name"),
    422: _problem("A parameter is not among its values"),
    503: _problem("Busy, or not ready yet"),
}


def json_answer(request: Request, value: Any, version: str) -> Response:
    """The value as JSON with an entity tag; 304 where the client has it already."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'W/"{version}-{sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    held = {part.strip() for part in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def to_cursor(key: str) -> str:
    """A cursor that continues after this key."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def from_cursor(cursor: str | None) -> str:
    """The key that a cursor continues after; empty for the first page. Raises QueryError for what is none."""
    if not cursor:
        return ""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise QueryError(f"{cursor[:40]!r} is no cursor: take `next` of the page before") from error


def page(items: Iterable[tuple[str, T]], limit: int) -> tuple[list[T], str | None]:
    """The first `limit` of (key, item) pairs, and the cursor that continues after them."""
    taken: Iterator[tuple[str, T]] = iter(items)
    found = list(islice(taken, limit))
    more = next(taken, None) is not None
    return [item for _, item in found], to_cursor(found[-1][0]) if found and more else None
