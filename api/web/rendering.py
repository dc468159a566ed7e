"""Templates filled and sent: what every page shares. Everything from the data is escaped, always."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.respond import holds
from api.terminal import days_of, voices_of
from api.web.amounts import amount
from api.web.negotiating import INSIDE
from api.web.wording import PageWords, choose_language
from api.words import LANGUAGES

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SCRIPTED = CSP + "; script-src 'self'; connect-src 'self'"
DATA = {"json": "JSON", "ttl": "Turtle", "rdf": "RDF/XML", "jsonld": "JSON-LD"}


@cache
def static_folder() -> Path:
    """Where style sheets are; the wheel is installed as files."""
    return Path(str(files("api.web").joinpath("static")))


@cache
def static(name: str) -> str:
    """The address of a style sheet or script, with a hash so that a changed one has another address."""
    return f"/static/{name}?v={sha256((static_folder() / name).read_bytes()).hexdigest()[:10]}"


@cache
def environment() -> Environment:
    """The templates, with autoescape on for all of them and missing values an error."""
    made = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(voices_of=voices_of, amount=amount, days_of=days_of)
    return made


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who reads: the language of the page, and whether it was asked for in the address."""

    lang: str
    chosen: bool
    path: str
    query: tuple[tuple[str, str], ...]
    words: PageWords

    def to(self, *parts: str, **query: object) -> str:
        """The address of another page, in the language asked for in this one's."""
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        pairs = [(key, str(value)) for key, value in query.items() if value not in (None, "", False)]
        if self.chosen:
            pairs.append(("lang", self.lang))
        return path + ("?" + urlencode(pairs) if pairs else "")

    def here(self, **changed: object) -> str:
        """The address of this page with some of its query changed; None takes a key out."""
        pairs = [(key, value) for key, value in self.query if key not in changed]
        pairs += [(key, str(value)) for key, value in changed.items() if value is not None]
        return quote(self.path) + ("?" + urlencode(pairs) if pairs else "")


def reader_of(request: Request) -> Reader:
    """The reader behind a request. Raises InputError for a language that is not there."""
    asked = request.query_params.get("lang")
    lang = choose_language(asked, request.headers.get("accept-language"))
    return Reader(
        lang=lang,
        chosen=bool(asked),
        path=request.scope["path"].removeprefix(INSIDE) or "/",
        query=tuple(request.query_params.multi_items()),
        words=PageWords(lang),
    )


def permalink(request: Request, reader: Reader) -> str:
    """The whole address of this page, as the outside reaches it."""
    base = request.app.state.settings.public_url or str(request.base_url)
    return base.rstrip("/") + reader.here(lang=reader.lang if reader.chosen else None, format=None)


def alternates(reader: Reader, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """(name, address) of the data beside a page: JSON by `format`, RDF by suffix."""
    return [
        (DATA[kind], reader.here(format="json") if kind == "json" else f"{quote(reader.path)}.{kind}") for kind in kinds
    ]


def show(
    request: Request,
    template: str,
    *,
    version: str = "",
    data: tuple[str, ...] = ("json",),
    more_data: tuple[tuple[str, str], ...] = (),
    status: int = 200,
    reader: Reader | None = None,
    scripts: tuple[str, ...] = (),
    styles: tuple[str, ...] = (),
    private: bool = False,
    **values: Any,
) -> Response:
    """A page. `data` names the formats at its own address, `more_data` (name, address) of others beside them;
    `scripts` and `styles` are built files it needs; a `private` page is kept by nobody."""
    reader = reader or reader_of(request)
    words = reader.words
    shared: Mapping[str, Any] = {
        "t": words.page,
        "words": words,
        "reader": reader,
        "to": reader.to,
        "languages": [(code, PageWords(code).page("name")) for code in LANGUAGES],
        "style": static("amur.css"),
        "static": static,
        "scripts": scripts,
        "styles": styles,
        "permalink": permalink(request, reader),
        "beside": [*alternates(reader, data), *more_data],
        "version": version,
    }
    body = environment().get_template(template).render({**shared, **values}).encode()
    tag = f'W/"{sha256(body).hexdigest()[:20]}"'
    headers = {
        "Content-Security-Policy": SCRIPTED if scripts else CSP,
        "Content-Language": reader.lang,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store" if private else "no-cache",
    }
    if status == 200 and not private:
        headers["ETag"] = tag
        if holds(request, tag):
            return Response(status_code=304, headers=headers)
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=headers)


Handler = Callable[..., Response]
