"""What happens to every request before a route sees it, and to every answer after."""

import asyncio
import contextlib
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

BODY_SECONDS = 60.0
DRAIN_SECONDS = 10.0
DRAIN_BYTES = 256 * 1024 * 1024


class Limits:
    """ASGI middleware: refuses long addresses (414) and long bodies (413), announced or not."""

    def __init__(self, app: ASGIApp, max_body: int, max_url: int) -> None:
        self.app, self.max_body, self.max_url = app, max_body, max_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope["raw_path"]) + len(scope["query_string"]) > self.max_url:
            refusal = problem(414, f"the address is longer than {self.max_url:,} bytes: POST the query")
            await refusal(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > self.max_body:
            await self._too_large(scope, receive, send)
            return
        await self._counted(scope, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with an eye on its body. Whoever reads it may take the end of our patience for a fault
        of the body's form (the framework does) and answer 400: what is then answered is not sent, the refusal is."""
        taken = 0
        started = whole = False
        broken: Exception | None = None
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS

        async def counted() -> Message:
            nonlocal taken, whole, broken
            try:
                async with asyncio.timeout_at(None if whole else deadline):
                    message = await receive()
            except TimeoutError as error:
                broken = error
                raise
            whole = whole or not message.get("more_body", False)
            taken += len(message.get("body", b""))
            if taken > self.max_body:
                broken = BodyTooLargeError()
                raise broken
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            if broken is None or started:
                started = True
                await send(message)

        try:
            await self.app(scope, counted, noted)
        except (BodyTooLargeError, TimeoutError) as error:
            if started or error is not broken:
                raise
        if broken is None or started:
            return
        if isinstance(broken, BodyTooLargeError):
            await self._too_large(scope, receive, send)
            return
        refusal = problem(408, f"the body did not come within {BODY_SECONDS:g} s", headers={"Connection": "close"})
        await refusal(scope, receive, send)

    async def _too_large(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the rest away, within bounds, and refuse: an answer to a client that still sends is lost on the way."""
        taken = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS):
                while taken < DRAIN_BYTES:
                    message = await receive()
                    taken += len(message.get("body", b""))
                    if message["type"] == "http.disconnect" or not message.get("more_body", False):
                        break
        detail = f"the body is longer than {self.max_body:,} bytes"
        await problem(413, detail, headers={"Connection": "close"})(scope, receive, send)


class FixedHeaders:
    """ASGI middleware: adds headers to every answer that does not set them itself."""

    def __init__(self, app: ASGIApp, headers: Mapping[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the headers as the answer starts."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    present.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)


class OwnRedirects:
    """ASGI middleware: where the framework leads on within this service, the address bears no host: the one it knows is
    what the client's own header says, which may be anybody's, and behind a proxy not the outside's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; take scheme and host off an address that has those of the request."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                headers = MutableHeaders(scope=message)
                place = headers.get("location", "")
                own = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
                if place.startswith(own + "/"):
                    headers["Location"] = place.removeprefix(own)
            await send(message)

        await self.app(scope, receive, sending)


class HeadAsGet:
    """ASGI middleware: HEAD is answered as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as GET; let only the head of the answer through. Whoever makes a long answer is told
        after its head that nobody waits for the rest, so that the head of an export costs no export."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        begun, asked = asyncio.Event(), False

        async def gone() -> Message:
            nonlocal asked
            if not asked:
                asked = True
                return await receive()
            await begun.wait()
            return {"type": "http.disconnect"}

        async def head_only(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                begun.set()

        await self.app({**scope, "method": "GET"}, gone, head_only)
        if begun.is_set():
            await send({"type": "http.response.body", "body": b"", "more_body": False})


class BodyTooLargeError(Exception):
    """An unannounced body ran over. Caught by `Limits` itself."""
