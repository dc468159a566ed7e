#!/usr/bin/env python3
"""Write the answer that the README shows as the program gives it today:  .venv/bin/python docs/refresh.py"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
START, END = "<!-- answer:", "<!-- end of answer -->"
LINES = 60  # at most; the cut falls between two events where one ends in time
COMMAND = "$ amur on 2026-02-04"


def answer() -> str:
    """The beginning of the answer for the seed articles, whole events only."""
    with tempfile.TemporaryDirectory() as data:
        amur = [sys.executable, "-m", "api.cli", "--data", data]
        subprocess.run([*amur, "ingest", "seeds/articles"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run([*amur, "on", "2026-02-04"], cwd=ROOT, check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    cut = max((i for i in range(3, min(LINES, len(lines))) if not lines[i]), default=LINES)
    return "\n".join([COMMAND, *lines[:cut], "", " …"]) + "\n"


def shown() -> str:
    """What the README shows."""
    return README.read_text(encoding="utf8").partition(START)[2].partition("```\n")[2].partition("```\n")[0]


def refresh() -> None:
    """Put the answer into the README."""
    text = README.read_text(encoding="utf8")
    before, _, rest = text.partition(START)
    head, _, _ = rest.partition("\n")
    after = rest.partition(END)[2]
    README.write_text(f"{before}{START}{head}\n```\n{answer()}```\n{END}{after}", encoding="utf8")


if __name__ == "__main__":
    refresh()
