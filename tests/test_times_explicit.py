"""Isolated dates: read whole or refused, never completed."""

from datetime import date

import pytest

from graph.errors import DateError
from ingest.times.explicit import read_explicit


@pytest.mark.parametrize(
    "words",
    [
        "2026-02-04",
        "4 février 2026",
        "4 Feb 2026",
        "February 4, 2026",
        "4 февраля 2026 года",
        "2026年2月4日",
        "le 4 février 2026",
        "Wed 4 Feb 2026",
    ],
)
def test_a_day_is_read(words: str) -> None:
    when = read_explicit(words)
    assert (when.start, when.end) == (date(2026, 2, 4), date(2026, 2, 4))


def test_a_month_stays_a_month() -> None:
    when = read_explicit("février 2026")
    assert (str(when.start), str(when.end), when.edtf) == ("2026-02-01", "2026-02-28", "2026-02")


@pytest.mark.parametrize(
    "words", ["", "4 février", "mercredi", "yesterday", "31 février 2026", "2026-13-01", "Pékin", "x" * 500]
)
def test_what_is_not_whole_is_refused(words: str) -> None:
    with pytest.raises(DateError):
        read_explicit(words)
