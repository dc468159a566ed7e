"""How events hang together: a plan and its realisation, parts of a visit, answers to what was said. Pure functions."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from graph.kinship import Kinship, Known, kinship_of
from graph.model import Claim, Event, Family, Role, Status
from graph.when import later

LATE = 31  # days by which a plan may be late and still be the plan of what was held
INVITED = 400  # days within which a visit answers an invitation
LONGEST_VISIT = timedelta(days=14)
PARTS = frozenset({Family.CONTACT, Family.DOCUMENT, Family.STATEMENT, Family.INVITATION})


DURING = ("during the visit", "with the host")


class Tie(StrEnum):
    """What one event is to another."""

    PLAN_OF = "plan of"  # an announcement or invitation, and what was held
    PART_OF = "part of"  # a meeting or signing during a visit
    RESPONSE_TO = "response to"  # an utterance about an event


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """`one` is a plan of, part of, or response to `other`; the reasons in words."""

    one: str
    other: str
    tie: Tie
    reasons: tuple[str, ...]


def relations(
    events: Iterable[Event], claims: Mapping[str, Claim], registry: Known | Kinship | None = None
) -> tuple[Relation, ...]:
    """All relations among these events, sorted. `claims` holds theirs; a claim that is missing answers nothing.

    Before and after are not listed: `graph.when.allen` tells them of any two dates.
    """
    kin = kinship_of(registry)
    known = sorted(events, key=lambda event: event.id)
    found = {*plans(known, kin), *parts(known, kin), *responses(known, claims)}
    return tuple(sorted(found, key=lambda r: (r.one, r.other, r.tie)))


def days_of(event: Event) -> tuple[date, date] | None:
    """First and last day where both are known."""
    if event.when is None or event.when.start is None or event.when.end is None:
        return None
    return event.when.start, event.when.end


def cast(event: Event, *roles: Role) -> frozenset[str]:
    """Ids of those with one of the roles."""
    return frozenset(a.id for a in event.actors if a.role in roles)


def visitors(event: Event) -> frozenset[str]:
    """Who travels."""
    return cast(event, Role.AGENT, Role.PARTICIPANT)


def hosts(event: Event, kin: Kinship) -> frozenset[str]:
    """The states visited: of whoever receives, else of the place."""
    found = {kin.root(actor) for actor in cast(event, Role.RECIPIENT)}
    if not found and event.place:
        found = {kin.country(event.place.id)}
    return frozenset(found)


def plans(events: list[Event], kin: Kinship) -> Iterable[Relation]:
    """A planned event, or an invitation, and the first event that realises it."""
    held: dict[tuple[Family, frozenset[str]], list[tuple[date, Event]]] = defaultdict(list)
    for event in events:
        days = days_of(event)
        if days and event.status is Status.HAPPENED and event.family in (Family.TRAVEL, Family.CONTACT):
            held[event.family, visitors(event)].append((days[0], event))
    for found in held.values():
        found.sort(key=lambda entry: (entry[0], entry[1].id))
    for event in events:
        days = days_of(event)
        if days is None:
            continue
        if event.family is Family.INVITATION and event.status is Status.HAPPENED:
            invited = held.get((Family.TRAVEL, cast(event, Role.RECIPIENT)), [])
            home = frozenset(kin.root(actor) for actor in cast(event, Role.AGENT))
            visit = first_from(invited, days[0], later(days[1], INVITED), partial(visits_host, home=home, kin=kin))
            if visit:
                yield Relation(one=event.id, other=visit.id, tie=Tie.PLAN_OF, reasons=("invited", "then came"))
        elif event.status is Status.PLANNED and event.family in (Family.TRAVEL, Family.CONTACT):
            mine = held.get((event.family, visitors(event)), [])
            one = first_from(mine, days[0], later(days[1], LATE), partial(realises, plan=event, kin=kin))
            if one:
                late = one.when and one.when.start and one.when.start > days[1]
                yield Relation(
                    one=event.id, other=one.id, tie=Tie.PLAN_OF, reasons=("planned", "held late" if late else "held")
                )


def visits_host(event: Event, home: frozenset[str], kin: Kinship) -> bool:
    """True where a journey leads to these states."""
    return hosts(event, kin) == home


def realises(event: Event, plan: Event, kin: Kinship) -> bool:
    """True where an event of the same family and people is the one planned: of a journey, to the same host."""
    return event.family is not Family.TRAVEL or hosts(event, kin) == hosts(plan, kin)


def first_from(held: list[tuple[date, Event]], since: date, until: date, fits: Callable[[Event], bool]) -> Event | None:
    """The first fitting event that begins between two days; `held` is sorted by first day."""
    for day, event in held[bisect_left(held, since, key=lambda entry: entry[0]) :]:
        if day > until:
            return None
        if fits(event):
            return event
    return None


def parts(events: list[Event], kin: Kinship) -> Iterable[Relation]:
    """What a visitor and his host do together during a visit."""
    visits: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        days = days_of(event)
        if event.family is Family.TRAVEL and days and days[1] - days[0] <= LONGEST_VISIT:
            for visitor in visitors(event):
                visits[visitor].append(event)
    for event in events:
        days = days_of(event)
        if days is None or event.family not in PARTS:
            continue
        others = {actor.id for actor in event.actors}
        for visitor in sorted(others & visits.keys()):
            for visit in visits[visitor]:
                bounds = days_of(visit)
                states = hosts(visit, kin)
                met = any(kin.root(other) in states for other in others - {visitor})
                if bounds and bounds[0] <= days[0] and days[1] <= bounds[1] and met and in_place(event, visit, kin):
                    yield Relation(one=event.id, other=visit.id, tie=Tie.PART_OF, reasons=DURING)


def in_place(event: Event, visit: Event, kin: Kinship) -> bool:
    """True where nothing says that an event took place outside the country visited."""
    return event.place is None or any(kin.lies_in(event.place.id, state) for state in hosts(visit, kin))


def responses(events: list[Event], claims: Mapping[str, Claim]) -> Iterable[Relation]:
    """An utterance, and the event it tells of or denies."""
    home = {claim: event.id for event in events for claim in event.claims}
    for event in events:
        for key in event.claims:
            claim = claims.get(key)
            for content, word in ((claim.reports, "tells of it"), (claim.denies, "denies it")) if claim else ():
                other = home.get(content or "")
                if other and other != event.id:
                    yield Relation(one=event.id, other=other, tie=Tie.RESPONSE_TO, reasons=(word,))
