"""The pipeline step: the time expressions of a document, found and resolved."""

from dataclasses import replace as changed

from graph.model import PublishedBasis, TimeMention
from graph.when import Basis
from ingest.document import Document, replace
from ingest.times.find import find
from ingest.times.resolve import resolve


def annotate(document: Document) -> Document:
    """Set `times`. Relative expressions stay unresolved where the publication date is unknown; where that date itself
    is inferred, what rests on it is marked as inferred too."""
    found = find(document.text, document.lang)
    times = resolve(document.text, found, document.anchor, document.lang)
    if document.article.published_basis is PublishedBasis.INFERRED:
        times = tuple(map(_inferred, times))
    return replace(document, times=times)


def _inferred(mention: TimeMention) -> TimeMention:
    when = mention.when
    if when is None or when.basis is not Basis.RELATIVE:
        return mention
    candidates = tuple(changed(candidate, basis=Basis.INFERRED) for candidate in mention.candidates)
    return changed(mention, when=changed(when, basis=Basis.INFERRED), candidates=candidates)
