"""RDF of the record in its formats, article by article: the claims that pass, with articles, sources and events."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from api.choosing import claims_by_article, events_of, events_told
from api.rights import LICENCE, NOTE
from api.writing.telling import Wish
from graph.library import Library
from graph.model import Extraction
from graph.rdf import article_graph, article_lines
from graph.rdf_derived import event_lines
from graph.rdf_known import local_actor_lines, local_source_lines, registry_lines, vocabulary_lines
from graph.terms import document, iri, text
from graph.vocab import PREFIXES, term

if TYPE_CHECKING:
    import pyoxigraph

BATCH = 20_000  # lines made into one piece


def trig(library: Library, wish: Wish) -> Iterator[str]:
    """One TriG document. What is said of the export itself stands in the default graph."""
    import pyoxigraph as ox

    yield "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
    for lines in parts(library, wish):
        written = _serialized(lines, ox.RdfFormat.TRIG, PREFIXES)
        # Each piece brings its prefixes; they have been said.
        yield "".join(line for line in written.splitlines(keepends=True) if not line.startswith("@prefix "))


def turtle(library: Library, wish: Wish) -> Iterator[str]:
    """The triples of all graphs as one Turtle document."""
    import pyoxigraph as ox

    yield "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
    for lines in parts(library, wish):
        written = _serialized(lines, ox.RdfFormat.TURTLE, PREFIXES)
        yield "".join(line for line in written.splitlines(keepends=True) if not line.startswith("@prefix "))


def ntriples(library: Library, wish: Wish) -> Iterator[str]:
    """The triples of all graphs, one a line."""
    import pyoxigraph as ox

    for lines in parts(library, wish):
        yield _serialized(lines, ox.RdfFormat.N_TRIPLES, None)


def nquads(library: Library, wish: Wish) -> Iterator[str]:
    """The quads, one a line."""
    for lines in parts(library, wish):
        yield document(lines)


def jsonld(library: Library, wish: Wish) -> Iterator[str]:
    """One expanded JSON-LD document: a list of graphs, those of one name to be merged, as JSON-LD does."""
    import pyoxigraph as ox

    comma = "[\n"
    for lines in parts(library, wish):
        for node in json.loads(_serialized(lines, ox.RdfFormat.JSON_LD, None)):
            yield comma + json.dumps(node, ensure_ascii=False, separators=(",", ":"))
            comma = ",\n"
    yield "\n]\n"


def _serialized(lines: Iterable[str], form: "pyoxigraph.RdfFormat", prefixes: dict[str, str] | None) -> str:
    import pyoxigraph as ox

    quads = ox.parse(document(lines).encode(), format=ox.RdfFormat.N_QUADS)
    said = quads if form.supports_datasets else (quad.triple for quad in quads)
    written = ox.serialize(said, format=form, prefixes=prefixes)
    assert written is not None
    return written.decode()


def parts(library: Library, wish: Wish) -> Iterator[list[str]]:
    """N-Quads lines in pieces. Vocabulary and registry come where nothing is narrowed; corrections by hand never: they
    are in the N-Quads of the projection."""
    yield about(library, wish)
    if not wish.narrows:
        yield vocabulary_lines(wish.names)
        yield registry_lines(wish.registry, wish.names)
    yield from _pieces(_articles(library, wish))
    yield from _pieces(_events(library, wish))


def about(library: Library, wish: Wish) -> list[str]:
    """What the export is, in the default graph."""
    subject = iri(f"{wish.names.base}export")
    return [
        f"{subject} <{term('dcterms:rights')}> {text(NOTE, 'en')} .",
        f"{subject} <{term('dcterms:license')}> {iri(LICENCE)} .",
        f"{subject} <{term('owl:versionInfo')}> {text(library.data_version())} .",
    ]


def _articles(library: Library, wish: Wish) -> Iterator[list[str]]:
    for article, claims in claims_by_article(library, wish.window, wish.filters):
        extraction = replace(library.extraction(article.id), claims=tuple(claims))
        yield article_graph(extraction, wish.names, wish.registry)
        yield article_lines(extraction, wish.names, wish.registry)
        yield from _local(library, extraction, wish)


def _local(library: Library, extraction: Extraction, wish: Wish) -> Iterator[list[str]]:
    """Who only articles name."""
    registry, source = wish.registry, extraction.article.source
    if source not in registry.sources:
        yield local_source_lines(source, library.source_name(source), registry, wish.names)
    for key in sorted({actor.id for actor in extraction.local_actors} - set(registry.actors)):
        found = list(library.local_actors([key]))
        if found:
            yield local_actor_lines(key, (a.name for a in found), (a.kind for a in found), wish.names)


def _events(library: Library, wish: Wish) -> Iterator[list[str]]:
    for event, _, _ in events_told(library, events_of(library, wish.window, wish.filters), wish.filters):
        yield event_lines(event, library.differences(event.id), library.claims(event.claims), wish.names)


def _pieces(groups: Iterator[list[str]]) -> Iterator[list[str]]:
    held: list[str] = []
    for lines in groups:
        held += lines
        if len(held) >= BATCH:
            yield held
            held = []
    if held:
        yield held
