"""The result formats of the endpoint: media type, name for `?format=`, and the engine's own name."""

from dataclasses import dataclass

from api.negotiate import choose
from graph.errors import QueryError

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One way to write results."""

    media: str  # what an Accept header says
    name: str  # what ?format= says
    content_type: str  # what the answer is labelled with


def _format(media: str, name: str, content_type: str | None = None) -> Format:
    return Format(media=media, name=name, content_type=content_type or media)


# Order is preference at equal q. `application/json` and `application/xml` are how many clients ask for the results.
SOLUTIONS = (
    _format(JSON, "json"),
    _format(XML, "xml"),
    _format("text/csv", "csv", "text/csv; charset=utf-8; header=present"),
    _format("text/tab-separated-values", "tsv", "text/tab-separated-values; charset=utf-8"),
    _format("application/json", "json", "application/json"),
    _format("application/xml", "xml", "application/xml"),
    _format("text/xml", "xml", "text/xml; charset=utf-8"),
)
BOOLEAN = (*SOLUTIONS[:2], *SOLUTIONS[4:], *SOLUTIONS[2:4])
TRIPLES = (
    _format("text/turtle", "turtle", "text/turtle; charset=utf-8"),
    _format("application/n-triples", "ntriples"),
    _format("application/ld+json", "jsonld"),
    _format("application/rdf+xml", "rdfxml"),
    _format("text/n3", "turtle", "text/n3; charset=utf-8"),
    _format("application/json", "jsonld", "application/ld+json"),
    _format("text/plain", "ntriples", "text/plain; charset=utf-8"),
)
NAMES = frozenset(f.name for f in (*SOLUTIONS, *TRIPLES))


def offers(form: str) -> tuple[Format, ...]:
    """The formats that a query form can be written in."""
    return {"SELECT": SOLUTIONS, "ASK": BOOLEAN}.get(form, TRIPLES)


def pick(form: str, accept: str | None, wanted: str | None = None) -> Format | None:
    """The format for a query form by `?format=` or Accept header; None where the client accepts none.

    A browser's Accept header (text/html first, then anything) falls to the first offer. Raises QueryError for an
    unknown `?format=`.
    """
    available = offers(form)
    if wanted:
        found = next((f for f in available if wanted == f.name), None)
        if found is None:
            names = ", ".join(sorted({f.name for f in available}))
            raise QueryError(f"unknown format {wanted!r} for {form}; known: {names}")
        return found
    media = choose(accept, [f.media for f in available])
    return next((f for f in available if f.media == media), None)
