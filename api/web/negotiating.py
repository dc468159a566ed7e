"""Pages live at the addresses of their data: who likes HTML best is shown the page."""

import re
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.forms import varies_by_accept
from api.negotiate import choose

INSIDE = "/pages"  # where the routes of the pages are; nothing links there
PAGED = re.compile(
    r"/|/on(?:/.+)?|/ask|/claims/[^/]+|/(?:events|articles|actors|sources|places)(?:/[^/]+)?|/differences|/search",
)


class Pages:
    """ASGI middleware: GET of an address that has a page goes to it where the client likes HTML best.

    `?format=json` asks for the data and `?format=html` for the page, whatever the Accept header says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change the path where a page is wanted, and say that the answer depends on the Accept header."""
        if scope["type"] != "http" or scope["method"] != "GET" or not PAGED.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        if wants_page(scope):
            path = INSIDE + scope["path"]
            scope = {**scope, "path": path, "raw_path": path.encode(), "amur.page": True}

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                varies_by_accept(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, varying)


def wants_page(scope: Scope) -> bool:
    """Whether the client likes a page best, or asks for one."""
    asked: str = parse_qs(scope["query_string"].decode("latin-1")).get("format", [""])[-1]
    if asked in ("html", "json"):
        return bool(asked == "html")
    return choose(Headers(scope=scope).get("accept"), ("application/json", "text/html")) == "text/html"
