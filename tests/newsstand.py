"""A newspaper's server on the loopback that behaves as badly as servers do. No tests in here."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


@dataclass
class Stand:
    """Paths and what is answered there; a path that is not set is not there. `asked` counts requests by path."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    headers: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def put(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Answer with 200."""
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = lambda handler: handler.say(200, data, {"Content-Type": kind, **headers})

    def code(self, path: str, status: int, **headers: str) -> None:
        """Answer with a code."""
        self.answers[path] = lambda handler: handler.say(
            status, b"", {k.replace("_", "-"): v for k, v in headers.items()}
        )

    def lead(self, path: str, to: str) -> None:
        """Redirect."""
        self.answers[path] = lambda handler: handler.say(302, b"", {"Location": to})

    def page(
        self, path: str, title: str, words: str, *, day: str = "2026-02-05", head: str = "", lang: str = "en"
    ) -> None:
        """An article's page."""
        dated = f'<meta property="article:published_time" content="{day}">' if day else ""
        self.put(
            path,
            f'<html lang="{lang}"><head><title>{title}</title>{dated}{head}</head>'
            f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>{words}</p></article></body></html>",
        )

    def feed(self, path: str, entries: list[tuple[str, str]], **headers: str) -> None:
        """An RSS feed of (path, title)."""
        items = "".join(f"<item><title>{title}</title><link>{self.base}{link}</link></item>" for link, title in entries)
        self.put(
            path, f'<rss version="2.0"><channel><title>Stand</title>{items}</channel></rss>', "text/xml", **headers
        )


def rss(channel: str) -> str:
    """A feed with that inside."""
    return f'<rss version="2.0"><channel>{channel}</channel></rss>'


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand: Stand

    def do_GET(self) -> None:
        self.stand.asked[self.path] += 1
        self.stand.headers.setdefault(self.path, []).append(dict(self.headers.items()))
        self.stand.answers.get(self.path, lambda handler: handler.say(404, b"", {}))(self)

    def say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def forever(self, part: bytes, pause: float, most: float = 20.0) -> None:
        """A body without an end; ends itself after `most` seconds, or when nobody listens."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        ends = time.monotonic() + most
        try:
            while time.monotonic() < ends:
                self.wfile.write(part)
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever leaves early is no error of the server's."""


@contextmanager
def newsstand() -> Iterator[Stand]:
    """A running stand."""
    stand = Stand()
    server = Server(("127.0.0.1", 0), type("Mine", (Handler,), {"stand": stand}))
    stand.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
