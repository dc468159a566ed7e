"""Addresses and feeds -> the record. Every attempt is in the collection ledger, whatever came of it."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from graph.errors import AmurError, FetchError, InputError, LaterError, ReadError
from graph.model import PublishedBasis
from ingest.fetch.client import LATER, Client, Fetched
from ingest.fetch.consent import Consent
from ingest.fetch.feeds import FEED, Feed, FeedEntry, read_feed
from ingest.intake import Intake
from ingest.read.address import canonical_url
from ingest.read.given import Given, ReadFailure
from ingest.read.unread import UnreadPage
from ingest.report import Problem, Result

EVERY = timedelta(minutes=15)  # between two looks at a feed
LONGEST = timedelta(days=1)  # that a feed is left alone, however often it failed
TRIES = 5  # looks at an address that fails for now, before it is given up
_PAGES = ("text/html", "application/xhtml+xml", "")
_CODES = {
    404: "is not there (404)",
    410: "was taken away (410)",
    401: "wants a password (401)",
    403: "is refused (403)",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """How far a feed has been followed."""

    etag: str = ""
    modified: str = ""
    next: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    failures: int = 0
    entries: tuple[tuple[str, str, int], ...] = ()  # address, mark of what was taken, tries so far; of those listed

    @classmethod
    def from_json(cls, words: str) -> "Followed":
        """The inverse of `to_json`."""
        if not words:
            return cls()
        row: dict[str, Any] = json.loads(words)
        entries = tuple((str(url), str(mark), int(tries)) for url, mark, tries in row["entries"])
        return cls(**{**row, "next": datetime.fromisoformat(row["next"]), "entries": entries})

    def to_json(self) -> str:
        """As it is kept in the record."""
        row = {"etag": self.etag, "modified": self.modified, "next": self.next.isoformat(), "failures": self.failures}
        return json.dumps({**row, "entries": self.entries}, ensure_ascii=False)


class Collector:
    """Fetches into one record."""

    def __init__(self, intake: Intake, client: Client) -> None:
        self._intake, self._client = intake, client
        self._consent = Consent(client)

    def fetch(self, url: str, given: Given | None = None, *, published: date | None = None) -> Result:
        """Take in the page at an address. `published` is what a feed says of its date, for a page that says nothing."""
        try:
            return self._take(url, given or Given(), published)
        except (FetchError, InputError) as error:
            return self._failed(url, error)

    def _take(self, url: str, given: Given, published: date | None) -> Result:
        answer = self._client.get(url, allow=self._consent.check)
        _check(answer)
        if answer.kind not in _PAGES:
            raise ReadError(f"{answer.url}: is {answer.kind}, and no page; save it, and give the file to `amur ingest`")
        self._consent.check_mining(answer)
        page = UnreadPage(
            data=answer.body, given=given, path=Path(), url=answer.url, charset=answer.charset, address=answer.url
        )
        article = page.read(self._intake.registry)
        if isinstance(article, ReadFailure):
            raise ReadError(article.message.removeprefix(f"{Path()}: "))
        if published and article.published_basis is PublishedBasis.UNKNOWN:
            said = Given(
                published=published, published_basis=PublishedBasis.PAGE, published_reasons=("the feed says so",)
            )
            found = replace(page, given=given.over(said)).read(self._intake.registry)
            article = article if isinstance(found, ReadFailure) else found
        self._intake.note_fetch("fetched", where_of(url), self._source(url))
        (result,) = self._intake.stream([article])
        return result

    def _failed(self, url: str, error: AmurError) -> Problem:
        self._intake.note_fetch("failed", where_of(url), self._source(url), reason=str(error))
        return Problem(message=str(error))

    def _source(self, url: str) -> str:
        return self._intake.registry.resolve_source(None, url).id

    # ------------------------------------------------------------ feeds

    def due(self, feed: str) -> datetime:
        """When a feed is to be looked at again."""
        return Followed.from_json(self._intake.recall("feed:" + feed)).next

    def poll(self, feed: str, given: Given | None = None, *, every: timedelta = EVERY) -> Iterator[Result]:
        """Look at a feed, and take in what it lists that is new or changed. What fails for now is tried again at the
        next look; a feed that fails is left alone for longer and longer."""
        known = Followed.from_json(self._intake.recall("feed:" + feed))
        try:
            listed, answer = self._look(feed, known)
        except (FetchError, InputError) as error:
            yield self._failed(feed, error)
            wait = error.wait if isinstance(error, LaterError) else None
            self._keep(feed, _left_alone(known, every, wait))
            return
        self._intake.note_fetch("not modified" if listed is None else "polled", where_of(feed), self._source(feed))
        known = replace(known, failures=0, next=datetime.now(UTC) + every)
        if listed is None or answer is None:
            self._keep(feed, known)
            return
        for problem in listed.problems:
            yield self._failed(feed, ReadError(problem))
        done: list[tuple[str, str, int]] = []
        seen = {url: (mark, tries) for url, mark, tries in known.entries}
        for entry in listed.entries:
            yield from self._entry(entry, given or Given(), seen.get(entry.url), done.append)
        whole = all(mark for _, mark, _ in done)  # else it has to be listed again, whether or not it is modified
        etag, modified = (answer.headers.get(name, "") if whole else "" for name in ("etag", "last-modified"))
        self._keep(feed, replace(known, etag=etag, modified=modified, entries=tuple(done)))

    def _look(self, feed: str, known: Followed) -> tuple[Feed | None, Fetched | None]:
        """What a feed lists now; None where it is what it was."""
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        headers = {name: value for name, value in asked.items() if value}
        answer = self._client.get(feed, headers, limits=FEED, allow=self._consent.check)
        if answer.status == 304:
            return None, answer
        _check(answer)
        return read_feed(answer), answer

    def _entry(
        self,
        entry: FeedEntry,
        given: Given,
        seen: tuple[str, int] | None,
        done: Callable[[tuple[str, str, int]], None],
    ) -> Iterator[Result]:
        mark, tries = seen or ("", 0)
        if mark == entry.mark:
            done((entry.url, mark, tries))
            return
        try:
            result = self._take(entry.url, given, entry.published)
        except LaterError as error:
            tries += 1
            done((entry.url, entry.mark if tries >= TRIES else "", tries))
            yield self._failed(entry.url, error)
            return
        except (FetchError, InputError) as error:
            result = self._failed(entry.url, error)
        done((entry.url, entry.mark, 0))
        yield result

    def _keep(self, feed: str, known: Followed) -> None:
        self._intake.keep("feed:" + feed, known.to_json())


def _check(answer: Fetched) -> None:
    """Raises where an answer is none to read: LaterError where it may be one the next time."""
    if answer.status in LATER or answer.status >= 500:
        wait = answer.wait
        when = f", wants to be left alone for {wait:.0f} seconds" if wait else ""
        raise LaterError(f"{answer.url}: cannot answer now ({answer.status}){when}; it is tried again", wait)
    if answer.status != 200:
        raise FetchError(f"{answer.url}: {_CODES.get(answer.status, f'answers {answer.status}')}; check the address")


def _left_alone(known: Followed, every: timedelta, wait: float | None) -> Followed:
    """After a failure: twice as long each time, a day at most, and as long as was asked for."""
    failures = known.failures + 1
    rest = min(every * 2 ** min(failures, 10), LONGEST)
    if wait is not None:
        rest = max(rest, timedelta(seconds=wait))
    return replace(known, failures=failures, next=datetime.now(UTC) + rest)


def where_of(url: str) -> str:
    """How the ledger calls an address."""
    with suppress(InputError):
        return canonical_url(url)
    return url
