"""The way in: any order, twice, with failures and with deaths in between, gives the same record and the same RDF."""

import itertools
import logging
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import BusyError, DataError, NotFoundError
from graph.library import Library
from graph.linking import link
from graph.model import Article, Extraction
from graph.projection import project
from graph.registry import Registry, load_registry
from graph.store import Store
from ingest.intake import Intake
from ingest.report import Report
from tests.record_samples import (
    FEB4,
    all_samples,
    article,
    call_in_chinese,
    call_in_french,
    call_in_russian,
    gold_extractions,
    versions_in_english,
)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def known(extractions: list[Extraction]) -> Callable[[Article, Registry], Extraction]:
    """An extractor that has read these articles already."""
    table = {extraction.article.id: extraction for extraction in extractions}
    return lambda article, _: replace(table[article.id], article=article)


def take(folder: Path, extractions: list[Extraction], registry: Registry) -> Report:
    with Intake.open(folder, registry, extract=known(extractions)) as intake:
        return intake.take_all(extraction.article for extraction in extractions)


def rdf(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return list(store.dump())


def state(folder: Path) -> tuple[str, list[object], list[object], list[str]]:
    """All that has to be the same: data version, claims, events with differences, RDF."""
    with Library.open(folder, create=False) as library:
        claims: list[object] = list(library.all_claims())
        events: list[object] = [(event, library.differences(event.id)) for event in library.events()]
        return library.data_version(), claims, events, rdf(folder)


def test_any_order_gives_the_same(tmp_path: Path, registry: Registry) -> None:
    samples = all_samples()
    orders = [samples, samples[::-1], samples[2:] + samples[:2], samples + samples[::-1]]
    states = []
    for number, order in enumerate(orders):
        report = take(tmp_path / str(number), order, registry)
        assert report.problems == []
        states.append(state(tmp_path / str(number)))
    assert states[0][3]
    assert all(other == states[0] for other in states[1:])


def test_one_by_one_in_portions_and_at_once_give_the_same(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples = gold_extractions() or all_samples()
    random.Random(7).shuffle(samples)
    for extraction in samples:
        take(tmp_path / "slowly", [extraction], registry)
    take(tmp_path / "at once", samples, registry)
    assert state(tmp_path / "slowly") == state(tmp_path / "at once")
    monkeypatch.setattr("graph.relinking.PORTION", 7)
    take(tmp_path / "in portions", samples, registry)
    assert state(tmp_path / "slowly") == state(tmp_path / "in portions")
    with Library.open(tmp_path / "slowly") as library:
        articles = {article.id: article for article in library.articles(text=True)}
        assert tuple(library.events()) == link(list(library.all_claims()), articles, registry)


def test_a_second_run_changes_nothing_and_says_so(tmp_path: Path, registry: Registry) -> None:
    first = take(tmp_path, all_samples(), registry)
    before = state(tmp_path)
    again = take(tmp_path, all_samples(), registry)
    assert first.statuses == {"new": 4, "new version": 1}
    assert again.statuses == {"unchanged": 5}
    assert again.projected
    assert state(tmp_path) == before


def test_deleting_and_taking_in_again_leaves_no_trace(tmp_path: Path, registry: Registry) -> None:
    samples = all_samples()
    take(tmp_path / "whole", samples, registry)
    take(tmp_path / "less", samples[:2], registry)
    before = state(tmp_path / "whole")
    with Intake.open(tmp_path / "whole", registry) as intake:
        for extraction in samples[2:]:
            intake.delete(extraction.article.id)
        with pytest.raises(NotFoundError):
            intake.delete("a-none")
    assert state(tmp_path / "whole") == state(tmp_path / "less")
    take(tmp_path / "whole", samples[2:], registry)
    assert state(tmp_path / "whole") == before


def test_the_call_is_one_event_with_its_difference(tmp_path: Path, registry: Registry) -> None:
    take(tmp_path, all_samples(), registry)
    french, russian, chinese = call_in_french(), call_in_russian(), call_in_chinese()
    with Library.open(tmp_path) as library:
        event = library.event_of(french.claims[0].id)
        assert event
        told = {french.claims[0].id, russian.claims[0].id, chinese.claims[0].id, versions_in_english()[1].claims[0].id}
        assert set(library.event(event).claims) == told
        (mode,) = [d for d in library.differences(event) if d.attribute == "mode"]
        assert {value.value for value in mode.values} == {"video call", "telephone call"}


def test_one_bad_article_costs_only_itself(
    tmp_path: Path, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    good, silent, broken, twice = (
        article(words, lang="fr", source="afp", given_id=words) for words in ("bon", "muet", "cassé", "double")
    )
    claim = call_in_french().claims[0]

    def extract(one: Article, _: Registry) -> Extraction:
        if one.text == "muet":
            raise DataError("no language of ours")
        if one.text == "cassé":
            raise IndexError("list index out of range")
        return Extraction(article=one, claims=(claim, claim) if one.text == "double" else ())

    with Intake.open(tmp_path, registry, extract=extract) as intake, caplog.at_level(logging.CRITICAL):
        report = intake.take_all([silent, broken, twice, good])
    assert report.statuses == {"new": 1}
    assert len(report.problems) == 3
    assert report.problems[0] == "muet: no language of ours"
    assert report.problems[1].startswith("cassé: extraction failed (IndexError: list index")
    assert report.problems[2].startswith("double: article ")
    with Library.open(tmp_path) as library:
        assert [a.id for a in library.articles()] == [good.id]


def test_a_voice_that_nobody_knows_gets_a_name(tmp_path: Path, registry: Registry) -> None:
    extraction = replace(call_in_russian(), local_actors=())
    with Intake.open(tmp_path, registry, extract=lambda one, _: extraction) as intake:
        intake.take(extraction.article)
    with Library.open(tmp_path) as library:
        assert [(a.id, a.name, a.lang) for a in library.local_actors()] == [("local-pyotr", "Пётр Незнаев", "ru")]
    assert any("Незнаев" in line for line in rdf(tmp_path))


def test_while_another_process_projects_the_record_still_takes(tmp_path: Path, registry: Registry) -> None:
    take(tmp_path, all_samples()[:1], registry)
    with Store.open(tmp_path) as store:
        report = take_elsewhere(tmp_path, 5)
        assert report == "5 False"
        with Library.open(tmp_path) as library:
            assert len(list(library.articles())) == 4
            assert project(library, store, registry).written > 0
            lines = list(store.dump())
    take(tmp_path / "alone", all_samples(), registry)
    assert lines == rdf(tmp_path / "alone")


def take_elsewhere(folder: Path, count: int) -> str:
    """Ingest samples in another process; what it reports."""
    done = subprocess.run(
        [sys.executable, "-c", TAKER, str(folder), str(count)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


TAKER = """
import sys
from pathlib import Path
from graph.registry import load_registry
from tests.test_intake import all_samples, take
report = take(Path(sys.argv[1]), all_samples()[:int(sys.argv[2])], load_registry())
print(report.taken, report.projected)
"""

# Ends itself by SIGKILL right before the n-th COMMIT, of the record or of the store's ledger, or before the n-th write
# to the store. Nothing is flushed, closed or undone.
DOOMED = """
import os, signal, sys
from pathlib import Path
from graph.library import Library
from graph.record.connection import Record
from graph.registry import load_registry
from graph.store import Store
from tests.test_intake import all_samples, take
left = int(sys.argv[2])

def step(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(connection):
    connection.set_trace_callback(lambda sql: step() if sql == "COMMIT" else None)
    return connection

connect, opened, remove, add = Record._connect, Store.open.__func__, Store._remove, Store._add
Record._connect = lambda self: watched(connect(self))

def open_store(cls, *arguments):
    store = opened(cls, *arguments)
    watched(store._ledger)
    return store

Store.open = classmethod(open_store)
Store._remove = lambda self, *a: (step(), remove(self, *a))[1]
Store._add = lambda self, *a: (step(), add(self, *a))[1]
take(Path(sys.argv[1]), all_samples(), load_registry())
print("survived")
"""


def test_death_at_every_commit_leaves_nothing_half_done(tmp_path: Path, registry: Registry) -> None:
    take(tmp_path / "calm", all_samples(), registry)
    expected = state(tmp_path / "calm")
    for step in itertools.count(1):
        folder = tmp_path / str(step)
        done = subprocess.run(
            [sys.executable, "-c", DOOMED, str(folder), str(step)], cwd=ROOT, capture_output=True, text=True
        )
        if "survived" in done.stdout:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        with Library.open(folder) as library:  # whole articles or none
            for head in library.articles(current=False):
                extraction = library.extraction(head.id)
                assert extraction in all_samples()
        take(folder, all_samples(), registry)
        assert state(folder) == expected, f"killed at step {step}"
    assert step > 12


def test_death_at_any_moment_loses_nothing_acknowledged(tmp_path: Path, registry: Registry) -> None:
    take(tmp_path / "calm", all_samples(), registry)
    expected = state(tmp_path / "calm")
    chance = random.Random(11)
    folder = tmp_path / "killed"
    deaths = 0
    for _ in range(10):
        victim = subprocess.Popen([sys.executable, "-c", TAKER, str(folder), "5"], cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.6))
        victim.kill()
        deaths += victim.wait() == -signal.SIGKILL
    assert deaths
    take(folder, all_samples(), registry)
    assert state(folder) == expected


def test_rebuild_makes_everything_anew_and_alike(tmp_path: Path, registry: Registry) -> None:
    take(tmp_path, all_samples(), registry)
    before = state(tmp_path)
    with Intake.open(tmp_path, registry, extract=known(all_samples())) as intake:
        assert intake.rebuild(claims=True).statuses == {"unchanged": 5}
    assert state(tmp_path) == before
    newer = [replace(extraction, extractor="hand 2", claims=extraction.claims[:1]) for extraction in all_samples()]
    with Intake.open(tmp_path, registry, extract=known(newer)) as intake:
        assert intake.rebuild(claims=True).statuses == {"re-extracted": 5}
    with Library.open(tmp_path) as library:
        assert library.claim_count() == 4
    with Intake.open(tmp_path, registry) as intake, Store.open(tmp_path), pytest.raises(BusyError):
        intake.rebuild()


def test_the_real_pipeline_fits(tmp_path: Path, registry: Registry) -> None:
    """The digests that travel with Amur go in with the extractor that travels with it."""
    from ingest.read.files import read_articles
    from ingest.read.given import Given

    read = list(read_articles([ROOT / "seeds" / "articles"], Given(), registry))
    articles = [one for one in read if isinstance(one, Article)]
    with Intake.open(tmp_path, registry) as intake:
        report = intake.take_all(articles)
    assert report.problems == []
    assert report.taken == len(articles) == len(read) > 0
    with Library.open(tmp_path) as library:
        assert library.claims_between(FEB4, FEB4)
