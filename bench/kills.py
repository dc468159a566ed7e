"""Ingest killed at random moments, again and again: `python -m bench.kills [--times 50] [--seed 1]`.

The digests that travel with Amur go into one data folder; the program is killed after a random time, and started again.
In between everything that was acknowledged has to be there. At the end the RDF is compared with that of a calm run.
"""

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.programs import ROOT, amur, environment


def articles(data: Path) -> set[str]:
    """The ids in the record, as another process sees them."""
    path = data / "library.sqlite"
    if not path.is_file():
        return set()
    with closing(sqlite3.connect(path)) as connection:
        try:
            return {id for (id,) in connection.execute("SELECT id FROM article")}
        except sqlite3.OperationalError:  # no table yet
            return set()


def main() -> None:
    """Print how many deaths there were and what was lost: nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, deaths, lost = random.Random(given.seed), 0, 0
    with tempfile.TemporaryDirectory() as made:
        calm, data = Path(made) / "calm", Path(made) / "killed"
        started = time.perf_counter()
        amur("ingest", ROOT / "seeds" / "articles", data=calm)
        longest = time.perf_counter() - started
        for _ in range(given.times):
            before = articles(data)
            if len(before) == len(articles(calm)):  # all is in: from the beginning
                for part in sorted(data.rglob("*"), reverse=True):
                    part.rmdir() if part.is_dir() else part.unlink()
                before = set()
            command = [sys.executable, "-m", "api.cli", "--data", str(data), "ingest", str(ROOT / "seeds" / "articles")]
            victim = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.2, longest))
            victim.kill()
            deaths += victim.wait() == -signal.SIGKILL
            lost += len(before - articles(data))
        amur("ingest", ROOT / "seeds" / "articles", data=data)
        same = [amur("export", "--format", "nquads", data=folder).stdout for folder in (calm, data)]
    print(f"{deaths} deaths in {given.times} runs; {lost} articles lost; the same RDF in the end: {same[0] == same[1]}")


if __name__ == "__main__":
    main()
