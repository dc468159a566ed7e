"""An event from its claims: the values that most of them give, and a name. Nothing here decides who is right."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from graph.kinship import Kinship
from graph.labels import NameOf, event_labels
from graph.likeness import Traits, modes_agree, pairing
from graph.model import (
    Certainty,
    Claim,
    Event,
    Family,
    Join,
    Participant,
    PlaceRef,
    Polarity,
    Role,
    Status,
    Tense,
    event_id,
)
from graph.when import Kind, When

T = TypeVar("T", bound=Hashable)
# Said of any contact or journey, whatever its kind.
WIDE_MODES = frozenset({"talks", "remote", "arrival"})
ROLES = (Role.AGENT, Role.PARTICIPANT, Role.RECIPIENT)


def most(values: Iterable[T]) -> T | None:
    """The commonest value; of equals the first in the order of their printed form."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], str(value))) if counts else None


def status_of(claims: Sequence[Claim]) -> Status:
    """Happened where one claim says so for certain; else possible, planned, or denied where nobody affirms it."""
    affirmed = [c for c in claims if c.polarity is Polarity.AFFIRMED]
    if not affirmed:
        return Status.DENIED
    told = [c for c in affirmed if c.tense is not Tense.FUTURE]
    if any(c.certainty is Certainty.CERTAIN for c in told):
        return Status.HAPPENED
    return Status.POSSIBLE if told else Status.PLANNED


def when_of(claims: Sequence[Claim]) -> When | None:
    """The commonest of the finest intervals: the narrower before the wider, what several give before what one gives.

    Of a journey the stretch it lasted comes before single days of it.
    """
    dated = [c.when for c in claims if c.when is not None]
    if not dated:
        return None
    counts = Counter((w.start, w.end) for w in dated)
    journey = claims[0].family is Family.TRAVEL

    def rank(when: When) -> tuple[int, bool, int, int, str, str]:
        days = (when.end - when.start).days if when.start and when.end else 10**7
        coarse = 0 if days < 32 else days
        lasted = when.kind is Kind.THROUGHOUT and 0 < days < 32
        return (coarse, journey and not lasted, -counts[when.start, when.end], days, when.edtf, str(when))

    return min(dated, key=rank)


def actors_of(claims: Sequence[Claim], kin: Kinship) -> tuple[Participant, ...]:
    """Who takes part: the set of actors that most claims give, in these words or with states for the persons who act
    for them; of those that mean the same, persons before states."""
    sets = Counter(frozenset(a.id for a in c.actors) for c in claims if c.actors)
    if not sets:
        return ()

    said = {ids: sum(count for other, count in sets.items() if pairing(ids, other, kin) is not None) for ids in sets}

    def rank(ids: frozenset[str]) -> tuple[int, int, int, int, list[str]]:
        persons = sum(i in kin.persons for i in ids)
        return (-min(len(ids), 2), -said[ids], -persons, -sets[ids], sorted(ids))

    chosen = min(sets, key=rank)
    roles: dict[str, list[Role]] = {}
    names: dict[str, list[str]] = {}
    for claim in claims:
        for actor in claim.actors:
            roles.setdefault(actor.id, []).append(actor.role)
            names.setdefault(actor.id, []).append(actor.name)
    found = []
    for key in sorted(chosen):
        role = max(ROLES, key=lambda r: (roles[key].count(r), -ROLES.index(r)))
        found.append(Participant(id=key, name=most(names[key]) or key, role=role, start=0, end=0))
    return tuple(found)


def place_of(claims: Sequence[Claim], kin: Kinship) -> PlaceRef | None:
    """The commonest place; of equals the one that lies deepest."""
    counts = Counter((c.place.id, c.place.name) for c in claims if c.place)
    if not counts:
        return None
    key, name = min(counts, key=lambda place: (-counts[place], -depth(place[0], kin), place))
    return PlaceRef(id=key, name=name)


def depth(place: str, kin: Kinship) -> int:
    """How many places lie around a place."""
    steps = 0
    while place in kin.inside and steps < 8:
        place = kin.inside[place]
        steps += 1
    return steps


def agreed_mode(claims: Sequence[Claim]) -> str | None:
    """The most telling of the modes, where they can all be said of one happening; None where they part."""
    modes = sorted({c.mode for c in claims if c.mode})
    if not all(modes_agree(a, b) for a, b in combinations(modes, 2)):
        return None
    telling = [mode for mode in modes if mode not in WIDE_MODES] or modes
    return most(c.mode for c in claims if c.mode in telling)


def derive_event(items: Sequence[Traits], joins: tuple[Join, ...], kin: Kinship, name_of: NameOf) -> Event:
    """The event of these claims, which are sorted by id. Denials that joined count only where there is nothing else."""
    told = [item for item in items if not item.claim.denies] or list(items)
    claims = [item.claim for item in told]
    kind, family = most((c.type, c.family) for c in claims) or (claims[0].type, claims[0].family)
    actors = actors_of(claims, kin)
    place = place_of(claims, kin)
    first = told[0]
    words = " ".join(first.text[first.claim.trigger.start : first.claim.trigger.end].split())[:60]
    return Event(
        id=event_id(tuple(item.claim.id for item in items)),
        type=kind,
        family=family,
        status=status_of(claims),
        claims=tuple(item.claim.id for item in items),
        labels=event_labels(
            kind=kind, family=family, mode=agreed_mode(claims), actors=actors, words=words, name_of=name_of
        ),
        when=when_of(claims),
        actors=actors,
        place=place,
        joins=joins,
    )
