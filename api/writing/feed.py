"""Atom (RFC 4287): the events that came or changed last."""

from collections.abc import Iterator
from datetime import UTC, datetime

from api.rights import NOTE
from api.writing.telling import Entry, Wish, told
from graph.answer import is_of, may_be_of
from graph.export.columns import clean
from graph.library import Library
from graph.model import Event
from graph.record.recency import latest_articles

NEWEST = 50


def feed(library: Library, wish: Wish, limit: int = NEWEST) -> Iterator[str]:
    """One feed document of at most `limit` entries, what came or changed last first."""
    entries: list[Entry] = []
    for entry in told(library, wish, _latest(library, wish)):
        entries.append(entry)
        if len(entries) == limit:
            break
    entries.sort(key=lambda entry: (entry.changed, entry.event.id), reverse=True)
    updated = entries[0].changed if entries else datetime(1970, 1, 1, tzinfo=UTC)
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield f"<id>{clean(wish.asked or wish.names.base + 'feed')}</id>\n<title>Amur</title>\n"
    yield f"<subtitle>data {clean(library.data_version())}</subtitle>\n"
    yield f"<updated>{moment(updated)}</updated>\n<rights>{clean(NOTE)}</rights>\n"
    yield "<author><name>Amur</name></author>\n<generator>Amur</generator>\n"
    if wish.asked:
        yield f'<link rel="self" type="application/atom+xml" href={attribute(wish.asked)}/>\n'
    for entry in entries:
        yield from _entry(entry, wish)
    yield "</feed>\n"


def _latest(library: Library, wish: Wish) -> Iterator[Event]:
    """Events article by article, what came last first, each once."""
    seen: set[str] = set()
    for article in latest_articles(library):
        homes = library.events_of(claim.id for claim in library.claims_of(article))
        for key in sorted(set(homes.values()) - seen):
            seen.add(key)
            event = library.event(key)
            if wish.window is None or is_of(event.when, *wish.window) or may_be_of(event.when, *wish.window):
                yield event


def _entry(entry: Entry, wish: Wish) -> Iterator[str]:
    event = entry.event
    dated = f"{event.when.edtf}: " if event.when else ""
    words = "".join(f"<p><b>{clean(name)}</b>: « {clean(said)} »</p>" for name, said in entry.lines)
    yield f"<entry>\n<id>{clean(wish.names.event(event.id))}</id>\n<title>{clean(dated + entry.title)}</title>\n"
    yield f"<published>{moment(entry.recorded)}</published>\n<updated>{moment(entry.changed)}</updated>\n"
    if wish.address:
        yield f'<link rel="alternate" href={attribute(wish.link(event))}/>\n'
    for term in (event.family.value, event.type.value, event.status.value):
        yield f"<category term={attribute(term)}/>\n"
    yield f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{words}</div></content>\n</entry>\n'


def moment(at: datetime) -> str:
    """RFC 3339, in UTC."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def attribute(text: str) -> str:
    """A value with its quotes."""
    return f'"{clean(text)}"'
