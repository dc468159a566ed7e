"""The projection on another SPARQL server: a real one, started here, holds the same as the embedded store would."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.settings import Settings, read_settings
from api.sparql.elsewhere import PROLOGUE
from graph.errors import BusyError, DataError, QueryError, StoreError
from graph.library import Library
from graph.place import place_of
from graph.projection import project, rebuild
from graph.registry import Registry, load_registry
from graph.remote import BATCH, RemoteStore, ask
from tests.programs import ROOT, amur, environment, serving, until

SERVER = Path(sys.executable).with_name("oxigraph")
pytestmark = pytest.mark.skipif(not SERVER.is_file(), reason="the server `oxigraph` is not installed (extra: test)")
ARTICLE = "---\ntitle: Rencontre\npublisher: Xinhua\npublished: 2026-03-09\n---\n{}\n"
TEXT = "Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin."


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A SPARQL server on a free port of the loopback; its address for queries."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [SERVER, "serve", "--location", folder, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"

    def up() -> bool:
        try:
            return httpx.get(f"{address}/query?query=ASK%7B%7D").status_code == 200
        except httpx.TransportError:
            return False

    try:
        until(up, "the SPARQL server")
        yield f"{address}/query"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("server") / "data") as address:
        yield address


@pytest.fixture(autouse=True)
def empty(address: str) -> None:
    httpx.post(address.replace("/query", "/update"), data={"update": "DROP ALL"}).raise_for_status()


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture
def data(seeded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(seeded, tmp_path / "data")


@pytest.mark.parametrize("store", ["", "none"])
def test_a_server_holds_what_the_embedded_store_would(
    address: str, data: Path, registry: Registry, seeded: Path, store: str
) -> None:
    """By the Graph Store Protocol; and by updates alone, where there is none."""
    wanted = amur("export", "--format", "nquads", data=seeded).stdout.splitlines()
    place = place_of(address, store=f"{address}/nowhere" if store else "")
    with Library.open(data) as library, RemoteStore.at(place, data) as remote:
        project(library, remote, registry)
        assert list(remote.dump()) == wanted
        assert project(library, remote, registry).written == 0
        gone = next(library.articles()).id
        library.delete(gone)
        from ingest.intake import Intake

        Intake(library, registry).relink()
        assert project(library, remote, registry).written > 0
        lines = list(remote.dump())
        assert not any(gone in line for line in lines)
        rebuild(library, remote, registry)
        assert list(remote.dump()) == lines
        with pytest.raises(BusyError):
            RemoteStore.at(place, data)


def test_a_death_in_between_is_made_up_for(
    address: str, data: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(address)
    send, sent = RemoteStore._client_send, 0

    def failing(self: RemoteStore, method: str, url: str, **what: object) -> httpx.Response:
        nonlocal sent
        sent += 1
        if sent == 7:
            raise StoreError("the line is dead")
        return send(self, method, url, **what)

    with Library.open(data) as library:
        monkeypatch.setattr(RemoteStore, "_client_send", failing)
        with pytest.raises(StoreError), RemoteStore.at(place, data) as remote:
            project(library, remote, registry)
        monkeypatch.setattr(RemoteStore, "_client_send", send)
        with RemoteStore.at(place, data) as remote:
            project(library, remote, registry)
            found = list(remote.dump())
            rebuild(library, remote, registry)
            assert list(remote.dump()) == found


def test_other_graphs_of_the_server_are_left_alone(address: str, data: Path, registry: Registry) -> None:
    update = address.replace("/query", "/update")
    httpx.post(update, data={"update": "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> <urn:c> } }"})
    with Library.open(data) as library, RemoteStore.at(place_of(address), data) as remote:
        rebuild(library, remote, registry)
        remote.clear()
    left = ask(place_of(address), "SELECT ?g { GRAPH ?g { ?s ?p ?o } }", "text/csv").decode().split()
    assert left == ["g", "urn:mine"]


def test_the_service_works_on_a_server(address: str, data: Path, tmp_path: Path) -> None:
    shutil.rmtree(data / "store")
    with serving(data, AMUR_SPARQL_URL=address) as client:

        def claims() -> int:
            query = {"query": "SELECT (COUNT(*) AS ?n) { ?c a amur:Claim }", "format": "csv"}
            return int(client.get("/sparql", params=query).text.split()[1])

        until(lambda: client.get("/readyz").json()["status"] == "ok", "the projection")
        before = claims()
        assert before > 20
        assert client.get("/events", params={"limit": 1}).status_code == 200
        event = client.get("/events?limit=1").json()["items"][0]["id"]
        assert client.get(f"/events/{event}.ttl").status_code == 200
        assert client.get("/rdf-graph-store?graph=urn:amur:graphs/events").status_code in (200, 404)
        described = client.get("/sparql", headers={"Accept": "text/turtle"})
        assert "sd:Service" in described.text or "Service>" in described.text
        for query, status in (
            ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 400),
            ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", 400),
            ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400),
            ("SELECT * { ?s ?p }", 400),
        ):
            assert client.get("/sparql", params={"query": query}).status_code == status, query
        whole = client.get("/export/amur.nq").text.splitlines()
        assert len(whole) > 1000
        assert all(line.endswith(" .") for line in whole)
        (tmp_path / "new.md").write_text(ARTICLE.format(TEXT), encoding="utf8")
        assert amur("ingest", tmp_path / "new.md", data=data).returncode == 0
        until(lambda: claims() > before, "the server to follow")
    assert not (data / "snapshots").exists()


def test_commands_work_on_a_server(address: str, data: Path) -> None:
    env = environment(AMUR_SPARQL_URL=address)
    shutil.rmtree(data / "store")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "api.cli", "--data", str(data), *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, timeout=120, check=False)

    done = run("rebuild")
    assert done.returncode == 0, done.stderr
    assert not (data / "store").exists()
    counted = run("sparql", "SELECT (COUNT(*) AS ?n) { ?c a amur:Claim }", "--format", "csv")
    assert int(counted.stdout.split()[1]) > 20, counted.stderr
    assert "amur:Claim" in run("sparql", "SELECT ?t { ?c a ?t } LIMIT 500").stdout
    assert len(run("export", "--format", "nquads").stdout.splitlines()) > 1000
    checked = run("check")
    assert checked.stdout.strip() == "conforms", checked.stdout + checked.stderr


def test_addresses_are_checked_and_passwords_never_shown() -> None:
    assert place_of("http://h/query") == place_of("http://h/query", "http://h/update", "http://h/store")
    assert place_of("http://h/sparql").update == "http://h/sparql"
    assert place_of("http://me:secret@h/query").shown == "http://h/query"
    for wrong in ("file:///etc/passwd", "h/query", "ftp://h/", "http://"):
        with pytest.raises(DataError):
            place_of(wrong)
    shown = read_settings(environ={"AMUR_SPARQL_URL": "http://me:secret@h/query"}).shown()["sparql_url"]
    assert "secret" not in shown
    assert Settings().shown()["sparql_url"] == ""
    assert BATCH == 500


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    place = place_of("http://127.0.0.1:9/query")
    with RemoteStore.at(place, tmp_path) as remote, pytest.raises(StoreError, match=r"127\.0\.0\.1:9"):
        remote.graphs()
    with pytest.raises(StoreError):
        ask(place, f"{PROLOGUE} ASK {{}}", "text/csv")
    with pytest.raises(QueryError):
        ask(place, "SELECT * { SERVICE <http://x/> { } }", "text/csv")
