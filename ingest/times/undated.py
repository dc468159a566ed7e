"""When an article without a date was published: worked out from what its text itself fixes, or not at all.

Each clue gives the days that it allows. Clues that agree are put together; what is left is one day or period with
its reasons, or several candidates that are not chosen between, or nothing. The clock of the machine is never read.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.when import Basis, Precision, When, to_edtf
from graph.when import Kind as WhenKind
from ingest.times.calendar import day, plus_days, unit_bounds
from ingest.times.find import Found, find, fold
from ingest.times.reading import full_year, integer

HEAD = 400  # code points from the beginning in which a dateline stands
OPENING = 1200  # code points in which the actors and the weekday of the news stand
NEAR_EVENT = 2  # days after an event within which it is news
SPAN_OF_YEARS = 6  # years on each side of the years written out in which weekday and day pairs are sought


@dataclass(frozen=True, kw_only=True, slots=True)
class ReferenceEvent:
    """A dated event that an article may tell as news of the day. Names and keywords in any language, any case."""

    start: date
    end: date
    label: str
    names: tuple[tuple[str, ...], ...]  # one tuple of alternative names for each actor; all actors must be named
    keywords: tuple[str, ...]  # the text must have at least one


@dataclass(frozen=True, kw_only=True, slots=True)
class Birth:
    """A person whose age a text may tell."""

    names: tuple[str, ...]
    born: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Clue:
    """What one thing in the text says of the publication day: it lies from `start` to `end`."""

    start: date
    end: date
    reason: str
    firm: bool = False  # written as such (a dateline), not concluded


@dataclass(frozen=True, kw_only=True, slots=True)
class Inferred:
    """The outcome. `published` is set only where one single day is left; else `candidates` holds what is possible.

    `from_text` tells a dateline, which is written and not inferred.
    """

    published: date | None
    candidates: tuple[When, ...]
    reasons: tuple[str, ...]
    from_text: bool = False


UNKNOWN = Inferred(published=None, candidates=(), reasons=())


def infer_published(
    text: str,
    lang: str,
    events: Sequence[ReferenceEvent] = (),
    births: Sequence[Birth] = (),
) -> Inferred:
    """The publication day of a text that bears none, from a dateline, weekday and day pairs, reference events told
    as news, ages of known people, and the years written out.

    Returns candidates where several days fit, never a pick; `UNKNOWN` where nothing fits. Reasons name the words.
    """
    found = find(text, lang)
    dateline = _dateline(text, found)
    if dateline is not None:
        return Inferred(
            published=dateline.start, candidates=(_when(dateline),), reasons=(dateline.reason,), from_text=True
        )
    low = _plain(text)
    years = sorted({year for one in found if (year := _written_year(one)) is not None})
    groups = [
        _from_events(low, found, events),
        _from_pairs(found, years),
        _from_ages(low, births),
    ]
    kept, reasons = _intersection([group for group in groups if group])
    kept = _not_before(kept, found, years)
    days = sorted({clue.start for clue in kept if clue.start == clue.end})
    if len(days) == 1 and len(kept) == 1:
        return Inferred(published=days[0], candidates=(_when(kept[0]),), reasons=reasons)
    return Inferred(published=None, candidates=tuple(_when(clue) for clue in kept), reasons=reasons)


def _written_year(one: Found) -> int | None:
    return full_year(one.values, None) if one.read in ("date", "days", "feast") else None


def _dateline(text: str, found: Sequence[Found]) -> Clue | None:
    """A full date alone on its line, or after a place and a comma, at the head of the text."""
    for one in found:
        if one.start > HEAD:
            return None
        year, month, number = _written_year(one), integer(one.values, "m"), integer(one.values, "d")
        if one.read != "date" or year is None or month is None or number is None:
            continue
        exact = day(year, month, number)
        line_start = text.rfind("\n", 0, one.start) + 1
        line_end = text.find("\n", one.end)
        before = text[line_start : one.start]
        after = text[one.end : line_end if line_end >= 0 else len(text)].strip()
        alone = len(before) <= 40 and len(after) <= 30
        place = 0 < len(before.strip()) <= 40 and before.rstrip().endswith((",", ":")) and after[:1] in "(-–—./"
        if exact is not None and (alone or place):
            return Clue(start=exact, end=exact, reason=f"dateline {one.text!r}", firm=True)
    return None


def _from_events(low: str, found: Sequence[Found], events: Sequence[ReferenceEvent]) -> list[Clue]:
    """Days of events that the text tells: those that fall on a weekday named at its opening; where none does, the days
    of all of them and shortly after, for each may be the news and each may be background."""
    weekdays = {
        wanted
        for one in found
        if one.read == "weekday" and one.start < OPENING and (wanted := integer(one.values, "w")) is not None
    }
    told = [event for event in events if _told(low, event)]
    clues: list[Clue] = []
    for event in told:
        days = (event.start + timedelta(days=i) for i in range((event.end - event.start).days + 1))
        clues.extend(
            Clue(
                start=each, end=each, reason=f"tells of {event.label} ({event.start} to {event.end}), on the day named"
            )
            for each in days
            if each.isoweekday() in weekdays
        )
    if not clues:
        for event in told:
            last = plus_days(event.end, NEAR_EVENT) or event.end
            reason = f"tells of {event.label} ({event.start} to {event.end})"
            clues.append(Clue(start=event.start, end=last, reason=reason))
    return list({(clue.start, clue.end): clue for clue in clues}.values())


def _told(low: str, event: ReferenceEvent) -> bool:
    """Whether the opening names every actor of an event, and the text has one of its keywords."""
    opening = low[:OPENING]
    named = all(any(name and _plain(name) in opening for name in alternatives) for alternatives in event.names)
    return named and (not event.keywords or any(_plain(keyword) in low for keyword in event.keywords))


def _plain(text: str) -> str:
    """The text in lower case without accents, for capitals often go without: "visite d'Etat"."""
    parts = unicodedata.normalize("NFD", fold(text))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _from_pairs(found: Sequence[Found], years: Sequence[int]) -> list[Clue]:
    """Years in which a weekday falls on the day told with it ("mercredi 4 février"), near the years written out."""
    if not years:
        return []
    fitting: set[int] | None = None
    words: list[str] = []
    for one in found:
        wanted, month, number = (integer(one.values, name) for name in ("w", "m", "d"))
        if one.read != "date" or wanted is None or month is None or number is None or _written_year(one) is not None:
            continue
        span = range(years[0] - SPAN_OF_YEARS, years[-1] + SPAN_OF_YEARS + 1)
        here = {year for year in span if (exact := day(year, month, number)) and exact.isoweekday() == wanted}
        fitting = here if fitting is None else fitting & here
        words.append(one.text)
    if not fitting:
        return []
    told = ", ".join(repr(each) for each in words)
    return [
        Clue(start=date(year, 1, 1), end=date(year, 12, 31), reason=f"weekday and day of {told} fit {year}")
        for year in sorted(fitting)
    ]


def _from_ages(low: str, births: Sequence[Birth]) -> list[Clue]:
    """The year in which a person of known birth has the age that stands after the name."""
    clues: list[Clue] = []
    for person in births:
        for name in person.names:
            place = low.find(_plain(name))
            if place < 0:
                continue
            age = _age(low[place + len(_plain(name)) : place + len(_plain(name)) + 24])
            first = day(person.born.year + age, person.born.month, min(person.born.day, 28)) if age else None
            last = plus_days(first, 365) if first else None
            if first and last:
                clues.append(Clue(start=first, end=last, reason=f"{name} is {age}, born {person.born}"))
                break
    return clues


def _age(after: str) -> int | None:
    """A number between commas or brackets right after a name: ", 72 ans,", "(72)", "，72岁"."""
    head = after.lstrip(" ")
    if head[:1] not in (",", "(", "，", "（"):
        return None
    digits = "".join(char for char in head[1:].lstrip(" ")[:3] if char.isascii() and char.isdigit())
    return int(digits) if digits and 16 <= int(digits) <= 110 else None


def _intersection(groups: Sequence[Sequence[Clue]]) -> tuple[list[Clue], tuple[str, ...]]:
    """What all kinds of clue allow together; a kind that contradicts the others leaves both as candidates."""
    if not groups:
        return [], ()
    kept = list(groups[0])
    for group in groups[1:]:
        both = [
            Clue(
                start=max(one.start, other.start),
                end=min(one.end, other.end),
                reason="; ".join(dict.fromkeys((one.reason, other.reason))),
            )
            for one in kept
            for other in group
            if max(one.start, other.start) <= min(one.end, other.end)
        ]
        kept = both if both else [*kept, *group]
    reasons = tuple(dict.fromkeys(part for clue in kept for part in clue.reason.split("; ")))
    return kept, reasons


def _not_before(kept: list[Clue], found: Sequence[Found], years: Sequence[int]) -> list[Clue]:
    """Without the candidates that end long before a past day that the text writes out."""
    if len(kept) < 2 or not years:
        return kept
    told = [
        exact
        for one in found
        if (year := _written_year(one)) is not None
        and (month := integer(one.values, "m")) is not None
        and (exact := day(year, month, integer(one.values, "d") or 1)) is not None
        and (one.tense is None or one.tense.value != "future")
    ]
    if not told:
        return kept
    later = [clue for clue in kept if clue.end >= max(told)]
    return later or kept


def _when(clue: Clue) -> When:
    """A clue as an interval, inferred unless it is written."""
    whole_year = unit_bounds(clue.start, "Y") == (clue.start, clue.end)
    grain = Precision.DAY if clue.start == clue.end else Precision.YEAR if whole_year else Precision.VAGUE
    kind = WhenKind.THROUGHOUT if grain is Precision.DAY else WhenKind.WITHIN
    return When(
        start=clue.start,
        end=clue.end,
        kind=kind,
        precision=grain,
        edtf=to_edtf(clue.start, clue.end, grain, kind),
        basis=Basis.EXPLICIT if clue.firm else Basis.INFERRED,
        words=clue.reason,
    )
