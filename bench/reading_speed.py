"""Characters a second from text to claims, language by language, in one run: `python -m bench.reading_speed`.

Each language reads its annotated articles once to warm up (dictionaries, tables), then three times on the clock; the
best round counts. The goal is a ratio in the same run, never a figure: Russian at least half of French, Chinese at
least a third.
"""

import time

from bench.scoring import SETS, annotated
from graph.model import Article
from graph.registry import Registry, load_registry
from ingest.pipeline import extract

ROUNDS = 3


def characters_a_second(articles: list[Article], registry: Registry) -> float:
    """The best of several rounds over the articles of a language."""
    size = sum(len(article.text) for article in articles)
    taken = []
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        for article in articles:
            extract(article, registry)
        taken.append(time.perf_counter() - started)
    return size / min(taken[1:])


def main() -> None:
    """A line a language, with its share of French."""
    registry = load_registry()
    rates = {
        lang: characters_a_second([article for article, _ in annotated(lang)], registry)
        for lang in sorted(folder.name for folder in SETS.iterdir() if folder.is_dir())
    }
    for lang, rate in rates.items():
        print(f"{lang}  {rate:8.0f} characters/s  {rate / rates['fr']:.2f} of French")


if __name__ == "__main__":
    main()
