"""What the formats that tell events share: an event's name, dates and sources' words, as a person reads them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from api.choosing import EVERYTHING, Window, events_of, events_told
from api.rights import quoted
from api.words import Words
from graph.answer import Filters
from graph.labels import digest_name, names_of
from graph.library import Library
from graph.model import Article, Claim, Event, Status
from graph.record.recency import stamps
from graph.registry import Registry
from graph.vocab import Names

LINES = 20  # accounts told of one event


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What an export is to hold, and how it is to be told."""

    registry: Registry
    names: Names
    lang: str = "en"
    window: Window | None = None
    filters: Filters = EVERYTHING
    address: str = ""  # under which the service is reached; empty: nowhere, things are then named by IRI
    asked: str = ""  # the address of the export itself
    whole: Callable[[Article], bool] = lambda _: True  # whose words may be quoted at any length

    @property
    def narrows(self) -> bool:
        """Whether anything is to be left out."""
        return self.window is not None or self.filters != EVERYTHING

    def link(self, event: Event) -> str:
        """Where a reader finds the event."""
        return f"{self.address}/events/{event.id}" if self.address else self.names.event(event.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """An event as it is told: `title` says its status where it is not simply said to have happened."""

    event: Event
    title: str
    lines: tuple[tuple[str, str], ...]  # (who publishes, the words), by source
    recorded: datetime
    changed: datetime


def entries(library: Library, wish: Wish) -> Iterator[Entry]:
    """The events of the wish, by id."""
    yield from told(library, wish, events_of(library, wish.window, wish.filters))


def told(library: Library, wish: Wish, events: Iterator[Event]) -> Iterator[Entry]:
    """These events as they are told, those of which a claim passes."""
    for event, claims, articles in events_told(library, events, wish.filters, text=True):
        times = stamps(library, {claim.article for claim in claims}).values()
        yield Entry(
            event=event,
            title=title(event, wish.lang),
            lines=lines(library, wish, claims, articles),
            recorded=min(time.recorded for time in times).astimezone(UTC),
            changed=max(time.changed for time in times).astimezone(UTC),
        )


def title(event: Event, lang: str) -> str:
    """The event's label, with its status unless it is said to have happened."""
    labels = dict(event.labels)
    label = labels.get(lang) or labels.get("en") or event.type.value
    return label if event.status is Status.HAPPENED else f"{label} ({Words(lang).term(event.status.value)})"


def lines(
    library: Library, wish: Wish, claims: Sequence[Claim], articles: Mapping[str, Article]
) -> tuple[tuple[str, str], ...]:
    """(source, words) of each claim, the same words once."""
    name_of = names_of(wish.registry)
    found: dict[tuple[str, str], None] = {}
    for claim in claims:
        article = articles[claim.article]
        name = name_of(article.source, wish.lang, article.publisher or library.source_name(article.source))
        shown = digest_name(name, wish.lang) if article.rendition else name
        found[shown, quoted(article.text[claim.start : claim.end], wish.whole(article))] = None
    return tuple(sorted(found)[:LINES])
