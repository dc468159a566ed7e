"""The Gephi file beside networkx's writer, a window of a small and a large record, and earliest arrival.

    python -m bench.graph [--edges 300000] [--events 1000000] [--skip write,window,arrival]

Writing: the same graph in the same run, each writer in a process of its own for its peak memory (less what the graph
itself takes). Windows: the same 30 days, once alone with 10,000 events of three years, once with as many as asked for
in the century before; the record is SQLite in a temporary folder.
"""

import argparse
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph.export.gexf import write_gexf
from graph.library import Library
from graph.linking import link
from graph.model import Article, Claim, EventType, Extraction, Family, Participant, Role, Span
from graph.paths import earliest_arrival
from graph.timeline import Timeline
from graph.when import Basis, Kind, Precision, When


def big_graph(edges: int) -> Any:
    """A claim-level graph of about that many edges."""
    from tests.synthetic import synthetic

    return Timeline(synthetic(edges // 12, people=2000)).window(most=None)


def ours(told: Any, path: Path) -> None:
    """This project's writer."""
    with path.open("w", encoding="utf8") as out:
        write_gexf(told, out)


def theirs(told: Any, path: Path) -> None:
    """networkx's, given plain values, since it stops at dates and None. The copy is made before the clock runs."""
    import networkx

    networkx.write_gexf(told, path, version="1.2draft")


def plain(told: Any) -> Any:
    """A copy with attributes that networkx can write: text, numbers, truth values; spells as it takes them."""
    import networkx

    copy = networkx.MultiDiGraph()
    for node, data in told.nodes(data=True):
        copy.add_node(node, **{k: v for k, v in data.items() if isinstance(v, str | int | float | bool)})
    for number, (a, b, kind, data) in enumerate(told.edges(keys=True, data=True)):
        copy.add_edge(
            a, b, key=kind, id=f"e{number}", role=kind, **{k: str(data[k]) for k in ("start", "end") if data[k]}
        )
    for _, data in copy.nodes(data=True):
        data["label"] = "".join(c for c in data.get("label", "") if c >= " ")
    return copy


def measured(writer: Callable[[Any, Path], None], edges: int, prepare: Callable[[Any], Any], answer: Any) -> None:
    """Seconds, bytes of memory beyond the graph, and size of the file; runs in a process of its own."""
    told = prepare(big_graph(edges))
    path = Path(tempfile.mkdtemp()) / "out.gexf"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    writer(told, path)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    answer.put((seconds, peak / 1024, path.stat().st_size / 2**20, told.number_of_edges()))
    path.unlink()


def same(told: Any) -> Any:
    """The graph itself."""
    return told


def bench_write(edges: int) -> None:
    """Both writers."""
    context = multiprocessing.get_context("spawn")
    rows = {}
    for name, writer, prepare in (("amur", ours, same), ("networkx", theirs, plain)):
        queue = context.Queue()
        process = context.Process(target=measured, args=(writer, edges, prepare, queue))
        process.start()
        rows[name] = queue.get()
        process.join()
        seconds, peak, size, count = rows[name]
        print(f"write {count} edges, {name}: {seconds:.1f} s, {peak:.0f} MB beyond the graph, file {size:.0f} MB")
    faster = rows["networkx"][0] / rows["amur"][0]
    leaner = rows["amur"][1] / max(1, rows["networkx"][1])
    print(f"  {faster:.1f} times as fast (asked: 2), {leaner:.2f} of its peak memory (asked: below 0.25)")


def fill(library: Library, first: date, days: int, events: int, name: str, *, whole: bool) -> None:
    """That many contacts, evenly over the days, a hundred to an article; events without their articles where not
    `whole`: nothing asks for those, and they take most of the time. A transaction for every hundred."""
    text = "They met. " * 100
    for start in range(0, events, 100):
        key = f"{name}-{start}"
        article = Article(id=key, work=key, text=text, lang="en", source="s", published=first)
        claims = tuple(
            contact(key, number - start, first + timedelta(number * days // events))
            for number in range(start, min(events, start + 100))
        )
        with library.writing():
            if whole:
                library.put(Extraction(article=article, claims=claims))
            library.put_events(link(claims, {key: article}))


def contact(article: str, ordinal: int, day: date) -> Claim:
    """Two of five hundred people meet."""
    at = 10 * ordinal
    span = Span(start=at, end=at + 9)
    when = When(start=day, end=day, kind=Kind.THROUGHOUT, precision=Precision.DAY, edtf=str(day), basis=Basis.EXPLICIT)
    pair = (ordinal * 7 % 500, (ordinal * 13 + day.toordinal()) % 499)
    return Claim(
        id=f"c-{article}-{ordinal}", article=article, start=at, end=at + 9, trigger=span, evidence=(span,),
        type=EventType.CONSULT, family=Family.CONTACT, mode="meeting", when=when,
        actors=tuple(Participant(id=f"p{n}", name=f"P {n}", role=Role.PARTICIPANT, start=at, end=at) for n in pair),
    )  # fmt: skip


def bench_window(events: int) -> None:
    """The same 30 days, the record small and large."""
    times = []
    with tempfile.TemporaryDirectory() as folder:
        for name, more in (("small", 0), ("large", events - 10_000)):
            with Library.open(Path(folder) / name) as library:
                begin = time.perf_counter()
                fill(library, date(2024, 1, 1), 1096, 10_000, "near", whole=True)
                fill(library, date(1920, 1, 1), 36_500, more, "far", whole=False)
                filled = time.perf_counter() - begin
                taken = []
                for _ in range(5):
                    begin = time.perf_counter()
                    told = Timeline(library).window(date(2026, 2, 1), date(2026, 3, 2))
                    taken.append(time.perf_counter() - begin)
            times.append(statistics.median(taken))
            print(
                f"30 days out of {10_000 + more} events: {1000 * times[-1]:.1f} ms, {told.number_of_edges()} edges"
                f" (record filled in {filled:.0f} s)"
            )
    print(f"  ratio {times[1] / times[0]:.2f} (asked: at most 3)")


def bench_arrival(events: int = 100_000) -> None:
    """Earliest arrival over that many events."""
    from tests.synthetic import synthetic

    told = Timeline(synthetic(events, people=5000)).window(most=None)
    begin = time.perf_counter()
    found = earliest_arrival(told, "p1")
    print(f"earliest arrival over {events} events: {time.perf_counter() - begin:.1f} s, {len(found)} actors reached")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edges", type=int, default=300_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--skip", default="")
    args = parser.parse_args()
    skip = set(args.skip.split(","))
    if "write" not in skip:
        bench_write(args.edges)
    if "window" not in skip:
        bench_window(args.events)
    if "arrival" not in skip:
        bench_arrival()


if __name__ == "__main__":
    main()
