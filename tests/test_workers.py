"""Reading with several processes: the same record and RDF, whatever the order, and whoever is killed when."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.library import Library
from graph.model import Article, Extraction
from graph.registry import Registry, load_registry
from graph.store import Store
from ingest.intake import Intake
from ingest.read.files import Meter, read_articles, read_unparsed
from ingest.read.given import Given
from ingest.report import Problem
from ingest.workers import TRIES, Workers
from tests import deaths
from tests.newsroom import write_jsonl
from tests.programs import ROOT, amur, environment, until

TIMES = int(os.environ.get("DEATHS", "10"))  # more of them: python -m bench.ingest deaths
MANY = 50 * TIMES


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles for the toy extraction."""
    path = tmp_path_factory.mktemp("many") / "many.jsonl"
    with path.open("w") as out:
        for number in range(MANY):
            row = {"id": str(number), "lang": "en", "published": "2026-02-04", "publisher": f"Paper {number % 9}"}
            text = f"They met, says number {number} of {MANY}. " * (1 + number % 40)
            out.write(json.dumps({**row, "text": text, "url": f"https://paper.example/{number}"}) + "\n")
    return path


@pytest.fixture(scope="module")
def clean(file: Path, tmp_path_factory: pytest.TempPathFactory, registry: Registry) -> list[str]:
    """The RDF of a run in which nobody died."""
    data = tmp_path_factory.mktemp("clean") / "data"
    with Intake.open(data, registry, extract=deaths.toy) as intake:
        assert intake.take_all(read_articles([file], Given(), registry)).statuses == {"new": MANY}
    return rdf(data)


def rdf(data: Path) -> list[str]:
    with Store.open(data) as store:
        return sorted(store.dump())


def stored(data: Path) -> int:
    """Articles in the record, as another process sees them."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'library.sqlite'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet
        return 0


@contextmanager
def running(data: Path, file: Path, pids: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.deaths", str(data), str(file), "2"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(DEATHS_PIDS=str(pids)), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def workers_in(pids: Path) -> list[int]:
    """The processes that have extracted something and are still there."""
    found = [int(path.name) for path in pids.iterdir()]
    return [pid for pid in found if lives(pid)]


def lives(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return status != "Z"


def whole(data: Path, file: Path, registry: Registry) -> list[str]:
    """Run to the end what was left; everything is there once."""
    with Intake.open(data, registry, extract=deaths.toy) as intake:
        report = intake.take_all(read_articles([file], Given(), registry))
        assert report.problems == []
        assert report.taken == MANY
        assert not intake.library.has_unlinked()
    return rdf(data)


def test_workers_give_the_same_as_one_process(tmp_path: Path, registry: Registry) -> None:
    """The real extraction of articles in four languages, a page, and something broken."""
    file = write_jsonl(tmp_path / "news.jsonl", 24)
    with file.open("a") as out:
        out.write("{broken\n")
    page = tmp_path / "page.html"
    words = "Vladimir Putin met Xi Jinping in Beijing on 4 February 2026. They spoke about gas, ports and wheat. "
    head = "<html lang=en><head><title>Talks</title></head>"
    page.write_text(f"{head}<body><h1>Talks</h1><p>{words * 5}</p></body></html>")
    for name, workers in (("one", 1), ("two", 2)):
        with Intake.open(tmp_path / name, registry) as intake:
            given = Given(url=None)
            report = intake.take_all(read_unparsed([file, page], given, registry), workers=workers)
            assert report.statuses == {"new": 25}, report.problems
            assert report.langs == {"fr": 6, "en": 7, "ru": 6, "zh": 6}
            assert len(report.problems) == 1
            assert report.problems[0].startswith(f"{file}:25: is not JSON")
    assert rdf(tmp_path / "one") == rdf(tmp_path / "two")


def test_what_was_read_by_the_same_rules_is_not_read_again(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_jsonl(tmp_path / "news.jsonl", 8)
    read = list(read_articles([file], Given(), registry))
    with Intake.open(tmp_path / "data", registry) as intake:
        assert intake.take_all(read).statuses == {"new": 8}

    def refuse(article: Article, registry: Registry) -> Extraction:
        raise AssertionError(article.id)

    monkeypatch.setattr("ingest.pipeline.extract", refuse)
    with Intake.open(tmp_path / "data", registry) as intake:
        assert intake.take_all(read).statuses == {"unchanged": 8}
        monkeypatch.setattr("ingest.intake.rules_mark", lambda registry: "others")
    with Intake.open(tmp_path / "data", registry) as intake:
        assert len(intake.take_all(read).problems) == 8


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc, which only Linux has")
def test_killed_workers_cost_nothing(tmp_path: Path, file: Path, clean: list[str], registry: Registry) -> None:
    pids = tmp_path / "pids"
    pids.mkdir()
    killed: set[int] = set()
    with running(tmp_path / "data", file, pids) as process:
        before, in_a_row = 0, 0
        while len(killed) < TIMES and process.poll() is None:
            if (now := stored(tmp_path / "data")) > before:
                before, in_a_row = now, 0
            for pid in workers_in(pids)[:1]:
                # five deaths over one task would be taken for the task's doing, and on a busy machine they would be
                if pid not in killed and in_a_row < TRIES - 2:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
                    in_a_row += 1
            time.sleep(0.01)
        out, error = process.communicate(timeout=12 * TIMES + 120)
    assert out == f"{MANY} 0\n", error
    assert len(killed) == TIMES
    assert rdf(tmp_path / "data") == clean


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds processes by /proc, which only Linux has")
@pytest.mark.parametrize("all_of_it", [False, True], ids=["the writer", "the whole"])
def test_killed_runs_go_on_where_they_stopped(
    tmp_path: Path, file: Path, clean: list[str], registry: Registry, all_of_it: bool
) -> None:
    data, pids = tmp_path / "data", tmp_path / "pids"
    pids.mkdir()
    step = MANY // (TIMES + 2)
    for time_ in range(TIMES):
        before = stored(data)
        wanted = min(before + step, MANY)
        with running(data, file, pids) as process:
            until(lambda: stored(data) >= wanted, "articles")  # noqa: B023
            if all_of_it:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
            until(lambda: not workers_in(pids), "workers to end with whoever started them")
        assert stored(data) >= before, f"lost in round {time_}"
    assert whole(data, file, registry) == clean


def heed_interrupts() -> None:
    """As on a terminal: where the tests themselves run in the background, the interrupt is ignored and inherited."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_in_order_and_the_same_command_goes_on(tmp_path: Path, workers: str) -> None:
    file, data = write_jsonl(tmp_path / "news.jsonl", 160), tmp_path / "data"
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "ingest", str(file), "--workers", workers]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    try:
        until(lambda: stored(data) > 0, "articles")
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        _, error = process.communicate(timeout=60)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert process.returncode == 130, error
    before = stored(data)
    assert 0 < before < 160
    assert "The same command goes on where this one stopped" in error
    assert "Traceback" not in error
    done = amur("ingest", file, data=data)
    statuses = f"{160 - before} new, {before} unchanged"
    assert done.stdout == f"160 articles: {statuses}\n", done.stderr


def test_something_that_kills_its_worker_is_named_and_left_out(tmp_path: Path, registry: Registry) -> None:
    file = tmp_path / "three.jsonl"
    rows = [{"text": f"This is the text number {n} of three.", "lang": "en", "id": f"n{n}"} for n in range(3)]
    file.write_text("\n".join(map(json.dumps, rows)))
    with Intake.open(tmp_path / "data", registry, extract=deadly) as intake:
        results = list(intake.stream(read_articles([file], Given(), registry), workers=2))
        assert {r.article.given_id for r in results if not isinstance(r, Problem) and r.article} == {"n0", "n2"}
        (problem,) = [r for r in results if isinstance(r, Problem)]
        assert problem.message.startswith("n1: the process that read it died 5 times")
        assert [line.body["outcome"] for line in intake.library.ledger("collection")].count("failed") == 1


def deadly(article: Article, registry: Registry) -> Extraction:
    if article.given_id == "n1":
        os.kill(os.getpid(), signal.SIGKILL)
    return Extraction(article=article, extractor="deadly")


def test_a_number_of_workers_that_makes_no_sense_is_refused(registry: Registry) -> None:
    for count in (0, -1, 1000):
        with pytest.raises(InputError, match="workers: give 1 to"):
            Workers(count, registry, deaths.toy, None)


def test_the_meter_ends_at_the_whole(tmp_path: Path, registry: Registry) -> None:
    for name in ("a", "b"):
        write_jsonl(tmp_path / f"{name}.jsonl", 5)
    meter = Meter()
    meter.measure([tmp_path])
    seen = [meter.done for _ in read_unparsed([tmp_path], Given(), registry, meter=meter)]
    assert seen == sorted(seen)
    assert seen[-1] == meter.done == meter.total > 0


def test_a_death_while_all_is_derived_anew_costs_a_portion(
    tmp_path: Path, file: Path, clean: list[str], registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Intake.open(tmp_path / "data", registry, extract=deaths.toy) as intake:
        intake.take_all(read_articles([file], Given(), registry))
    with Library.open(tmp_path / "data") as library:
        library.set_meta("linker", "another")
        monkeypatch.setattr("graph.relinking.PORTION", 3)
        intake = Intake(library, registry, extract=deaths.toy)
        dying = iter(range(3))
        store = intake._relinking._store

        def storing(*given: object) -> None:
            next(dying)
            store(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(intake._relinking, "_store", storing)
        with pytest.raises(StopIteration):
            intake.relink()
        assert 0 < len(library.unlinked()) < 3 * MANY
    with Intake.open(tmp_path / "data", registry, extract=deaths.toy) as intake:
        assert not intake.library.has_unlinked()
    assert rdf(tmp_path / "data") == clean
