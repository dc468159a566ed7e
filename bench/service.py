"""The service under load, on the seed articles: `.venv/bin/python bench/service.py [SECONDS]`.

Ratios are taken in one run: the day query over HTTP against the same query by the engine in this process (goal: at most
1.3 times that plus 3 ms), and 50 clients at once (goal: no error).
"""

import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.programs import environment, serving  # noqa: E402

CLIENTS, RUNS = 50, 200
QUERY = (ROOT / "graph" / "queries" / "on-a-day.rq").read_text(encoding="utf8")


def timed(work: "object", runs: int = RUNS) -> float:
    """The median of several runs, in milliseconds."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()  # type: ignore[operator]
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def client_run(address: str, until: float) -> list[tuple[int, float]]:
    """(status, milliseconds) of requests, one after the other."""
    done = []
    paths = ("/on/2026-02-04", "/events?limit=20", "/actors/Q7747", "/sparql?format=json&query=ASK%20%7B%7D")
    with httpx.Client(base_url=address, timeout=60) as client:
        while time.monotonic() < until:
            for path in paths:
                started = time.perf_counter()
                status = client.get(path).status_code
                done.append((status, (time.perf_counter() - started) * 1000))
    return done


def main() -> None:
    """Print what was measured."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        command = [sys.executable, "-m", "api.cli", "--data", data, "ingest", "seeds/articles"]
        subprocess.run(command, cwd=ROOT, check=True, env=environment())
        started = time.perf_counter()
        with serving(data) as client:
            print(f"up and projected after {time.perf_counter() - started:.2f} s")
            (snapshot, *_) = sorted((data / "snapshots").iterdir(), reverse=True)
            store = pyoxigraph.Store.read_only(str(snapshot))
            form = pyoxigraph.QueryResultsFormat.JSON
            inside = timed(lambda: store.query(QUERY, use_default_graph_as_union=True).serialize(format=form))
            headers = {"Accept": "application/sparql-results+json"}
            outside = timed(lambda: client.get("/sparql", params={"query": QUERY}, headers=headers))
            verdict = "holds" if outside <= 1.3 * inside + 3 else "FAILS"
            print(f"day query: {inside:.2f} ms in process, {outside:.2f} ms over HTTP; goal {verdict}")
            print(f"/on/2026-02-04: {timed(lambda: client.get('/on/2026-02-04'), 50):.1f} ms, one client")
            until = time.monotonic() + seconds
            with ThreadPoolExecutor(CLIENTS) as pool:
                runs = list(pool.map(lambda _: client_run(str(client.base_url), until), range(CLIENTS)))
        answers = [answer for run in runs for answer in run]
        times = sorted(taken for _, taken in answers)
        bad = [status for status, _ in answers if status != 200]
        print(f"{CLIENTS} clients, {seconds:g} s: {len(answers)} requests, {len(bad)} errors,")
        print(f"  median {times[len(times) // 2]:.0f} ms, p99 {times[int(len(times) * 0.99)]:.0f} ms")


if __name__ == "__main__":
    main()
