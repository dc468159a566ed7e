"""Imported by the process that workers are forked from: languages and registry are loaded once, and shared by all."""

import gc
from datetime import date

from graph.copies import sketch_of
from graph.model import Article
from graph.registry import LANGUAGES, load_registry
from ingest.pipeline import extract

for _lang in LANGUAGES:
    extract(Article(id="a", work="w", text=".", lang=_lang, source="s", published=date(2026, 2, 4)), load_registry())
sketch_of(" ".join(map(str, range(100))))
gc.freeze()  # what all share is not looked through by each, and so stays shared
