"""Imported by the process that workers are forked from: languages and registry are loaded once, and shared by all."""

from datetime import date

from graph.model import Article
from graph.registry import LANGUAGES, load_registry
from ingest.pipeline import extract

for _lang in LANGUAGES:
    extract(Article(id="a", work="w", text=".", lang=_lang, source="s", published=date(2026, 2, 4)), load_registry())
