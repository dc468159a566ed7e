"""What of a claim a difference may rest on: only what its own words give.

A place or a day taken over from a sentence before is our reading of the article, and good enough to find an event by;
that two sources part over it is not to be said of them.
"""

from graph.kinship import Kinship
from graph.likeness import BILATERAL
from graph.model import Claim, Family, PlaceRef, Voice
from graph.when import Basis, Kind, When

BY_HAND = "curation:"  # the rule that a correction leaves on its claim begins so
READ_INTO = frozenset({Basis.INHERITED, Basis.INFERRED})


def bounded(when: When | None) -> bool:
    """True where both ends are known and the kind is a stretch or a day, not an open half-line."""
    return when is not None and bool(when.start and when.end) and when.kind in (Kind.THROUGHOUT, Kind.WITHIN)


def stated_when(claim: Claim) -> When | None:
    """The bounded interval that the claim's own words give, else None."""
    when = claim.when
    return when if bounded(when) and when is not None and when.basis not in READ_INTO else None


def stated_place(claim: Claim) -> PlaceRef | None:
    """The place that stands in the claim's own words, or that somebody set by hand; else None."""
    place = claim.place
    if place is None or any(rule.startswith(BY_HAND) for rule in claim.rules):
        return place
    pieces = [(claim.start, claim.end), *((span.start, span.end) for span in claim.evidence)]
    stands = place.start < place.end and any(low <= place.start and place.end <= high for low, high in pieces)
    return place if stands else None


def announcer(claim: Claim, kin: Kinship) -> Voice | None:
    """Who made the event known, where the claim cites somebody who speaks for a state and does not take part in it:
    a spokesman, a ministry, a readout, an agency of the state; not a newspaper, nor somebody who just speaks of it.
    A meeting or a visit is made known by a side of it; and of a visit, whoever gives no day for it only mentions it.
    """
    if not claim.attribution:
        return None
    voice = claim.attribution[-1][0]
    parties = {actor.id for actor in claim.actors}
    if voice.id in kin.press or kin.root(voice.id) not in kin.states:
        return None
    if claim.family in BILATERAL and kin.root(voice.id) not in map(kin.root, parties):
        return None
    if claim.family is Family.TRAVEL and stated_when(claim) is None:
        return None
    return None if voice.id in parties and voice.id in kin.persons else voice
