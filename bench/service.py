"""The service as it grows and under load: `python -m bench.service [--claims 10000 1000000] [--seconds 60]`.

Ratios are taken in one run, on records of made-up claims with as many a day (`bench.made_record`):
a day's answer over HTTP in the largest record against the smallest (goal: p95 at most 2 times); the day query over
HTTP against the same query by the engine in this process (goal: at most 1.3 times that plus 3 ms); 50 clients at once
(goal: no error, less than 1.5 GB); the time from start to the first answer (goal: 3 s); a whole export and what it does
to memory. RDF is made for the smallest record alone: of the others the store is told that it follows already.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph

from bench.made_record import LAST, days, fill
from graph.library import Library
from graph.projection import follow_already
from graph.registry import load_registry
from graph.store import Store
from tests.programs import ROOT, environment

CLIENTS = 50
QUERY = (ROOT / "graph" / "queries" / "on-a-day.rq").read_text(encoding="utf8")


def milliseconds(work: Callable[[], object], runs: int) -> list[float]:
    """How long each of several runs takes, sorted."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)


def p95(taken: list[float]) -> float:
    """The 95th percentile of sorted values."""
    return taken[int(len(taken) * 0.95)]


def memory(pid: int) -> dict[str, int]:
    """Resident MB of a process now, and at most so far; 0 where the system does not say."""
    path = Path(f"/proc/{pid}/status")
    text = path.read_text() if path.is_file() else ""
    parts = {"now": text.partition("VmRSS:")[2], "most": text.partition("VmHWM:")[2]}
    return {key: int(part.split()[0]) // 1024 if part else 0 for key, part in parts.items()}


@contextmanager
def started(data: Path) -> Iterator[tuple[httpx.Client, int, float]]:
    """A service on a data folder: a client, its process, and the seconds until it first answered for a day."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "serve", "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment())
    assert process.stderr is not None
    try:
        address = next(word for word in process.stderr.readline().split() if word.startswith("http://"))
        with httpx.Client(base_url=address.rstrip(",;."), timeout=120) as client:
            while True:
                try:
                    if client.get(f"/on/{LAST}").status_code == 200:
                        break
                except httpx.TransportError:
                    time.sleep(0.02)
            yield client, process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(30)
        process.stderr.close()


def prepare(folder: Path, claims: int, *, projected: bool) -> Path:
    """A record of so many claims; its RDF is made, or taken to be made."""
    data = folder / str(claims)
    begun = time.perf_counter()
    with Library.open(data) as library:
        fill(library, claims)
        with Store.open(data) as store:
            registry = load_registry()
            store.project(library, registry) if projected else follow_already(library, store, registry)
    size = (data / "library.sqlite").stat().st_size / 1e6
    print(f"{claims:,} claims: record of {size:,.0f} MB made in {time.perf_counter() - begun:.0f} s", flush=True)
    return data


def measure_days(client: httpx.Client, claims: int) -> float:
    """p95 of a day's answer, days drawn at random."""
    chance, span = random.Random(7), [str(day) for day in days(claims)][31:-31]
    client.get(f"/on/{span[0]}")
    taken = milliseconds(lambda: client.get(f"/on/{chance.choice(span)}").raise_for_status(), 200)
    answer = client.get(f"/on/{span[3]}").json()
    print(
        f"  /on/{{day}}: median {statistics.median(taken):.1f} ms, p95 {p95(taken):.1f} ms"
        f" ({len(answer['events'])} events of the day, {len(answer['within'])} around it)",
        flush=True,
    )
    return p95(taken)


def measure_sparql(client: httpx.Client, data: Path) -> None:
    """The day query over HTTP and in this process, by turns."""
    snapshot = max((data / "snapshots").iterdir())
    store = pyoxigraph.Store.read_only(str(snapshot))
    form = pyoxigraph.QueryResultsFormat.JSON
    headers = {"Accept": "application/sparql-results+json"}

    def inside() -> None:
        store.query(QUERY, use_default_graph_as_union=True).serialize(format=form)

    def outside() -> None:
        client.get("/sparql", params={"query": QUERY}, headers=headers).raise_for_status()

    inside(), outside()
    pairs = [(milliseconds(inside, 1)[0], milliseconds(outside, 1)[0]) for _ in range(200)]
    one, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    verdict = "holds" if other <= 1.3 * one + 3 else "FAILS"
    print(f"  day query: {one:.2f} ms in process, {other:.2f} ms over HTTP; at most 1.3 times and 3 ms: {verdict}")


def client_run(address: str, until: float, paths: list[str], seed: int) -> list[tuple[int, float]]:
    """(status, milliseconds) of requests, one after the other."""
    done, chance = [], random.Random(seed)
    with httpx.Client(base_url=address, timeout=120) as client:
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                status = client.get(chance.choice(paths)).status_code
            except httpx.TransportError:
                status = 0
            done.append((status, (time.perf_counter() - begun) * 1000))
    return done


def measure_load(client: httpx.Client, pid: int, seconds: float, claims: int) -> None:
    """Many clients at once."""
    span = [str(day) for day in days(claims)][:50]
    paths = [f"/on/{day}" for day in span] + ["/events?limit=20", "/actors/Q7", "/search?q=party"] * 5
    paths += ["/sparql?format=json&query=ASK%20%7B%7D"] * 10
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(CLIENTS) as pool:
        runs = list(pool.map(lambda n: client_run(str(client.base_url), until, paths, n), range(CLIENTS)))
    taken = sorted(milliseconds for run in runs for _, milliseconds in run)
    bad = [status for run in runs for status, _ in run if status != 200]
    held = memory(pid)
    print(
        f"  {CLIENTS} clients for {seconds:g} s: {len(taken):,} requests, {len(bad)} errors {sorted(set(bad))},"
        f" median {statistics.median(taken):.0f} ms, p99 {taken[int(len(taken) * 0.99)]:.0f} ms,"
        f" resident {held['now']} MB, at most {held['most']} MB",
        flush=True,
    )


def measure_export(client: httpx.Client, pid: int, path: str) -> None:
    """A whole export: rows, megabytes a second, and what it adds to the most memory held."""
    before, begun = memory(pid), time.perf_counter()
    size = rows = 0
    with client.stream("GET", path, headers={"Accept-Encoding": "identity"}) as answer:
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            size += len(piece)
            rows += piece.count(b"\n")
    seconds, after = time.perf_counter() - begun, memory(pid)
    print(
        f"  {path}: {rows:,} lines, {size / 1e6:,.0f} MB in {seconds:.0f} s; at most {after['most']} MB held,"
        f" {after['most'] - before['now']:+} MB on what was held before",
        flush=True,
    )


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--folder", type=Path, help="records made before, kept; by default a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder, found = given.folder or Path(made), []
        for claims in given.claims:
            smallest = claims == min(given.claims)
            data = folder / str(claims)
            if not data.is_dir():
                data = prepare(folder, claims, projected=smallest)
            with started(data) as (client, pid, seconds):
                print(f"{claims:,} claims: first answer {seconds:.2f} s after start, {memory(pid)['now']} MB held")
                found.append(measure_days(client, claims))
                if smallest:
                    measure_sparql(client, data)
                measure_load(client, pid, given.seconds / len(given.claims), claims)
                measure_export(client, pid, "/export/claims.jsonl")
        print(f"p95 of a day, largest to smallest: {found[-1] / found[0]:.2f} (goal: at most 2)")


if __name__ == "__main__":
    main()
