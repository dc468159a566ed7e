"""One address, many forms: a thing or a day as JSON, a page, RDF or a table, by Accept header or suffix."""

import re
from urllib.parse import quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.listing import Listing
from api.negotiate import choose
from api.problems import NotAcceptableError, of_error
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
LIST = re.compile(
    r"/(?P<kind>events|claims|articles|actors|sources|places)"
    rf"(?P<suffix>{'|'.join(map(re.escape, SUFFIXES))})?"
)
DAY = re.compile(rf"/on/(?P<id>.+?)(?P<suffix>{'|'.join(map(re.escape, DAY_SUFFIXES))})?")


class Forms:
    """ASGI middleware: an address asked for in another form than JSON goes where that form is made.

    Every answer there says that it depends on the Accept header, and names its other forms and how it is cited.
    """

    def __init__(self, app: ASGIApp, names: Names) -> None:
        self.app, self.names = app, names
        self.listing = Listing(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change the path where another form is wanted; refuse what is offered in no form that the client takes."""
        asked = scope["type"] == "http" and scope["method"] == "GET"
        matches = (kind.fullmatch(scope["path"]) for kind in (THING, LIST, DAY) if asked)
        match = next(filter(None, matches), None)
        if match is None:
            await self.app(scope, receive, send)
            return
        forms, links = _forms(match), self._links(match, scope["query_string"].decode("latin-1"))
        wanted = _wanted(scope, match, forms)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                varies_by_accept(headers)
                if message["status"] == 200:
                    headers["Link"] = ", ".join(filter(None, (headers.get("link"), links)))
            await send(message)

        if wanted is None:
            refusal = of_error(NotAcceptableError(f"offered: {', '.join(forms.values())}"))
            await refusal(scope, receive, telling)
        elif match.re is LIST and wanted not in (JSON, HTML):
            suffix = next(suffix for suffix, media in forms.items() if media == wanted)
            await self.listing(_plain(scope, f"/{match['kind']}", JSON), receive, telling, (suffix, wanted))
        else:
            await self.app(_led(scope, match, wanted), receive, telling)

    def _links(self, match: re.Match[str], query: str) -> str:
        """The other forms, narrowed alike, and by which address it is cited."""
        asked = f"?{query}" if query else ""
        if match.re is DAY:
            place = f"/on/{quote(match['id'], safe='/-')}"
            cited = place + asked
        elif match.re is LIST:
            place = f"/{match['kind']}"
            cited = ""
        else:
            place = f"/{match['kind']}/{quote(match['id'], safe='-_.~')}"
            cited = self.names.thing(match["kind"], match["id"])
        links = [
            f'<{place}{suffix}{asked}>; rel="alternate"; type="{media}"' for suffix, media in _forms(match).items()
        ]
        return ", ".join([*links, *([f'<{cited}>; rel="cite-as"'] if cited else [])])


def _forms(match: re.Match[str]) -> dict[str, str]:
    """The suffixes of an address with their media types; of claims there is no page that lists them."""
    if match.re is DAY:
        return DAY_SUFFIXES
    listed = match.re is LIST and match["kind"] == "claims"
    return {suffix: media for suffix, media in SUFFIXES.items() if not (listed and media == HTML)}


def _wanted(scope: Scope, match: re.Match[str], forms: dict[str, str]) -> str | None:
    """The media type that is asked for, by suffix or else by Accept; None where none is offered that the client
    takes."""
    if match["suffix"]:
        return forms.get(match["suffix"])
    offers = sorted(forms.values(), key=lambda media: (media != JSON, media != HTML))
    return choose(Headers(scope=scope).get("accept"), offers)


def varies_by_accept(headers: MutableHeaders) -> None:
    """Say so, once."""
    if "accept" not in {part.strip().lower() for part in headers.get("vary", "").split(",")}:
        headers.add_vary_header("Accept")


def _led(scope: Scope, match: re.Match[str], wanted: str) -> Scope:
    """The request as the route that makes the form takes it."""
    if wanted in (JSON, HTML):
        path = scope["path"].removesuffix(match["suffix"] or "")
        return _plain(scope, path, wanted) if match["suffix"] else scope
    if match.re is DAY:
        query = b"&".join(filter(None, (scope["query_string"], urlencode({"on": match["id"]}).encode())))
        return _to({**scope, "query_string": query}, DAY_ROUTES[wanted])
    if wanted == CSV:
        return _to(scope, f"/csv/{match['kind']}/{match['id']}")
    return _to({**scope, "amur.media": wanted}, f"/rdf/{match['kind']}/{match['id']}")


def _plain(scope: Scope, path: str, media: str) -> Scope:
    """The address without its suffix, asked for in that form whatever the Accept header says."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept"]
    return _to({**scope, "headers": [*headers, (b"accept", media.encode())]}, path)


def _to(scope: Scope, path: str) -> Scope:
    return {**scope, "path": path, "raw_path": quote(path).encode()}
