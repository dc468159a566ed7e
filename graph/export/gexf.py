"""GEXF 1.3 as Gephi reads it right: dynamic, with kinds on edges, disjoint spells and ids everywhere.

Written as a stream, for networkx's own writer cannot write edge kinds (Gephi then folds parallel edges), dies on dates
and None, and holds the whole document in memory. What Gephi trips on is kept out: attribute ids that differ only in
case, anyURI columns, control characters, overlapping spells, edges without an id.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from graph.export.columns import EDGE_COLUMNS, NODE_COLUMNS, clean, iso, shown
from graph.export.layout import COLOURS, positions, size
from graph.timeline import Spell

if TYPE_CHECKING:
    from networkx import MultiDiGraph

HOW_TO = "To see time move in Gephi: open the Timeline panel (Window > Timeline) and press Enable Timeline."
UNDATED_LISTED = 200
CHUNK = 2000  # lines written at once


def write_gexf(told: "MultiDiGraph[str]", out: IO[str]) -> None:
    """Write a graph of `graph.timeline` or `graph.export.shapes` as GEXF 1.3 to an open text file (UTF-8)."""
    lines = gexf_lines(told)
    while chunk := list(islice(lines, CHUNK)):
        out.write("\n".join(chunk) + "\n")


def gexf_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """The lines of the document, for a stream."""
    directed = told.graph.get("directed", True)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'
    yield f"<meta><creator>Amur</creator><description>{clean(description(told))}</description></meta>"
    yield (
        f'<graph mode="dynamic" timeformat="date" timerepresentation="interval" timezone="UTC"'
        f' defaultedgetype="{"directed" if directed else "undirected"}" idtype="string">'
    )
    for name, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        yield f'<attributes class="{name}" mode="static">'
        yield from (f'<attribute id="{key}" title="{title}" type="{kind}"/>' for key, title, kind in columns)
        yield "</attributes>"
    yield f'<nodes count="{told.number_of_nodes()}">'
    yield from node_lines(told)
    yield "</nodes>"
    yield f'<edges count="{told.number_of_edges()}">'
    yield from edge_lines(told)
    yield "</edges>"
    yield "</graph>"
    yield "</gexf>"


def description(told: "MultiDiGraph[str]") -> str:
    """What the file holds, how to see time move, and what has no date."""
    start, end = told.graph.get("start"), told.graph.get("end")
    bounds = f"from {start or 'the beginning'} to {end or 'the end'}" if start or end else "all of it"
    undated = [data["label"] for _, data in told.nodes(data=True) if data["kind"] == "undated event"]
    text = f"Amur, data {told.graph.get('data_version', '')}, {bounds}. {HOW_TO} A thing dated within a longer period"
    text += " stands over the whole period: see the columns date kind and precision."
    if undated:
        listed = "; ".join(undated[:UNDATED_LISTED])
        more = f"; and {len(undated) - UNDATED_LISTED} more" if len(undated) > UNDATED_LISTED else ""
        text += f" Without a date, and so without a place on the timeline, {len(undated)}: {listed}{more}."
    return text


def node_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """One line a node."""
    places = positions(told)
    for node, data in told.nodes(data=True):
        x, y = places[node]
        red, green, blue = COLOURS[data["kind"]]
        when, spells = timing(data["spells"])
        yield (
            f'<node id="{clean(node)}" label="{clean(data["label"]) or clean(node)}"{when}>'
            f"<attvalues>{values(data, NODE_COLUMNS)}</attvalues>{spells}"
            f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:position x="{x}" y="{y}" z="0"/>'
            f'<viz:size value="{size(told.degree(node))}"/></node>'
        )


def edge_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """One line an edge, numbered in order."""
    for number, (one, other, kind, data) in enumerate(told.edges(keys=True, data=True), 1):
        when, spells = timing(data["spells"])
        yield (
            f'<edge id="e{number}" source="{clean(one)}" target="{clean(other)}" kind="{clean(kind)}"'
            f' weight="{data.get("weight", 1)}"{when}>'
            f'<attvalues><attvalue for="role" value="{clean(kind)}"/>{values(data, EDGE_COLUMNS)}</attvalues>'
            f"{spells}</edge>"
        )


def values(data: dict[str, Any], columns: Iterable[tuple[str, str, str]]) -> str:
    """The attvalues that there are."""
    found = []
    for key, _, kind in columns:
        value = data.get(key)
        if value is None or value == []:
            continue
        if kind == "boolean":
            value = "true" if value else "false"
        found.append(f'<attvalue for="{key}" value="{clean(shown(value))}"/>')
    return "".join(found)


def timing(spells: tuple[Spell, ...]) -> tuple[str, str]:
    """Time as attributes where there is one stretch, as an element where there are several."""
    if len(spells) == 1:
        return bounds_of(spells[0]), ""
    if not spells:
        return "", ""
    return "", "<spells>" + "".join(f"<spell{bounds_of(spell)}/>" for spell in spells) + "</spells>"


def bounds_of(spell: Spell) -> str:
    """start and end, each where it is known."""
    start, end = spell
    return (f' start="{iso(start)}"' if start else "") + (f' end="{iso(end)}"' if end else "")
