"""Whom an answer answers: the party that a refusal, a consent or a denial leaves unsaid, where the words just before
make it certain.

"Ukraine asked China for weapons. Beijing refused." refuses Ukraine; "Modi invited Putin … Putin accepted" is between
the two; "Wang met Shoigu. Wang agreed …" is agreed with Shoigu. Only what the same sentence or the one before tells
counts, and only if it was told to the one who answers.
"""

from collections.abc import Sequence
from dataclasses import replace

from graph.model import EventType, Family, Role
from graph.registry import Registry
from ingest.document import ActorMention
from ingest.drafts import DRAFT_REACH, Draft
from ingest.roles import Part

_STAY_REACH = 6  # sentences around a journey in which stands where it led
_APART = ("telephone call", "video call")
_REACH = 1  # sentences back in which stands what is answered
_ASKING = frozenset((EventType.REQUEST, EventType.ACCUSE, EventType.THREATEN))
_ANSWERING = frozenset((EventType.REJECT, EventType.AGREE))


def fill_answers(drafts: Sequence[Draft], registry: Registry) -> None:
    """Add to answers that name one party only the other one, where it is told just before."""
    for number, draft in enumerate(drafts):
        if draft.trigger.type not in _ANSWERING or draft.trigger.family is not Family.STATEMENT:
            continue
        if draft.verb is None or draft.utterance is not None:
            continue
        own = {a for p in draft.parts for a in p.mention.ids}
        if not own or any(p.role is Role.RECIPIENT for p in draft.parts) or len(own) > 1:
            continue
        whom = _answered(drafts[:number], draft, own | _states(own, registry), registry)
        draft.parts = [*draft.parts, *whom]


def _answered(before: Sequence[Draft], draft: Draft, own: set[str], registry: Registry) -> list[Part]:
    for other in reversed(before):
        if draft.sentence - other.sentence > DRAFT_REACH:
            return []
        told = {a for p in other.parts if p.role is Role.RECIPIENT for a in p.mention.ids}
        told |= _states(told, registry)
        by = [p for p in other.parts if p.role is Role.AGENT and not set(p.mention.ids) & own]
        asked = other.trigger.type in _ASKING or other.trigger.family is Family.INVITATION
        near = draft.sentence - other.sentence <= _REACH
        if near and asked and by and told & own:
            return [replace(p, role=Role.RECIPIENT, slot="answered") for p in by[:1]]
        met = [p for p in other.parts if p.role is Role.PARTICIPANT]
        rest = [p for p in met if not set(p.mention.ids) & own]
        pair = other.trigger.family is Family.CONTACT and len(met) == 2 and len(rest) == 1
        if pair and draft.trigger.type is EventType.AGREE:
            return [replace(rest[0], role=draft.parts[0].role, slot="answered")]
    return []


def fill_hosts(drafts: Sequence[Draft], registry: Registry) -> None:
    """Give a journey that tells neither host nor place those of what the same traveller did nearby at a named place:
    "On the second day of his visit, Xi met …", told of a stay in Moscow."""
    for number, draft in enumerate(drafts):
        bare = draft.place is None and not any(p.role is Role.RECIPIENT for p in draft.parts)
        if (
            draft.trigger.family is not Family.TRAVEL
            or draft.trigger.mode != "visit"
            or draft.verb is not None
            or not bare
        ):
            continue
        who = {a for p in draft.parts for a in p.mention.ids}
        home = _states(who, registry)
        for other in sorted(drafts, key=lambda d: abs(d.sentence - draft.sentence)):
            place, kind = other.place, other.trigger.family
            if abs(other.sentence - draft.sentence) > _STAY_REACH or place is None or other.number == number:
                continue
            if place.start == place.end:
                continue  # it was taken over itself
            there = kind in (Family.CONTACT, Family.TRAVEL) and other.trigger.mode not in ("departure", *_APART)
            known = registry.places.get(place.id)
            state = registry.actors.get((known.country or known.id) if known is not None else "")
            if (
                not there
                or state is None
                or state.id in home
                or not who & {a for p in other.parts for a in p.mention.ids}
            ):
                continue
            host = ActorMention(
                start=place.start, end=place.end, ids=(state.id,), names=(state.name,), kind="state", form="metonym"
            )
            draft.parts = [*draft.parts, Part(host, Role.RECIPIENT, "answered")]
            draft.place = replace(place, start=0, end=0)
            break


def _states(actors: set[str], registry: Registry) -> set[str]:
    """The states of actors."""
    known = (registry.actors.get(actor) for actor in actors)
    return {actor.state for actor in known if actor is not None and actor.state}
