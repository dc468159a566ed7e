"""Reading on many machines with Spark: files -> readings and copies, committed whole, then taken into the record.

Executors run the same `read_one` as workers do, on slices of files that lie where all machines see them. What they made
is a folder of Parquet that counts only once Spark has written _SUCCESS into it: whoever dies, worker, executor or
driver, leaves nothing half. From there one process takes it into the record, in transactions: a death there costs a
batch, and the next run goes on from the same folder.
"""

import io
import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from graph.copies import are_copies
from graph.curation import Entry
from graph.errors import InputError
from graph.model import Article, digest
from graph.registry import Registry, load_registry
from graph.sketches import Sketch, alike
from ingest.read.files import kind_of, read_unparsed
from ingest.read.given import Given
from ingest.read.rows import articles_from_jsonl
from ingest.reading import Incoming, Reading, Task, read_one
from ingest.scope import Scope

SLICE = 1_000_000  # bytes of a .jsonl file that are one task, or a little more: seconds of reading
TOGETHER = 50  # readings to an Arrow batch
LINES = (".jsonl", ".ndjson")
READ, COPIES = "read", "copies"
_MARK = "_SUCCESS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """A file, or lines of one: from `offset` so many bytes, of which the first line has that number."""

    path: Path
    offset: int = 0
    length: int = -1  # the whole file
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class ClusterJob:
    """All that is the same for every slice. It goes to the executors."""

    given: Given
    columns: Mapping[str, str] = field(default_factory=dict)
    scope: Scope | None = None
    dates: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)  # work -> entries that set its date

    def readings(self, part: Slice) -> Iterator[Reading]:
        """What comes of a slice. Runs on an executor."""
        from ingest.pipeline import extract

        registry = load_registry()
        for what in self._incoming(part, registry):
            dates = self.dates.get(what.work, ()) if isinstance(what, Article) else ()
            yield read_one(Task(what=what, dates=dates), registry, extract, self.scope)

    def _incoming(self, part: Slice, registry: Registry) -> Iterator[Incoming]:
        if part.length < 0:
            yield from read_unparsed([part.path], self.given, registry, self.columns)
            return
        with part.path.open("rb") as stream:
            stream.seek(part.offset)
            lines = io.BytesIO(stream.read(part.length))
        yield from articles_from_jsonl(lines, part.path, self.given, registry, first=part.line)


def slices(paths: Iterable[Path]) -> Iterator[Slice]:
    """The tasks that files and folders make, in the order of names."""
    for path in paths:
        found = sorted(p for p in path.rglob("*") if p.is_file() and kind_of(p.name)) if path.is_dir() else [path]
        for file in found:
            if file.suffix.lower() in LINES and file.is_file() and file.stat().st_size > SLICE:
                yield from _lines(file)
            else:
                yield Slice(path=file.resolve())


def _lines(path: Path) -> Iterator[Slice]:
    with path.open("rb") as stream:
        offset, line = 0, 1
        while part := stream.read(SLICE):
            part += stream.readline()
            yield Slice(path=path.resolve(), offset=offset, length=len(part), line=line)
            offset, line = offset + len(part), line + part.count(b"\n")


def job_id(paths: Iterable[Slice], job: ClusterJob, rules: str) -> str:
    """The same for the same files, rules and settings: what was made for it can be used again."""
    parts = []
    for part in paths:
        state = part.path.stat()
        parts.append(f"{part.path}|{part.offset}|{part.length}|{state.st_size}|{state.st_mtime_ns}")
    settings = json.dumps([repr(job.given), sorted(job.columns.items()), repr(job.scope), repr(job.dates)])
    return digest("cluster", rules, settings, *parts)


def is_whole(folder: Path) -> bool:
    """Whether Spark has committed all of a job's output."""
    return all((folder / name / _MARK).is_file() for name in (READ, COPIES))


def run(parts: list[Slice], job: ClusterJob, folder: Path, *, master: str) -> None:
    """Read the slices on a cluster, and commit readings and copies to a folder. What is there and whole is kept.

    Raises InputError where Spark is not installed or cannot be started.
    """
    if is_whole(folder):
        return
    spark = _session(master)
    try:
        if not (folder / READ / _MARK).is_file():
            shutil.rmtree(folder / READ, ignore_errors=True)
            _read(spark, parts, job, folder)
        shutil.rmtree(folder / COPIES, ignore_errors=True)
        _find_copies(spark, folder)
    finally:
        spark.stop()


def _session(master: str) -> Any:
    try:
        session = import_module("pyspark.sql").SparkSession
    except ImportError as error:
        raise InputError("Spark is not installed: pip install 'amur[cluster]', and Java 17 or later") from error
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise InputError("Spark needs Java 17 or later: install it, or set JAVA_HOME")
    root = str(Path(__file__).resolve().parent.parent)
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = session.builder.master(master)
    if master.startswith("local"):  # nothing of this machine listens to the outside
        builder = builder.config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
    return (
        builder.appName("amur")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.executorEnv.PYTHONPATH", root)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", TOGETHER)
        .config("spark.task.maxFailures", 8)
        .getOrCreate()
    )


def _read(spark: Any, parts: list[Slice], job: ClusterJob, folder: Path) -> None:
    rows = [(pickle.dumps(part),) for part in parts]
    tasks = spark.createDataFrame(rows, "task binary").repartition(len(rows))
    columns = "id string, text string, keys array<long>, size int, marks binary, reading binary"
    tasks.mapInArrow(_reader(job), columns).write.parquet(str(folder / READ))


def _reader(job: ClusterJob) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def read(batches: Iterator[Any]) -> Iterator[Any]:
        arrow: Any = import_module("pyarrow")
        for batch in batches:
            for (task,) in zip(batch.column(0).to_pylist(), strict=True):
                held: list[Reading] = []
                for reading in job.readings(pickle.loads(task)):  # our own, of a few lines above
                    held.append(reading)
                    if len(held) == TOGETHER:
                        yield _rows(arrow, held)
                        held = []
                if held:
                    yield _rows(arrow, held)

    return read


def _rows(arrow: Any, readings: list[Reading]) -> Any:
    there = [reading.extraction.article if reading.extraction else None for reading in readings]
    made = [reading.sketch or Sketch(size=0, marks=b"") for reading in readings]
    return arrow.RecordBatch.from_arrays(
        [
            arrow.array([article.id if article else "" for article in there], arrow.string()),
            arrow.array([article.text if article else "" for article in there], arrow.string()),
            arrow.array([list(sketch.keys) for sketch in made], arrow.list_(arrow.int64())),
            arrow.array([sketch.size for sketch in made], arrow.int32()),
            arrow.array([sketch.marks for sketch in made], arrow.binary()),
            arrow.array([pickle.dumps(reading) for reading in readings], arrow.binary()),
        ],
        names=["id", "text", "keys", "size", "marks", "reading"],
    )


def _find_copies(spark: Any, folder: Path) -> None:
    """Pairs of articles that share a key (a shuffle by key) and are alike by their sketches; what is left is compared
    once where both texts have met."""
    functions: Any = import_module("pyspark.sql.functions")
    read = spark.read.parquet(str(folder / READ)).where("id != ''").dropDuplicates(["id"])
    met = read.select("id", "size", "marks", functions.explode("keys").alias("key"))
    left, right = (_renamed(met, side, "id", "size", "marks") for side in "ab")
    near = left.join(right, "key").where("a_id < b_id").drop("key").dropDuplicates(["a_id", "b_id"])
    pairs = near.mapInArrow(_sketched, "a_id string, b_id string")
    for side in "ab":
        pairs = pairs.join(_renamed(read.select("id", "text"), side, "id", "text"), f"{side}_id")
    texts = pairs.select("a_id", "b_id", "a_text", "b_text")
    texts.mapInArrow(_compared, "one string, other string").write.parquet(str(folder / COPIES))


def _renamed(frame: Any, side: str, *columns: str) -> Any:
    return frame.withColumnsRenamed({column: f"{side}_{column}" for column in columns})


def _sketched(batches: Iterator[Any]) -> Iterator[Any]:
    """Of pairs with their sketches those that may be copies."""
    for batch in batches:
        rows = batch.to_pylist()
        pairs = [(row["a_id"], row["b_id"]) for row in rows if alike(_sketch(row, "a"), [_sketch(row, "b")])]
        yield _pairs(pairs, "a_id", "b_id")


def _sketch(row: dict[str, Any], side: str) -> Sketch:
    return Sketch(size=row[f"{side}_size"], marks=row[f"{side}_marks"])


def _compared(batches: Iterator[Any]) -> Iterator[Any]:
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        pairs = [(one, other) for one, other, a, b in zip(*columns, strict=True) if are_copies(a, b)]
        yield _pairs(pairs, "one", "other")


def _pairs(pairs: list[tuple[str, str]], *names: str) -> Any:
    arrow: Any = import_module("pyarrow")
    columns = [arrow.array([pair[at] for pair in pairs], arrow.string()) for at in (0, 1)]
    return arrow.RecordBatch.from_arrays(columns, names=list(names))


def readings_in(folder: Path) -> Iterator[tuple[Reading, ...]]:
    """The readings of a whole job, in batches; the memory is that of a batch."""
    for batch in _batches(folder / READ, ["reading"]):
        yield tuple(pickle.loads(row) for row in batch.column(0).to_pylist())


def copies_in(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """The pairs of copies of a whole job, in batches."""
    for batch in _batches(folder / COPIES, ["one", "other"]):
        yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _batches(folder: Path, columns: list[str]) -> Iterator[Any]:
    if not (folder / _MARK).is_file():
        raise InputError(f"{folder}: holds no {_MARK}, so that it may be half; run the job again")
    parquet: Any = import_module("pyarrow.parquet")
    for path in sorted(folder.glob("*.parquet")):
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(batch_size=TOGETHER, columns=columns)
