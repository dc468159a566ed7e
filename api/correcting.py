"""Corrections as somebody types them -> values of a claim's fields: names to ids, words to dates."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from api.days import read_days
from api.naming import resolve_actors, resolve_places
from graph.deeds import actor_name
from graph.errors import DataError
from graph.jsonform import Json, when_to_json
from graph.library import Library
from graph.model import Role
from graph.registry import Registry
from graph.when import Basis, from_edtf

NONE = "none"  # as a value: takes out what is there
UPPER = frozenset({"type"})


def values_of(given: Mapping[str, object], registry: Registry, library: Library) -> dict[str, object]:
    """What was given, by field, as `graph.deeds.correct` takes it. Raises NotFoundError, DateError or DataError."""
    values: dict[str, object] = {}
    for field, value in given.items():
        if value is None or value == []:
            continue
        words = [str(item) for item in value] if isinstance(value, list) else [str(value)]
        cleared = words == [NONE]
        if field == "when":
            values[field] = {**when_to_json(None), "kind": None} if cleared else date_of(words[0])
        elif field == "actors":
            values[field] = [] if cleared else [participant(item, registry, library) for item in words]
        elif field == "attribution":
            values[field] = [] if cleared else [[voice(item, registry, library)] for item in words]
        elif field == "place":
            values[field] = None if cleared else place(words[0], registry)
        elif field == "mode":
            values[field] = None if cleared else words[0]
        else:
            values[field] = words[0].upper() if field in UPPER else words[0].lower()
    return values


def date_of(words: str) -> Json:
    """The fields of a date that somebody typed. Raises DateError where the words mean none."""
    when = from_edtf(read_days(words).edtf)
    return when_to_json(replace(when, basis=Basis.EXPLICIT, words=words))


def actor_of(name: str, registry: Registry, library: Library) -> tuple[str, str]:
    """(id, canonical name) of the only actor of that name or id. Raises NotFoundError, and DataError for several."""
    known = {local.id: local.name for local in library.local_actors([name])}
    if name in known:
        return name, known[name]
    id = only(resolve_actors(registry, name), name)
    return id, actor_name(library, registry, id)


def only(found: Iterable[str], name: str) -> str:
    """The one there is. Raises DataError."""
    ids = tuple(found)
    if len(ids) != 1:
        raise DataError(f"{name!r} may be {', '.join(ids)}: give the id")
    return ids[0]


def participant(words: str, registry: Registry, library: Library) -> Json:
    """ "Putin:agent" -> who takes part, and how; a participant where nothing is said."""
    name, _, role = words.partition(":")
    if role and role not in set(Role):
        raise DataError(f"role {role!r} is none of {', '.join(Role)}")
    id, canonical = actor_of(name.strip(), registry, library)
    return {"id": id, "name": canonical, "role": role or Role.PARTICIPANT.value, "start": 0, "end": 0}


def voice(words: str, registry: Registry, library: Library) -> Json:
    """Who vouches for it."""
    id, name = actor_of(words.strip(), registry, library)
    return {"id": id, "name": name, "start": 0, "end": 0, "cue": ""}


def place(words: str, registry: Registry) -> Json:
    """Where it was; of a place and those within it, the place."""
    ids = (words,) if words in registry.places else resolve_places(registry, words)
    plain = [id for id in ids if registry.places[id].within not in ids]
    id = only(plain, words)
    return {"id": id, "name": registry.places[id].name, "start": 0, "end": 0}
