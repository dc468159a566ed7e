"""What the whole pipeline costs, side by side in one run: speed against `dateparser.search`, cold start, memory, and
whether time grows with the text only.

    python -m bench.pipeline [--long]

Every figure is a ratio or a bound, so that it means the same on any machine. --long adds an article of 1 MB.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from dateparser.search import search_dates

from bench.scoring import annotated
from graph.model import Article, PublishedBasis
from graph.registry import load_registry
from ingest.pipeline import extract

COLD_REFERENCE = "import dateparser; dateparser.parse('4 février 2026')"
COLD_OURS = (
    "from datetime import date; from graph.model import Article, PublishedBasis;"
    "from graph.registry import load_registry;"
    "from ingest.pipeline import extract;"
    "a = Article(id='a', work='a', text='Xi Jinping a reçu Vladimir Poutine à Pékin le 4 février 2026.', lang='fr',"
    " source='a', publisher=None, author=None, title=None, published=date(2026, 2, 4),"
    " published_basis=PublishedBasis.GIVEN);"
    "assert extract(a, load_registry()).claims"
)


def article(text: str, lang: str) -> Article:
    """A text as an article of one day."""
    return Article(
        id="bench",
        work="bench",
        text=text,
        lang=lang,
        source="bench",
        publisher=None,
        author=None,
        title=None,
        published=date(2026, 2, 4),
        published_basis=PublishedBasis.GIVEN,
    )


def seconds(what: Callable[[], object], rounds: int = 3) -> float:
    """The best of a few runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        what()
        best = min(best, time.perf_counter() - start)
    return best


def started(code: str) -> float:
    """Seconds until a fresh interpreter has run some code, the best of three."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def speed(lang: str) -> dict[str, float]:
    """Characters a second of `extract` and of `search_dates` over the annotated articles of one language."""
    registry, texts = load_registry(), [row.text for row, _ in annotated(lang)]
    size = sum(map(len, texts))
    extract(article(texts[0], lang), registry)  # the language's data are read once
    search_dates(texts[0], languages=[lang])
    ours = size / seconds(lambda: [extract(article(text, lang), registry) for text in texts])
    theirs = size / seconds(lambda: [search_dates(text, languages=[lang]) for text in texts], 1)
    return {
        "characters": size,
        "extract_per_s": round(ours),
        "search_dates_per_s": round(theirs),
        "ratio": ours / theirs,
    }


def growth(lang: str, sizes: tuple[int, ...]) -> dict[str, float]:
    """How much longer a character takes in a longer text: 1 is linear."""
    registry = load_registry()
    text = "\n\n".join(row.text for row, _ in annotated(lang))
    costs = {}
    for size in sizes:
        long = (text + "\n\n") * (size // len(text) + 1)
        taken = seconds(lambda long=long, size=size: extract(article(long[:size], lang), registry), 1)  # type: ignore[misc]
        costs[f"{size // 1000}k"] = taken / size
    first = next(iter(costs.values()))
    return {size: cost / first for size, cost in costs.items()}


def main() -> None:
    """Measure and print one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="add an article of 1 MB")
    options = parser.parse_args()
    cold = started(COLD_OURS) / started(COLD_REFERENCE)
    print(json.dumps({"cold_start_ratio": round(cold, 2), "at_most": 8}))
    for lang in ("fr", "en"):
        found = speed(lang)
        print(json.dumps({"lang": lang, **found, "ratio": round(found["ratio"], 2), "at_least": 0.6}))
    sizes = (20_000, 100_000, 1_000_000) if options.long else (20_000, 100_000)
    for lang in ("fr", "en"):
        print(
            json.dumps({"lang": lang, "cost_of_a_character": {k: round(v, 2) for k, v in growth(lang, sizes).items()}})
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"peak_memory_mb": round(peak), "below": 500}))


if __name__ == "__main__":
    main()
