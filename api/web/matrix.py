"""The matrix of a day: events in rows, sources in columns, and what each cell is worth, in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.service import Service
from api.web.naming import readable_source
from api.web.wording import PageWords
from graph.answer import DayEvent, SourceName
from graph.model import StanceValue
from graph.silence import Standing, is_in, window_of
from graph.standings import Cell, standings

MOST_COLUMNS = 12
MOST_UNTOLD = 50
ORDER = (Standing.SILENT, Standing.NOT_FOUND, Standing.UNREAD, Standing.NOT_COLLECTED, Standing.TOLD)
MISSING = Cell(standing=Standing.NOT_COLLECTED)
NOT_HERE = Cell(standing=Standing.NOT_FOUND)


@dataclass(frozen=True, kw_only=True, slots=True)
class Square:
    """A cell: how many claims and with what stance, or how the source stands to what it does not tell."""

    source: str
    claims: int
    stances: tuple[StanceValue, ...]
    standing: str  # key of a phrase and of a class: told, not_found, silent, unread, not_collected
    words: str  # all that is known, as a sentence
    named_in: tuple[str, ...] = ()  # articles that name the parties and tell nothing of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """`columns` are the sources that are shown, `left_out` the names of those beyond the widest table."""

    columns: tuple[SourceName, ...]
    rows: tuple[tuple[DayEvent, tuple[Square, ...]], ...]
    left_out: tuple[str, ...]


def matrix(service: Service, items: Sequence[DayEvent], words: PageWords) -> Matrix:
    """The matrix of these events. First the sources that tell most, then those that could have told and do not."""
    found = standings(service.library, service.registry, items)
    tellers = {(line.source.id, line.source.rendition): line.source for item in items for line in item.lines}
    told = {key: sum(len(line.claims) for item in items for line in item.lines if line_key(line.source) == key)
            for key in tellers}  # fmt: skip
    columns = sorted(tellers.values(), key=lambda s: (-told[line_key(s)], s.name, s.id))
    known = {source.id for source in columns}
    others = sorted({key for cells in found.values() for key in cells} - known)
    columns += sorted((_named(service, key, words) for key in others), key=lambda s: (s.name, s.id))
    shown = tuple(columns[:MOST_COLUMNS])
    days: dict[tuple[str, bool], set[date]] = {}
    for item in items:
        for line in item.lines:
            if line.article.published:
                days.setdefault(line_key(line.source), set()).add(line.article.published)
    rows = tuple(
        (item, tuple(square(item, s, found[item.event.id], words, days.get(line_key(s), ())) for s in shown))
        for item in items
    )
    shown = tuple(s if s.name else _named(service, s.id, words) for s in shown)
    return Matrix(columns=shown, rows=rows, left_out=tuple(s.shown for s in columns[MOST_COLUMNS:]))


def line_key(source: SourceName) -> tuple[str, bool]:
    """A source's digests are a column of their own."""
    return source.id, source.rendition


def _named(service: Service, key: str, words: PageWords) -> SourceName:
    name = readable_source(service, key, words)
    return SourceName(id=key, name=name, rendition=False, shown=name)


def square(
    item: DayEvent, source: SourceName, cells: Mapping[str, Cell], words: PageWords, days: Collection[date]
) -> Square:
    """One event and one column; on `days` articles of the column are known to have been published."""
    told = [t for line in item.lines if line_key(line.source) == line_key(source) for t in line.claims]
    if told:
        stances = {s.value for t in told for s in t.claim.stance if s.value is not StanceValue.NEUTRAL}
        number = words.number("claims", len(told))
        return Square(source=source.id, claims=len(told), stances=tuple(sorted(stances)), standing="told", words=number)
    cell = cells.get(source.id, MISSING)
    window = window_of(item.event, [line.article for line in item.lines])
    collected = window is not None and any(is_in(day, window) for day in days)
    if cell.standing is Standing.TOLD:  # by its own texts, where this column is its digests, or the other way about
        cell = NOT_HERE if collected else MISSING
    return Square(
        source=source.id, claims=0, stances=(), standing=standing_key(cell.standing), words=sentence(cell, words)
    )


def standing_key(standing: Standing) -> str:
    """Its name among phrases and classes."""
    return {Standing.UNREAD: "unread"}.get(standing, standing.value.replace(" ", "_"))


def sentence(cell: Cell, words: PageWords) -> str:
    """What a standing rests on."""
    parts = [words.page(f"why_{standing_key(cell.standing)}")]
    if cell.window and cell.collected:
        first, last = (words.day(day) for day in cell.window)
        number = words.number("articles", cell.collected)
        parts.append(words.page("why_window", articles=number, start=first, end=last))
    elif cell.window:
        parts.append(words.page("why_none", start=words.day(cell.window[0]), end=words.day(cell.window[1])))
    for key, n in (("naming", cell.naming), ("unread", cell.unread), ("gaps", cell.gaps), ("undated", cell.undated)):
        if n:
            parts.append(words.number(f"why_{key}", n))
    return words.semicolon.join(parts)


def untold(service: Service, item: DayEvent, words: PageWords) -> tuple[Square, ...]:
    """How the sources stand to an event that do not tell it, what says most first."""
    cells = standings(service.library, service.registry, [item])[item.event.id]
    tellers = {line.source.id for line in item.lines}
    silent = [(key, cell) for key, cell in cells.items() if key not in tellers]
    silent.sort(key=lambda pair: (ORDER.index(pair[1].standing), pair[0]))
    return tuple(
        Square(
            source=key,
            claims=0,
            stances=(),
            standing=standing_key(cell.standing),
            words=sentence(cell, words),
            named_in=cell.named_in,
        )
        for key, cell in silent[:MOST_UNTOLD]
    )
