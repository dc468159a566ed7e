"""What a reading is, what is known while a text is read, and the readers of weekdays and shifts: "last week"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.model import Tense
from graph.when import Basis, Precision
from ingest.times.calendar import (
    UNIT_PRECISION,
    Bounds,
    edge_bounds,
    moved,
    plus_days,
    unit_bounds,
)
from ingest.times.data import Value
from ingest.times.find import Found

YEARS_OF = {"DE": 10, "CE": 100}
PARTS = frozenset({"MO", "MI", "AF", "EV", "NI", "DT"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A TIMEX3 type and value; bounds where there are any."""

    type: str
    value: str
    bounds: Bounds | None = None
    precision: Precision = Precision.VAGUE
    basis: Basis = Basis.RELATIVE
    mod: str | None = None
    vague: bool = False  # it speaks of a time, and gives no bounds
    duration_to: bool = False  # bounds run from or to the publication day, not over a calendar unit
    candidates: tuple[Bounds, ...] = ()  # what it may mean, in order, where nothing decides; then no bounds


@dataclass(slots=True)
class State:
    """What is known while a text is read from its beginning: the publication day and the dates met so far."""

    anchor: date | None
    day: date | None = None  # the last day that was told
    last: Reading | None = None  # the last reading with bounds
    last_end: int = -1  # where it ended
    year: int | None = None  # the last year that was written out
    year_end: int = -1
    sentence: int = 0  # where the sentence of the expression begins
    order: str | None = None  # of figures in this text, where it shows: month_first (02/27/2026), day_first


def integer(values: Mapping[str, Value], name: str) -> int | None:
    """A value as a number, or None."""
    value = values.get(name)
    return value if isinstance(value, int) else None


def word(values: Mapping[str, Value], name: str) -> str | None:
    """A value as a word, or None."""
    value = values.get(name)
    return value if isinstance(value, str) else None


def full_year(values: Mapping[str, Value], anchor: date | None) -> int | None:
    """The year written out: four figures, or two ("98"), which lie within 80 years before and 20 after."""
    year = integer(values, "y")
    if year is not None:
        return year if 1 <= year <= 9999 else None
    short = integer(values, "yy")
    if short is None:
        return None
    latest = (anchor.year if anchor else 2030) + 20
    return latest - (latest - short) % 100


def relative_year(values: Mapping[str, Value], state: State) -> int | None:
    """The year of "last year" and the like."""
    offset = integer(values, "yrel")
    return None if offset is None or state.anchor is None else state.anchor.year + offset


def value_of(bounds: Bounds, unit: str) -> str:
    """The TIMEX3 value of a calendar unit (D W WE M Q H Y DE CE)."""
    first = bounds[0]
    year = f"{first.year:04d}"
    if unit in ("W", "WE"):
        iso = first.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if unit == "WE" else "")
    return {
        "D": first.isoformat(),
        "M": f"{year}-{first.month:02d}",
        "Q": f"{year}-Q{(first.month + 2) // 3}",
        "H": f"{year}-H{1 if first.month < 7 else 2}",
        "Y": year,
        "DE": year[:3],
        "CE": year[:2],
    }[unit]


def with_part(reading: Reading, part: str | None) -> Reading:
    """The same day at a part of it: evening, night."""
    if part is None or part not in PARTS:
        return reading
    return replace(reading, type="TIME", value=f"{reading.value}T{part}")


def with_edge(reading: Reading, edge: str | None) -> Reading:
    """The beginning, middle or end of it. Of a day it stays the day."""
    if edge is None:
        return reading
    if reading.bounds is None or reading.precision is Precision.DAY:
        return replace(reading, mod=edge)
    cut = edge_bounds(reading.bounds, reading.precision, edge)
    return replace(reading, mod=edge, bounds=cut, precision=Precision.VAGUE)


def read_weekday(found: Found, state: State) -> Reading | None:
    """A weekday: that of a told week, the last or next by its word, else by the tense of the clause."""
    values = found.values
    wanted = integer(values, "w")
    if wanted is None:
        return None
    part, edge = word(values, "part"), word(values, "edge")
    if state.anchor is None:
        return with_edge(with_part(Reading(type="DATE", value=f"XXXX-WXX-{wanted}"), part), edge)
    exact = weekday_day(wanted, found, state.anchor)
    if exact is None:
        return None
    reading = Reading(type="DATE", value=exact.isoformat(), bounds=(exact, exact), precision=Precision.DAY)
    return with_edge(with_part(reading, part), edge)


def weekday_day(wanted: int, found: Found, anchor: date) -> date | None:
    """The day a weekday stands for."""
    weeks, offset = integer(found.values, "wk"), integer(found.values, "dir")
    if weeks is not None:
        return plus_days(anchor, wanted - 1 - anchor.weekday() + 7 * weeks)
    ahead = (wanted - 1 - anchor.weekday()) % 7
    if offset == -1:
        return plus_days(anchor, ahead - 7)
    if offset == 1:
        return plus_days(anchor, ahead or 7)
    if ahead == 0:
        return anchor
    forward = found.tense is Tense.FUTURE or (found.tense is Tense.PRESENT and ahead <= 3)
    return plus_days(anchor, ahead if forward else ahead - 7)


def duration_value(count: int | None, unit: str) -> str:
    """The TIMEX3 value of a duration; X for a number that is not told. Decades and centuries are told in years."""
    times = {"DE": 10, "CE": 100}.get(unit)
    number = "X" if count is None else str(count * times if times else count)
    if times and count is None:
        return "PXDE" if unit == "DE" else "PXCE"
    shown = {"DE": "Y", "CE": "Y", "H": "M", "WE": "W"}.get(unit, unit)
    if unit == "H" and count is not None:
        number = str(6 * count)
    return f"PT{number}{shown[1:]}" if shown.startswith("T") else f"P{number}{shown}"


def read_shift(found: Found, state: State) -> Reading | None:
    """A unit so many units away from publication or from the last date told: "last week", "20 days later"."""
    values = found.values
    unit, count = word(values, "unit"), integer(values, "n")
    if unit is None or count is None:
        return None
    count *= integer(values, "sign") or 1
    if "coming" in values and state.anchor is not None and state.anchor.month == 12:
        count += 1  # "in the new year", told in December
    context = word(values, "ref") == "context" or (word(values, "ref") == "either" and found.tense is not Tense.FUTURE)
    kind = word(values, "type")
    part, edge = word(values, "part"), word(values, "edge")
    period = duration_value(abs(count), unit) if kind == "DURATION" else None
    base = _told(word(values, "unit"), state) if context else None
    if base is None and not (context and "counted" in values and found.tense is not Tense.FUTURE):
        base = state.anchor  # "the next day" of news that tells no other day; not "three years later"
    if "counted" in values and unit in YEARS_OF:
        unit, count = "Y", count * YEARS_OF[unit]
    if unit.startswith("T"):
        if base is None:
            return Reading(type=kind or "DATE", value=duration_value(abs(count), unit))
        return Reading(
            type=kind or "TIME",
            value=period or base.isoformat(),
            bounds=(base, base),
            precision=Precision.DAY,
        )
    if base is None:
        return with_part(Reading(type=kind or "DATE", value=period or _unknown(unit)), part)
    target = moved(base, count, unit)
    bounds = unit_bounds(target, unit) if target else None
    if target is None or bounds is None:
        return None
    if unit == "WE" and count == 0:
        bounds = _weekend(base, found.tense) or bounds
    reading = Reading(
        type=kind or "DATE",
        value=period or value_of(bounds, unit),
        bounds=bounds,
        precision=UNIT_PRECISION[unit],
    )
    if found.mod in ("MORE_THAN", "LESS_THAN") and count < 0:
        cut = (bounds[0], target) if found.mod == "MORE_THAN" else (target, base)
        reading = replace(reading, bounds=cut, precision=Precision.VAGUE)
    elif found.mod == "APPROX" and abs(count) > 1:
        reading = replace(reading, precision=Precision.VAGUE)
    return with_edge(with_part(reading, part), edge)


def _told(unit: str | None, state: State) -> date | None:
    """The day told last; of a month or year, the first day of what was told last, be it a day or not."""
    last = state.last.bounds[0] if state.last and state.last.bounds else None
    return (last or state.day) if unit in ("M", "Y") else (state.day or last)


def _unknown(unit: str) -> str:
    """The TIMEX3 value of a unit that cannot be placed."""
    return {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}.get(unit, "XXXX")


def _weekend(base: date, tense: Tense | None) -> Bounds | None:
    """The weekend meant: the one that runs, else the last or the next by the tense."""
    bounds = unit_bounds(base, "WE")
    if bounds is None or bounds[0] <= base:
        return bounds
    if tense is Tense.PAST:
        before = plus_days(base, -7)
        return unit_bounds(before, "WE") if before else None
    return bounds
