"""Questions on the time-ordered graph: who met whom, chains, networks by month, what changed, which sources agree.

Each takes a graph of `graph.timeline` at claim level and gives frozen rows with the claims behind them, in a fixed
order. Undated events take part in nothing that runs through time. What is planned, possible or denied is listed with
its status; it counts for nothing where the question is who acted with whom.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from graph.errors import DateError, LimitError, NotFoundError
from graph.export.shapes import ROLES, TIES
from graph.model import Difference, Family, Status
from graph.when import Kind, later

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST_WINDOWS = 4_000  # of a sliding measure: ten years by the day


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An event with who took part. Ids are without the prefix of their kind.

    `date_kind` says what the days mean: on each of them (throughout), or on some day of them (within).
    """

    event: str
    label: str
    family: str
    first: date
    last: date
    date_kind: str
    precision: str
    status: str  # happened, planned, possible or denied
    actors: tuple[str, ...]
    sources: tuple[str, ...]
    claims: tuple[str, ...]

    def is_of(self, start: date, end: date) -> bool:
        """True where it surely has to do with these days: what lies somewhere within a longer period has not."""
        if self.date_kind == Kind.WITHIN.value:
            return start <= self.first and self.last <= end
        return self.first <= end and start <= self.last


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
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """From one event to a later one: `tie` is "next" (the same actor takes part), or what one is to the other."""

    one: str
    other: str
    tie: str  # "next", "plan of", "part of", "response to"
    actor: str | None  # of "next"
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """Actors, one or a pair that acts together, with the claims of the window that tell of it."""

    actors: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Two sources with the events that both tell, those among them on which they part, and the claims."""

    one: str
    other: str
    weight: int
    events: tuple[str, ...]
    differing: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """What a later window has that an earlier one has not, and the reverse: actors, and pairs that act together."""

    came: tuple[Seen, ...]
    went: tuple[Seen, ...]
    new_pairs: tuple[Seen, ...]
    lost_pairs: tuple[Seen, ...]


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
                date_kind=data["date_kind"],
                precision=data["precision"],
                status=data["status"],
                actors=tuple(sorted(map(bare, actors))),
                sources=tuple(sorted(map(bare, sources))),
                claims=tuple(map(bare, claims)),
            )
        )
    return tuple(sorted(found, key=lambda h: (h.first, h.last, h.event)))


def held(told: "MultiDiGraph[str]") -> tuple[Happening, ...]:
    """Those that happened: a plan brings nobody together, nor does what is denied."""
    return tuple(happening for happening in happenings(told) if happening.status == Status.HAPPENED.value)


def bare(node: str) -> str:
    """A node's id without its kind."""
    return node.partition(":")[2]


def require(told: "MultiDiGraph[str]", actor: str) -> None:
    """Raises NotFoundError where nothing of the window names the actor."""
    if f"actor:{actor}" not in told:
        raise NotFoundError(f"no event of this window names the actor {actor!r}: widen the window, or look it up first")


def meetings(told: "MultiDiGraph[str]", actor: str | None = None) -> tuple[Happening, ...]:
    """Who met or spoke with whom, and when: contacts of two or more that happened; of `actor` where one is given."""
    if actor is not None:
        require(told, actor)
    return tuple(
        h
        for h in held(told)
        if h.family == Family.CONTACT.value and len(h.actors) > 1 and (actor is None or actor in h.actors)
    )


def ego(told: "MultiDiGraph[str]", actor: str) -> tuple[Happening, ...]:
    """Everything of the window in which the actor takes part, in order of time. Raises NotFoundError."""
    require(told, actor)
    return tuple(h for h in happenings(told) if actor in h.actors)


def chains(told: "MultiDiGraph[str]", actor: str | None = None) -> tuple[Step, ...]:
    """Each event with the next one in which the same actor takes part, in order of time, then with those it plans, is
    part of or answers. With `actor`, only steps between events in which it takes part. Raises NotFoundError."""
    if actor is not None:
        require(told, actor)
    found = {h.event: h for h in happenings(told)}
    last: dict[str, Happening] = {}
    steps = []
    for happening in found.values():
        for member in happening.actors if actor is None else {actor} & set(happening.actors):
            if member in last:
                before = last[member]
                claims = (*before.claims, *happening.claims)
                steps.append(Step(one=before.event, other=happening.event, tie="next", actor=member, claims=claims))
            last[member] = happening
    return (*steps, *tied(told, found, actor))


def tied(told: "MultiDiGraph[str]", known: Mapping[str, Happening], actor: str | None) -> Iterator[Step]:
    """The relations between events of the window, sorted; undated ones too where no actor is asked for."""
    for one, other, kind, data in sorted(told.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        ends = [known.get(bare(node)) for node in (one, other)]
        if kind in TIES and (actor is None or all(end is not None and actor in end.actors for end in ends)):
            yield Step(one=bare(one), other=bare(other), tie=kind, actor=None, claims=tuple(data["claims"]))


def by_month(told: "MultiDiGraph[str]") -> dict[str, tuple[Pair, ...]]:
    """Month ("2026-02") -> pairs of actors that take part in the same events of it, the commonest first.

    An event counts for the month in which it begins. What lies on some day of a longer period is in no month: it
    counts for its year ("2026"), where that is one, and else for none.
    """
    months: dict[str, dict[tuple[str, str], list[Happening]]] = defaultdict(lambda: defaultdict(list))
    for happening in held(told):
        month = month_of(happening)
        for pair in combinations(happening.actors, 2) if month else ():
            months[month][pair].append(happening)
    return {month: in_pairs(found) for month, found in sorted(months.items())}


def month_of(happening: Happening) -> str:
    """The month or year that it is surely of, or an empty string."""
    form = "%Y-%m"
    if happening.date_kind == Kind.WITHIN.value and f"{happening.first:{form}}" != f"{happening.last:{form}}":
        form = "%Y"
        if happening.first.year != happening.last.year:
            return ""
    return f"{happening.first:{form}}"


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

    What lies somewhere within a period longer than the window is left out.

    Raises DateError where a length is below one day, LimitError where that makes too many windows.
    """
    if days < 1 or step < 1:
        raise DateError("windows and steps are of one day at least")
    found = held(told)
    if found and (max(h.last for h in found) - found[0].first).days > MOST_WINDOWS * step:
        raise LimitError(f"more than {MOST_WINDOWS} windows: take longer steps, or a shorter period")
    made = {}
    for start in starts(found, step):
        end = later(start, days - 1)
        counts: dict[str, list[Happening]] = defaultdict(list)
        for happening in found:
            if happening.is_of(start, end):
                for actor in happening.actors:
                    counts[actor].append(happening)
        ranks = [rank_of(actor, mine) for actor, mine in counts.items()]
        made[start] = tuple(sorted(ranks, key=lambda r: (-r.others, -r.events, r.actor)))
    return made


def rank_of(actor: str, mine: Sequence[Happening]) -> Rank:
    """An actor's share, from the events in which it takes part."""
    others = {other for happening in mine for other in happening.actors} - {actor}
    claims = tuple(sorted({claim for happening in mine for claim in happening.claims}))
    return Rank(actor=actor, events=len(mine), others=len(others), claims=claims)


def starts(found: tuple[Happening, ...], step: int) -> Iterator[date]:
    """Every `step` days from the first event to the last."""
    if found:
        last = max(h.last for h in found)
        yield from map(date.fromordinal, range(found[0].first.toordinal(), last.toordinal() + 1, step))


def changes(before: "MultiDiGraph[str]", after: "MultiDiGraph[str]") -> Changes:
    """What changed from one window to another: who came and went, who acts together and no more does."""
    (alone, together), (alone_after, together_after) = groups(before), groups(after)
    return Changes(
        came=only_in(alone_after, alone),
        went=only_in(alone, alone_after),
        new_pairs=only_in(together_after, together),
        lost_pairs=only_in(together, together_after),
    )


Groups = dict[tuple[str, ...], set[str]]  # actors -> claims


def groups(told: "MultiDiGraph[str]") -> tuple[Groups, Groups]:
    """The actors of a window, and the pairs that act together, each with its claims."""
    alone: Groups = defaultdict(set)
    together: Groups = defaultdict(set)
    for happening in held(told):
        for actor in happening.actors:
            alone[(actor,)].update(happening.claims)
        for pair in combinations(happening.actors, 2):
            together[pair].update(happening.claims)
    return alone, together


def only_in(one: Groups, other: Groups) -> tuple[Seen, ...]:
    """What the first has and the second has not, sorted."""
    return tuple(Seen(actors=actors, claims=tuple(sorted(one[actors]))) for actors in sorted(one.keys() - other.keys()))


def agreement(
    told: "MultiDiGraph[str]", parted: Mapping[str, Iterable[frozenset[str]]] | None = None
) -> tuple[Agreement, ...]:
    """Pairs of sources with the events that both tell, the most first.

    `parted` maps events to the pairs of sources between which they differ (see `parting`): those are `differing`.
    """
    shared: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    for happening in happenings(told):
        for pair in combinations(happening.sources, 2):
            shared[pair].append(happening)
    differing = {event: set(pairs) for event, pairs in (parted or {}).items()}
    return tuple(
        Agreement(
            one=row.one,
            other=row.other,
            weight=row.weight,
            events=row.events,
            differing=tuple(e for e in row.events if frozenset((row.one, row.other)) in differing.get(e, ())),
            claims=row.claims,
        )
        for row in in_pairs(shared)
    )


def parting(told: "MultiDiGraph[str]", differences: Iterable[Difference]) -> dict[str, set[frozenset[str]]]:
    """Event -> pairs of sources of the window of which one gives a value that the other parts from."""
    found: dict[str, set[frozenset[str]]] = defaultdict(set)
    for difference in differences:
        sides = [
            {s for c in value.claims if f"claim:{c}" in told for s in sources_of(told, f"claim:{c}")}
            for value in difference.values
        ]
        for one, other in combinations(sides, 2):
            found[difference.event].update(frozenset((a, b)) for a in one - other for b in other - one)
    return found


def sources_of(told: "MultiDiGraph[str]", claim: str) -> set[str]:
    """Ids of who tells a claim."""
    return {bare(source) for source, _, kind in told.in_edges(claim, keys=True) if kind == "tells"}
