"""The RDF store: an Oxigraph folder that one process at a time may hold, and the ledger of what stands in it.

The store is a projection of the record and can be thrown away at any time. It is written in units: an article's graph,
an article's description, an event. The ledger (`projected.sqlite`) says for each unit what stands in the store; a unit
is marked before it is touched and unmarked when it stands, so that a crash in between is seen and repaired.
"""

import json
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from graph.errors import BusyError, QueryError, StoreError
from graph.terms import document
from graph.vocab import Names

if TYPE_CHECKING:
    import pyoxigraph

    from graph.registry import Registry

LEDGER = 1  # form of the ledger; another one is made anew
BULK = 5_000  # lines from which on the bulk loader is quicker than a transaction
# Not even in a string: what a query cannot say, it cannot do. Variables and prefixed names may be called so.
OUTSIDE = re.compile(r"(?<![\w?$:])SERVICE\b", re.IGNORECASE)
UNMARKED = ""  # the hash of a unit of which nobody knows how much stands


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """Lines that come and go together. Units of one graph share no line, unless a unit is the graph."""

    key: str
    graph: str  # IRI
    hash: str
    lines: tuple[str, ...] = ()  # none: the unit is to go
    whole: bool = False  # it is all of the graph
    needs: tuple[str, ...] = ()  # keys of units that are there because of this one


class Store:
    """The store of one data folder, held until it is closed."""

    def __init__(self, folder: Path, names: Names, engine: "pyoxigraph.Store", ledger: sqlite3.Connection) -> None:
        self.folder, self.names = folder, names
        self._engine, self._ledger = engine, ledger
        self.shared: tuple[Registry, tuple[Unit, Unit]] | None = None  # the projection's: made once, kept while open

    @classmethod
    def open(cls, folder: Path, names: Names | None = None) -> Self:
        """Open the store of a data folder, made where missing; `names` gives the base of its IRIs.

        Raises BusyError where another process holds it, StoreError where it cannot be read.
        """
        import pyoxigraph

        place = folder / "store"
        try:
            place.mkdir(parents=True, exist_ok=True)
            engine = pyoxigraph.Store(str(place / "oxigraph"))
        except OSError as error:
            if "lock" in str(error).lower():
                raise BusyError(f"{place}: another process projects into it; what is ingested shows there") from error
            raise StoreError(f"{place}: {error}; delete that folder, it is made again from the record") from error
        return cls(folder, names or Names(), engine, open_ledger(place / "projected.sqlite"))

    def close(self) -> None:
        """Let go of the store."""
        self._ledger.close()
        del self._engine  # closes it: nothing else refers to it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ reading

    def query(self, query: str, **options: Any) -> Any:
        """Run a SPARQL 1.1 query over the union of all graphs, in this process and without limits: for programs that
        trust their query. The result is pyoxigraph's.

        Raises QueryError where it is malformed or has SERVICE, which would call elsewhere.
        """
        if OUTSIDE.search(query):
            raise QueryError("SERVICE is not allowed, not even in a string: this store never calls another one")
        try:
            return self._engine.query(query, **{"use_default_graph_as_union": True, **options})
        except SyntaxError as error:
            raise QueryError(f"the query cannot be read: {error}") from error
        except OSError as error:
            raise StoreError(f"{self.folder}: {error}") from error

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs, sorted."""
        return sorted(str(name)[1:-1] for name in self._engine.named_graphs())

    def dump(self, graph: str | None = None) -> Iterator[str]:
        """N-Quads lines without line ends, graph by graph and sorted within: the same content, the same lines."""
        import pyoxigraph

        for name in [graph] if graph else self.graphs():
            quads = self._engine.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(name))
            yield from sorted(f"{quad} ." for quad in quads)

    def __len__(self) -> int:
        return len(self._engine)

    def backup(self, target: Path) -> None:
        """A snapshot that can be opened beside this store; costs little where hard links work.

        Raises StoreError where the target exists or cannot be written.
        """
        try:
            self._engine.backup(str(target))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{target}: {error}") from error

    # ------------------------------------------------------------ writing

    def renew(self) -> None:
        """Forget everything down to the bytes: the engine's files are made anew, and the ledger's words overwritten.
        What is deleted from an engine stays in its files until they are merged, some of it for ever."""
        import pyoxigraph

        self.clear()
        del self._engine
        place = self.folder / "store" / "oxigraph"
        shutil.rmtree(place)
        self._engine = pyoxigraph.Store(str(place))
        self._ledger.execute("VACUUM")
        self._ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def clear(self) -> None:
        """Forget everything; the next projection makes all of it again."""
        self._ledger.executescript("DELETE FROM unit; DELETE FROM state;")
        self._engine.clear()
        self._engine.flush()

    def state(self, key: str) -> str:
        """A value kept beside the store, such as how far it has followed the record; empty where there is none."""
        row = self._ledger.execute("SELECT value FROM state WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def set_state(self, key: str, value: str) -> None:
        """Set it."""
        self._ledger.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (key, value))

    def hashes(self) -> dict[str, str]:
        """Unit key -> hash of what stands; empty for a unit that was being written when a process died."""
        return dict(self._ledger.execute("SELECT key, hash FROM unit"))

    def hash_of(self, key: str) -> str | None:
        """The hash of one unit; None where it does not stand."""
        row = self._ledger.execute("SELECT hash FROM unit WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def unfinished(self) -> list[str]:
        """Keys of units that were being written when a process died."""
        return [key for (key,) in self._ledger.execute("SELECT key FROM unit WHERE hash = ? ORDER BY key", (UNMARKED,))]

    def needs(self, key: str) -> tuple[str, ...]:
        """The units that are there because of this one."""
        row = self._ledger.execute("SELECT needs FROM unit WHERE key = ?", (key,)).fetchone()
        return tuple(json.loads(row[0])) if row else ()

    def apply(self, units: Iterable[Unit]) -> int:
        """Make the store hold these units as they are now, and return how many differed.

        What a crash leaves half-done, `unfinished` names, and applying it again repairs.
        """
        work = [(unit, old) for unit in units if self._differs(unit, old := self._standing(unit.key))]
        if not work:
            return 0
        removed: dict[str, list[str]] = {}
        added: list[str] = []
        for unit, (mark, before) in work:
            if not unit.whole:
                gone = before.difference(unit.lines)
                removed.setdefault(unit.graph, []).extend(sorted(gone))
                added += unit.lines if mark == UNMARKED else sorted(set(unit.lines) - before)
            else:
                added += unit.lines
        self._mark(work)
        self._remove([unit.graph for unit, _ in work if unit.whole], removed)
        self._add(added)
        self._flush()
        self._settle(unit for unit, _ in work)
        return len(work)

    @staticmethod
    def _differs(unit: Unit, standing: tuple[str | None, set[str]]) -> bool:
        return standing[0] is not None if not unit.lines else standing[0] != unit.hash

    def _standing(self, key: str) -> tuple[str | None, set[str]]:
        """(hash, lines that may stand); None where the unit does not stand."""
        row = self._ledger.execute("SELECT hash, lines FROM unit WHERE key = ?", (key,)).fetchone()
        return (row[0], set(_unpack(row[1]))) if row else (None, set())

    def _mark(self, work: list[tuple[Unit, tuple[str | None, set[str]]]]) -> None:
        rows = [
            (unit.key, UNMARKED, b"" if unit.whole else _pack(before.union(unit.lines)), json.dumps(unit.needs))
            for unit, (_, before) in work
        ]
        self._ledger.execute("BEGIN")
        self._ledger.executemany("INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?)", rows)
        self._ledger.execute("COMMIT")

    def _settle(self, units: Iterable[Unit]) -> None:
        self._ledger.execute("BEGIN")
        for unit in units:
            if unit.lines:
                row = (unit.hash, b"" if unit.whole else _pack(unit.lines), unit.key)
                self._ledger.execute("UPDATE unit SET hash = ?, lines = ? WHERE key = ?", row)
            else:
                self._ledger.execute("DELETE FROM unit WHERE key = ?", (unit.key,))
        self._ledger.execute("COMMIT")

    def _flush(self) -> None:
        self._engine.flush()

    def _remove(self, graphs: Iterable[str], lines: dict[str, list[str]]) -> None:
        import pyoxigraph

        for graph in graphs:
            self._engine.remove_graph(pyoxigraph.NamedNode(graph))
        for graph, gone in lines.items():
            if gone:
                cut = len(f" <{graph}> .")
                triples = "\n".join(line[:-cut] + " ." for line in gone)
                self._engine.update(f"DELETE DATA {{ GRAPH <{graph}> {{\n{triples}\n}} }}")

    def _add(self, lines: list[str]) -> None:
        import pyoxigraph

        load = self._engine.bulk_load if len(lines) >= BULK else self._engine.load
        load(document(lines).encode(), pyoxigraph.RdfFormat.N_QUADS)


def _pack(lines: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(sorted(lines)).encode(), 1)


def _unpack(packed: bytes) -> list[str]:
    return zlib.decompress(packed).decode().split("\n") if packed else []


def open_ledger(path: Path) -> sqlite3.Connection:
    """The ledger, guarded by the store's lock; one of another form is made anew, and with it everything projected."""
    ledger = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    (form,) = ledger.execute("PRAGMA user_version").fetchone()
    if form != LEDGER:
        for table in ("unit", "state"):
            ledger.execute(f"DROP TABLE IF EXISTS {table}")
        ledger.execute("CREATE TABLE unit (key TEXT PRIMARY KEY, hash TEXT, lines BLOB, needs TEXT) WITHOUT ROWID")
        ledger.execute("CREATE INDEX unit_hash ON unit (hash)")
        ledger.execute("CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
        ledger.execute(f"PRAGMA user_version = {LEDGER}")
    ledger.execute("PRAGMA journal_mode = WAL")
    ledger.execute("PRAGMA synchronous = FULL")
    ledger.execute("PRAGMA secure_delete = ON")
    return ledger


def discard_snapshots(folder: Path) -> None:
    """Delete the snapshots that a service left behind; nobody holds the store, so none runs on them."""
    shutil.rmtree(folder / "snapshots", ignore_errors=True)


def discard(folder: Path) -> None:
    """Delete the store of a data folder, which nobody holds; it is made again from the record."""
    shutil.rmtree(folder / "store", ignore_errors=False)
