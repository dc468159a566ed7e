"""A process that answers queries on a snapshot, one at a time, until its input ends. It may be killed at any moment.

Jobs come as JSON lines on standard input; answers leave as frames on standard output: one byte for the kind, four for
the length (big endian), then the body. Kinds: `D` data, `E` end (JSON: rows), `X` failure (JSON: kind, message),
`R` ready (JSON: which limits took hold). Run as `python -m api.sparql.worker MEGABYTES`.
"""

import json
import re
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from api.sparql import cage
from graph.vocab import PREFIXES

CHUNK = 64 * 1024
Job = dict[str, Any]
# In the JSON results every row but the first is opened by this; a quote inside a string is escaped, so it cannot match
# there: a closing quote is followed by ',' or '}', never by a name and ':{'.
JSON_ROW = re.compile(rb'[\[,]\{(?:"[^"\\]+":\{|\})')


class LimitReachedError(Exception):
    """Rows or bytes ran over."""


class Frames:
    """A binary file that sends what is written to it as data frames and counts rows on the way."""

    def __init__(self, out: BinaryIO, name: str, max_rows: int, max_bytes: int) -> None:
        self.out, self.count, self.max_rows, self.max_bytes = out, counter(name), max_rows, max_bytes
        self.buffer = bytearray()
        self.rows = -1 if name in ("csv", "tsv") else 0  # their first line is the head
        self.bytes = 0

    def write(self, data: bytes) -> int:
        """Take bytes; raise LimitReachedError when rows or bytes run over."""
        self.buffer += data
        if len(self.buffer) >= CHUNK:
            self.send()
            self.out.flush()
        return len(data)

    def flush(self) -> None:
        """Nothing: frames are sent when they are full, and at the end."""

    def send(self) -> None:
        """Send what is held."""
        if not self.buffer:
            return
        body = bytes(self.buffer)
        self.buffer.clear()
        self.rows += self.count(body)
        self.bytes += len(body)
        if self.rows > self.max_rows:
            raise LimitReachedError(f"the answer has more than {self.max_rows:,} rows: add LIMIT, or narrow the query")
        if self.bytes > self.max_bytes:
            raise LimitReachedError(f"the answer has more than {self.max_bytes:,} bytes: add LIMIT, or narrow it")
        frame(self.out, b"D", body, flush=False)  # the last one leaves together with the end


def frame(out: BinaryIO, kind: bytes, body: bytes, *, flush: bool = True) -> None:
    """Send one frame, at once or with the next."""
    out.write(kind + struct.pack(">I", len(body)) + body)
    if flush:
        out.flush()


def counter(name: str) -> Callable[[bytes], int]:
    """A function that counts the rows in consecutive pieces of an answer in a format."""
    if name == "xml":
        return _xml_counter()
    if name == "json":
        return _json_counter()
    if name == "csv":
        return _csv_counter()
    if name in ("tsv", "ntriples"):
        return lambda piece: piece.count(b"\n")
    return lambda piece: 0  # Turtle, JSON-LD and RDF/XML are held by the limit on bytes


def _xml_counter() -> Callable[[bytes], int]:
    """Opening tags, those cut in two by a border included; a `<` in data is escaped."""
    held = b""

    def counted(piece: bytes) -> int:
        nonlocal held
        whole = held + piece
        held = whole[-7:]  # one byte less than the tag, so no tag is counted twice
        return whole.count(b"<result>")

    return counted


def _json_counter() -> Callable[[bytes], int]:
    """Row marks; what follows the last closing brace of a piece may be half a mark and waits for the next."""
    held = b""

    def counted(piece: bytes) -> int:
        nonlocal held
        whole = held + piece
        cut = whole.rfind(b"}") + 1
        held = whole[max(cut, len(whole) - 4096) :]
        return sum(1 for _ in JSON_ROW.finditer(whole, 0, cut))

    return counted


def _csv_counter() -> Callable[[bytes], int]:
    """Line ends outside quotes; a doubled quote leaves the parity as it is."""
    inside = False

    def counted(piece: bytes) -> int:
        nonlocal inside
        parts = piece.split(b'"')
        found = sum(part.count(b"\n") for part in parts[1 if inside else 0 :: 2])
        inside ^= len(parts) % 2 == 0
        return found

    return counted


def answer(store: Any, job: Job, out: BinaryIO) -> None:
    """Run one job and write its frames. A job: query, format, base, union, default_graphs, named_graphs, max_rows,
    max_bytes. Graph lists are null (the store's own dataset) or lists of IRIs."""
    import pyoxigraph as ox

    graphs = {
        key: None if job[key] is None else [ox.NamedNode(iri) for iri in job[key]]
        for key in ("default_graphs", "named_graphs")
    }
    unknown = [
        iri
        for iri in (*job["asked_graphs"], *(job["default_graphs"] or ()), *(job["named_graphs"] or ()))
        if not store.contains_named_graph(ox.NamedNode(iri))
    ]
    if unknown:
        raise ValueError(f"no such named graph here: <{unknown[0]}>; nothing is fetched from outside")
    results = store.query(
        job["query"],
        base_iri=job["base"],
        prefixes=PREFIXES,
        use_default_graph_as_union=job["union"] and graphs["default_graphs"] is None,
        default_graph=graphs["default_graphs"],
        named_graphs=graphs["named_graphs"],
    )
    name = job["format"]
    sink = Frames(out, name, job["max_rows"], job["max_bytes"])
    if isinstance(results, ox.QueryBoolean) and name in ("csv", "tsv"):
        sink.write(b"true\n" if results else b"false\n")
    else:
        results.serialize(sink, format=engine_format(name, triples=isinstance(results, ox.QueryTriples)))
    sink.send()
    frame(out, b"E", json.dumps({"rows": sink.rows, "bytes": sink.bytes}).encode())


def engine_format(name: str, *, triples: bool) -> Any:
    """The engine's constant for one of our format names."""
    import pyoxigraph as ox

    if triples:
        return {
            "turtle": ox.RdfFormat.TURTLE,
            "ntriples": ox.RdfFormat.N_TRIPLES,
            "jsonld": ox.RdfFormat.JSON_LD,
            "rdfxml": ox.RdfFormat.RDF_XML,
        }[name]
    results = ox.QueryResultsFormat
    return {"json": results.JSON, "xml": results.XML, "csv": results.CSV, "tsv": results.TSV}[name]


def dump(store: Any, job: Job, out: BinaryIO) -> None:
    """Write one graph whole (`graph`: an IRI; null: all graphs as one, which is the endpoint's default graph)."""
    import pyoxigraph as ox

    if job["graph"] is not None and not store.contains_named_graph(ox.NamedNode(job["graph"])):
        frame(out, b"X", json.dumps({"kind": "missing", "message": f"no graph <{job['graph']}>"}).encode())
        return
    where = f"GRAPH <{job['graph']}> {{ ?s ?p ?o }}" if job["graph"] is not None else "?s ?p ?o"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    dataset = {"default_graphs": None, "named_graphs": None, "asked_graphs": (), "union": job["graph"] is None}
    answer(store, {**job, **dataset, "query": query, "base": None}, out)


def dump_all(store: Any, job: Job, out: BinaryIO) -> None:
    """Write all graphs as N-Quads."""
    import pyoxigraph as ox

    sink = Frames(out, "nquads", job["max_rows"], job["max_bytes"] * 16)  # a dump is no runaway
    store.dump(sink, format=ox.RdfFormat.N_QUADS)
    sink.send()
    frame(out, b"E", json.dumps({"rows": sink.rows, "bytes": sink.bytes}).encode())


JOBS: dict[str, Callable[[Any, Job, BinaryIO], None]] = {"query": answer, "dump": dump, "nquads": dump_all}


def main() -> None:
    """Serve until standard input ends."""
    held = cage.lock_in(int(sys.argv[1]))
    out = sys.stdout.buffer
    from pyoxigraph import Store

    frame(out, b"R", json.dumps(held).encode())
    path, store = "", None
    for line in sys.stdin.buffer:
        job = json.loads(line)
        try:
            if store is None or job["snapshot"] != path:
                store = None  # close the old one before the new one is opened
                store, path = Store.read_only(job["snapshot"]), job["snapshot"]
            if job["do"] == "names":
                names = sorted(graph.value for graph in store.named_graphs() if hasattr(graph, "value"))
                frame(out, b"E", json.dumps({"names": names, "rows": len(names)}).encode())
            else:
                JOBS[job["do"]](store, job, out)
        except (SyntaxError, ValueError) as error:
            frame(out, b"X", json.dumps({"kind": "query", "message": str(error)}).encode())
        except LimitReachedError as error:
            frame(out, b"X", json.dumps({"kind": "limit", "message": str(error)}).encode())
        except (OSError, RuntimeError) as error:
            frame(out, b"X", json.dumps({"kind": "store", "message": str(error)}).encode())


if __name__ == "__main__":
    main()
