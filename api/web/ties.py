"""Events that hang together with one: its plan, its realisation, the visit it was part of, what was said about it."""

from collections.abc import Iterable
from datetime import date, timedelta

from graph.library import Library
from graph.model import Event
from graph.registry import Registry
from graph.relations import Relation, relations

AROUND = timedelta(days=40)
MOST = 300  # events among which relations are looked for
SHOWN = 12


def ties_of(library: Library, registry: Registry, event: Event) -> list[tuple[str, Event]]:
    """(key of a phrase, the other event), in order of time. None for an event of which no day is known."""
    first, last = event.when.bounds if event.when else (None, None)
    if first is None or last is None or (last - first).days > AROUND.days:
        return []
    mine = {actor.id for actor in event.actors}
    near: dict[str, Event] = {event.id: event}
    for other in _around(library, first, last):
        if mine & {actor.id for actor in other.actors} and len(near) < MOST:
            near.setdefault(other.id, other)
    claims = library.claims(key for one in near.values() for key in one.claims)
    found = [named(relation, event.id, near) for relation in relations(near.values(), claims, registry)
             if event.id in (relation.one, relation.other)]  # fmt: skip
    found.sort(key=lambda pair: (str(pair[1].when.start if pair[1].when else ""), pair[1].id, pair[0]))
    return found[:SHOWN]


def _around(library: Library, first: date, last: date) -> Iterable[Event]:
    low = first - AROUND if first > date.min + AROUND else date.min
    high = last + AROUND if last < date.max - AROUND else date.max
    return library.events_between(low, high)


def named(relation: Relation, event: str, near: dict[str, Event]) -> tuple[str, Event]:
    """The phrase for a relation as seen from one of its two events, and the other one."""
    key = relation.tie.value.replace(" ", "_")
    if relation.one == event:
        return f"tie_{key}", near[relation.other]
    return f"tie_{key}_back", near[relation.one]
