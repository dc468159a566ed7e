"""The service over HTTP, as a real process: its resources, its errors, and the record changing under it."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
import rdflib
from pydantic import BaseModel
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from api import schemas, schemas_events, schemas_things
from tests.programs import ROOT, amur, serving, until

PROBLEM = "application/problem+json"
ARTICLE = "---\ntitle: {title}\npublisher: Xinhua\npublished: 2026-03-09\n---\n{text}\n"
TEXT = "Le 8 mars 2026, Xi Jinping a rencontré Vladimir Poutine à Pékin."


@pytest.fixture(scope="module")
def data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(seeded, folder)
    return folder


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as client:
        yield client


def got(
    client: httpx.Client, path: str, shape: type[BaseModel] | None = None, **params: str | int
) -> dict[str, object]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    value: dict[str, object] = answer.json()
    if shape is not None:
        shape.model_validate(value)
    return value


def test_a_day_is_answered_in_the_shape_that_is_documented(client: httpx.Client, data: Path) -> None:
    value = got(client, "/on/2026-02-04", schemas_events.DayAnswer)
    assert json.loads(amur("on", "2026-02-04", "--json", data=data).stdout) == value
    by_source = got(client, "/on/2026-02-04", schemas_events.DayAnswer, group="source", lang="zh")
    assert len(by_source["by_source"]) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-04", "4 Feb 2026", "4 February 2026", "4 février 2026", "4 февраля 2026", "4 февраля 2026 года",
        "2026年2月4日", "2026-02-04/2026-02-04",
    ],
)  # fmt: skip
def test_a_day_may_be_asked_for_in_four_languages(client: httpx.Client, day: str) -> None:
    value = got(client, f"/on/{day}", schemas_events.DayAnswer)
    assert value["asked"] == day
    assert (value["date"]["from"], value["date"]["to"]) == ("2026-02-04", "2026-02-04")  # type: ignore[index]
    assert value["events"]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02-03/2026-02-05", "2026-02-03", "2026-02-05"),
        ("février 2026", "2026-02-01", "2026-02-28"),
        ("2026年2月", "2026-02-01", "2026-02-28"),
    ],
)
def test_a_period_may_be_asked_for(client: httpx.Client, period: str, first: str, last: str) -> None:
    date = got(client, f"/on/{period}", schemas_events.DayAnswer)["date"]
    assert (date["from"], date["to"]) == (first, last)  # type: ignore[index]


@pytest.mark.parametrize("day", ["hier", "mercredi", "2026-02-30", "2026-13", "..%2F..%2Fetc%2Fpasswd", "x" * 300, "0"])
def test_what_is_no_day_is_a_problem_document(client: httpx.Client, day: str) -> None:
    answer = client.get(f"/on/{day}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert problem.keys() >= {"type", "title", "status", "detail"}
    assert (problem["status"], problem["type"]) == (400, "/problems/date")


def test_filters_narrow_the_answer(client: httpx.Client) -> None:
    everything = got(client, "/on/2026-02-04")
    afp = got(client, "/on/2026-02-04", schemas_events.DayAnswer, source="法新社")
    assert 0 < len(afp["events"]) < len(everything["events"])  # type: ignore[arg-type]
    contacts = got(client, "/on/2026-02-04", schemas_events.DayAnswer, family="contact", actor="Трамп")
    assert contacts["events"]
    for event in contacts["events"]:  # type: ignore[attr-defined]
        assert event["family"] == "contact"
        assert "Q22686" in {actor["id"] for actor in event["actors"]}
    for wrong in ({"family": "nonsense"}, {"type": "nonsense"}, {"group": "nonsense"}, {"lang": "de"}):
        assert client.get("/on/2026-02-04", params=wrong).status_code == 422
    assert client.get("/on/2026-02-04", params={"source": "Nobody Times"}).status_code == 404


def walk(client: httpx.Client, path: str, **params: str | int) -> list[dict[str, object]]:
    """All items of a list, page by page."""
    found: list[dict[str, object]] = []
    while True:
        part = got(client, path, **params)
        found += part["items"]  # type: ignore[arg-type]
        if part["next"] is None:
            return found
        params["cursor"] = str(part["next"])


@pytest.mark.parametrize(
    ("path", "one", "whole"),
    [
        ("/events", schemas_events.EventOut, schemas_events.DayEventOut),
        ("/articles", schemas_things.ArticleOut, schemas_things.ArticleWhole),
        ("/actors", schemas_things.ActorOut, schemas_things.ActorWhole),
        ("/places", schemas_things.PlaceOut, schemas_things.PlaceOut),
        ("/sources", schemas_things.SourceOut, schemas_things.SourceWhole),
    ],
)
def test_lists_have_pages_and_every_thing_an_address(
    client: httpx.Client, path: str, one: type[BaseModel], whole: type[BaseModel]
) -> None:
    size = 300 if path in ("/actors", "/places") else 3
    items = walk(client, path, limit=size)
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids)) > 0
    assert walk(client, path, limit=1000) == items
    for item in items[:5]:
        one.model_validate(item)
        assert got(client, f"{path}/{item['id']}", whole)["id"] == item["id"]
    missing = client.get(f"{path}/nothing-so-called")
    assert missing.status_code == 404
    assert "nothing-so-called" in missing.json()["detail"]


def test_a_claim_is_explained_with_its_words(client: httpx.Client) -> None:
    event = got(client, "/on/2026-02-04")["events"][0]  # type: ignore[index]
    claim = event["accounts"][0]["claims"][0]
    value = got(client, f"/claims/{claim['id']}", schemas_events.Explanation)
    article = got(client, f"/articles/{event['accounts'][0]['article']['id']}", schemas_things.ArticleWhole)
    text = article["text"]
    assert isinstance(text, str)
    assert text[claim["start"] : claim["end"]] == value["quote"]
    assert value["event"]["id"] == event["id"]  # type: ignore[index]


def test_actors_have_their_events_in_order(client: httpx.Client) -> None:
    putin = got(client, "/actors/Q7747", schemas_things.ActorWhole, lang="ru")
    assert putin["name"] == "Владимир Путин"
    dates = [event["when"]["from"] for event in putin["events"] if event["when"] and event["when"]["from"]]  # type: ignore[attr-defined]
    assert dates == sorted(dates)
    assert len(dates) > 3


def test_words_are_found_in_texts(client: httpx.Client) -> None:
    items = got(client, "/search", schemas.Page[schemas_things.Found], q="Ouchakov")["items"]
    assert [item["article"]["source"] for item in items] == ["hannibal-genseric"]  # type: ignore[attr-defined]
    assert client.get("/search", params={"q": "!!!"}).status_code == 422


def test_the_timeline_for_gephi(client: httpx.Client) -> None:
    answer = client.get("/graph.gexf", params={"on": "2026-02-04", "shape": "events"})
    assert answer.headers["content-type"].startswith("application/gexf+xml")
    document = ElementTree.fromstring(answer.content)
    spaces = {"g": "http://gexf.net/1.3"}
    graph = document.find("g:graph", spaces)
    assert graph is not None
    assert graph.get("mode") == "dynamic"
    labels = [node.get("label") for node in document.iterfind(".//g:node", spaces)]
    assert "Vladimir Putin" in labels


def test_exports_hold_what_the_command_line_exports(client: httpx.Client, data: Path) -> None:
    claims = client.get("/export/claims.jsonl")
    assert claims.text == amur("export", data=data).stdout
    quads = client.get("/export/amur.nq")
    assert sorted(quads.text.splitlines()) == sorted(
        amur("export", "--format", "nquads", data=data).stdout.splitlines()
    )


def test_an_unchanged_answer_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/on/2026-02-04")
    again = client.get("/on/2026-02-04", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/on/2026-02-04?lang=fr", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


def test_what_is_not_there_and_what_is_not_allowed_are_problem_documents(client: httpx.Client) -> None:
    for path in ("/nothing", "/claims/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/articles/..%5c..%5cwindows", "/on/"):
        answer = client.get(path)
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == PROBLEM
        assert "root:" not in answer.text
    for method, path, allowed in (
        ("DELETE", "/on/2026-02-04", {"GET", "HEAD"}), ("PUT", "/articles", {"GET", "HEAD", "POST"}),
        ("PATCH", "/articles/a-0", {"GET", "HEAD", "DELETE"}), ("PUT", "/sparql", {"GET", "HEAD", "POST"}),
        ("POST", "/static/nothing", {"GET", "HEAD"}), ("PUT", "/nothing", None),
    ):  # fmt: skip
        refused = client.request(method, path)
        assert refused.status_code == (405 if allowed else 404)
        assert refused.headers["content-type"] == PROBLEM
        assert set(refused.headers.get("allow", "").split(", ")) == (allowed or {""}), path
    assert client.get("/on/" + "9" * 20_000).status_code in (400, 414)
    for body in (b"x" * 100_000_000, iter([b"x" * 1_000_000] * 20)):  # announced, and in pieces of unknown number
        refused = client.post("/sparql", content=body, headers={"Content-Type": "application/sparql-query"})
        assert (refused.status_code, refused.headers["content-type"]) == (413, PROBLEM)
    pieces = (b'{"text": "' + b"x" * 1_000_000 if n == 0 else b"x" * 1_000_000 for n in range(6))
    unannounced = client.post("/articles", content=pieces, headers={"Content-Type": "application/json"})
    assert (unannounced.status_code, unannounced.headers["content-type"]) == (413, PROBLEM)
    split = client.get("/on/2026-02-04%0d%0aX-Injected:%20yes")
    assert "x-injected" not in split.headers


def test_the_documentation_names_every_route_with_its_shape(client: httpx.Client) -> None:
    document = client.get("/openapi.json").json()
    assert {"/on/{date}", "/events/{id}", "/claims/{id}", "/actors/{id}", "/sources/{id}", "/sparql"} <= set(
        document["paths"]
    )
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            done = {code: said for code, said in operation["responses"].items() if code < "400"}
            assert done, path
            assert all("content" in said for code, said in done.items() if code in ("200", "201")), path
    page = client.get("/", follow_redirects=True)
    assert (page.status_code, page.url.path) == (200, "/docs")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http://" not in page.text
    assert "https://" not in page.text, "nothing is loaded from elsewhere"
    for address in re.findall(r'<li><a href="([^"]+)"', page.text):
        assert client.get(unescape(address)).status_code == 200, address


def test_sparql_answers_what_the_record_holds(client: httpx.Client, data: Path) -> None:
    query = (ROOT / "graph" / "queries" / "on-a-day.rq").read_text(encoding="utf8")
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    rows = answer.json()["results"]["bindings"]
    exported = [json.loads(line) for line in amur("export", data=data).stdout.splitlines()]
    of_day = [row for row in exported if row["kind"] == "throughout" and row["from"] <= "2026-02-04" <= row["to"]]
    assert len(rows) == len(of_day) > 5, "one row a claim"
    assert not any(row["who"]["value"] == "AFP" for row in rows), "a digest is not its source"


def test_rdflib_reads_from_the_endpoint(client: httpx.Client) -> None:
    store = SPARQLStore(str(client.base_url) + "/sparql", returnFormat="json", method="POST")
    dataset = rdflib.Graph(store)
    query = "SELECT ?c { ?c a <https://w3id.org/amur/ontology#Claim> } ORDER BY ?c LIMIT 3"
    found = [str(row[0]) for row in dataset.query(query)]  # type: ignore[index]
    assert len(found) == 3
    assert all(re.fullmatch(r"urn:amur:claims/c-[0-9a-f]+", iri) for iri in found)


def test_the_protocol_checks_pass_on_the_whole_service(client: httpx.Client) -> None:
    script = ROOT.parent / "shared" / "eval" / "sparql_protocol_tests.py"
    if not script.is_file():
        pytest.skip("the protocol checks are not part of this project and are not here")
    command = [sys.executable, script, "--query", str(client.base_url) + "/sparql"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout


def test_what_is_ingested_beside_a_running_service_shows_within_seconds(
    client: httpx.Client, data: Path, tmp_path: Path
) -> None:
    article = tmp_path / "new.md"
    article.write_text(ARTICLE.format(title="Rencontre", text=TEXT), encoding="utf8")
    assert got(client, "/on/2026-03-08")["events"] == []
    before = client.get("/healthz").json()["data_version"]
    done = amur("ingest", article, data=data)
    assert done.returncode == 0, done.stderr
    assert got(client, "/on/2026-03-08")["events"], "the record is read at once"

    def projected() -> bool:
        query = 'ASK { ?c amur:day "2026-03-08"^^xsd:date ; amur:event ?e . ?e a amur:Event }'
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
        return bool(answer.json()["boolean"])

    assert until(projected, "the projection to follow") < 5
    assert client.get("/healthz").json()["data_version"] != before
    shown = [
        json.loads(line)
        for line in amur("articles", "list", "--source", "Xinhua", "--json", data=data).stdout.splitlines()
    ]
    assert amur("articles", "delete", shown[0]["id"], data=data).returncode == 0
    assert got(client, "/on/2026-03-08")["events"] == []
    until(lambda: not projected(), "the projection to follow the deletion")
    assert client.get("/healthz").json()["data_version"] == before


def test_two_services_on_one_folder_take_turns(data: Path, client: httpx.Client) -> None:
    command = [sys.executable, "-m", "api.cli", "--data", str(data), "serve", "--port", str(client.base_url.port)]
    taken = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)
    assert taken.returncode == 1
    assert "--port" in taken.stderr
    assert len(taken.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", ["events", "articles", "actors", "sources", "places"])
def test_things_are_rdf_for_who_asks_for_rdf(client: httpx.Client, kind: str) -> None:
    known = {"actors": "Q7747", "places": "Q956"}
    id = known.get(kind) or str(walk(client, f"/{kind}", limit=1000)[0]["id"])
    subject = rdflib.URIRef(f"urn:amur:{kind}/{id}")
    for headers, path, form in (
        ({"Accept": "text/turtle, application/json;q=0.5"}, f"/{kind}/{id}", "turtle"),
        ({"Accept": "application/json"}, f"/{kind}/{id}.nt", "nt"),
        ({"Accept": "application/rdf+xml"}, f"/{kind}/{id}", "xml"),
    ):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert "Accept" in answer.headers["vary"]
        assert (subject, rdflib.RDF.type, None) in rdflib.Graph().parse(data=answer.text, format=form)
    assert client.get(f"/{kind}/{id}", headers={"Accept": "*/*"}).headers["content-type"] == "application/json"
    missing = client.get(f"/{kind}/nothing.ttl")
    assert (missing.status_code, missing.headers["content-type"]) == (404, PROBLEM)
    hostile = client.get(f"/{kind}/x%3E%20%3Fp%20%3Fo%20%7D%20%23", headers={"Accept": "text/turtle"})
    assert hostile.status_code == 404
    led = client.get(f"/id/{kind}/{id}", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"/{kind}/{id}")


def test_the_vocabulary_is_served_in_every_format(client: httpx.Client) -> None:
    turtle = rdflib.Graph().parse(ROOT / "ontology.ttl")
    for media, form in (("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/rdf+xml", "xml")):
        answer = client.get("/ontology", headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        assert len(rdflib.Graph().parse(data=answer.text, format=form)) == len(turtle)


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/on/2026-02-04", "/events", "/graph.gexf", "/sparql?query=ASK%20%7B%7D", "/rdf-graph-store?default"):
        head, whole = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_articles_are_handed_in_and_taken_out_with_the_token(seeded: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    article = {"text": TEXT, "published": "2026-03-09", "publisher": "Xinhua", "id": "mine"}
    with serving(data, AMUR_TOKEN="right") as client:
        for headers in (
            {},
            {"Authorization": "Bearer wrong"},
            {"Authorization": "Basic right"},
            {"Authorization": "right"},
        ):
            refused = client.post("/articles", json=article, headers=headers)
            assert (refused.status_code, refused.headers["www-authenticate"]) == (401, 'Bearer realm="amur"')
        bearer = {"Authorization": "Bearer right"}
        taken = client.post("/articles", json=article, headers=bearer)
        assert taken.status_code == 201, taken.text
        schemas.Taken.model_validate(taken.json())
        assert client.post("/articles", json=article, headers=bearer).status_code == 200
        assert got(client, taken.headers["location"], schemas_things.ArticleWhole)["given_id"] == "mine"
        assert got(client, "/on/2026-03-08")["events"]
        for wrong in (
            {"text": ""},
            {"text": 5},
            {},
            {**article, "published": "2026-02-31"},
            {**article, "nonsense": 1},
        ):
            assert client.post("/articles", json=wrong, headers=bearer).status_code == 422
        assert client.delete(taken.headers["location"]).status_code == 401
        assert client.delete(taken.headers["location"], headers=bearer).status_code == 204
        assert client.delete(taken.headers["location"], headers=bearer).status_code == 404
        assert got(client, "/on/2026-03-08")["events"] == []


def test_without_a_token_nobody_hands_anything_in(client: httpx.Client) -> None:
    answer = client.post("/articles", json={"text": TEXT}, headers={"Authorization": "Bearer guessed"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, PROBLEM)


def test_an_event_has_its_accounts_and_an_actor_its_timeline(client: httpx.Client) -> None:
    event = got(client, "/on/2026-02-04")["events"][0]  # type: ignore[index]
    assert client.get(f"/events/{event['id']}/accounts").json() == event["accounts"]
    timeline = walk(client, "/actors/Q7747/timeline", limit=5)
    days = [item["when"]["from"] for item in timeline]  # type: ignore[index]
    assert days == sorted(days)
    assert "2026-02-04" in days


def test_the_table_for_spreadsheets_holds_no_formula(client: httpx.Client, data: Path) -> None:
    text = client.get("/export/claims.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(amur("export", data=data).stdout.splitlines())
    assert all(row["rendition"] == "own-words digest" for row in rows)
    dangerous = [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert dangerous == []
    assert any(cell.startswith("'-") for row in rows for cell in row.values()), "list items begin with a dash"
