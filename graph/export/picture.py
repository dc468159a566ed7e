"""The time-ordered graph as an SVG picture, with the places, sizes and colours of the Gephi file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from graph.export.columns import clean
from graph.export.layout import COLOURS, positions, size

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MARGIN = 120.0
LABEL = 15  # pixels of letters
LONGEST_LABEL = 38
MOST_LABELS = 400  # above it letters hide each other: names of the largest nodes alone


def svg_lines(told: "MultiDiGraph[str]") -> Iterator[str]:
    """An SVG document: edges below, nodes over them, names beside them, a legend of kinds at the foot."""
    places = positions(told)
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    left, top = min(xs) - MARGIN, max(ys) + MARGIN
    width, height = max(xs) - min(xs) + 4 * MARGIN, max(ys) - min(ys) + 2.5 * MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif"'
        f' font-size="{LABEL}"><rect width="100%" height="100%" fill="white"/>'
    )
    at = {node: (x - left, top - y) for node, (x, y) in places.items()}
    for one, other in told.edges():
        (x1, y1), (x2, y2) = at[one], at[other]
        yield f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#999" stroke-opacity=".45"/>'
    named = set(sorted(told.nodes, key=lambda node: (-told.degree(node), node))[:MOST_LABELS])
    for node, data in told.nodes(data=True):
        x, y = at[node]
        yield (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size(told.degree(node)) / 2}" fill="{colour(data["kind"])}">'
            f"<title>{clean(data['label'])}</title></circle>"
        )
        if node in named and data["kind"] != "claim":
            label = data["label"] if len(data["label"]) <= LONGEST_LABEL else data["label"][:LONGEST_LABEL] + "…"
            yield f'<text x="{x + 12:.1f}" y="{y + 5:.1f}">{clean(label)}</text>'
    shown = [kind for kind in COLOURS if any(data["kind"] == kind for _, data in told.nodes(data=True))]
    for number, kind in enumerate(shown):
        x, y = 20 + 170 * number, height - 25
        yield f'<circle cx="{x}" cy="{y:.0f}" r="8" fill="{colour(kind)}"/>'
        yield f'<text x="{x + 14}" y="{y + 5:.0f}">{kind}</text>'
    yield "</svg>"


def colour(kind: str) -> str:
    """The colour of a kind as #rrggbb."""
    red, green, blue = COLOURS[kind]
    return f"#{red:02x}{green:02x}{blue:02x}"
