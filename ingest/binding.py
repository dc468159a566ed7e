"""Claims of one article held against each other: headlines told again, denials and what they deny, utterances and what
they report."""

from collections.abc import Sequence
from dataclasses import replace

from graph.model import Claim, EventType, Polarity


def merged(claims: Sequence[Claim], headings: Sequence[tuple[int, int]]) -> list[Claim]:
    """A headline told again in the body is further evidence of the body's claim."""
    kept: list[Claim] = []
    bodies = [c for c in claims if not any(s <= c.start < e for s, e in headings)]
    for claim in claims:
        if not any(s <= claim.start < e for s, e in headings):
            kept.append(claim)
            continue
        twin = next((b for b in bodies if _same(b, claim)), None)
        if twin is None:
            kept.append(claim)
        else:
            merged = replace(twin, evidence=(*twin.evidence, *claim.evidence))
            bodies[bodies.index(twin)] = merged
            kept = [merged if k.id == twin.id else k for k in kept]
            claims = [merged if c.id == twin.id else c for c in claims]
    by_id = {b.id: b for b in bodies}
    return [by_id.get(claim.id, claim) for claim in kept]


def _same(a: Claim, b: Claim) -> bool:
    return (
        a.type is b.type
        and a.family is b.family
        and a.mode == b.mode
        and {p.id for p in a.actors} == {p.id for p in b.actors}
        and a.polarity is b.polarity
        and a.tense is b.tense
    )


def linked(claims: Sequence[Claim]) -> list[Claim]:
    """A denial denies, and a bare utterance reports, the first claim inside its own words."""
    found = []
    beside: dict[int, list[Claim]] = {}
    for claim in claims:
        beside.setdefault(claim.start, []).append(claim)
    for claim in claims:
        utters = claim.type is EventType.STATEMENT
        inside = next(
            (
                c
                for c in (beside[claim.start] if utters else ())
                if c.id != claim.id
                and c.start == claim.start
                and c.trigger.start > claim.trigger.end
                and any(v.id in {a.id for a in claim.actors} for link in c.attribution for v in link)
            ),
            None,
        )
        if inside is not None:
            claim = replace(claim, reports=inside.id)
        elif claim.type is EventType.REJECT and "deny" in claim.rules[0]:
            denied = next((c for c in beside[claim.start] if c.polarity is Polarity.DENIED), None)
            claim = replace(claim, denies=denied.id) if denied else claim
        found.append(claim)
    return found
