"""Long answers from one moment of the record, piece by piece, in constant memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from api.respond import holds, tag_of, unchanged
from api.rights import LICENCE, NOTE
from api.service import service_of
from graph.errors import BusyError
from graph.library import Library

PIECE = 32_768  # characters sent at once
MOST = 8  # exports at a time: each holds a moment of the record, so that none is without bound

_running = 0


def steps(folder: Path, make: Callable[[Library], Iterator[str]]) -> Generator[str, None, None]:
    """The data version, the mark of the last change, then the text in pieces; all from one moment, in whatever one
    thread this runs."""
    with Library.open(folder, create=False) as library, library.reading():
        yield library.data_version()
        yield "{}-{}".format(*library.change_mark())
        held: list[str] = []
        size = 0
        for part in make(library):
            held.append(part)
            size += len(part)
            if size >= PIECE:
                yield "".join(held)
                held, size = [], 0
        if held:
            yield "".join(held)


async def stream(request: Request, make: Callable[[Library], Iterator[str]], media: str, filename: str) -> Response:
    """Send what `make` writes; 304 where the client has it. Raises BusyError where too many are under way.

    A thread of its own holds the reading transaction: the record's connections belong to threads, and those of the
    server's pool change from piece to piece. The first piece is made before the answer begins, so that what is refused
    at once is a problem document.
    """
    global _running
    if _running >= MOST:
        raise BusyError(f"{MOST} exports are under way; ask again in a moment")
    _running += 1
    thread = ThreadPoolExecutor(1, thread_name_prefix="export")
    loop = asyncio.get_running_loop()
    service = service_of(request)
    pieces = steps(service.settings.data, make)

    def finish() -> None:
        global _running
        _running -= 1
        thread.submit(pieces.close)  # after the piece that is being made
        thread.shutdown(wait=False)

    try:
        version = await loop.run_in_executor(thread, next, pieces)
        mark = await loop.run_in_executor(thread, next, pieces)
        tag = tag_of(version, mark, service.mark, media, str(request.url))
        if holds(request, tag):
            finish()
            return unchanged(tag)
        first = await loop.run_in_executor(thread, next, pieces, "")
    except BaseException:
        finish()
        raise
    headers = {**terms(version, filename), "ETag": tag, "Cache-Control": "no-cache"}
    return _Closing(_sent(first, pieces, thread), finish, media, headers)


def terms(version: str, filename: str) -> dict[str, str]:
    """The headers of an export: of which moment it is, and under which words it may be used."""
    return {
        "X-Data-Version": version,
        "X-Rights": NOTE,
        "Link": f'<{LICENCE}>; rel="license", </licence>; rel="terms-of-service"',
        "Content-Disposition": f'attachment; filename="{filename}"',
    }


async def _sent(first: str, pieces: Iterator[str], thread: ThreadPoolExecutor) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    piece = first
    while piece:
        yield piece.encode()
        piece = await loop.run_in_executor(thread, next, pieces, "")


class _Closing(StreamingResponse):
    """Lets go of the record whatever becomes of the answer, also where its sending never began."""

    def __init__(
        self, content: AsyncIterator[bytes], finish: Callable[[], None], media: str, headers: dict[str, str]
    ) -> None:
        super().__init__(content, media_type=media, headers=headers)
        self._finish = finish

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, then let go."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._finish()
