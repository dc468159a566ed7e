"""Errors of pages, as pages."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute

from api.problems import status_of
from api.web.rendering import Reader, reader_of, show
from api.web.wording import PageWords
from api.words import LANGUAGES
from graph.errors import AmurError, InputError

STALE = "stale form"  # said in the reader's language


class PageRoute(APIRoute):
    """A route whose errors are shown to a reader: the same status and words as in the data."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with errors caught."""
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handler(request)
            except AmurError as error:
                return failed(request, status_of(error), str(error))
            except RequestValidationError as error:
                found = error.errors()[0]
                return failed(request, 422, f"{'.'.join(map(str, found['loc']))}: {found['msg']}")

        return guarded


def failed(request: Request, status: int, detail: str) -> Response:
    """The page of an error."""
    try:
        reader = reader_of(request)
    except InputError:  # the language itself is what is wrong
        reader = Reader(lang=LANGUAGES[0], chosen=False, path="/", query=(), words=PageWords(LANGUAGES[0]))
    if status == 403 and detail == STALE:
        detail = reader.words.page("form_stale")
    return show(request, "error.html", status=status, reader=reader, data=(), detail=detail)
