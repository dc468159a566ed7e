"""The record: one SQLite file that holds articles and their versions, claims, events, ledgers and a word index.

Everything that is shown or exported is read from here; the RDF store is a projection of it.
"""

from graph.record.articles import Put
from graph.record.erasing import Erasing
from graph.record.ledgers import COLLECTION, CURATION, Line

__all__ = ["COLLECTION", "CURATION", "Library", "Line", "Put"]


class Library(Erasing):
    """The record of one data folder. Open it with `Library.open(folder)`; close it, or use it in a `with`.

    Threads may share it, processes may write beside it. `with library.writing()` makes several writes one
    transaction, `with library.reading()` lets several reads see one moment.
    """
