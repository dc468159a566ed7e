"""Events and differences as RDF lines of the graph of what is derived. Which event a claim tells is said there too."""

from collections.abc import Iterable, Mapping

from graph.model import Claim, Difference, Event, Join, Span
from graph.rdf import write_calendar, write_labels, write_participation, write_when
from graph.terms import Quads, concept, double, iri, text
from graph.vocab import Names


def event_lines(
    event: Event, differences: Iterable[Difference], claims: Mapping[str, Claim], names: Names
) -> list[str]:
    """An event with its joins and differences; `claims` holds those that tell it, for their spans."""
    quads = Quads(names.events_graph)
    base = names.event(event.id)
    subject = iri(base)
    quads.add_type(subject, "amur:Event", "sem:Event")
    write_labels(quads, subject, dict(event.labels))
    quads.add(subject, "amur:eventType", concept("type", event.type.value))
    quads.add(subject, "amur:family", concept("family", event.family.value))
    quads.add(subject, "amur:status", text(event.status.value))
    quads.add(subject, "amur:statusConcept", concept("status", event.status.value))
    if event.when:
        write_when(quads, subject, event.when)
        write_calendar(quads, subject, event.when)
    for position, actor in enumerate(event.actors, 1):
        write_participation(quads, names, base, position, actor, None)
    if event.place:
        quads.add(subject, "amur:place", iri(names.place(event.place.id)))
    for claim in event.claims:
        quads.add(subject, "amur:toldBy", iri(names.claim(claim)))
        quads.add(iri(names.claim(claim)), "amur:event", subject)
        if claim in claims:
            told = claims[claim]
            quads.add(subject, "gaf:denotedBy", iri(names.span(told.article, Span(start=told.start, end=told.end))))
    quads.add(subject, "amur:possiblySame", *(iri(names.event(other)) for other in event.possibly))
    for position, join in enumerate(event.joins, 1):
        _write_join(quads, names, base, position, join)
    for difference in differences:
        _write_difference(quads, names, base, difference, claims)
    return quads.lines()


def _write_join(quads: Quads, names: Names, base: str, position: int, join: Join) -> None:
    node = iri(f"{base}/join/{position}")
    quads.add(iri(base), "amur:join", node)
    quads.add_type(node, "amur:Join")
    quads.add(node, "amur:claim", iri(names.claim(join.claim)))
    quads.add(node, "amur:joinedTo", iri(names.claim(join.to)))
    quads.add(node, "amur:score", double(join.score))
    quads.add(node, "amur:reason", *map(text, join.reasons))


def _write_difference(
    quads: Quads, names: Names, base: str, difference: Difference, claims: Mapping[str, Claim]
) -> None:
    node = f"{base}/difference/{difference.attribute.replace(' ', '-')}"
    quads.add(iri(base), "amur:difference", iri(node))
    quads.add_type(iri(node), "amur:Difference")
    quads.add(iri(node), "amur:attribute", concept("attribute", difference.attribute))
    for position, value in enumerate(difference.values, 1):
        one = iri(f"{node}/value/{position}")
        quads.add(iri(node), "amur:differingValue", one)
        quads.add_type(one, "amur:DifferingValue")
        quads.add(one, "amur:value", text(value.value))
        quads.add(one, "amur:claim", *(iri(names.claim(claim)) for claim in value.claims))
