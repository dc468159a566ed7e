"""The shapes in which a time-ordered graph is written: claim by claim as it is, folded, and actors alone.

Nothing is lost in folding: the claims of folded edges are listed on them, and their weight counts the sources.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from graph.relations import Tie
from graph.timeline import Spell, merged

if TYPE_CHECKING:
    from networkx import MultiDiGraph

SHAPES = ("claims", "events", "actors")
ROLES = ("agent", "participant", "recipient")
TIES = tuple(tie.value for tie in Tie)


def shaped(told: "MultiDiGraph[str]", shape: str) -> "MultiDiGraph[str]":
    """The graph in one of SHAPES. Raises InputError for another word."""
    if shape == "claims":
        return told
    if shape == "events":
        return folded(told)
    if shape == "actors":
        return together(told)
    from graph.errors import InputError

    raise InputError(f"shape {shape!r} is none of {', '.join(SHAPES)}")


def folded(told: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """Without the claims as nodes: source -tells-> event, event -role|cites-> actor, event -at-> place, each once.

    An edge has `weight` (independent sources: those that share a text are one), `claims` (ids) and the spells of all
    its claims. What ties events to each other stays as it is.
    """
    made = empty_like(told)
    made.add_nodes_from((node, data) for node, data in told.nodes(data=True) if data["kind"] != "claim")
    for claim, data in told.nodes(data=True):
        if data["kind"] != "claim":
            continue
        event = next(target for _, target, kind in told.out_edges(claim, keys=True) if kind == "of")
        for source, _, edge in told.in_edges(claim, data=True):
            fold(made, source, event, "tells", claim, data, edge["spells"])
        for _, target, kind, edge in told.out_edges(claim, keys=True, data=True):
            if kind != "of":
                fold(made, event, target, kind, claim, data, edge["spells"])
    finished(made)
    ties = ((a, b, kind, tie) for a, b, kind, tie in told.edges(keys=True, data=True) if kind in TIES)
    for one, other, kind, tie in ties:
        made.add_edge(one, other, key=kind, weight=1, **tie)
    return made


def together(told: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """Actors that take part in the same claims. Edges are undirected (`directed` is False on the graph), one a pair,
    with `weight` (independent sources), `events`, `claims` and spells."""
    made = empty_like(told)
    made.graph["directed"] = False
    for claim, data in told.nodes(data=True):
        if data["kind"] != "claim":
            continue
        actors = sorted({actor for _, actor, kind in told.out_edges(claim, keys=True) if kind in ROLES})
        made.add_nodes_from((actor, told.nodes[actor]) for actor in actors)
        event = next(target for _, target, kind in told.out_edges(claim, keys=True) if kind == "of")
        for one, other in combinations(actors, 2):
            fold(made, one, other, "together", claim, data, data["spells"], event)
    return finished(made)


def empty_like(told: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """A graph without nodes, with the particulars of that one."""
    from networkx import MultiDiGraph

    return MultiDiGraph(**told.graph)


def fold(
    made: "MultiDiGraph[str]",
    one: str,
    other: str,
    kind: str,
    claim: str,
    data: dict[str, Any],
    spells: Iterable[Spell],
    event: str | None = None,
) -> None:
    """Add a claim to an edge, which is made where it is new."""
    if not made.has_edge(one, other, key=kind):
        made.add_edge(one, other, key=kind, claims=[], told_by=set(), raw=set(), events=set(), texts=set())
    edge = made.edges[one, other, kind]
    edge["claims"].append(claim.removeprefix("claim:"))
    edge["told_by"].add(data["source"])
    edge["texts"].add((data["source"], data["text"]))
    edge["raw"].update(spells)
    if event:
        edge["events"].add(event.removeprefix("event:"))


def independent(told: Iterable[tuple[str, str]]) -> int:
    """How many sources of (source, text) pairs are independent: what shares a source or a text is one."""
    home: dict[str, str] = {}

    def root(key: str) -> str:
        while home.setdefault(key, key) != key:
            key = home[key]
        return key

    for source, text in told:
        home[root("source " + source)] = root("text " + text)
    return sum(key == above for key, above in home.items())


def finished(made: "MultiDiGraph[str]") -> "MultiDiGraph[str]":
    """Sets and lists in order, spells disjoint, weights counted."""
    for _, _, edge in made.edges(data=True):
        spells = merged(edge.pop("raw"))
        edge.update(
            claims=sorted(edge["claims"]),
            told_by=sorted(edge["told_by"]),
            events=sorted(edge["events"]),
            weight=independent(edge.pop("texts")),
            spells=spells,
            start=spells[0][0] if spells else None,
            end=spells[-1][1] if spells else None,
        )
    return made
