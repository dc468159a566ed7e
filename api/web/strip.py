"""The density of a year's events, week by week: bars for the eye, and the same numbers for a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph.when import later

HEIGHT = 48  # units of the drawing
STEP = 12  # from bar to bar


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A week: its days, its number of events, where its bar is."""

    start: date
    end: date
    events: int
    x: int
    height: float

    @property
    def window(self) -> str:
        """The week as an interval."""
        return f"{self.start}/{self.end}"


def weeks(days: Mapping[date, int], year: int) -> tuple[Bar, ...]:
    """The weeks of a year, from Monday, cut at its ends. The square root keeps a busy week from hiding the others."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    bounds = []
    start = first
    while start <= last:
        end = later(start, 6 - start.weekday(), last)
        bounds.append((start, end, sum(n for day, n in days.items() if start <= day <= end)))
        if end == last:
            break
        start = end + timedelta(days=1)
    most = max((n for _, _, n in bounds), default=0) or 1
    return tuple(
        Bar(start=start, end=end, events=n, x=place * STEP, height=round(HEIGHT * (n / most) ** 0.5, 1))
        for place, (start, end, n) in enumerate(bounds)
    )
