"""Long answers from one moment of the record, piece by piece, in constant memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.rights import LICENCE, NOTE
from graph.errors import BusyError
from graph.library import Library

PIECE = 32_768  # characters sent at once
MOST = 8  # exports at a time: each holds a moment of the record, so that none is without bound

_running = 0


def steps(folder: Path, make: Callable[[Library], Iterator[str]]) -> Generator[str, None, None]:
    """The data version, then the text in pieces; all from one moment, in whatever one thread this runs."""
    with Library.open(folder, create=False) as library, library.reading():
        yield library.data_version()
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


async def stream(
    folder: Path, make: Callable[[Library], Iterator[str]], media: str, filename: str
) -> StreamingResponse:
    """Send what `make` writes. Raises BusyError where too many are under way.

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
    pieces = steps(folder, make)

    def finish() -> None:
        global _running
        _running -= 1
        thread.submit(pieces.close)  # after the piece that is being made
        thread.shutdown(wait=False)

    try:
        version = await loop.run_in_executor(thread, next, pieces)
        first = await loop.run_in_executor(thread, next, pieces, "")
    except BaseException:
        finish()
        raise
    return _Closing(_sent(first, pieces, thread), finish, media, terms(version, filename))


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
