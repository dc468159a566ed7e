"""Many made-up events in four languages with every missing value there is, as a record in memory. No tests in here."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.model import (
    Article,
    Certainty,
    Claim,
    Event,
    EventType,
    Family,
    Participant,
    PlaceRef,
    Polarity,
    Role,
    Span,
    Stance,
    StanceValue,
    Status,
    Tense,
    Voice,
    event_id,
)
from graph.when import Basis, Kind, Precision, When

NAMES = (
    "Си Цзиньпин",
    "Владимир Путин",
    "王毅",
    "Conseil d’État",
    'A & B "Co" <Ltd>',
    "Трамп\x00\x1f",
    "",
    "Ян\u200fа",
)
TEXT = "这是一个例子 и это пример. "


@dataclass
class Shelf:
    """A record in memory, as far as `graph.timeline` reads one."""

    told: dict[str, Event] = field(default_factory=dict)
    said: dict[str, Claim] = field(default_factory=dict)
    texts: dict[str, Article] = field(default_factory=dict)

    def data_version(self) -> str:
        return f"{len(self.told)}"

    def events(self) -> Iterator[Event]:
        yield from self.told.values()

    def events_between(
        self, start: date, end: date, *, longest: int | None = None, open_ended: bool = False
    ) -> Sequence[Event]:
        def shares(event: Event) -> bool:
            low, high = event.when.bounds if event.when else (None, None)
            return bool(low or high) and (low or date.min) <= end and start <= (high or date.max)

        return [event for event in sorted(self.told.values(), key=lambda e: e.id) if shares(event)]

    def claims(self, ids: Iterable[str]) -> Mapping[str, Claim]:
        return {key: self.said[key] for key in ids}

    def articles(
        self,
        *,
        current: bool = True,
        published: tuple[date | None, date | None] | None = None,
        source: str | None = None,
        text: bool = False,
        ids: Iterable[str] | None = None,
    ) -> Iterable[Article]:
        return [self.texts[key] for key in ids or ()]

    def source_name(self, source: str) -> str:
        return ""


def synthetic(events: int, seed: int = 1, *, days: int = 3650, people: int = 200) -> Shelf:
    """That many events of one to four claims each."""
    chance = random.Random(seed)
    shelf = Shelf()
    for number in range(40):
        key = f"a-{number}"
        shelf.texts[key] = Article(
            id=key, work=key, text=TEXT, lang=chance.choice(("fr", "en", "ru", "zh")), source=f"s{number % 12}",
            publisher=chance.choice((None, "Газета", "报纸", "Le Journal")), rendition=number % 7 == 0,
            published=chance.choice((None, date(2020, 1, 1) + timedelta(number))),
        )  # fmt: skip
    for number in range(events):
        add_event(shelf, number, chance, days, people)
    return shelf


def add_event(shelf: Shelf, number: int, chance: random.Random, days: int, people: int) -> None:
    """One more event."""
    when = some_when(chance, days)
    actors = tuple(some_actor(chance, people) for _ in range(chance.randrange(4)))
    claims = tuple(some_claim(f"c-{number}-{n}", when, actors, chance) for n in range(1 + chance.randrange(4)))
    shelf.said.update((c.id, c) for c in claims)
    ids = tuple(sorted(c.id for c in claims))
    event = Event(
        id=event_id(ids), type=claims[0].type, family=claims[0].family, status=Status.HAPPENED, claims=ids,
        labels=chance.choice(((), (("en", "An event"), ("ru", "Событие"), ("zh", "事件")), (("en", " \n"),))),
        when=when, actors=actors, place=claims[0].place,
    )  # fmt: skip
    shelf.told[event.id] = event


def some_when(chance: random.Random, days: int) -> When | None:
    """A day, a stretch, a period, an open end, or nothing."""
    start = date(2001, 1, 1) + timedelta(chance.randrange(days))
    kind = chance.choice((*Kind, Kind.THROUGHOUT, Kind.THROUGHOUT, None))
    if kind is None:
        return None
    long = timedelta(0 if kind is Kind.THROUGHOUT else chance.randrange(60))
    low = None if kind is Kind.UNTIL else start
    high = None if kind is Kind.SINCE else start + long
    return When(
        start=low, end=high, kind=kind, precision=chance.choice(tuple(Precision)), edtf=f"{low or '..'}/{high or '..'}",
        basis=chance.choice(tuple(Basis)),
    )  # fmt: skip


def some_actor(chance: random.Random, people: int) -> Participant:
    """Anybody."""
    number = chance.randrange(people)
    return Participant(
        id=f"p{number}", name=NAMES[number % len(NAMES)], role=chance.choice(tuple(Role)), start=0, end=0
    )


def some_claim(key: str, when: When | None, actors: tuple[Participant, ...], chance: random.Random) -> Claim:
    """A claim, dated as the event or not at all."""
    span = Span(start=0, end=4)
    voice = Voice(id=f"p{chance.randrange(9)}", name="Голос", start=0, end=1)
    return Claim(
        id=key, article=f"a-{chance.randrange(40)}", start=0, end=9, trigger=span, evidence=(span,),
        type=chance.choice(tuple(EventType)), family=chance.choice(tuple(Family)), mode=chance.choice((None, "talks")),
        actors=actors, when=chance.choice((when, when, when, None)),
        place=chance.choice((None, PlaceRef(id=f"pl{chance.randrange(30)}", name="Пекин"))),
        attribution=chance.choice(((), ((voice,),), ((voice, voice), (voice,)))),
        certainty=chance.choice(tuple(Certainty)), polarity=chance.choice(tuple(Polarity)),
        tense=chance.choice(tuple(Tense)),
        stance=chance.choice(((), (Stance(holder="x", toward="y & z", value=StanceValue.CRITICAL),))),
    )  # fmt: skip
