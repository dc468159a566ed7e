"""Errors as RFC 9457 problem documents. The one place that knows which HTTP status an Amur error has."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Mount

from graph.errors import (
    AmurError,
    BusyError,
    DateError,
    ErasedError,
    InputError,
    LimitError,
    NotFoundError,
    QueryError,
    StoreError,
)

MEDIA = "application/problem+json"
METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


class ForbiddenError(AmurError):
    """Asked for what this service never does."""


class UnauthorizedError(AmurError):
    """A token is needed, and none or a wrong one was given."""


class NotAcceptableError(AmurError):
    """None of the formats the client accepts is offered."""


class MediaTypeError(AmurError):
    """The body is of a kind that is not read here."""


class TooLargeError(AmurError):
    """The body or address is longer than allowed."""


# The first that fits decides: subclasses stand before their bases.
STATUS: tuple[tuple[type[AmurError], int], ...] = (
    (UnauthorizedError, 401),
    (ForbiddenError, 403),
    (NotAcceptableError, 406),
    (MediaTypeError, 415),
    (TooLargeError, 413),
    (ErasedError, 410),
    (NotFoundError, 404),
    (DateError, 400),
    (QueryError, 400),
    (InputError, 422),
    (LimitError, 422),  # not 503: asking again would cost the same
    (BusyError, 503),
    (StoreError, 503),
)


def status_of(error: AmurError) -> int:
    """The HTTP status of an error; 500 for one that has no place in the list."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def problem(
    status: int,
    detail: str,
    *,
    kind: str = "about:blank",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """A problem document. `kind` is a URI reference that names the sort of problem; `detail` is for a person."""
    body = {"type": kind, "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type=MEDIA, headers=dict(headers or {}))


def of_error(error: AmurError) -> JSONResponse:
    """The problem document of an Amur error; its type names the class, so that programs need not read the words."""
    status = status_of(error)
    name = _name(type(error))
    headers = {503: {"Retry-After": "1"}, 401: {"WWW-Authenticate": 'Bearer realm="amur"'}}.get(status)
    return problem(status, str(error), kind=f"/problems/{name}", headers=headers)


def _name(kind: type[AmurError]) -> str:
    return kind.__name__.removesuffix("Error").lower()


def kinds() -> dict[str, str]:
    """What the types of problem documents mean, by the last part of their addresses."""
    found = {"validation": "HTTP 422. A parameter is outside its values; `errors` lists each that is."}
    known: list[type[AmurError]] = [AmurError]
    for kind in known:
        known += kind.__subclasses__()
        status = next((status for base, status in STATUS if issubclass(kind, base)), 500)
        found[_name(kind)] = f"HTTP {status}. {(kind.__doc__ or '').partition(chr(10))[0]}"
    return found


def _allowed(request: Request) -> list[str]:
    """The methods that some route takes at the request's address: each is tried, as routes may hold further routes.
    The framework names those of the first alone. What is mounted are files: they are read."""
    scope = {**request.scope, "root_path": request.scope.get("app_root_path", "")}
    for route in request.app.routes:
        if isinstance(route, Mount) and route.matches(scope)[0] is not Match.NONE:
            return ["GET", "HEAD"]
    taken = {
        method
        for method in METHODS
        for route in request.app.routes
        if route.matches({**scope, "method": method})[0] is Match.FULL
    }
    return sorted(taken | {"HEAD"} if "GET" in taken else taken)


def install(app: FastAPI) -> None:
    """Teach an application to answer every error by a problem document."""

    @app.exception_handler(AmurError)
    async def amur(_: Request, error: AmurError) -> JSONResponse:
        return of_error(error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        detail, headers = error.detail, dict(error.headers or {})
        if error.status_code == 405:
            allowed = _allowed(request)
            headers["Allow"] = ", ".join(allowed)
            detail = f"{request.method} is not allowed at {request.url.path}; allowed: {headers['Allow']}"
        if error.status_code == 404 and detail == "Not Found":
            detail = f"nothing at {request.url.path}; /docs lists what there is"
        return problem(error.status_code, str(detail), headers=headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        found = [{"in": ".".join(str(part) for part in e["loc"]), "message": e["msg"]} for e in error.errors()]
        first = f"{found[0]['in']}: {found[0]['message']}" if found else "invalid request"
        return problem(422, first, kind="/problems/validation", errors=found)
