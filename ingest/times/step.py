"""The time step of the pipeline: sets `Document.times`."""

from dataclasses import replace

from ingest.document import Document
from ingest.times.find import find
from ingest.times.resolve import resolve


def annotate(document: Document) -> Document:
    """The document with its expressions of time, in order, spans in code points.

    Relative ones are worked out from the publication date; without it they stay unresolved. Two stages, find and
    resolve, as in HeidelTime (Strötgen and Gertz 2010). Raises LanguageDataError for a language without data.
    """
    found = find(document.text, document.lang)
    return replace(document, times=resolve(document.text, found, document.anchor, document.lang))
