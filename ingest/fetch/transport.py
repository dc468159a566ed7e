"""How a connection is made: to the very addresses that the guard has checked, and with an end in time.

A name is looked up once, and what was checked is what is connected to: a name server that answers differently the next
time changes nothing. The name itself stays in Host, and certificates are held against it.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from graph.errors import FetchError
from ingest.fetch.addresses import Guard

TIMED_OUT = (httpcore.TimeoutException, httpx.TimeoutException)
FAULTS = (
    httpx.HTTPError,
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)


class Transport(httpx.BaseTransport):
    """httpx's way to the network. Nothing is waited for beyond `ends` (time.monotonic)."""

    def __init__(self, guard: Guard) -> None:
        self.ends = 0.0
        self._guard = guard
        self._system = httpcore.SyncBackend()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=_Backend(self), max_connections=8
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request, no redirect followed."""
        url = request.url
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            status_code=answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def connect(self, host: str, port: int, timeout: float | None, options: Any) -> httpcore.NetworkStream:
        """A connection to one of the host's checked addresses. Raises FetchError where none may be called."""
        failed: Exception = FetchError(f"{host}: has no network address")
        for address in self._guard.addresses(host, port):
            try:
                found = self._system.connect_tcp(address, port, self.left(timeout), None, options)
                return _Timed(found, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def left(self, timeout: float | None) -> float:
        """Seconds for the next step. Raises httpcore.ReadTimeout where none are left."""
        rest = self.ends - time.monotonic()
        if rest <= 0:
            raise httpcore.ReadTimeout("no time is left")
        return rest if timeout is None else min(timeout, rest)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, Iterable)
        yield from self._answer.stream

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        return self._transport.connect(host, port, timeout, socket_options)


class _Timed(httpcore.NetworkStream):
    """A connection on which no step outlives the whole: a server that trickles is left."""

    def __init__(self, inner: httpcore.NetworkStream, transport: Transport) -> None:
        self._inner, self._transport = inner, transport

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._transport.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._transport.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, timeout), self._transport)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
