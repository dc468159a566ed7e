"""Accounts: all that each source says of one event, voice by voice, and where it has it from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph.differences import differences
from graph.kinship import Kinship, Known, kinship_of
from graph.model import Article, Claim, Event, Voice

__all__ = ["Account", "Origin", "Telling", "accounts", "differences", "origins"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What one chain of voices says: `chain` is empty where it is the publisher's own word."""

    chain: tuple[tuple[Voice, ...], ...]
    claims: tuple[Claim, ...]  # in the order of the text


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where an account comes from: a voice it cites, the original author or outlet of its text, or itself."""

    id: str
    name: str
    kind: str  # "voice", "original" or "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """One article's part of what a source says of an event."""

    source: str
    article: str
    rendition: bool
    tellings: tuple[Telling, ...]  # the publisher's own word first
    origins: tuple[Origin, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, telling by telling."""
        return tuple(claim for telling in self.tellings for claim in telling.claims)


def accounts(
    event: Event,
    claims: Mapping[str, Claim] | Iterable[Claim],
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
) -> tuple[Account, ...]:
    """The accounts of an event, one an article, by source, then publication date, then article.

    `claims` holds at least those of the event, `articles` the articles of these. Raises KeyError where one is missing.
    """
    kin = kinship_of(registry)
    known = claims if isinstance(claims, Mapping) else {claim.id: claim for claim in claims}
    by_article: dict[str, list[Claim]] = {}
    for key in event.claims:
        by_article.setdefault(known[key].article, []).append(known[key])

    def order(key: str) -> tuple[str, str, str]:
        article = articles[key]
        return (article.source, str(article.published or "9999"), key)

    return tuple(account(articles[key], by_article[key], kin) for key in sorted(by_article, key=order))


def account(article: Article, claims: Iterable[Claim], kin: Kinship) -> Account:
    """The account that these claims of one article make."""
    chains: dict[tuple[tuple[str, ...], ...], list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.start, c.trigger.start, c.id)):
        chains.setdefault(tuple(tuple(v.id for v in link) for link in claim.attribution), []).append(claim)
    ordered = sorted(chains.values(), key=lambda told: (bool(told[0].attribution), told[0].start, told[0].id))
    tellings = tuple(Telling(chain=told[0].attribution, claims=tuple(told)) for told in ordered)
    return Account(
        source=article.source,
        article=article.id,
        rendition=article.rendition,
        tellings=tellings,
        origins=origins_of(article, tellings, kin),
    )


def origins_of(article: Article, tellings: Iterable[Telling], kin: Kinship) -> tuple[Origin, ...]:
    """Where an account has it from: the voices it cites (a spokesman counts as his office or state), else the
    original author or outlet of a republished text, else the source itself."""
    voices: dict[str, Origin] = {}
    for telling in tellings:
        if telling.chain:
            voice = telling.chain[-1][0]
            voices.setdefault(kin.root(voice.id), Origin(id=kin.root(voice.id), name=voice.name, kind="voice"))
    if voices:
        return tuple(voices[key] for key in sorted(voices))
    if article.origin:
        return (Origin(id="name:" + article.origin.casefold(), name=article.origin, kind="original"),)
    return (Origin(id=article.source, name=article.publisher or article.source, kind="own"),)


class KnownCopy(Protocol):
    """What is asked of an article that is a copy; `graph.copies.Copied` is one."""

    @property
    def family(self) -> str: ...
    @property
    def origin(self) -> Origin: ...


def origins(told: Iterable[Account], copies: Mapping[str, KnownCopy] | None = None) -> tuple[Origin, ...]:
    """The origins of several accounts, each once. "8 outlets, 3 origins" is the count of sources and of these.

    `copies` says of which family an article is. A family has the voices that any of its articles cites, since what is
    cut out of one was in the text, else the origin of its text.
    """
    found: dict[str, Origin] = {}
    families: dict[str, list[Account]] = {}
    for item in told:
        known = (copies or {}).get(item.article)
        families.setdefault(known.family if known else item.article, []).append(item)
    for items in families.values():
        voices = [origin for item in items for origin in item.origins if origin.kind == "voice"]
        texts = [(copies or {})[item.article].origin for item in items if item.article in (copies or {})]
        own = texts or [origin for item in items for origin in item.origins]
        for origin in voices or own:
            found.setdefault(origin.id, origin)
    return tuple(found[key] for key in sorted(found))
