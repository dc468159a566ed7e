"""Every IRI that Amur uses, and nothing else: no other Python file spells one. Held against `ontology.ttl` by a test.

Things (articles, claims, events, actors) live under the base of the installation, see `Names`; terms under AMUR.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from urllib.parse import quote

from graph.model import (
    MODES,
    Certainty,
    EventType,
    Family,
    Polarity,
    PublishedBasis,
    Role,
    Span,
    StanceValue,
    Status,
    Tense,
)
from graph.when import Basis, Kind, Precision

ONTOLOGY = "https://w3id.org/amur/ontology"
AMUR = ONTOLOGY + "#"
DEFAULT_BASE = "urn:amur:"

PREFIXES: dict[str, str] = {
    "amur": AMUR,
    "dcterms": "http://purl.org/dc/terms/",
    "gaf": "http://groundedannotationframework.org/gaf#",
    "grasp": "http://groundedannotationframework.org/grasp#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SERVICE_DESCRIPTION = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"
WIKIDATA = "http://www.wikidata.org/entity/"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASSES = _words("""
    Article Actor Source Place Office Claim Event Difference DifferingValue Participation Attribution
    Quantity Stance Span When Extraction Join Correction
""")
PROPERTIES = _words("""
    work source publisher author title url language published publishedBasis publishedReason modified origin
    rendition renditionOf givenId rights textHash extractor article event quote evidence trigger eventType
    family mode participation actor role mention place placeMention attribution position speaker cue voice
    certainty polarity tense status statusConcept quantity measures value unit approximate reports denies
    stance holder toward stanceValue stanceSummary review rule from to kind precision edtf dateBasis
    dateWords day month year firstDay lastDay said toldBy possiblySame join claim joinedTo score reason
    difference attribute differingValue actorKind state partOf member office officeTitle officeOf gender
    asActor sourceKind country owner domain agency local placeKind within latitude longitude
    deed curator about undoes signed
""")
ATTRIBUTES = ("when", "where", "who", "mode", "duration", "number", "outcome", "certainty", "whether", "announced by")


def _values(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in kind)


# Concept scheme -> its notations: the words of CONTRACT, as the model has them.
SCHEMES: dict[str, tuple[str, ...]] = {
    "type": _values(EventType),
    "family": _values(Family),
    "mode": tuple(mode for modes in MODES.values() for mode in modes),
    "role": _values(Role),
    "status": _values(Status),
    "certainty": _values(Certainty),
    "polarity": _values(Polarity),
    "tense": _values(Tense),
    "stance": _values(StanceValue),
    "kind": _values(Kind),
    "precision": _values(Precision),
    "basis": _values(Basis),
    "published": _values(PublishedBasis),
    "attribute": ATTRIBUTES,
}


def term(name: str) -> str:
    """The IRI of a class or property, as "amur:day", "rdfs:label" or "xsd:date". Raises KeyError on an unknown one."""
    prefix, _, local = name.partition(":")
    if prefix == "amur" and local not in CLASSES | PROPERTIES:
        raise KeyError(name)
    return PREFIXES[prefix] + local


def concept(scheme: str, notation: str) -> str:
    """The IRI of a concept by its notation: concept("mode", "video call"). Raises KeyError on an unknown one."""
    if notation not in SCHEMES[scheme]:
        raise KeyError(f"{scheme}: {notation}")
    return f"{AMUR}{scheme}-{notation.replace(' ', '-')}"


def scheme(name: str) -> str:
    """The IRI of a concept scheme."""
    if name not in SCHEMES:
        raise KeyError(name)
    return f"{AMUR}{name}-scheme"


def wikidata(id: str) -> str | None:
    """The Wikidata entity of an id that is a QID, else None."""
    return WIKIDATA + id if id[:1] == "Q" and id[1:].isdecimal() else None


@lru_cache(maxsize=4096)
def _quoted(id: str) -> str:
    return quote(id, safe="-_.~")


@dataclass(frozen=True)
class Names:
    """The IRIs of things, under one base such as "urn:amur:" or "https://news.example/id/"."""

    base: str = DEFAULT_BASE

    def thing(self, kind: str, id: str) -> str:
        """kind is the plural that REST uses: articles, claims, events, actors, sources, places."""
        return f"{self.base}{kind}/{_quoted(id)}"

    def article(self, id: str) -> str:
        """An article."""
        return self.thing("articles", id)

    def claim(self, id: str) -> str:
        """A claim."""
        return self.thing("claims", id)

    def event(self, id: str) -> str:
        """An event."""
        return self.thing("events", id)

    def actor(self, id: str) -> str:
        """An actor."""
        return self.thing("actors", id)

    def source(self, id: str, *, rendition: bool = False) -> str:
        """A source; with `rendition` the maker of own-words digests after it."""
        return self.thing("sources", id) + ("/rendition" if rendition else "")

    def place(self, id: str) -> str:
        """A place."""
        return self.thing("places", id)

    def correction(self, id: str) -> str:
        """An entry of the ledger of corrections by hand."""
        return self.thing("corrections", id)

    def span(self, article: str, span: Span) -> str:
        """A range of code points of an article's text, after RFC 5147."""
        return f"{self.article(article)}#char={span.start},{span.end}"

    def claims_graph(self, article: str) -> str:
        """The named graph of one article's claims."""
        return self.article(article) + "/claims"

    @cached_property
    def articles_graph(self) -> str:
        """The named graph that describes the articles."""
        return self.base + "graphs/articles"

    @cached_property
    def events_graph(self) -> str:
        """The named graph of what is derived: events, differences, and which event a claim tells."""
        return self.base + "graphs/events"

    @cached_property
    def registry_graph(self) -> str:
        """The named graph of actors, places and sources known beforehand."""
        return self.base + "graphs/registry"

    @cached_property
    def local_graph(self) -> str:
        """The named graph of actors and sources that the registry does not know."""
        return self.base + "graphs/local"

    @cached_property
    def curation_graph(self) -> str:
        """The named graph of corrections by hand."""
        return self.base + "graphs/curation"

    @cached_property
    def vocabulary_graph(self) -> str:
        """The named graph that holds `ontology.ttl`."""
        return self.base + "graphs/vocabulary"
