"""Actors that neither the registry nor the extraction names: they are listed with their article, so that they have a
name wherever they are shown."""

from dataclasses import replace
from itertools import chain

from graph.model import Extraction, LocalActor, Participant, Voice
from graph.registry import Registry


def complete(extraction: Extraction, registry: Registry) -> Extraction:
    """The same with every actor and voice that neither registry nor `local_actors` knows named among the latter."""
    known = {actor.id for actor in extraction.local_actors}
    missing: dict[str, LocalActor] = {}
    for claim in extraction.claims:
        named_there: list[Participant | Voice] = [*claim.actors, *chain.from_iterable(claim.attribution)]
        for who in named_there:
            if who.id not in known and who.id not in registry.actors:
                lang = extraction.article.lang
                named = LocalActor(id=who.id, name=who.name, kind="unknown", lang=lang, start=who.start, end=who.end)
                missing.setdefault(who.id, named)
    if not missing:
        return extraction
    return replace(extraction, local_actors=(*extraction.local_actors, *(missing[id] for id in sorted(missing))))
