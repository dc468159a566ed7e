"""How the record behaves as it grows: writing, opening, a day's claims, one more article.

    python bench/record.py [--claims 10000 1000000] [--articles-a-day 1]

Synthetic articles of 20 claims each, at a fixed number of articles a day, so that a day's answer has the same size in
a small record and in a large one and only the search for it can differ. Writes to a temporary folder.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from graph.library import Library
from graph.model import (
    Article,
    Claim,
    EventType,
    Extraction,
    Family,
    Participant,
    Role,
    Span,
    claim_id,
    identify,
)
from graph.when import Basis, Kind, Precision, When

LAST = date(2026, 2, 4)
CLAIMS = 20  # an article


def interval(chance: random.Random, published: date) -> When | None:
    """Mostly the day or its neighbours; some weeks and months, a year in a hundred, a tenth undated: as news has it."""
    kind = chance.random()
    if kind < 0.1:
        return None
    start = published - timedelta(days=chance.choice((0, 0, 0, 1, 1, 2, 5, 30, 400)))
    days = chance.choices((0, 1, 6, 30, 364), (80, 10, 5, 4, 1))[0]
    shape = Kind.THROUGHOUT if days < 2 else Kind.WITHIN
    end = start + timedelta(days=days)
    return When(
        start=start,
        end=end,
        kind=shape,
        precision=Precision.DAY,
        edtf=f"{start}/{end}",
        basis=Basis.RELATIVE,
        words="x",
    )


def synthetic(number: int, published: date) -> Extraction:
    """One article with its claims."""
    chance = random.Random(number)
    text = " ".join(f"Sentence {number} {index} of a made-up article about a meeting." for index in range(CLAIMS))
    url = f"https://source{number % 40}.example/{number}"
    source = f"local-{number % 40}"
    id, work = identify(source=source, text=text, url=url, title=None, published=published)
    article = Article(id=id, work=work, text=text, lang="en", source=source, url=url, published=published)
    claims = []
    for index in range(CLAIMS):
        mark = Span(start=index * 50, end=index * 50 + 8)
        who = tuple(
            Participant(id=f"Q{chance.randrange(400)}", name="Somebody", role=Role.PARTICIPANT, start=0, end=0)
            for _ in range(2)
        )
        claims.append(
            Claim(
                id=claim_id(id, mark, index), article=id, start=mark.start, end=mark.end + 40, trigger=mark,
                evidence=(mark,), type=EventType.CONSULT, family=Family.CONTACT, actors=who,
                when=interval(chance, published),
            )
        )  # fmt: skip
    return Extraction(article=article, claims=tuple(claims), extractor="bench")


def articles(claims: int, a_day: int) -> Iterator[Extraction]:
    """As many as give that many claims, going back from LAST."""
    for number in range(claims // CLAIMS):
        yield synthetic(number, LAST - timedelta(days=number // a_day))


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """How long each of several calls takes."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return found


def measure(claims: int, a_day: int) -> float:
    """Fill a record, print what it does, and return the 95th percentile of a day's search in milliseconds."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with Library.open(Path(folder)) as library:
            coming = articles(claims, a_day)
            more = True
            while more:
                with library.writing():
                    more = False
                    for extraction, _ in zip(coming, range(200), strict=False):
                        library.put(extraction)
                        more = True
        filled = time.perf_counter() - start
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        opening = milliseconds(lambda: Library.open(Path(folder)).close(), 5)
        with Library.open(Path(folder)) as library:
            span = claims // CLAIMS // a_day
            days = [LAST - timedelta(days=chance.randrange(40, span - 40)) for _ in range(200)]
            wanted = iter(days)
            rows = [len(library.claims_between(day, day)) for day in days[:20]]
            day = milliseconds(lambda: library.claims_between(one := next(wanted), one), 200)
            numbers = iter(range(10**9, 10**9 + 50))
            one = milliseconds(lambda: library.put(synthetic(next(numbers), LAST)), 50)
            version = milliseconds(library.data_version, 50)
    p95 = quantiles(day, n=20)[18]
    print(
        f"{claims:>9,} claims: filled in {filled:.1f} s ({claims / filled:,.0f} claims/s), {size:,.0f} MB, "
        f"open {median(opening):.1f} ms, data version {median(version):.2f} ms, "
        f"one article more {median(one):.1f} ms, a day ({median(rows):.0f} claims) "
        f"median {median(day):.1f} ms, p95 {p95:.1f} ms"
    )
    return p95


def main() -> None:
    """Measure each size; the last line is the ratio of the largest to the smallest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--articles-a-day", type=int, default=1)
    given = parser.parse_args()
    found = [measure(claims, given.articles_a_day) for claims in given.claims]
    print(f"p95 of a day, largest to smallest: {found[-1] / found[0]:.2f}")


if __name__ == "__main__":
    main()
