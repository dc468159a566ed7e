"""The time-ordered graph: sources, claims, events, actors and places as nodes, what ties them as dated edges.

A window is built from the record's index of days, so that its cost is that of what lies in it. A claim is a node, and
each edge is told once:

    source -tells-> claim -of-> event        claim -agent|recipient|participant-> actor
                    claim -cites-> actor     claim -at-> place
                    event -plan of|part of|response to-> event

Node ids are "claim:…", "event:…" and so on; the key of an edge is its kind. Every node has `label` and `kind`; nodes
and edges have `start` and `end` (days, None where open) and `spells`, disjoint (start, end) pairs, empty where undated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from graph.answer import Filters
from graph.copies import Copied, CopyRecord
from graph.errors import DateError, LimitError
from graph.labels import NameOf, digest_name, names_of
from graph.model import Article, Claim, Event, Voice
from graph.registry import Registry
from graph.relations import relations
from graph.vocab import Names
from graph.when import When

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST_EVENTS = 100_000  # above it a graph in memory helps nobody: narrow the window, or write a file window by window
BATCH = 500
Spell = tuple[date | None, date | None]
Attributes = dict[str, Any]


class Record(Protocol):
    """What is read of the record; `graph.library.Library` is one."""

    def data_version(self) -> str: ...
    def events(self) -> Iterator[Event]: ...
    def events_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> Sequence[Event]: ...
    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]: ...
    def articles(
        self,
        *,
        current: bool = True,
        published: tuple[date | None, date | None] | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterable[Article]: ...
    def source_name(self, source: str) -> str: ...


class Timeline:
    """The time-ordered graph of a record. Windows are kept until the record changes."""

    def __init__(self, record: Record, registry: object = None, *, lang: str = "en", iris: Names | None = None) -> None:
        """`lang` is that of labels, `iris` makes the addresses of things."""
        self.record = record
        self.lang = lang
        self.registry = registry if isinstance(registry, Registry) else None
        self.name_of: NameOf = names_of(registry)
        self.iris = iris or Names()
        self._kept: dict[tuple[object, ...], MultiDiGraph[str]] = {}

    def events(self, start: date | None = None, end: date | None = None) -> Iterator[Event]:
        """The events whose dates share a day with the window (inclusive; None: no bound), by first day and id.

        Without any bound, all events, the undated last. Raises DateError where the end lies before the start.
        """
        if start is None and end is None:
            yield from sorted(self.record.events(), key=by_day)
            return
        low, high = start or date.min, end or date.max
        if high < low:
            raise DateError(f"the window ends on {high}, before it starts on {low}: give the earlier day first")
        yield from self.record.events_between(low, high, open_ended=True)

    def window(
        self,
        start: date | None = None,
        end: date | None = None,
        filters: Filters | None = None,
        *,
        most: int | None = MOST_EVENTS,
    ) -> "MultiDiGraph[str]":
        """The graph of a window, told by the claims that pass the filters.

        An event is there when one of its claims is. Raises DateError as `events`, LimitError above `most` events.
        Do not change what is returned: the same window is handed out again.
        """
        chosen = filters or Filters()
        key = (start, end, chosen, most, self.record.data_version())
        if key not in self._kept:
            if any(kept[-1] != key[-1] for kept in self._kept) or len(self._kept) >= KEPT:
                self._kept.clear()
            built = self._build(start, end, chosen, most)
            if built.number_of_nodes() > KEPT_NODES:
                return built
            self._kept[key] = built
        return self._kept[key]

    def _build(self, start: date | None, end: date | None, filters: Filters, most: int | None) -> "MultiDiGraph[str]":
        from networkx import MultiDiGraph

        told: MultiDiGraph[str] = MultiDiGraph(
            start=start, end=end, lang=self.lang, data_version=self.record.data_version()
        )
        kept: dict[str, Event] = {}
        said: dict[str, Claim] = {}
        for batch in batches(self.events(start, end), BATCH):
            claims = self.record.claims(key for event in batch for key in event.claims)
            cited = sorted({claim.article for claim in claims.values()})
            heads = {article.id: article for article in self.record.articles(current=False, ids=cited)}
            copies = self._copies(cited)
            for event in batch:
                mine = [claims[key] for key in event.claims if key in claims]
                mine = [claim for claim in mine if filters.keeps(claim, heads[claim.article])]
                if mine:
                    kept[event.id] = event
                    said.update((claim.id, claim) for claim in mine if claim.reports or claim.denies)
                    if most is not None and len(kept) > most:
                        raise LimitError(f"more than {most} events: narrow the window, or write it with `amur export`")
                    self._add_event(told, event, mine, heads, copies)
        self._relate(told, kept, said)
        close_spells(told)
        return told

    def _copies(self, articles: Sequence[str]) -> Mapping[str, Copied]:
        """Which of these are copies of a text, so that copies count once."""
        known = self.registry is not None and isinstance(self.record, CopyRecord)
        return self.record.copies_of(articles, self.registry) if known else {}  # type: ignore[attr-defined]

    def _relate(self, told: "MultiDiGraph[str]", events: Mapping[str, Event], claims: Mapping[str, Claim]) -> None:
        """Tie events to those they plan, are part of or answer; a tie stands while either of the two does."""
        for relation in relations(events.values(), claims, self.registry):
            pair = events[relation.one], events[relation.other]
            spells = merged(spell for event in pair for spell in spells_of(event.when))
            told.add_edge(
                f"event:{relation.one}",
                f"event:{relation.other}",
                key=relation.tie.value,
                start=spells[0][0] if spells else None,
                end=spells[-1][1] if spells else None,
                spells=spells,
                claims=sorted(claim for event in pair for claim in event.claims),
            )

    def _add_event(
        self,
        told: "MultiDiGraph[str]",
        event: Event,
        claims: Sequence[Claim],
        heads: Mapping[str, Article],
        copies: Mapping[str, Copied],
    ) -> None:
        """An event with its claims and all that they touch."""
        labels = dict(event.labels)
        node = f"event:{event.id}"
        told.add_node(
            node,
            kind="event" if spells_of(event.when) else "undated event",
            label=labels.get(self.lang) or labels.get("en") or event.id,
            uri=self.iris.event(event.id),
            event_type=event.type.value,
            family=event.family.value,
            status=event.status.value,
            sources=len({heads[claim.article].source for claim in claims}),
            claims=len(claims),
            **dating(event.when),
        )
        for claim in claims:
            copied = copies.get(claim.article)
            self._add_claim(told, claim, heads[claim.article], node, copied.family if copied else claim.article)

    def _add_claim(self, told: "MultiDiGraph[str]", claim: Claim, article: Article, event: str, text: str) -> None:
        """A claim and its edges."""
        node = f"claim:{claim.id}"
        source = self._name(article.source, article.publisher or self.record.source_name(article.source))
        dates = dating(claim.when)
        told.add_node(
            node,
            kind="claim",
            label=f"{source}: {claim.mode or claim.type.value.lower()}",
            uri=self.iris.claim(claim.id),
            event_type=claim.type.value,
            family=claim.family.value,
            mode=claim.mode,
            status=claim.status.value,
            certainty=claim.certainty.value,
            polarity=claim.polarity.value,
            stance="; ".join(f"{s.value.value}: {s.toward}" for s in claim.stance) or None,
            source=source,
            rendition=article.rendition,
            article=article.id,
            text=text,  # the smallest of its copies: who tells one text is one origin
            published=article.published,
            **dates,
        )
        self._tie(told, self._source(told, article, source), node, "tells", dates)
        self._tie(told, node, event, "of", dates)
        for actor in claim.actors:
            self._tie(told, node, self._thing(told, "actor", actor.id, actor.name), actor.role.value, dates)
        for voice in voices_of(claim):
            self._tie(told, node, self._thing(told, "actor", voice.id, voice.name), "cites", dates)
        if claim.place:
            self._tie(told, node, self._thing(told, "place", claim.place.id, claim.place.name), "at", dates)

    def _name(self, key: str, otherwise: str) -> str:
        return self.name_of(key, self.lang, otherwise) or key

    def _source(self, told: "MultiDiGraph[str]", article: Article, name: str) -> str:
        """The node of who publishes; a digest in other words has one of its own."""
        if not article.rendition:
            return self._thing(told, "source", article.source, name)
        node = f"source:{article.source}/rendition"
        if node not in told:
            label, uri = digest_name(name, self.lang), self.iris.source(article.source, rendition=True)
            told.add_node(node, kind="source", label=label, uri=uri, spells=())
        return node

    def _thing(self, told: "MultiDiGraph[str]", kind: str, key: str, otherwise: str) -> str:
        """The node of a source, actor or place, added where it is new."""
        node = f"{kind}:{key}"
        if node not in told:
            told.add_node(
                node, kind=kind, label=self._name(key, otherwise), uri=self.iris.thing(kind + "s", key), spells=()
            )
        return node

    def _tie(self, told: "MultiDiGraph[str]", one: str, other: str, kind: str, dates: Attributes) -> None:
        """An edge; two of one kind between the same nodes are one."""
        told.add_edge(one, other, key=kind, start=dates["start"], end=dates["end"], spells=dates["spells"])


KEPT, KEPT_NODES = 8, 50_000  # windows kept, and how large one may be for that


def by_day(event: Event) -> tuple[date, date, str]:
    """Sort key of events: first day, last day, id; what has neither comes last."""
    start, end = event.when.bounds if event.when else (None, None)
    return (start or end or date.max, end or date.max, event.id)


def voices_of(claim: Claim) -> Iterator[Voice]:
    """Everyone a claim cites, each once, outermost first."""
    seen = set()
    for link in claim.attribution:
        for voice in link:
            if voice.id not in seen:
                seen.add(voice.id)
                yield voice


def spells_of(when: When | None) -> tuple[Spell, ...]:
    """The stretch that a date covers on a time slider: a longer period as a whole, none without any bound."""
    start, end = when.bounds if when else (None, None)
    return ((start, end),) if start or end else ()


def dating(when: When | None) -> Attributes:
    """Dates as attributes of a node or edge. `date_kind` says whether the stretch is the thing's own, or one within
    which it lies."""
    spells = spells_of(when)
    start, end = spells[0] if spells else (None, None)
    return {
        "start": start,
        "end": end,
        "spells": spells,
        "date_kind": when.kind.value if when else None,
        "precision": when.precision.value if when else None,
        "edtf": when.edtf if when else None,
    }


def close_spells(told: "MultiDiGraph[str]") -> None:
    """Give sources, actors and places the days on which something ties them to the rest."""
    for node, data in told.nodes(data=True):
        if data["kind"] in ("source", "actor", "place"):
            edges = [*told.in_edges(node, data=True), *told.out_edges(node, data=True)]
            spells = merged(spell for _, _, edge in edges for spell in edge["spells"])
            data.update(spells=spells, start=spells[0][0] if spells else None, end=spells[-1][1] if spells else None)


def merged(spells: Iterable[Spell]) -> tuple[Spell, ...]:
    """Disjoint spells in order that cover the same days; neighbouring days run together, and all of time is none."""
    found: list[Spell] = []
    for start, end in sorted(set(spells), key=lambda s: (s[0] or date.min, s[1] or date.max)):
        if found and (found[-1][1] is None or (start or date.min) <= day_after(found[-1][1])):
            last = found[-1]
            found[-1] = (last[0], None if last[1] is None or end is None else max(last[1], end))
        else:
            found.append((start, end))
    return () if found == [(None, None)] else tuple(found)


def day_after(day: date) -> date:
    """The next day; the last of all days is its own."""
    return day if day == date.max else day + timedelta(days=1)


def batches(events: Iterable[Event], size: int) -> Iterator[list[Event]]:
    """Lists of that many."""
    stream = iter(events)
    while batch := list(islice(stream, size)):
        yield batch
