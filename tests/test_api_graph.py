"""The time-ordered graph over HTTP and on the command line: questions, files, limits."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import networkx
import pytest

from tests.programs import amur, serving
from tests.test_gexf import check, needs_checks

QUESTIONS = {
    "meetings": {},
    "ego": {"of": "Putin"},
    "chains": {"of": "Путин"},
    "arrivals": {"of": "普京", "since": "2026-01-01"},
    "path": {"of": "Q7747", "to": "Trump"},
    "months": {},
    "centrality": {"length": 7, "step": 7},
    "changes": {"on": "2026-01", "then": "2026-02"},
    "agreement": {},
}


@pytest.fixture(scope="module")
def client(seeded: Path) -> Iterator[httpx.Client]:
    with serving(seeded) as client:
        yield client


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_is_answered_with_the_claims_behind_it(client: httpx.Client, question: str) -> None:
    answer = client.get(f"/graph/{question}", params=QUESTIONS[question])
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["rows"]
    claims = {c for row in found["rows"] for c in claims_in(row)}
    assert claims
    assert client.get(f"/claims/{min(claims)}").status_code == 200
    held = {"If-None-Match": answer.headers["etag"]}
    again = client.get(f"/graph/{question}", params=QUESTIONS[question], headers=held)
    assert again.status_code == 304


def claims_in(row: object) -> Iterator[str]:
    """Ids of claims anywhere within a row."""
    if isinstance(row, dict):
        yield from row.get("claims", ())
        for part in row.values():
            yield from claims_in(part)
    elif isinstance(row, list):
        for part in row:
            yield from claims_in(part)


def test_names_come_in_the_language_asked_for(client: httpx.Client) -> None:
    names = client.get("/graph/meetings", params={"of": "Xi Jinping", "lang": "zh"}).json()["names"]
    assert names["Q15031"] == "习近平"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graph/ego?of=Nobody", 404),
        ("/graph/ego?of=Embassy", 400),
        ("/graph/path?of=Putin", 422),
        ("/graph/centrality?length=1&step=0", 422),
        ("/graph/changes?on=2026-01&then=never", 400),
        ("/graph/months?on=2026-02-04/2026-01-01", 400),
        ("/graph.gexf?shape=stars", 422),
    ],
)
def test_bad_questions_are_refused(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_empty_and_endless_windows_are_answered(client: httpx.Client) -> None:
    assert client.get("/graph/months?on=1850").json()["rows"] == []
    assert client.get("/graph/centrality?on=0026/2026&step=3660").status_code == 200
    empty = client.get("/graph.json?on=1850").json()
    assert (empty["nodes"], empty["edges"]) == ([], [])


def test_every_file_tells_of_the_same_graph(client: httpx.Client) -> None:
    network = client.get("/graph.json?shape=events").json()
    size = (len(network["nodes"]), len(network["edges"]))
    assert all(node["attributes"].keys() >= {"label", "x", "y", "size", "color", "spells"} for node in network["nodes"])
    keys = {node["key"] for node in network["nodes"]}
    assert all(edge["source"] in keys and edge["target"] in keys for edge in network["edges"])
    told = networkx.parse_graphml(client.get("/graph.graphml?shape=events").text)
    assert (told.number_of_nodes(), told.number_of_edges()) == size
    elements = client.get("/graph.cyjs?shape=events").json()["elements"]
    assert (len(elements["nodes"]), len(elements["edges"])) == size
    rows = [client.get(f"/graph.{part}.csv?shape=events").text.splitlines() for part in ("nodes", "edges")]
    assert tuple(len(part) - 1 for part in rows) == size


@needs_checks
@pytest.mark.parametrize("shape", ["claims", "events", "actors"])
def test_the_founding_files_pass_the_checker(seeded: Path, shape: str, tmp_path: Path) -> None:
    out = tmp_path / "a.gexf"
    done = amur("export", "--format", "gexf", "--shape", shape, "-o", out, data=seeded)
    assert done.returncode == 0, done.stderr
    check(out)


def test_the_command_line_asks_the_same(seeded: Path, client: httpx.Client) -> None:
    done = amur("graph", "path", "Putin", "Trump", "--json", data=seeded)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == client.get("/graph/path?of=Putin&to=Trump").json()["rows"]
    for words in (["meetings"], ["ego", "Xi"], ["chains"], ["arrivals", "Putin"], ["months"], ["centrality"],
                  ["changes", "2026-01", "2026-02"], ["agreement"]):  # fmt: skip
        done = amur("graph", *words, data=seeded)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) > 1, words


def test_exports_of_the_graph_can_be_narrowed_and_others_say_that_they_cannot(seeded: Path) -> None:
    whole = amur("export", "--format", "nodes", data=seeded)
    day = amur("export", "--format", "nodes", "--on", "2026-02-04", data=seeded)
    assert 1 < len(day.stdout.splitlines()) < len(whole.stdout.splitlines())
    refused = amur("export", "--format", "claims", "--on", "2026-02-04", data=seeded)
    assert refused.returncode == 1
    assert "takes no days" in refused.stderr
