"""How fast articles come in, and in how much memory: one process, workers, Spark; and what copies cost by the million.

    python -m bench.ingest speed --articles 2000 --rounds 5        one process and two workers, in turns
    python -m bench.ingest speed --articles 20000 --spark          Spark beside them: two executors on this machine
    python -m bench.ingest steps --articles 1000                   CPU milliseconds an article, step by step
    python -m bench.ingest memory --articles 1000 10000 100000     memory of a run as it grows, without linking
    python -m bench.ingest copies --articles 100000 1000000        families of copies in the record
    python -m bench.ingest deaths --times 30                       kill -9 of workers, writer and the whole

Synthetic articles in four languages (tests/newsroom.py). Each run is a process of its own, so that none has the other's
languages loaded; runs that are compared take turns. Writes to a temporary folder.
"""

import argparse
import os
import pickle
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MASTER = "local-cluster[2,1,1024]"


def run(data: Path, file: Path, *options: str) -> float:
    """Seconds that `amur ingest` takes."""
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "ingest", str(file), *options]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}:\n{done.stderr[-3000:]}")
    return time.monotonic() - begun


def speed(articles: int, rounds: int, *, spark: bool) -> None:
    """One process, two workers and, where it is asked for, Spark, in turns; and whether all make the same RDF."""
    from tests.newsroom import write_jsonl

    ways = {"one process": ("--workers", "1"), "two workers": ("--workers", "2")}
    if spark:
        ways["Spark, two executors"] = ("--engine", "spark", "--master", MASTER)
    taken: dict[str, list[float]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as place:
        file = write_jsonl(Path(place) / "news.jsonl", articles)
        for number in range(rounds):
            for way in ways if number % 2 == 0 else reversed(ways):
                data = Path(place) / way
                shutil.rmtree(data, ignore_errors=True)
                taken[way].append(run(data, file, *ways[way]))
                print(f"  {way}: {taken[way][-1]:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
        same = {way: fingerprint(Path(place) / way) for way in ways}
    alone = taken["one process"]
    print(f"{articles:,} articles, median of {rounds}:")
    for way, seconds in taken.items():
        times = median(a / b for a, b in zip(alone, seconds, strict=True))
        share = "" if seconds is alone else f", {times:.2f} times one process, {times / 2:.0%} of the ideal of two"
        print(f"  {way}: {articles / median(seconds):.1f} a second{share}")
    print("the same N-Quads" if len(set(same.values())) == 1 else f"NOT the same N-Quads: {same}")


def steps(articles: int, place: Path) -> None:
    """What each step takes of one process, in CPU time: what others do on the machine counts little."""
    import ingest.warm  # noqa: F401 loads the languages, which is not counted
    from graph.library import Library
    from graph.projection import project
    from graph.registry import load_registry
    from graph.store import Store
    from ingest.intake import LINKED_TOGETHER, Intake
    from ingest.pipeline import extract
    from ingest.read.files import read_unparsed
    from ingest.read.given import Given
    from ingest.reading import read_one
    from ingest.workers import BATCH
    from tests.newsroom import write_jsonl

    spent: dict[str, float] = {}

    def timed(step: str, job: Callable[[], Any]) -> Any:
        begun = time.process_time()
        done = job()
        spent[step] = spent.get(step, 0.0) + time.process_time() - begun
        return done

    registry = load_registry()
    file = write_jsonl(place / "news.jsonl", articles)
    with Library.open(place / "data") as library, Store.open(place / "data") as store:
        intake = Intake(library, registry)
        rows = read_unparsed([file], Given(), registry)
        for number in range(0, articles, BATCH):
            tasks = timed("rows", lambda: [intake._task(row) for row in islice(rows, BATCH)])
            read = timed("extraction and sketch", lambda: [read_one(task, registry, extract, None) for task in tasks])  # noqa: B023
            timed("to the writer and back", lambda: pickle.loads(pickle.dumps(read)))  # noqa: B023
            timed("into the record", lambda: list(intake._put(read)))  # noqa: B023
            if (number + BATCH) % LINKED_TOGETHER == 0:
                timed("events and differences", intake.relink)
        timed("events and differences", intake.relink)
        timed("RDF", lambda: project(library, store, registry))
    for step, seconds in spent.items():
        print(f"{step:>24} {1000 * seconds / articles:6.2f} ms")
    print(f"{'all':>24} {1000 * sum(spent.values()) / articles:6.2f} ms, load {os.getloadavg()[0]:.1f}")


def fingerprint(data: Path) -> str:
    """A hash of all N-Quads, graph by graph and sorted."""
    from graph.store import Store

    made = sha256()
    with Store.open(data) as store:
        for line in store.dump():
            made.update(line.encode() + b"\n")
    return made.hexdigest()


def in_child(job: Callable[[int, Path], None], size: int) -> None:
    """Run in a process of its own, and say its seconds and greatest memory."""
    pid = os.fork()
    if pid == 0:
        with tempfile.TemporaryDirectory() as place:
            begun = time.monotonic()
            job(size, Path(place))
            taken = time.monotonic() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            disk = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file()) / 1e6
            pace = f"{size:>9,} {taken:9.1f} s {size / taken:9.0f} a second"
            spent = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            print(f"{pace} {spent:9.1f} s CPU {peak:8.0f} MB memory {disk:9.0f} MB disk", flush=True)
        os._exit(0)
    os.waitpid(pid, 0)


def take_in(size: int, place: Path) -> None:
    """The way in from rows to events in the record, with a toy extraction: size is what counts here, not reading."""
    from graph.library import Library
    from graph.registry import load_registry
    from ingest.intake import Intake
    from ingest.read.given import Given
    from ingest.read.rows import article_from_row
    from tests import deaths
    from tests.newsroom import rows

    deaths.PAUSE = 0.0
    registry = load_registry()
    with Library.open(place) as library:
        intake = Intake(library, registry, extract=deaths.spread)
        read = (article_from_row(row, Given(), registry, name="x") for row in rows(size))
        for _ in intake.stream(read):
            pass


def find_copies(size: int, place: Path) -> None:
    """Texts of a hundred words, of which one in ten is a cut copy of an earlier one."""
    from graph.library import Library
    from graph.model import Article, Extraction, identify

    chance = random.Random(1)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "i", "o", "ul", "or") for c in "dklmnrstvz"]
    kept: list[str] = []
    families = 0
    with Library.open(place) as library:
        for start in range(0, size, 500):
            with library.writing():
                for number in range(start, min(size, start + 500)):
                    if kept and chance.random() < 0.1:
                        text = chance.choice(kept).rpartition(" ")[0].partition(" ")[2]
                    else:
                        text = " ".join(chance.choices(words, k=100))
                        kept = [*kept[-99:], text]
                    source, url = f"s{number % 50}", f"https://x.example/{number}"
                    key, work = identify(source=source, text=text, url=url, title=None, published=None)
                    article = Article(id=key, work=work, text=text, lang="en", source=source)
                    library.put(Extraction(article=article))
                    families += bool(library.find_copies(article))
    print(f"{'':9} {families:,} are copies of an earlier one", flush=True)


def deaths_of(times: int) -> None:
    """The tests' deaths, as often as is said."""
    environment = {**os.environ, "DEATHS": str(times)}
    command = [sys.executable, "-m", "pytest", "-q", "-k", "killed", "tests/test_workers.py"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def main() -> None:
    """Do what the first argument says."""
    sys.path.insert(0, str(ROOT))
    reader = argparse.ArgumentParser()
    reader.add_argument("what", choices=("speed", "steps", "memory", "copies", "deaths"))
    reader.add_argument("--articles", type=int, nargs="+", default=[2000])
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--spark", action="store_true")
    reader.add_argument("--times", type=int, default=30)
    given = reader.parse_args()
    for size in given.articles if given.what != "deaths" else ():
        {
            "speed": lambda size=size: speed(size, given.rounds, spark=given.spark),
            "steps": lambda size=size: in_child(steps, size),
            "memory": lambda size=size: in_child(take_in, size),
            "copies": lambda size=size: in_child(find_copies, size),
        }[given.what]()
    if given.what == "deaths":
        deaths_of(given.times)


if __name__ == "__main__":
    main()
