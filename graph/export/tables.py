"""Nodes and edges as CSV for Gephi's table import, as GraphML, and as Cytoscape JSON. Each is a stream of text.

Gephi's import takes the columns Id, Label, Timeset of nodes and Id, Source, Target, Type, Kind, Weight, Timeset of
edges as its own; time sets are written as it writes them, "<[2026-02-04,2026-02-04]>", an open end as infinity.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from graph.export.columns import EDGE_COLUMNS, FORBIDDEN, NODE_COLUMNS, clean, iso, shown
from graph.export.layout import positions
from graph.timeline import Spell

if TYPE_CHECKING:
    from networkx import MultiDiGraph

GRAPHML_TYPES = {"string": "string", "boolean": "boolean", "integer": "int"}


def node_csv(told: "MultiDiGraph[str]") -> Iterator[str]:
    """The node table, line by line, with a heading."""
    yield csv_line(["Id", "Label", "Timeset", *(title for _, title, _ in NODE_COLUMNS)])
    for node, data in told.nodes(data=True):
        yield csv_line([node, data["label"], timeset(data["spells"]), *cells(data, NODE_COLUMNS)])


def edge_csv(told: "MultiDiGraph[str]") -> Iterator[str]:
    """The edge table, line by line, with a heading."""
    directed = "Directed" if told.graph.get("directed", True) else "Undirected"
    titles = [title for key, title, _ in EDGE_COLUMNS if key != "role"]
    columns = [column for column in EDGE_COLUMNS if column[0] != "role"]
    yield csv_line(["Id", "Source", "Target", "Type", "Kind", "Weight", "Timeset", *titles])
    for number, (one, other, kind, data) in enumerate(told.edges(keys=True, data=True), 1):
        fixed = [f"e{number}", one, other, directed, kind, data.get("weight", 1), timeset(data["spells"])]
        yield csv_line([*fixed, *cells(data, columns)])


def csv_line(values: Iterable[object]) -> str:
    """One line of CSV without its end. A cell that a spreadsheet would run as a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([harmless(value) for value in values])
    return out.getvalue()


def harmless(value: object) -> object:
    """Text without control characters and line ends, and never a formula."""
    if not isinstance(value, str):
        return value
    text = " ".join(FORBIDDEN.sub(" ", value).split())
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text


def cells(data: dict[str, Any], columns: Iterable[tuple[str, str, str]]) -> list[object]:
    """The values of the columns; empty where there is none."""
    found: list[object] = []
    for key, _, kind in columns:
        value = data.get(key)
        if value is None:
            found.append("")
        elif kind == "boolean":
            found.append("true" if value else "false")
        else:
            found.append(value if kind == "integer" else shown(value))
    return found


def timeset(spells: tuple[Spell, ...]) -> str:
    """Spells as Gephi writes interval sets."""
    if not spells:
        return ""
    shown_spells = (f"[{iso(s) if s else '-Infinity'},{iso(e) if e else 'Infinity'}]" for s, e in spells)
    return "<" + "; ".join(shown_spells) + ">"


def graphml_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """GraphML, for yEd, Cytoscape and Gephi Lite. Parallel edges have ids of their own; spells stand as a list."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    fixed = (("label", "label", "string"), ("x", "x", "double"), ("y", "y", "double"), ("spells", "spells", "string"))
    for kind, columns in (("node", (*fixed, *NODE_COLUMNS)), ("edge", (*EDGE_FIXED, *EDGE_COLUMNS))):
        for key, title, value in columns:
            value = GRAPHML_TYPES.get(value, value)
            yield f'<key id="{kind[0]}-{key}" for="{kind}" attr.name="{title}" attr.type="{value}"/>'
    directed = "directed" if told.graph.get("directed", True) else "undirected"
    yield f'<graph id="timeline" edgedefault="{directed}">'
    places = positions(told)
    for node, data in told.nodes(data=True):
        x, y = places[node]
        first = f'<data key="n-label">{clean(data["label"]) or clean(node)}</data><data key="n-x">{x}</data>'
        first += f'<data key="n-y">{y}</data>{spelled("n", data)}'
        yield f'<node id="{clean(node)}">{first}{data_of("n", data, NODE_COLUMNS)}</node>'
    for number, (one, other, kind, data) in enumerate(told.edges(keys=True, data=True), 1):
        first = f'<data key="e-role">{clean(kind)}</data><data key="e-weight">{data.get("weight", 1)}</data>'
        yield (
            f'<edge id="e{number}" source="{clean(one)}" target="{clean(other)}">'
            f"{first}{spelled('e', data)}{data_of('e', data, EDGE_COLUMNS)}</edge>"
        )
    yield "</graph>"
    yield "</graphml>"


EDGE_FIXED = (("weight", "weight", "double"), ("spells", "spells", "string"))


def spelled(prefix: str, data: dict[str, Any]) -> str:
    """The spells as a datum; nothing where undated."""
    spells = timeset(data["spells"])
    return f'<data key="{prefix}-spells">{clean(spells)}</data>' if spells else ""


def data_of(prefix: str, data: dict[str, Any], columns: Iterable[tuple[str, str, str]]) -> str:
    """The columns that there are, as data."""
    columns = tuple(columns)
    pairs = zip(columns, cells(data, columns), strict=True)
    return "".join(
        f'<data key="{prefix}-{key}">{clean(str(value))}</data>' for (key, _, _), value in pairs if value != ""
    )


def cytoscape_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """Cytoscape JSON ("elements" with "nodes" and "edges"), one element a line."""
    yield '{"data": {"name": "Amur"}, "elements": {"nodes": ['
    yield from with_commas(cytoscape_nodes(told))
    yield '], "edges": ['
    yield from with_commas(cytoscape_edges(told))
    yield "]}}"


def cytoscape_nodes(told: "MultiDiGraph[str]") -> Iterator[str]:
    """One element a node; y grows downwards there."""
    places = positions(told)
    for node, data in told.nodes(data=True):
        x, y = places[node]
        row = {"id": node, "name": data["label"], **named(data, NODE_COLUMNS), "spells": days(data["spells"])}
        yield json.dumps({"data": row, "position": {"x": x, "y": -y}}, ensure_ascii=False)


def cytoscape_edges(told: "MultiDiGraph[str]") -> Iterator[str]:
    """One element an edge."""
    for number, (one, other, kind, data) in enumerate(told.edges(keys=True, data=True), 1):
        row = {"id": f"e{number}", "source": one, "target": other, "interaction": kind, "weight": data.get("weight", 1)}
        yield json.dumps(
            {"data": {**row, **named(data, EDGE_COLUMNS), "spells": days(data["spells"])}}, ensure_ascii=False
        )


def with_commas(lines: Iterable[str]) -> Iterator[str]:
    """Lines with a comma after each but the last."""
    before = None
    for line in lines:
        if before is not None:
            yield before + ","
        before = line
    if before is not None:
        yield before


def named(data: dict[str, Any], columns: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """The columns that there are, by their key; days in ISO form."""
    found = {key: data.get(key) for key, _, _ in columns if key != "source"}
    if data.get("source") is not None:
        found["told_by"] = data["source"]
    return {k: v if isinstance(v, str | int | list) else shown(v) for k, v in found.items() if v is not None}


def days(spells: tuple[Spell, ...]) -> list[list[str | None]]:
    """Spells as pairs of ISO days."""
    return [[iso(start) if start else None, iso(end) if end else None] for start, end in spells]
