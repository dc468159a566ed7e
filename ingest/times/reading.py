"""What an expression of time means: a TIMEX3 value with bounds, worked out from its parts and what is known so far."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.model import Tense
from graph.when import Basis, Precision
from ingest.times.calendar import (
    UNIT_PRECISION,
    Bounds,
    day,
    edge_bounds,
    month_bounds,
    months_bounds,
    moved,
    plus_days,
    plus_months,
    season_bounds,
    unit_bounds,
)
from ingest.times.data import Value
from ingest.times.find import Found

SOON = 21  # days: news tells a day of next weeks without its year, hardly ever one of nearly a year ago
NEARBY = 60  # days around publication within which a day told before may date a bare day of another sentence
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
    candidates: tuple[Bounds, ...] = ()


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


def read_date(found: Found, state: State) -> Reading | None:
    """A date, whole or in part: day, month, year, quarter, half, season, with what is missing filled in."""
    values = found.values
    written = full_year(values, state.anchor)
    year = written if written is not None else relative_year(values, state)
    month, number = integer(values, "m"), integer(values, "d")
    part, edge = word(values, "part"), word(values, "edge")
    if month is None and (offset := integer(values, "mrel")) is not None:
        if state.anchor is None:
            return Reading(type="DATE", value="XXXX-XX" + (f"-{number:02d}" if number else ""))
        shifted = plus_months(state.anchor.replace(day=1), offset)
        if shifted is None:
            return None
        year, month = shifted.year, shifted.month
    basis = Basis.EXPLICIT if written is not None else Basis.RELATIVE
    for name in ("q", "h", "s"):
        if name in values:
            return _part_of_year(values, name, year, found, state, basis)
    if month is None and number is not None:
        return _bare_day(number, found, state)
    if month is None:
        if year is None or not 1 <= year <= 9999:
            return None
        bounds = months_bounds(year, 1, 12)
        reading = Reading(type="DATE", value=f"{year:04d}", bounds=bounds, precision=Precision.YEAR, basis=basis)
        return with_edge(reading, edge)
    if year is None:
        year = chosen_year(month, number, found, state)
    if number is None:
        if year is None:
            return Reading(type="DATE", value=f"XXXX-{month:02d}", basis=basis)
        return with_edge(
            Reading(
                type="DATE",
                value=f"{year:04d}-{month:02d}",
                bounds=month_bounds(year, month),
                precision=Precision.MONTH,
                basis=basis,
            ),
            edge,
        )
    return (
        with_edge(with_part(beside(_day(year, month, number, basis), values), part), edge)
        if _possible(year, month, number)
        else None
    )


def beside(reading: Reading, values: Mapping[str, Value]) -> Reading:
    """The day before or after a told day: "la veille du 9 mai", "накануне Дня Победы"."""
    offset = integer(values, "off")
    exact = plus_days(reading.bounds[0], offset) if offset is not None and reading.bounds else None
    return replace(reading, value=exact.isoformat(), bounds=(exact, exact)) if exact else reading


def _possible(year: int | None, month: int, number: int) -> bool:
    return day(year if year is not None else 2000, month, number) is not None


def _day(year: int | None, month: int, number: int, basis: Basis) -> Reading:
    if year is None:
        return Reading(type="DATE", value=f"XXXX-{month:02d}-{number:02d}", basis=basis)
    exact = date(year, month, number)
    return Reading(type="DATE", value=exact.isoformat(), bounds=(exact, exact), precision=Precision.DAY, basis=basis)


def _bare_day(number: int, found: Found, state: State) -> Reading | None:
    """A day without its month ("le 6", "lundi 9"): the nearest to the last day told, else to publication, that falls
    on the weekday told with it; to come where the tense says so."""
    base, anchor = state.day or state.anchor, state.anchor
    if base and anchor and abs((base - anchor).days) > NEARBY and state.last_end < state.sentence:
        base = anchor  # a day of years ago, in another sentence, does not date this one
    if base is None:
        return Reading(type="DATE", value=f"XXXX-XX-{number:02d}")
    weekday = integer(found.values, "w")
    months = (plus_months(base.replace(day=1), offset) for offset in (0, -1, 1, -2, 2))
    fitting = [
        exact
        for month in months
        if month is not None
        and (exact := day(month.year, month.month, number)) is not None
        and (weekday is None or exact.isoweekday() == weekday)
    ]
    ahead = [exact for exact in fitting if exact >= base] if found.tense is Tense.FUTURE else []
    nearest = min(ahead or fitting, key=lambda exact: abs((exact - base).days), default=None)
    if nearest is None:
        return None
    return with_part(_day(nearest.year, nearest.month, nearest.day, Basis.RELATIVE), word(found.values, "part"))


def _part_of_year(
    values: Mapping[str, Value], name: str, year: int | None, found: Found, state: State, basis: Basis
) -> Reading | None:
    """A quarter, half or season, of the year that is written or meant."""
    key = values[name]
    offset = integer(values, "dir")
    if year is None:
        year = _year_of_part(name, key, offset, found, state)
    if name == "s":
        bounds = season_bounds(year, str(key)) if year is not None else None
        precision, value = Precision.SEASON, str(key)
    else:
        size = 3 if name == "q" else 6
        bounds = months_bounds(year, (int(key) - 1) * size + 1, size) if year is not None else None
        precision, value = (Precision.QUARTER, f"Q{key}") if name == "q" else (Precision.HALF, f"H{key}")
    shown = f"{year:04d}" if year is not None else "XXXX"
    reading = Reading(type="DATE", value=f"{shown}-{value}", bounds=bounds, precision=precision, basis=basis)
    return with_edge(reading, word(values, "edge"))


def _year_of_part(name: str, key: Value, offset: int | None, found: Found, state: State) -> int | None:
    """The year of a part without one: the last or next such part by the tense, else that of publication."""
    anchor = state.anchor
    if anchor is None:
        return None
    size = {"q": 3, "h": 6}.get(name)
    for year in (
        (anchor.year, anchor.year + 1)
        if offset == 1 or found.tense is Tense.FUTURE
        else (
            anchor.year,
            anchor.year - 1,
        )
    ):
        part = season_bounds(year, str(key)) if size is None else months_bounds(year, (int(key) - 1) * size + 1, size)
        if part is None:
            continue
        if (offset == 1 and part[0] > anchor) or (offset == -1 and part[1] < anchor):
            return year
        if offset not in (1, -1) and (part[1] >= anchor if found.tense is Tense.FUTURE else part[0] <= anchor):
            return year
    return anchor.year + (offset or 0)


def chosen_year(month: int, number: int | None, found: Found, state: State) -> int | None:
    """The year of a month or day without one.

    "Last" and "next" decide; else a year written out earlier in the same sentence about the past; else the tense of
    the clause; else the year that brings it nearest to publication. None without a publication date.
    """
    anchor = state.anchor
    told = state.year if state.year_end >= state.sentence else None
    if anchor is None:
        return told
    offset = integer(found.values, "dir")
    if offset is None and told is not None and told != anchor.year and found.tense is not Tense.FUTURE:
        return told
    here = (month, number or 1)
    now = (anchor.month, anchor.day if number else 1)
    if offset == -1:
        return anchor.year - (here >= now)
    if offset == 1:
        return anchor.year + (here <= now)
    past, future = anchor.year - (here > now), anchor.year + (here < now)
    if past == future:
        return past
    weekday = integer(found.values, "w")
    if weekday is not None and number is not None:
        fitting = [year for year in (past, future) if (exact := day(year, *here)) and exact.isoweekday() == weekday]
        if len(fitting) == 1:
            return fitting[0]
    if number is not None:
        ahead, back = _days_from(anchor, future, here), -_days_from(anchor, past, here)
        if found.tense is Tense.FUTURE:
            return future if ahead <= 300 or back > 60 else past
        if found.tense is Tense.PAST:
            return past if ahead > SOON else future
        return past if back <= ahead else future
    return future if found.tense is Tense.FUTURE else past


def _days_from(anchor: date, year: int, here: tuple[int, int]) -> int:
    """Days from publication to a month and day of a year."""
    exact = day(year, *here) or day(year, here[0], 28)
    return (exact - anchor).days if exact else 0


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
    context = word(values, "ref") == "context" or (word(values, "ref") == "either" and found.tense is not Tense.FUTURE)
    kind = word(values, "type")
    part, edge = word(values, "part"), word(values, "edge")
    period = duration_value(abs(count), unit) if kind == "DURATION" else None
    base = (state.day or (state.last.bounds[0] if state.last and state.last.bounds else None)) if context else None
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
