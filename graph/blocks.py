"""The keys under which claims meet: two that share none are never compared."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from graph.kinship import Kinship
from graph.likeness import MANY_A_DAY, ONCE_A_DAY, WEIGHTS, Traits
from graph.model import Family, digest

BUCKET = 2 * WEIGHTS.window + 1  # days of a bucket: a claim with its window touches two at most
YEAR = 366  # days of the longest period that says something of when
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
    keys.update(keys_of_days(item, where))
    return frozenset(keys)


def keys_of_days(item: Traits, where: str) -> set[str]:
    """The keys of a claim's days: buckets of a week, a longer period as a whole and the years in which things of its
    name happened, or the day on which the article came out where there is no date."""
    keys = set()
    named = item.claim.family not in MANY_A_DAY | ONCE_A_DAY
    if item.first is not None and item.last is not None:
        first, last = item.first - WEIGHTS.window, item.last + WEIGHTS.window
        if item.days <= WEIGHTS.longest:
            keys = {f"on:{where}|{bucket}" for bucket in range(first // BUCKET, last // BUCKET + 1)}
        if not item.is_narrow:
            keys.add(f"news:{where}|{item.first}-{item.last}")
        if named and item.days <= YEAR:
            years = {date.fromordinal(day).year for day in (item.first, item.last)}
            keys.update(f"in-year:{where}|{year}|{word}" for year in years for word in item.named)
    elif item.claim.when is None and item.published is not None and item.claim.family not in MANY_A_DAY:
        first, last = item.published - WEIGHTS.news, item.published + WEIGHTS.news
        buckets = range(first // BUCKET, last // BUCKET + 1)
        keys = {f"{kind}:{where}|{bucket}" for kind in ("on", "news") for bucket in buckets}
    return keys


def by_key(items: Iterable[Traits], kin: Kinship) -> dict[str, list[str]]:
    """Key -> ids of the claims that hold it, in the order given."""
    index: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for key in keys_of(item, kin):
            index[key].append(item.claim.id)
    return index
