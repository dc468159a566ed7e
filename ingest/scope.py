"""Which articles belong to what is collected: those that name its sides. The sides are data, `seeds/scope.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from graph.errors import DataError
from graph.model import Article
from graph.registry import LANGUAGES, Registry
from graph.resources import seed_folder

# Surnames alone and forms of one letter are many other people's and things' too.
_TRUSTED = frozenset({"name", "demonym", "metonym", "forces"})
_UNSPACED = re.compile("[\u3400-\u9fff]")
_LEVELS = 8  # of actors within actors


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side: a name for messages and the ids of the registry that make it."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What is collected: articles that name at least so many of the sides."""

    name: str
    sides: tuple[Side, ...]
    least: int = 1

    def named(self, article: Article, registry: Registry) -> frozenset[str]:
        """The sides that an article names, in its title or its text."""
        matcher = _matcher(self, registry, article.lang)
        return matcher.sides(f"{article.title or ''}\n{article.text}")

    def covers(self, article: Article, registry: Registry) -> bool:
        """Whether an article belongs to it. One in a language that is not read does: nobody can tell."""
        return article.lang not in LANGUAGES or len(self.named(article, registry)) >= self.least

    @property
    def reason(self) -> str:
        """Why an article was passed over."""
        wanted = "none" if self.least == 1 else f"fewer than {self.least}"
        return f"names {wanted} of {', '.join(side.name for side in self.sides)}"


def read_scope(path: Path | None = None, registry: Registry | None = None) -> Scope:
    """The scope of a file; by default the one that travels with the program.

    Raises DataError, naming file and entry, where it breaks its form or names what the registry does not know.
    """
    path = path or seed_folder() / "scope.toml"
    try:
        with path.open("rb") as stream:
            content = tomllib.load(stream)
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); name a scope file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: is no TOML ({error})") from error
    try:
        return _scope(content, registry)
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def _scope(content: dict[str, Any], registry: Registry | None) -> Scope:
    if unknown := sorted(set(content) - {"name", "least", "side"}):
        raise DataError(f"{unknown[0]!r} is not known here; a scope has name, least and [[side]]")
    rows = content.get("side")
    if not isinstance(rows, list) or not rows:
        raise DataError('has no [[side]]; give at least one, with name and ids = ["Q159"]')
    sides = tuple(_side(row, registry) for row in rows)
    least, name = content.get("least", 1), content.get("name", "")
    if not isinstance(least, int) or not 1 <= least <= len(sides):
        raise DataError(f"least = {least!r}: give a number from 1 to {len(sides)}, the number of sides")
    if not isinstance(name, str) or not name:
        raise DataError("has no name; say what is collected")
    return Scope(name=name, sides=sides, least=least)


def _side(row: Any, registry: Registry | None) -> Side:
    if not isinstance(row, dict) or set(row) != {"name", "ids"}:
        raise DataError("a side has a name and ids, and nothing else")
    name, ids = row["name"], row["ids"]
    if not isinstance(name, str) or not isinstance(ids, list) or not ids or not all(isinstance(i, str) for i in ids):
        raise DataError('a side has a name in quotes, and ids in brackets: ids = ["Q159"]')
    if registry is not None and (unknown := [i for i in ids if i not in registry.actors and i not in registry.places]):
        raise DataError(f"side {name!r}: {unknown[0]!r} is no actor or place of the registry; see seeds/actors")
    return Side(name=name, ids=tuple(ids))


class _Matcher:
    """All words of a language that name a side, compiled once."""

    def __init__(self, scope: Scope, registry: Registry, lang: str) -> None:
        words: dict[str, frozenset[str]] = {}
        for form, side in _forms(scope, registry, lang):
            words[form] = words.get(form, frozenset()) | {side}
        self._words = sorted(words)
        self._sides = [words[form] for form in self._words]
        library: Any = import_module("ahocorasick_rs")
        self._automaton = library.AhoCorasick(self._words) if self._words else None

    def sides(self, text: str) -> frozenset[str]:
        """The sides that the text names."""
        found: set[str] = set()
        if self._automaton is None:
            return frozenset()
        for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if self._sides[number] <= found or not _is_whole(text, start, end):
                continue
            found |= self._sides[number]
        return frozenset(found)


def _is_whole(text: str, start: int, end: int) -> bool:
    """True where the words at that place are no part of a longer one. Chinese has no such borders."""
    if _UNSPACED.match(text[start]):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum())


def _forms(scope: Scope, registry: Registry, lang: str) -> Iterable[tuple[str, str]]:
    """(words, side) of everything that counts for a side."""
    sides = {id: side.name for side in scope.sides for id in side.ids}
    for words, actor, kind in registry.forms(lang):
        if kind in _TRUSTED and len(words) > 1 and (side := _side_of(actor, registry, sides)):
            yield from ((form, side) for form in {words, words[0].upper() + words[1:]})
    for words, place, _ in registry.place_forms(lang):
        if len(words) > 1 and (side := _side_of(place, registry, sides)):
            yield words, side


def _side_of(id: str, registry: Registry, sides: dict[str, str]) -> str | None:
    """The side of an actor or place: its own, or that of what it belongs to or lies in."""
    for _ in range(_LEVELS):
        if id in sides:
            return sides[id]
        actor, place = registry.actors.get(id), registry.places.get(id)
        above = (actor.state or actor.parent) if actor else (place.country or place.within) if place else None
        if above is None or above == id:
            return None
        id = above
    return None


@lru_cache(maxsize=16)
def _matcher_of(scope: Scope, key: int, lang: str) -> _Matcher:
    return _Matcher(scope, _KNOWN[key], lang)


_KNOWN: dict[int, Registry] = {}


def _matcher(scope: Scope, registry: Registry, lang: str) -> _Matcher:
    """Compiled when first asked for, and kept."""
    _KNOWN[id(registry)] = registry  # kept alive, so that its number is its own
    return _matcher_of(scope, id(registry), lang)
