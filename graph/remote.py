"""The projection on a SPARQL 1.1 server elsewhere, by plain HTTP: graphs are replaced one by one, by the Graph Store
Protocol where the server has it, else by updates of at most 500 triples. What stands there is kept in a ledger here."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Self, TextIO

import httpx

from graph.errors import BusyError, QueryError, StoreError
from graph.place import Place
from graph.store import OUTSIDE, Store, open_ledger
from graph.vocab import Names

BATCH = 500  # triples of one update: what every server takes
SECONDS = 120.0  # for one request
NO_STORE = frozenset((404, 405, 415, 501))  # a server that has no Graph Store Protocol there


class RemoteStore(Store):
    """A store whose engine is a server. One process at a time projects to it, as seen from one data folder."""

    def __init__(self, folder: Path, names: Names, place: Place) -> None:
        self.folder, self.names, self.place = folder, names, place
        self.shared = None
        here = folder / "remote"
        here.mkdir(parents=True, exist_ok=True)
        self._lock = (here / "lock").open("w")
        _hold(self._lock, f"{here}: another process projects to {place.shown}")
        self._ledger = open_ledger(here / "projected.sqlite")
        self._client = httpx.Client(timeout=SECONDS)
        self._put = bool(place.store)  # until the server says that it has none
        self._replaced: list[str] = []
        if self.state("place") != place.shown:  # another server: what stands there is not known
            self._ledger.executescript("DELETE FROM unit; DELETE FROM state;")
            self.set_state("place", place.shown)

    @classmethod
    def at(cls, place: Place, folder: Path, names: Names | None = None) -> Self:
        """The store of a data folder at that place. Raises BusyError, StoreError."""
        return cls(folder, names or Names(), place)

    def close(self) -> None:
        """Let go of the server."""
        self._client.close()
        self._ledger.close()
        self._lock.close()

    # ------------------------------------------------------------ reading

    def query(self, query: str, **options: Any) -> Any:
        """As `Store.query`; over whatever the server's default graph is. Raises QueryError, StoreError."""
        import pyoxigraph

        if OUTSIDE.search(query):
            raise QueryError("SERVICE is not allowed, not even in a string: this store never calls another one")
        accept = "application/sparql-results+json, application/n-triples;q=0.9"
        answer = self._send("POST", self.place.query, data={"query": query}, headers={"Accept": accept})
        if "sparql-results" in answer.headers.get("content-type", ""):
            return pyoxigraph.parse_query_results(BytesIO(answer.content), pyoxigraph.QueryResultsFormat.JSON)
        return pyoxigraph.parse(answer.content, pyoxigraph.RdfFormat.N_TRIPLES)

    def graphs(self) -> list[str]:
        """The IRIs of the named graphs under this installation's base, sorted; a server may hold others' too."""
        found = self.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        names = (solution["g"].value for solution in found)
        return sorted(name for name in names if name.startswith(self.names.base))

    def dump(self, graph: str | None = None) -> Iterator[str]:
        """As `Store.dump`."""
        for name in [graph] if graph else self.graphs():
            triples = self.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            yield from sorted(f"{quad.subject} {quad.predicate} {quad.object} <{name}> ." for quad in triples)

    def __len__(self) -> int:
        return sum(1 for _ in self.dump())

    def backup(self, target: Path) -> None:
        """There are no snapshots of a server. Raises StoreError."""
        raise StoreError(f"{self.place.shown}: a server is backed up by its own means")

    # ------------------------------------------------------------ writing

    def clear(self) -> None:
        """Forget everything that this installation holds there."""
        for name in self.graphs():
            self._update(f"DROP SILENT GRAPH <{name}>")
        self._ledger.executescript("DELETE FROM unit; DELETE FROM state;")
        self.set_state("place", self.place.shown)

    def renew(self) -> None:
        """As `clear`: what lingers in the files of a server is the server's."""
        self.clear()
        self._ledger.execute("VACUUM")

    def _flush(self) -> None:
        """A server keeps what it has acknowledged."""

    def _remove(self, graphs: Iterable[str], lines: dict[str, list[str]]) -> None:
        self._replaced = list(graphs)
        for graph, gone in lines.items():
            for batch in _batches([_triple(line, graph) for line in gone]):
                self._update(f"DELETE DATA {{ GRAPH <{graph}> {{\n{batch}}} }}")

    def _add(self, lines: list[str]) -> None:
        found: dict[str, list[str]] = {}
        for line in lines:
            graph = line[line.rindex(" <") + 2 : -len("> .")]
            found.setdefault(graph, []).append(_triple(line, graph))
        for graph in self._replaced:
            self._replace(graph, found.pop(graph, []))
        for graph, triples in found.items():
            self._insert(graph, triples)
        self._replaced = []

    def _replace(self, graph: str, triples: list[str]) -> None:
        """Put a graph in place of what stands there under its name."""
        if self._put and triples:
            answer = self._client_send(
                "PUT", self.place.store, params={"graph": graph}, content="".join(triples).encode(),
                headers={"Content-Type": "application/n-triples"},
            )  # fmt: skip
            if answer.is_success:
                return
            self._put = answer.status_code not in NO_STORE
            if self._put:
                raise self._refusal(answer)
        self._update(f"DROP SILENT GRAPH <{graph}>")
        self._insert(graph, triples)

    def _insert(self, graph: str, triples: list[str]) -> None:
        for batch in _batches(triples):
            self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} }}")

    def _update(self, text: str) -> None:
        self._send("POST", self.place.update, data={"update": text})

    def _send(self, method: str, address: str, **what: Any) -> httpx.Response:
        answer = self._client_send(method, address, **what)
        if not answer.is_success:
            raise self._refusal(answer)
        return answer

    def _client_send(self, method: str, address: str, **what: Any) -> httpx.Response:
        try:
            return self._client.request(method, address, **what)
        except httpx.HTTPError as error:
            why = str(error) or type(error).__name__
            raise StoreError(f"{self.place.shown}: {why}; is the server up, and AMUR_SPARQL_URL right?") from error

    def _refusal(self, answer: httpx.Response) -> StoreError:
        words = " ".join(answer.text[:300].split())
        return StoreError(f"{self.place.shown}: {answer.status_code} {words}")


def open_store(folder: Path, names: Names, place: Place | None = None) -> Store:
    """The store that a data folder projects to: its own, or that at a place. Raises BusyError, StoreError."""
    return RemoteStore.at(place, folder, names) if place is not None else Store.open(folder, names)


def _hold(file: TextIO, otherwise: str) -> None:
    """Lock a file for as long as it is open. Raises BusyError where another process has it."""
    if sys.platform == "win32":  # nothing as simple there: one service a folder is then the operator's care
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise BusyError(otherwise) from error


def _triple(line: str, graph: str) -> str:
    """An N-Quads line as one of N-Triples."""
    return line[: -len(f" <{graph}> .")] + " .\n"


def _batches(triples: list[str]) -> Iterator[str]:
    for start in range(0, len(triples), BATCH):
        yield "".join(triples[start : start + BATCH])


def forget(folder: Path) -> None:
    """Delete what is known of a server, so that the next projection writes everything anew."""
    shutil.rmtree(folder / "remote", ignore_errors=True)


def parameters(default: Iterable[str] | None, named: Iterable[str] | None) -> Mapping[str, list[str]]:
    """The dataset of a query as the protocol's form has it."""
    return {"default-graph-uri": list(default or ()), "named-graph-uri": list(named or ())}


def message_of(body: bytes) -> str:
    """What a server says of a query that it refuses, in one line: JSON problem documents and plain text alike."""
    text = body.decode("utf8", "replace")
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        value = None
    if isinstance(value, dict):
        text = str(value.get("detail") or value.get("message") or value.get("exception") or text)
    return " ".join(text.split())[:500]


def ask(place: Place, query: str, accept: str) -> bytes:
    """What the server answers to one query. Raises QueryError, StoreError."""
    if OUTSIDE.search(query):
        raise QueryError("SERVICE is not allowed, not even in a string: this store never calls another one")
    try:
        answer = httpx.post(place.query, data={"query": query}, headers={"Accept": accept}, timeout=SECONDS)
    except httpx.HTTPError as error:
        raise StoreError(f"{place.shown}: {error or type(error).__name__}; is the server up?") from error
    if answer.status_code in (400, 422):
        raise QueryError(message_of(answer.content))
    if not answer.is_success:
        raise StoreError(f"{place.shown}: {answer.status_code} {message_of(answer.content)}")
    return answer.content
