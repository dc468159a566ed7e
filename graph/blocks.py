"""The keys under which claims meet: two that share none are never compared."""

from collections import defaultdict
from collections.abc import Iterable

from graph.kinship import Kinship
from graph.likeness import WEIGHTS, Traits
from graph.model import Family, digest

BUCKET = 2 * WEIGHTS.window + 1  # days of a bucket: a claim with its window touches two at most
LEAST_EXACT = 12  # letters below which the same words are no exact repetition


def keys_of(item: Traits, kin: Kinship) -> frozenset[str]:
    """The keys of a claim: its article, its words, its parties and days, its references.

    Two claims that no rule could ever join may share a key; two that a rule could join always do.
    """
    claim = item.claim
    keys = {f"id:{claim.id}"}
    keys.update(f"id:{other}" for other in (claim.denies, claim.reports) if other)
    if claim.denies:
        return frozenset(keys)
    roots = ",".join(sorted({kin.root(actor) for actor in item.agents}))
    where = f"{claim.family.value}|{roots}"
    # Within an article a contact may be told again with one party alone, whose root is another.
    keys.add(f"in:{claim.article}|{claim.family.value if claim.family is Family.CONTACT else where}")
    if len(item.exact) >= LEAST_EXACT:
        at = (claim.type.value, str(claim.trigger.start - claim.start), str(claim.trigger.end - claim.start))
        keys.add("as:" + digest(where, item.exact, *at))
    if item.first is not None and item.last is not None and item.days <= WEIGHTS.longest:
        first, last = item.first - WEIGHTS.window, item.last + WEIGHTS.window
        keys.update(f"on:{where}|{bucket}" for bucket in range(first // BUCKET, last // BUCKET + 1))
    return frozenset(keys)


def by_key(items: Iterable[Traits], kin: Kinship) -> dict[str, list[str]]:
    """Key -> ids of the claims that hold it, in the order given."""
    index: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for key in keys_of(item, kin):
            index[key].append(item.claim.id)
    return index
