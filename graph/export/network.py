"""A graph as graphology reads it: `{"attributes", "options", "nodes", "edges"}`, with places, colours and sizes.

Source of the form: graphology's serialization (`Graph.import`). sigma draws it as it is.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.export.columns import EDGE_COLUMNS, NODE_COLUMNS
from graph.export.layout import COLOURS, positions, size
from graph.export.tables import days, named, with_commas

if TYPE_CHECKING:
    from networkx import MultiDiGraph


def network_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """The document, one node or edge a line."""
    kind = "directed" if told.graph.get("directed", True) else "undirected"
    head = {"name": "Amur", "data_version": told.graph.get("data_version", ""), "lang": told.graph.get("lang", "en")}
    options = {"type": kind, "multi": True, "allowSelfLoops": True}
    yield f'{{"attributes": {json.dumps(head)}, "options": {json.dumps(options)}, "nodes": ['
    yield from with_commas(_nodes(told))
    yield '], "edges": ['
    yield from with_commas(_edges(told))
    yield "]}"


def _nodes(told: "MultiDiGraph[str]") -> Iterator[str]:
    places = positions(told)
    for node, data in told.nodes(data=True):
        x, y = places[node]
        red, green, blue = COLOURS[data["kind"]]
        drawn = {"label": data["label"], "x": x, "y": y, "size": size(told.degree(node))}
        drawn |= {"color": f"#{red:02x}{green:02x}{blue:02x}", "spells": days(data["spells"])}
        yield json.dumps({"key": node, "attributes": {**named(data, NODE_COLUMNS), **drawn}}, ensure_ascii=False)


def _edges(told: "MultiDiGraph[str]") -> Iterator[str]:
    for number, (one, other, kind, data) in enumerate(told.edges(keys=True, data=True), 1):
        tie = {"kind": kind, "weight": data.get("weight", 1), "spells": days(data["spells"])}
        row = {"key": f"e{number}", "source": one, "target": other, "attributes": {**named(data, EDGE_COLUMNS), **tie}}
        yield json.dumps(row, ensure_ascii=False)
