"""Pages that are taken out of files and archives and still have to be read: they can be sent to another process."""

from dataclasses import dataclass
from pathlib import Path

from graph.errors import InputError
from graph.model import Article
from graph.registry import Registry
from ingest.read.given import Given, ReadFailure, failure


@dataclass(frozen=True, kw_only=True, slots=True)
class UnreadPage:
    """One HTML page with what is said about it from outside."""

    data: bytes
    given: Given
    path: Path  # of the file, for messages
    name: str = ""  # stands in for an unknown source
    charset: str | None = None  # what a response names
    url: str = ""  # of a record of an archive, for messages
    address: str = ""  # where it was fetched from: it may name another address of the same site as its own, no other

    def read(self, registry: Registry) -> Article | ReadFailure:
        """The article, or in one line why there is none."""
        # trafilatura and lxml take most of a second to import
        from ingest.read.page import article_from_page

        try:
            return article_from_page(
                self.data, self.given, registry, name=self.name, charset=self.charset, address=self.address
            )
        except InputError as error:
            return failure(self.path, f"{self.url}: {error}" if self.url else error)
