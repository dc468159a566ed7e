"""A feed's bytes -> its entries. RSS and Atom by feedparser; the day of an entry is that of the words it bears."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any
from urllib.parse import urljoin

from graph.errors import ReadError
from graph.model import digest
from ingest.fetch.client import Fetched, Limits
from ingest.read.address import canonical_url
from ingest.read.metadata import metadata_day

FEED = Limits(bytes=5_000_000)
MOST_ENTRIES = 1_000
_SAID = ("title", "updated", "published", "summary")  # what makes an entry another when it changes


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedEntry:
    """One entry. `mark` is another where the entry is changed."""

    url: str
    mark: str
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """The entries of a feed, as it lists them, and what could not be taken of it."""

    entries: tuple[FeedEntry, ...]
    problems: tuple[str, ...] = ()
    publisher: str | None = None


def read_feed(answer: Fetched) -> Feed:
    """The entries of a feed, each address once. Raises ReadError where there is no feed."""
    parser: Any = import_module("feedparser")
    headers = {"content-type": answer.headers.get("content-type", "application/xml"), "content-location": answer.url}
    found = parser.parse(answer.body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    problems = []
    if not found.entries and (found.bozo or not found.version):
        why = _reason(found) if found.bozo else "it is no RSS or Atom"
        raise ReadError(f"{answer.url}: holds no feed that can be read ({why})")
    if found.bozo and not _is_about_encoding(found):
        problems.append(f"{answer.url}: is broken XML ({_reason(found)}); {len(found.entries)} entries could be read")
    if len(found.entries) > MOST_ENTRIES:
        listed = f"{len(found.entries):,} entries"
        problems.append(f"{answer.url}: lists {listed}, and the first {MOST_ENTRIES:,} are taken")
    entries: dict[str, FeedEntry] = {}
    for row in found.entries[:MOST_ENTRIES]:
        try:
            entry = _entry(row, answer.url)
        except ReadError as error:
            problems.append(f"{answer.url}: an entry leads nowhere ({error})")
            continue
        entries.setdefault(entry.url, entry)
    return Feed(entries=tuple(entries.values()), problems=tuple(problems), publisher=found.feed.get("title") or None)


def _entry(row: Any, base: str) -> FeedEntry:
    link = str(row.get("link") or "").strip()
    if not link:
        raise ReadError("it has no address")
    url = canonical_url(urljoin(base, link))
    said = {key: str(row[key] or "") if key in row.keys() else "" for key in _SAID}  # noqa: SIM118 `in row` guesses
    return FeedEntry(
        url=url,
        mark=digest("entry", *said.values()),
        title=said["title"].strip() or None,
        published=metadata_day(said["published"]),
    )


def _is_about_encoding(found: Any) -> bool:
    """A declared encoding that is another than the real one, which feedparser has found."""
    return "CharacterEncoding" in type(found.bozo_exception).__name__ or "NonXML" in type(found.bozo_exception).__name__


def _reason(found: Any) -> str:
    error = found.get("bozo_exception")
    return " ".join(str(error).split())[:120] or type(error).__name__
