"""The files of the time-ordered graph by name: what each is called, of what media type, and who writes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.export.gexf import gexf_lines
from graph.export.network import network_lines
from graph.export.tables import cytoscape_lines, edge_csv, graphml_lines, node_csv

if TYPE_CHECKING:
    from networkx import MultiDiGraph


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphFile:
    """A format: its writer gives lines without their ends."""

    suffix: str
    media: str
    lines: "Callable[[MultiDiGraph[str]], Iterator[str]]"


FILES = {
    "gexf": GraphFile(suffix="gexf", media="application/gexf+xml", lines=gexf_lines),
    "graphml": GraphFile(suffix="graphml", media="application/graphml+xml", lines=graphml_lines),
    "cytoscape": GraphFile(suffix="cyjs", media="application/vnd.cytoscape.v3+json", lines=cytoscape_lines),
    "network": GraphFile(suffix="json", media="application/json", lines=network_lines),
    "nodes": GraphFile(suffix="nodes.csv", media="text/csv; charset=utf-8", lines=node_csv),
    "edges": GraphFile(suffix="edges.csv", media="text/csv; charset=utf-8", lines=edge_csv),
}
