"""Which articles are one text in several places: copies of a wire, reprints, cut and lightly edited versions.

Candidates come from sketches (`graph.sketches`), which find what is alike; whether one text is in the other is then
counted (containment), because a cut copy of a long wire is all in it and yet not much like it. Of scripts without
spaces characters are counted, of others words. Nothing here needs to know a language.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol, runtime_checkable

from graph.accounts import Origin
from graph.model import Article
from graph.registry import Registry
from graph.sketches import CONTAINED, LEAST, Sketch, alike, sketch

WORDS = 4  # of a shingle
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Copied:
    """The family that an article belongs to, and where its text comes from."""

    family: str  # id of its smallest article
    origin: Origin


@dataclass(frozen=True, kw_only=True, slots=True)
class Family:
    """Articles of one text, by publication date, then id."""

    articles: tuple[str, ...]
    sources: tuple[str, ...]
    origin: Origin


@runtime_checkable
class CopyRecord(Protocol):
    """A record that knows which articles are copies; `graph.library.Library` is one."""

    def copies_of(self, ids: Iterable[str], registry: Registry) -> Mapping[str, Copied]: ...


@lru_cache(maxsize=256)
def shingles(text: str) -> frozenset[int]:
    """Runs of four words, or characters where a script has no spaces, as 64-bit hashes. Case and marks do not count."""
    tokens = TOKEN.findall(text.casefold())
    runs = (" ".join(tokens[at : at + WORDS]) for at in range(max(1, len(tokens) - WORDS + 1)))
    return frozenset(int.from_bytes(blake2b(run.encode(), digest_size=8).digest()) for run in runs if run)


def sketch_of(text: str) -> Sketch:
    """The sketch by which a text meets others that are alike."""
    return sketch(shingles(text))


def containment(one: str, other: str) -> float:
    """The share of the shorter text's shingles that the other has, from 0 to 1."""
    a, b = shingles(one), shingles(other)
    if min(len(a), len(b)) < LEAST:
        return 1.0 if a == b and a else 0.0
    return len(a & b) / min(len(a), len(b))


def are_copies(one: str, other: str) -> bool:
    """Whether one text is a copy of the other, or of a part of it."""
    return containment(one, other) >= CONTAINED


def families(
    articles: Mapping[str, Article], pairs: Iterable[tuple[str, str]], registry: Registry
) -> tuple[Family, ...]:
    """The families that pairs of copies make, those of one article left out, by their first article."""
    group = {key: [key] for key in sorted(articles)}
    for one, other in sorted(pairs):
        if one in group and other in group and group[one] is not group[other]:
            small, large = sorted((group[one], group[other]), key=len)
            large.extend(small)
            for key in small:
                group[key] = large
    whole = {id(members): members for members in group.values() if len(members) > 1}
    made = [family_of([articles[key] for key in members], registry) for members in whole.values()]
    return tuple(sorted(made, key=lambda family: family.articles))


def family_of(members: Sequence[Article], registry: Registry) -> Family:
    """One family."""
    ordered = sorted(members, key=lambda a: (str(a.published or "9999"), a.id))
    return Family(
        articles=tuple(a.id for a in ordered),
        sources=tuple(sorted({a.source for a in ordered})),
        origin=origin_of(ordered, registry),
    )


def origin_of(ordered: Sequence[Article], registry: Registry) -> Origin:
    """Where a text comes from: the agency or author that its copies credit most, else an agency that published it,
    else whoever published it first."""
    credits = Counter(credited(a, registry) for a in ordered if a.origin)
    if credits:
        best = min(credits, key=lambda origin: (-credits[origin], origin.id))
        if best is not None:
            return best
    for article in ordered:
        source = registry.sources.get(article.source)
        if source is not None and source.agency:
            return Origin(id=source.id, name=source.name, kind="original")
    first = ordered[0]
    return Origin(id=first.source, name=first.publisher or first.source, kind="own")


def credited(article: Article, registry: Registry) -> Origin:
    """The original author or outlet that an article names, as a source of the registry where it is one."""
    name = article.origin or ""
    source = registry.resolve_source(name, None)
    if source.local:
        return Origin(id="name:" + name.casefold(), name=name, kind="original")
    return Origin(id=source.id, name=source.name, kind="original")


def copied(found: Iterable[Family], articles: Iterable[Article], registry: Registry) -> dict[str, Copied]:
    """Article id -> its family, for all that belong to one or credit somebody else."""
    made: dict[str, Copied] = {}
    for article in articles:
        if article.origin:
            made[article.id] = Copied(family=article.id, origin=credited(article, registry))
    for family in found:
        for key in family.articles:
            made[key] = Copied(family=min(family.articles), origin=family.origin)
    return made


class Copies:
    """Families of a set of articles held in memory, one article at a time; the record keeps the same in tables."""

    def __init__(self) -> None:
        self._met: dict[int, list[str]] = defaultdict(list)
        self._texts: dict[str, tuple[str, Sketch]] = {}
        self.pairs: set[tuple[str, str]] = set()

    def add(self, key: str, text: str) -> tuple[str, ...]:
        """Take in one text; the ids of those that it is a copy of."""
        made = sketch_of(text)
        near = sorted({other for band in made.keys for other in self._met.get(band, ())} - {key})
        left = [near[at] for at in alike(made, [self._texts[other][1] for other in near])]
        found = tuple(other for other in left if are_copies(text, self._texts[other][0]))
        self.pairs.update((min(key, other), max(key, other)) for other in found)
        for band in made.keys:
            self._met[band].append(key)
        self._texts[key] = (text, made)
        return found
