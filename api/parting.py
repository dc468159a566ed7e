"""Where sources part: differences within an event, and contrasts between two events of a day, in one order."""

from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter

from api.choosing import EVERYTHING, Window, events_of, events_told
from graph.answer import Contrast, Filters
from graph.contrasts import contrasts_of
from graph.library import Library
from graph.model import Difference
from graph.registry import Registry

Parting = Difference | Contrast
WHO = "who"  # the attribute of a contrast


def partings(
    library: Library,
    registry: Registry,
    *,
    window: Window | None = None,
    filters: Filters = EVERYTHING,
    attribute: str | None = None,
    lang: str = "en",
) -> Iterator[tuple[str, Parting]]:
    """Differences between sources and contrasts, each with its key of order: by event and attribute.

    `window` and `filters` keep those of events of which a claim passes, `attribute` those on one thing alone. What one
    source gives in two ways is left out: it parts from nobody.
    """
    told: list[str] | None = None
    if window is not None or filters != EVERYTHING:
        told = [event.id for event, _, _ in events_told(library, events_of(library, window, filters), filters)]
    found = library.all_differences() if told is None else _differences(library, told)
    apart = ((f"{one.event} {one.attribute}", one) for one in found if attribute in (None, one.attribute))
    if attribute not in (None, WHO):
        return iter(apart)
    pairs = contrasts_of(library, registry, window, lang)
    kept = (one for one in pairs if told is None or not set(told).isdisjoint(one.events))
    return merge(apart, ((f"{one.difference.event} {WHO} {one.actor}", one) for one in kept), key=itemgetter(0))


def _differences(library: Library, events: Iterable[str]) -> Iterator[Difference]:
    for event in events:
        yield from (one for one in library.differences(event) if not one.within_one)
