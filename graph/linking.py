"""Claims -> events: which claims, across articles and languages, tell the same happening. Pure functions.

Passes over each group of claims that touch one another, in a fixed order that does not depend on input order:
1. claims that bear a day (or a stretch of days): pairs by falling score, complete linkage (no pair of an event may be
   vetoed or fall below *possible*);
2. claims without a usable day (undated, or dated by a longer period): repeated within their article, or word for
   word elsewhere, or the only matching event of their period; where several match, none is picked;
3. utterances whose reported contents are one event, and denials, which join what they deny.
`blocks` gives the keys under which claims meet; two claims that share none are never compared, so a new article is
re-linked (`relink`) with the claims of its own blocks alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from graph.blocks import by_key, keys_of
from graph.bonds import NONE, Bonds
from graph.kinship import Kinship, Known, kinship_of
from graph.labels import names_of
from graph.likeness import WEIGHTS, Traits, traits_of
from graph.linkage import Linkage
from graph.loose import loose_match, may_be_one
from graph.model import Article, Claim, Event
from graph.verdict import judge

Lookup = Callable[[frozenset[str]], Iterable[Claim]]


def blocks(claim: Claim, article: Article, registry: Known | Kinship | None = None) -> frozenset[str]:
    """The keys under which this claim can meet others: its article, its words, its parties and days, its references.

    Two claims that no rule could ever join may share a key; two that a rule could join always do.
    """
    return keys_of(traits_of(claim, article), kinship_of(registry))


def link(
    claims: Sequence[Claim],
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
    *,
    bonds: Bonds = NONE,
) -> tuple[Event, ...]:
    """All events of these claims, sorted by id. `articles` holds the article of every claim, by its id; `bonds` says
    what is one event, and what is not, by hand.

    The same claims in any order give the same events; leaving out claims that share no chain of matches with the
    others changes nothing in the others' events. Raises KeyError where an article is missing.
    """
    items = {c.id: traits_of(c, articles[c.article]) for c in sorted(claims, key=lambda c: c.id)}
    return Linkage(items=items, kin=kinship_of(registry), name_of=names_of(registry), bonds=bonds).events()


class Stored(Protocol):
    """What relinking reads of the record; `graph.library.Library` is one."""

    def events_of(self, claims: Iterable[str]) -> Mapping[str, str]: ...
    def event(self, event_id: str) -> Event: ...
    def current_claims(self, ids: Iterable[str]) -> Iterable[Claim]: ...


def relink(
    unlinked: Iterable[str],
    record: Stored,
    lookup: Lookup,
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
    *,
    bonds: Bonds = NONE,
) -> tuple[Event, ...]:
    """The events of every claim that the `unlinked` ones can touch, exactly as `link` over all claims would give.

    In: ids of the claims that came, changed or went since events were last stored; the record, whose events are those
    of before and whose claims those of now; `lookup(keys)`, the claims of now that hold one of these `blocks`. The
    former events of `unlinked` and of all claims in the result are replaced by the result.
    """
    kin = kinship_of(registry)
    ids = sorted(set(unlinked))
    items: dict[str, Traits] = {}
    asked: set[str] = set()
    fresh = {c.id: c for c in record.current_claims(sorted({*ids, *neighbours(ids, record)}))}
    # what tells of or denies a claim that is gone
    fresh.update((c.id, c) for c in lookup(frozenset(f"id:{key}" for key in ids)))
    while fresh:
        items.update((key, traits_of(claim, articles[claim.article])) for key, claim in fresh.items())
        edge = [items[key] for key in fresh]
        keys = frozenset(key for item in edge for key in keys_of(item, kin))
        candidates = {c.id: c for c in lookup(keys) if c.id not in items}
        met = {key: traits_of(claim, articles[claim.article]) for key, claim in candidates.items()}
        holders = by_key(met.values(), kin)
        near = touched(edge, met, holders, kin)
        # whoever leaves an event leaves others behind
        left = members(record.events_of(fresh).values(), record, asked) - items.keys() - near
        left.update(other for key in fresh for other in bonds.partners(key) if other not in items and other not in near)
        fresh = {key: candidates[key] for key in sorted(near)}
        fresh.update((c.id, c) for c in record.current_claims(sorted(left)))
    return Linkage(items=dict(sorted(items.items())), kin=kin, name_of=names_of(registry), bonds=bonds).events()


def neighbours(claims: Iterable[str], record: Stored) -> set[str]:
    """The claims of the former events of these, and of events kept apart from those as possibly the same: what kept
    them apart may be gone."""
    found: set[str] = set()
    for key in sorted(set(record.events_of(claims).values())):
        event = record.event(key)
        found.update(event.claims)
        for other in event.possibly:
            found.update(record.event(other).claims)
    return found


def members(events: Iterable[str], record: Stored, asked: set[str]) -> set[str]:
    """The claims of these former events, each asked for once."""
    new = sorted(set(events) - asked)
    asked.update(new)
    return {claim for key in new for claim in record.event(key).claims}


def touches(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where the two can bear on each other's events: what `relink` follows."""
    one, two = a.claim, b.claim
    if two.id in (one.denies, one.reports) or one.id in (two.denies, two.reports):
        return True
    if {one.denies, one.reports} & {two.denies, two.reports} - {None}:
        return True
    if a.is_narrow and b.is_narrow:
        return judge(a, b, kin).score >= WEIGHTS.possible
    return loose_match(a, b, kin) is not None or may_be_one(a, b, kin)


def touched(
    edge: Iterable[Traits], met: Mapping[str, Traits], holders: Mapping[str, list[str]], kin: Kinship
) -> set[str]:
    """Ids of the claims in `met` that one of `edge` touches; `holders` says which hold a key. Each is found once."""
    left = dict(holders)
    near: set[str] = set()
    for item in edge:
        keys = keys_of(item, kin)
        others = {other for key in keys for other in left.get(key, ())}
        found = {other for other in others - near if touches(item, met[other], kin)}
        if found:
            near |= found
            left.update((key, [other for other in left[key] if other not in near]) for key in keys if key in left)
    return near


def redirects(before: Iterable[Event], after: Iterable[Event]) -> dict[str, str]:
    """Ids of `before` that are no event any more -> the id of the event that holds most of its claims now.

    Of several that hold as many, the smallest id. An id whose claims are all gone has no entry.
    """
    new = list(after)
    alive = {event.id for event in new}
    home = {claim: event for event in new for claim in event.claims}
    found = {}
    for event in before:
        if event.id in alive:
            continue
        held = Counter(home[claim].id for claim in event.claims if claim in home)
        if held:
            found[event.id] = min(held, key=lambda key: (-held[key], key))
    return found
