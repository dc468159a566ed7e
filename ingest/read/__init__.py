"""Reading: files, folders, rows and pages become articles."""

from ingest.read.article import article_from_text
from ingest.read.clues import furniture, is_about_the_text
from ingest.read.files import read_articles
from ingest.read.given import Given, ReadFailure
from ingest.read.rows import articles_from_jsonl

__all__ = [
    "Given",
    "ReadFailure",
    "article_from_text",
    "articles_from_jsonl",
    "furniture",
    "is_about_the_text",
    "read_articles",
]
