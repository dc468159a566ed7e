"""What is counted and logged of requests, and how many one client may send."""

import json
import logging
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem

logger = logging.getLogger("amur.requests")
errors = logging.getLogger("amur.errors")  # to standard error, whether requests are logged or not

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
CLIENTS = 10_000  # remembered at most; who has been silent longest is forgotten first
BURST = 0.25  # of a minute's requests may come at once
FREE = frozenset(("/healthz", "/readyz", "/metrics"))  # watchers are not clients


@dataclass
class Metrics:
    """Counts since the service started."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)  # (method, status)
    seconds: float = 0.0
    sent: int = 0  # bytes of bodies
    running: int = 0
    limited: int = 0


class Allowance:
    """Token buckets by client, in bounded memory."""

    def __init__(self, per_minute: int, clients: int = CLIENTS) -> None:
        self.rate, self.size, self.clients = per_minute / 60, max(1.0, per_minute * BURST), clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client -> (tokens, as of)

    def wait(self, client: str, now: float) -> float:
        """Take one request of a client at a time in seconds: 0 where it may pass, else the seconds until it may."""
        tokens, then = self._buckets.pop(client, (self.size, now))
        tokens = min(self.size, tokens + (now - then) * self.rate)
        passes = tokens >= 1
        self._buckets[client] = (tokens - 1 if passes else tokens, now)
        if len(self._buckets) > self.clients:
            self._buckets.popitem(last=False)
        return 0.0 if passes else (1 - tokens) / self.rate

    def __len__(self) -> int:
        return len(self._buckets)


class Watch:
    """ASGI middleware: an id for each request, a line in the log, counts, and 429 for who asks too often."""

    def __init__(self, app: ASGIApp, metrics: Metrics, per_minute: int) -> None:
        self.app, self.metrics = app, metrics
        self.allowance = Allowance(per_minute) if per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; note what became of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        key, started = uuid4().hex[:16], time.monotonic()
        status, sent, begun = 500, 0, False

        async def noted(message: Message) -> None:
            nonlocal status, sent, begun
            if message["type"] == "http.response.start":
                begun = True
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = key
            sent += len(message.get("body", b""))
            await send(message)

        self.metrics.running += 1
        try:
            await (self._refusal(scope, started) or self.app)(scope, receive, noted)
        except Exception:
            errors.exception("request %s failed: %s %s", key, scope["method"], scope["path"])
            if begun:
                raise  # half an answer is out: the connection breaks
            await problem(500, f"an error of the service's own; its log tells more under {key}")(scope, receive, noted)
        finally:
            self._note(scope, key, status, sent, time.monotonic() - started)

    def _refusal(self, scope: Scope, now: float) -> ASGIApp | None:
        if self.allowance is None or scope["path"] in FREE:
            return None
        wait = self.allowance.wait(scope["client"][0] if scope["client"] else "", now)
        if not wait:
            return None
        self.metrics.limited += 1
        seconds = int(wait) + 1
        return problem(429, f"too many requests; ask again in {seconds} s", headers={"Retry-After": str(seconds)})

    def _note(self, scope: Scope, key: str, status: int, sent: int, seconds: float) -> None:
        """Neither the query string nor any header is logged: they may hold what is nobody's business."""
        method = scope["method"] if scope["method"] in METHODS else "other"
        self.metrics.running -= 1
        self.metrics.requests[method, status] += 1
        self.metrics.seconds += seconds
        self.metrics.sent += sent
        if logger.isEnabledFor(logging.INFO):
            client = scope["client"][0] if scope["client"] else None
            row = {"request": key, "method": method, "path": scope["path"], "status": status, "bytes": sent}
            logger.info(json.dumps({**row, "ms": round(seconds * 1000, 1), "client": client}))


def exposition(metrics: Metrics, gauges: dict[str, float]) -> str:
    """The Prometheus text format, version 0.0.4."""
    lines = ["# TYPE amur_requests_total counter"]
    for (method, status), count in sorted(metrics.requests.items()):
        lines.append(f'amur_requests_total{{method="{method}",status="{status}"}} {count}')
    counters = {
        "amur_request_seconds_total": metrics.seconds,
        "amur_sent_bytes_total": metrics.sent,
        "amur_rate_limited_total": metrics.limited,
    }
    for kind, values in (("counter", counters), ("gauge", {"amur_requests_running": metrics.running, **gauges})):
        for name, value in values.items():
            lines += [f"# TYPE {name} {kind}", f"{name} {value}"]
    return "\n".join(lines) + "\n"
