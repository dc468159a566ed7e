"""Events that somebody has written down by hand, as a CSV table: each row is one claim with its words as the article.

Columns: date (EDTF: 2026-02-04, 2026-02, 2026-02-04/2026-02-05), actors ("A; B", or "A > B" where A acts on B), type,
source, words; and where wanted mode, family, place, published, url, title, lang.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from graph.errors import InputError, ReadError
from graph.model import (
    MODES,
    Claim,
    EventType,
    Extraction,
    Family,
    Participant,
    PlaceRef,
    Role,
    Span,
    claim_id,
    digest,
)
from graph.registry import LANGUAGES, Registry
from graph.spelling import plain
from graph.unlisted import complete
from graph.when import When, from_edtf
from ingest.read.article import article_from_text
from ingest.read.decode import decode
from ingest.read.files import MOST_TEXT_BYTES, whole
from ingest.read.given import Given, ReadFailure, failure
from ingest.read.rows import given_by_row

BY_HAND = "by hand"  # the extractor of such claims: nothing reads them anew
NEEDED = ("date", "actors", "type", "source", "words")
WANTED = ("mode", "family", "place", "published", "url", "title", "lang")
_FAMILIES = {  # of a type, where neither mode nor family is given
    EventType.CONSULT: Family.CONTACT,
    EventType.STATEMENT: Family.STATEMENT,
    EventType.AGREE: Family.DOCUMENT,
    EventType.MOBILIZE: Family.FORCE,
    EventType.ASSAULT: Family.FORCE,
    EventType.SANCTION: Family.LEGAL,
}


def read_handmade(path: Path, registry: Registry) -> Iterator[Extraction | ReadFailure]:
    """One claim or failure for each row, in order. Raises ReadError where the table has not the columns it needs."""
    try:
        with path.open("rb") as stream:
            text = decode(whole(stream, MOST_TEXT_BYTES, "split it"))
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    head = text.partition("\n")[0]
    table = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    names = [name.strip().lower().lstrip("\ufeff") for name in next(table, [])]
    if missing := [name for name in NEEDED if name not in names]:
        has = ", ".join(names)[:200] or "none"
        raise ReadError(f"{path}: has no column {missing[0]!r}; its columns are {has}, needed are {', '.join(NEEDED)}")
    if unknown := [name for name in names if name not in (*NEEDED, *WANTED)]:
        raise ReadError(f"{path}: column {unknown[0]!r} is not known; known are {', '.join((*NEEDED, *WANTED))}")
    names_known = _names(registry)
    try:
        for row in table:
            if not any(cell.strip() for cell in row):
                continue
            try:
                yield _extraction(dict(zip(names, map(str.strip, row), strict=False)), registry, names_known)
            except InputError as error:
                yield failure(path, error, table.line_num)
    except csv.Error as error:
        raise ReadError(f"{path}:{table.line_num}: {error}; mend this row") from error


def _extraction(row: Mapping[str, str], registry: Registry, names: Mapping[str, frozenset[str]]) -> Extraction:
    if missing := [name for name in NEEDED if not row.get(name)]:
        raise ReadError(f"{missing[0]}: is empty; each row needs {', '.join(NEEDED)}")
    (kind, family, mode), when = _kind(row), _when(row["date"])
    said = given_by_row({key: row.get(key) for key in ("published", "url", "title", "lang")})
    words = row["words"]
    article = article_from_text(words, said.over(Given(publisher=row["source"])), registry)
    evidence = Span(start=0, end=len(words))
    claim = Claim(
        id=claim_id(article.id, evidence, 0),
        article=article.id,
        start=0,
        end=len(words),
        trigger=evidence,
        evidence=(evidence,),
        type=kind,
        family=family,
        mode=mode,
        actors=tuple(_actors(row["actors"], words, registry, names)),
        when=when,
        place=_place(row.get("place", ""), registry),
        rules=("by-hand",),
    )
    return complete(Extraction(article=article, claims=(claim,), extractor=BY_HAND), registry)


def _kind(row: Mapping[str, str]) -> tuple[EventType, Family, str | None]:
    try:
        kind = EventType(row["type"].upper())
    except ValueError as error:
        raise ReadError(f"type: {row['type']!r} is none of {', '.join(EventType)}") from error
    mode, named = row.get("mode") or None, row.get("family") or ""
    if named and named not in set(Family):
        raise ReadError(f"family: {named!r} is none of {', '.join(Family)}")
    holding = [family for family, modes in MODES.items() if mode in modes]
    family = Family(named) if named else holding[0] if holding else _FAMILIES.get(kind, Family.OTHER)
    if mode and mode not in MODES[family]:
        raise ReadError(f"mode: {mode!r} is none of {family}: {', '.join(MODES[family]) or 'it has none'}")
    return kind, family, mode


def _when(words: str) -> When:
    try:
        return from_edtf(words, words=words)
    except InputError as error:
        raise ReadError(f"date: {error}") from error


def _actors(words: str, text: str, registry: Registry, names: Mapping[str, frozenset[str]]) -> Iterator[Participant]:
    sides = words.split(">")
    if len(sides) > 2:
        raise ReadError(f'actors: {words!r} has more than one >; write "A; B > C"')
    roles = (Role.AGENT, Role.RECIPIENT) if len(sides) == 2 else (Role.PARTICIPANT,)
    for side, role in zip(sides, roles, strict=True):
        for name in filter(None, map(str.strip, side.split(";"))):
            at = max(text.find(name), 0)
            end = at + len(name) if text.startswith(name, at) else at
            yield Participant(id=_actor(name, registry, names), name=name, role=role, start=at, end=end)


def _actor(name: str, registry: Registry, names: Mapping[str, frozenset[str]]) -> str:
    """An actor by its id or its full name in whichever language; one that the registry does not know is a local one."""
    if name in registry.actors:
        return name
    found = names.get(plain(name), frozenset())
    if len(found) > 1:
        raise ReadError(f"actors: {name!r} is {' or '.join(sorted(found))}; give one of these ids")
    return next(iter(found), "local-" + digest("actor", plain(name), size=12))


def _place(name: str, registry: Registry) -> PlaceRef | None:
    if not name:
        return None
    if name in registry.places:
        return PlaceRef(id=name, name=registry.places[name].name)
    found = {
        id for lang in LANGUAGES for words, id, kind in registry.place_forms(lang) if kind == "name" and words == name
    }
    if len(found) != 1:
        what = f"is {' or '.join(sorted(found))}" if found else "is not known; give an id of seeds/places.toml"
        raise ReadError(f"place: {name!r} {what}")
    return PlaceRef(id=next(iter(found)), name=name)


def _names(registry: Registry) -> Mapping[str, frozenset[str]]:
    """Full name, plainly written -> ids."""
    found: dict[str, set[str]] = {}
    for lang in LANGUAGES:
        for words, id, kind in registry.forms(lang):
            if kind == "name":
                found.setdefault(plain(words), set()).add(id)
    return {name: frozenset(ids) for name, ids in found.items()}
