"""One address -> its bytes: redirects hop by hop, each checked; limits on size and time; a pace for each host."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from graph.errors import FetchError, LaterError, ReadError
from ingest.fetch.addresses import Guard
from ingest.fetch.transport import FAULTS, TIMED_OUT, Transport
from ingest.read.address import canonical_url

AGENT = "amur"  # the name by which robots.txt speaks to us
USER_AGENT = f"Mozilla/5.0 (compatible; {AGENT}/0.1; timeline of events)"
HOPS = 5
DAY = 86_400.0
LATER = frozenset({429, 503})  # come again


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one answer may cost."""

    bytes: int = 20_000_000
    seconds: float = 30.0  # for all of it, redirects included
    silence: float = 10.0  # without a byte


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An answer. `url` is where it came from in the end."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def kind(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The encoding that the answer names."""
        words = self.headers.get("content-type", "").lower().partition("charset=")[2]
        return words.split(";")[0].strip(" \"'") or None

    @property
    def wait(self) -> float | None:
        """Seconds after which to come again, where the answer says; at most a day."""
        words = self.headers.get("retry-after", "").strip()
        if words.isdigit():
            return min(float(words), DAY)
        with suppress(ValueError, TypeError):
            when = parsedate_to_datetime(words)
            return min(max((when.astimezone(UTC) - datetime.now(UTC)).total_seconds(), 0.0), DAY)
        return None


class Client:
    """Fetches, slowly enough for each host: at least `every` seconds between two requests to it. Use it in a `with`."""

    def __init__(
        self,
        guard: Guard | None = None,
        *,
        every: float = 1.0,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.every, self.limits = every, limits or Limits()
        self.pace: dict[str, float] = {}  # host -> seconds between requests, where it asks for more
        self._last: dict[str, float] = {}
        self._sleep = sleep
        self._transport = Transport(guard or Guard())
        self._http = httpx.Client(
            transport=self._transport,
            follow_redirects=False,
            trust_env=False,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        limits: Limits | None = None,
        allow: Callable[[str], None] = lambda url: None,
    ) -> Fetched:
        """The answer at an address, redirects followed; `allow` is asked for each hop, and raises where it may not be.

        Raises FetchError in one line: refused, too large, too slow, in a circle, not to be reached.
        """
        limits = limits or self.limits
        ends = time.monotonic() + limits.seconds
        seen: set[str] = set()
        while True:
            url = _checked(url)
            if url in seen or len(seen) > HOPS:
                raise FetchError(
                    f"{url}: leads in a circle" if url in seen else f"{url}: leads on more than {HOPS} times"
                )
            seen.add(url)
            allow(url)
            found = self._once(url, headers or {}, limits, ends)
            if found.status not in (301, 302, 303, 307, 308) or "location" not in found.headers:
                return found
            url = urljoin(url, found.headers["location"])

    def _once(self, url: str, headers: Mapping[str, str], limits: Limits, ends: float) -> Fetched:
        self._wait(urlsplit(url).hostname or "")
        self._transport.ends = ends
        try:
            with self._http.stream("GET", url, headers=dict(headers), timeout=limits.silence) as answer:
                named = {name.lower(): value for name, value in answer.headers.items()}
                body = b"" if answer.is_redirect else _body(answer, url, limits)
                return Fetched(url=url, status=answer.status_code, headers=named, body=body)
        except TIMED_OUT as error:
            if time.monotonic() >= ends:
                raise LaterError(f"{url}: was not there after {limits.seconds:g} seconds, and is given up") from error
            raise LaterError(f"{url}: sent nothing for {limits.silence:g} seconds, and is given up") from error
        except FAULTS as error:
            raise LaterError(f"{url}: cannot be fetched ({str(error) or type(error).__name__})") from error

    def _wait(self, host: str) -> None:
        gap = max(self.every, self.pace.get(host, 0.0))
        due = self._last.get(host, -gap) + gap
        if (rest := due - time.monotonic()) > 0:
            self._sleep(rest)
        self._last[host] = time.monotonic()


def _body(answer: httpx.Response, url: str, limits: Limits) -> bytes:
    most = f"at most {limits.bytes / 1e6:g} are read"
    said = answer.headers.get("content-length", "")
    if said.isdigit() and int(said) > limits.bytes:
        raise FetchError(f"{url}: holds {int(said) / 1e6:.0f} MB, and {most}")
    parts, size = [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > limits.bytes:
            raise FetchError(f"{url}: holds more MB than are read: {most}")
    return b"".join(parts)


def _checked(url: str) -> str:
    """Raises FetchError for what is no address on the web."""
    try:
        canonical_url(url)
    except ReadError as error:
        raise FetchError(str(error)) from error
    if urlsplit(url).username is not None:
        raise FetchError(f"{urlsplit(url).hostname}: the address holds a name or password; take it out")
    return url.partition("#")[0]
