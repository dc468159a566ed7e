"""What is known beforehand as RDF lines: actors, places and sources of the registry, those it does not know, and the
vocabulary itself."""

from collections.abc import Iterable, Mapping

from graph import vocab
from graph.rdf import write_labels
from graph.registry import UNKNOWN_SOURCE, Actor, Place, Registry, Source
from graph.resources import ontology_path
from graph.terms import Quads, boolean, day, decimal, iri, text
from graph.vocab import Names

LANGUAGES = ("fr", "en", "ru", "zh")
# How an answer names an own-words digest: never as the publisher itself.
DIGEST_AFTER = {
    "fr": "résumé en nos propres mots d’après {}",
    "en": "own-words digest after {}",
    "ru": "собственный пересказ по {}",
    "zh": "据{}自行转述",
}


def registry_lines(registry: Registry, names: Names) -> list[str]:
    """Every actor, place and source of the registry, with labels, kinds and relations."""
    quads = Quads(names.registry_graph)
    for actor in registry.actors.values():
        _write_actor(quads, names, actor)
    for place in registry.places.values():
        _write_place(quads, names, place)
    for source in registry.sources.values():
        _write_source(quads, names, source)
        if source.id in registry.actors:
            quads.add(iri(names.source(source.id)), "amur:asActor", iri(names.actor(source.id)))
    return quads.lines()


def local_actor_lines(id: str, spellings: Iterable[str], kinds: Iterable[str], names: Names) -> list[str]:
    """An actor that the registry does not know: of its spellings the first in order is its name in all languages."""
    quads = Quads(names.local_graph)
    subject = iri(names.actor(id))
    quads.add_type(subject, "amur:Actor")
    quads.add(subject, "amur:local", boolean(True))
    quads.add(subject, "amur:actorKind", text(min(kinds)))
    write_labels(quads, subject, {"en": min(spellings)})
    return quads.lines()


def local_source_lines(id: str, name: str, registry: Registry, names: Names) -> list[str]:
    """A source that the registry does not know, by the name that articles give it; nothing for one that it knows."""
    if id in registry.sources:
        return []
    quads = Quads(names.local_graph)
    labels = registry.resolve_source(None, None).labels if id == UNKNOWN_SOURCE or not name else {"en": name}
    _name_source(quads, names, id, labels)
    quads.add(iri(names.source(id)), "amur:local", boolean(True))
    return quads.lines()


def vocabulary_lines(names: Names) -> list[str]:
    """`ontology.ttl` as lines of the vocabulary graph."""
    import pyoxigraph

    target = pyoxigraph.NamedNode(names.vocabulary_graph)
    triples = pyoxigraph.parse(path=str(ontology_path()), format=pyoxigraph.RdfFormat.TURTLE)
    quads = (pyoxigraph.Quad(t.subject, t.predicate, t.object, target) for t in triples)
    return sorted(f"{quad} ." for quad in quads)


def _write_actor(quads: Quads, names: Names, actor: Actor) -> None:
    subject = iri(names.actor(actor.id))
    quads.add_type(subject, "amur:Actor")
    quads.add(subject, "amur:actorKind", text(actor.kind))
    write_labels(quads, subject, actor.labels)
    _write_aliases(quads, subject, actor.aliases)
    _same_as(quads, subject, actor.id)
    for name, other in (("state", actor.state), ("partOf", actor.parent)):
        if other:
            quads.add(subject, f"amur:{name}", iri(names.actor(other)))
    quads.add(subject, "amur:member", *(iri(names.actor(member)) for member in actor.members))
    if actor.gender:
        quads.add(subject, "amur:gender", text(actor.gender))
    for position, office in enumerate(actor.offices, 1):
        node = iri(f"{names.actor(actor.id)}/office/{position}")
        quads.add(subject, "amur:office", node)
        quads.add_type(node, "amur:Office")
        quads.add(node, "amur:officeTitle", text(office.title))
        quads.add(node, "amur:officeOf", iri(names.actor(office.of)))
        quads.add(node, "amur:approximate", boolean(office.approximate))
        if office.start:
            quads.add(node, "amur:from", day(office.start))
        if office.end:
            quads.add(node, "amur:to", day(office.end))


def _write_place(quads: Quads, names: Names, place: Place) -> None:
    subject = iri(names.place(place.id))
    quads.add_type(subject, "amur:Place")
    quads.add(subject, "amur:placeKind", text(place.kind))
    write_labels(quads, subject, place.labels)
    _write_aliases(quads, subject, place.aliases)
    _same_as(quads, subject, place.id)
    if place.country:
        quads.add(subject, "amur:country", iri(names.actor(place.country)))
    if place.within:
        quads.add(subject, "amur:within", iri(names.place(place.within)))
    for name, degrees in (("latitude", place.latitude), ("longitude", place.longitude)):
        if degrees is not None:
            quads.add(subject, f"amur:{name}", decimal(degrees))


def _write_source(quads: Quads, names: Names, source: Source) -> None:
    subject = iri(names.source(source.id))
    _name_source(quads, names, source.id, source.labels)
    _write_aliases(quads, subject, source.aliases)
    quads.add(subject, "amur:sourceKind", text(source.kind))
    quads.add(subject, "amur:agency", boolean(source.agency))
    quads.add(subject, "amur:domain", *map(text, source.domains))
    if source.country:
        quads.add(subject, "amur:country", iri(names.actor(source.country)))
    if source.owner:
        quads.add(subject, "amur:owner", text(source.owner))
    _same_as(quads, subject, source.id)


def _name_source(quads: Quads, names: Names, id: str, labels: Mapping[str, str]) -> None:
    """The source, and the maker of digests after it. `rdfs:label` is one plain string, so that a query without a
    language gets one row; the names in four languages are `skos:prefLabel`."""
    spare = labels.get("en") or next(iter(labels.values()))
    own = {lang: labels.get(lang) or spare for lang in LANGUAGES}
    digest = {lang: DIGEST_AFTER[lang].format(own[lang]) for lang in LANGUAGES}
    quads.add(iri(names.source(id, rendition=True)), "amur:renditionOf", iri(names.source(id)))
    for rendition, shown in ((False, own), (True, digest)):
        subject = iri(names.source(id, rendition=rendition))
        quads.add_type(subject, "amur:Source")
        quads.add(subject, "rdfs:label", text(shown["en"]))
        for lang in LANGUAGES:
            quads.add(subject, "skos:prefLabel", text(shown[lang], lang))


def _write_aliases(quads: Quads, subject: str, aliases: Mapping[str, Iterable[str]]) -> None:
    for lang, words in aliases.items():
        quads.add(subject, "skos:altLabel", *(text(alias, lang) for alias in words))


def _same_as(quads: Quads, subject: str, id: str) -> None:
    entity = vocab.wikidata(id)
    if entity:
        quads.add(subject, "owl:sameAs", iri(entity))
