"""When an article that bears no date was published, so far as its own text fixes it: reference events that it tells as
today's, weekdays and days named together. What is found is marked as inferred, with its reasons."""

import dataclasses
from functools import lru_cache

from graph.model import Article, PublishedBasis
from graph.reference import load_reference_events
from graph.registry import Registry
from ingest.times.undated import ReferenceEvent, infer_published


def _names(registry: Registry, lang: str) -> dict[str, tuple[str, ...]]:
    """English name -> the names by which text of a language calls an actor or place."""
    found: dict[str, list[str]] = {}
    for words, actor, kind in registry.forms(lang):
        if kind in ("name", "metonym"):
            found.setdefault(registry.actors[actor].name, []).append(words)
    for words, place, _ in registry.place_forms(lang):
        found.setdefault(registry.places[place].name, []).append(words)
    return {name: tuple(words) for name, words in found.items()}


@lru_cache(maxsize=8)
def _events(lang: str, registry: "_Held") -> tuple[ReferenceEvent, ...]:

    names = _names(registry.registry, lang)
    rows = []
    for event in load_reference_events():
        wanted = [names.get(name, (name,)) for name in event.actors]
        if event.place is not None:
            wanted.append(names.get(event.place, (event.place,)))
        rows.append(
            ReferenceEvent(
                start=event.start,
                end=event.end,
                label=event.labels[lang],
                names=tuple(wanted),
                keywords=event.keywords[lang],
            )
        )
    return tuple(rows)


class _Held:
    """A registry as a key of a cache: by identity, since one is loaded once and kept."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def __hash__(self) -> int:
        return id(self.registry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.registry is self.registry


def dated(article: Article, registry: Registry) -> Article:
    """The article with a publication date, where it has none and its text fixes one; else as it is."""
    if article.published is not None:
        return article
    inferred = infer_published(article.text, article.lang, _events(article.lang, _Held(registry)), ())
    if inferred.published is None:
        return dataclasses.replace(article, published_reasons=(*article.published_reasons, *inferred.reasons))
    basis = PublishedBasis.TEXT if inferred.from_text else PublishedBasis.INFERRED
    return dataclasses.replace(
        article, published=inferred.published, published_basis=basis, published_reasons=inferred.reasons
    )
