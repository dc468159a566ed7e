"""The use case: article -> extraction -> record -> events and differences -> projection.

Command line, upload, watch and cluster all come in here. What is acknowledged is in the record; everything after it is
derived, is marked as due in the same transaction, and is made up for by whoever opens the folder next.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Protocol, TypeVar

from graph.accounts import differences
from graph.errors import AmurError, BusyError
from graph.library import Library, Put
from graph.linking import blocks, link, relink
from graph.model import Article, Claim, Event, Extraction, LocalActor, Participant, Voice, digest
from graph.rdf_known import registry_lines
from graph.registry import Registry
from graph.vocab import Names

LINKER = "1"  # raised when linking or differences come to give others for the same claims: all is then derived anew
BATCH = 20  # articles that become one transaction of the record
LINKED_TOGETHER = 200  # articles after which events are derived
SHELF = 20_000  # articles with text kept at hand while linking

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Extract(Protocol):
    """`ingest.pipeline.extract`: a pure function."""

    def __call__(self, article: Article, registry: Registry) -> Extraction:
        """All that can be read out of an article."""
        ...


@dataclass
class Report:
    """What became of a run. `problems` has one line for each article that did not go in."""

    statuses: dict[str, int] = field(default_factory=dict)  # of `Put` -> how many
    claims: int = 0  # read out of the articles that went in
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    projected: bool = False  # False: another process holds the store and will catch up

    @property
    def taken(self) -> int:
        """Articles that are in the record now, changed or not."""
        return sum(self.statuses.values())

    def add(self, put: Put, claims: int) -> None:
        """Count one."""
        self.statuses[put.status] = self.statuses.get(put.status, 0) + 1
        self.claims += claims
        if put.note:
            self.notes.append(f"{name_of(put.article)}: {put.note}")


class Intake:
    """The way into one library. `names` gives the base of the IRIs that the projection uses."""

    def __init__(self, library: Library, registry: Registry, names: Names | None = None) -> None:
        self.library, self.registry, self.names = library, registry, names or Names()
        self._linker = digest(LINKER, *registry_lines(registry, Names()))

    def take(
        self,
        articles: Iterable[Article],
        *,
        extract: Extract,
        done: Callable[[Article], None] | None = None,
        project: bool = True,
    ) -> Report:
        """Take articles in, `done` being called for each that is settled, in the record or refused.

        What fails is named in the report, and everything else goes in. Raises StoreError and BusyError where the
        record itself cannot be written.
        """
        report = Report()
        self.relink()  # what a run that died left behind
        coming = iter(articles)
        while some := list(islice(coming, LINKED_TOGETHER)):
            for batch in _batches(some, BATCH):
                self._put(batch, extract, report)
                for article in batch:
                    if done:
                        done(article)
            self.relink()
        if project:
            report.projected = self.project()
        return report

    def _put(self, batch: list[Article], extract: Extract, report: Report) -> None:
        """Extract a batch, then store it in one transaction."""
        made = [extraction for article in batch if (extraction := self._extract(article, extract, report))]
        with self.library.writing():
            puts = []
            for extraction in made:
                try:
                    puts.append((self.library.put(extraction), len(extraction.claims)))
                except AmurError as error:
                    report.problems.append(f"{name_of(extraction.article)}: {error}")
        for put, claims in puts:
            report.add(put, claims)

    def _extract(self, article: Article, extract: Extract, report: Report) -> Extraction | None:
        try:
            return complete(extract(article, self.registry), self.registry)
        except AmurError as error:
            report.problems.append(f"{name_of(article)}: {error}")
        except Exception as error:
            # A fault of ours with one article must not cost the others; it is logged whole and reported.
            logger.exception("extraction of %s failed", name_of(article))
            report.problems.append(f"{name_of(article)}: extraction failed ({type(error).__name__}: {error})")
        return None

    def delete(self, article_id: str) -> None:
        """Take an article out of everything. Raises NotFoundError."""
        self.library.delete(article_id)
        self.relink()
        self.project()

    def settle(self) -> bool:
        """Make up for what a crash left undone; True where the projection is up to date."""
        self.relink()
        return self.project()

    def project(self) -> bool:
        """Bring the projection up to date; False where another process holds the store, and will."""
        from graph.store import Store

        try:
            with Store.open(self.library.folder, self.names) as store:
                store.project(self.library, self.registry)
        except BusyError:
            return False
        return True

    def rebuild(self, *, extract: Extract | None = None) -> Report:
        """Derive everything anew: with `extract` the claims of all articles and versions too.

        Raises BusyError where another process holds the store.
        """
        from graph.projection import rebuild
        from graph.store import Store

        report = Report()
        if extract:
            ids = [article.id for article in self.library.articles(current=False)]
            for batch in _batches(ids, BATCH):
                self._put([self.library.article(id) for id in batch], extract, report)
        self.library.set_meta("linker", "")
        self.relink()
        with Store.open(self.library.folder, self.names) as store:
            rebuild(self.library, store, self.registry)
        report.projected = True
        return report

    def relink(self) -> None:
        """Derive the events and differences of every claim that came, changed or went, and of all that it touches.

        One transaction; all claims where the linker or the registry is another than the last time.
        """
        library, mark = self.library, self._linker
        if library.meta("linker") == mark and not library.has_unlinked():
            return
        with library.writing():
            if library.meta("linker") == mark:
                self._relink_some()
            else:
                self._relink_all()
                library.set_meta("linker", mark)
            library.mark_linked()

    def _relink_all(self) -> None:
        library, shelf = self.library, _Shelf(self.library)
        claims = {claim.id: claim for claim in library.all_claims()}
        library.clear_blocks()
        for claim in claims.values():
            self._index(claim, shelf)
        events = link(list(claims.values()), shelf, self.registry)
        gone = set(library.event_ids()) - {event.id for event in events}
        self._store(events, gone, claims, shelf)

    def _relink_some(self) -> None:
        library, shelf = self.library, _Shelf(self.library)
        unlinked = library.unlinked()
        former = set(library.events_of(unlinked).values())
        told = (claim for event in sorted(former) for claim in library.event(event).claims)
        ids = list(dict.fromkeys([*unlinked, *told]))
        changed = {claim.id: claim for claim in library.current_claims(ids)}
        for claim_id in unlinked:
            if claim_id in changed:
                self._index(changed[claim_id], shelf)
            else:
                library.put_blocks(claim_id, ())
        events = relink(changed.values(), self._lookup, shelf, self.registry)
        members = [claim for event in events for claim in event.claims]
        former.update(library.events_of(members).values())
        self._store(events, former - {event.id for event in events}, library.claims(members), shelf)

    def _index(self, claim: Claim, shelf: Mapping[str, Article]) -> None:
        keys = blocks(claim, shelf[claim.article], self.registry)
        self.library.put_blocks(claim.id, sorted(map(_key, keys)))

    def _lookup(self, keys: frozenset[str]) -> tuple[Claim, ...]:
        return self.library.claims_under(sorted(map(_key, keys)))

    def _store(
        self, events: Iterable[Event], gone: Iterable[str], claims: Mapping[str, Claim], shelf: Mapping[str, Article]
    ) -> None:
        events = tuple(events)
        self.library.put_events(events, retired=sorted(gone))
        for event in events:
            self.library.put_differences(event.id, differences(event, claims, shelf, self.registry))


class _Shelf(Mapping[str, Article]):
    """The articles of a library with their texts, taken out as they are asked for; the last used stay at hand."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: OrderedDict[str, Article] = OrderedDict()

    def __getitem__(self, id: str) -> Article:
        if id in self._kept:
            self._kept.move_to_end(id)
        else:
            self._kept[id] = self._library.article(id)
            if len(self._kept) > SHELF:
                self._kept.popitem(last=False)
        return self._kept[id]

    def __iter__(self) -> Iterator[str]:
        return (article.id for article in self._library.articles(current=False))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def complete(extraction: Extraction, registry: Registry) -> Extraction:
    """The same with every actor and voice that neither registry nor `local_actors` knows named among the latter."""
    known = {actor.id for actor in extraction.local_actors}
    missing: dict[str, LocalActor] = {}
    for claim in extraction.claims:
        named_there: list[Participant | Voice] = [*claim.actors, *chain.from_iterable(claim.attribution)]
        for who in named_there:
            if who.id not in known and who.id not in registry.actors:
                lang = extraction.article.lang
                named = LocalActor(id=who.id, name=who.name, kind="unknown", lang=lang, start=who.start, end=who.end)
                missing.setdefault(who.id, named)
    if not missing:
        return extraction
    return replace(extraction, local_actors=(*extraction.local_actors, *(missing[id] for id in sorted(missing))))


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.given_id or article.url or article.title or article.id


def _key(block: str) -> int:
    """63 bits of a block's key: what SQLite holds as an integer. Two keys in one cost a comparison, no more."""
    return int(digest("block", block), 16) >> 1


def _batches(things: list[T], size: int) -> Iterator[list[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
