"""Actors, places and sources as plain objects, read from `seeds/*.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """A dated role: `title` is a key of the language data ("president", "foreign minister"), `of` an actor id."""

    title: str
    of: str
    start: date | None = None
    end: date | None = None  # inclusive; None: still held, or unknown


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
    checked: str | None = None  # date on which the QID was looked up

    @property
    def name(self) -> str:
        """Canonical English name."""
        return self.labels["en"]
