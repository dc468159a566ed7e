"""A text cut where marks begin and end: times, actors and the words that name a happening."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Claim, Extraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A stretch of text under the same marks. `kinds` are among "claim", "actor", "time", "trigger"."""

    text: str
    kinds: tuple[str, ...]
    claims: tuple[str, ...]  # whose trigger it is part of
    first: bool  # whether it begins that trigger
    family: str
    begins: tuple[str, ...] = ()  # claims whose words begin here


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """Pieces that belong together: words that claims rest on, or (`quoted` False) what stands between such words."""

    pieces: tuple[Piece, ...]
    quoted: bool


def stretches(extraction: Extraction) -> Iterator[Stretch]:
    """The whole text in order. Claims that rest on words in common are one stretch; it is what a link to one of them
    lights up."""
    text = extraction.article.text
    joined: list[list[int]] = []
    for start, end in sorted((c.start, c.end) for c in extraction.claims if 0 <= c.start < c.end <= len(text)):
        if joined and start < joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    bounds = sorted({edge for span in joined for edge in span})
    opening = {start for start, _ in joined}
    offset, number, found = 0, 0, dict[int, list[Piece]]()
    for piece in pieces(extraction):
        while number < len(bounds) and bounds[number] <= offset:
            number += 1
        found.setdefault(number, []).append(piece)
        offset += len(piece.text)
    for key, together in found.items():
        yield Stretch(pieces=tuple(together), quoted=key > 0 and bounds[key - 1] in opening)


def pieces(extraction: Extraction) -> Iterator[Piece]:
    """The whole text in order, piece by piece. Offsets are code points."""
    text = extraction.article.text
    spans = [
        *((m.start, m.end, "time") for m in extraction.times),
        *((a.start, a.end, "actor") for c in extraction.claims for a in c.actors),
        *((c.start, c.end, "claim") for c in extraction.claims),
        *((c.trigger.start, c.trigger.end, "trigger") for c in extraction.claims),
    ]
    spans = [(start, end, kind) for start, end, kind in spans if 0 <= start < end <= len(text)]
    by_trigger = triggers(extraction.claims)
    beginning: dict[int, list[str]] = {}
    for claim in extraction.claims:
        beginning.setdefault(claim.start, []).append(claim.id)
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for start, end, kind in spans:
        starts.setdefault(start, []).append(kind)
        ends.setdefault(end, []).append(kind)
    cuts = sorted({0, len(text), *starts, *ends})
    depth = dict.fromkeys(("claim", "actor", "time", "trigger"), 0)
    active: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        for kind in ends.get(start, ()):
            depth[kind] -= 1
        for kind in starts.get(start, ()):
            depth[kind] += 1
        active = [span for span in active if span[1] > start]
        active += [span for span in by_trigger if span[0] == start]
        claims = tuple(claim.id for span in active for claim in by_trigger[span])
        family = by_trigger[active[0]][0].family.value if active else ""
        yield Piece(
            text=text[start:end],
            kinds=tuple(kind for kind, number in depth.items() if number),
            claims=claims,
            first=any(span[0] == start for span in active),
            family=family,
            begins=tuple(beginning.get(start, ())),
        )


def triggers(claims: Iterable[Claim]) -> dict[tuple[int, int], list[Claim]]:
    """The claims by the words that name their happening."""
    found: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        found.setdefault((claim.trigger.start, claim.trigger.end), []).append(claim)
    return found
