"""Where a SPARQL server is that holds the projection."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from graph.errors import DataError


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a server is: its addresses for queries, updates and, where it has one, the Graph Store Protocol."""

    query: str
    update: str
    store: str = ""

    @property
    def shown(self) -> str:
        """The address without a password."""
        parts = urlsplit(self.query)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def place_of(query: str, update: str = "", store: str = "") -> Place:
    """The addresses of a server; what is not given follows from the first: `…/query` goes with `…/update` and
    `…/store`, as Oxigraph and Fuseki have them. Raises DataError for what is no HTTP address."""
    for address in filter(None, (query, update, store)):
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise DataError(f"{address.rpartition('@')[2]!r} is no http address of a SPARQL server")
    base = query.removesuffix("/query") if query.endswith("/query") else ""
    return Place(
        query=query,
        update=update or (f"{base}/update" if base else query),
        store=store or (f"{base}/store" if base else ""),
    )
