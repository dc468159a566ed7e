"""An event as it was known on a day."""

from datetime import date

from graph.errors import NotFoundError
from graph.known import KnownRecord
from graph.library import Library
from graph.model import Event
from graph.registry import Registry


def then(library: Library, registry: Registry, event: Event, day: date) -> tuple[KnownRecord, Event]:
    """The record as it was known on a day, and the event that it then told of this one's happening. Raises
    NotFoundError where nothing was known of it."""
    first, last = event.when.bounds if event.when else (None, None)
    start = first or last or day
    record = KnownRecord(library, registry, (start, last or start), published_by=day)
    homes = sorted(set(record.events_of(event.claims).values()))
    if not homes:
        raise NotFoundError(f"nothing was known of this event on {day}: no account of it was published by then")
    return record, record.event(homes[0])
