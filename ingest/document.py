"""The frozen text with its stand-off annotations. Each step of the pipeline takes one and returns a new one.

All offsets are code points into `Document.text`, which is `Article.text` and is never changed.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from graph.model import Article, LocalActor, Stance, TimeMention, Voice


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word, number or mark. `low` is lower-cased with the typographic apostrophe made plain."""

    start: int
    end: int
    low: str


class BlockKind(StrEnum):
    """What a stretch between line breaks is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    FURNITURE = "furniture"  # site matter, not the article's


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, heading or list item."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence, with the index of its block and of its first and last+1 token."""

    start: int
    end: int
    block: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ActorMention:
    """Words that name an actor. `ids` has several for plurals ("les deux dirigeants")."""

    start: int
    end: int
    ids: tuple[str, ...]
    names: tuple[str, ...]  # canonical English names, parallel to `ids`
    kind: str  # person, state, organisation, media, company, group, project
    form: str  # name, short, title, metonym, demonym, head, collective, group, counterpart, pronoun, unknown
    first: int = 0  # the whole noun phrase with its title and apposition, by token index
    last: int = 0
    bare: bool = True  # no preposition governs it
    cases: frozenset[str] = frozenset()  # that the words may stand in; empty: the language or the words show none
    office: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceMention:
    """Words that name a place where something happens."""

    start: int
    end: int
    id: str
    name: str
    rule: str = ""


class HasStart(Protocol):
    """Anything that begins somewhere in the text."""

    @property
    def start(self) -> int:
        """Code point."""
        ...


Row = TypeVar("Row", bound=HasStart)


class Placed(Generic[Row]):
    """Annotations in the order of the text, looked up by where they begin."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._starts = [row.start for row in rows]

    def of(self, stretch: Sentence) -> list[Row]:
        """Those that begin in a sentence."""
        return list(self._rows[bisect_left(self._starts, stretch.start) : bisect_left(self._starts, stretch.end)])


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article on its way through the pipeline."""

    article: Article
    tokens: tuple[Token, ...] = ()
    bases: tuple[str, ...] = ()  # parallel to `tokens`: the form by which nouns are compared, `low` where none is known
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    times: tuple[TimeMention, ...] = ()
    actors: tuple[ActorMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    local_actors: tuple[LocalActor, ...] = ()
    stances: tuple[Stance, ...] = ()
    cuts: tuple[str, ...] = ()  # what was beyond a limit, in words: see `ingest.limits`
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    @property
    def lang(self) -> str:
        """Two-letter code."""
        return self.article.lang

    @property
    def anchor(self) -> date | None:
        """The publication date, from which relative dates are worked out; None where it is unknown."""
        return self.article.published

    @cached_property
    def token_starts(self) -> tuple[int, ...]:
        """For bisection."""
        return tuple(token.start for token in self.tokens)


__all__ = [
    "ActorMention",
    "Block",
    "BlockKind",
    "Document",
    "PlaceMention",
    "Placed",
    "Sentence",
    "Token",
    "Voice",
    "replace",
]
