"""The feeds to be watched: from a TOML file ([[feed]] with url, and publisher, lang and minutes where wanted), or those
that `seeds/feeds.toml` lists of a source."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from graph.errors import DataError, InputError
from graph.registry import Registry
from graph.resources import seed_folder
from ingest.fetch.collect import EVERY
from ingest.read.address import canonical_url
from ingest.read.article import language_code
from ingest.read.given import Given

_KEYS = frozenset({"url", "publisher", "lang", "minutes"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """One feed: its address, what holds for all its articles, and how often to look."""

    url: str
    given: Given = field(default_factory=Given)
    every: timedelta = EVERY


def read_feeds(path: Path) -> tuple[Watched, ...]:
    """The feeds of a file. Raises DataError, naming file and entry, where it breaks its form."""
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); name a file of feeds") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: is no TOML ({error})") from error
    rows = content.get("feed")
    if set(content) != {"feed"} or not isinstance(rows, list) or not rows:
        raise DataError(f'{path}: give [[feed]] with url = "https://…", and nothing else')
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(_watched(row))
        except InputError as error:
            raise DataError(f"{path}: feed {number}: {error}") from error
    return tuple(found)


def known_feeds(registry: Registry) -> dict[str, tuple[Watched, ...]]:
    """Source -> its feeds, as `seeds/feeds.toml` has them. They are unverified, and nobody asks for one unless a user
    names its source. Raises DataError where the file breaks its form."""
    path = seed_folder() / "feeds.toml"
    content = tomllib.loads(path.read_text(encoding="utf8"))
    found: dict[str, tuple[Watched, ...]] = {}
    for id, langs in content.items():
        if id not in registry.sources:
            raise DataError(f"{path}: {id} is no source of sources.toml")
        name = registry.sources[id].name
        rows = ({"url": url, "lang": lang, "publisher": name} for lang, urls in langs.items() for url in urls)
        found[id] = tuple(map(_watched, rows))
    return found


def feeds_of(sources: Iterable[str], registry: Registry) -> tuple[Watched, ...]:
    """The feeds of sources, named by id. Raises DataError for one of which none is known."""
    known, found = known_feeds(registry), list[Watched]()
    for id in sources:
        if id not in known:
            raise DataError(f"no feed of {id!r} is known; those of {', '.join(sorted(known))} are")
        found += known[id]
    return tuple(found)


def _watched(row: Any) -> Watched:
    if not isinstance(row, dict) or not set(row) <= _KEYS or "url" not in row:
        raise DataError("has a url, and may have publisher, lang and minutes")
    minutes = row.get("minutes", EVERY.total_seconds() / 60)
    if not isinstance(minutes, int | float) or not 1 <= minutes <= 24 * 60:
        raise DataError(f"minutes = {minutes!r}: give 1 to 1440")
    lang = language_code(str(row["lang"])) if "lang" in row else None
    canonical_url(str(row["url"]))
    publisher = str(row["publisher"]) if "publisher" in row else None
    return Watched(url=str(row["url"]), given=Given(publisher=publisher, lang=lang), every=timedelta(minutes=minutes))
