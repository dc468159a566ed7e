"""An entry of the curation ledger as RDF lines of the graph of corrections by hand."""

from collections.abc import Iterable
from datetime import UTC, datetime

from graph.curation import NAMES, Entry, MergeActors, Note, Undo
from graph.terms import Quads, iri, text, typed
from graph.vocab import Names


def entry_lines(entry: Entry, about: Iterable[str], names: Names) -> list[str]:
    """Who did what, when and why, and what it is about now: `about` are ids of claims and articles."""
    quads = Quads(names.curation_graph)
    subject = iri(names.correction(entry.id))
    quads.add_type(subject, "amur:Correction")
    quads.add(subject, "amur:deed", text(NAMES[type(entry.deed)]))
    quads.add(subject, "amur:curator", text(entry.who))
    quads.add(subject, "amur:reason", text(entry.why))
    quads.add(subject, "amur:signed", moment(entry.at))
    for id in about:
        thing = names.claim(id) if id.startswith("c-") else names.article(id)
        quads.add(subject, "amur:about", iri(thing))
    deed = entry.deed
    if isinstance(deed, MergeActors):
        quads.add(subject, "amur:about", *(iri(names.actor(id)) for id in (deed.gone, deed.kept)))
    if isinstance(deed, Note) and deed.kind == "actor":
        quads.add(subject, "amur:about", iri(names.actor(deed.thing)))
    if isinstance(deed, Undo):
        quads.add(subject, "amur:undoes", iri(names.correction(deed.entry)))
    return quads.lines()


def moment(at: datetime) -> str:
    """An xsd:dateTime in UTC, as Oxigraph writes it back: no needless zeros."""
    shown = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return typed(shown + "Z", "xsd:dateTime")
