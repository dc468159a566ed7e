"""The worked queries, asked by clients that others wrote."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from api.routes.examples import Examples, examples
from tests.programs import serving


@pytest.fixture(scope="module")
def client(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = shutil.copytree(seeded, tmp_path_factory.mktemp("examples") / "data")
    with serving(data) as client:
        yield client


def test_the_worked_queries_are_listed_and_run_as_they_are(client: httpx.Client) -> None:
    value = client.get("/sparql/examples").json()
    Examples.model_validate(value)
    assert {"on-a-day", "differences", "who-met-whom"} <= {row["name"] for row in value["examples"]}
    for row in value["examples"]:
        assert row["title"]
        assert client.get(row["address"]).status_code == 200, row["name"]


@pytest.mark.parametrize("name", [example.name for example in examples()])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_real_clients_get_the_same_rows(client: httpx.Client, name: str, method: str) -> None:
    query = next(example.query for example in examples() if example.name == name)
    plain = client.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    wrapper = SPARQLWrapper(f"{client.base_url}/sparql")
    wrapper.setQuery(query)
    wrapper.setReturnFormat(JSON)
    wrapper.setMethod(method if method != "POST" else POST)
    assert wrapper.queryAndConvert()["results"]["bindings"] == plain["results"]["bindings"]
    store = SPARQLStore(f"{client.base_url}/sparql", returnFormat="json", method=method)
    rows = rdflib.Graph(store).query(query)
    assert len(list(rows)) == len(plain["results"]["bindings"])
