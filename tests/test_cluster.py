"""Reading with Spark: the same RDF as by one process, whoever is killed. Two executors of one core, on this machine."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.registry import load_registry
from graph.store import Store
from ingest.cluster import ClusterJob, Slice, is_whole, readings_in, slices
from ingest.intake import Intake
from ingest.read.files import read_articles
from ingest.read.given import Given
from tests.newsroom import rows, write_jsonl
from tests.programs import ROOT, environment

MASTER = "local-cluster[2,1,1024]"
FILES, EACH = 8, 5

needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None or not Path("/proc").is_dir(),
    reason="needs Java 17, the extra `cluster` (pip install 'amur[cluster]') and /proc",
)


def rdf(data: Path) -> list[str]:
    with Store.open(data) as store:
        return sorted(store.dump())


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of articles, one of them a copy under another address, and one with a broken line."""
    folder = tmp_path_factory.mktemp("news")
    for number in range(FILES):
        write_jsonl(folder / f"{number}.jsonl", EACH, start=number * EACH)
    copied = next(rows(1))
    (folder / "copy.jsonl").write_text(
        json.dumps({**copied, "url": "https://other.example/1", "publisher": "Other"}) + "\n{broken\n"
    )
    return folder


def started(data: Path, news: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "ingest", str(news), "--engine", "spark"]
    return subprocess.Popen(
        [*command, "--master", MASTER], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip


def below(pid: int) -> Iterator[tuple[int, str]]:
    """(process, its command line) of all that a process has started, and they."""
    parents: dict[int, int] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # gone meanwhile
                continue
    edge = {pid}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge}
        for child in edge:
            try:
                yield child, Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue


def kill_first(process: "subprocess.Popen[str]", words: str, seconds: float = 180) -> bool:
    """Kill the first process of a run whose command line holds the words, once there is one."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and process.poll() is None:
        for pid, line in below(process.pid):
            if words in line:
                os.kill(pid, signal.SIGKILL)
                return True
        time.sleep(0.2)
    return False


@needs_spark
def test_spark_gives_the_same_as_one_process_whoever_is_killed(news: Path, tmp_path: Path) -> None:
    registry = load_registry()
    with Intake.open(tmp_path / "one", registry) as intake:
        report = intake.take_all(read_articles([news], Given(), registry))
        assert report.taken == FILES * EACH + 1
        assert len(list(intake.library.families())) == 1
    data = tmp_path / "many"
    with_driver = started(data, news)  # a driver that dies
    try:
        assert kill_first(with_driver, "pyspark.daemon")  # a worker: it is started again
        while not list(data.glob("cluster/*/read")) and with_driver.poll() is None:
            time.sleep(0.1)
    finally:
        os.killpg(with_driver.pid, signal.SIGKILL)
        with_driver.communicate()
    assert not any(map(is_whole, data.glob("cluster/*")))
    with Intake.open(data, registry) as intake:
        assert not intake.library.sources()
    again = started(data, news)  # an executor that dies
    try:
        assert kill_first(again, "CoarseGrainedExecutorBackend")
        out, error = again.communicate(timeout=420)
    finally:
        if again.poll() is None:
            os.killpg(again.pid, signal.SIGKILL)
            again.communicate()
    assert out == f"{FILES * EACH + 1} articles: {FILES * EACH + 1} new, 1 failed\n", error
    assert f"{news / 'copy.jsonl'}:2: is not JSON" in error
    assert rdf(data) == rdf(tmp_path / "one")
    assert not list(data.glob("cluster/*"))


def test_a_file_is_cut_at_line_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.cluster.SLICE", 2_000)
    file = write_jsonl(tmp_path / "many.jsonl", 12)
    with file.open("a") as out:
        out.write("{broken\n")
    parts = list(slices([tmp_path]))
    assert len(parts) > 4
    job = ClusterJob(given=Given())
    found = [reading for part in parts for reading in job.readings(part)]
    whole = list(job.readings(Slice(path=file)))
    assert found == whole
    assert found[-1].problem.startswith(f"{file}:13: is not JSON")


def test_what_is_not_committed_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "read").mkdir()
    assert not is_whole(tmp_path)
    with pytest.raises(InputError, match="_SUCCESS"):
        next(readings_in(tmp_path))


def test_without_spark_the_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    registry = load_registry()
    file = write_jsonl(tmp_path / "a.jsonl", 1)
    with (
        Intake.open(tmp_path / "data", registry) as intake,
        pytest.raises(InputError, match=r"pip install 'amur\[cluster\]'"),
    ):
        list(intake.stream_cluster([file], Given(), {}, master="local[1]"))
