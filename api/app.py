"""The FastAPI application: routes, errors, headers. Run it with `amur serve`."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib import metadata

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware

from api import problems, web
from api.forms import Forms
from api.middleware import FixedHeaders, HeadAsGet, Limits, OwnRedirects
from api.roles import Gate
from api.routes import (
    answers,
    asking,
    contributing,
    docs,
    erasing,
    examples,
    exports,
    health,
    linked,
    searching,
    sparql,
    standing,
    things,
    timeline,
)
from api.service import running
from api.settings import Settings
from api.watching import Metrics, Watch
from graph.vocab import Names

SUMMARY = "What each source says happened, side by side."
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


def make_app(settings: Settings, lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] = running) -> FastAPI:
    """The application for these settings. Nothing is opened until it runs, and `lifespan` opens it."""
    app = FastAPI(
        title="Amur",
        version=version(),
        summary=SUMMARY,
        license_info={"name": "MIT", "identifier": "MIT"},
        lifespan=lifespan,
        docs_url=None,  # our own page: the framework's loads scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.metrics = Metrics()
    problems.install(app)
    resources = (answers, asking, searching, standing, things, contributing, erasing, linked, exports, timeline)
    for module in (*resources, examples, sparql, health, docs):
        app.include_router(module.router)

    web.install(app)
    app.add_middleware(Forms, names=Names(settings.base_iri))
    app.add_middleware(OwnRedirects)
    app.add_middleware(HeadAsGet)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    if settings.cors_origins:
        origins = [origin.strip() for origin in settings.cors_origins.split(",")]
        methods, exposed = ["GET", "HEAD", "POST"], ["ETag", "Link", "X-Data-Version", "X-Request-ID"]
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_methods=methods, expose_headers=exposed)
    if settings.reader_token:
        app.add_middleware(Gate, settings=settings)
    app.add_middleware(Limits, max_body=settings.max_body_mb * 1024 * 1024, max_url=settings.max_url)
    app.add_middleware(Watch, metrics=app.state.metrics, per_minute=settings.rate_per_minute)
    app.add_middleware(FixedHeaders, headers=HEADERS)  # outermost: refusals and errors bear them too
    return app


def version() -> str:
    """The version of the installed package."""
    try:
        return metadata.version("amur")
    except metadata.PackageNotFoundError:  # a bare checkout on the path
        return "0+checkout"
