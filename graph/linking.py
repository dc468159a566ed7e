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

from graph.blocks import by_key, keys_of
from graph.kinship import Kinship, Known, kinship_of
from graph.labels import names_of
from graph.likeness import WEIGHTS, Traits, traits_of
from graph.linkage import Linkage
from graph.loose import loose_match
from graph.model import Article, Claim, Event
from graph.verdict import judge

Lookup = Callable[[frozenset[str]], Iterable[Claim]]


def blocks(claim: Claim, article: Article, registry: Known | Kinship | None = None) -> frozenset[str]:
    """The keys under which this claim can meet others: its article, its words, its parties and days, its references.

    Two claims that no rule could ever join may share a key; two that a rule could join always do.
    """
    return keys_of(traits_of(claim, article), kinship_of(registry))


def link(
    claims: Sequence[Claim], articles: Mapping[str, Article], registry: Known | Kinship | None = None
) -> tuple[Event, ...]:
    """All events of these claims, sorted by id. `articles` holds the article of every claim, by its id.

    The same claims in any order give the same events; leaving out claims that share no chain of matches with the
    others changes nothing in the others' events. Raises KeyError where an article is missing.
    """
    items = {c.id: traits_of(c, articles[c.article]) for c in sorted(claims, key=lambda c: c.id)}
    return Linkage(items=items, kin=kinship_of(registry), name_of=names_of(registry)).events()


def relink(
    changed: Iterable[Claim],
    lookup: Lookup,
    articles: Mapping[str, Article],
    registry: Known | Kinship | None = None,
) -> tuple[Event, ...]:
    """The events of `changed` and of every claim whose event they can touch, exactly as `link` over all would give.

    `lookup(keys)` returns the stored claims (the changed ones among them or not) that hold one of these `blocks`.
    Of claims that are gone or are not what they were, hand in as changed what `disturbed` gives for their former
    events.
    """
    kin = kinship_of(registry)
    items: dict[str, Traits] = {}
    fresh = sorted(changed, key=lambda c: c.id)
    for claim in fresh:
        items[claim.id] = traits_of(claim, articles[claim.article])
    while fresh:
        keys = frozenset(key for claim in fresh for key in keys_of(items[claim.id], kin))
        candidates = {c.id: c for c in lookup(keys) if c.id not in items}
        met = {key: traits_of(claim, articles[claim.article]) for key, claim in candidates.items()}
        edge = [items[claim.id] for claim in fresh]
        holders = by_key(met.values(), kin)
        pairs = {
            (item.claim.id, other) for item in edge for key in keys_of(item, kin) for other in holders.get(key, ())
        }
        near = {other for one, other in pairs if touches(items[one], met[other], kin)}
        fresh = [candidates[key] for key in sorted(near)]
        items.update({claim.id: met[claim.id] for claim in fresh})
    return Linkage(items=dict(sorted(items.items())), kin=kin, name_of=names_of(registry)).events()


def disturbed(former: Iterable[str], event: Callable[[str], Event]) -> frozenset[str]:
    """Ids of the claims whose events may change when a claim of these former events goes or changes.

    They are those of the events themselves, and those of events that were kept apart from them as possibly the same:
    what kept them apart may have been the claim that is gone. `event` gives a stored event by its id.
    """
    found: set[str] = set()
    for key in former:
        home = event(key)
        found.update(home.claims)
        for other in home.possibly:
            found.update(event(other).claims)
    return frozenset(found)


def touches(a: Traits, b: Traits, kin: Kinship) -> bool:
    """True where the two can bear on each other's events: what `relink` follows."""
    one, two = a.claim, b.claim
    if two.id in (one.denies, one.reports) or one.id in (two.denies, two.reports):
        return True
    if {one.denies, one.reports} & {two.denies, two.reports} - {None}:
        return True
    if a.is_narrow and b.is_narrow:
        return judge(a, b, kin).score >= WEIGHTS.possible
    return loose_match(a, b, kin) is not None


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
