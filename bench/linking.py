"""How long linking takes, and whether adding an article costs the same in a large library as in a small one.

    python -m bench.linking [--claims 100000] [--dev]

Made-up claims: 400 actors of 12 states, five claims an article, sixteen years, every family. Prints the time of linking
all from nothing, and the median over 100 additions of one article to 1,000 and to that many claims, blocks looked up in
a dict as the record looks them up in an index.
"""

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from graph.kinship import Kinship
from graph.linking import blocks, link, relink
from graph.model import MODES, Article, Claim, Event, EventType, Family, Participant, Role, Span
from graph.when import Basis, Kind, Precision, When

STATES = tuple(f"state{n}" for n in range(12))
PEOPLE = tuple(f"person{n}" for n in range(400))
KIN = Kinship(above={p: STATES[n % 12] for n, p in enumerate(PEOPLE)}, states=frozenset(STATES))
WORDS = tuple(f"w{n:04}xyz" for n in range(2000))


def made_article(number: int, chance: random.Random) -> tuple[Article, list[Claim]]:
    """An article with five claims."""
    sentences = [" ".join(chance.choices(WORDS, k=14)) + ". " for _ in range(5)]
    day = date(2010, 1, 1) + timedelta(chance.randrange(16 * 365))
    key = f"a{number}"
    article = Article(
        id=key, work=key, text="".join(sentences), lang="en", source=f"s{number % 50}", published=day
    )  # fmt: skip
    claims = []
    at = 0
    for ordinal, sentence in enumerate(sentences):
        claims.append(made_claim(article, at, at + len(sentence), ordinal, day, chance))
        at += len(sentence)
    return article, claims


def made_claim(article: Article, start: int, end: int, ordinal: int, day: date, chance: random.Random) -> Claim:
    """A claim of that sentence; a tenth undated, a tenth dated by the month."""
    family = chance.choice(tuple(Family))
    when = None
    dice = chance.random()
    if dice < 0.9:
        first = day - timedelta(chance.randrange(3))
        last = first if dice < 0.8 else first + timedelta(29)
        kind, precision = (Kind.THROUGHOUT, Precision.DAY) if first == last else (Kind.WITHIN, Precision.MONTH)
        when = When(start=first, end=last, kind=kind, precision=precision, edtf=str(first), basis=Basis.RELATIVE)
    # a few people are in the news all the time
    cast = [PEOPLE[min(int(chance.expovariate(1 / 60)), 399)] for _ in range(2)]
    roles = (Role.PARTICIPANT, Role.PARTICIPANT) if family is Family.CONTACT else (Role.AGENT, Role.RECIPIENT)
    return Claim(
        id=f"c-{article.id}-{ordinal}", article=article.id, start=start, end=end,
        trigger=Span(start=start, end=start + 8), evidence=(Span(start=start, end=end),), type=EventType.CONSULT,
        family=family, mode=chance.choice((None, *MODES[family])), when=when,
        actors=tuple(Participant(id=a, name=a, role=r, start=0, end=0) for a, r in zip(cast, roles, strict=True)),
    )  # fmt: skip


class Shelf:
    """Claims in memory under their keys, with the events stored so far."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.claims: dict[str, Claim] = {}
        self.under: dict[str, list[Claim]] = defaultdict(list)
        self.home: dict[str, Event] = {}
        self.told: dict[str, Event] = {}

    def put(self, article: Article, claims: list[Claim]) -> None:
        """Store an article with its claims, not yet linked."""
        self.articles[article.id] = article
        for claim in claims:
            self.claims[claim.id] = claim
            for key in blocks(claim, article, KIN):
                self.under[key].append(claim)

    def store(self, events: Iterable[Event]) -> None:
        """Store events."""
        for event in events:
            self.told[event.id] = event
            self.home.update((claim, event) for claim in event.claims)

    def lookup(self, keys: frozenset[str]) -> list[Claim]:
        """The claims under one of the keys."""
        return [claim for key in keys for claim in self.under.get(key, ())]

    def events_of(self, claims: Iterable[str]) -> dict[str, str]:
        """Claim id -> event id."""
        return {claim: self.home[claim].id for claim in claims if claim in self.home}

    def event(self, event_id: str) -> Event:
        """One event."""
        return self.told[event_id]

    def current_claims(self, ids: Iterable[str]) -> list[Claim]:
        """The claims of these ids."""
        return [self.claims[key] for key in ids if key in self.claims]


def additions(base: int, count: int = 100) -> list[float]:
    """Seconds for each of `count` articles added to a library of `base` claims."""
    chance = random.Random(7)
    shelf = Shelf()
    for number in range(base // 5):
        shelf.put(*made_article(number, chance))
    shelf.store(link(list(shelf.claims.values()), shelf.articles, KIN))
    taken = []
    for number in range(base // 5, base // 5 + count):
        article, claims = made_article(number, chance)
        begin = time.perf_counter()
        shelf.put(article, claims)
        events = relink([claim.id for claim in claims], shelf, shelf.lookup, shelf.articles, KIN)
        shelf.store(events)
        taken.append(time.perf_counter() - begin)
    return taken


def whole(count: int) -> tuple[float, int]:
    """Seconds to link that many claims from nothing, and the number of events."""
    chance = random.Random(7)
    made = [made_article(number, chance) for number in range(count // 5)]
    claims = [claim for _, found in made for claim in found]
    articles = {article.id: article for article, _ in made}
    begin = time.perf_counter()
    events = link(claims, articles, KIN)
    return time.perf_counter() - begin, len(events)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--dev", action="store_true", help="score on ../shared/eval/dev with extracted claims")
    args = parser.parse_args()
    if args.dev:
        from graph.registry import load_registry
        from tests.gold_claims import extracted_scores

        precision, recall = extracted_scores(load_registry())
        print(f"same event, claims read out of the annotated articles: P {precision:.3f} R {recall:.3f}")
        return
    seconds, events = whole(args.claims)
    print(f"{args.claims} claims linked into {events} events in {seconds:.1f} s")
    small, large = (1000 * statistics.median(additions(base)) for base in (1000, args.claims))
    print(
        f"adding an article of 5 claims: to 1000 claims {small:.2f} ms, to {args.claims} {large:.2f} ms (median of 100)"
    )
    print(f"ratio {large / small:.1f} (asked for: at most 3)")


if __name__ == "__main__":
    main()
