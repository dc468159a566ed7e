"""Days, weeks, months and years: arithmetic on inclusive intervals of `datetime.date`, and movable feasts.

Nothing here reads the clock. What falls outside the years 1 to 9999 gives None.
"""

import calendar
from datetime import date, timedelta

from graph.when import Precision

Bounds = tuple[date, date]

UNIT_PRECISION = {
    "D": Precision.DAY,
    "W": Precision.WEEK,
    "WE": Precision.WEEK,
    "M": Precision.MONTH,
    "Q": Precision.QUARTER,
    "H": Precision.HALF,
    "Y": Precision.YEAR,
    "DE": Precision.DECADE,
    "CE": Precision.CENTURY,
}
MONTHS_OF = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}
DAYS_OF = {"D": 1, "W": 7, "WE": 7}
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None where there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def plus_days(start: date, count: int) -> date | None:
    """`count` days later."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def plus_months(start: date, count: int) -> date | None:
    """The same day `count` months later, or the last day of that month where it is shorter."""
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def moved(start: date, count: int, unit: str) -> date | None:
    """`start` moved by `count` units (D W M Q H Y DE CE)."""
    if abs(count) > 200_000:
        return None
    if unit in DAYS_OF:
        return plus_days(start, count * DAYS_OF[unit])
    return plus_months(start, count * MONTHS_OF[unit])


def month_bounds(year: int, month: int) -> Bounds | None:
    """The first and last day of a month."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def months_bounds(year: int, month: int, count: int) -> Bounds | None:
    """The first day of a month and the last day of the (count-1)th month after it."""
    first = month_bounds(year, month)
    last = plus_months(first[0], count - 1) if first else None
    if first is None or last is None:
        return None
    return first[0], date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])


def unit_bounds(inside: date, unit: str) -> Bounds | None:
    """The calendar unit (D W WE M Q H Y DE CE) that holds a day. Weeks run from Monday; decades from year 0."""
    if unit == "D":
        return inside, inside
    if unit in ("W", "WE"):
        monday = plus_days(inside, -inside.weekday())
        if monday is None:
            return None
        first, last = (monday, plus_days(monday, 6)) if unit == "W" else (plus_days(monday, 5), plus_days(monday, 6))
        return (first, last) if first and last else None
    if unit == "DE":
        return months_bounds(max(inside.year // 10 * 10, 1), 1, 120)
    if unit == "CE":
        return months_bounds((inside.year - 1) // 100 * 100 + 1, 1, 1200)
    size = MONTHS_OF[unit]
    return months_bounds(inside.year, (inside.month - 1) // size * size + 1, size)


def season_bounds(year: int, season: str) -> Bounds | None:
    """The three months of a season (SP SU FA WI); winter runs into the next year."""
    return months_bounds(year, SEASON_MONTH[season], 3)


def edge_bounds(bounds: Bounds, precision: Precision, edge: str) -> Bounds | None:
    """The beginning, middle or end (START MID END) of an interval, as news uses the words.

    Of a month ten days each; of a year its first or last quarter, or May to August; of anything else a third.
    """
    first, last = bounds
    if precision is Precision.MONTH:
        cuts = {"START": (1, 10), "MID": (11, 20), "END": (21, last.day)}[edge]
        return first.replace(day=cuts[0]), first.replace(day=cuts[1])
    if precision is Precision.YEAR:
        start, count = {"START": (1, 3), "MID": (5, 4), "END": (10, 3)}[edge]
        return months_bounds(first.year, start, count)
    if precision is Precision.DECADE:
        start, count = {"START": (0, 48), "MID": (36, 48), "END": (72, 48)}[edge]
        moved_to = plus_months(first, start)
        return months_bounds(moved_to.year, moved_to.month, count) if moved_to else None
    third = max(((last - first).days + 1) // 3, 1)
    if edge == "START":
        return first, first + timedelta(days=third - 1)
    if edge == "END":
        return last - timedelta(days=third - 1), last
    middle = first + ((last - first) - timedelta(days=third - 1)) // 2
    return middle, middle + timedelta(days=third - 1)


def easter(year: int) -> date | None:
    """Western Easter Sunday (Meeus, Jones and Butcher), for the years of the Gregorian calendar."""
    if not 1583 <= year <= 9999:
        return None
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month, number = divmod(h + j - 7 * m + 114, 31)
    return date(year, month, number + 1)
