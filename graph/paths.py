"""Paths through time: what could have reached whom, by when, and by which steps. Never back in time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from graph.questions import Happening, held, require

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """The first day by which word can have come to an actor, by which event and actor, and the claims behind it."""

    actor: str
    day: date
    event: str
    by: str
    date_kind: str  # "within": the event lies on some day of a period, and word may have come later in it
    precision: str
    claims: tuple[str, ...]


def earliest_arrival(told: "MultiDiGraph[str]", actor: str, since: date | None = None) -> dict[str, Arrival]:
    """When word could first have come from `actor`, told from `since` on, to every other that it can reach.

    It passes among all who take part in an event that happened, on its first day or the day it comes there, whichever
    is later, and no later than its last day; never back in time. Raises NotFoundError for an actor the window does not
    name. Source: foremost paths after Wu et al., "Path Problems in Temporal Graphs" (2014), events as hyperedges.
    """
    require(told, actor)
    known = {actor: since or date.min}
    arrivals: dict[str, Arrival] = {}
    running: dict[str, list[Happening]] = defaultdict(list)  # events that are not over, by who takes part
    for happening in held(told):
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
                arrivals[actor] = Arrival(
                    actor=actor,
                    day=day,
                    event=happening.event,
                    by=bearer,
                    date_kind=happening.date_kind,
                    precision=happening.precision,
                    claims=happening.claims,
                )
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
