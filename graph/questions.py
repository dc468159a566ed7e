"""Questions on the time-ordered graph: who met whom, chains, earliest arrival, networks by month, what changed.

Each takes a graph of `graph.timeline` at claim level and gives frozen rows with the claims behind them, in a fixed
order. Undated events take part in nothing that runs through time.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import DateError, NotFoundError
from graph.export.shapes import ROLES
from graph.model import Family

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An event with who took part. Ids are without the prefix of their kind."""

    event: str
    label: str
    family: str
    first: date
    last: date
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The first day by which something can have come to an actor, and the event and actor it came by."""

    actor: str
    day: date
    event: str
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two things with how often they come together, and by which events and claims."""

    one: str
    other: str
    weight: int
    events: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rank:
    """An actor's share of a window: in how many of its events it takes part, and with how many others."""

    actor: str
    events: int
    others: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What a later window has that an earlier one has not, and the reverse: actors, and pairs that act together."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    new_pairs: tuple[tuple[str, str], ...]
    lost_pairs: tuple[tuple[str, str], ...]


def happenings(told: "MultiDiGraph[str]") -> tuple[Happening, ...]:
    """The dated events with both bounds, by first day, last day and id."""
    found = []
    for node, data in told.nodes(data=True):
        if data["kind"] != "event" or data["start"] is None or data["end"] is None:
            continue
        claims = sorted(claim for claim, _, kind in told.in_edges(node, keys=True) if kind == "of")
        actors = {a for c in claims for _, a, kind in told.out_edges(c, keys=True) if kind in ROLES}
        sources = {s for c in claims for s, _, kind in told.in_edges(c, keys=True) if kind == "tells"}
        found.append(
            Happening(
                event=bare(node),
                label=data["label"],
                family=data["family"],
                first=data["start"],
                last=data["end"],
                actors=tuple(sorted(map(bare, actors))),
                sources=tuple(sorted(map(bare, sources))),
                claims=tuple(map(bare, claims)),
            )
        )
    return tuple(sorted(found, key=lambda h: (h.first, h.last, h.event)))


def bare(node: str) -> str:
    """A node's id without its kind."""
    return node.partition(":")[2]


def require(told: "MultiDiGraph[str]", actor: str) -> None:
    """Raises NotFoundError where nothing of the window names the actor."""
    if f"actor:{actor}" not in told:
        raise NotFoundError(f"no event of this window names the actor {actor!r}: widen the window, or look it up first")


def meetings(told: "MultiDiGraph[str]", actor: str | None = None) -> tuple[Happening, ...]:
    """Who met or spoke with whom, and when: contacts of two or more, those of `actor` alone where one is given."""
    if actor is not None:
        require(told, actor)
    return tuple(
        h
        for h in happenings(told)
        if h.family == Family.CONTACT.value and len(h.actors) > 1 and (actor is None or actor in h.actors)
    )


def ego(told: "MultiDiGraph[str]", actor: str) -> tuple[Happening, ...]:
    """Everything of the window in which the actor takes part, in order of time. Raises NotFoundError."""
    require(told, actor)
    return tuple(h for h in happenings(told) if actor in h.actors)


def chains(told: "MultiDiGraph[str]") -> tuple[tuple[str, str, str], ...]:
    """(event, next event, actor): for each actor, each event with the next one in which it takes part."""
    last: dict[str, str] = {}
    found = []
    for happening in happenings(told):
        for actor in happening.actors:
            if actor in last:
                found.append((last[actor], happening.event, actor))
            last[actor] = happening.event
    return tuple(found)


def earliest_arrival(told: "MultiDiGraph[str]", actor: str, since: date | None = None) -> dict[str, Arrival]:
    """When word could first have come from `actor`, told from `since` on, to every other that it can reach.

    It passes among all who take part in an event, on its first day or the day it comes there, whichever is later,
    and no later than its last day; never back in time. Raises NotFoundError for an actor the window does not name.
    Source: foremost paths after Wu et al., "Path Problems in Temporal Graphs" (2014), events as hyperedges.
    """
    require(told, actor)
    known = {actor: since or date.min}
    arrivals: dict[str, Arrival] = {}
    running: dict[str, list[Happening]] = defaultdict(list)  # events that are not over, by who takes part
    for happening in happenings(told):
        for member in happening.actors:
            running[member] = [h for h in running[member] if h.last >= happening.first] + [happening]
        pass_on(happening, known, arrivals, running)
    return arrivals


def pass_on(
    first: Happening, known: dict[str, date], arrivals: dict[str, Arrival], running: dict[str, list[Happening]]
) -> None:
    """Let word pass within an event, and within every running one in which somebody it reaches takes part."""
    waiting = [first]
    while waiting:
        happening = waiting.pop()
        bearers = [a for a in happening.actors if known.get(a, date.max) <= happening.last]
        if not bearers:
            continue
        day, bearer = min((max(known[a], happening.first), a) for a in bearers)
        for actor in happening.actors:
            if day < known.get(actor, date.max):
                known[actor] = day
                arrivals[actor] = Arrival(actor=actor, day=day, event=happening.event, by=bearer)
                waiting += [h for h in running[actor] if h is not happening]


def route(told: "MultiDiGraph[str]", start: str, goal: str, since: date | None = None) -> tuple[Arrival, ...]:
    """The steps by which word comes from `start` to `goal` first, in order; empty where it never does."""
    require(told, goal)
    arrivals = earliest_arrival(told, start, since)
    steps: list[Arrival] = []
    while goal != start and goal in arrivals:
        steps.append(arrivals[goal])
        goal = arrivals[goal].by
    return tuple(reversed(steps))


def by_month(told: "MultiDiGraph[str]") -> dict[str, tuple[Pair, ...]]:
    """Month ("2026-02") -> pairs of actors that take part in the same events of it, the commonest first.

    An event counts for the month of its first day.
    """
    months: dict[str, dict[tuple[str, str], list[Happening]]] = defaultdict(lambda: defaultdict(list))
    for happening in happenings(told):
        for pair in combinations(happening.actors, 2):
            months[f"{happening.first:%Y-%m}"][pair].append(happening)
    return {month: in_pairs(found) for month, found in sorted(months.items())}


def in_pairs(found: dict[tuple[str, str], list[Happening]]) -> tuple[Pair, ...]:
    """Pairs with their events, the commonest first."""
    rows = [
        Pair(
            one=one,
            other=other,
            weight=len(told),
            events=tuple(h.event for h in told),
            claims=tuple(sorted({c for h in told for c in h.claims})),
        )
        for (one, other), told in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.weight, row.one, row.other)))


def centrality(told: "MultiDiGraph[str]", *, days: int, step: int) -> dict[date, tuple[Rank, ...]]:
    """First day of each window of `days`, moved by `step` -> actors by how many others they act with in it.

    Raises DateError where a length is below one day.
    """
    if days < 1 or step < 1:
        raise DateError("windows and steps are of one day at least")
    found = happenings(told)
    made = {}
    for start in starts(found, step):
        end = start + timedelta(days=days - 1)
        counts: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for happening in found:
            if happening.first <= end and start <= happening.last:
                for actor in happening.actors:
                    counts[actor][0].add(happening.event)
                    counts[actor][1].update(a for a in happening.actors if a != actor)
        ranks = [Rank(actor=a, events=len(events), others=len(others)) for a, (events, others) in counts.items()]
        made[start] = tuple(sorted(ranks, key=lambda r: (-r.others, -r.events, r.actor)))
    return made


def starts(found: tuple[Happening, ...], step: int) -> Iterator[date]:
    """Every `step` days from the first event to the last."""
    if found:
        day, last = found[0].first, max(h.last for h in found)
        while day <= last:
            yield day
            day += timedelta(days=step)


def changes(before: "MultiDiGraph[str]", after: "MultiDiGraph[str]") -> Changes:
    """What changed from one window to another: who came and went, who acts together and no more does."""
    actors = [{a for h in happenings(told) for a in h.actors} for told in (before, after)]
    pairs = [{p for h in happenings(told) for p in combinations(h.actors, 2)} for told in (before, after)]
    return Changes(
        came=tuple(sorted(actors[1] - actors[0])),
        went=tuple(sorted(actors[0] - actors[1])),
        new_pairs=tuple(sorted(pairs[1] - pairs[0])),
        lost_pairs=tuple(sorted(pairs[0] - pairs[1])),
    )


def agreement(told: "MultiDiGraph[str]") -> tuple[Pair, ...]:
    """Pairs of sources with the events that both tell, the most first."""
    shared: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in happenings(told):
        for pair in combinations(happening.sources, 2):
            shared[pair].append(happening)
    return in_pairs(shared)
