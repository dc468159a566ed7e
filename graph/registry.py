"""Actors, places and sources as plain objects, read from `seeds/*.toml`. What the entries look like: docs/seeds.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import NotFoundError
from graph.listed import FORM_KINDS, LANGUAGES, Actor, Office, Place, Source, Written
from graph.model import digest
from graph.resources import seed_folder
from graph.seedfiles import read_seeds
from graph.spelling import plain, spell_out

__all__ = [
    "FORM_KINDS", "LANGUAGES", "UNKNOWN_SOURCE", "Actor", "Form", "Office", "Place", "Registry", "Source", "Written",
    "load_registry",
]  # fmt: skip

Form = tuple[str, str, str]  # words, id, kind of form
UNKNOWN_SOURCE = "unknown-source"
_UNKNOWN_LABELS = {"fr": "source inconnue", "en": "unknown source", "ru": "источник неизвестен", "zh": "来源不明"}


def _host(url: str | None) -> str:
    """The host of an address without www., lower-cased; empty where there is none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:  # "http://[" and the like: an address without a usable host
        return ""
    return (host or "").removeprefix("www.")


@dataclass(frozen=True, kw_only=True)
class Registry:
    """All that is known beforehand. It holds no text and matches none: `ingest` does."""

    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    sources: Mapping[str, Source]
    ambiguous: Mapping[str, frozenset[str]] = field(default_factory=dict)  # language -> forms shared on purpose

    def actor(self, id: str) -> Actor:
        """The actor of that id. Raises NotFoundError."""
        if id not in self.actors:
            raise NotFoundError(f"no actor {id!r} in the registry: see `seeds/actors`")
        return self.actors[id]

    def place(self, id: str) -> Place:
        """The place of that id. Raises NotFoundError."""
        if id not in self.places:
            raise NotFoundError(f"no place {id!r} in the registry: see `seeds/places.toml`")
        return self.places[id]

    def source(self, id: str) -> Source:
        """The source of that id. Raises NotFoundError."""
        if id not in self.sources:
            raise NotFoundError(f"no source {id!r} in the registry: see `seeds/sources.toml`")
        return self.sources[id]

    def label(self, id: str, lang: str) -> str:
        """The label of an actor, place or source in a language; its English one where that language has none.

        Raises NotFoundError for an id that is none of the three.
        """
        for shelf in (self.actors, self.places, self.sources):
            thing = shelf.get(id)
            if thing is not None:
                labels: Mapping[str, str] = thing.labels
                return labels.get(lang, labels["en"])
        raise NotFoundError(f"no actor, place or source {id!r} in the registry")

    def forms(self, lang: str) -> tuple[Form, ...]:
        """Every way in which text of a language names an actor: (words, actor id, kind of form), all cases and numbers.

        Kinds are those of FORM_KINDS: `name` may be trusted alone, `short` only where the text has named the actor
        more fully, `demonym` and `forces` and `metonym` stand for a state. The same words may come with several ids
        where they are declared ambiguous.
        """
        return self._spelled("actors", lang, self.actors.values())

    def place_forms(self, lang: str) -> tuple[Form, ...]:
        """The same for places: (words, place id, kind of form)."""
        return self._spelled("places", lang, self.places.values())

    def _spelled(self, shelf: str, lang: str, things: Iterable[Actor] | Iterable[Place]) -> tuple[Form, ...]:
        """The forms of a shelf in a language, worked out when first asked for."""
        if (shelf, lang) not in self._known_forms:
            self._known_forms[shelf, lang] = _forms(things, lang)
        return self._known_forms[shelf, lang]

    @cached_property
    def _known_forms(self) -> dict[tuple[str, str], tuple[Form, ...]]:
        return {}

    def holders(self, title: str, of: str, on: date | None) -> tuple[Actor, ...]:
        """Who held the office on that day, in the order of taking it; without a day, all who ever did.

        Two where an approximate term leaves it open; those of undated terms only where no dated one fits.
        """
        terms = self._terms.get((title, of), ())
        if on is None:
            return _unique(actor for _, actor in terms)
        dated = [(o, a) for o, a in terms if o.start is not None or o.end is not None]
        fitting = [a for o, a in dated if (o.start or date.min) <= on <= (o.end or date.max)]
        return _unique(fitting or [a for o, a in terms if o.start is None and o.end is None])

    @cached_property
    def _terms(self) -> Mapping[tuple[str, str], tuple[tuple[Office, Actor], ...]]:
        """(title, of) -> terms in the order of their start."""
        found: dict[tuple[str, str], list[tuple[Office, Actor]]] = {}
        for actor in self.actors.values():
            for office in actor.offices:
                found.setdefault((office.title, office.of), []).append((office, actor))
        return {
            key: tuple(sorted(terms, key=lambda term: (term[0].start or date.min, term[1].id)))
            for key, terms in found.items()
        }

    @cached_property
    def _source_names(self) -> Mapping[str, Source]:
        """Name without case, accents and marks -> source."""
        names: dict[str, Source] = {}
        for source in self.sources.values():
            for lang, label in source.labels.items():
                for name in (label, *source.aliases.get(lang, ())):
                    names.setdefault(plain(name), source)
        return names

    @cached_property
    def _source_domains(self) -> Mapping[str, Source]:
        return {domain: source for source in self.sources.values() for domain in source.domains}

    def resolve_source(self, publisher: str | None, url: str | None) -> Source:
        """The registry's source of that name, else of the address's domain, else a local one.

        A local source is named as the publisher is written, else by the host, and its kind is "unknown"; with neither
        name nor address it is the source UNKNOWN_SOURCE.
        """
        name = (publisher or "").strip()
        known = self._source_names.get(plain(name)) if name else None
        host = _host(url)
        parts = host.split(".")
        for start in range(len(parts) - 1):
            known = known or self._source_domains.get(".".join(parts[start:]))
        if known:
            return known
        called = name or host
        if not called:
            return Source(id=UNKNOWN_SOURCE, kind="unknown", labels=_UNKNOWN_LABELS, local=True)
        return Source(
            id="local-" + digest("source", plain(called) or called, size=12),
            kind="unknown",
            labels=dict.fromkeys(LANGUAGES, called),
            domains=(host,) if host else (),
            local=True,
        )


def _unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Each once, in order."""
    return tuple({actor.id: actor for actor in actors}.values())


# Their names of several words begin with a common noun or adjective, which running text writes small: "le ministère
# chinois des Affaires étrangères". Media are not among them: "Le Monde" is a paper, "le monde" the world.
_SMALL_INITIAL = frozenset({"body", "organisation", "group", "company", "project"})


def _forms(things: Iterable[Actor] | Iterable[Place], lang: str) -> tuple[Form, ...]:
    """The forms of all, spelled out."""
    found: dict[Form, None] = {}
    for thing in things:
        small = isinstance(thing, Actor) and thing.kind in _SMALL_INITIAL
        for kind, by_language in thing.written.items():
            for form in spell_out(by_language.get(lang, "")):
                found[form, thing.id, kind] = None
                if small and " " in form and form[0].isupper() and form[1].islower():
                    found[form[0].lower() + form[1:], thing.id, kind] = None
    return tuple(found)


@lru_cache(maxsize=4)
def load_registry(folder: Path | None = None) -> Registry:
    """The registry of a seeds folder; by default the one that travels with the program. Read once, then kept.

    Raises LanguageDataError, naming file and entry, where the seeds break their form.
    """
    seeds = read_seeds(folder or seed_folder())
    return Registry(actors=seeds.actors, places=seeds.places, sources=seeds.sources, ambiguous=seeds.ambiguous)
