"""Movable feasts: Lichun against the sun, and days that were looked up in published calendars."""

from datetime import date
from math import radians, sin

import pytest

from ingest.times.feasts import feast_day

ACCURACY = 0.01  # degrees: of the method of Meeus, a quarter of an hour of the sun's way


def longitude_of_sun(at: date, hour: float) -> float:
    """Apparent longitude in degrees at an hour of universal time (Meeus, Astronomical Algorithms, chapter 25)."""
    century = (at.toordinal() + 1721424.5 + (hour + 67 / 3600) / 24 - 2451545) / 36525
    anomaly = radians(357.52911 + 35999.05029 * century)
    centre = (
        (1.914602 - 0.004817 * century) * sin(anomaly)
        + (0.019993 - 0.000101 * century) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * century)
    return (280.46646 + 36000.76983 * century + centre - 0.00569 - 0.00478 * sin(node)) % 360


@pytest.mark.parametrize("year", range(1980, 2041))
def test_the_sun_reaches_315_degrees_on_the_day_of_lichun(year: int) -> None:
    found = feast_day("lichun", year)
    assert found is not None
    assert longitude_of_sun(found, -8) < 315 + ACCURACY  # midnight in China is 16 h of the day before
    assert longitude_of_sun(found, 16) > 315 - ACCURACY


@pytest.mark.parametrize(
    ("feast", "day"),
    [
        ("lichun", "2017-02-03"),
        ("lichun", "2020-02-04"),
        ("lichun", "2021-02-03"),
        ("lichun", "2024-02-04"),
        ("lichun", "2025-02-03"),
        ("lichun", "2026-02-04"),
        ("spring_festival", "1996-02-19"),
        ("spring_festival", "2004-01-22"),
        ("spring_festival", "2010-02-14"),
        ("spring_festival", "2015-02-19"),
        ("spring_festival", "2019-02-05"),
        ("spring_festival", "2022-02-01"),
        ("spring_festival", "2026-02-17"),
        ("spring_festival_eve", "2017-01-27"),
        ("mid_autumn", "2024-09-17"),
        ("mid_autumn", "2025-10-06"),
        ("easter", "2024-03-31"),
        ("easter", "2025-04-20"),
        ("thanksgiving", "2024-11-28"),
    ],
)
def test_a_day_of_published_calendars(feast: str, day: str) -> None:
    assert str(feast_day(feast, int(day[:4]))) == day


@pytest.mark.parametrize("feast", ["spring_festival", "mid_autumn", "lichun"])
def test_beyond_the_tables_no_day_is_guessed(feast: str) -> None:
    assert feast_day(feast, 1900) is None
    assert feast_day(feast, 2100) is None
