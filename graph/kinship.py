"""Who stands for whom and which place lies in which: the little that linking and accounts need of the registry.

A `Kinship` is made once of a registry (`kinship_of`) or by hand; without one, every actor stands for itself alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from graph.model import PlaceRef

STATE_OWNED = re.compile(r"\b(?:state|government)\b")  # in the registry's `owner`, which is English
LONGEST_LINE = 8  # a chain of parents longer than this is a mistake in the data, not a hierarchy


class KnownActor(Protocol):
    """What is asked of an actor of the registry."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def parent(self) -> str | None: ...


class KnownSource(Protocol):
    """What is asked of a source of the registry."""

    @property
    def kind(self) -> str: ...
    @property
    def owner(self) -> str | None: ...


class KnownPlace(Protocol):
    """What is asked of a place of the registry."""

    @property
    def within(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...


class Known(Protocol):
    """The face of the registry that is used here."""

    @property
    def actors(self) -> Mapping[str, KnownActor]: ...
    @property
    def places(self) -> Mapping[str, KnownPlace]: ...
    @property
    def sources(self) -> Mapping[str, KnownSource]: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinship:
    """`above`: actor -> the body or state it belongs to next. `inside`: place -> the place around it."""

    above: Mapping[str, str] = field(default_factory=dict)
    states: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    press: frozenset[str] = frozenset()  # media that speak for no state
    inside: Mapping[str, str] = field(default_factory=dict)

    def line(self, actor: str) -> Iterator[str]:
        """The actors this one belongs to, nearest first, without itself."""
        for _ in range(LONGEST_LINE):
            upper = self.above.get(actor)
            if upper is None or upper == actor:
                return
            yield upper
            actor = upper

    def root(self, actor: str) -> str:
        """The state an actor belongs to, else the topmost body, else the actor itself."""
        last = actor
        for last in self.line(actor):
            if last in self.states:
                return last
        return last

    def stands_for(self, actor: str, other: str) -> bool:
        """True when `other` is a body or state that `actor` belongs to. Never true between two persons."""
        return other in self.line(actor)

    def without_offices(self, actors: frozenset[str]) -> frozenset[str]:
        """The actors without the offices and states for which a person among them acts: of Putin, the Kremlin and Xi,
        Putin and Xi."""
        spoken_for = {self.root(actor) for actor in actors if actor in self.persons}
        return frozenset(a for a in actors if a in self.persons or self.root(a) not in spoken_for)

    def lies_in(self, place: str, other: str) -> bool:
        """True when `place` is `other` or lies in it."""
        for _ in range(LONGEST_LINE):
            if place == other:
                return True
            upper = self.inside.get(place)
            if upper is None:
                return False
            place = upper
        return False

    def country(self, place: str) -> str:
        """The outermost place around it."""
        for _ in range(LONGEST_LINE):
            upper = self.inside.get(place)
            if upper is None:
                break
            place = upper
        return place


ALONE = Kinship()


def kinship_of(registry: Known | Kinship | None) -> Kinship:
    """Read a registry once. Parent bodies come before the state, which they lead up to."""
    if registry is None:
        return ALONE
    if isinstance(registry, Kinship):
        return registry
    above = {}
    for key, actor in registry.actors.items():
        upper = actor.parent or actor.state
        if upper and upper != key:
            above[key] = upper
    return Kinship(
        above=above,
        states=frozenset(key for key, actor in registry.actors.items() if actor.kind == "state"),
        persons=frozenset(key for key, actor in registry.actors.items() if actor.kind == "person"),
        press=frozenset(
            key
            for key, actor in registry.actors.items()
            if actor.kind == "media" and not is_official(registry.sources.get(key))
        ),
        inside={
            key: upper
            for key, place in registry.places.items()
            if (upper := place.within or place.country) and upper != key
        },
    )


def is_official(source: KnownSource | None) -> bool:
    """True for a medium that a state owns: what it reports of that state is that state's word."""
    return source is not None and (source.kind == "state-media" or STATE_OWNED.search(source.owner or "") is not None)


def same_place(one: PlaceRef, other: PlaceRef, kin: Kinship) -> bool:
    """True when one is the other or lies in it ("Great Hall of the People" and "Beijing"), by the gazetteer or by a
    name that spells its surroundings ("Kremlin, Moscow")."""
    if kin.lies_in(one.id, other.id) or kin.lies_in(other.id, one.id):
        return True
    mine, theirs = ({part.strip().casefold() for part in place.name.split(",")} for place in (one, other))
    return mine <= theirs or theirs <= mine
