"""How each source stands to each of many events at once: what a page of a day shows as cells.

The same judgement as `graph.silence`, from one look at the articles of all windows.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from graph.answer import DayEvent
from graph.library import COLLECTION, Library
from graph.model import Event
from graph.registry import LANGUAGES, Registry
from graph.silence import Gap, Standing, forms_of, is_in, judged, open_gaps, window_of

SHOWN = 10  # articles that name the parties, by their ids
KEPT = 256  # answers to "which articles name these parties"
Window = tuple[date, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One event and one source."""

    standing: Standing
    collected: int = 0  # articles of the window
    naming: int = 0  # articles of the window, or undated, that name all parties and tell nothing of it
    undated: int = 0
    unread: int = 0
    gaps: int = 0
    window: Window | None = None
    named_in: tuple[str, ...] = ()  # the articles behind `naming`, the first by id


@dataclass
class Pile:
    """What is collected of one source within the days that matter."""

    days: list[date] = field(default_factory=list)  # sorted
    unread: list[date] = field(default_factory=list)  # sorted; in a language that is not read
    undated: int = 0
    gaps: list[Gap] = field(default_factory=list)


def standings(
    library: Library, registry: Registry, items: Sequence[DayEvent], *, read: Iterable[str] = LANGUAGES
) -> dict[str, dict[str, Cell]]:
    """Event id -> source id -> cell, for every source that tells one of the events or of which anything of their
    windows is known. A source that is missing was not collected at all then."""
    windows = {item.event.id: window_of(item.event, [line.article for line in item.lines]) for item in items}
    bounds = [window for window in windows.values() if window]
    if not bounds:
        return {item.event.id: _told(item) for item in items}
    heads = list(library.outlines(min(first for first, _ in bounds), max(last for _, last in bounds)))
    piles = _piles(heads, gaps_of(library), frozenset(read))
    places = {id: (source, day) for id, source, day, _ in heads}
    tellers = {line.source.id for item in items for line in item.lines}
    wanted = sorted(tellers | {key for key, pile in piles.items() if pile.days or pile.gaps})
    found = {}
    for item in items:
        window = windows[item.event.id]
        naming = _naming(library, registry, item, places, window)
        told = _told(item)
        found[item.event.id] = {
            source: told.get(source) or _cell(piles.get(source) or Pile(), window, naming.get(source, []), item.event)
            for source in wanted
        }
    return found


def _told(item: DayEvent) -> dict[str, Cell]:
    return {line.source.id: Cell(standing=Standing.TOLD) for line in item.lines}


def _piles(
    heads: Iterable[tuple[str, str, date | None, str]], gaps: Iterable[Gap], read: frozenset[str]
) -> Mapping[str, Pile]:
    piles: defaultdict[str, Pile] = defaultdict(Pile)
    for _, source, day, lang in heads:
        if day is None:
            piles[source].undated += 1
            continue
        piles[source].days.append(day)
        if lang not in read:
            piles[source].unread.append(day)
    for gap in gaps:
        if gap.source:
            piles[gap.source].gaps.append(gap)
    for pile in piles.values():
        pile.days.sort()
        pile.unread.sort()
    return piles


def _cell(pile: Pile, window: Window | None, naming: Sequence[str], event: Event) -> Cell:
    """A source that does not tell an event."""
    here, unread = _within(pile.days, window), _within(pile.unread, window)
    gaps = sum(1 for gap in pile.gaps if not gap.day or not window or is_in(gap.day, window))
    standing = judged(told=False, here=here, unread=unread, doubts=bool(naming or gaps), has_parties=bool(event.actors))
    return Cell(
        standing=standing,
        collected=here,
        naming=len(naming),
        undated=pile.undated,
        unread=unread,
        gaps=gaps,
        window=window,
        named_in=tuple(naming[:SHOWN]),
    )


def _within(days: Sequence[date], window: Window | None) -> int:
    return bisect_right(days, window[1]) - bisect_left(days, window[0]) if window else 0


def _naming(
    library: Library,
    registry: Registry,
    item: DayEvent,
    places: Mapping[str, tuple[str, date | None]],
    window: Window | None,
) -> dict[str, list[str]]:
    """Source -> articles of the window, or undated, that name all parties and tell nothing of the event."""
    parties = tuple(sorted((actor.id, actor.name) for actor in item.event.actors))
    if not parties:
        return {}
    tellers = {line.article.id for line in item.lines}
    found: dict[str, list[str]] = {}
    for id in _naming_all(Asked(library, registry, library.data_version(), parties)):
        source, day = places.get(id, ("", None))
        if source and id not in tellers and (day is None or (window and is_in(day, window))):
            found.setdefault(source, []).append(id)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles name these parties, in a state of a record."""

    library: Library = field(compare=False)
    registry: Registry = field(compare=False)
    version: str
    parties: tuple[tuple[str, str], ...]


@lru_cache(maxsize=KEPT)
def _naming_all(asked: Asked) -> tuple[str, ...]:
    forms = [forms_of(asked.library, asked.registry, id, name) for id, name in asked.parties]
    return asked.library.naming(forms)


def gaps_of(library: Library) -> tuple[Gap, ...]:
    """What could not be taken in, read anew where the collection ledger has grown."""
    return _gaps(Ledger(library, library.ledger_number(COLLECTION), str(library.folder)))


@dataclass(frozen=True, slots=True)
class Ledger:
    """A state of the collection ledger of a record."""

    library: Library = field(compare=False)
    number: int
    folder: str


@lru_cache(maxsize=2)
def _gaps(ledger: Ledger) -> tuple[Gap, ...]:
    return open_gaps(ledger.library)
