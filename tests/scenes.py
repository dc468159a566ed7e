"""Short articles in words of our own, with claims told of them, for tests of linking, accounts and answers."""

from datetime import date
from typing import Any

from graph.kinship import Kinship
from graph.model import (
    Article,
    Claim,
    EventType,
    Family,
    Participant,
    PlaceRef,
    PublishedBasis,
    Quantity,
    Role,
    Span,
    Voice,
    claim_id,
    identify,
)
from graph.when import Basis, Kind, Precision, When

KIN = Kinship(
    above={
        "xi": "china",
        "wang": "china",
        "mfa": "china",
        "putin": "russia",
        "shoigu": "russia",
        "ushakov": "kremlin",
        "peskov": "kremlin",
        "kremlin": "russia",
        "trump": "usa",
    },
    states=frozenset({"china", "russia", "usa"}),
    persons=frozenset({"xi", "wang", "putin", "shoigu", "ushakov", "peskov", "trump"}),
    inside={"great-hall": "beijing", "beijing": "china", "moscow": "russia", "the-kremlin": "moscow", "astana": "kz"},
)
NAMES = {
    "xi": "Xi Jinping",
    "putin": "Vladimir Putin",
    "trump": "Donald Trump",
    "shoigu": "Sergei Shoigu",
    "wang": "Wang Yi",
    "china": "China",
    "russia": "Russia",
    "kremlin": "Kremlin",
    "ushakov": "Yury Ushakov",
    "mfa": "Ministry of Foreign Affairs of China",
    "great-hall": "Great Hall of the People",
}


def article(
    source: str,
    text: str,
    published: str | None = "2026-02-05",
    *,
    lang: str = "en",
    url: str | None = None,
    **more: Any,
) -> Article:
    """An article of that source."""
    day = date.fromisoformat(published) if published else None
    key, work = identify(source=source, text=text, url=url, title=None, published=day)
    basis = PublishedBasis.GIVEN if day else PublishedBasis.UNKNOWN
    return Article(
        id=key,
        work=work,
        text=text,
        lang=lang,
        source=source,
        publisher=source.title(),
        published=day,
        published_basis=basis,
        url=url,
        **more,
    )


def on(first: str, last: str | None = None, kind: Kind = Kind.THROUGHOUT, basis: Basis = Basis.EXPLICIT) -> When:
    """A day, or a stretch."""
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    days = (end - start).days
    precision = Precision.DAY if days < 20 else Precision.MONTH if days < 32 else Precision.YEAR
    return When(
        start=start, end=end, kind=kind, precision=precision, edtf=first if not days else f"{first}/{last}", basis=basis
    )


def within(first: str, last: str) -> When:
    """Some day of a longer period."""
    return on(first, last, Kind.WITHIN)


def tell(
    source: Article,
    trigger: str,
    actors: tuple[str, ...],
    when: When | None,
    *,
    to: tuple[str, ...] = (),
    family: Family = Family.CONTACT,
    mode: str | None = None,
    kind: EventType = EventType.CONSULT,
    place: str | None = None,
    voices: tuple[str, ...] = (),
    minutes: int | None = None,
    ordinal: int = 0,
    **more: Any,
) -> Claim:
    """A claim shown by the sentence around the first `trigger` of the text. `actors` act or take part, `to` receive."""
    at = source.text.index(trigger)
    span = Span(start=at, end=at + len(trigger))
    low = max(source.text.rfind(mark, 0, at) for mark in ".。") + 1
    high = min(k for k in (*(source.text.find(mark, at) for mark in ".。"), len(source.text)) if k >= 0)
    symmetric = family is Family.CONTACT and not to
    roles = [(a, Role.PARTICIPANT if symmetric else Role.AGENT) for a in actors] + [(a, Role.RECIPIENT) for a in to]
    quantities = ()
    if minutes:
        quantities = (
            Quantity(measures="duration", value=minutes, unit="minute", approximate=False, start=low, end=high),
        )
    return Claim(
        id=claim_id(source.id, span, ordinal),
        article=source.id,
        start=low,
        end=high,
        trigger=span,
        evidence=(Span(start=low, end=high),),
        type=kind,
        family=family,
        mode=mode,
        actors=tuple(Participant(id=a, name=NAMES.get(a, a), role=r, start=0, end=0) for a, r in roles),
        when=when,
        place=PlaceRef(id=place, name=NAMES.get(place, place.title()), start=low, end=high) if place else None,
        attribution=tuple((Voice(id=v, name=NAMES.get(v, v), start=0, end=0),) for v in voices),
        quantities=quantities,
        **more,
    )
