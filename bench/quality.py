"""How good extraction is on the project's own annotated articles, and whether it has become worse.

    python -m bench.quality [--keep]

Prints a table a language. With --keep it adds the table, with today's date, to `bench/quality.md` and writes the marks
that `tests/test_quality.py` holds against every change to `bench/quality.json`.
"""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from bench.scoring import MEASURES, SETS, Share, annotated, measured
from graph.registry import load_registry

HERE = Path(__file__).resolve().parent
MARKS = HERE / "quality.json"
TABLES = HERE / "quality.md"
HEAD = """# Quality of extraction, by date

Written by `python -m bench.quality --keep` over `tests/data/annotated`: percentage, (n), [95 % interval]. Articles a…
were tuned on; b…, c… and d… were written and annotated by someone who had not seen the rules, and measured for the
first time after the rules were frozen: their first table is the honest one (b: 2026-11-23, c and d: 29 November 2026,
under headings of their own). b… is open for development since 29 November 2026.
"""


def parts() -> list[tuple[str, str, str]]:
    """The halves of each language: name, language, how their ids begin."""
    found = []
    for folder in sorted(SETS.iterdir()):
        if folder.is_dir():
            halves = sorted({path.name[:4] for path in (folder / "articles").glob("*.json")})
            found += [(f"{half}…", folder.name, half) for half in halves]
    return found


def scores() -> dict[str, dict[str, Share]]:
    """The shares of each half."""
    registry = load_registry()
    return {name: measured(annotated(lang, prefix), registry) for name, lang, prefix in parts()}


def table(found: dict[str, dict[str, Share]]) -> str:
    """The scores as a Markdown table."""
    lines = [f"| | {' | '.join(found)} |", f"|---|{'---|' * len(found)}"]
    for measure in MEASURES:
        cells = []
        for shares in found.values():
            share = shares[measure]
            low, high = share.interval
            cells.append(f"{share.percent:.1f} ({share.total:g}) [{low:.0f}–{high:.0f}]" if share.total else "–")
        lines.append(f"| {measure} | {' | '.join(cells)} |")
    return "\n".join(lines)


def keep(found: dict[str, dict[str, Share]]) -> None:
    """Add the dated table, in the place of one of the same day, and write the marks."""
    before = TABLES.read_text(encoding="utf8") if TABLES.exists() else HEAD
    today = f"## {datetime.now(UTC).date()}"
    before = before.partition(today)[0]  # one table a day: the last
    TABLES.write_text(f"{before.rstrip()}\n\n{today}\n\n{table(found)}\n", encoding="utf8")
    marks = {
        name: {measure: round(share.percent, 2) for measure, share in shares.items() if share.total}
        for name, shares in found.items()
    }
    MARKS.write_text(json.dumps(marks, indent=1) + "\n", encoding="utf8")


def main() -> None:
    """Measure, print, and keep where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="add the table to quality.md and write the marks")
    options = parser.parse_args()
    found = scores()
    print(table(found))
    if options.keep:
        keep(found)


if __name__ == "__main__":
    main()
