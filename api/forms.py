"""One address, many forms: a thing or a day as JSON, a page, RDF or a table, by Accept header or suffix."""

import re
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.negotiate import choose
from graph.vocab import Names

JSON, HTML, CSV, ICS = "application/json", "text/html", "text/csv", "text/calendar"
TRIG, NQUADS = "application/trig", "application/n-quads"
RDF = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
SUFFIXES = {**dict(zip((".ttl", ".nt", ".jsonld", ".rdf"), RDF, strict=True)),
            ".json": JSON, ".html": HTML, ".csv": CSV}  # fmt: skip
DAY_SUFFIXES = {
    ".json": JSON, ".html": HTML, ".csv": CSV, ".ttl": RDF[0], ".nt": RDF[1], ".trig": TRIG, ".nq": NQUADS,
    ".jsonld": RDF[2], ".ics": ICS, ".gexf": "application/gexf+xml",
}  # fmt: skip
DAY_ROUTES = {
    CSV: "/export/claims.csv", RDF[0]: "/export/amur.ttl", RDF[1]: "/export/amur.nt", TRIG: "/export/amur.trig",
    NQUADS: "/export/amur.nq", RDF[2]: "/export/amur.jsonld", ICS: "/export/events.ics",
    "application/gexf+xml": "/graph.gexf",
}  # fmt: skip
THING = re.compile(
    r"/(?P<kind>events|claims|articles|actors|sources|places)/(?P<id>[^/]+?)"
    rf"(?P<suffix>{'|'.join(map(re.escape, SUFFIXES))})?"
)
DAY = re.compile(rf"/on/(?P<id>.+?)(?P<suffix>{'|'.join(map(re.escape, DAY_SUFFIXES))})?")


class Forms:
    """ASGI middleware: an address asked for in another form than JSON goes where that form is made.

    Every answer there says that it depends on the Accept header, and names its other forms and how it is cited.
    """

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self.app, self.names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change the path where another form is wanted."""
        asked = scope["type"] == "http" and scope["method"] == "GET"
        match = (THING.fullmatch(scope["path"]) or DAY.fullmatch(scope["path"])) if asked else None
        if match is None:
            await self.app(scope, receive, send)
            return
        day = match.re is DAY
        links = self._links(match, day=day)
        scope = _led(scope, match, day=day)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                varies_by_accept(headers)
                if message["status"] == 200:
                    headers["Link"] = ", ".join(filter(None, (headers.get("link"), links)))
            await send(message)

        await self.app(scope, receive, telling)

    def _links(self, match: re.Match[str], *, day: bool) -> str:
        """The other forms, and by which address it is cited."""
        id = match["id"]
        place = f"/on/{quote(id, safe='/-')}" if day else f"/{match['kind']}/{quote(id, safe='-_.~')}"
        forms = DAY_SUFFIXES if day else SUFFIXES
        links = [f'<{place}{suffix}>; rel="alternate"; type="{media}"' for suffix, media in forms.items()]
        cited = place if day else self.names.thing(match["kind"], id)
        return ", ".join([*links, f'<{cited}>; rel="cite-as"'])


def varies_by_accept(headers: MutableHeaders) -> None:
    """Say so, once."""
    if "accept" not in {part.strip().lower() for part in headers.get("vary", "").split(",")}:
        headers.add_vary_header("Accept")


def _led(scope: Scope, match: re.Match[str], *, day: bool) -> Scope:
    """The request as the route that makes the form takes it."""
    suffix, id = match["suffix"], match["id"]
    forms = DAY_SUFFIXES if day else SUFFIXES
    accept = Headers(scope=scope).get("accept")
    offers = (JSON, HTML, *(media for media in forms.values() if media not in (JSON, HTML)))
    wanted = forms[suffix] if suffix else choose(accept, offers)
    if wanted in (JSON, HTML, None):
        return _plain(scope, f"/on/{id}" if day else f"/{match['kind']}/{id}", wanted) if suffix else scope
    if day:
        query = b"&".join(filter(None, (scope["query_string"], urlencode({"on": id}).encode())))
        return _to({**scope, "query_string": query}, DAY_ROUTES[wanted])
    if wanted == CSV:
        return _to(scope, f"/csv/{match['kind']}/{id}")
    return _to({**scope, "amur.media": wanted}, f"/rdf/{match['kind']}/{id}")


def _plain(scope: Scope, path: str, media: str | None) -> Scope:
    """The address without its suffix, asked for in that form whatever the Accept header says."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept"]
    return _to({**scope, "headers": [*headers, (b"accept", (media or JSON).encode())]}, path)


def _to(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": quote(path).encode()}
