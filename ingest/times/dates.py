"""Dates, whole or in part: a day, month, quarter, half, season or year, with what is missing filled in or left open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from graph.model import Tense
from graph.when import Basis, Precision
from ingest.times.calendar import day, month_bounds, months_bounds, plus_days, plus_months, season_bounds
from ingest.times.data import Value
from ingest.times.find import Found
from ingest.times.reading import Reading, State, full_year, integer, relative_year, with_edge, with_part, word

SOON = 21  # days: news tells a day of next weeks without its year, hardly ever one of nearly a year ago
NEAR_MONTHS = 2  # within which a month without year is to come, where verbs show no tense
NEARBY = 60  # days around publication within which a day told before may date a bare day of another sentence
RUN = 150  # code points from a day told to the sentence of the bare day that goes on from it
FEW = 7  # days by which it does, and by which what is told in the past may yet lie ahead
EVEN = 3  # days: two days of neighbouring months whose distances from publication differ by no more are as near
EVEN_YEARS = 10  # the same of two days of neighbouring years


def read_date(found: Found, state: State) -> Reading | None:
    """A date, whole or in part: day, month, year, quarter, half, season, with what is missing filled in.

    Where two days are as likely, no day is taken: the reading has candidates instead of bounds.
    """
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
    if year is None and number is not None and (days := _either_year(month, number, found, state)):
        return with_part(beside(_open(days, f"XXXX-{month:02d}-{number:02d}", basis), values), part)
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
    if "order" in values and year is not None:
        return _of_figures(year, (month, number), found, state)
    return (
        with_edge(with_part(beside(_day(year, month, number, basis), values), part), edge)
        if _possible(year, month, number)
        else None
    )


def beside(reading: Reading, values: Mapping[str, Value]) -> Reading:
    """The day before or after a told day: "la veille du 9 mai", "накануне Дня Победы"."""
    offset = integer(values, "off")
    if offset is None:
        return reading
    if reading.candidates:
        moved = (plus_days(first, offset) for first, _ in reading.candidates)
        return _open([exact for exact in moved if exact], "XXXX-XX-XX", reading.basis)
    exact = plus_days(reading.bounds[0], offset) if reading.bounds else None
    return replace(reading, value=exact.isoformat(), bounds=(exact, exact)) if exact else reading


def _open(days: Sequence[date], value: str, basis: Basis) -> Reading:
    """A day that is one of several."""
    return Reading(
        type="DATE",
        value=value,
        precision=Precision.DAY,
        basis=basis,
        candidates=tuple((exact, exact) for exact in sorted(days)),
    )


def _either_year(month: int, number: int, found: Found, state: State) -> list[date]:
    """The days of last time and next time where a day without its year is half a year from publication either way,
    and neither a word, a year told in the sentence, a weekday nor a tense says which; else none."""
    anchor = state.anchor
    told = state.year is not None and state.year_end >= state.sentence
    if anchor is None or told or found.read == "feast" or found.tense is not None or {"dir", "w"} & set(found.values):
        return []
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    around = [exact for year in years if (exact := day(year, month, number)) is not None]
    around.sort(key=lambda exact: abs((exact - anchor).days))
    far = [abs((exact - anchor).days) for exact in around[:2]]
    return around[:2] if len(far) == 2 and far[1] - far[0] <= EVEN_YEARS else []


def _of_figures(year: int, figures: tuple[int, int], found: Found, state: State) -> Reading | None:
    """A day in figures whose order is not the same everywhere: 02/04/2026 is 4 February or 2 April.

    What decides: a figure above twelve, the order that the text keeps to, the day of publication, the tense. Where none
    does, both are candidates.
    """
    first, second = figures
    month_first, day_first = day(year, first, second), day(year, second, first)
    if month_first is None or day_first is None or month_first == day_first:
        exact = month_first or day_first
        return _day(exact.year, exact.month, exact.day, Basis.EXPLICIT) if exact else None
    kept = [month_first, day_first]
    if state.order is not None:
        kept = [month_first if state.order == "month_first" else day_first]
    elif state.anchor is not None:
        here, tense = state.anchor, found.tense
        agreeing = [exact for exact in kept if exact == here] or [
            exact
            for exact in kept
            if not (tense is Tense.PAST and exact > here) and not (tense is Tense.FUTURE and exact < here)
        ]
        kept = agreeing or kept
    if len(kept) == 1:
        return _day(kept[0].year, kept[0].month, kept[0].day, Basis.EXPLICIT)
    return _open(kept, f"{year:04d}-XX-XX", Basis.EXPLICIT)


def _possible(year: int | None, month: int, number: int) -> bool:
    return day(year if year is not None else 2000, month, number) is not None


def _day(year: int | None, month: int, number: int, basis: Basis) -> Reading:
    if year is None:
        return Reading(type="DATE", value=f"XXXX-{month:02d}-{number:02d}", basis=basis)
    exact = date(year, month, number)
    return Reading(type="DATE", value=exact.isoformat(), bounds=(exact, exact), precision=Precision.DAY, basis=basis)


def _bare_day(number: int, found: Found, state: State) -> Reading | None:
    """A day without its month ("le 6", "lundi 9"): the nearest to the last day told, else to publication, that falls
    on the weekday told with it; to come where the tense says so. Candidates where publication lies in the middle
    between two and there is no tense."""
    base, anchor = state.day or state.anchor, state.anchor
    if base and anchor and not _runs_on(number, base, state):
        gone_by = base.month != anchor.month and number < base.day and number <= anchor.day
        if gone_by or abs((base - anchor).days) > NEARBY:
            base = anchor  # a day of years ago, or of last month, in another sentence, does not date this one
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
    fitting.sort(key=lambda exact: abs((exact - base).days))
    told = [exact for exact in fitting if exact >= base] if found.tense is Tense.FUTURE else []
    if found.tense is Tense.PAST and base == anchor:
        told = [exact for exact in fitting if (exact - base).days <= FEW]  # or an end that is near: not all have tense
    nearest = next(iter(told or fitting), None)
    if nearest is None:
        return None
    middle = len(fitting) > 1 and abs((fitting[1] - base).days) - abs((nearest - base).days) <= EVEN
    if middle and base == anchor and found.tense is None:
        days = _open(fitting[:2], f"XXXX-XX-{number:02d}", Basis.RELATIVE)
        return with_part(days, word(found.values, "part"))
    return with_part(_day(nearest.year, nearest.month, nearest.day, Basis.RELATIVE), word(found.values, "part"))


def _runs_on(number: int, told: date, state: State) -> bool:
    """Whether a bare day goes on from one told in the same sentence, or shortly before in the one before it: "On 20
    March 2023 he landed in Moscow. On the 21st they met." """
    if state.last_end >= state.sentence:
        return True
    nigh = state.sentence - state.last_end <= RUN
    return nigh and state.last is not None and state.last.bounds == (told, told) and 0 <= number - told.day <= FEW


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
    if offset == 0 or (offset is None and found.tense is None and size is None):
        # "this winter", begun the year before or not; a season that nothing tells of is this year's
        running = season_bounds(anchor.year - 1, str(key)) if size is None else None
        return anchor.year - (running is not None and running[1] >= anchor)
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

    "Last" and "next" decide; else a weekday that fits one year alone; else a year written out earlier in the same
    sentence about the past; else the tense of the clause; else the year that brings it nearest to publication. None
    without a publication date.
    """
    anchor = state.anchor
    told = state.year if state.year_end >= state.sentence else None
    if anchor is None:
        return told
    offset = integer(found.values, "dir")
    here = (month, number or 1)
    now = (anchor.month, anchor.day if number else 1)
    weekday = integer(found.values, "w")
    if weekday is not None and number is not None and offset is None:
        near = {anchor.year - (here > now), anchor.year + (here < now)} | ({told} if told is not None else set())
        fitting = [year for year in near if (exact := day(year, *here)) and exact.isoweekday() == weekday]
        if len(fitting) == 1:
            return fitting[0]
    if offset is None and told is not None and told != anchor.year and found.tense is not Tense.FUTURE:
        return told
    if offset == -1:
        return anchor.year - (here >= now)
    if offset == 1:
        return anchor.year + (here <= now)
    if offset == 0 and number is None:
        return anchor.year
    if number is None and "near" in found.values and 0 < (month - anchor.month) % 12 <= NEAR_MONTHS:
        return anchor.year + (here < now)  # 宣布习近平7月出访, told in June
    past, future = anchor.year - (here > now), anchor.year + (here < now)
    if past == future:
        return past
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
