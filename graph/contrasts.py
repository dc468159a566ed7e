"""Contrasts: who else is said to have been in contact with somebody on a day, where each source tells of one alone.

A difference stands within one event; a contrast stands between two: one source has it that Trump spoke with Xi that
day, the other that he spoke with Putin. Both may be true, so it is shown apart from what cannot be.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from graph.answer import Contrast
from graph.differences import gather
from graph.kinship import Kinship, kinship_of
from graph.labels import names_of
from graph.library import Library
from graph.likeness import IN_PERSON_MODES
from graph.model import Article, Claim, Difference, Event, Family
from graph.registry import Registry

NameOf = Callable[[str, str], str]  # id and name as told -> the name to be shown


def contrasts(
    events: Iterable[Event],
    claims: Mapping[str, Claim],
    articles: Mapping[str, Article],
    kin: Kinship,
    name: NameOf = lambda _, told: told,
) -> tuple[Contrast, ...]:
    """The contrasts among these events, day by day, by the party that they share.

    Persons alone, where it is known who is one: states and bodies are in contact all day. Where a source tells two of
    them, or all are meetings face to face, as at a summit, or somebody is in contact with more than two, nothing is
    contrasted: he had a busy day.
    """
    shared: dict[tuple[str, object], list[Event]] = {}
    for event in sorted(events, key=lambda e: e.id):
        known = not kin.persons or all(actor.id in kin.persons for actor in event.actors)
        if event.family is Family.CONTACT and len(event.actors) == 2 and known and of_a_day(event):
            for actor in event.actors:
                shared.setdefault((actor.id, event.when and event.when.bounds), []).append(event)
    found = []
    for (party, _), pair in shared.items():
        if len(pair) != 2 or len({actor.id for event in pair for actor in event.actors}) != 3:
            continue
        if not tell_both(pair, claims, articles) and not face_to_face(pair, claims):
            found.append(contrast(party, pair, claims, articles, name))
    return tuple(sorted(found, key=lambda one: (one.actor, one.events)))


def of_a_day(event: Event) -> bool:
    """True where it is dated to a single day."""
    return event.when is not None and event.when.start is not None and event.when.start == event.when.end


def tell_both(pair: Sequence[Event], claims: Mapping[str, Claim], articles: Mapping[str, Article]) -> bool:
    """True where one source tells of both."""
    one, other = ({articles[claims[key].article].source for key in event.claims} for event in pair)
    return bool(one & other)


def face_to_face(pair: Sequence[Event], claims: Mapping[str, Claim]) -> bool:
    """True where both are told as meetings in person: whoever hosts a summit has many."""
    return all(any(claims[key].mode in IN_PERSON_MODES for key in event.claims) for event in pair)


def contrast(
    party: str, pair: Sequence[Event], claims: Mapping[str, Claim], articles: Mapping[str, Article], name: NameOf
) -> Contrast:
    """The contrast of two events over the one who is in both."""
    said = [
        (name(other.id, other.name), claims[key])
        for event in pair
        for other in event.actors
        if other.id != party
        for key in event.claims
    ]
    shown = next(name(actor.id, actor.name) for actor in pair[0].actors if actor.id == party)
    ids = tuple(event.id for event in pair)
    difference = Difference(event=ids[0], attribute="who", values=gather(said, articles))
    return Contrast(actor=party, name=shown, family=Family.CONTACT, events=ids, difference=difference)


def contrasts_of(
    library: Library, registry: Registry, window: tuple[date, date] | None = None, lang: str = "en"
) -> tuple[Contrast, ...]:
    """The contrasts of a record, of all days or of those of a window (inclusive), by first event and party; names in
    a language."""
    kin, name_of = kinship_of(registry), names_of(registry)
    found: list[Contrast] = []
    for ids in library.rival_contacts(window):
        events = library.events_by_id(ids).values()
        claims = library.claims(key for event in events for key in event.claims)
        heads = {a.id: a for a in library.articles(current=False, ids=sorted({c.article for c in claims.values()}))}
        found.extend(contrasts(events, claims, heads, kin, lambda key, told: name_of(key, lang, told) or told))
    return tuple(sorted(found, key=lambda one: (one.events[0], one.actor)))
