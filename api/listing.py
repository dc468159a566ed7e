"""Lists in other forms than JSON: a page of a list as a table, a row a thing, or as RDF, what is said of each."""

import csv
import io
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.shapes import harmless
from graph.jsonform import Json

COLUMNS = {
    "events": ("id", "type", "family", "label", "status", "from", "to", "kind", "precision", "edtf", "actors", "place",
               "claims"),
    "claims": ("id", "article", "event", "type", "family", "mode", "status", "certainty", "from", "to", "kind",
               "precision", "edtf", "actors", "place", "quote", "start", "end"),
    "articles": ("id", "source", "publisher", "author", "title", "url", "lang", "published", "published_basis",
                 "modified", "origin", "rendition", "given_id", "rights"),
    "actors": ("id", "kind", "name", "state", "parent", "wikidata"),
    "sources": ("id", "kind", "name", "country", "owner", "articles"),
    "places": ("id", "kind", "name", "country", "within", "latitude", "longitude", "wikidata"),
}  # fmt: skip
LEFT_OUT = (b"accept-encoding", b"if-none-match", b"range")  # of the request for the list itself


class Listing:
    """Asks the application for a page of a list, and gives it in another form. Refusals pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send, form: tuple[str, str]) -> None:
        """`scope` asks for the JSON of the list; `form` is the suffix and the media type of what is wanted."""
        kind, media = scope["path"].strip("/"), form[1]
        inner = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in LEFT_OUT]}
        start, body = await _asked(self.app, inner, receive)
        if start["status"] != 200:
            await send(start)
            await send({"type": "http.response.body", "body": body})
            return
        value = json.loads(body)
        following = _next(scope, form, value["next"])

        async def leading(message: Message) -> None:
            if message["type"] == "http.response.start" and following and message["status"] == 200:
                message["headers"] = [*message["headers"], (b"link", following.encode())]
            await send(message)

        if media == "text/csv":
            tag = (Headers(raw=start["headers"]).get("etag") or "").removesuffix('"') + '-csv"'
            await _table(scope, kind, value["items"], tag)(scope, receive, leading)
            return
        path = f"/rdf/{kind}"
        led = {"path": path, "raw_path": path.encode(), "amur.media": media}
        ids = [item["id"] for item in value["items"]]
        await self.app({**scope, **led, "amur.ids": ids}, receive, leading)


async def _asked(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """The head and the body of what the application answers."""
    start: Message = {}
    body = bytearray()

    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        body.extend(message.get("body", b""))

    await app(scope, receive, noted)
    return start, bytes(body)


def _next(scope: Scope, form: tuple[str, str], cursor: str | None) -> str:
    """The address of the page behind this one in the same form, as a link."""
    if cursor is None:
        return ""
    asked = [pair for pair in parse_qsl(scope["query_string"].decode("latin-1")) if pair[0] != "cursor"]
    suffix, media = form
    return f'<{scope["path"]}{suffix}?{urlencode([*asked, ("cursor", cursor)])}>; rel="next"; type="{media}"'


def _table(scope: Scope, kind: str, items: list[Json], tag: str) -> Response:
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag.removeprefix("W/") in Headers(scope=scope).get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    out.write("\ufeff")
    writer.writerow(COLUMNS[kind])
    for item in items:
        flat = {**(item.get("when") or {}), **item}
        writer.writerow([harmless(_cell(flat.get(column))) for column in COLUMNS[kind]])
    headers["Content-Disposition"] = f'attachment; filename="amur-{kind}.csv"'
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: Any) -> object:
    """A value in one cell: of a thing its name, of several all of them."""
    if isinstance(value, dict):
        role = value.get("role")
        return f"{value['name']} ({role})" if role else value["name"]
    if isinstance(value, list):
        return "; ".join(str(_cell(part)) for part in value)
    return value
