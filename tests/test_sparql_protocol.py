"""The SPARQL endpoint over real HTTP, real worker processes and a real store."""

import asyncio
import csv
import io
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import uvicorn
from fastapi import FastAPI

from api import problems
from api.app import make_app
from api.service import Service
from api.settings import Settings
from api.sparql.pool import Pool
from graph.registry import Registry
from tests.programs import until

EX = "http://example.org/"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
ROWS = 3000
HARD = 'row {}: "a", <result> <b>\n}}}},{{"x":{{"y" 中俄\u2028'  # marks of every format, as data
Limit = int | float


@dataclass
class Still:
    """One snapshot that never changes."""

    current: Path | None
    version = "still"
    problem = ""

    async def snapshot(self) -> Path:
        assert self.current is not None
        return self.current


def fill(folder: Path) -> Path:
    store = ox.Store(str(folder / "store"))
    seen, text = ox.NamedNode(EX + "seen"), ox.NamedNode(EX + "text")
    quads = [
        ox.Quad(ox.NamedNode(f"{EX}s{i}"), text, ox.Literal(HARD.format(i)), ox.NamedNode(f"{EX}g{i % 3}"))
        for i in range(ROWS)
    ]
    quads += [ox.Quad(ox.NamedNode(f"{EX}g{i}"), seen, ox.Literal(i), ox.NamedNode(f"{EX}g{i}")) for i in range(3)]
    store.extend(quads)
    store.backup(str(folder / "snapshot"))
    return folder / "snapshot"


def make_app_on(snapshot: Path, **limits: Limit) -> FastAPI:
    usual: dict[str, Limit] = {"seconds": 3.0, "megabytes": 400, "max_rows": 100_000, "max_bytes": 50_000_000}
    values = {**usual, **limits}

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool = Pool(size=2, **values)  # type: ignore[arg-type]
        await pool.start()
        app.state.service = Service(
            settings=Settings(),
            library=None,  # type: ignore[arg-type]  # the endpoint never reads the record
            registry=Registry(actors={}, places={}, sources={}),
            projection=Still(snapshot),
            pool=pool,
        )
        yield
        await pool.stop()

    return make_app(Settings(max_body_mb=1), lifespan)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Run an application on a free loopback port in a thread of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.01)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(20)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("sparql"))


@pytest.fixture(scope="module")
def base(snapshot: Path) -> Iterator[str]:
    with served(make_app_on(snapshot)) as url:
        yield url


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=30) as client:
        yield client


def ask(client: httpx.Client, query: str, **params: str | list[str]) -> bool:
    answer = client.get("/sparql", params={"query": query, **params}, headers={"Accept": JSON})
    assert answer.status_code == 200, answer.text
    return bool(answer.json()["boolean"])


def test_the_default_graph_is_the_union_of_all(client: httpx.Client) -> None:
    assert ask(client, f"ASK {{ <{EX}g1> ?p ?x . <{EX}g2> ?p ?y }}")


def test_a_protocol_dataset_holds(client: httpx.Client) -> None:
    both = f"ASK {{ <{EX}g1> ?p ?x . <{EX}g2> ?p ?y }}"
    graphs = [EX + "g1", EX + "g2"]
    assert ask(client, both, **{"default-graph-uri": graphs})
    assert not ask(client, both, **{"default-graph-uri": graphs[:1]})
    assert not ask(client, both, **{"named-graph-uri": graphs})
    assert ask(client, f"ASK {{ GRAPH ?g {{ <{EX}g2> ?p ?x }} }}", **{"named-graph-uri": graphs})
    assert not ask(client, f"ASK {{ GRAPH ?g {{ <{EX}g0> ?p ?x }} }}", **{"named-graph-uri": graphs})


def test_the_protocol_dataset_wins_over_from(client: httpx.Client) -> None:
    query = f"ASK FROM <{EX}g0> {{ GRAPH ?g {{ <{EX}g1> ?p ?x }} }}"
    assert ask(client, query, **{"named-graph-uri": [EX + "g1"]})


def test_from_is_obeyed_and_not_widened_to_the_union(client: httpx.Client) -> None:
    assert ask(client, f"ASK FROM <{EX}g0> {{ <{EX}g0> ?p ?x }}")
    assert not ask(client, f"ASK FROM <{EX}g0> {{ <{EX}g1> ?p ?x }}")
    assert not ask(client, f"ASK FROM NAMED <{EX}g0> {{ <{EX}g0> ?p ?x }}")


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:1/", EX + "absent"])
def test_a_graph_that_is_not_here_is_refused(client: httpx.Client, graph: str) -> None:
    asked = {"query": f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"}
    for params in (asked, {"query": "ASK {}", "default-graph-uri": graph}):
        answer = client.get("/sparql", params=params)
        assert answer.status_code == 400
        assert answer.headers["content-type"] == problems.MEDIA
        assert graph in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE\n?e { ?s ?p ?o } }",
        "SELECT * { SERVICE#\n<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "PREFIX e: <http://127.0.0.1:1/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
        'ASK { FILTER(?a<?b#>"""\n) SERVICE <http://127.0.0.1:1/> {} #"""\n}',
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERV\\U00000049CE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        'SELECT * { FILTER("\\u0022 != 1) SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } #")\n }',
        "SELECT * { ?s ?p ?o #\\u000A SERVICE <http://127.0.0.1:1/> { ?a ?b ?c }\n}",
    ],
)
def test_service_is_refused_in_every_spelling(client: httpx.Client, query: str) -> None:
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert "SERVICE" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query", ['ASK { FILTER("SERVICE <x>" != "") }', "ASK { ?s <http://x/#SERVICE> ?o } # SERVICE <x>"]
)
def test_the_word_service_in_a_string_iri_or_comment_is_no_service(client: httpx.Client, query: str) -> None:
    assert client.get("/sparql", params={"query": query}).status_code == 200


def test_updates_are_refused(client: httpx.Client) -> None:
    update = "LOAD <http://127.0.0.1:1/>"
    direct = client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    form = client.post("/sparql", data={"update": update})
    assert (direct.status_code, form.status_code) == (403, 403)
    for text in (update, "INSERT DATA { <a:b> <a:b> 1 }", "PREFIX a: <b:c> CLEAR ALL", "DROP ALL"):
        assert client.post("/sparql", data={"query": text}).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/sparql").status_code == 405
    for method in ("PUT", "DELETE", "POST", "PATCH"):
        assert client.request(method, "/rdf-graph-store", params={"graph": EX + "g0"}).status_code == 405


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, "query=ASK%20%7B%7D", 415),
        ({"Content-Type": "text/plain"}, "ASK {}", 415),
        ({"Content-Type": "application/sparql-query; charset=UTF-16"}, "ASK {}", 415),
        ({"Content-Type": "application/sparql-query"}, b"ASK { ?s ?p '\xff' }", 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "nothing=1", 400),
        ({"Content-Type": "application/sparql-query"}, "ASK {", 400),
        ({"Content-Type": "application/sparql-query"}, "ASK " + "{" * 5000 + "}" * 5000, 400),
        ({"Content-Type": "application/sparql-query"}, b"#" * 1_200_000, 413),
    ],
)
def test_what_is_no_query_is_refused(
    client: httpx.Client, headers: dict[str, str], body: str | bytes, status: int
) -> None:
    answer = client.post("/sparql", content=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == problems.MEDIA


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (JSON, JSON),
        (XML, XML),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        (f"text/csv;q=0.3, {JSON};q=0.9", JSON),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/*;q=0.2, text/csv;q=0.4", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", JSON),
        ("application/json", "application/json"),
    ],
)
def test_the_accept_header_chooses(client: httpx.Client, accept: str, media: str) -> None:
    query = f"SELECT * {{ ?s <{EX}text> ?o }} LIMIT 7"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert "Accept" in answer.headers["vary"].split(", ")


def test_what_nobody_offers_is_not_acceptable(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": "image/png"})
    assert answer.status_code == 406


def rows_of(name: str, content: bytes) -> int:
    if name == "csv":
        return len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1
    results = ox.QueryResultsFormat
    known = {"json": results.JSON, "xml": results.XML, "tsv": results.TSV}
    solutions = ox.parse_query_results(content, format=known[name])
    assert isinstance(solutions, ox.QuerySolutions)
    return len(list(solutions))


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_every_format_gives_all_rows_and_the_limit_counts_them_exactly(snapshot: Path, name: str) -> None:
    params = {"query": f"SELECT ?s ?o ?none {{ ?s <{EX}text> ?o }}", "format": name}
    with served(make_app_on(snapshot, max_rows=ROWS)) as url:
        answer = httpx.get(url + "/sparql", params=params, timeout=30)
        assert answer.status_code == 200
        assert rows_of(name, answer.content) == ROWS
    with served(make_app_on(snapshot, max_rows=ROWS - 1)) as url:
        answer = httpx.get(url + "/sparql", params=params, timeout=30)
        assert answer.status_code == 422
        assert f"{ROWS - 1:,} rows" in answer.json()["detail"]


def test_a_long_answer_arrives_whole(client: httpx.Client) -> None:
    query = f"SELECT ?s ?o {{ ?s <{EX}text> ?o VALUES ?n {{ {' '.join(map(str, range(20)))} }} }}"
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    assert len(answer.content) > 5_000_000
    assert len(json.loads(answer.content)["results"]["bindings"]) == 20 * ROWS


def test_a_long_answer_that_runs_over_is_visibly_cut(snapshot: Path) -> None:
    query = f"SELECT ?s ?o {{ ?s <{EX}text> ?o VALUES ?n {{ {' '.join(map(str, range(20)))} }} }}"
    with served(make_app_on(snapshot, max_bytes=3_000_000)) as url, pytest.raises(httpx.RemoteProtocolError):
        httpx.post(url + "/sparql", data={"query": query}, headers={"Accept": JSON}, timeout=30)


def test_a_runaway_is_killed_while_another_query_is_answered(snapshot: Path) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    with served(make_app_on(snapshot, seconds=1.5)) as url:
        held: list[httpx.Response] = []
        thread = threading.Thread(
            target=lambda: held.append(httpx.get(url + "/sparql", params={"query": runaway}, timeout=30))
        )
        thread.start()
        time.sleep(0.4)
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=30).json()["boolean"] is True
        assert thread.is_alive(), "the runaway should still be held"
        thread.join(20)
        assert held[0].status_code == 422
        assert "1.5 s" in held[0].json()["detail"]
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200


def test_a_memory_bomb_takes_only_its_worker_down(snapshot: Path) -> None:
    bomb = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f"
    with served(make_app_on(snapshot, seconds=20, megabytes=300)) as url:
        answer = httpx.get(url + "/sparql", params={"query": bomb}, timeout=40)
        assert answer.status_code == 422
        assert "300 MB" in answer.json()["detail"]
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=30).status_code == 200


def test_a_worker_serves_many_queries(snapshot: Path) -> None:
    app = make_app_on(snapshot)
    with served(app) as url:
        pool = app.state.service.pool
        until(lambda: pool.warming.done(), "the first worker")
        for query in ("ASK {}", "ASK {", f"SELECT ?s {{ ?s <{EX}text> ?o }}", "ASK FROM <urn:none> {}") * 5:
            assert httpx.get(url + "/sparql", params={"query": query}, timeout=30).status_code in (200, 400)
        assert (len(pool.all), pool.killed) == (1, 0), "neither an answer nor a refusal costs a process"


def test_an_abandoned_query_frees_its_worker(snapshot: Path) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }"
    with served(make_app_on(snapshot, seconds=3)) as url:
        for _ in range(4):
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(url + "/sparql", params={"query": runaway}, timeout=0.3)
        assert httpx.get(url + "/sparql", params={"query": "ASK {}"}, timeout=10).status_code == 200


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser still makes one
def test_the_service_description_names_the_graphs(client: httpx.Client, base: str) -> None:
    for media, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        answer = client.get("/sparql", headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        described = rdflib.Graph().parse(data=answer.text, format=name)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        assert list(described.objects(None, sd.endpoint)) == [rdflib.URIRef(base + "/sparql")]
        assert {str(o) for o in described.objects(None, sd.name)} == {f"{EX}g{i}" for i in range(3)}


def test_the_protocol_checks_pass(base: str) -> None:
    script = Path(__file__).resolve().parent.parent.parent / "shared" / "eval" / "sparql_protocol_tests.py"
    if not script.is_file():
        pytest.skip("the protocol checks are not part of this project and are not here")
    command = [sys.executable, script, "--query", base + "/sparql"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


def test_the_graph_store_gives_one_graph_or_the_union(client: httpx.Client) -> None:
    one = client.get("/rdf-graph-store", params={"graph": EX + "g1"}, headers={"Accept": "text/turtle"})
    assert len(rdflib.Graph().parse(data=one.text, format="turtle")) == ROWS // 3 + 1
    union = client.get("/rdf-graph-store?default", headers={"Accept": "application/n-triples"})
    assert len(rdflib.Graph().parse(data=union.text, format="nt")) == ROWS + 3
    head = client.head("/rdf-graph-store", params={"graph": EX + "g1"}, headers={"Accept": "text/turtle"})
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/rdf-graph-store", params={"graph": EX + "none"}).status_code == 404
    assert client.get("/rdf-graph-store/person/1.ttl").status_code == 404
    assert client.get("/rdf-graph-store").status_code == 400
