"""Reads `seeds/actors/*.toml`, `places.toml`, `sources.toml` and `ambiguous.toml` for the registry, and refuses what
breaks their form (docs/seeds.md)."""

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from graph.errors import LanguageDataError
from graph.listed import FORM_KINDS, LANGUAGES, Actor, Office, Place, Source, Written
from graph.spelling import base_form, base_forms

Entry = dict[str, Any]

ACTOR_KINDS = frozenset({"person", "state", "body", "organisation", "media", "company", "group", "project"})
_NAMING = frozenset({*LANGUAGES, *(kind for kind in FORM_KINDS if kind != "name"), "kind", "qid", "checked"})
_ACTOR_KEYS = _NAMING | {"state", "parent", "members", "offices", "gender"}
_PLACE_KEYS = _NAMING | {"country", "within", "at"}
_SOURCE_KEYS = _NAMING | {"country", "owner", "domains", "agency", "rights"}
_QID = re.compile(r"Q\d+")
_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Seeds:
    """All that a folder of seeds lists, by id; `ambiguous` are forms that several actors share, by language."""

    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]
    ambiguous: Mapping[str, frozenset[str]]


def read_seeds(folder: Path) -> Seeds:
    """What a folder of seeds lists. Raises LanguageDataError with file and entry."""
    actors: dict[str, Actor] = {}
    for path in sorted((folder / "actors").glob("*.toml")):
        for id, entry in _entries(path, _ACTOR_KEYS):
            if id in actors:
                raise LanguageDataError(f"{path} [{id}]: that id is already taken")
            actors[id] = _actor(path, id, entry)
    gazetteer = _of_file(folder / "places.toml", _PLACE_KEYS)
    places = {id: _place(path, id, entry, actors.get(id)) for path, id, entry in gazetteer}
    listed = _of_file(folder / "sources.toml", _SOURCE_KEYS)
    sources = {id: _source(path, id, entry, actors.get(id)) for path, id, entry in listed}
    return Seeds(actors=actors, places=places, sources=sources, ambiguous=_ambiguous(folder / "ambiguous.toml"))


def _of_file(path: Path, keys: frozenset[str]) -> Iterator[tuple[Path, str, Entry]]:
    if path.is_file():
        for id, entry in _entries(path, keys):
            yield path, id, entry


def _table(path: Path) -> Entry:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LanguageDataError(f"{path}: {error}") from error


def _entries(path: Path, keys: frozenset[str]) -> Iterator[tuple[str, Entry]]:
    """The tables of a file, their keys checked."""
    for id, entry in _table(path).items():
        if not isinstance(entry, dict):
            raise LanguageDataError(f"{path}: {id!r} stands outside a table")
        if unknown := entry.keys() - keys:
            raise LanguageDataError(f"{path} [{id}]: unknown keys {sorted(unknown)}; known are {sorted(keys)}")
        if "kind" not in entry:
            raise LanguageDataError(f"{path} [{id}]: kind is missing")
        yield id, entry


def _written(path: Path, id: str, entry: Entry) -> Written:
    """The forms by kind and language. The label is the first of the names."""
    names = {lang: entry[lang] for lang in LANGUAGES if lang in entry}
    found: dict[str, Mapping[str, str]] = {"name": names} if names else {}
    for kind in FORM_KINDS:
        if kind in entry:
            if unknown := entry[kind].keys() - set(LANGUAGES):
                raise LanguageDataError(f"{path} [{id}]: {kind} has unknown languages {sorted(unknown)}")
            found[kind] = entry[kind]
    return found


class _Aliases(Mapping[str, tuple[str, ...]]):
    """The names of an entry beside its label, by language, spelled out when asked for: most never are."""

    __slots__ = ("_written",)

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written

    def __getitem__(self, lang: str) -> tuple[str, ...]:
        return base_forms(self._written[lang])[1:]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)


def _labels(path: Path, id: str, entry: Entry) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Labels and aliases by language. Raises LanguageDataError where a language is missing."""
    labels: dict[str, str] = {}
    for lang in LANGUAGES:
        first = entry.get(lang, "").partition("|")[0].strip()
        if not first:
            raise LanguageDataError(f"{path} [{id}]: no name in {lang}")
        labels[lang] = base_form(first)
    return labels, _Aliases({lang: entry[lang] for lang in LANGUAGES})


def _checked(path: Path, id: str, entry: Entry) -> str | None:
    day = entry.get("checked")
    if day is None and (_QID.fullmatch(id) or "qid" in entry):
        raise LanguageDataError(f"{path} [{id}]: a Wikidata id needs `checked`, the day on which it was looked up")
    return str(day) if day else None


def _bound(words: str, last: bool) -> tuple[date | None, bool]:
    """(first or last day, whether only month or year are known) of one end of a term; (None, False) for an open end."""
    if words in ("", ".."):
        return None, False
    found = _DAY.fullmatch(words)
    if not found:
        raise ValueError(f"{words!r} is neither YYYY-MM-DD, YYYY-MM, YYYY nor ..")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    rough = not day
    month = month or (12 if last else 1)
    return date(year, month, day or (monthrange(year, month)[1] if last else 1)), rough


def office(words: str) -> Office:
    """An office as seeds write it: `president of Q159 2012-05-07/..`, or without a term. Raises ValueError."""
    found = re.fullmatch(r"([a-z-]+) of (\S+)(?: (\S+)/(\S*))?", words)
    if not found:
        raise ValueError(f"{words!r} is not of the form `title of actor-id from/to`")
    title, of, first, last = found.groups()
    start, rough_start = _bound(first or "", False)
    end, rough_end = _bound(last or "", True)
    if start and end and start > end:
        raise ValueError(f"{words!r} ends before it begins")
    return Office(title=title, of=of, start=start, end=end, approximate=rough_start or rough_end)


def _actor(path: Path, id: str, entry: Entry) -> Actor:
    if entry["kind"] not in ACTOR_KINDS:
        raise LanguageDataError(f"{path} [{id}]: kind {entry['kind']!r} is none of {sorted(ACTOR_KINDS)}")
    labels, aliases = _labels(path, id, entry)
    try:
        offices = tuple(office(words) for words in entry.get("offices", ()))
    except ValueError as error:
        raise LanguageDataError(f"{path} [{id}] offices: {error}") from error
    return Actor(
        id=id,
        kind=entry["kind"],
        labels=labels,
        aliases=aliases,
        state=entry.get("state"),
        parent=entry.get("parent"),
        members=tuple(entry.get("members", ())),
        offices=offices,
        gender=entry.get("gender"),
        qid=entry.get("qid", id if _QID.fullmatch(id) else None),
        checked=_checked(path, id, entry),
        written=_written(path, id, entry),
    )


def _place(path: Path, id: str, entry: Entry, actor: Actor | None) -> Place:
    """A place; a country, which is also an actor, takes its names from there."""
    if actor is None:
        labels, aliases = _labels(path, id, entry)
        written = _written(path, id, entry)
    else:
        labels, aliases = actor.labels, actor.aliases
        written = {"name": actor.written["name"]}
        entry = {"country": id, "checked": actor.checked, **entry}
    latitude, longitude = entry.get("at", (None, None))
    return Place(
        id=id,
        kind=entry["kind"],
        labels=labels,
        aliases=aliases,
        country=entry.get("country"),
        within=entry.get("within"),
        latitude=latitude,
        longitude=longitude,
        qid=entry.get("qid", id if _QID.fullmatch(id) else None),
        checked=_checked(path, id, entry),
        written=written,
    )


def _source(path: Path, id: str, entry: Entry, actor: Actor | None) -> Source:
    """A source; one that is also an actor takes its names from there."""
    if actor is None:
        labels, aliases = _labels(path, id, entry)
        _checked(path, id, entry)
    else:
        labels, aliases = actor.labels, actor.aliases
    return Source(
        id=id,
        kind=entry["kind"],
        labels=labels,
        aliases=aliases,
        country=entry.get("country", actor.state if actor else None),
        owner=entry.get("owner"),
        domains=tuple(entry.get("domains", ())),
        agency=entry.get("agency", False),
        rights=entry.get("rights"),
    )


def _ambiguous(path: Path) -> Mapping[str, frozenset[str]]:
    """Forms that several actors share on purpose, by language."""
    if not path.is_file():
        return {}
    table = _table(path)
    if unknown := table.keys() - set(LANGUAGES):
        raise LanguageDataError(f"{path}: unknown languages {sorted(unknown)}")
    return {lang: frozenset(forms) for lang, forms in table.items()}
