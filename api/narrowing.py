"""What a request is narrowed to: the filters that answers, lists and exports share, and what passes them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator

from api.days import AskedDays, read_days
from api.naming import filters_of
from api.service import service_of
from graph.answer import Filters
from graph.library import Library
from graph.model import Article, Certainty, Claim, Event, EventType, Family, StanceValue, Status

BATCH = 200
Window = tuple[date, date]
MOST = 50  # values of one filter
NAMED = "id, or name in any of the four languages; several: any of them"


def narrowed(
    request: Request,
    source: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who publishes: {NAMED}", examples=[["Xinhua"]])
    ] = None,
    actor: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who takes part: {NAMED}", examples=[["Q7747"]])
    ] = None,
    voice: Annotated[
        list[str] | None, Query(max_length=MOST, description=f"who is cited: {NAMED}", examples=[["Kremlin"]])
    ] = None,
    type: Annotated[
        list[Annotated[EventType, BeforeValidator(str.upper)]] | None,
        Query(max_length=MOST, description="types of event", examples=[["CONSULT"]]),
    ] = None,
    family: Annotated[
        list[Family] | None, Query(max_length=MOST, description="families of events", examples=[["contact"]])
    ] = None,
    place: Annotated[
        list[str] | None,
        Query(max_length=MOST, description=f"where, with all that lies within: {NAMED}", examples=[["Beijing"]]),
    ] = None,
    stance: Annotated[
        list[StanceValue] | None,
        Query(max_length=MOST, description="claims that show such a stance", examples=[["critical"]]),
    ] = None,
    certainty: Annotated[
        list[Certainty] | None,
        Query(max_length=MOST, description="how sure its source is", examples=[["probable"]]),
    ] = None,
    status: Annotated[
        list[Status] | None, Query(max_length=MOST, description="what its source says of it", examples=[["planned"]])
    ] = None,
    certain: Annotated[bool, Query(description="only what its source is certain of")] = False,
) -> Filters:
    """The filters of a request. Raises NotFoundError for a name that nothing bears."""
    return filters_of(
        service_of(request).registry,
        sources=source,
        actors=actor,
        voices=voice,
        types=type,
        families=family,
        places=place,
        stances=stance,
        certainties=certainty,
        statuses=status,
        certain=certain,
    )


def asked_days(
    on: Annotated[
        str | None,
        Query(description="only what is dated so: a day, month, year or EDTF interval", examples=["2026-02"]),
    ] = None,
) -> AskedDays | None:
    """The days of a request; None where it names none. Raises DateError."""
    return read_days(on) if on is not None else None


Narrowed = Annotated[Filters, Depends(narrowed)]
Days = Annotated[AskedDays | None, Depends(asked_days)]


def window_of(days: AskedDays | None) -> Window | None:
    """(first, last) day."""
    return (days.start, days.end) if days else None


def claims_by_article(
    library: Library, window: Window | None, filters: Filters
) -> Iterator[tuple[Article, Sequence[Claim]]]:
    """Current articles, with their text, and their claims that pass; in the memory of one article, or of the window.

    Without window and filters every article comes, else those of which a claim passes."""
    if window is None:
        everything = filters == Filters()
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


def events_told(
    library: Library, events: Iterator[Event], filters: Filters
) -> Iterator[tuple[Event, Sequence[Claim], Mapping[str, Article]]]:
    """Of these events those of which a claim passes, with the claims that do and the heads of their articles."""
    while batch := list(islice(events, BATCH)):
        claims = library.claims(key for event in batch for key in event.claims)
        wanted = sorted({claim.article for claim in claims.values()})
        heads = {article.id: article for article in library.articles(current=False, ids=wanted)}
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
    if filters.actors:
        taking = {e.id: e for actor in filters.actors for e in library.events_with(actor) if e.id > after}
        return (taking[key] for key in sorted(taking))
    return library.events(after=after)
