"""Reference events: well-known dated happenings, read from `seeds/events.toml` (its form: docs/seeds-articles.md)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.errors import LanguageDataError
from graph.model import MODES, EventType, Family
from graph.registry import LANGUAGES
from graph.resources import seed_folder

_NEEDED = frozenset({"from", "to", "type", "family", "actors", *LANGUAGES, "keywords", "checked", "checked_on"})
_KEYS = _NEEDED | {"mode", "place", "note"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceEvent:
    """A happening whose days were looked up. It lasted throughout `start` to `end`, both included."""

    id: str
    start: date
    end: date
    type: EventType
    family: Family
    mode: str | None
    actors: tuple[str, ...]  # canonical English names, as the registry has them where it knows them
    place: str | None  # canonical English name
    labels: Mapping[str, str]  # fr, en, ru, zh
    keywords: Mapping[str, tuple[str, ...]]  # lower-case words; text that tells the event has at least one of them
    checked: tuple[str, ...]  # addresses of at least two published pages that give the days
    checked_on: date
    note: str | None = None  # where the pages part, or what the days leave out


@lru_cache(maxsize=4)
def load_reference_events(path: Path | None = None) -> tuple[ReferenceEvent, ...]:
    """The reference events of a file, by start, end and id; by default those that travel with the program.

    Raises LanguageDataError, naming file and entry, where the file cannot be read or breaks its form.
    """
    path = path or seed_folder() / "events.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageDataError(f"{path}: {error}") from error
    found = [_event(path, id, entry) for id, entry in table.items()]
    return tuple(sorted(found, key=lambda event: (event.start, event.end, event.id)))


def _event(path: Path, id: str, entry: Any) -> ReferenceEvent:
    """One table, checked."""

    def broken(what: str) -> LanguageDataError:
        return LanguageDataError(f"{path} [{id}]: {what}")

    if not isinstance(entry, dict):
        raise broken("stands outside a table")
    if unknown := entry.keys() - _KEYS:
        raise broken(f"unknown keys {sorted(unknown)}; known are {sorted(_KEYS)}")
    if missing := _NEEDED - entry.keys():
        raise broken(f"keys {sorted(missing)} are missing")
    start, end = entry["from"], entry["to"]
    if type(start) is not date or type(end) is not date or type(entry["checked_on"]) is not date:
        raise broken("from, to and checked_on are dates, written 2022-02-04 without quotation marks")
    if start > end:
        raise broken(f"from {start} is after to {end}")
    try:
        event_type, family = EventType(entry["type"]), Family(entry["family"])
    except ValueError as error:
        raise broken(str(error)) from error
    mode = entry.get("mode")
    if mode is not None and mode not in MODES[family]:
        raise broken(f"mode {mode!r} is none of the family {family}: {', '.join(MODES[family]) or 'it has none'}")
    if len(set(entry["checked"])) < 2:
        raise broken("a date is looked up twice: checked needs two addresses")
    keywords = entry["keywords"]
    if keywords.keys() != set(LANGUAGES) or not all(keywords.values()):
        raise broken(f"keywords needs words in each of {', '.join(LANGUAGES)} and in no other")
    if loud := [word for words in keywords.values() for word in words if word != word.lower()]:
        raise broken(f"keywords are lower-case: {loud}")
    return ReferenceEvent(
        id=id,
        start=start,
        end=end,
        type=event_type,
        family=family,
        mode=mode,
        actors=tuple(entry["actors"]),
        place=entry.get("place"),
        labels={lang: entry[lang] for lang in LANGUAGES},
        keywords={lang: tuple(words) for lang, words in keywords.items()},
        checked=tuple(entry["checked"]),
        checked_on=entry["checked_on"],
        note=entry.get("note"),
    )
