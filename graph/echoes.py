"""What one article says over and over in the same words: compared a few times, not each with each."""

from collections import defaultdict
from collections.abc import Container, Iterable

from graph.likeness import Traits

TELLINGS = 4  # claims of one article that say the very same and are compared as any others are


def mark(item: Traits) -> tuple[object, ...]:
    """All that a comparison looks at but where in its article a claim stands."""
    claim = item.claim
    place = (claim.place.id, claim.place.name) if claim.place else None
    kind = (claim.family, claim.type, claim.mode, claim.tense, claim.polarity, claim.certainty, claim.when, place)
    counted = tuple((q.measures, q.value, q.unit) for q in claim.quantities)
    called = item.text[claim.trigger.start : claim.trigger.end]
    return (claim.article, *kind, item.agents, item.recipients, item.voices, counted, called, item.exact, item.words)


def echoes_of(items: Iterable[Traits], kept: Container[str]) -> dict[str, str]:
    """Claim id -> the first claim of its article that says the very same, for all beyond the first few that do, in
    the order given. Denials, and claims in `kept`, of which something was said by hand, are never among them.
    """
    alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for item in items:
        if not item.claim.denies and item.claim.id not in kept:
            alike[mark(item)].append(item.claim.id)
    return {key: ids[0] for ids in alike.values() for key in ids[TELLINGS:]}
