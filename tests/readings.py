"""A text of one's own, read as an article of a known day."""

from datetime import date

from graph.model import Article, Extraction, PublishedBasis
from graph.registry import load_registry
from ingest.pipeline import extract

PUBLISHED = date(2026, 2, 5)


def read(lang: str, text: str, published: date = PUBLISHED) -> Extraction:
    """What is read in the text, with the registry that travels with the program."""
    article = Article(
        id="t", work="t", text=text, lang=lang, source="t", published=published, published_basis=PublishedBasis.GIVEN
    )
    return extract(article, load_registry())
