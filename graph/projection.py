"""Record -> store: which units have changed, and what their lines are. Everything here can be done again any time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.errors import NotFoundError
from graph.library import Library
from graph.model import Extraction, digest
from graph.rdf import FORM, article_graph, article_lines
from graph.rdf_curation import entry_lines
from graph.rdf_derived import event_lines
from graph.rdf_known import local_actor_lines, local_source_lines, registry_lines, vocabulary_lines
from graph.record.erasing import ERASURES
from graph.registry import Registry, load_registry
from graph.store import Store, Unit

BATCH = 100_000  # lines written together: some 20 MB


@dataclass(frozen=True, kw_only=True, slots=True)
class Projected:
    """What a projection did: how many units it looked at, and how many of them it wrote."""

    looked_at: int = 0
    written: int = 0


def project(library: Library, store: Store, registry: Registry | None = None) -> Projected:
    """Bring the store up to the state of the record. Only what changed since the last time is looked at; everything,
    by its hash, where the store is new, was written with other settings, or follows another record."""
    return _Projection(library, store, registry or load_registry()).run()


class _Projection:
    """One projection, from one moment of the record."""

    def __init__(self, library: Library, store: Store, registry: Registry) -> None:
        self.library, self.store, self.registry, self.names = library, store, registry, store.names
        self.known, self.words = _shared_units(store, registry)
        self.settings = digest(FORM, self.names.base, self.known.hash, self.words.hash)
        self.local: set[str] = set()  # keys of units about actors and sources that the registry does not know

    def run(self) -> Projected:
        with self.library.reading():
            instance, number = self.library.change_mark()
            if self.store.state("base") != self.names.base:
                self.store.clear()  # every IRI is another: nothing that stands can be kept
                self.store.set_state("base", self.names.base)
            unfinished = self.store.unfinished()
            same = self.store.state("settings") == self.settings and self.store.state("instance") == instance
            before = int(self.store.state("number") or -1)
            if not same or before > number:
                self.store.set_state("settings", "")  # until all is done, all is due
                due = self._everything()
            else:
                due = [*self.library.changes_since(before), *(_subject(key) for key in unfinished)]
            due = list(dict.fromkeys(key for key in due if key))
            written = self._write(due)
            self._follow(instance, number)
        return Projected(looked_at=len(due), written=written)

    def _follow(self, instance: str, number: int) -> None:
        """Say that the store holds the record as it was at that change."""
        for key, value in (("settings", self.settings), ("instance", instance), ("number", str(number))):
            self.store.set_state(key, value)

    def _everything(self) -> list[str]:
        """All that the record and the store know of."""
        articles = [f"article:{article}" for article in self.library.fingerprints()]
        events = [f"event:{event}" for event in self.library.event_ids()]
        entries = [f"entry:{entry.id}" for entry in self.library.entries()]
        return [*articles, *events, *entries, *(_subject(key) for key in self.store.hashes())]

    def _write(self, due: list[str]) -> int:
        written = self.store.apply(
            unit for unit in (self.known, self.words) if self.store.hash_of(unit.key) != unit.hash
        )
        units = (unit for key in due for unit in self._units(key))
        written += sum(self.store.apply(batch) for batch in _batches(units))
        local = (self._local_unit(key) for key in sorted(self.local))
        return written + sum(self.store.apply(batch) for batch in _batches(local))

    def _units(self, subject: str) -> Iterator[Unit]:
        kind, _, id = subject.partition(":")
        if kind == "article":
            yield from self._article_units(id)
        elif kind == "event":
            yield self._event_unit(id)
        elif kind == "entry":
            yield self._entry_unit(id)
        elif kind in ("actor", "source"):
            self.local.add(subject)

    def _article_units(self, id: str) -> Iterator[Unit]:
        content, about = f"claims:{id}", f"about:{id}"
        self.local.update(self.store.needs(about))
        graph = self.names.claims_graph(id)
        fingerprint = self.library.fingerprint(id)
        if fingerprint is None:
            yield Unit(key=content, graph=graph, hash="", whole=True)
            yield Unit(key=about, graph=self.names.articles_graph, hash="")
            return
        mark = digest(self.settings, fingerprint)
        if self.store.hash_of(content) == mark and self.store.hash_of(about) == mark:
            return
        extraction = self.library.extraction(id)
        needs = self._needed(extraction)
        self.local.update(needs)
        lines = article_graph(extraction, self.names, self.registry)
        yield Unit(key=content, graph=graph, hash=mark, lines=tuple(lines), whole=True)
        described = article_lines(extraction, self.names, self.registry)
        yield Unit(key=about, graph=self.names.articles_graph, hash=mark, lines=tuple(described), needs=needs)

    def _needed(self, extraction: Extraction) -> tuple[str, ...]:
        local = {f"actor:{actor.id}" for actor in extraction.local_actors if actor.id not in self.registry.actors}
        if extraction.article.source not in self.registry.sources:
            local.add(f"source:{extraction.article.source}")
        return tuple(sorted(local))

    def _event_unit(self, id: str) -> Unit:
        key, graph = f"event:{id}", self.names.events_graph
        try:
            event = self.library.event(id)
        except NotFoundError:
            return Unit(key=key, graph=graph, hash="")
        if event.id != id:  # retired: the redirect lives in the record
            return Unit(key=key, graph=graph, hash="")
        lines = event_lines(event, self.library.differences(id), self.library.claims(event.claims), self.names)
        return Unit(key=key, graph=graph, hash=digest(self.settings, *lines), lines=tuple(lines))

    def _entry_unit(self, id: str) -> Unit:
        key, graph = f"entry:{id}", self.names.curation_graph
        try:
            lines = entry_lines(self.library.entry(id), self.library.anchored_to(id), self.names)
        except NotFoundError:  # of another record
            return Unit(key=key, graph=graph, hash="")
        return Unit(key=key, graph=graph, hash=digest(self.settings, *lines), lines=tuple(lines))

    def _local_unit(self, key: str) -> Unit:
        kind, _, id = key.partition(":")
        lines: list[str] = []
        if kind == "source":
            if self.library.has_source(id):
                lines = local_source_lines(id, self.library.source_name(id), self.registry, self.names)
        else:
            found = list(self.library.local_actors([id]))
            if found and id not in self.registry.actors:
                lines = local_actor_lines(id, (a.name for a in found), (a.kind for a in found), self.names)
        return Unit(key=key, graph=self.names.local_graph, hash=digest(*lines), lines=tuple(lines))


def _batches(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Units in lists of about BATCH lines; a unit that goes counts as one."""
    batch: list[Unit] = []
    lines = 0
    for unit in units:
        batch.append(unit)
        lines += 1 + len(unit.lines)
        if lines >= BATCH:
            yield batch
            batch, lines = [], 0
    if batch:
        yield batch


def _shared_units(store: Store, registry: Registry) -> tuple[Unit, Unit]:
    """The registry's graph and the vocabulary's, made once for a store that is held for long."""
    if store.shared is None or store.shared[0] is not registry:
        known, words = registry_lines(registry, store.names), vocabulary_lines(store.names)
        graphs = (("registry", store.names.registry_graph, known), ("vocabulary", store.names.vocabulary_graph, words))
        units = (Unit(key=k, graph=g, hash=digest(*lines), lines=tuple(lines), whole=True) for k, g, lines in graphs)
        store.shared = (registry, (next(units), next(units)))
    return store.shared[1]


def _subject(key: str) -> str:
    """The unit of the record behind a unit of the store."""
    kind, _, id = key.partition(":")
    return {"claims": f"article:{id}", "about": f"article:{id}", "registry": "", "vocabulary": ""}.get(kind, key)


def sweep(library: Library, store: Store, registry: Registry | None = None) -> bool:
    """Sweep up the record and make the store anew where something was erased since that was done last; False where
    nothing was, or where the record is busy.

    It has followed the record before: what was erased is no longer found, but may linger in its files.
    """
    erasures = library.meta(ERASURES)
    if not erasures or store.state(ERASURES) == erasures:
        return False
    if not library.sweep():
        return False
    store.renew()
    project(library, store, registry)
    store.set_state(ERASURES, erasures)
    return True


def follows(library: Library, store: Store, registry: Registry | None = None) -> bool:
    """Whether the store holds this record as it was at some time, written with the same settings."""
    settings = _Projection(library, store, registry or load_registry()).settings
    same = store.state("settings") == settings and store.state("base") == store.names.base
    return same and store.state("instance") == library.change_mark()[0]


def follow_already(library: Library, store: Store, registry: Registry) -> None:
    """Take the store for one that holds the record as it is now: for measures of what does not ask it."""
    made = _Projection(library, store, registry)
    store.set_state("base", store.names.base)
    made._follow(*library.change_mark())


def rebuild(library: Library, store: Store, registry: Registry | None = None) -> Projected:
    """Forget the projection and make it again from the record."""
    store.clear()
    return project(library, store, registry)


def sorted_lines(lines: Iterable[str]) -> str:
    """One N-Quads document of sorted lines, for comparison."""
    return "".join(f"{line}\n" for line in sorted(lines))
