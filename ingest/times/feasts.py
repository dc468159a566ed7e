"""Feasts with known dates, whatever the language: fixed days, days that hang on Easter, and the Chinese calendar.

The days of the Chinese New Year, of Mid-Autumn and of Lichun (start of spring, solar longitude 315°, China time) are
tables, for they follow from astronomy. What they were checked against, on 23 November 2026:

- New Year: every day against the calendar table of the Python package `holidays` (1990 to 2039); 2004 to 2015 also
  against the list of china.org.cn of 2004, 1996 to 2019 against a second list.
- Mid-Autumn: every day against the same package, one source only.
- Lichun: 2017 to 2030 against two published lists with the minute; 2015 and 2017 against an almanac made from the data
  of the Hong Kong Observatory; 2013 (13 minutes after midnight) against two newspapers that quote the Chinese
  Astronomical Almanac. 1980 to 2040 against the sun's longitude (Meeus, Astronomical Algorithms, chapter 25) in
  `tests/test_times_feasts.py`; that method leaves 1980 open, minutes from midnight, and nothing else was found on it.
"""

from datetime import date, timedelta

from ingest.times.calendar import day, easter

# First day of the Chinese New Year as month and day, from 1990 on.
NEW_YEAR_FROM = 1990
NEW_YEARS = (
    "0127 0215 0204 0123 0210 0131 0219 0207 0128 0216 "  # 1990
    "0205 0124 0212 0201 0122 0209 0129 0218 0207 0126 "  # 2000
    "0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 "  # 2010
    "0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 "  # 2020
    "0203 0123 0211 0131 0219 0208 0128 0215 0204 0124"  # 2030
)

# Mid-Autumn Festival as month and day.
MID_AUTUMN_FROM = 2000
MID_AUTUMN = (
    "0912 1001 0921 0911 0928 0918 1006 0925 0914 1003 "  # 2000
    "0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 "  # 2010
    "1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 "  # 2020
    "0912"  # 2030
)

FIXED = {
    "new_year": (1, 1),
    "new_year_eve": (12, 31),
    "epiphany": (1, 6),
    "orthodox_christmas": (1, 7),
    "valentine": (2, 14),
    "defender_day": (2, 23),
    "women_day": (3, 8),
    "labour_day": (5, 1),
    "victory_europe": (5, 8),
    "victory_day": (5, 9),
    "russia_day": (6, 12),
    "independence_us": (7, 4),
    "bastille": (7, 14),
    "assumption": (8, 15),
    "china_national": (10, 1),
    "halloween": (10, 31),
    "all_saints": (11, 1),
    "unity_day": (11, 4),
    "armistice": (11, 11),
    "christmas_eve": (12, 24),
    "christmas": (12, 25),
    "boxing_day": (12, 26),
}
AFTER_EASTER = {
    "good_friday": -2,
    "easter": 0,
    "easter_monday": 1,
    "ascension": 39,
    "pentecost": 49,
    "pentecost_monday": 50,
    "mardi_gras": -47,
    "ash_wednesday": -46,
}
# Lichun falls on 3, 4 or 5 February: on the 4th, but for the years that these sets name (China time).
LICHUN_ON_3 = frozenset({2017, 2021, 2025, 2029, 2033, 2037})
LICHUN_ON_5 = frozenset({1980})


def feast_day(feast: str, year: int) -> date | None:
    """The day of a feast in a year; None where it is not known."""
    if feast in FIXED:
        return day(year, *FIXED[feast])
    if feast in AFTER_EASTER:
        sunday = easter(year)
        return sunday + timedelta(days=AFTER_EASTER[feast]) if sunday else None
    if feast in ("spring_festival", "spring_festival_eve", "lantern"):
        if not NEW_YEAR_FROM <= year < NEW_YEAR_FROM + len(NEW_YEARS.split()):
            return None
        form = NEW_YEARS.split()[year - NEW_YEAR_FROM]
        first = date(year, int(form[:2]), int(form[2:]))
        return first + timedelta(days={"spring_festival": 0, "spring_festival_eve": -1, "lantern": 14}[feast])
    if feast == "mid_autumn":
        forms = MID_AUTUMN.split()
        if not MID_AUTUMN_FROM <= year < MID_AUTUMN_FROM + len(forms):
            return None
        form = forms[year - MID_AUTUMN_FROM]
        return date(year, int(form[:2]), int(form[2:]))
    if feast == "lichun":
        if not 1980 <= year <= 2040:
            return None
        return date(year, 2, 3 if year in LICHUN_ON_3 else 5 if year in LICHUN_ON_5 else 4)
    if feast == "thanksgiving":
        first_day = day(year, 11, 1)
        return first_day + timedelta(days=(3 - first_day.weekday()) % 7 + 21) if first_day else None
    return None
