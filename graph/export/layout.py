"""Places, sizes and colours of nodes, worked out beforehand so that a file opens readable and always the same."""

from collections import Counter
from collections.abc import Mapping
from math import cos, log2, pi, sin, sqrt
from typing import TYPE_CHECKING

from graph.timeline import Spell

if TYPE_CHECKING:
    from networkx import MultiDiGraph

# Okabe and Ito's colours, told apart by nearly everyone.
COLOURS = {
    "event": (213, 94, 0),
    "undated event": (153, 153, 153),
    "claim": (240, 228, 66),
    "actor": (0, 114, 178),
    "source": (0, 158, 115),
    "place": (204, 121, 167),
}
# Bands from above: sources, then what they say, then what happened, then who and where.
BANDS = ("source", "claim", "event", "actor", "place")
BETWEEN = 150.0
DATED = frozenset({"event", "undated event", "claim"})
COLUMN = 320.0  # between neighbouring days: room for a name
NARROW = 40.0  # where there are very many
MOST_COLUMNS = 60
STEP = 28.0
GOLDEN = pi * (3 - sqrt(5))
Point = tuple[float, float]


def positions(told: "MultiDiGraph[str]") -> dict[str, Point]:
    """Node -> (x, y): time runs from left to right, kinds lie in bands; without events, a spiral by degree.

    Days without anything take little room: a step grows with the logarithm of the days it leaps. Sources, actors and
    places stand in the middle of what they are tied to.
    """
    if not any(data["kind"] in ("event", "undated event") for _, data in told.nodes(data=True)):
        return spiral(told)
    days = {node: middle(data["spells"]) for node, data in told.nodes(data=True) if data["kind"] in DATED}
    column, at = columns({day for day in days.values() if day is not None})
    across = {node: -column if day is None else at[day] for node, day in days.items()}
    for node in told:
        if node not in days:
            near = [across[other] for other in (*told.predecessors(node), *told.successors(node)) if other in days]
            across[node] = sum(near) / len(near) if near else 0.0
    taken: Counter[tuple[str, int]] = Counter()
    cells = {}
    for node, data in told.nodes(data=True):
        kind = "event" if data["kind"] == "undated event" else data["kind"]
        cell = (kind, round(across[node] / column))
        cells[node] = (cell[1] * column, kind, taken[cell])
        taken[cell] += 1
    tops = band_tops(taken)
    return {node: (round(x, 1), round(tops[kind] - rank * STEP, 1)) for node, (x, kind, rank) in cells.items()}


def columns(days: set[float]) -> tuple[float, dict[float, float]]:
    """Width of a column, and day -> x."""
    ranked = sorted(days)
    width = max(NARROW, COLUMN * min(1.0, MOST_COLUMNS / max(1, len(ranked))))
    at, x = {}, 0.0
    for number, day in enumerate(ranked):
        if number:
            x += width * (1 + log2(max(1.0, day - ranked[number - 1])) / 4)
        at[day] = x
    return width, at


def band_tops(taken: Mapping[tuple[str, int], int]) -> dict[str, float]:
    """The upper edge of each band, as high as its fullest column asks for."""
    tops, y = {}, 0.0
    for kind in BANDS:
        tops[kind] = y
        y -= max((count for (name, _), count in taken.items() if name == kind), default=0) * STEP + BETWEEN
    return tops


def middle(spells: tuple[Spell, ...]) -> float | None:
    """The middle of the days of a node, as an ordinal; of an open stretch its known end."""
    ends = [day.toordinal() for spell in spells for day in spell if day is not None]
    return sum(ends) / len(ends) if ends else None


def spiral(told: "MultiDiGraph[str]") -> dict[str, Point]:
    """The nodes with most edges in the middle, the rest around them, evenly."""
    ranked = sorted(told.nodes, key=lambda node: (-told.degree(node), node))
    return {
        node: (
            round(60 * sqrt(rank) * cos(rank * GOLDEN), 1),
            round(60 * sqrt(rank) * sin(rank * GOLDEN), 1),
        )
        for rank, node in enumerate(ranked)
    }


def size(degree: int) -> float:
    """Diameter of a node: its area grows with its edges."""
    return round(min(60.0, 5 + 3 * sqrt(degree)), 1)
