"""What things are called on a page, and what was corrected by hand."""

from collections.abc import Iterable

from api.service import Service
from api.web.accounts import Corrected, NameOf
from api.web.wording import PageWords
from graph.answer import Answer, DayEvent
from graph.known import KnownRecord
from graph.library import Library
from graph.record.curated import Curated


def event_names(library: Library, items: Iterable[DayEvent], lang: str, answer: Answer | None = None) -> dict[str, str]:
    """The labels of all events that are possibly the same as one that is shown."""
    shown = tuple(items)
    everything = (*answer.events, *answer.planned, *answer.within) if answer else shown
    known = {item.event.id: item.label for item in everything}
    wanted = {key for item in shown for key in item.event.possibly}
    for key in sorted(wanted - set(known)):
        known[key] = label_of(library, key, lang)
    return known


def label_of(record: Library | KnownRecord, event: str, lang: str) -> str:
    """What an event is called."""
    return dict(record.event(event).labels).get(lang, event)


def names_in(service: Service, lang: str) -> NameOf:
    """The registry's names in one language."""
    registry = service.registry

    def name_of(key: str, otherwise: str) -> str:
        known = key in registry.actors or key in registry.places or key in registry.sources
        return registry.label(key, lang) if known else otherwise

    return name_of


def readable_source(service: Service, key: str, words: PageWords) -> str:
    """What a source is called; where nobody named one, that, and how its article begins."""
    named = names_in(service, words.lang)(key, "") or service.library.source_name(key)
    if named:
        return named
    article = next(iter(service.library.articles(source=key)), None)
    start = (article.title if article else None) or key
    return f"{words.page('no_publisher')}, {start}"


def corrected_in(library: Curated) -> Corrected:
    """A question to the ledger that is free where nothing was ever corrected."""
    any_at_all = library.has_entries()

    def corrected(claim: str) -> bool:
        return any_at_all and bool(library.entries_about(claim))

    return corrected
