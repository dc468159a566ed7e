"""What things are called on a page, and what was corrected by hand."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from api.service import Service
from api.terminal import days_of
from api.web.accounts import Corrected, NameOf
from api.web.wording import QUOTING, PageWords
from graph.answer import Answer, DayEvent
from graph.known import KnownRecord
from graph.library import Library
from graph.model import Article, Event
from graph.record.curated import Curated

LONGEST_OPENING = (64, 26)  # characters of an opening; in Chinese
QUOTES = {"fr": "« {} »", "ru": "«{}»"}


def event_names(
    library: Library | KnownRecord, items: Iterable[DayEvent], words: PageWords, answer: Answer | None = None
) -> dict[str, str]:
    """The labels of all events that are possibly the same as one that is shown."""
    shown = tuple(items)
    everything = (*answer.events, *answer.planned, *answer.within) if answer else shown
    known = {item.event.id: item.event for item in everything}
    wanted = {key for item in shown for key in item.event.possibly}
    note_quoted(library, words, (known.get(key) or library.event(key) for key in wanted))
    return {key: dated_label(known.get(key) or library.event(key), words) for key in sorted(wanted)}


def dated_label(event: Event, words: PageWords) -> str:
    """What an event is called, with its days, for it stands beside others of the same name."""
    label = dict(event.labels).get(words.lang, event.id)
    days = days_of(event.when, words) or event.when.edtf if event.when else words.say("no_date")
    return words.aside(label, days)


def note_quoted(library: Library | KnownRecord, words: PageWords, events: Iterable[Event]) -> None:
    """Remember in which language the names of these events quote: that of the first claim's article."""
    first = {event.id: event.claims[0] for event in events if QUOTING.fullmatch(dict(event.labels).get(words.lang, ""))}
    claims = library.claims(first.values())
    langs = {article.id: article.lang for article in library.articles(
        current=False, ids=sorted({claim.article for claim in claims.values()}))}  # fmt: skip
    found = {key: langs.get(claims[claim].article) for key, claim in first.items() if claim in claims}
    words.quoted.update({key: lang for key, lang in found.items() if lang})


def opening(article: Article) -> str:
    """How a text without a title begins, in the quotation marks of its language."""
    line = next((line.strip() for line in article.text.splitlines() if line.strip()), "")
    most = LONGEST_OPENING[article.lang == "zh"]
    if len(line) > most:
        line = line[:most] if article.lang == "zh" else line[:most].rsplit(None, 1)[0].rstrip(",;:.-–— ")
        line += " …" if article.lang != "zh" else "……"
    return QUOTES.get(article.lang, "“{}”").format(line) if line else ""


def titled(library: Library, articles: Iterable[Article]) -> list[Article]:
    """The articles without their texts; one without a title bears how its text begins instead."""
    found = list(articles)
    nameless = [article.id for article in found if not article.title]
    texts = library.articles(current=False, ids=nameless, text=True) if nameless else ()
    openings = {article.id: opening(article) for article in texts}
    return [replace(a, text="", title=a.title or openings.get(a.id) or a.id) for a in found]


def with_titles(library: Library, items: Iterable[DayEvent]) -> list[DayEvent]:
    """The events, each account with a title for its article."""
    shown = list(items)
    heads = {line.article.id: line.article for item in shown for line in item.lines if not line.article.title}
    if not heads:
        return shown
    made = {article.id: article for article in titled(library, heads.values())}
    return [
        replace(item, lines=tuple(replace(n, article=made.get(n.article.id, n.article)) for n in item.lines))
        for item in shown
    ]


def names_in(service: Service, lang: str) -> NameOf:
    """The registry's names in one language; without an id, of whoever bears the name in English."""
    registry = service.registry
    ids = {actor.name: actor.id for actor in registry.actors.values()}

    def name_of(key: str, otherwise: str) -> str:
        key = key or ids.get(otherwise, "")
        known = key in registry.actors or key in registry.places or key in registry.sources
        return registry.label(key, lang) if known else otherwise

    return name_of


def readable_source(service: Service, key: str, words: PageWords) -> str:
    """What a source is called; where nobody named one, that, and how its article begins."""
    named = names_in(service, words.lang)(key, "") or service.library.source_name(key)
    if named:
        return named
    article = next(iter(titled(service.library, islice(service.library.articles(source=key), 1))), None)
    start = article.title if article else key
    return f"{words.page('no_publisher')}, {start}"


def corrected_in(library: Curated) -> Corrected:
    """A question to the ledger that is free where nothing was ever corrected."""
    any_at_all = library.has_entries()

    def corrected(claim: str) -> bool:
        return any_at_all and bool(library.entries_about(claim))

    return corrected
