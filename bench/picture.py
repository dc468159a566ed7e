"""Draw docs/timeline.svg: the seed digests of January and February 2026, events and who takes part in them.

python -m bench.picture [FILE]
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from graph.export.picture import svg_lines
from graph.export.shapes import shaped
from graph.library import Library
from graph.model import Article
from graph.registry import load_registry
from graph.timeline import Timeline
from ingest.intake import Intake
from ingest.read import Given, read_articles

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Ingest into a folder that is thrown away, then draw."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "timeline.svg"
    registry = load_registry()
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
        found = [a for a in read_articles([ROOT / "seeds" / "articles"], Given(), registry) if isinstance(a, Article)]
        Intake(library, registry).take_all(found)
        told = shaped(Timeline(library, registry).window(date(2026, 1, 1), date(2026, 2, 28)), "events")
        target.write_text("\n".join(svg_lines(told)) + "\n", encoding="utf8")
        print(f"{target}: {told.number_of_nodes()} nodes, {told.number_of_edges()} edges")


if __name__ == "__main__":
    main()
