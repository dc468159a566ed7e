"""How a long run comes along: articles, articles a second, time left."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from api.cli.console import complain

EVERY = 60.0  # seconds between lines where there is no terminal
FIRST = 10  # articles before anything is concluded from their pace


class Measured(Protocol):
    """What knows how far it has come."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...


class Pace:
    """Counts articles and works out the rest."""

    def __init__(self, meter: Measured, clock: Callable[[], float] = time.monotonic) -> None:
        self._meter, self._clock = meter, clock
        self._begun = clock()
        self.articles = 0

    @property
    def rate(self) -> float:
        """Articles a second so far."""
        return self.articles / max(self._clock() - self._begun, 1e-9)

    @property
    def left(self) -> float | None:
        """Seconds, at the pace so far; None where there is no telling."""
        done, total = self._meter.done, self._meter.total
        if self.articles < FIRST or not done or not total:
            return None
        return (self._clock() - self._begun) * (total - done) / done

    def __str__(self) -> str:
        left = self.left
        rest = "" if left is None else f", {int(left) // 60}:{int(left) % 60:02} left"
        return f"{self.articles:,} articles, {self.rate:,.1f} a second{rest}"


@contextmanager
def pace(meter: Measured) -> Iterator[Callable[[], None]]:
    """A line on standard error that says how it goes, on a terminal all the time, else once a minute."""
    count = Pace(meter)
    if not sys.stderr.isatty():
        yield from _lines(count)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=meter.total or None)

        def step() -> None:
            count.articles += 1
            shown.update(task, completed=meter.done, description=str(count))

        yield step


def _lines(count: Pace) -> Iterator[Callable[[], None]]:
    last = time.monotonic()

    def step() -> None:
        nonlocal last
        count.articles += 1
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            complain(str(count))

    yield step
