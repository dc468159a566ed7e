"""The use case: article -> extraction -> record -> events and differences -> projection.

Command line, upload, watch and cluster all come in here. What is acknowledged is in the record; everything after it is
derived, is marked as due in the same transaction, and is made up for by whoever opens the folder next.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol, Self

from graph.curating import append, append_all, dates_set, root_deed, works_touched
from graph.curation import Deed, Entry, SetDate
from graph.deeds import write
from graph.errors import AmurError, BusyError, InputError
from graph.jsonform import day_to_json
from graph.library import COLLECTION, CURATION, Library, Put
from graph.model import Article, Extraction
from graph.registry import Registry
from graph.relinking import Relinking
from graph.replay import dated
from graph.unlisted import complete
from graph.vocab import Names

BATCH = 20  # articles that become one transaction of the record
LINKED_TOGETHER = 200  # articles after which events are derived

logger = logging.getLogger(__name__)


class Extract(Protocol):
    """`ingest.pipeline.extract`: a pure function."""

    def __call__(self, article: Article, registry: Registry) -> Extraction:
        """All that can be read out of an article."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """An article that did not go in, and why, in one line."""

    article: Article
    message: str


@dataclass
class Report:
    """What became of a run. `problems` has one line for each article that did not go in."""

    statuses: dict[str, int] = field(default_factory=dict)  # of `Put` -> how many
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    projected: bool = False  # False: another process holds the store and will catch up

    @property
    def taken(self) -> int:
        """Articles that are in the record now, changed or not."""
        return sum(self.statuses.values())

    def add(self, result: Put | Problem) -> None:
        """Count one."""
        if isinstance(result, Problem):
            self.problems.append(result.message)
            return
        self.statuses[result.status] = self.statuses.get(result.status, 0) + 1
        if result.note:
            self.notes.append(f"{name_of(result.article)}: {result.note}")


class Intake:
    """The way into one library. `names` gives the base of the projection's IRIs; `extract` is the pipeline's, unless
    another is given."""

    def __init__(
        self, library: Library, registry: Registry, *, names: Names | None = None, extract: Extract | None = None
    ) -> None:
        self.library, self.registry, self.names = library, registry, names or Names()
        self._given_extract = extract
        self._relinking = Relinking(library, registry)
        self._dates: tuple[int, Mapping[str, list[Entry]]] | None = None
        self._settled: tuple[str, int] | None = None  # the record's change mark when all was last up to date

    @classmethod
    @contextmanager
    def open(
        cls, folder: Path, registry: Registry, *, names: Names | None = None, extract: Extract | None = None
    ) -> Iterator[Self]:
        """The way into the library of a data folder, made where missing. At the end events are derived and, where the
        store can be had, projected. Raises what `Library.open` raises."""
        with Library.open(folder) as library:
            intake = cls(library, registry, names=names, extract=extract)
            intake.relink()  # what a run that died left behind
            yield intake
            intake.settle()

    @cached_property
    def _extract(self) -> Extract:
        if self._given_extract:
            return self._given_extract
        from ingest.pipeline import extract

        return extract

    def take(self, article: Article) -> Put:
        """Extract one article and put it into the record. `settle` derives and projects; it may follow several.

        Raises DataError and whatever the extraction raises.
        """
        try:
            extraction = self._read(article)
        except Exception as error:
            self.note_failure(name_of(article), str(error), article=article)
            raise
        with self.library.writing():
            put = self.library.put(extraction, given=article)
            self._note(put)
        return put

    def _note(self, put: Put) -> None:
        """Write into the collection ledger that a text came in, and look for its copies; once for each text."""
        if put.status not in ("new", "new version", "older version"):
            return
        article = put.article
        self.library.find_copies(article)
        body = {
            "outcome": put.status,
            "where": name_of(article),
            "article": article.id,
            "published": day_to_json(article.published),
            "lang": article.lang,
        }
        self.library.add_ledger(COLLECTION, body, subject=article.source)

    def note_failure(self, where: str, reason: str, *, article: Article | None = None) -> None:
        """Write into the collection ledger that something could not be taken in, and why. `article` is what is known
        of it, where it got so far. Silence is then not said of its source."""
        erased = article is not None and self.library.erased_at(article.id) is not None
        body = {
            "outcome": "failed",
            "where": "erased" if erased else where,
            "published": day_to_json(article.published) if article else None,
            "reason": reason,
        }
        self.library.add_ledger(COLLECTION, body, subject=article.source if article else None)

    def _read(self, article: Article) -> Extraction:
        """All that can be read out of an article, whose publication date may have been set by hand."""
        dates = self._dates_set().get(article.work)
        return complete(self._extract(dated(article, dates) if dates else article, self.registry), self.registry)

    def _dates_set(self) -> Mapping[str, list[Entry]]:
        """Work -> entries that set its publication date; read anew where the ledger has grown."""
        number = self.library.ledger_number(CURATION)
        if self._dates is None or self._dates[0] != number:
            self._dates = (number, dates_set(self.library))
        return self._dates[1]

    def stream(self, articles: Iterable[Article]) -> Iterator[Put | Problem]:
        """Take many in, in order, several to a transaction. What fails is a Problem, and everything else goes in.

        What is yielded is stored. Events follow now and then, and at the end. Raises StoreError and BusyError where the
        record itself cannot be written.
        """
        coming, since = iter(articles), 0
        while batch := list(islice(coming, BATCH)):
            yield from self._put(batch)
            since += len(batch)
            if since >= LINKED_TOGETHER:
                self.relink()
                since = 0
        self.relink()

    def take_all(self, articles: Iterable[Article]) -> Report:
        """Take many in, derive, project, and say what became of them."""
        report = Report()
        for result in self.stream(articles):
            report.add(result)
        report.projected = self.settle()
        return report

    def _put(self, batch: list[Article]) -> list[Put | Problem]:
        """Extract a batch, then store it in one transaction."""
        made = [self._try_extract(article) for article in batch]
        results: list[Put | Problem] = []
        with self.library.writing():
            for given, one in zip(batch, made, strict=True):
                if isinstance(one, Problem):
                    results.append(one)
                    self.note_failure(name_of(given), one.message, article=given)
                    continue
                try:
                    put = self.library.put(one, given=given)
                    results.append(put)
                    self._note(put)
                except InputError as error:
                    results.append(Problem(article=one.article, message=f"{name_of(one.article)}: {error}"))
                    self.note_failure(name_of(given), str(error), article=given)
        return results

    def _try_extract(self, article: Article) -> Extraction | Problem:
        try:
            return self._read(article)
        except AmurError as error:
            message = str(error)
        except Exception as error:
            # A fault of ours with one article must not cost the others; it is logged whole and reported.
            logger.exception("extraction of %s failed", name_of(article))
            message = f"extraction failed ({type(error).__name__}: {error}); please report it with the text"
        return Problem(article=article, message=f"{name_of(article)}: {message}")

    def delete(self, article_id: str) -> None:
        """Take an article out of everything. Raises NotFoundError."""
        self.library.delete(article_id)
        self.settle()

    def curate(self, deed: Callable[[Library], Deed], *, who: str, why: str) -> Entry:
        """Write a correction by hand into the ledger and derive what follows from it, all in one transaction.

        `deed` makes it of the record as it is then (see `graph.deeds`). `settle` projects. Raises what `deed` raises,
        DataError where nobody signs or no reason is given, BusyError where another process writes for too long.
        """
        with self.library.writing():
            entry = write(self.library, deed(self.library), who=who, why=why)
            append(self.library, entry)
            self._redate([entry])
            self.relink()
        return entry

    def take_ledger(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Take in the entries of a ledger file (`curation.read_ledger`), all or none; those that were new."""
        with self.library.writing():
            new = append_all(self.library, entries)
            self._redate(new)
            self.relink()
        return new

    def _redate(self, entries: Iterable[Entry]) -> None:
        """Read those articles anew whose publication date an entry sets, or sets no more."""
        library = self.library
        dates = [entry for entry in entries if isinstance(root_deed(library, entry), SetDate)]
        for work in sorted({work for entry in dates for work in works_touched(library, entry)}):
            for head in library.versions(work):
                given = library.given_article(head.id)
                if dated(given, self._dates_set().get(work, ())) != library.article(head.id):
                    library.put(self._read(given), given=given)

    def settle(self) -> bool:
        """Make up for what a crash left undone; True where the projection is up to date."""
        self.relink()
        mark = self.library.change_mark()
        if self._settled == mark:
            return True
        done = self.project()
        self._settled = mark if done else None
        return done

    def project(self) -> bool:
        """Bring the projection up to date; False where another process holds the store, and will."""
        from graph.projection import sweep
        from graph.store import Store, discard_snapshots

        try:
            with Store.open(self.library.folder, self.names) as store:
                store.project(self.library, self.registry)
                if sweep(self.library, store, self.registry):
                    discard_snapshots(self.library.folder)
        except BusyError:
            return False
        return True

    def rebuild(self, *, claims: bool = False) -> Report:
        """Derive everything anew: events, differences, projection; with `claims` those of all versions as well.

        Raises BusyError where another process holds the store.
        """
        from graph.projection import rebuild
        from graph.store import Store

        report = Report()
        if claims:
            ids = iter([article.id for article in self.library.articles(current=False)])
            while batch := [self.library.given_article(id) for id in islice(ids, BATCH)]:
                for result in self._put(batch):
                    report.add(result)
        with self.library.writing():
            self.library.find_missing_copies()
            self.library.set_meta("linker", "")
        self.relink()
        with Store.open(self.library.folder, self.names) as store:
            rebuild(self.library, store, self.registry)
        report.projected = True
        return report

    def relink(self) -> None:
        """Derive the events and differences of every claim that came, changed or went, and of all that it touches.

        Portion by portion; all claims where the linker or the registry is another than the last time.
        """
        self._relinking.run()


def name_of(article: Article) -> str:
    """What to call an article in a message."""
    return article.given_id or article.url or article.title or article.id
