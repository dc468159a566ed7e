"""Answers kept while nothing changes: the same address asked again costs no work.

An answer is a function of its address and of the record. The key holds the number of the record's last change, so that
whatever is written, by whatever process, makes every kept answer a thing of the past.
"""

import gzip
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from api.respond import holds
from api.service import service_of
from api.shelf import Kept

LEAST = 1000  # shorter bodies are sent as they are
LEVEL = 5
PASSED_ON = ("content-type", "etag", "cache-control", "link", "x-data-version")


class KeptRoute(APIRoute):
    """A route whose answers to GET are kept."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler behind the shelf."""
        handler = super().get_route_handler()

        async def kept(request: Request) -> Response:
            if request.method != "GET":
                return await handler(request)
            service = service_of(request)
            key = (service.library.change_mark(), request.scope["path"], request.scope["query_string"])
            found = service.shelf.get(key)
            if found is not None:
                return _sent(request, found)
            answer = await handler(request)
            tag = answer.headers.get("etag")
            if answer.status_code != 200 or tag is None or len(answer.body) < LEAST:
                return answer
            body = await run_in_threadpool(gzip.compress, bytes(answer.body), LEVEL)
            headers = tuple((name, value) for name, value in answer.headers.items() if name in PASSED_ON)
            made = Kept(body=body, headers=headers, tag=tag)
            service.shelf.put(key, made)
            return _sent(request, made)

        return kept


def _sent(request: Request, kept: Kept) -> Response:
    """The kept answer as this client takes it: not at all where it has it, compressed, or plain."""
    headers = dict(kept.headers)
    if holds(request, kept.tag):
        return Response(status_code=304, headers={key: headers[key] for key in headers if key != "content-type"})
    headers["Vary"] = "Accept-Encoding"
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(kept.body, headers={**headers, "Content-Encoding": "gzip"})
    return Response(gzip.decompress(kept.body), headers=headers)
