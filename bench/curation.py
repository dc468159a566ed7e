"""What a ledger of corrections costs: python -m bench.curation [ARTICLES] [ENTRIES]

Made-up articles of ten claims each; entries of all kinds on random claims. Says what one more entry, one more article
and a replay of everything take.
"""

import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from graph import deeds
from graph.curating import orphans_of
from graph.errors import AmurError
from graph.model import (
    Article,
    Claim,
    EventType,
    Extraction,
    Family,
    Participant,
    PublishedBasis,
    Role,
    Span,
    claim_id,
    identify,
)
from graph.registry import Registry, load_registry
from graph.when import Basis, Kind, Precision, When
from ingest.intake import Intake

PEOPLE = tuple(f"local-{number}" for number in range(60))
FIRST = date(2024, 1, 1)


def article(number: int) -> Extraction:
    """An article of ten sentences, a claim each."""
    chance = random.Random(number)
    day = FIRST + timedelta(days=number // 4)
    words = [
        f"On the {line}th page number {number} tells that they met again in room {chance.random()}."
        for line in range(10)
    ]
    text = " ".join(words)
    id, work = identify(source=f"local-{number % 40}", text=text, url=None, title=f"Day {number}", published=day)
    made = Article(
        id=id, work=work, text=text, lang="en", source=f"local-{number % 40}", title=f"Day {number}", published=day,
        published_basis=PublishedBasis.GIVEN,
    )  # fmt: skip
    return Extraction(article=made, claims=tuple(claim(made, text, sentence, day, chance) for sentence in words))


def claim(of: Article, text: str, sentence: str, day: date, chance: random.Random) -> Claim:
    """One contact of two people."""
    start = text.index(sentence)
    trigger = Span(start=text.index("met", start), end=text.index("met", start) + 3)
    when = When(
        start=day, end=day, kind=Kind.THROUGHOUT, precision=Precision.DAY, edtf=day.isoformat(), basis=Basis.EXPLICIT
    )
    return Claim(
        id=claim_id(of.id, trigger, 0), article=of.id, start=start, end=start + len(sentence), trigger=trigger,
        evidence=(trigger,), type=EventType.CONSULT, family=Family.CONTACT, mode="meeting", when=when,
        actors=tuple(
            Participant(id=i, name=i, role=Role.PARTICIPANT, start=0, end=0) for i in chance.sample(PEOPLE, 2)
        ),
    )  # fmt: skip


def main() -> None:
    """Fill, correct, measure."""
    count, entries = (int(word) for word in (sys.argv[1:] + ["1000", "500"][len(sys.argv) - 1 :])[:2])
    registry = load_registry()
    table: dict[str, Extraction] = {}

    def extract(one: Article, _: Registry) -> Extraction:
        return replace(table[one.id], article=one)

    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder, Intake.open(Path(folder), registry, extract=extract) as intake:
        for number in range(count):
            made = article(number)
            table[made.article.id] = made
        started = time.perf_counter()
        for _ in intake.stream([made.article for made in table.values()]):
            pass
        print(f"{count} articles, {intake.library.claim_count()} claims: {time.perf_counter() - started:.1f} s")
        costs = []
        while len(costs) < entries:
            claims = chance.sample(list(table.values()), 1)[0].claims
            one = chance.choice(claims).id
            started = time.perf_counter()
            try:
                match chance.choice(("reject", "correct", "correct", "split")):
                    case "reject":
                        intake.curate(lambda library, c=one: deeds.reject(library, c), who="bench", why="bench")
                    case "correct":
                        value = {"certainty": chance.choice(("possible", "probable"))}
                        intake.curate(
                            lambda library, c=one, v=value: deeds.correct(library, c, v), who="bench", why="b"
                        )
                    case _:
                        intake.curate(
                            lambda library, c=one: deeds.split(library, library.event_of(c) or "", [c]),
                            who="bench", why="bench",
                        )  # fmt: skip
            except AmurError:
                continue
            costs.append(time.perf_counter() - started)
        tail = costs[-100:]
        median, most = statistics.median(tail) * 1000, max(tail) * 1000
        print(f"one entry more, of {entries}: median {median:.1f} ms, most {most:.0f} ms")
        costs = []
        for number in range(count, count + 50):
            made = article(number)
            table[made.article.id] = made
            started = time.perf_counter()
            intake.take(made.article)
            intake.relink()
            costs.append(time.perf_counter() - started)
        print(f"one article more, beside {entries} entries: median {statistics.median(costs) * 1000:.1f} ms")
        started = time.perf_counter()
        intake.library.mark_unreplayed(head.work for head in intake.library.articles())
        intake.relink()
        print(f"replay of everything: {time.perf_counter() - started:.1f} s; {len(orphans_of(intake.library))} orphans")


if __name__ == "__main__":
    main()
