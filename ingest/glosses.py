"""A foreign name in a script without capitals with its spelling in Latin letters behind it, in brackets:
雪蔓（Wendy Sherman）, 马里乌波尔（Mariupol）. The spelling tells who or where is meant, and where the name ends; it
begins where words begin that no name is written with.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.registry import Registry
from ingest.document import Document, PlaceMention, Token
from ingest.names import Names
from ingest.unlisted import DOTS, Unlisted
from ingest.words import ideographic

_SPELT = re.compile(r"[（(]\s*([A-Z][\w.'’-]*(?:[-\s]+[A-Z][\w.'’-]*){0,4})\s*[)）]")
_LONGEST = {False: 6, True: 16}  # characters of a name, by whether it has a dot inside
_OWN = (3, 2)  # characters of a name of a surname and a given name
_JOINS = DOTS | {"-", "‐", "–"}


@dataclass(frozen=True, slots=True)
class Gloss:
    """A name from its first token to behind its last one, and how it is spelt in Latin letters."""

    first: int
    last: int
    spelt: str


def find_glosses(document: Document, names: Names, unlisted: Unlisted) -> dict[int, Gloss]:
    """The names of a document that are spelt out behind them, by their first token."""
    tokens, found = document.tokens, {}
    for match in _SPELT.finditer(document.text):
        last = _token_at(tokens, match.start())
        first = _start(tokens, last, unlisted, _titles(names))
        if first is not None:
            found[first] = Gloss(first, last, " ".join(match[1].split()))
    return found


def _titles(names: Names) -> frozenset[str]:
    """Words that stand before a name and are no part of it: titles, nouns of people and places, determiners."""
    data = names.data
    titles = (word for row in data["title"] for word in row["words"])
    nouns = (*data["heads"], *data["unnamed"], *data["state_heads"]["words"], *names.grammar["place_heads"])
    return frozenset((*titles, *nouns)) | names.determiners | names.before


def _token_at(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that begins at an offset, or behind it."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if tokens[middle].start < start else (low, middle)
    return low


def _start(tokens: Sequence[Token], last: int, unlisted: Unlisted, own: frozenset[str]) -> int | None:
    """Where the name before a token begins."""
    for size in _OWN:  # 陈大明: as many characters as a Chinese name has
        first = _back(tokens, last, size)
        lows = [token.low for token in tokens[first:last]] if first is not None else []
        if first is not None and unlisted.end(lows, 0, len(lows)) == len(lows) and not own & set(lows):
            foreign = _foreign(tokens, last, unlisted, own)
            return first if foreign is None or foreign >= first else foreign
    return _foreign(tokens, last, unlisted, own) or _titled(tokens, last, own)


def _titled(tokens: Sequence[Token], last: int, own: frozenset[str]) -> int | None:
    """副国务卿雪蔓: where the title before a name ends, however the name is written."""
    at = last
    while (
        at > 0 and ideographic(tokens[at - 1].low[0]) and tokens[at].start - tokens[last - 1].start > -_LONGEST[False]
    ):
        if tokens[at - 1].low in own:
            return at if at < last else None
        at -= 1
    return None


def _back(tokens: Sequence[Token], last: int, size: int) -> int | None:
    """The token that begins so many characters before another, where one does."""
    at = last
    while at > 0 and size > 0 and ideographic(tokens[at - 1].low[0]):
        at -= 1
        size -= len(tokens[at].low)
    return at if size == 0 else None


def _foreign(tokens: Sequence[Token], last: int, unlisted: Unlisted, own: frozenset[str]) -> int | None:
    at, size, dotted = last, 0, False
    while at > 0:
        low = tokens[at - 1].low
        joins = low in _JOINS and at < last
        if not joins and (low in own or low in unlisted.words or not unlisted.foreign.issuperset(low)):
            break
        dotted = dotted or joins
        size += len(low)
        if size > _LONGEST[dotted]:
            break
        at -= 1
    while at < last and tokens[at].low in _JOINS:
        at += 1
    return at if sum(len(token.low) for token in tokens[at:last]) > 1 else None


_SPELLINGS: dict[tuple[str, int], Mapping[str, str]] = {}


def _english(shelf: str, registry: Registry) -> Mapping[str, str]:
    """English names in small letters with what they name. A registry is loaded once and kept, so its identity is its
    key."""
    key = (shelf, id(registry))
    if key not in _SPELLINGS:
        forms = registry.forms("en") if shelf == "actors" else registry.place_forms("en")
        found: dict[str, str] = {}
        for words, thing, kind in forms:
            if kind == "name" or shelf == "places":
                found.setdefault(words.casefold(), thing)
        _SPELLINGS[key] = found
    return _SPELLINGS[key]


def actor_spelt(registry: Registry, spelt: str) -> str | None:
    """The actor of the registry whose English name is so spelt."""
    return _english("actors", registry).get(spelt.casefold())


def places_spelt(document: Document, registry: Registry, glosses: Mapping[int, Gloss]) -> list[PlaceMention]:
    """Places that the registry knows by their spelling only, wherever the document names them."""
    known = _english("places", registry)
    found: list[PlaceMention] = []
    for gloss in glosses.values():
        place = registry.places.get(known.get(gloss.spelt.casefold(), ""))
        start, end = document.tokens[gloss.first].start, document.tokens[gloss.last - 1].end
        taken = any(other.start < end and start < other.end for other in document.places)
        if place is None or taken:
            continue
        for row in re.finditer(re.escape(document.text[start:end]), document.text):
            found.append(PlaceMention(start=row.start(), end=row.end(), id=place.id, name=place.name, rule="spelt"))
    return found
