"""A `kill -9` in the middle of `amur ingest`: after a restart nothing is lost, nothing is there twice."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.programs import ROOT, amur, environment, serving

ARTICLES = ROOT / "seeds" / "articles"


def stored(data: Path) -> int:
    """Articles in the record, as another process sees them; 0 before there is a record."""
    path = data / "library.sqlite"
    if not path.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            (count,) = connection.execute("SELECT count(*) FROM article").fetchone()
            return int(count)
    except sqlite3.OperationalError:  # no table yet
        return 0


def started(data: Path) -> bool:
    """The record is being made."""
    return (data / "library.sqlite").is_file()


def recorded(data: Path) -> bool:
    """The articles are acknowledged, the projection is not there yet."""
    return stored(data) > 0


def projecting(data: Path) -> bool:
    """The projection is being written."""
    return (data / "store" / "projected.sqlite").is_file()


@pytest.mark.parametrize("moment", [started, recorded, projecting])
def test_a_killed_ingest_is_made_up_for(seeded: Path, tmp_path: Path, moment: Callable[[Path], bool]) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "ingest", str(ARTICLES)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    while not moment(data) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    acknowledged = stored(data)
    clean = amur("export", "--format", "nquads", data=seeded).stdout
    if acknowledged:  # a service that starts on what is left shows all that was acknowledged, in the record and in RDF
        with serving(data) as client:
            assert client.get("/healthz").json()["articles"] == acknowledged
            count = "SELECT (COUNT(*) AS ?n) { ?a a amur:Article }"
            answer = client.get("/sparql", params={"query": count, "format": "csv"})
            assert int(answer.text.split()[1]) == acknowledged
    again = amur("ingest", ARTICLES, data=data)
    assert again.returncode == 0, again.stderr
    assert stored(data) == len(list(ARTICLES.glob("*.md")))
    assert amur("export", "--format", "nquads", data=data).stdout == clean
