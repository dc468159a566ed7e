"""A record as it was known on a day: only articles and versions published by then; or, for audit, only what had come
into the record by a moment, corrected by the entries signed until then.

It answers like the record itself, for one window of days. Events are derived anew from what is left; what an article
says is taken as it is read today (the record keeps texts of all versions, not what older rules made of them).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from graph.copies import Copied
from graph.curating import bonds
from graph.curation import Entry, Merge, Split, active
from graph.errors import NotFoundError
from graph.library import Library
from graph.likeness import WEIGHTS
from graph.linking import link
from graph.model import Article, Claim, Event, Tense
from graph.registry import Registry
from graph.replay import Found, bonds_of, replay_article
from graph.when import later

AROUND = WEIGHTS.window  # days
Window = tuple[date | None, date | None]


class KnownRecord:
    """What a library held on a day, or what it had taken in by a moment, about a window of days (inclusive)."""

    def __init__(
        self,
        library: Library,
        registry: Registry | None,
        window: tuple[date, date],
        *,
        published_by: date | None = None,
        recorded_by: datetime | None = None,
    ) -> None:
        self._library, self._registry, self._window = library, registry, window
        self._published_by, self._recorded_by = published_by, recorded_by
        self._versions: dict[str, str | None] = {}  # work -> the article that was its current version then
        self._replayed: dict[str, tuple[tuple[Claim, ...], Found]] = {}

    # ------------------------------------------------------------ which articles

    def knows(self, article: Article) -> bool:
        """Whether this very text was the current version of its work then."""
        if article.work not in self._versions:
            then = [head for head in self._library.versions(article.work) if self._was_there(head)]
            self._versions[article.work] = max(then, key=lambda head: head.currency).id if then else None
        return self._versions[article.work] == article.id

    def _was_there(self, head: Article) -> bool:
        if self._recorded_by is not None and self._library.recorded(head.id)[0] > self._recorded_by:
            return False
        if self._published_by is None:
            return True
        day = head.modified or head.published  # nobody can say of an undated one that it was out by then
        return day is not None and day <= self._published_by

    def articles(
        self,
        *,
        current: bool = True,
        published: Window | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterable[Article]:
        """The articles of then; older versions are in none."""
        found = self._library.articles(current=False, published=published, source=source, text=text, ids=ids)
        return [article for article in found if self.knows(article)]

    def source_name(self, source: str) -> str:
        """As the library's."""
        return self._library.source_name(source)

    def data_version(self) -> str:
        """That of the library, of which this is a view."""
        return self._library.data_version()

    def copies_of(self, ids: Iterable[str], registry: Registry) -> Mapping[str, Copied]:
        """As the library's: which texts are one does not change."""
        return self._library.copies_of(ids, registry)

    # ------------------------------------------------------------ which claims

    def claims_of(self, article_id: str) -> Sequence[Claim]:
        """The claims of an article of then, in the order of the text."""
        head = self._library.article(article_id, text=False)
        if not self.knows(head):
            return ()
        if self._recorded_by is None:
            return self._library.claims_of(article_id)
        return sorted(self._replay(article_id)[0], key=lambda claim: (claim.start, claim.id))

    def plans_of(self, articles: Iterable[str]) -> Sequence[Claim]:
        """The claims of these articles of then that tell the future."""
        return [claim for key in articles for claim in self.claims_of(key) if claim.tense is Tense.FUTURE]

    def _replay(self, article_id: str) -> tuple[tuple[Claim, ...], Found]:
        """The claims of an article as the entries signed by then left them."""
        if article_id not in self._replayed:
            article = self._library.article(article_id)
            self._replayed[article_id] = replay_article(
                article,
                self._library.extracted_claims(article_id),
                self._entries,
                self._library.given_article(article_id),
            )
        return self._replayed[article_id]

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        entries = self._library.entries()
        return active(entry for entry in entries if self._recorded_by is None or entry.at <= self._recorded_by)

    @cached_property
    def _pool(self) -> dict[str, Claim]:
        """The claims of then that can bear on the window: those of its days and a few around, undated ones, those of
        events that these take part in now, and everything in the articles of all these."""
        start, end = later(self._window[0], -AROUND), later(self._window[1], AROUND)
        seen = {claim.article for claim in self._library.claims_between_in_all(start, end)}
        published = (self._window[0], end)
        seen.update(head.id for head in self._library.articles(current=False, published=published))
        if self._recorded_by is not None:
            seen.update(self._library.curated_articles())
        here = {claim.id for key in seen for claim in self._library.claims_of(key)}
        events = {self._library.event(key) for key in set(self._library.events_of(here).values())}
        beside = self._library.claims(sorted({claim for event in events for claim in event.claims} - here))
        seen.update(claim.article for claim in beside.values())
        heads = self._library.articles(current=False, ids=sorted(seen))
        return {claim.id: claim for head in heads if self.knows(head) for claim in self.claims_of(head.id)}

    def claims_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> Sequence[Claim]:
        """Claims of then whose interval shares a day with these, by first day and id."""
        found = []
        for claim in self._pool.values():
            first, last = (claim.when.start, claim.when.end) if claim.when else (None, None)
            if (first is None and last is None) or (not open_ended and (first is None or last is None)):
                continue
            if longest is not None and first and last and (last - first).days >= longest:
                continue
            if (first or date.min) <= end and start <= (last or date.max):
                found.append(claim)
        return sorted(found, key=lambda c: (c.when.start or date.min if c.when else date.min, c.id))

    def undated_claims(self, published: Window) -> Sequence[Claim]:
        """Claims of then without bounds, of articles published in the window."""
        first, last = published[0] or date.min, published[1] or date.max
        heads = {head.id for head in self.articles(published=(first, last))}
        undated = (c for c in self._pool.values() if c.when is None or (c.when.start is None and c.when.end is None))
        return sorted((c for c in undated if c.article in heads), key=lambda c: c.id)

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        """Those of these claims that were there, in the order asked."""
        wanted = list(dict.fromkeys(ids))
        return {key: self._pool[key] for key in wanted if key in self._pool}

    # ------------------------------------------------------------ which events

    @cached_property
    def _events(self) -> dict[str, Event]:
        claims = list(self._pool.values())
        texts = {
            a.id: a for a in self._library.articles(current=False, text=True, ids=sorted({c.article for c in claims}))
        }
        said = bonds(self._library)
        if self._recorded_by is not None:
            found: dict[tuple[str, int], list[str]] = {}
            for key in sorted(texts):
                for place, what in self._replay(key)[1].items():
                    found.setdefault(place, []).append(what)
            said = bonds_of([e for e in self._entries if isinstance(e.deed, Merge | Split)], found)
        return {event.id: event for event in link(claims, texts, self._registry, bonds=said)}

    @cached_property
    def _homes(self) -> dict[str, str]:
        return {claim: event.id for event in self._events.values() for claim in event.claims}

    def events_of(self, claims: Iterable[str]) -> Mapping[str, str]:
        """Claim id -> id of the event it told then."""
        return {claim: self._homes[claim] for claim in claims if claim in self._homes}

    def events_by_id(self, ids: Iterable[str]) -> Mapping[str, Event]:
        """Those of these events that were there."""
        return {key: self._events[key] for key in ids if key in self._events}

    def event(self, event_id: str) -> Event:
        """One event of then. Raises NotFoundError."""
        if event_id not in self._events:
            raise NotFoundError(f"event {event_id} was not known then")
        return self._events[event_id]
