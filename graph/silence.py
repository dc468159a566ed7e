"""What each source does not say of an event, and what that is worth: told, not found, unread, not collected, silent.

*Silent* is said of a source only where articles of its window were collected, none of them names all the parties
together, and no gap is recorded. Everything else says what is missing, never a bare "nothing".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from graph.jsonform import Json, day_from_json, day_to_json
from graph.library import COLLECTION, Library
from graph.model import Article, Event, Status
from graph.registry import LANGUAGES, UNKNOWN_SOURCE, Registry
from graph.spelling import spell_out
from graph.when import later

AFTER = 6  # days: an event is looked for in the week that begins with it
LONGEST = 31  # days of an event's date within which it says when articles on it are to be expected


class Standing(StrEnum):
    """How a source stands to an event."""

    TOLD = "told"
    NOT_FOUND = "not found"
    UNREAD = "collected but unread"
    NOT_COLLECTED = "not collected"
    SILENT = "silent"


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Something of a source that could not be taken in."""

    source: str | None
    where: str  # address, file or title
    day: date | None  # publication date, where it is known
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceStanding:
    """One source and one event."""

    source: str
    name: str
    standing: Standing
    claims: tuple[str, ...] = ()  # that tell it
    collected: int = 0  # articles of the window
    renditions: int = 0  # of these, digests in other words
    undated: int = 0  # articles of which nobody knows the date
    naming: tuple[str, ...] = ()  # articles of the window, or undated, that name all parties and tell nothing of it
    unread: tuple[str, ...] = ()  # articles of the window in a language that is not read
    gaps: tuple[Gap, ...] = ()
    words: str = ""  # all this as a sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """Who tells an event, and what is known of those who do not."""

    event: str
    start: date | None  # the window in which articles on it are looked for; None where there is no telling
    end: date | None
    sources: tuple[SourceStanding, ...]  # those that tell it first, then by name
    unplaced: tuple[Gap, ...] = ()  # what could not be taken in, of whatever source


def window_of(event: Event, articles: Iterable[Article]) -> tuple[date, date] | None:
    """The days on which articles on an event are to be expected: the week that begins with it. For plans, and for what
    bears no date of a month at most, the week that begins with the first article that tells it."""
    when = event.when
    first, last = when.bounds if when else (None, None)
    if first and last and (last - first).days < LONGEST and event.status is not Status.PLANNED:
        return first, later(last, AFTER)
    published = [article.published for article in articles if article.published]
    return (min(published), later(max(published), AFTER)) if published else None


def silence(library: Library, registry: Registry, event_id: str, *, read: Iterable[str] = LANGUAGES) -> Silence:
    """How each source of the record stands to an event. `read` are the languages that claims are read from.

    Raises NotFoundError for an unknown event.
    """
    event = library.event(event_id)
    claims = library.claims(event.claims)
    tellers = {a.id: a for a in library.articles(ids=sorted({c.article for c in claims.values()}))}
    window = window_of(event, tellers.values())
    told: dict[str, list[str]] = {}
    for claim in event.claims:
        told.setdefault(tellers[claims[claim].article].source, []).append(claim)
    parties = [forms_of(library, registry, actor.id, actor.name) for actor in event.actors]
    gaps = open_gaps(library)
    sources = sorted({*library.sources(), *(gap.source for gap in gaps if gap.source)})
    made = [
        _standing(library, registry, source, told.get(source, ()), window, parties, gaps, frozenset(read), tellers)
        for source in sources
    ]
    start, end = window or (None, None)
    made.sort(key=lambda s: (s.standing is not Standing.TOLD, s.name, s.source))
    return Silence(
        event=event.id, start=start, end=end, sources=tuple(made), unplaced=tuple(g for g in gaps if not g.source)
    )


def _standing(
    library: Library,
    registry: Registry,
    source: str,
    told: Iterable[str],
    window: tuple[date, date] | None,
    parties: list[tuple[str, ...]],
    all_gaps: Iterable[Gap],
    read: frozenset[str],
    tellers: Mapping[str, Article],
) -> SourceStanding:
    name = source_label(library, registry, source)
    every = list(library.articles(source=source))
    here = [a for a in every if window and a.published and window[0] <= a.published <= window[1]]
    undated = [a for a in every if a.published is None]
    gaps = tuple(g for g in all_gaps if g.source == source and (not g.day or not window or is_in(g.day, window)))
    unread = tuple(a.id for a in here if a.lang not in read)
    near = {a.id for a in (*here, *undated)} - tellers.keys()
    naming = tuple(sorted(near & set(library.naming(parties, source=source)))) if parties else ()
    claims = tuple(told)
    found = SourceStanding(
        source=source,
        name=name,
        standing=judged(
            told=bool(claims),
            here=len(here),
            unread=len(unread),
            doubts=bool(naming or gaps),
            has_parties=bool(parties),
        ),
        claims=claims,
        collected=len(here),
        renditions=sum(a.rendition for a in here),
        undated=len(undated),
        naming=naming,
        unread=unread,
        gaps=gaps,
    )
    return _with_words(found, window, every=len(every))


def judged(*, told: bool, here: int, unread: int, doubts: bool, has_parties: bool) -> Standing:
    """How a source stands to an event. `here` articles of the window are collected, `unread` of them in a language that
    is not read; `doubts` are articles that name the parties and what could not be taken in."""
    if told:
        return Standing.TOLD
    if not here:
        return Standing.NOT_COLLECTED
    if unread == here:
        return Standing.UNREAD
    return Standing.SILENT if has_parties and not doubts and not unread else Standing.NOT_FOUND


def is_in(day: date, window: tuple[date, date]) -> bool:
    """Whether a day lies in a window."""
    return window[0] <= day <= window[1]


def _with_words(found: SourceStanding, window: tuple[date, date] | None, *, every: int) -> SourceStanding:
    """The same with a sentence that says all of it."""
    of_when = f"of {window[0]} to {window[1]}" if window else "of a time that nothing dates"
    count = f"{found.collected} article{'' if found.collected == 1 else 's'} {of_when} collected"
    parts = {
        Standing.TOLD: f"told in {len(found.claims)} claim{'' if len(found.claims) == 1 else 's'}",
        Standing.NOT_FOUND: f"not found: {count}",
        Standing.UNREAD: f"collected but unread: {count}, in a language that is not read",
        Standing.NOT_COLLECTED: f"not collected: no article {of_when}, {every} of other days or undated",
        Standing.SILENT: f"silent: {count}, none names all the parties together, no gap is recorded",
    }
    words = [parts[found.standing]]
    if found.standing is not Standing.TOLD:
        if found.naming:
            words.append(f"{len(found.naming)} of its articles name{'s' if len(found.naming) == 1 else ''} the parties")
        if found.undated:
            words.append(f"{found.undated} undated")
        if found.unread and found.standing is not Standing.UNREAD:
            words.append(f"{len(found.unread)} unread")
        if found.gaps:
            words.append(f"{len(found.gaps)} could not be taken in")
        if found.renditions:
            words.append(f"{found.renditions} of them digests in other words")
    return replace(found, words="; ".join(words))


def forms_of(library: Library, registry: Registry, actor: str, name: str) -> tuple[str, ...]:
    """Every way in which articles of any language name an actor."""
    if actor not in registry.actors:
        return tuple(dict.fromkeys((name, *(local.name for local in library.local_actors([actor])))))
    known = registry.actors[actor]
    forms = dict.fromkeys(known.labels.values())
    for by_language in known.written.values():
        for written in by_language.values():
            forms.update(dict.fromkeys(spell_out(written)))
    return tuple(forms)


def source_label(library: Library, registry: Registry, source: str) -> str:
    """What a source is called."""
    if source in registry.sources:
        return registry.sources[source].name
    named = library.source_name(source)
    if named or source == UNKNOWN_SOURCE:
        return named or "unknown source"
    title = next((article.title for article in library.articles(source=source) if article.title), source)
    return f"unnamed source of « {title} »"


def open_gaps(library: Library) -> tuple[Gap, ...]:
    """What could not be taken in and has not been since, by the collection ledger, each place once."""
    found: dict[tuple[str | None, str], Gap] = {}
    for line in library.ledger(COLLECTION):
        row = line.body
        where = str(row["where"])
        if row["outcome"] == "failed":
            found[line.subject, where] = Gap(
                source=line.subject, where=where, day=day_from_json(row["published"]), reason=row["reason"]
            )
        else:
            found.pop((line.subject, where), None)
            found.pop((None, where), None)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0] or "", key[1])))


def collected(library: Library, source: str) -> tuple[Json, ...]:
    """What was collected from a source and when, in the order it came: {"at", "outcome", "where", "published", …}."""
    return tuple({"at": line.at.isoformat(), **line.body} for line in library.ledger(COLLECTION, subject=source))


def gap_to_json(gap: Gap) -> Json:
    """{"where", "published", "reason"}"""
    return {"where": gap.where, "published": day_to_json(gap.day), "reason": gap.reason}


def silence_to_json(found: Silence) -> Json:
    """All of it as plain values."""
    return {
        "event": found.event,
        "window": {"from": day_to_json(found.start), "to": day_to_json(found.end)},
        "sources": [
            {
                "source": {"id": s.source, "name": s.name},
                "standing": s.standing.value,
                "words": s.words,
                "claims": list(s.claims),
                "collected": s.collected,
                "renditions": s.renditions,
                "undated": s.undated,
                "naming": list(s.naming),
                "unread": list(s.unread),
                "gaps": [gap_to_json(gap) for gap in s.gaps],
            }
            for s in found.sources
        ],
        "unplaced": [gap_to_json(gap) for gap in found.unplaced],
    }
