"""The use case of erasing: an article, or a person's mentions, out of everything that the record and RDF hold."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from graph.errors import DataError, NotFoundError
from graph.model import Article, identify
from graph.record.erasing import redacted, words_pattern
from graph.registry import LANGUAGES, Actor, Place, Registry, Source
from ingest.intake import Intake

SHORTEST = 3  # letters of a name; shorter ones are in too many other words
LONGEST = 200
KNOWN = (
    "these words are, or are part of, a name of the registry: give the whole name, take it out of seeds/ first, "
    "or erase articles"
)
WIDE = "\u2e80"  # from here on a character is a word, and two are a name


@dataclass(frozen=True, kw_only=True, slots=True)
class Erased:
    """What was erased. No names."""

    at: datetime
    articles: tuple[str, ...]  # ids of articles that are gone: each has a tombstone
    redacted: tuple[str, ...] = ()  # ids of the articles that took their place, without the words
    swept: bool = True  # False: another process projects or reads, and what lingers in files goes a little later


def erase_article(intake: Intake, article_id: str, *, at: datetime | None = None, project: bool = True) -> Erased:
    """Take an article out for good, in all versions of its work: record, word index, ledgers' quotes, events, RDF.

    `article_id` is Amur's, or the one that its giver gave it. It is not taken in again. `project=False` leaves RDF to a
    service that follows. Raises NotFoundError.
    """
    moment, library = at or datetime.now(UTC), intake.library
    work = library.article_called(article_id).work
    gone = library.versions(work)
    with library.writing():
        library.bury(gone, moment)
        intake.relink()
    return _swept(intake, Erased(at=moment, articles=tuple(article.id for article in gone)), project)


def erase_person(intake: Intake, who: str, *, at: datetime | None = None, project: bool = True) -> Erased:
    """Take a person's name out of every text, in all versions, and every claim that names them: `who` is a name as it
    is written, or the id of an actor whom the registry does not know.

    A mark stands for each erased character, so that all other claims stay where they are. The texts as they were are
    not taken in again. Raises NotFoundError where nothing names them, DataError for somebody of the registry or a name
    too short to be told from other words.
    """
    library, moment = intake.library, at or datetime.now(UTC)
    forms = _forms(intake, who)
    pattern = words_pattern(forms)
    found = list(library.articles_with(pattern))
    if not found:
        raise NotFoundError("no article of the record holds that name")

    def clean(words: str | None) -> str | None:
        return redacted(words, pattern) if words else words

    made: list[str] = []
    with library.writing():
        given = [library.given_article(article.id) for article in found]
        library.bury(found, moment)
        library.redact_ledgers(pattern)
        for article in given:
            made.append(intake.take(_without(article, clean)).article.id)
        intake.relink()
    done = Erased(at=moment, articles=tuple(article.id for article in found), redacted=tuple(made))
    return _swept(intake, done, project)


def _forms(intake: Intake, who: str) -> tuple[str, ...]:
    """All the words that name somebody. Raises DataError, NotFoundError."""
    name = who.strip()
    registry = intake.registry
    if name in registry.actors or name in registry.places or name in registry.sources:
        raise DataError(KNOWN)
    letters, least = sum(c.isalnum() for c in name), 2 if any(c > WIDE for c in name) else SHORTEST
    if letters < least or len(name) > LONGEST:
        raise DataError(f"give a name of {SHORTEST} to {LONGEST} characters")
    forms = (name, *intake.library.names_of(name)) if name.startswith("local-") else (name,)
    pattern = words_pattern(forms)
    if any(pattern.search(words) for words in _known_words(registry)):
        raise DataError(KNOWN)
    return forms


def _known_words(registry: Registry) -> Iterator[str]:
    """All the words by which somebody or something of the registry is called, in composed letters."""
    for lang in LANGUAGES:
        for words, _, _ in (*registry.forms(lang), *registry.place_forms(lang)):
            yield unicodedata.normalize("NFC", words)
    things: list[Actor | Place | Source] = [*registry.actors.values(), *registry.places.values()]
    for thing in (*things, *registry.sources.values()):
        for lang, label in thing.labels.items():
            yield from (unicodedata.normalize("NFC", words) for words in (label, *thing.aliases.get(lang, ())))


def _without(article: Article, clean: Callable[[str | None], str | None]) -> Article:
    text, title, url = clean(article.text) or "", clean(article.title), clean(article.url)
    id, work = identify(source=article.source, text=text, url=url, title=title, published=article.published)
    return replace(
        article, id=id, work=work, text=text, title=title, url=url, author=clean(article.author),
        publisher=clean(article.publisher), origin=clean(article.origin), given_id=clean(article.given_id),
    )  # fmt: skip


def _swept(intake: Intake, done: Erased, project: bool) -> Erased:
    """Sweep up the record and make RDF anew; where another process holds the store, that one does it."""
    swept = intake.library.sweep()
    return replace(done, swept=intake.settle() and swept if project else False)
