"""When something happened: inclusive day intervals with a kind, a precision, an EDTF form and a basis.

Days are `datetime.date`, without time zone, local to the place the text names. An open or unknown end is None.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.errors import DateError


class Kind(StrEnum):
    """What the bounds mean."""

    THROUGHOUT = "throughout"  # on every day from `start` to `end`
    WITHIN = "within"  # on some day between them, never to be shown as of one of them
    SINCE = "since"  # from `start` on
    UNTIL = "until"  # up to `end`


class Precision(StrEnum):
    """The grain of the words."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    VAGUE = "vague"


class Basis(StrEnum):
    """What a date rests on."""

    EXPLICIT = "explicit"  # the words give it whole
    RELATIVE = "relative"  # worked out from the publication date or a date nearby
    INHERITED = "inherited"  # taken over from sentence, section or article
    INFERRED = "inferred"  # concluded from other facts, and marked so


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A dated interval. `start` and `end` are inclusive days; None is an open or unknown end."""

    start: date | None
    end: date | None
    kind: Kind
    precision: Precision
    edtf: str
    basis: Basis
    words: str = ""

    @property
    def is_day(self) -> bool:
        """True when it is one known calendar day."""
        return self.start is not None and self.start == self.end and self.precision is Precision.DAY

    @property
    def bounds(self) -> tuple[date | None, date | None]:
        """Inclusive days between which it lies as a whole: open after `since`, open before `until`."""
        start = None if self.kind is Kind.UNTIL and self.edtf.startswith("..") else self.start
        return start, None if self.kind is Kind.SINCE else self.end


DAY_BEFORE_ALL = 0
DAY_AFTER_ALL = date.max.toordinal() + 1


class Allen(StrEnum):
    """The thirteen relations of two intervals (Allen 1983), and unknown where an end is not known."""

    BEFORE = "before"
    MEETS = "meets"
    OVERLAPS = "overlaps"
    STARTS = "starts"
    DURING = "during"
    FINISHES = "finishes"
    EQUAL = "equal"
    FINISHED_BY = "finished by"
    CONTAINS = "contains"
    STARTED_BY = "started by"
    OVERLAPPED_BY = "overlapped by"
    MET_BY = "met by"
    AFTER = "after"
    UNKNOWN = "unknown"


def span(when: When) -> tuple[int, int]:
    """The days it lies between as ordinals, an open end as far out as days go."""
    start, end = when.bounds
    return (
        DAY_BEFORE_ALL if start is None else start.toordinal(),
        DAY_AFTER_ALL if end is None else end.toordinal(),
    )


def overlap(one: When, other: When) -> bool:
    """Whether some day may belong to both. What has no bounds at all overlaps everything."""
    (a, b), (c, d) = span(one), span(other)
    return a <= d and c <= b


def distance(one: When, other: When) -> int:
    """Days between the nearest ends; 0 where they overlap, 1 for neighbouring days."""
    (a, b), (c, d) = span(one), span(other)
    return max(0, c - b, a - d)


def holds(when: When, day: date) -> bool:
    """Whether the day lies between its bounds."""
    start, end = span(when)
    return start <= day.toordinal() <= end


def later(day: date, days: int, last: date = date.max) -> date:
    """That many days later (earlier, where they are less than none), within the calendar: it begins with 0001-01-01 and
    ends with 9999-12-31, or with an earlier last day."""
    return date.fromordinal(max(1, min(day.toordinal() + days, last.toordinal())))


def order(when: When) -> tuple[int, int, str]:
    """Sort key: by first day, then last, then the EDTF form; what has no first day comes last."""
    start, end = when.bounds
    return (
        start.toordinal() if start else end.toordinal() if end else DAY_AFTER_ALL,
        end.toordinal() if end else DAY_AFTER_ALL,
        when.edtf,
    )


def allen(one: When, other: When) -> Allen:
    """The relation of two intervals of days: `meets` is "ends the day before".

    An end that is not known (None) leaves the relation unknown unless the known ends settle it. What is *within* an
    interval is somewhere in it, so only before and after are certain for it, else the relation is unknown.
    """
    (a, b), (c, d) = one.bounds, other.bounds
    step = date.resolution
    if b is not None and c is not None and b < c:
        exact = _sure(one, other) and b + step == c
        return Allen.MEETS if exact else Allen.BEFORE
    if d is not None and a is not None and d < a:
        exact = _sure(one, other) and d + step == a
        return Allen.MET_BY if exact else Allen.AFTER
    if a is None or b is None or c is None or d is None or not _sure(one, other):
        return Allen.UNKNOWN
    return _ALLEN[(a > c) - (a < c), (b > d) - (b < d)]


_ALLEN = {
    (-1, -1): Allen.OVERLAPS,
    (-1, 0): Allen.FINISHED_BY,
    (-1, 1): Allen.CONTAINS,
    (0, -1): Allen.STARTS,
    (0, 0): Allen.EQUAL,
    (0, 1): Allen.STARTED_BY,
    (1, -1): Allen.DURING,
    (1, 0): Allen.FINISHES,
    (1, 1): Allen.OVERLAPPED_BY,
}


def _sure(one: When, other: When) -> bool:
    """Whether both fill their bounds."""
    return one.kind is Kind.THROUGHOUT and other.kind is Kind.THROUGHOUT


# EDTF (ISO 8601-2, the profile of the Library of Congress, levels 0 to 2)

_MONTHS_OF_CODE = {
    21: (3, 3),
    22: (6, 3),
    23: (9, 3),
    24: (12, 3),
    33: (1, 3),
    34: (4, 3),
    35: (7, 3),
    36: (10, 3),
    40: (1, 6),
    41: (7, 6),
}
NOTHING_KNOWN = "XXXX"  # the EDTF form of a date of which nothing is known


def to_edtf(
    start: date | None, end: date | None, precision: Precision, kind: Kind, *, approximate: bool = False
) -> str:
    """The EDTF form of an interval; XXXX where neither end is known. `approximate` marks it with a tilde."""
    mark = "~" if approximate else ""
    if start is None and end is None:
        return NOTHING_KNOWN
    if start is None or end is None:
        return f"{f'{start}{mark}' if start else '..'}/{f'{end}{mark}' if end else '..'}"
    single = _single(start, end, precision)
    if kind is Kind.SINCE:
        return f"{single or start}{mark}/.."
    if kind is Kind.UNTIL:
        return f"../{single or end}{mark}"
    return f"{single}{mark}" if single else f"{start}{mark}/{end}{mark}"


def one_of(choices: Iterable[When]) -> str:
    """The EDTF one-of-a-set of several readings: "[2026-02-03,2026-02-10]"; of one, its own form."""
    forms = sorted({choice.edtf for choice in choices})
    return forms[0] if len(forms) == 1 else f"[{','.join(forms)}]"


def _single(start: date, end: date, precision: Precision) -> str | None:
    """A day, month, quarter, season, half, year or decade as one EDTF date; None for what needs an interval."""
    year = f"{start.year:04d}"
    if start == end:
        return start.isoformat()
    if precision is Precision.DECADE and start.year % 10 == 0 and _whole(start, end, 120):
        return f"{year[:3]}X"
    if _whole(start, end, 12) and start.month == 1:
        return year
    if _whole(start, end, 1):
        return f"{year}-{start.month:02d}"
    for code, (month, count) in _MONTHS_OF_CODE.items():
        wanted = Precision.SEASON if code < 30 else Precision.QUARTER if code < 40 else Precision.HALF
        if precision is wanted and start.month == month and _whole(start, end, count):
            return f"{year}-{code}"
    return None


def _whole(start: date, end: date, months: int) -> bool:
    """Whether it runs from the first of a month over that many whole months."""
    index = start.year * 12 + start.month - 1 + months
    after = date(index // 12, index % 12 + 1, 1) if index // 12 <= date.max.year else None
    last = after - date.resolution if after else date.max
    return start.day == 1 and end == last


def from_edtf(form: str, *, words: str = "", basis: Basis = Basis.EXPLICIT) -> When:
    """Read an EDTF form: dates, months, quarters (33-36), seasons (21-24), halves (40, 41), years, 199X, 19XX,
    intervals with open (..) or unknown (empty) ends, one-of-a-set as the interval that spans its members.

    Marks of approximation and doubt (~ ? %) are dropped from the bounds and make the precision vague. A single month
    or year is *within* it, days are *throughout*. Raises DateError for what is not EDTF or not supported.
    """
    text = form.strip()
    if text == NOTHING_KNOWN:
        return _when(None, None, Kind.WITHIN, Precision.VAGUE, text, basis, words)
    if text.startswith("[") and text.endswith("]"):
        members = [from_edtf(part) for part in re.split(r",|\.\.", text[1:-1]) if part.strip()]
        if not members:
            raise DateError(f"{form!r} is an empty set: give dates between the brackets")
        starts = [member.start for member in members]
        ends = [member.end for member in members]
        first = None if None in starts or text.startswith("[..") else min(start for start in starts if start)
        last = None if None in ends or text.endswith("..]") else max(end for end in ends if end)
        return _when(first, last, Kind.WITHIN, _coarsest(members), text, basis, words)
    if "/" in text:
        return _interval_from(form, text, basis, words)
    start, end, precision = _date_from(form, text)
    kind = Kind.THROUGHOUT if precision is Precision.DAY else Kind.WITHIN
    return _when(start, end, kind, Precision.VAGUE if text[-1:] in "~?%" else precision, text, basis, words)


def _interval_from(form: str, text: str, basis: Basis, words: str) -> When:
    left, _, right = text.partition("/")
    opens = ("", "..")
    if left in opens and right in opens:
        raise DateError(f"{form!r} has no known end: give a date on one side of the slash")
    a = None if left in opens else _date_from(form, left)
    b = None if right in opens else _date_from(form, right)
    known = a or b
    assert known is not None
    if a is None or b is None:
        kind = Kind.UNTIL if a is None else Kind.SINCE
        return _when(known[0], known[1], kind, known[2], text, basis, words)
    if a[0] > b[1]:
        raise DateError(f"{form!r} ends before it begins: swap its ends")
    vague = left[-1] in "~?%" or right[-1] in "~?%"
    return _when(a[0], b[1], Kind.THROUGHOUT, Precision.VAGUE if vague else a[2], text, basis, words)


_EDTF_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}))?(?:-(\d{2}))?[~?%]?")


def _date_from(form: str, text: str) -> tuple[date, date, Precision]:
    """The bounds of one EDTF date."""
    match = _EDTF_DATE.fullmatch(text)
    if match is None:
        raise DateError(f"{form!r} is not an EDTF date that can be read: write 2026-02-04, 2026-02, 2026 or a/b")
    year, month, day = match.groups()
    try:
        if "X" in year:
            if month:
                raise DateError(f"{form!r}: a month of an unknown year has no bounds")
            first = date(int(year.replace("X", "0")), 1, 1)
            years = 10 if year.endswith("X") and not year.endswith("XX") else 100
            return first, date(first.year + years - 1, 12, 31), Precision.DECADE if years == 10 else Precision.CENTURY
        if month is None:
            return date(int(year), 1, 1), date(int(year), 12, 31), Precision.YEAR
        if day is not None:
            exact = date(int(year), int(month), int(day))
            return exact, exact, Precision.DAY
        number, count = _MONTHS_OF_CODE.get(int(month), (int(month), 1))
        start = date(int(year), number, 1)
        index = start.year * 12 + start.month - 1 + count
        begins_after = date(index // 12, index % 12 + 1, 1) if index != 12 * (date.max.year + 1) else None
        end = begins_after - date.resolution if begins_after else date.max
    except ValueError as error:
        raise DateError(f"{form!r} names no day of the calendar: {error}") from error
    code = int(month)
    grain = Precision.MONTH
    if code > 12:
        grain = Precision.SEASON if code < 30 else Precision.QUARTER if code < 40 else Precision.HALF
    return start, end, grain


def _coarsest(members: Iterable[When]) -> Precision:
    """The coarsest grain of several dates."""
    grains = list(Precision)
    return max((member.precision for member in members), key=grains.index)


def _when(
    start: date | None, end: date | None, kind: Kind, precision: Precision, edtf: str, basis: Basis, words: str
) -> When:
    return When(start=start, end=end, kind=kind, precision=precision, edtf=edtf, basis=basis, words=words)
