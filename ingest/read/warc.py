"""Records of WARC files (ISO 28500), packed or plain, with what is broken said and passed over.

warcio reads sound files well, but prints to the standard output where a packed record is damaged, hands out what it
had of one cut short, and does not go on behind it; archives of millions of pages always hold some of these.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from graph.errors import ReadError

MOST_RECORD_BYTES = 20_000_000
_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_START = b"WARC/1."
_MOST_LINE = 1 << 16
_MOST_HEADERS = 200


@dataclass(frozen=True, slots=True)
class Record:
    """One record: header names in lower case, and its block."""

    headers: dict[str, str]
    block: bytes

    @property
    def type(self) -> str:
        """response, resource, conversion, request, metadata, warcinfo, ..."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """The address it was taken from."""
        return self.headers.get("warc-target-uri", "").strip("<>")


class _Bytes:
    """The unpacked bytes of a file. Where a packed member is damaged, it ends, and the next one that starts follows."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._packed = b""  # read and not yet unpacked
        self._held = b""  # unpacked and not yet handed out
        self._unpack = zlib.decompressobj(31)
        self._fresh = True  # no byte of the present member is unpacked yet
        self.damaged = False  # since last asked
        self._packed = stream.read(_CHUNK)
        self._plain = not self._packed.startswith(_GZIP)

    def unread(self, data: bytes) -> None:
        """Put bytes back before what follows."""
        self._held = data + self._held

    def read(self, size: int) -> bytes:
        """Up to `size` bytes: fewer at the end, or before damage."""
        parts, wanted = [], size
        while wanted and (self._held or self._fill()):
            part, self._held = self._held[:wanted], self._held[wanted:]
            parts.append(part)
            wanted -= len(part)
        return b"".join(parts)

    def readline(self) -> bytes:
        """A line with its end, or as much of it as a line may have."""
        while b"\n" not in self._held and len(self._held) < _MOST_LINE:
            before = self._held
            self._held = b""
            more = self._fill()
            self._held = before + self._held
            if not more:
                break
        end = self._held.find(b"\n", 0, _MOST_LINE) + 1 or min(len(self._held), _MOST_LINE)
        line, self._held = self._held[:end], self._held[end:]
        return line

    def _fill(self) -> bool:
        """Unpack some more; False at the end of the file, and once where damage begins."""
        while not self._held:
            if not self._packed:
                self._packed = self._stream.read(_CHUNK)
            if not self._packed:
                if not self._fresh and not self._plain:
                    self.damaged = self._fresh = True  # the last member is cut short
                return False
            if self._plain:
                self._held, self._packed = self._packed, b""
                return True
            try:
                self._held = self._unpack.decompress(self._packed, _CHUNK * 16)
            except zlib.error:
                self._skip_member()
                return False
            self._fresh = False
            self._packed = self._unpack.unconsumed_tail or self._unpack.unused_data
            if self._unpack.eof:
                self._unpack, self._fresh = zlib.decompressobj(31), True
        return True

    def _skip_member(self) -> None:
        """To the next bytes that look like the start of a member."""
        self.damaged = True
        self._unpack, self._fresh = zlib.decompressobj(31), True
        window = self._packed[1:]
        while (at := window.find(_GZIP)) < 0:
            chunk = self._stream.read(_CHUNK)
            if not chunk:
                window = b""
                break
            window = window[-2:] + chunk
        self._packed = window[at:] if window else b""


def records(stream: BinaryIO) -> Iterator[Record | str]:
    """The records of a WARC file in order; in place of a broken one, a word on what is wrong with it."""
    source = _Bytes(stream)
    number = 0
    lost = False  # between a broken record and the next that starts
    while True:
        line = source.readline()
        if not line and not source.damaged:
            return
        if source.damaged:
            source.damaged = False
            if not lost:
                number += 1
                yield f"record {number} is damaged"
            lost = True
            continue
        if not line.strip():
            continue
        if not line.startswith(_START):
            if not lost:
                number += 1
                yield f"record {number} does not begin as a WARC record"
            lost = True
            continue
        lost = False
        number += 1
        try:
            yield _record(source)
        except ReadError as error:
            yield f"record {number} {error}"
            lost = True
        if source.damaged:
            source.damaged, lost = False, True


def _record(source: _Bytes) -> Record:
    """The record whose first line was read. Raises ReadError where it is broken."""
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = source.readline()
        if not line.strip():
            break
        name, _colon, value = line.decode("utf-8", errors="replace").partition(":")
        headers[name.strip().lower()] = value.strip()
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise ReadError("has no length")
    size = int(length)
    if size > MOST_RECORD_BYTES:
        while size and (part := source.read(min(size, _CHUNK))):
            size -= len(part)
        raise ReadError(f"of {headers.get('warc-target-uri', '?')} holds {int(length) / 1e6:.0f} MB; it is passed over")
    block = source.read(size)
    if len(block) < size:
        raise ReadError(f"of {headers.get('warc-target-uri', '?')} is damaged or cut short")
    end = source.read(4)
    source.unread(end)
    within = block.find(b"\r\n" + _START)
    if end and not end.startswith((b"\r\n", b"\n", _START[:4])) and within >= 0:
        source.unread(block[within + 2 :])  # its length runs over the next records
        raise ReadError(f"of {headers.get('warc-target-uri', '?')} says a wrong length")
    return Record(headers, block)


def http_body(block: bytes) -> tuple[int, dict[str, str], bytes]:
    """(status, headers in lower case, body) of an HTTP response; chunks are joined and gzip or deflate undone.

    Raises ReadError where it is none or is packed in another way.
    """
    for gap in (b"\r\n\r\n", b"\n\n"):
        head, found, body = block.partition(gap)
        if found:
            break
    lines = head.decode("latin-1").splitlines()
    status = lines[0].split(" ")[1:2] if lines and lines[0].startswith("HTTP/") else []
    if not status or not status[0].isdigit():
        raise ReadError("is no HTTP response")
    pairs = (line.partition(":") for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _joined_chunks(body)
    packing = headers.get("content-encoding", "identity").lower()
    if packing in {"gzip", "x-gzip", "deflate"}:
        body = _unpacked(body)
    elif packing not in {"identity", ""} and b"<" not in body[:200]:
        raise ReadError(f"is packed with {packing}, which is not read; store it unpacked")
    return int(status[0]), headers, body


def _joined_chunks(body: bytes) -> bytes:
    """The body of chunks; as it is where it is none, which archives store without saying."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:  # not a chunk's length
            return b"".join(parts) if parts else body
        if length == 0:
            return b"".join(parts)
        parts.append(body[end + 1 : end + 1 + length])
        at = end + 1 + length + (2 if body[end + 1 + length : end + 3 + length] == b"\r\n" else 1)


def _unpacked(body: bytes) -> bytes:
    """What gzip or deflate packed; as it is where it was unpacked before it was stored."""
    for bits in (47, -15):
        try:
            return zlib.decompressobj(bits).decompress(body, MOST_RECORD_BYTES + 1)
        except zlib.error:  # packed in the other way, or not at all
            continue
    return body
