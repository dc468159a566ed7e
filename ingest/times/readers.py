"""The other readers: spans that end or begin with publication, durations, sets, clock times, feasts, decades."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from graph.when import Basis, Precision
from ingest.times.calendar import UNIT_PRECISION, day, months_bounds, moved, plus_days, unit_bounds
from ingest.times.dates import beside, chosen_year, read_date
from ingest.times.feasts import feast_day
from ingest.times.find import Found
from ingest.times.reading import (
    Reading,
    State,
    duration_value,
    full_year,
    integer,
    read_shift,
    read_weekday,
    relative_year,
    value_of,
    with_edge,
    with_part,
    word,
)


def read_span(found: Found, state: State) -> Reading | None:
    """The last or next so many units: it begins or ends on the day of publication, which is one of them where the words
    say so ("these two days"). Vague without a number."""
    values = found.values
    unit, sign = word(values, "unit"), integer(values, "sign") or -1
    if unit is None:
        return None
    count = integer(values, "n")
    if count is None:
        return Reading(type="DATE", value="PAST_REF" if sign < 0 else "FUTURE_REF", vague=True)
    value = duration_value(count, unit)
    if state.anchor is None or unit.startswith("T"):
        here = (state.anchor, state.anchor) if state.anchor and unit.startswith("T") and count <= 24 else None
        return Reading(type="DURATION", value=value, bounds=here, precision=Precision.DAY)
    other = moved(state.anchor, sign * (count - ("inclusive" in values)), unit)
    if other is None:
        return None
    bounds = (other, state.anchor) if sign < 0 else (state.anchor, other)
    vague = found.mod in ("MORE_THAN", "LESS_THAN", "APPROX")
    return Reading(
        type="DURATION",
        value=value,
        bounds=bounds,
        precision=Precision.VAGUE if vague else UNIT_PRECISION[unit],
        duration_to=True,
    )


def read_rest(found: Found, state: State) -> Reading | None:
    """What is left of the day, week, month or year: "later this year"; with sign -1 what has passed of it."""
    unit, sign = word(found.values, "unit") or "D", integer(found.values, "sign") or 1
    base = (state.day if unit == "D" and word(found.values, "ref") == "context" else None) or state.anchor
    bounds = unit_bounds(base, unit) if base else None
    if base is None or bounds is None:
        return Reading(type="DATE", value="FUTURE_REF" if sign > 0 else "PAST_REF", vague=True)
    left = (base, bounds[1]) if sign > 0 else (bounds[0], base)
    return Reading(
        type="DATE",
        value=value_of(bounds, unit),
        bounds=left,
        precision=UNIT_PRECISION[unit],
        mod="END" if unit != "D" and sign > 0 else None,
    )


def read_duration(found: Found, state: State) -> Reading | None:
    """So much time, not placed on the calendar."""
    values = found.values
    unit = word(values, "unit")
    if unit is None:
        return None
    value = duration_value(integer(values, "n"), unit)
    second = word(values, "unit2")
    if "half" in values:
        value = f"{value}30M" if unit == "TH" else f"{value[:-1]}.5{value[-1]}"
    elif second is not None and (more := integer(values, "n2")) is not None:
        tail = duration_value(more, second)[1:]
        value += tail[1:] if value.startswith("PT") and tail.startswith("T") else tail
    return Reading(type="DURATION", value=value, mod=found.mod, vague=bool(values.get("vague")))


def read_set(found: Found, state: State) -> Reading | None:
    """What comes back: every day, yearly, each Thursday."""
    weekday, unit = integer(found.values, "w"), word(found.values, "unit")
    if weekday is not None:
        part = word(found.values, "part")
        return Reading(type="SET", value=f"XXXX-WXX-{weekday}" + (f"T{part}" if part else ""))
    count = integer(found.values, "n") or 1
    if unit == "Q":
        unit, count = "M", 3 * count
    return Reading(type="SET", value=duration_value(count, unit)) if unit else None


def read_ref(found: Found, state: State) -> Reading | None:
    """The past, the present or the future as such; "today" where it may mean these days is the day of publication."""
    value = word(found.values, "value") or "PRESENT_REF"
    kind = word(found.values, "type") or "DATE"
    if "now" in found.values and state.anchor is not None:
        return Reading(type=kind, value=value, bounds=(state.anchor, state.anchor), precision=Precision.DAY)
    return Reading(type=kind, value=value, vague=bool(found.values.get("vague")))


def read_clock(found: Found, state: State) -> Reading | None:
    """A time of day, on the day told with it, else beside it, else last, else of publication."""
    values = found.values
    hour, minute = integer(values, "h"), integer(values, "mi")
    if hour is None or hour > 24 or (minute or 0) > 59:
        return None
    half_day = word(values, "ap")
    if half_day == "PM" and hour < 12:
        hour += 12
    elif half_day == "AM" and hour == 12:
        hour = 0
    time = f"T{hour % 24:02d}:{minute or 0:02d}" + ("Z" if "z" in values else "")
    base = _clock_day(found, state)
    if base is None:
        return Reading(type="TIME", value=f"XXXX-XX-XX{time}")
    return Reading(type="TIME", value=f"{base.isoformat()}{time}", bounds=(base, base), precision=Precision.DAY)


def _clock_day(found: Found, state: State) -> date | None:
    values = found.values
    told: Reading | None = None
    if "w" in values:
        told = read_weekday(found, state)
    elif "n" in values:
        told = read_shift(replace(found, values={**values, "unit": "D"}), state)
    elif "d" in values:
        told = read_date(replace(found, values={k: v for k, v in values.items() if k != "h"}), state)
    if told is not None:
        return told.bounds[0] if told.bounds else None
    return state.day or state.anchor


def read_feast(found: Found, state: State) -> Reading | None:
    """A feast in the year told, else in that which the tense and publication give."""
    name = word(found.values, "feast")
    if name is None:
        return None
    year = full_year(found.values, state.anchor)
    basis = Basis.EXPLICIT if year is not None else Basis.RELATIVE
    if year is None:
        year = relative_year(found.values, state)
    if year is None and state.anchor is not None:
        this = feast_day(name, state.anchor.year)
        if this is None:
            return None
        year = chosen_year(this.month, this.day, found, state)
    exact = feast_day(name, year) if year is not None else None
    if exact is None:
        fixed = feast_day(name, 2001) if name in FIXED_FORMS else None
        return Reading(type="DATE", value=f"XXXX-{fixed:%m-%d}" if fixed else "XXXX-XX-XX", basis=basis)
    reading = Reading(type="DATE", value=exact.isoformat(), bounds=(exact, exact), precision=Precision.DAY, basis=basis)
    return with_part(beside(reading, found.values), word(found.values, "part"))


FIXED_FORMS = frozenset({"christmas", "new_year", "victory_day", "labour_day", "women_day", "bastille"})


def read_decade(found: Found, state: State) -> Reading | None:
    """The nineties, the 1990s, the years 2010."""
    decade = integer(found.values, "dec")
    offset = integer(found.values, "derel")
    if decade is None and offset is not None and state.anchor is not None:
        decade = state.anchor.year // 10 * 10 + 10 * offset
    if decade is None:
        return None
    if decade < 100:
        decade += 2000 if decade < 20 else 1900
    bounds = months_bounds(decade, 1, 120)
    if bounds is None:
        return None
    value = f"{decade // 10:03d}"
    return with_edge(
        Reading(type="DATE", value=value, bounds=bounds, precision=Precision.DECADE, basis=Basis.EXPLICIT),
        word(found.values, "edge"),
    )


def read_century(found: Found, state: State) -> Reading | None:
    """The twentieth century: 1901 to 2000, as it is counted; a TIMEX3 value of two figures."""
    count = integer(found.values, "c")
    if count is None or not 1 <= count <= 99:
        return None
    if word(found.values, "era") == "BC":
        return Reading(type="DATE", value=f"BC{count - 1:02d}", basis=Basis.EXPLICIT)
    bounds = months_bounds((count - 1) * 100 + 1, 1, 1200)
    reading = Reading(
        type="DATE", value=f"{count - 1:02d}", bounds=bounds, precision=Precision.CENTURY, basis=Basis.EXPLICIT
    )
    return with_edge(reading, word(found.values, "edge"))


def read_years(found: Found, state: State) -> Reading | None:
    """Two years in one: 2024-25, 1941–1945."""
    first, second = integer(found.values, "y1"), integer(found.values, "y2")
    if first is None or second is None:
        return None
    if second < 100:
        second += first // 100 * 100
    start, end = months_bounds(first, 1, 12), months_bounds(second, 1, 12)
    if start is None or end is None or not first < second <= first + 300:
        return None
    return Reading(
        type="DATE",
        value=f"{first:04d}/{second:04d}",
        bounds=(start[0], end[1]),
        precision=Precision.YEAR,
        basis=Basis.EXPLICIT,
    )


def read_months(found: Found, state: State) -> Reading | None:
    """Two months of one year, or of two, in one: 1至11月."""
    values = found.values
    last = read_date(replace(found, values={k: v for k, v in values.items() if k != "m1"}), state)
    number = integer(values, "m1")
    if last is None or last.bounds is None or number is None:
        return last
    end = last.bounds[1]
    start = day(end.year - (number > end.month), number, 1)
    return replace(last, value=f"{start:%Y-%m}/{last.value}", bounds=(start, end)) if start else None


def read_days(found: Found, state: State) -> Reading | None:
    """Two days of one month, or of two, in one: 20–22 марта, May 16-17, 5月30日至6月2日."""
    values = found.values
    last = read_date(replace(found, values={k: v for k, v in values.items() if k not in ("d1", "m1")}), state)
    number = integer(values, "d1")
    if last is not None and last.candidates and number is not None:
        return _open_days(last, number, integer(values, "m1"))
    if last is None or last.bounds is None or number is None:
        return last and replace(last, value=f"{last.value[:-2]}{number:02d}/{last.value}") if number else None
    end = last.bounds[1]
    month = integer(values, "m1") or end.month
    start = day(end.year - (month > end.month), month, number)
    if start is None or start > end:
        return None
    return replace(last, value=f"{start.isoformat()}/{end.isoformat()}", bounds=(start, end))


def _open_days(last: Reading, number: int, month: int | None) -> Reading:
    """Two days of one month where the year of the last one is open: as many ranges as it has candidates."""
    ranges = [
        (start, end)
        for _, end in last.candidates
        if (start := day(end.year - ((month or 0) > end.month), month or end.month, number)) and start <= end
    ]
    first = f"XXXX-{month:02d}-{number:02d}" if month else f"{last.value[:-2]}{number:02d}"
    return replace(last, value=f"{first}/{last.value}", candidates=tuple(ranges))


def read_portion(found: Found, state: State) -> Reading | None:
    """The first or last so many months of a year, or a week of a month counted from its first day."""
    values = found.values
    number, sign = integer(values, "n"), integer(values, "sign") or 1
    whole = read_date(replace(found, values={k: v for k, v in values.items() if k not in ("n", "sign")}), state)
    if whole is None or whole.bounds is None or number is None:
        return whole
    first, last = whole.bounds
    if whole.precision is Precision.MONTH:
        start = plus_days(first, 7 * number - 7) if sign > 0 else plus_days(last, -6)
        end = plus_days(start, 6) if start else None
        if start is None or end is None or start > last:
            return None
        return replace(
            whole, bounds=(start, min(end, last)), precision=Precision.WEEK, value=value_of((start, end), "W")
        )
    unit = word(values, "unit") or "M"
    cut = moved(first, number, unit) if sign > 0 else moved(last, -number, unit)
    edge = plus_days(cut, -sign) if cut else None
    if edge is None or not first <= edge <= last:
        return None
    part = (first, edge) if sign > 0 else (edge.replace(day=1) if unit != "D" else edge, last)
    return replace(
        whole, bounds=part, precision=UNIT_PRECISION[unit], type="DURATION", value=duration_value(number, unit)
    )


def read_nth(found: Found, state: State) -> Reading | None:
    """The second day of a visit: counted from the first of the days told for it before, where they are over; else, in
    news of the day, that of publication, and marked as inferred."""
    if state.anchor is None:
        return Reading(type="DATE", value="XXXX-XX-XX")
    days = state.last.bounds if state.last is not None and state.last.precision is Precision.DAY else None
    exact = plus_days(days[0], (integer(found.values, "n") or 1) - 1) if days is not None else None
    if days is not None and exact is not None and days[0] < days[1] < state.anchor and exact <= days[1]:
        return Reading(type="DATE", value=exact.isoformat(), bounds=(exact, exact), precision=Precision.DAY)
    return Reading(
        type="DATE",
        value=state.anchor.isoformat(),
        bounds=(state.anchor, state.anchor),
        precision=Precision.DAY,
        basis=Basis.INFERRED,
    )


READERS: Mapping[str, Callable[[Found, State], Reading | None]] = {
    "date": read_date,
    "days": read_days,
    "weekday": read_weekday,
    "shift": read_shift,
    "span": read_span,
    "rest": read_rest,
    "duration": read_duration,
    "set": read_set,
    "ref": read_ref,
    "clock": read_clock,
    "feast": read_feast,
    "decade": read_decade,
    "century": read_century,
    "years": read_years,
    "months": read_months,
    "nth": read_nth,
    "portion": read_portion,
}
