"""The projection: only what changed is written, crashes are repaired, one process holds it, nothing is fetched."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph.errors import BusyError, QueryError, StoreError
from graph.library import Library
from graph.projection import project, rebuild
from graph.registry import Registry, load_registry
from graph.store import Store, Unit
from graph.vocab import Names, term
from ingest.intake import Intake
from tests.record_samples import all_samples, article, call_in_french, call_in_russian, versions_in_english

ROOT = Path(__file__).resolve().parent.parent
NAMES = Names()
DATE = re.compile(r'"([^"]*)"\^\^<http://www.w3.org/2001/XMLSchema#date>')


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def library(tmp_path: Path, registry: Registry) -> Iterator[Library]:
    with Library.open(tmp_path) as opened:
        for extraction in all_samples():
            opened.put(extraction)
        Intake(opened, registry).relink()
        yield opened


def fresh(library: Library, registry: Registry, folder: Path) -> list[str]:
    """What a store made from nothing holds."""
    with Store.open(folder) as store:
        project(library, store, registry)
        return list(store.dump())


def line(number: int, graph: str = "urn:g") -> str:
    return f'<urn:s{number}> <urn:p> "{number}" <{graph}> .'


def test_units_of_one_graph_come_and_go_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        one = Unit(key="one", graph="urn:g", hash="a", lines=(line(1), line(2)))
        two = Unit(key="two", graph="urn:g", hash="b", lines=(line(3),))
        assert store.apply([one, two]) == 2
        assert store.apply([one, two]) == 0
        assert list(store.dump()) == [line(1), line(2), line(3)]
        assert store.apply([replace(one, hash="c", lines=(line(2), line(4)))]) == 1
        assert list(store.dump("urn:g")) == [line(2), line(3), line(4)]
        assert store.apply([replace(one, lines=()), replace(two, lines=())]) == 2
        assert len(store) == 0
        assert store.hashes() == {}


def test_a_whole_graph_is_replaced_and_its_name_goes_with_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        unit = Unit(key="g", graph="urn:g", hash="a", lines=(line(1), line(2)), whole=True)
        store.apply([unit, Unit(key="h", graph="urn:h", hash="a", lines=(line(1, "urn:h"),), whole=True)])
        store.apply([replace(unit, hash="b", lines=(line(5),))])
        assert list(store.dump()) == [line(5), line(1, "urn:h")]
        store.apply([replace(unit, lines=())])
        assert store.graphs() == ["urn:h"]


def test_what_a_crash_left_half_done_is_named_and_repaired(tmp_path: Path) -> None:
    old = Unit(key="one", graph="urn:g", hash="a", lines=(line(1), line(2)))
    new = replace(old, hash="b", lines=(line(2), line(3)))
    newest = replace(old, hash="c", lines=(line(4),))
    with Store.open(tmp_path) as store:
        store.apply([old])
        # The death of a process after it marked the unit and wrote a part of it: what its ledger then holds.
        store._mark([(new, store._standing("one"))])
        store._add([line(3)])
    with Store.open(tmp_path) as store:
        assert store.unfinished() == ["one"]
        store.apply([newest])
        assert list(store.dump()) == [line(4)]
        assert store.unfinished() == []


def test_only_what_changed_is_written(tmp_path: Path, library: Library, registry: Registry) -> None:
    with Store.open(tmp_path) as store:
        first = project(library, store, registry)
        assert first.written > 10
        assert project(library, store, registry).looked_at == 0
        library.put(replace(call_in_french(), extractor="hand 2"))
        Intake(library, registry).relink()
        again = project(library, store, registry)
        assert 0 < again.looked_at < 10
        assert again.written == 2  # the article's claims and its description: no event reads otherwise
        lines = list(store.dump())
    assert lines == fresh(library, registry, tmp_path / "fresh")


def test_the_store_follows_deletion_and_versions(tmp_path: Path, library: Library, registry: Registry) -> None:
    older, newer = versions_in_english()
    with Store.open(tmp_path) as store:
        project(library, store, registry)
        assert NAMES.claims_graph(newer.article.id) in store.graphs()
        assert NAMES.claims_graph(older.article.id) not in store.graphs()
        before = list(store.dump())
        for gone in (newer.article.id, call_in_russian().article.id):
            library.delete(gone)
        Intake(library, registry).relink()
        project(library, store, registry)
        assert NAMES.claims_graph(older.article.id) in store.graphs()
        said = "\n".join(store.dump())
        assert "Незнаев" not in said
        assert "Верба" not in said
        for back in (call_in_russian(), newer):
            library.put(back)
        Intake(library, registry).relink()
        project(library, store, registry)
        assert list(store.dump()) == before


def test_of_two_spellings_of_a_local_source_always_the_same_names_it(
    tmp_path: Path, library: Library, registry: Registry
) -> None:
    loud = article("Ещё слова.", lang="ru", source="local-blog", publisher="БЛОГ «ВЕРБА»")
    library.put(replace(call_in_russian(), article=loud, claims=(), local_actors=()))
    with Store.open(tmp_path) as store:
        project(library, store, registry)
        query = f"SELECT ?name {{ <{NAMES.source('local-blog')}> <{term('rdfs:label')}> ?name }}"
        assert [row[0].value for row in store.query(query)] == ["БЛОГ «ВЕРБА»"]
        library.delete(loud.id)
        project(library, store, registry)
        assert [row[0].value for row in store.query(query)] == ["Блог «Верба»"]


def test_another_base_or_another_record_makes_it_anew(tmp_path: Path, library: Library, registry: Registry) -> None:
    with Store.open(tmp_path) as store:
        project(library, store, registry)
    with Store.open(tmp_path, Names("https://news.example/id/")) as store:
        project(library, store, registry)
        assert all(name.startswith("https://news.example/id/") for name in store.graphs())
    with Library.open(tmp_path / "other") as other, Store.open(tmp_path) as store:
        other.put(call_in_french())
        project(other, store, registry)
        graphs = {name for name in store.graphs() if name.endswith("/claims")}
        assert graphs == {NAMES.claims_graph(call_in_french().article.id)}


def test_rebuild_gives_the_same_lines(tmp_path: Path, library: Library, registry: Registry) -> None:
    with Store.open(tmp_path) as store:
        project(library, store, registry)
        before = list(store.dump())
        report = rebuild(library, store, registry)
        assert report.written == report.looked_at + _more(store)
        assert list(store.dump()) == before


def _more(store: Store) -> int:
    """Units that come along: registry, vocabulary, local names, and the second unit of each article."""
    return sum(not key.startswith(("claims:", "event:")) for key in store.hashes())


def test_the_default_graph_is_the_union(tmp_path: Path, library: Library, registry: Registry) -> None:
    with Store.open(tmp_path) as store:
        project(library, store, registry)
        query = "PREFIX amur: <https://w3id.org/amur/ontology#> ASK { ?c amur:quote ?q ; amur:event ?e }"
        assert bool(store.query(query))  # two graphs


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?a <b:c> ?d . #\nSERVICE?x{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o",
        "LOAD <http://127.0.0.1:1/>",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_what_calls_elsewhere_writes_or_is_malformed_is_refused(tmp_path: Path, query: str) -> None:
    with Store.open(tmp_path) as store:
        store.apply([Unit(key="one", graph="urn:g", hash="a", lines=(line(1),))])
        with pytest.raises(QueryError):
            list(store.query(query))
        assert len(store) == 1
        assert [row[0].value for row in store.query("SELECT ?service { ?service ?p ?o }")] == ["urn:s1"]


HOLD = """
import sys
from pathlib import Path
from graph.store import Store
with Store.open(Path(sys.argv[1])) as store:
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_holds_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    holder = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="another process"):
            Store.open(tmp_path)
        holder.communicate()
    Store.open(tmp_path).close()


def test_a_backup_stands_on_its_own(tmp_path: Path, library: Library, registry: Registry) -> None:
    with Store.open(tmp_path) as store:
        project(library, store, registry)
        before = list(store.dump())
        (tmp_path / "copy" / "store").mkdir(parents=True)
        store.backup(tmp_path / "copy" / "store" / "oxigraph")
        with pytest.raises(StoreError, match="oxigraph"):
            store.backup(tmp_path / "copy" / "store" / "oxigraph")
        store.clear()
        with Store.open(tmp_path / "copy") as copy:
            assert list(copy.dump()) == before


def test_a_ledger_of_another_form_or_a_lost_store_is_made_anew(
    tmp_path: Path, library: Library, registry: Registry
) -> None:
    before = fresh(library, registry, tmp_path)
    ledger = sqlite3.connect(tmp_path / "store" / "projected.sqlite")
    ledger.execute("PRAGMA user_version = 99")
    ledger.execute("DROP TABLE unit")
    ledger.close()
    assert fresh(library, registry, tmp_path) == before


def test_dates_in_the_dump_have_no_zone(tmp_path: Path, library: Library, registry: Registry) -> None:
    stamped = [text for text in fresh(library, registry, tmp_path) if DATE.search(text)]
    assert len(stamped) > 20
    for text in stamped:
        found = DATE.search(text)
        assert found
        date.fromisoformat(found[1])
