"""GraphML, Cytoscape JSON and CSV of the time-ordered graph."""

import csv
import io
import json
from collections import Counter

import networkx
import pytest

from graph.export.shapes import SHAPES, shaped
from graph.export.tables import csv_line, cytoscape_lines, edge_csv, graphml_lines, node_csv
from graph.timeline import Timeline
from tests.synthetic import Shelf, synthetic


@pytest.fixture(scope="module", params=SHAPES)
def told(request: pytest.FixtureRequest) -> "networkx.MultiDiGraph[str]":
    return shaped(Timeline(synthetic(200)).window(), request.param)


def ends(told: "networkx.MultiDiGraph[str]") -> Counter[tuple[str, str, str]]:
    return Counter(list(told.edges(keys=True)))


def test_graphml_is_read_back_with_every_edge(told: "networkx.MultiDiGraph[str]") -> None:
    text = "\n".join(graphml_lines(told))
    back = networkx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert set(back.nodes) == set(told.nodes)
    assert back.number_of_edges() == told.number_of_edges()
    if told.graph.get("directed", True):
        assert Counter((a, b, d["role"]) for a, b, d in back.edges(data=True)) == ends(told)
    assert len({key for _, _, key in back.edges(keys=True)}) == told.number_of_edges()
    for node, data in told.nodes(data=True):
        assert back.nodes[node]["kind"] == data["kind"]
        assert back.nodes[node].get("number of claims") == data.get("claims")


def test_cytoscape_json_is_json_with_every_element(told: "networkx.MultiDiGraph[str]") -> None:
    row = json.loads("\n".join(cytoscape_lines(told)))
    assert {n["data"]["id"] for n in row["elements"]["nodes"]} == set(told.nodes)
    edges = [edge["data"] for edge in row["elements"]["edges"]]
    found = Counter((edge["source"], edge["target"], edge["interaction"]) for edge in edges)
    assert found == ends(told)
    assert len({edge["id"] for edge in edges}) == len(edges)


def test_csv_tables_hold_every_row(told: "networkx.MultiDiGraph[str]") -> None:
    nodes = list(csv.DictReader(io.StringIO("\n".join(node_csv(told)))))
    assert {row["Id"] for row in nodes} == set(told.nodes)
    edges = list(csv.DictReader(io.StringIO("\n".join(edge_csv(told)))))
    assert Counter((e["Source"], e["Target"], e["Kind"]) for e in edges) == ends(told)
    assert len({e["Id"] for e in edges}) == len(edges)
    dated = next(row for row in nodes if row["Timeset"])
    assert dated["Timeset"].startswith("<[")


def test_a_cell_is_never_a_formula() -> None:
    assert csv_line(["=cmd()", "a\nb", 'say "x"', -1]) == '\'=cmd(),a b,"say ""x""",-1'


def test_empty_graphs_are_documents_too() -> None:
    empty = Timeline(Shelf()).window()
    assert json.loads("\n".join(cytoscape_lines(empty)))["elements"] == {"nodes": [], "edges": []}
    assert networkx.read_graphml(io.BytesIO("\n".join(graphml_lines(empty)).encode())).number_of_nodes() == 0
    assert len(list(node_csv(empty))) == 1
