"""What the registry lists, as plain objects: actors with their offices, places and sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

LANGUAGES = ("fr", "en", "ru", "zh")

# How a surface form names its actor, in the order in which a reader should prefer them.
FORM_KINDS = ("name", "short", "demonym", "metonym", "forces")

# kind of form -> language -> forms as written in the seeds, " | " between them, {…} for endings
Written = Mapping[str, Mapping[str, str]]


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
