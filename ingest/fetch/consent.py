"""What a site allows: robots.txt (RFC 9309), and the reservation of text and data mining (TDMRep)."""

import json
import re
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from graph.errors import FetchError, LaterError
from ingest.fetch.client import AGENT, Client, Fetched, Limits

SMALL = Limits(bytes=512_000, seconds=15.0)
MOST_DELAY = 60.0  # seconds that a robots.txt may ask for between two requests; one that asks for more gets this
_RESERVED = re.compile(
    rb"""<meta\s[^>]{0,200}?name=["']?tdm-reservation["']?[^>]{0,200}?content=["']?1""", re.IGNORECASE
)


class Consent:
    """Asks each site once, and keeps what it says for the run."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._robots: dict[str, Any] = {}
        self._reserved: dict[str, tuple[str, ...]] = {}

    def check(self, url: str) -> None:
        """Raises FetchError where the site does not allow that address, or does not say because it is broken."""
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._ask(site)
        rules = self._robots[site]
        if rules is None:
            raise LaterError(f"{url}: robots.txt cannot be had, and nothing is fetched before it can")
        if not rules.can_fetch(url, AGENT):
            raise FetchError(f"{url}: robots.txt does not allow it")

    def check_mining(self, answer: Fetched) -> None:
        """Raises FetchError where an answer, or its site, reserves text and data mining."""
        header = answer.headers.get("tdm-reservation", "").strip()
        if header == "0":
            return
        if header == "1" or _RESERVED.search(answer.body[:200_000]) or self._is_reserved(answer.url):
            raise FetchError(f"{answer.url}: its site reserves text and data mining (tdm-reservation)")

    def _ask(self, site: str) -> Any:
        """The rules of a site; of one without robots.txt, that all is allowed; None where it has them and fails."""
        robots: Any = import_module("protego").Protego
        try:
            answer = self._client.get(f"{site}/robots.txt", limits=SMALL)
        except LaterError:
            return None
        if answer.status >= 500 or answer.status == 429:
            return None
        rules = robots.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        delay = rules.crawl_delay(AGENT)
        if delay:
            self._client.pace[urlsplit(site).hostname or ""] = min(float(delay), MOST_DELAY)
        return rules

    def _is_reserved(self, url: str) -> bool:
        site = _site(url)
        if site not in self._reserved:
            self._reserved[site] = self._ask_mining(site)
        path = urlsplit(url).path or "/"
        return any(_matches(pattern, path) for pattern in self._reserved[site])

    def _ask_mining(self, site: str) -> tuple[str, ...]:
        """The paths whose mining a site reserves, by /.well-known/tdmrep.json."""
        try:
            answer = self._client.get(f"{site}/.well-known/tdmrep.json", limits=SMALL)
            rows = json.loads(answer.body) if answer.status == 200 else []
        except (FetchError, ValueError, RecursionError):  # none that can be read: nothing is reserved by it
            return ()
        rows = rows if isinstance(rows, list) else []
        return tuple(
            str(row.get("location", "/")) for row in rows if isinstance(row, dict) and row.get("tdm-reservation") == 1
        )


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _matches(pattern: str, path: str) -> bool:
    """Patterns are as in robots.txt: a beginning, * for anything, $ for the end."""
    end = "$" if pattern.endswith("$") else ""
    words = ".*".join(map(re.escape, pattern.rstrip("$").split("*")))
    return re.match(words + end, path) is not None
