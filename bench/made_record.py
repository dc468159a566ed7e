"""A record of many made-up claims, written in bulk: `fill(library, claims)`.

News as it has been for years: articles of 20 claims from 40 sources, each day the same number of them, half of the
happenings told by several sources, some dates loose, some missing. A day's answer has the same size in a small record
and in a large one, so that only the search for it can differ.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from graph.jsonform import article_to_json, claim_to_json, extraction_to_json
from graph.library import Library
from graph.model import (
    Article,
    Claim,
    Event,
    EventType,
    Extraction,
    Family,
    Participant,
    PublishedBasis,
    Role,
    Span,
    Status,
    Tense,
    claim_id,
    digest,
    event_id,
    identify,
)
from graph.record.articles import compact
from graph.record.connection import day_number, interval_key
from graph.record.events import event_to_row
from graph.record.wording import words_of, written_name
from graph.when import Basis, Kind, Precision, When

LAST = date(2026, 2, 4)
CLAIMS = 20  # an article
A_DAY = 100  # claims
SOURCES = 40
KINDS = (
    (EventType.CONSULT, Family.CONTACT, "telephone call"),
    (EventType.AGREE, Family.DOCUMENT, "signing"),
    (EventType.ACCUSE, Family.STATEMENT, "spoken"),
    (EventType.SANCTION, Family.TRADE, None),
    (EventType.MOBILIZE, Family.FORCE, "drill"),
)
NAMES = ("Vladimir Putin", "Xi Jinping", "Wang Yi", "Sergei Lavrov", "Emmanuel Macron", "Donald Trump")
SENTENCE = "On day {day} party {one} and party {two} did thing {number} as the made-up source {source} had it. "


def some_when(chance: random.Random, day: date) -> When | None:
    """Mostly the day; some weeks and months, few years, a thirtieth undated."""
    kind = chance.random()
    if kind < 0.03:
        return None
    days = chance.choices((1, 2, 7, 30, 365), (9000, 400, 400, 190, 10))[0]
    end = day + timedelta(days=days - 1)
    shape = Kind.THROUGHOUT if days < 3 else Kind.WITHIN
    edtf = str(day) if days == 1 else f"{day}/{end}"
    return When(
        start=day, end=end, kind=shape, precision=Precision.DAY, edtf=edtf, basis=Basis.RELATIVE, words="that day"
    )


def day_of(day: date, a_day: int) -> tuple[list[Extraction], list[Event]]:
    """The articles of one day with their claims, and the events that these tell."""
    chance = random.Random(day.toordinal())
    count = max(1, a_day // CLAIMS)
    stories = []
    while sum(size for size, *_ in stories) < count * CLAIMS:
        two = chance.sample(range(400), 2)
        stories.append((chance.choice((1, 1, 2, 4)), two, chance.choice(KINDS), some_when(chance, day), len(stories)))
    told = [(story, part) for story in stories for part in range(story[0])][: count * CLAIMS]
    told.sort(key=lambda pair: (pair[1], pair[0][4]))  # the claims of one event in different articles
    extractions = [article_of(day, number, told[number::count], chance) for number in range(count)]
    members: dict[int, list[Claim]] = {}
    for number, extraction in enumerate(extractions):
        for (story, _), claim in zip(told[number::count], extraction.claims, strict=True):
            members.setdefault(story[4], []).append(claim)
    return extractions, [event_of(claims) for claims in members.values()]


def article_of(day: date, number: int, told: list[tuple[tuple, int]], chance: random.Random) -> Extraction:  # type: ignore[type-arg]
    """One article."""
    source = f"local-{chance.randrange(SOURCES)}"
    pieces = [
        SENTENCE.format(day=day, one=two[0], two=two[1], number=story, source=source)
        for (_, two, _, _, story), _ in told
    ]
    text = "".join(pieces)
    url = f"https://{source}.example/{day}/{number}"
    id, work = identify(source=source, text=text, url=url, title=None, published=day)
    article = Article(
        id=id, work=work, text=text, lang="en", source=source, url=url, published=day, publisher=f"Source {source}",
        published_basis=PublishedBasis.GIVEN, title=f"Things of {day}, part {number}",
    )  # fmt: skip
    claims, at = [], 0
    for index, ((_, two, (type_, family, mode), when, _), _) in enumerate(told):
        mark = Span(start=at, end=at + 10)
        actors = tuple(
            Participant(id=f"Q{key}", name=NAMES[key % len(NAMES)], role=Role.PARTICIPANT, start=at, end=at + 5)
            for key in two
        )
        span = Span(start=at, end=at + len(pieces[index]) - 1)
        claims.append(
            Claim(
                id=claim_id(id, mark, index), article=id, start=span.start, end=span.end, trigger=mark,
                evidence=(span,), type=type_, family=family, mode=mode, actors=actors, when=when,
                tense=Tense.FUTURE if chance.random() < 0.05 else Tense.PAST, rules=("made-up",),
            )
        )  # fmt: skip
        at += len(pieces[index])
    return Extraction(article=article, claims=tuple(claims), extractor="made-up")


def event_of(claims: list[Claim]) -> Event:
    """What these claims tell."""
    first = min(claims, key=lambda claim: claim.id)
    ids = tuple(sorted(claim.id for claim in claims))
    label = f"{first.actors[0].name} and {first.actors[1].name}: {first.type.value.lower()}"
    when = next((claim.when for claim in claims if claim.when), None)
    return Event(
        id=event_id(ids), type=first.type, family=first.family, status=Status.HAPPENED, claims=ids, when=when,
        labels=tuple((lang, label) for lang in ("en", "fr", "ru", "zh")),
        actors=tuple(replace(actor, start=0, end=0) for actor in first.actors),
    )  # fmt: skip


def days(claims: int, a_day: int = A_DAY) -> Iterator[date]:
    """The days that hold that many claims, back from LAST."""
    for number in range(max(1, claims // (max(1, a_day // CLAIMS) * CLAIMS))):
        yield LAST - timedelta(days=number)


def fill(library: Library, claims: int, a_day: int = A_DAY) -> None:
    """Write that many claims with their articles and events into an empty record."""
    seq = count = 0
    for name in ("claim_article", "claim_undated", "event_claim_event", "event_actor_event", "claim_actor_claim"):
        library.db.execute(f"DROP INDEX IF EXISTS {name}")  # made again at the end: sorting is quicker than inserting
    library.db.execute("PRAGMA synchronous = OFF")
    total = 0
    with library.writing():
        for day in days(claims, a_day):
            extractions, events = day_of(day, a_day)
            for extraction in extractions:
                seq += 1
                total += int(_put_article(library, seq, extraction), 16)
                _put_claims(library, seq, count, extraction)
                count += len(extraction.claims)
            _put_events(library, events)
        library.set_meta("articles", f"{total % (1 << 128):x}")
        for statement in INDEXES:
            library.db.execute(statement)


def _put_article(library: Library, seq: int, extraction: Extraction) -> str:
    article = extraction.article
    mark = digest("made-up", article.id, size=32)
    assert article.published is not None
    moment = f"{article.published}T12:00:00+00:00"
    library.db.execute(
        "INSERT INTO article (seq, id, work, currency, current, source, name, lang, published, text_hash, given_id,"
        " fingerprint, head, recorded, extracted) VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)",
        (
            seq, article.id, article.work, compact(article.currency), article.source, written_name(article),
            article.lang, day_number(article.published), article.text_hash, mark,
            compact(article_to_json(article, text=False)), moment, moment,
        ),
    )  # fmt: skip
    rest = {**extraction_to_json(replace(extraction, claims=())), "claims": []}
    library.db.execute("INSERT INTO body VALUES (?, ?, ?)", (seq, article.text, compact(rest)))
    library.db.execute("INSERT INTO word (rowid, title, text) VALUES (?, ?, ?)", (seq, *words_of(article)))
    return mark


def _put_claims(library: Library, article: int, before: int, extraction: Extraction) -> None:
    assert extraction.article.published is not None
    published = day_number(extraction.article.published)
    library.db.executemany(
        "INSERT INTO claim (seq, id, article, start, level, first, last, published, type, family, current, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
        [
            (before + place, c.id, article, c.start, *interval_key(c.when), published, c.type, c.family,
             compact(claim_to_json(c)))
            for place, c in enumerate(extraction.claims, 1)
        ],
    )  # fmt: skip
    library.db.executemany(
        "INSERT OR IGNORE INTO claim_actor VALUES (?, ?, ?)",
        [(a.id, before + place, a.role) for place, c in enumerate(extraction.claims, 1) for a in c.actors],
    )


def _put_events(library: Library, events: list[Event]) -> None:
    library.db.executemany(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(e.id, *interval_key(e.when), e.type, e.family, e.status, compact(event_to_row(e))) for e in events],
    )
    library.db.executemany("INSERT INTO event_claim VALUES (?, ?)", [(c, e.id) for e in events for c in e.claims])
    actors = [(actor.id, e.id) for e in events for actor in e.actors]
    library.db.executemany("INSERT OR IGNORE INTO event_actor VALUES (?, ?)", actors)


INDEXES = (
    "CREATE INDEX claim_article ON claim (article, start, id)",
    "CREATE INDEX claim_undated ON claim (current, published) WHERE level IS NULL",
    "CREATE INDEX claim_actor_claim ON claim_actor (claim)",
    "CREATE INDEX event_claim_event ON event_claim (event)",
    "CREATE INDEX event_actor_event ON event_actor (event)",
)
