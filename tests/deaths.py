"""A program that takes articles in with workers, and is made to be killed: `python -m tests.deaths DATA FILE WORKERS`.

Its extraction is a toy that loads no language, so that it can be started over and over. No tests in here.
"""

import os
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

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
)
from graph.registry import Registry, load_registry
from graph.when import Basis, Kind, Precision, When
from ingest.intake import Intake
from ingest.read.files import read_articles
from ingest.read.given import Given

PIDS = "DEATHS_PIDS"  # variable: a folder in which each process that extracts leaves a file of its number
PAUSE = 0.004  # seconds that the extraction of an article takes


def toy(article: Article, registry: Registry, *, people: int = 23, own: Article | None = None) -> Extraction:
    """Three meetings of two of many people on days after the article's."""
    if folder := os.environ.get(PIDS):
        Path(folder, str(os.getpid())).touch()
    time.sleep(PAUSE)
    claims = []
    for number in range(3):
        mark = Span(start=number * 10, end=number * 10 + 6)
        seed = (7 + number) * int(article.given_id or "0")
        day = article.published + timedelta(days=seed % 61) if article.published else None
        when = When(
            start=day, end=day, kind=Kind.THROUGHOUT, precision=Precision.DAY, edtf=str(day), basis=Basis.EXPLICIT
        )
        people = tuple(
            Participant(id=f"P{people}-{(seed + step) % 23}", name="Somebody", role=Role.PARTICIPANT, start=0, end=0)
            for step in range(2)
        )
        claims.append(
            Claim(
                id=claim_id(article.id, mark, 0), article=article.id, start=mark.start, end=mark.end + 4, trigger=mark,
                evidence=(Span(start=mark.start, end=mark.end + 4),), type=EventType.CONSULT, family=Family.CONTACT,
                mode="meeting", actors=people, when=when if day else None,
            )
        )  # fmt: skip
    return Extraction(article=own or article, claims=tuple(claims), extractor="toy")


def spread(article: Article, registry: Registry) -> Extraction:
    """The same for articles of whatever id, of many more people: events stay small however many articles there are."""
    number = int((article.given_id or "0").rpartition("-")[2])
    return toy(replace(article, given_id=str(number)), registry, people=number // 50 % 100_000 * 10 + 5, own=article)


def main() -> None:
    """Take the articles of FILE into DATA."""
    data, file, workers = sys.argv[1:]
    registry = load_registry()
    with Intake.open(Path(data), registry, extract=toy) as intake:
        report = intake.take_all(read_articles([Path(file)], Given(), registry), workers=int(workers))
    sys.stdout.write(f"{report.taken} {len(report.problems)}\n")


if __name__ == "__main__":
    from tests import deaths  # what is sent to workers is known by the module's name, not as __main__

    deaths.main()
