"""Claims, articles, events and the registry as RDF: N-Quads lines, sorted, without blank nodes.

What is written here is decided by `ontology.ttl`; what an IRI looks like, by `graph.vocab`. Lines go to a store as they
are; `to_dataset` makes an rdflib dataset of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from graph.model import Article, Claim, Extraction, Participant, Quantity, Span, Stance, StanceValue, Voice
from graph.record.connection import day_number
from graph.registry import Registry
from graph.rights import Policy, Whole, excerpt
from graph.terms import Quads, boolean, concept, day, document, double, integer, iri, text, typed
from graph.vocab import Names
from graph.when import Kind, When

if TYPE_CHECKING:
    import rdflib

FORM = "3"  # raised when the same claims come to be written otherwise: projections are then made anew
LONGEST_IN_DAYS = 31
LONGEST_IN_MONTHS = 120
LANGUAGES = ("fr", "en", "ru", "zh")
GRAPH_TERM = re.compile(r'<[^<>"]*>')
ATTITUDES = {
    StanceValue.CRITICAL: "critical of",
    StanceValue.SUPPORTIVE: "supportive of",
    StanceValue.NEUTRAL: "neutral on",
}


def article_graph(extraction: Extraction, names: Names, registry: Registry) -> list[str]:
    """The named graph `<article>/claims`: the claims of an article, their evidence, and the run that found them.

    Places that the registry does not know are named here. Raises KeyError on a mode or type outside the vocabulary.
    """
    article = extraction.article
    quads = Quads(names.claims_graph(article.id))
    subject, run = iri(names.article(article.id)), iri(names.article(article.id) + "/extraction")
    quads.add(quads.name, "prov:wasDerivedFrom", subject)
    quads.add(quads.name, "prov:wasGeneratedBy", run)
    quads.add_type(run, "amur:Extraction")
    quads.add(run, "prov:used", subject)
    if extraction.extractor:
        quads.add(run, "amur:extractor", text(extraction.extractor))
    writer = _ClaimWriter(quads, article, names, Policy(registry=registry))
    for claim in extraction.claims:
        writer.write(claim)
        if claim.place and claim.place.id not in registry.places:
            place = iri(names.place(claim.place.id))
            quads.add_type(place, "amur:Place")
            write_labels(quads, place, {"en": claim.place.name})
    return quads.lines()


def article_lines(extraction: Extraction, names: Names, registry: Registry | None = None) -> list[str]:
    """What describes an article, for the graph of articles; its text is not among it."""
    article = extraction.article
    quads = Quads(names.articles_graph)
    subject = iri(names.article(article.id))
    quads.add_type(subject, "amur:Article", "prov:Entity")
    quads.add(subject, "amur:source", iri(names.source(article.source, rendition=article.rendition)))
    quads.add(subject, "amur:rendition", boolean(article.rendition))
    quads.add(subject, "amur:publishedBasis", concept("published", article.published_basis.value))
    quads.add(subject, "amur:publishedReason", *map(text, article.published_reasons))
    quads.add(subject, "amur:work", text(article.work))
    quads.add(subject, "amur:textHash", text(article.text_hash))
    quads.add(subject, "amur:language", text(article.lang))
    if article.title:
        quads.add(subject, "amur:title", text(article.title, article.lang))
    if article.url:
        quads.add(subject, "amur:url", typed(iri(article.url)[1:-1], "xsd:anyURI"))
    for name, value in (("published", article.published), ("modified", article.modified)):
        if value:
            quads.add(subject, f"amur:{name}", day(value))
    for name, words in (
        ("publisher", article.publisher),
        ("author", article.author),
        ("origin", article.origin),
        ("givenId", article.given_id),
        ("rights", article.rights),
    ):
        if words:
            quads.add(subject, f"amur:{name}", text(words))
    own = [stance for stance in extraction.stances if stance.value is not StanceValue.NEUTRAL]
    _write_stances(quads, names, article, names.article(article.id), own, Policy(registry=registry))
    return quads.lines()


def write_when(quads: Quads, subject: str, when: When) -> None:
    """The bounds of an interval with what they mean."""
    if when.start:
        quads.add(subject, "amur:from", day(when.start))
    if when.end:
        quads.add(subject, "amur:to", day(when.end))
    quads.add(subject, "amur:kind", concept("kind", when.kind.value))
    quads.add(subject, "amur:precision", concept("precision", when.precision.value))
    quads.add(subject, "amur:dateBasis", concept("basis", when.basis.value))
    if when.edtf:
        quads.add(subject, "amur:edtf", text(when.edtf))
    if when.words:
        quads.add(subject, "amur:dateWords", text(when.words))


def write_calendar(quads: Quads, subject: str, when: When) -> None:
    """What makes an interval findable: days as numbers; each day it lasts; each month, else each year, it touches."""
    start, end = when.start, when.end
    if start:
        quads.add(subject, "amur:firstDay", integer(day_number(start)))
    if end:
        quads.add(subject, "amur:lastDay", integer(day_number(end)))
    if not start or not end:
        return
    if when.kind is Kind.THROUGHOUT and (end - start).days < LONGEST_IN_DAYS:
        days = range(start.toordinal(), end.toordinal() + 1)
        quads.add(subject, "amur:day", *(day(date.fromordinal(number)) for number in days))
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    if len(months) <= LONGEST_IN_MONTHS:
        values = (typed(f"{month // 12:04}-{month % 12 + 1:02}", "xsd:gYearMonth") for month in months)
        quads.add(subject, "amur:month", *values)
    else:
        years = range(start.year, end.year + 1)
        quads.add(subject, "amur:year", *(typed(f"{year:04}", "xsd:gYear") for year in years))


def write_participation(
    quads: Quads, names: Names, base: str, position: int, actor: Participant, span: str | None
) -> None:
    """The part that an actor takes in the claim or event `base`; `span` is where the text names it."""
    subject, node, who = iri(base), iri(f"{base}/participation/{position}"), iri(names.actor(actor.id))
    quads.add(subject, "amur:actor", who)
    quads.add(subject, "amur:participation", node)
    quads.add_type(node, "amur:Participation")
    quads.add(node, "amur:actor", who)
    quads.add(node, "amur:role", concept("role", actor.role.value))
    if span:
        quads.add(node, "amur:mention", span)


class _ClaimWriter:
    """Writes the claims of one article."""

    def __init__(self, quads: Quads, article: Article, names: Names, whole: Whole) -> None:
        self.quads, self.article, self.names, self.whole = quads, article, names, whole
        self.context = iri(names.article(article.id))
        self._spans: dict[Span, str] = {}

    def span(self, span: Span) -> str:
        """A passage as a NIF string, described once."""
        if span not in self._spans:
            self._spans[span] = _write_span(self.quads, self.names, self.article, span, self.whole)
        return self._spans[span]

    def write(self, claim: Claim) -> None:
        """All that one claim says."""
        quads, names, article = self.quads, self.names, self.article
        base = names.claim(claim.id)
        subject = iri(base)
        quads.add_type(subject, "amur:Claim")
        quads.add(subject, "amur:article", self.context)
        quads.add(subject, "amur:source", iri(names.source(article.source, rendition=article.rendition)))
        quads.add(subject, "amur:quote", text(excerpt(article, claim.start, claim.end, self.whole), article.lang))
        quads.add(subject, "amur:evidence", *map(self.span, claim.evidence))
        quads.add(subject, "amur:evidence", self.span(Span(start=claim.start, end=claim.end)))
        quads.add(subject, "amur:trigger", self.span(claim.trigger))
        self.write_kind(subject, claim)
        self.write_date(base, claim)
        for position, actor in enumerate(claim.actors, 1):
            span = self.span(Span(start=actor.start, end=actor.end)) if actor.end > actor.start else None
            write_participation(quads, names, base, position, actor, span)
        if claim.place:
            quads.add(subject, "amur:place", iri(names.place(claim.place.id)))
            if claim.place.end > claim.place.start:
                span = self.span(Span(start=claim.place.start, end=claim.place.end))
                quads.add(subject, "amur:placeMention", span)
        for position, link in enumerate(claim.attribution, 1):
            self.write_link(base, position, link)
        if claim.attribution and claim.attribution[-1]:
            quads.add(subject, "amur:voice", iri(names.actor(claim.attribution[-1][0].id)))
        for position, quantity in enumerate(claim.quantities, 1):
            self.write_quantity(base, position, quantity)
        for name, other in (("reports", claim.reports), ("denies", claim.denies)):
            if other:
                quads.add(subject, f"amur:{name}", iri(names.claim(other)))
        if claim.stance:
            _write_stances(quads, names, article, base, claim.stance, self.whole)
            quads.add(subject, "amur:stanceSummary", text(stance_summary(claim.stance)))
        quads.add(subject, "amur:review", text(claim.review))
        quads.add(subject, "amur:rule", *map(text, claim.rules))

    def write_kind(self, subject: str, claim: Claim) -> None:
        """Type, family, mode and how sure the source is."""
        quads = self.quads
        quads.add(subject, "amur:eventType", concept("type", claim.type.value))
        quads.add(subject, "amur:family", concept("family", claim.family.value))
        if claim.mode:
            quads.add(subject, "amur:mode", concept("mode", claim.mode))
        quads.add(subject, "amur:certainty", concept("certainty", claim.certainty.value))
        quads.add(subject, "amur:polarity", concept("polarity", claim.polarity.value))
        quads.add(subject, "amur:tense", concept("tense", claim.tense.value))
        quads.add(subject, "amur:status", text(claim.status.value))
        quads.add(subject, "amur:statusConcept", concept("status", claim.status.value))

    def write_date(self, base: str, claim: Claim) -> None:
        """When it happened, and when it was said."""
        if claim.when:
            write_when(self.quads, iri(base), claim.when)
            write_calendar(self.quads, iri(base), claim.when)
        if claim.said:
            node = iri(base + "/said")
            self.quads.add(iri(base), "amur:said", node)
            self.quads.add_type(node, "amur:When")
            write_when(self.quads, node, claim.said)

    def write_link(self, base: str, position: int, link: tuple[Voice, ...]) -> None:
        """One link of the chain of voices; position 1 is the outermost."""
        quads, node = self.quads, iri(f"{base}/attribution/{position}")
        quads.add(iri(base), "amur:attribution", node)
        quads.add_type(node, "amur:Attribution")
        quads.add(node, "amur:position", integer(position))
        for voice in link:
            quads.add(node, "amur:speaker", iri(self.names.actor(voice.id)))
            if voice.cue:
                quads.add(node, "amur:cue", text(voice.cue))
            if voice.end > voice.start:
                quads.add(node, "amur:mention", self.span(Span(start=voice.start, end=voice.end)))

    def write_quantity(self, base: str, position: int, quantity: Quantity) -> None:
        """A number with its unit."""
        quads, node = self.quads, iri(f"{base}/quantity/{position}")
        quads.add(iri(base), "amur:quantity", node)
        quads.add_type(node, "amur:Quantity")
        quads.add(node, "amur:measures", text(quantity.measures))
        quads.add(node, "amur:value", double(quantity.value))
        quads.add(node, "amur:unit", text(quantity.unit))
        quads.add(node, "amur:approximate", boolean(quantity.approximate))
        if quantity.end > quantity.start:
            quads.add(node, "amur:mention", self.span(Span(start=quantity.start, end=quantity.end)))


def _write_span(quads: Quads, names: Names, article: Article, span: Span, whole: Whole) -> str:
    node = iri(names.span(article.id, span))
    quads.add_type(node, "amur:Span")
    # NIF asks for xsd:nonNegativeInteger; Oxigraph keeps all integers as xsd:integer, and so do we, to compare alike.
    quads.add(node, "nif:beginIndex", integer(span.start))
    quads.add(node, "nif:endIndex", integer(span.end))
    quads.add(node, "nif:anchorOf", text(excerpt(article, span.start, span.end, whole), article.lang))
    quads.add(node, "nif:referenceContext", iri(names.article(article.id)))
    return node


def _write_stances(
    quads: Quads, names: Names, article: Article, base: str, stances: Iterable[Stance], whole: Whole
) -> None:
    for position, stance in enumerate(stances, 1):
        node = iri(f"{base}/stance/{position}")
        quads.add(iri(base), "amur:stance", node)
        quads.add_type(node, "amur:Stance")
        quads.add(node, "amur:holder", text(stance.holder))
        quads.add(node, "amur:toward", text(stance.toward))
        quads.add(node, "amur:stanceValue", concept("stance", stance.value.value))
        spans = [_write_span(quads, names, article, span, whole) for span in stance.evidence]
        quads.add(node, "amur:evidence", *spans)


def stance_summary(stances: Iterable[Stance]) -> str:
    """All stances of a claim in one line: "Sergei Lavrov: critical of United States; …"."""
    return "; ".join(sorted({f"{s.holder}: {ATTITUDES[s.value]} {s.toward}" for s in stances}))


def write_labels(quads: Quads, subject: str, labels: Mapping[str, str]) -> None:
    """rdfs:label, exactly one in each of the four languages: English, else whatever there is, stands in for others."""
    spare = labels.get("en") or next(iter(labels.values()), "")
    for lang in LANGUAGES:
        quads.add(subject, "rdfs:label", text(labels.get(lang) or spare, lang))


def named_parts(lines: Iterable[str]) -> "Iterator[tuple[str, rdflib.Graph]]":
    """(IRI of the graph, its triples) of N-Quads lines as this module and Oxigraph write them."""
    import rdflib

    by_graph: dict[str, list[str]] = {}
    for line in lines:
        whole = line.removesuffix(" .")
        triple, _, name = whole.rpartition(" ")
        if not GRAPH_TERM.fullmatch(name) or triple.count(" ") < 2:
            triple, name = whole, "<>"  # of the default graph
        by_graph.setdefault(name[1:-1], []).append(f"{triple} .")
    for name, triples in sorted(by_graph.items()):
        part = rdflib.Graph(identifier=name or None)
        yield name, part.parse(data=document(triples), format="nt")


def to_dataset(lines: Iterable[str]) -> "rdflib.Dataset":
    """The quads as an rdflib dataset, whose default graph is the union of the named ones."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for name, part in named_parts(lines):
        target = dataset.graph(name)
        for triple in part:
            target.add(triple)
    return dataset


def article_dataset(extraction: Extraction, registry: Registry, names: Names | None = None) -> "rdflib.Dataset":
    """An article and its claims as an rdflib dataset of two named graphs."""
    names = names or Names()
    return to_dataset([*article_lines(extraction, names, registry), *article_graph(extraction, names, registry)])
