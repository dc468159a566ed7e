"""Names as people type them, resolved to ids of the registry."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from graph.answer import Filters
from graph.errors import DataError, NotFoundError, QueryError
from graph.library import Library
from graph.model import Certainty, EventType, Family, StanceValue, Status
from graph.registry import Actor, Place, Registry, Source
from graph.spelling import plain

E = TypeVar("E", bound=StrEnum)


def resolve_sources(registry: Registry, name: str) -> tuple[str, ...]:
    """The sources of that id or name, in any language, whole or in part. Raises NotFoundError.

    A local source's id is taken as it is: the registry does not list those.
    """
    return (name,) if name.startswith("local-") else _resolve(registry.sources, name, "source")


def resolve_actors(registry: Registry, name: str) -> tuple[str, ...]:
    """The actors of that id or name, in any language, whole or in part. Raises NotFoundError."""
    return (name,) if name.startswith("local-") else _resolve(registry.actors, name, "actor")


def resolve_places(registry: Registry, name: str) -> tuple[str, ...]:
    """The places of that id or name, and all that lie within them: China is Beijing too. Raises NotFoundError."""
    if name.startswith("local-"):
        return (name,)
    found = set(_resolve(registry.places, name, "place"))
    while True:
        inside = {p.id for p in registry.places.values() if {p.within, p.country} & found} - found
        if not inside:
            return tuple(sorted(found))
        found |= inside


def _resolve(
    shelf: Mapping[str, Actor] | Mapping[str, Source] | Mapping[str, Place], name: str, kind: str
) -> tuple[str, ...]:
    if name in shelf:
        return (name,)
    wanted = plain(name)
    names = {
        key: {plain(words) for lang, label in thing.labels.items() for words in (label, *thing.aliases.get(lang, ()))}
        for key, thing in shelf.items()
    }
    exact = tuple(sorted(key for key, known in names.items() if wanted in known))
    if exact:
        return exact
    part = tuple(sorted(key for key, known in names.items() if any(wanted in each.split() for each in known)))
    if not part:
        raise NotFoundError(f"no {kind} called {name!r}; /{kind}s and `seeds/` list them")
    return part


def filters_of(
    registry: Registry,
    *,
    sources: Sequence[str] | None = None,
    actors: Sequence[str] | None = None,
    together: Sequence[str] | None = None,
    voices: Sequence[str] | None = None,
    types: Sequence[str] | None = None,
    families: Sequence[str] | None = None,
    certain: bool = False,
    places: Sequence[str] | None = None,
    stances: Sequence[str] | None = None,
    certainties: Sequence[str] | None = None,
    statuses: Sequence[str] | None = None,
) -> Filters:
    """Filters from ids, names and values as somebody types them. Raises NotFoundError or DataError, naming the word."""
    return Filters(
        sources=frozenset(key for name in sources or () for key in resolve_sources(registry, name)),
        actors=frozenset(key for name in actors or () for key in resolve_actors(registry, name)),
        together=frozenset(resolve_actor(registry, name) for name in together or ()),
        voices=frozenset(key for name in voices or () for key in resolve_actors(registry, name)),
        types=frozenset(_member(EventType, name.upper(), "type").value for name in types or ()),
        families=frozenset(_member(Family, name.lower(), "family") for name in families or ()),
        certain=certain,
        places=frozenset(key for name in places or () for key in resolve_places(registry, name)),
        stances=frozenset(_member(StanceValue, name.lower(), "stance") for name in stances or ()),
        certainties=frozenset(_member(Certainty, name.lower(), "certainty") for name in certainties or ()),
        statuses=frozenset(_member(Status, name.lower(), "status") for name in statuses or ()),
    )


def stored_id(library: Library, kind: str, id: str) -> str:
    """The id under which a thing is stored: an article may be asked for by the id that its giver gave it, a retired
    event leads to its heir. Raises NotFoundError; ErasedError for what was erased."""
    if kind == "events":
        return library.event(id).id
    return library.article_called(id).id if kind == "articles" else id


def claims_about(library: Library, registry: Registry, kind: str, id: str) -> tuple[Iterable[str] | None, Filters]:
    """The claims about a thing: their ids, or all (None) that pass the filters. Raises NotFoundError."""
    if kind == "events":
        return library.event(id).claims, Filters()
    if kind == "claims":
        return (library.claim(id).id,), Filters()
    if kind == "articles":
        return tuple(claim.id for claim in library.claims_of(stored_id(library, kind, id))), Filters()
    if kind == "actors":
        if id not in registry.actors and not any(library.local_actors([id])):
            raise NotFoundError(f"no actor {id}; /actors lists those known beforehand")
        return None, Filters(actors=frozenset({id}))
    if kind == "places":
        return None, Filters(places=frozenset(resolve_places(registry, registry.place(id).id)))
    if id not in registry.sources and not library.has_source(id):
        raise NotFoundError(f"no source {id}; /sources lists them")
    return tuple(c.id for a in library.articles(source=id) for c in library.claims_of(a.id)), Filters()


def resolve_actor(registry: Registry, name: str) -> str:
    """The one actor of that id or name. Raises NotFoundError for none, QueryError for several: none is picked."""
    found = resolve_actors(registry, name)
    if len(found) > 1:
        raise QueryError(f"{name!r} is any of {', '.join(found)}; give one of these ids")
    return found[0]


def _member(kind: type[E], value: str, what: str) -> E:
    try:
        return kind(value)
    except ValueError as error:
        raise DataError(f"{what} {value!r} is none of {', '.join(member.value for member in kind)}") from error
