"""The record: what goes in comes out, versions, days, search, many processes, old and foreign files."""

import itertools
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import DataError, NotFoundError, QueryError, StoreError, VersionError
from graph.library import COLLECTION, CURATION, Library
from graph.model import (
    Article,
    Claim,
    Difference,
    DifferingValue,
    Event,
    EventType,
    Extraction,
    Family,
    Join,
    Participant,
    PublishedBasis,
    Role,
    Span,
    Status,
    claim_id,
    event_id,
)
from graph.record.connection import SCHEMA
from graph.when import Basis, Kind, Precision, When
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


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data") as opened:
        yield opened


def test_an_extraction_comes_out_as_it_went_in(library: Library) -> None:
    for extraction in all_samples():
        assert library.put(extraction).status in ("new", "new version")
    for extraction in all_samples():
        assert library.extraction(extraction.article.id) == extraction
        assert library.article(extraction.article.id).text == extraction.article.text
        assert library.claims_of(extraction.article.id) == tuple(
            sorted(extraction.claims, key=lambda c: (c.start, c.id))
        )
        for claim in extraction.claims:
            assert library.claim(claim.id) == claim


def test_annotated_articles_come_out_as_they_went_in(library: Library) -> None:
    extractions = gold_extractions()
    if not extractions:
        pytest.skip("no ../shared/eval/dev beside this checkout")
    for extraction in extractions:
        library.put(extraction)
    assert [library.extraction(extraction.article.id) for extraction in extractions] == extractions
    assert library.claim_count() == sum(len(extraction.claims) for extraction in extractions)


def test_identical_content_changes_nothing(library: Library) -> None:
    moment = datetime(2026, 2, 5, 12, tzinfo=UTC)
    first = library.put(call_in_french(), recorded=moment)
    before, mark = library.data_version(), library.change_mark()
    again = library.put(call_in_french(), recorded=moment + timedelta(days=9))
    assert (first.status, again.status) == ("new", "unchanged")
    assert (library.data_version(), library.change_mark()) == (before, mark)
    assert library.recorded(first.article.id) == (moment, moment)


def test_the_data_version_forgets_order_and_follows_content(tmp_path: Path) -> None:
    seen = set()
    for number, order in enumerate(itertools.permutations(all_samples()[:4])):
        with Library.open(tmp_path / str(number)) as library:
            for extraction in order:
                library.put(extraction)
            seen.add(library.data_version())
            library.delete(order[0].article.id)
            assert library.data_version() not in seen
            library.put(order[0])
            assert library.data_version() in seen
    assert len(seen) == 1


def test_a_new_extraction_replaces_the_old_one(library: Library) -> None:
    extraction = call_in_french()
    library.put(extraction, recorded=datetime(2026, 2, 5, tzinfo=UTC))
    before = library.data_version()
    shorter = replace(extraction, claims=extraction.claims[:1], extractor="hand 2")
    put = library.put(shorter, recorded=datetime(2026, 2, 6, tzinfo=UTC))
    assert put.status == "re-extracted"
    assert library.data_version() != before
    assert list(library.all_claims()) == list(shorter.claims)
    with pytest.raises(NotFoundError):
        library.claim(extraction.claims[1].id)
    assert library.recorded(extraction.article.id) == (
        datetime(2026, 2, 5, tzinfo=UTC),
        datetime(2026, 2, 6, tzinfo=UTC),
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_greater_version_is_current_whatever_the_order(library: Library, order: tuple[int, int]) -> None:
    versions = versions_in_english()
    older, newer = versions
    statuses = [library.put(versions[index]).status for index in order]
    assert statuses == (["new", "new version"] if order == (0, 1) else ["new", "older version"])
    assert [a.id for a in library.articles()] == [newer.article.id]
    assert {a.id for a in library.articles(current=False)} == {older.article.id, newer.article.id}
    assert [a.id for a in library.versions(newer.article.work)] == [newer.article.id, older.article.id]
    assert list(library.all_claims()) == list(newer.claims)
    assert library.claims_between(FEB4, FEB4) == newer.claims
    assert library.claim(older.claims[0].id) == older.claims[0]
    assert [found for found, _ in library.search("aides")] == []


def test_deleting_the_current_version_brings_the_older_back(library: Library) -> None:
    older, newer = versions_in_english()
    library.put(older)
    library.put(newer)
    library.delete(newer.article.id)
    assert list(library.all_claims()) == list(older.claims)
    library.delete(older.article.id)
    assert list(library.articles(current=False)) == []
    assert library.search("aides") == []
    with pytest.raises(NotFoundError, match=older.article.id):
        library.delete(older.article.id)


def test_of_two_descriptions_of_one_text_the_better_known_stays(tmp_path: Path) -> None:
    address = "https://verba.example/x"
    known = article("Слова.", lang="ru", source="s", url=address, published=FEB4)
    unknown = replace(known, published=None, published_basis=PublishedBasis.UNKNOWN)
    for number, order in enumerate([(known, unknown), (unknown, known)]):
        with Library.open(tmp_path / str(number)) as library:
            puts = [library.put(Extraction(article=one)) for one in order]
            assert library.article(known.id).published == FEB4
            assert bool(puts[1].note) == (order[1] is unknown)


def test_same_words_of_two_publishers_are_a_family(library: Library) -> None:
    words = "La même dépêche, mot pour mot."
    first, second = (article(words, lang="fr", source=source) for source in ("afp", "reuters"))
    other = article("Autre chose.", lang="fr", source="afp")
    for one in (first, second, other):
        library.put(Extraction(article=one))
    assert list(library.families()) == [tuple(sorted((first.id, second.id)))]


def test_articles_by_window_and_source(library: Library) -> None:
    days = [None, date(2026, 2, 3), date(2026, 2, 4), date(2026, 2, 6)]
    made = [article(f"Texte {day}", lang="fr", source="afp" if day else "tass", published=day) for day in days]
    for one in made:
        library.put(Extraction(article=one))
    inside = library.articles(published=(date(2026, 2, 4), None), text=True)
    assert list(inside) == made[2:]
    assert [a.id for a in library.articles(source="tass")] == [made[0].id]
    assert [a.text for a in library.articles(ids=[made[1].id])] == [""]
    assert library.sources() == ("afp", "tass")


def dated(number: int, start: date | None, end: date | None, kind: Kind = Kind.THROUGHOUT) -> Claim:
    bounds = When(start=start, end=end, kind=kind, precision=Precision.DAY, edtf="", basis=Basis.EXPLICIT)
    mark = Span(start=number, end=number + 1)
    return Claim(
        id=claim_id("a", mark, 0), article="a", start=0, end=1, trigger=mark, evidence=(mark,),
        type=EventType.OTHER, family=Family.OTHER, when=bounds if start or end else None,
    )  # fmt: skip


def overlap(claim: Claim, first: date, last: date, longest: int | None) -> bool:
    if claim.when is None or claim.when.start is None or claim.when.end is None:
        return False
    fits = longest is None or (claim.when.end - claim.when.start).days + 1 <= longest
    return fits and claim.when.start <= last and claim.when.end >= first


def test_search_by_day_finds_what_a_scan_finds(library: Library) -> None:
    chance = random.Random(4)
    origin = date(2019, 6, 1)
    claims = []
    for number in range(1500):
        start = origin + timedelta(days=chance.randrange(3000))
        length = chance.choice([0, 0, 0, 1, 2, 6, 27, 30, 31, 32, 364, 365, 9000])
        claims.append(dated(number, start, start + timedelta(days=length)))
    claims += [dated(2000, date(2020, 1, 1), None, Kind.SINCE), dated(2001, None, date(2024, 1, 1), Kind.UNTIL)]
    claims += [dated(2002, date.min, date.max), dated(2003, None, None)]
    library.put(Extraction(article=replace(article("…", lang="fr", source="s"), id="a"), claims=tuple(claims)))
    for _ in range(60):
        first = origin + timedelta(days=chance.randrange(-400, 3600))
        last = first + timedelta(days=chance.choice([0, 0, 3, 40, 700]))
        longest = chance.choice([None, 1, 7, 31, 366])
        found = library.claims_between(first, last, longest=longest)
        assert {c.id for c in found} == {c.id for c in claims if overlap(c, first, last, longest)}
        assert [c.id for c in found] == [c.id for c in sorted(found, key=lambda c: (c.when.start, c.id))]  # type: ignore[union-attr]
    open_ended = {c.id for c in library.claims_between(date(2022, 1, 1), date(2022, 1, 1), open_ended=True)}
    assert {claims[1500].id, claims[1501].id} <= open_ended
    assert claims[1501].id not in {
        c.id for c in library.claims_between(date(2025, 1, 1), date(2025, 1, 1), open_ended=True)
    }


def test_the_index_is_used_for_days(library: Library) -> None:
    plan = library.db.execute(
        "EXPLAIN QUERY PLAN SELECT first, id, last, body FROM claim WHERE current = 1 AND level = ?"
        " AND first BETWEEN ? AND ? AND last >= ?",
        (0, 1, 2, 1),
    ).fetchall()
    assert "USING INDEX claim_when (current=? AND level=? AND first>? AND first<?)" in plan[0][3]


def test_undated_claims_are_found_by_publication(library: Library) -> None:
    extraction = call_in_russian()
    library.put(extraction)
    assert library.undated_claims((FEB4, FEB4)) == (extraction.claims[1],)
    assert library.undated_claims((None, date(2026, 2, 3))) == ()


def test_claims_by_actor_and_local_names(library: Library) -> None:
    for extraction in all_samples():
        library.put(extraction)
    assert {c.id for c in library.claims_with("Q22686")} == {call_in_russian().claims[1].id}
    assert [(a.id, a.name) for a in library.local_actors()] == [("local-pyotr", "Пётр Незнаев")]
    assert library.source_name("local-blog") == "Блог «Верба»"
    assert library.source_name("nobody") == ""


@pytest.mark.parametrize(
    ("words", "lang", "found"),
    [
        ("visioconférence", None, []),
        ("présidents", None, ["fr"]),
        ("presidents RUSSE", None, ["fr"]),
        ("телефону", None, ["ru"]),
        ("Незнаев", "ru", ["ru"]),  # begins a longer word
        ("Незнаев", "fr", []),
        ("习近平", None, ["zh"]),
        ("视频", None, ["zh"]),
        ("频会", None, ["zh"]),
        ("平习", None, []),  # the characters are there, the word is not
        ('"за час" телефону', None, []),
        ('"85 минут"', None, ["ru"]),
        ("普京 上半年", None, ["zh"]),
        ("C++ OR (", None, []),  # no operators, no syntax errors
    ],
)
def test_search_in_four_languages(library: Library, words: str, lang: str | None, found: list[str]) -> None:
    for extraction in (call_in_french(), call_in_russian(), call_in_chinese()):
        library.put(extraction)
    assert [library.article(article_id).lang for article_id, _ in library.search(words, lang)] == found


def test_search_for_nothing_is_refused(library: Library) -> None:
    with pytest.raises(QueryError, match="nothing to search"):
        library.search(" ?! ")


def event_of(*claims: Claim, label: str = "Call") -> Event:
    ids = tuple(sorted(claim.id for claim in claims))
    who = Participant(id="Q7747", name="Vladimir Putin", role=Role.PARTICIPANT, start=0, end=0)
    join = Join(claim=ids[-1], to=ids[0], score=3.25, reasons=("same pair", "same day"))
    return Event(
        id=event_id(ids), type=EventType.CONSULT, family=Family.CONTACT, status=Status.HAPPENED, claims=ids,
        labels=(("en", label), ("fr", "Appel")), when=claims[0].when, actors=(who,),
        joins=(join,) if len(ids) > 1 else (),
    )  # fmt: skip


def test_events_and_differences_come_out_as_they_went_in(library: Library) -> None:
    french, russian = call_in_french(), call_in_russian()
    library.put(french)
    library.put(russian)
    call, talks = event_of(french.claims[0], russian.claims[0]), event_of(french.claims[2])
    mode = Difference(
        event=call.id, attribute="mode",
        values=(
            DifferingValue(value="video call", claims=(french.claims[0].id,), sources=("afp",)),
            DifferingValue(value="telephone call", claims=(russian.claims[0].id,), sources=("local-blog",)),
        ),
    )  # fmt: skip
    library.put_events([call, talks])
    library.put_differences(call.id, [mode])
    assert sorted(library.events(), key=lambda e: e.id) == sorted([call, talks], key=lambda e: e.id)
    assert library.differences(call.id) == (mode,)
    assert library.event_of(russian.claims[0].id) == call.id
    assert library.events_of(c.id for c in french.claims) == {
        french.claims[0].id: call.id,
        french.claims[2].id: talks.id,
    }
    assert {e.id for e in library.events_between(FEB4, FEB4)} == {call.id, talks.id}
    assert [e.id for e in library.events_between(date(2026, 2, 5), date(2026, 2, 5))] == [talks.id]
    assert {e.id for e in library.events_with("Q7747")} == {call.id, talks.id}
    mark = library.change_mark()
    library.put_events([call, talks])
    library.put_differences(call.id, [mode])
    assert library.change_mark() == mark
    assert library.differences(call.id) == (mode,)


def test_a_retired_event_leads_to_its_heir(library: Library) -> None:
    french, russian = call_in_french(), call_in_russian()
    alone = [event_of(french.claims[0]), event_of(russian.claims[0])]
    library.put_events(alone)
    both = event_of(french.claims[0], russian.claims[0])
    gone = next(event.id for event in alone if event.id != both.id)
    library.put_events([both], retired=[gone])
    assert library.event(gone) == both
    library.put_events([], retired=[both.id])
    with pytest.raises(NotFoundError, match="withdrawn"):
        library.event(gone)
    library.put_events(alone)
    assert library.event(gone).id == gone
    with pytest.raises(NotFoundError, match="not known"):
        library.event("e-0")


def test_what_came_changed_or_went_is_named_until_linked(library: Library) -> None:
    older, newer = versions_in_english()
    library.put(older)
    assert library.unlinked() == (older.claims[0].id,)
    library.mark_linked()
    library.put(newer)
    assert set(library.unlinked()) == {older.claims[0].id, newer.claims[0].id}


def test_ledgers_grow_and_curation_changes_the_version(library: Library) -> None:
    before = library.data_version()
    library.add_ledger(COLLECTION, {"source": "afp", "got": 12}, subject="afp")
    assert library.data_version() == before
    first = library.add_ledger(CURATION, {"reject": "c-1", "why": "misread"}, subject="c-1")
    second = library.add_ledger(CURATION, {"undo": first}, subject="c-1")
    assert library.data_version() != before
    assert [entry.seq for entry in library.ledger(CURATION, subject="c-1")] == [first, second]
    assert next(library.ledger(COLLECTION)).body == {"source": "afp", "got": 12}


def test_a_failed_transaction_leaves_nothing(library: Library) -> None:
    before = library.data_version()

    def put_and_fail() -> None:
        with library.writing():
            library.put(call_in_french())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_and_fail()
    assert library.data_version() == before
    assert list(library.articles()) == []
    twice = replace(call_in_french(), claims=call_in_french().claims[:1] * 2)
    with library.writing():
        library.put(call_in_chinese())
        with pytest.raises(DataError, match="same id"):
            library.put(twice)
    assert [a.lang for a in library.articles()] == ["zh"]


def test_threads_share_a_library_and_read_one_moment(library: Library) -> None:
    library.put(call_in_french())
    counts: list[int] = []

    def work() -> None:
        with library.reading():
            first = library.claim_count()
            library_of_another.put(call_in_chinese())
            counts.extend((first, library.claim_count()))

    with Library.open(library.folder) as library_of_another:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert counts == [4, 4]
    assert library.claim_count() == 6


WRITER = """
import sys
from pathlib import Path
from tests.record_samples import article
from graph.library import Library
from graph.model import Extraction
with Library.open(Path(sys.argv[1])) as library:
    for number in range(20):
        library.put(Extraction(article=article(f"{sys.argv[2]} {number}", lang="fr", source="s")))
"""


def test_processes_write_beside_one_another(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("un", "deux", "trois")]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with Library.open(tmp_path, create=False) as library:
        assert len(list(library.articles())) == 60


def test_a_backup_is_a_record_of_its_own(library: Library, tmp_path: Path) -> None:
    for extraction in all_samples():
        library.put(extraction)
    (tmp_path / "copy").mkdir()
    library.backup(tmp_path / "copy" / "library.sqlite")
    with Library.open(tmp_path / "copy") as copy:
        assert copy.data_version() == library.data_version()
        assert list(copy.all_claims()) == list(library.all_claims())
        assert copy.change_mark()[0] != library.change_mark()[0]
        copy.delete(call_in_french().article.id)
    assert library.article(call_in_french().article.id)
    with pytest.raises(StoreError, match="exists already"):
        library.backup(tmp_path / "copy" / "library.sqlite")
    with pytest.raises(StoreError, match="none"):
        library.backup(tmp_path / "none" / "library.sqlite")


described = st.builds(
    lambda text, url, published, modified, basis: replace(
        article(text, lang="fr", source="afp", url=url, published=published, modified=modified),
        published_basis=basis if published else PublishedBasis.UNKNOWN,
    ),
    text=st.sampled_from(["Le fleuve.", "Le fleuve gèle.", "Le fleuve dégèle."]),
    url=st.sampled_from(["https://a.example/1", "https://a.example/2", None]),
    published=st.sampled_from([None, date(2026, 2, 3), FEB4]),
    modified=st.sampled_from([None, FEB4, date(2026, 2, 6)]),
    basis=st.sampled_from([PublishedBasis.GIVEN, PublishedBasis.PAGE, PublishedBasis.INFERRED]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(described, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_articles_come_never_matters(coming: list[Article], chance: random.Random) -> None:
    """Versions, copies and differing descriptions of one text, in two orders, once and several times."""
    states = []
    for order in (coming, chance.sample(coming, len(coming)) + chance.choices(coming, k=3)):
        with TemporaryDirectory() as folder, Library.open(Path(folder)) as library:
            for one in order:
                mark = Span(start=0, end=2)
                told = replace(dated(0, one.published, one.published), id=claim_id(one.id, mark, 0), article=one.id)
                library.put(Extraction(article=one, claims=(told,)))
            everything = [library.extraction(a.id) for a in library.articles(current=False)]
            current = [a.id for a in library.articles()]
            states.append((library.data_version(), everything, current, list(library.all_claims())))
            for work in {a.work for a in library.articles(current=False)}:
                newest, *older = library.versions(work)
                assert newest.id in current
                assert not {a.id for a in older} & set(current)
    assert states[0] == states[1]


def test_a_missing_folder_is_made_or_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="amur ingest"):
        Library.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()
    Library.open(tmp_path / "deep" / "er").close()
    assert (tmp_path / "deep" / "er" / "library.sqlite").is_file()


def test_an_older_record_is_migrated(tmp_path: Path) -> None:
    script = (ROOT / "graph" / "record" / "1.sql").read_text(encoding="utf8")
    old = sqlite3.connect(tmp_path / "library.sqlite")
    old.executescript(script + "PRAGMA application_id = 1097692530; PRAGMA user_version = 1;")
    old.execute("INSERT INTO meta VALUES ('articles', '7f')")
    old.commit()
    old.close()
    with Library.open(tmp_path) as library:
        assert library.db.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
        assert library.meta("articles") == "7f"
        library.put(call_in_french())
        assert len(library.unlinked()) == 4


def test_a_newer_or_foreign_file_is_refused_by_name(tmp_path: Path) -> None:
    Library.open(tmp_path).close()
    path = tmp_path / "library.sqlite"
    later = sqlite3.connect(path)
    later.execute("PRAGMA user_version = 999")
    later.close()
    with pytest.raises(VersionError, match=r"library.sqlite.*newer Amur \(record version 999"):
        Library.open(tmp_path)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    other = sqlite3.connect(foreign / "library.sqlite")
    other.execute("CREATE TABLE hello (world)")
    other.close()
    with pytest.raises(VersionError, match="not a record of Amur"):
        Library.open(foreign)
    (foreign / "library.sqlite").write_bytes(b"Not a database at all, only words. " * 200)
    with pytest.raises(StoreError, match="not a database"):
        Library.open(foreign)
