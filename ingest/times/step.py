"""The pipeline step: the time expressions of a document, found and resolved."""

from ingest.document import Document, replace
from ingest.times.find import find
from ingest.times.resolve import resolve


def annotate(document: Document) -> Document:
    """Set `times`. Relative expressions stay unresolved where the publication date is unknown."""
    found = find(document.text, document.lang)
    return replace(document, times=resolve(document.text, found, document.anchor, document.lang))
