"""The days that somebody asks about, from the words in which they ask."""

import pytest

from api.days import read_days
from graph.errors import DateError


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("2026-02-04", "2026-02-04"),
        ("4 février 2026", "2026-02-04"),
        ("le 4 février 2026", "2026-02-04"),
        ("4 февраля 2026 года", "2026-02-04"),
        ("2026年2月4日", "2026-02-04"),
        ("13/02/2026", "2026-02-13"),
        ("2026-02", "2026-02"),
    ],
)
def test_days_are_read_in_four_languages(words: str, edtf: str) -> None:
    assert read_days(words).edtf == edtf


def test_a_date_with_two_readings_names_both_and_picks_none() -> None:
    with pytest.raises(DateError, match="can mean 2026-02-04 or 2026-04-02; say which"):
        read_days("02/04/2026")


@pytest.mark.parametrize("words", ["yesterday", "", "2026-02-04/..", "Putin", "x" * 101, "4 and 5 Feb 2026"])
def test_what_needs_a_guess_is_refused(words: str) -> None:
    with pytest.raises(DateError):
        read_days(words)
