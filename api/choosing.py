"""What passes the filters: claims by article, events with the claims that tell them. In batches, from the indexes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import merge
from itertools import groupby, islice
from typing import TypeVar

from graph.answer import Filters
from graph.library import Library
from graph.model import Article, Claim, Event

BATCH = 200
LOOKED_AT = 20_000  # for one page of a list
T = TypeVar("T", Claim, Event)
EVERYTHING = Filters()
Window = tuple[date, date]


def claims_by_article(
    library: Library, window: Window | None, filters: Filters, chosen: Iterable[str] | None = None
) -> Iterator[tuple[Article, Sequence[Claim]]]:
    """Current articles, with their text, and their claims that pass; in the memory of one article, or of the window.

    Without window and filters every article comes, else those of which a claim passes. `chosen` are ids of claims."""
    if chosen is not None or (window is None and filters.together | filters.actors):
        yield from _of_claims(library, chosen if chosen is not None else _taking_part(library, filters), filters)
        return
    if window is None:
        everything = filters == EVERYTHING
        for head in library.articles():
            claims = [claim for claim in library.claims_of(head.id) if filters.keeps(claim, head)]
            if claims or everything:
                yield library.article(head.id), claims
        return
    found: dict[str, list[Claim]] = {}
    for claim in library.claims_between(*window):
        found.setdefault(claim.article, []).append(claim)
    for head in library.articles(ids=sorted(found)):
        claims = [claim for claim in found[head.id] if filters.keeps(claim, head)]
        if claims:
            yield library.article(head.id), sorted(claims, key=lambda claim: (claim.start, claim.id))


def _taking_part(library: Library, filters: Filters) -> Iterator[str]:
    """Ids of the claims in which somebody asked for takes part."""
    for actor in sorted(filters.together or filters.actors):
        yield from (claim.id for claim in library.claims_with(actor))


def _of_claims(library: Library, chosen: Iterable[str], filters: Filters) -> Iterator[tuple[Article, Sequence[Claim]]]:
    """Current articles with those of these claims that pass."""
    found: dict[str, list[Claim]] = {}
    for claim in library.current_claims(chosen):
        found.setdefault(claim.article, []).append(claim)
    for head in library.articles(ids=sorted(found)):
        claims = [claim for claim in found[head.id] if filters.keeps(claim, head)]
        if claims:
            yield library.article(head.id), sorted(claims, key=lambda claim: (claim.start, claim.id))


class Budget:
    """How many claims or events are looked at for one page: where next to nothing passes a filter that no index knows,
    a page is cut short instead of reading the whole record, and the next one goes on behind `last`."""

    def __init__(self, most: int = LOOKED_AT) -> None:
        self.left, self.last, self.spent = most, "", False

    def of(self, things: Iterable[T]) -> Iterator[T]:
        """The things, up to the number."""
        for thing in things:
            if not self.left:
                self.spent = True
                return
            self.left, self.last = self.left - 1, thing.id
            yield thing

    def cursor(self, following: str | None) -> str | None:
        """Where the next page begins: as the page says, else behind what was looked at last."""
        return following or (self.last if self.spent else None)


def claims_told(
    library: Library, window: Window | None, filters: Filters, after: str = "", budget: Budget | None = None
) -> Iterator[tuple[Claim, Article]]:
    """Claims of current articles that pass, by id, each with its article and that one's text."""
    claims = (budget or Budget()).of(_by_id(library, window, filters, after))
    while batch := list(islice(claims, BATCH)):
        wanted = sorted({claim.article for claim in batch})
        articles = {article.id: article for article in library.articles(ids=wanted, text=True)}
        yield from ((c, articles[c.article]) for c in batch if filters.keeps(c, articles[c.article]))


def _by_id(library: Library, window: Window | None, filters: Filters, after: str) -> Iterable[Claim]:
    """Claims by id, from the narrowest index: of the days, else with the actors, else all."""
    if window is None and not filters.together | filters.actors:
        return library.all_claims(after=after)
    if window is not None:
        found = {claim.id: claim for claim in library.claims_between(*window)}
        return (found[key] for key in sorted(found) if key > after)
    actors = sorted(filters.together)[:1] or sorted(filters.actors)
    ids = merge(*(library.claim_ids_with(actor, after=after) for actor in actors))
    return library.current_claims(id for id, _ in groupby(ids))


def events_told(
    library: Library, events: Iterator[Event], filters: Filters, *, text: bool = False
) -> Iterator[tuple[Event, Sequence[Claim], Mapping[str, Article]]]:
    """Of these events those of which a claim passes, with the claims that do and their articles."""
    while batch := list(islice(events, BATCH)):
        claims = library.claims(key for event in batch for key in event.claims)
        wanted = sorted({claim.article for claim in claims.values()})
        heads = {article.id: article for article in library.articles(current=False, ids=wanted, text=text)}
        for event in batch:
            told = [claims[key] for key in event.claims if key in claims]
            told = [claim for claim in told if filters.keeps(claim, heads[claim.article])]
            if told:
                yield event, told, heads


def events_of(library: Library, window: Window | None, filters: Filters, after: str = "") -> Iterator[Event]:
    """Events by id, from the narrowest index: of the days, else with the actors, else all."""
    if window is not None:
        chosen = sorted(library.events_between(*window), key=lambda event: event.id)
        return (event for event in chosen if event.id > after)
    if filters.together:
        first, *others = sorted(filters.together)
        taking = {
            e.id: e
            for e in library.events_with(first)
            if e.id > after and set(others) <= {actor.id for actor in e.actors}
        }
        return (taking[key] for key in sorted(taking))
    if filters.actors:
        taking = {e.id: e for actor in filters.actors for e in library.events_with(actor) if e.id > after}
        return (taking[key] for key in sorted(taking))
    return library.events(after=after)
