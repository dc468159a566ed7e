"""Actors, places and sources as plain objects, read from `seeds/*.toml`. What the entries look like: docs/seeds.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import NotFoundError
from graph.model import digest
from graph.spelling import plain, spell_out

LANGUAGES = ("fr", "en", "ru", "zh")

# How a surface form names its actor, in the order in which a reader should prefer them.
FORM_KINDS = ("name", "short", "demonym", "metonym", "forces")

# kind of form -> language -> forms as written in the seeds, " | " between them, {…} for endings
Written = Mapping[str, Mapping[str, str]]
Form = tuple[str, str, str]  # words, id, kind of form

UNKNOWN_SOURCE = "unknown-source"
_UNKNOWN_LABELS = {"fr": "source inconnue", "en": "unknown source", "ru": "источник неизвестен", "zh": "来源不明"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """A dated role: `title` is a key of the language data ("president", "foreign-minister"), `of` an actor id."""

    title: str
    of: str
    start: date | None = None
    end: date | None = None  # inclusive; None: still held, or unknown
    approximate: bool = False  # known to the month or year only: `start` and `end` are the outer bounds


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person, state, organisation, body, medium, company, group or project."""

    id: str  # Wikidata QID where one was looked up, else a stable slug
    kind: str
    labels: Mapping[str, str]  # fr, en, ru, zh; en is the canonical name
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    state: str | None = None  # actor id of the state it belongs to or rolls up to
    parent: str | None = None  # actor id of the body it is part of
    members: tuple[str, ...] = ()  # of a group of states
    offices: tuple[Office, ...] = ()
    gender: str | None = None
    qid: str | None = None  # Wikidata's id, which is `id` too where it was known when the entry was made
    checked: str | None = None  # date on which the QID was looked up
    written: Written = field(default_factory=dict)  # see `Registry.forms`

    @property
    def name(self) -> str:
        """Canonical English name."""
        return self.labels["en"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A place where something can happen."""

    id: str
    kind: str  # city, country, region, building, crossing, bridge, river, sea, ...
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country: str | None = None  # actor id of the state in which it lies, where one does and nobody disputes it
    within: str | None = None  # id of the place around it
    latitude: float | None = None  # degrees, to about a tenth
    longitude: float | None = None
    qid: str | None = None
    checked: str | None = None
    written: Written = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Canonical English name."""
        return self.labels["en"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Who publishes. Its id is that of the actor (medium, ministry) where the registry has one."""

    id: str
    kind: str  # agency, state-media, newspaper, magazine, broadcaster, news-site, blog, ministry, think-tank, ...
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    country: str | None = None  # actor id of a state
    owner: str | None = None  # as commonly named
    domains: tuple[str, ...] = ()
    rights: str | None = None  # of all its texts: "CC BY", "public domain"; None: theirs alone
    agency: bool = False  # a wire service whose texts others reprint
    local: bool = False  # made up on the spot: the registry does not know it

    @property
    def name(self) -> str:
        """Canonical English name."""
        return self.labels["en"]


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
    from graph.resources import seed_folder
    from graph.seedfiles import read_registry

    return read_registry(folder or seed_folder())
