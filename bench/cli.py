"""How long the command line takes to answer: `.venv/bin/python bench/cli.py`. Goal: help in under 0.5 s."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def seconds(*arguments: str) -> float:
    """The median of several runs."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "api.cli", *arguments], cwd=ROOT, check=True, capture_output=True)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def main() -> None:
    """Print a line a command."""
    with tempfile.TemporaryDirectory() as data:
        commands: list[tuple[str, ...]] = [
            ("--help",),
            ("on", "--help"),
            ("--data", data, "ingest", "seeds/articles"),
            ("--data", data, "on", "2026-02-04"),
            ("--data", data, "on", "4 февраля 2026"),
            ("--data", data, "sparql", "ASK { ?c a amur:Claim }"),
            ("--data", data, "export"),
        ]
        for command in commands:
            shown = " ".join(word for word in command if word not in ("--data", data))
            print(f"{seconds(*command):6.2f} s  amur {shown}")


if __name__ == "__main__":
    main()
