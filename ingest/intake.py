"""The use case: article -> extraction -> record -> events and differences -> projection.

Command line, upload, watch and cluster all come in here. What is acknowledged is in the record; everything after it is
derived, is marked as due in the same transaction, and is made up for by whoever opens the folder next.
"""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Self

from graph.collecting import Flow, flows
from graph.curating import append, append_all, dates_set, root_deed, works_touched
from graph.curation import Deed, Entry, SetDate
from graph.deeds import write
from graph.errors import BusyError, InputError
from graph.jsonform import day_to_json
from graph.library import COLLECTION, CURATION, Library, Put
from graph.model import Article, Extraction
from graph.place import Place
from graph.registry import Registry
from graph.relinking import Relinking
from graph.replay import dated
from graph.sketches import Sketch
from graph.unlisted import complete
from graph.vocab import Names
from ingest.projecting import Projecting, bring_up
from ingest.read.given import Given, ReadFailure
from ingest.read.handmade import BY_HAND
from ingest.reading import Extract, Incoming, Reading, Task, name_of, rules_mark
from ingest.report import COLLECTED, Passed, Problem, Report, Result
from ingest.scope import Scope
from ingest.workers import BATCH, Workers, read_here

ERASED = "erased"  # in the collection ledger, for whatever an erased article is called
OUTSIDE = "out of scope"  # in the collection ledger
LINKED_TOGETHER = 200  # articles after which events are derived

logger = logging.getLogger(__name__)


class Intake:
    """The way into one library. `names` gives the base of the projection's IRIs; `extract` is the pipeline's, unless
    another is given; of what comes in a stream only what `scope` covers is taken; `place` is the SPARQL server that is
    projected to, where it is not the data folder's own store."""

    def __init__(
        self,
        library: Library,
        registry: Registry,
        *,
        names: Names | None = None,
        extract: Extract | None = None,
        scope: Scope | None = None,
        place: Place | None = None,
    ) -> None:
        self.library, self.registry, self.names = library, registry, names or Names()
        self.place = place
        self.scope = scope
        self._given_extract = extract
        self._relinking = Relinking(library, registry)
        self._dates: tuple[int, Mapping[str, list[Entry]]] | None = None
        self._compare = True  # with what is there, whether one is a copy of the other
        self._settled: tuple[str, int] | None = None  # the record's change mark when all was last up to date

    @classmethod
    @contextmanager
    def open(
        cls,
        folder: Path,
        registry: Registry,
        *,
        names: Names | None = None,
        extract: Extract | None = None,
        scope: Scope | None = None,
        place: Place | None = None,
    ) -> Iterator[Self]:
        """The way into the library of a data folder, made where missing. At the end events are derived and, where the
        store can be had, projected. Raises what `Library.open` raises."""
        with Library.open(folder) as library:
            intake = cls(library, registry, names=names, extract=extract, scope=scope, place=place)
            if library.has_missing_copies():
                library.find_missing_copies()
            intake.relink()  # what a run that died left behind
            yield intake
            intake.settle()

    @cached_property
    def _extract(self) -> Extract:
        if self._given_extract:
            return self._given_extract
        from ingest.pipeline import extract

        return extract

    @cached_property
    def _mark(self) -> str:
        """Of the rules by which articles are read; empty where nobody knows them."""
        return "" if self._given_extract else rules_mark(self.registry)

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
            put = self.library.put(extraction, given=article, rules=self._mark)
            self._note(put)
            return self._note_cuts(put, extraction)

    def _note(self, put: Put, made: Sketch | None = None) -> None:
        """Write into the collection ledger that a text came in, and look for its copies; once for each text."""
        if put.status not in COLLECTED:
            return
        self.library.find_copies(put.article, made, compare=self._compare)
        self._collect(put.status, put.article)

    def _note_cuts(self, put: Put, extraction: Extraction) -> Put:
        """Write into the ledger what of a text is beyond a limit and was not read; the note says so too."""
        if not extraction.cuts or put.status not in COLLECTED:
            return put
        reason = "read in part: " + "; ".join(extraction.cuts)
        self.note_failure(name_of(put.article), reason, article=put.article)
        return replace(put, note="; ".join(filter(None, (put.note, reason))))

    def _collect(self, outcome: str, article: Article) -> None:
        body = {
            "outcome": outcome,
            "where": name_of(article) if self.library.erased_at(article.id) is None else ERASED,
            "article": article.id,
            "published": day_to_json(article.published),
            "lang": article.lang,
        }
        self.library.add_ledger(COLLECTION, body, subject=article.source)

    def note_failure(self, where: str, reason: str, *, article: Article | None = None) -> None:
        """Write into the collection ledger that something could not be taken in, and why. `article` is what is known
        of it, where it got so far. Silence is then not said of its source."""
        if article is not None and self.library.erased_at(article.id) is not None:
            where = reason = ERASED  # not even the refusal keeps its words
        body = {
            "outcome": "failed",
            "where": where,
            "published": day_to_json(article.published) if article else None,
            "reason": reason,
        }
        self.library.add_ledger(COLLECTION, body, subject=article.source if article else None)

    def note_fetch(self, outcome: str, where: str, source: str, *, reason: str = "") -> None:
        """Write into the collection ledger that an address was asked, and how it went. A `failed` one is a gap until
        the same address of the same source gives another outcome."""
        body = {"outcome": outcome, "where": where, "published": None, "lang": None, "reason": reason}
        self.library.add_ledger(COLLECTION, body, subject=source)

    def recall(self, key: str) -> str:
        """What was kept under a key, such as how far a feed has been followed; empty where nothing was."""
        return self.library.meta("kept:" + key)

    def keep(self, key: str, value: str) -> None:
        """Keep it."""
        with self.library.writing():
            self.library.set_meta("kept:" + key, value)

    def flows(self, now: datetime) -> tuple[Flow, ...]:
        """How much came from each source and in each language, lately and before."""
        return flows(self.library, now)

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

    def stream(self, incoming: Iterable[Incoming], *, workers: int = 1) -> Iterator[Result]:
        """Take many in, several to a transaction; with `workers` processes that read, in whatever order they are done.
        What fails is a Problem, what is outside the scope is Passed, and everything else goes in.

        What is yielded is stored. Events follow now and then, and at the end. Raises StoreError and BusyError where the
        record itself cannot be written, InputError for a number of workers that makes no sense.
        """
        if workers == 1:
            yield from self._stored(read_here(self._tasks(incoming), self.registry, lambda: self._extract, self.scope))
            return
        folder, names = self.library.folder, self.names
        with (
            Workers(workers, self.registry, self._extract, self.scope) as pool,
            Projecting(self.place, folder, names, self.registry) as along,
        ):
            yield from self._stored(pool.read(self._tasks(incoming)), along.begin)
        self._settled = along.reached

    def stream_cluster(
        self, paths: Iterable[Path], given: Given, columns: Mapping[str, str], *, master: str
    ) -> Iterator[Result]:
        """The same for files, read on a Spark cluster. What it has made lies in `cluster/` of the data folder until it
        is in the record: a run that died goes on from there.

        Raises what `stream` raises, and InputError where Spark cannot be had.
        """
        from ingest import cluster

        dates = {work: tuple(entries) for work, entries in self._dates_set().items()}
        job = cluster.ClusterJob(given=given, columns=columns, scope=self.scope, dates=dates)
        parts = list(cluster.slices(paths))
        if missing := [part.path for part in parts if not part.path.exists()]:
            raise InputError(f"{missing[0]}: no such file; check the path")
        folder = self.library.folder / "cluster" / cluster.job_id(parts, job, self._mark)
        if parts:
            cluster.run(parts, job, folder, master=master)
            self._compare = bool(self.library.sources())  # in an empty record only those of the job can be copies
            yield from self._stored(cluster.readings_in(folder))
            self._compare = True
            for pairs in cluster.copies_in(folder):
                with self.library.writing():
                    self.library.note_copies(pairs)
            shutil.rmtree(folder)

    def _tasks(self, incoming: Iterable[Incoming]) -> Iterator[tuple[Task, ...]]:
        """Batches of what is to be read; what the record holds already is marked."""
        coming = iter(incoming)
        while batch := tuple(islice(coming, BATCH)):
            yield tuple(map(self._task, batch))

    def _task(self, what: Incoming) -> Task:
        if not isinstance(what, Article):
            return Task(what=what)
        if self._mark and self.library.is_read(what, self._mark):
            return Task(what=what, known=True)
        return Task(what=what, dates=tuple(self._dates_set().get(what.work, ())))

    def _stored(
        self, read: Iterable[tuple[Reading, ...]], linked: Callable[[], None] = lambda: None
    ) -> Iterator[Result]:
        """Store batch by batch; `linked` is called whenever events have been derived."""
        since = 0
        for batch in read:
            results = self._put(batch)
            yield from results
            since += sum(isinstance(result, Put) and result.status != "unchanged" for result in results)
            if since >= LINKED_TOGETHER:
                self.relink()
                linked()
                since = 0
        self.relink()

    def take_handmade(self, made: Iterable[Extraction | ReadFailure]) -> Iterator[Result]:
        """Take in claims that were made by hand. Nothing is extracted, and nothing reads them anew."""
        coming = iter(made)
        while batch := list(islice(coming, BATCH)):
            readings = (
                Reading(where=str(one.path), problem=one.message)
                if isinstance(one, ReadFailure)
                else Reading(where=name_of(one.article), given=one.article, extraction=one)
                for one in batch
            )
            yield from self._put(readings)
        self.relink()

    def take_all(self, incoming: Iterable[Incoming], *, workers: int = 1) -> Report:
        """Take many in, derive, project, and say what became of them."""
        report = Report()
        for result in self.stream(incoming, workers=workers):
            report.add(result)
        report.projected = self.settle()
        return report

    def _put(self, batch: Iterable[Reading]) -> list[Result]:
        """Store a batch in one transaction."""
        with self.library.writing():
            return [self._put_one(reading) for reading in batch]

    def _put_one(self, reading: Reading) -> Result:
        article = reading.given
        if reading.known and article is not None:
            return Put(article=article, status="unchanged")
        if reading.passed and article is not None:
            self._collect(OUTSIDE, article)
            return Passed(article=article, reason=reading.passed)
        message = reading.problem
        if reading.extraction is not None:
            try:
                put = self.library.put(reading.extraction, given=article, rules=self._mark)
                self._note(put, reading.sketch)
                return self._note_cuts(put, reading.extraction)
            except InputError as error:
                message = f"{reading.where}: {error}"
        self.note_failure(reading.where, message, article=article)
        return Problem(article=article, message=message)

    def delete(self, article_id: str) -> None:
        """Take an article out of everything. Raises NotFoundError."""
        self.library.delete(article_id)
        self.settle()

    def curate(self, deed: Callable[[Library], Deed], *, who: str, why: str, at: datetime | None = None) -> Entry:
        """Write a correction by hand into the ledger and derive what follows from it, all in one transaction.

        `deed` makes it of the record as it is then (see `graph.deeds`); `at` is when it is signed, now where it is left
        out. `settle` projects. Raises what `deed` raises,
        DataError where nobody signs or no reason is given, BusyError where another process writes for too long.
        """
        with self.library.writing():
            entry = write(self.library, deed(self.library), who=who, why=why, at=at)
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
        from graph.remote import open_store

        try:
            with open_store(self.library.folder, self.names, self.place) as store:
                bring_up(self.library, store, self.registry)
        except BusyError:
            return False
        return True

    def rebuild(self, *, claims: bool = False) -> Report:
        """Derive everything anew: events, differences, projection; with `claims` those of all versions as well.

        Raises BusyError where another process holds the store.
        """
        from graph.projection import rebuild
        from graph.remote import open_store

        report = Report()
        if claims:
            every = [article.id for article in self.library.articles(current=False)]
            ids = [id for id in every if self.library.extraction(id).extractor != BY_HAND]
            tasks = self._tasks(map(self.library.given_article, ids))
            for batch in read_here(tasks, self.registry, lambda: self._extract, None):
                for result in self._put(batch):
                    report.add(result)
        with self.library.writing():
            self.library.find_missing_copies()
            self.library.set_meta("linker", "")
        self.relink()
        with open_store(self.library.folder, self.names, self.place) as store:
            rebuild(self.library, store, self.registry)
        report.projected = True
        return report

    def relink(self) -> None:
        """Derive the events and differences of every claim that came, changed or went, and of all that it touches.

        Portion by portion; all claims where the linker or the registry is another than the last time.
        """
        self._relinking.run()
