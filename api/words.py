"""The program's own words to a reader, by language, from `words.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from graph.errors import DataError

LANGUAGES = ("en", "fr", "ru", "zh")


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("api").joinpath("words.toml").read_text(encoding="utf8"))


class Words:
    """Words, counts and dates in one language."""

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise DataError(f"no words in {lang!r}; known languages are {', '.join(LANGUAGES)}")
        self.lang = lang

    def say(self, key: str, **values: object) -> str:
        """A phrase with its places filled."""
        phrase: str = _data()["words"][key][self.lang]
        return phrase.format(**values)

    def count(self, key: str, n: int) -> str:
        """A number with its noun in the right form."""
        return in_form(_data()["counts"][key][self.lang], self.lang, n)

    def day(self, day: date, *, year: bool = True) -> str:
        """A day as people write it: "4 February 2026", or short without the year: "4 Feb"."""
        from babel.dates import format_date, format_skeleton

        locale = self.say("locale")
        return format_date(day, "long", locale) if year else format_skeleton("MMMd", day, locale=locale)

    def month(self, start: date, end: date) -> str:
        """ "February 2026" or "2026" where the days are exactly that month or year; else nothing."""
        from babel.dates import format_skeleton

        if start.day != 1 or (end < date.max and (end + date.resolution).day != 1):
            return ""
        if (start.year, start.month) == (end.year, end.month):
            return format_skeleton("yMMMM", start, locale=self.say("locale"))
        whole = start.year == end.year and (start.month, end.month) == (1, 12)
        return format_skeleton("y", start, locale=self.say("locale")) if whole else ""

    def term(self, value: str) -> str:
        """A value of the model (a mode, a status, an attribute) in this language; as it is where it has no word."""
        known: Mapping[str, str] = _data()["terms"].get(value, {})
        return known.get(self.lang, value)


def in_form(forms: Mapping[str, str], lang: str, n: int) -> str:
    """A number in that of `forms` ("one", "few", …, always "other") which the language asks for, its digits grouped as
    they are there."""
    form, digits = _number(lang, n)
    return forms.get(form, forms["other"]).format(n=digits)


@lru_cache(maxsize=4096)
def _number(lang: str, n: int) -> tuple[str, str]:
    """The plural form of a number, and how it is written: a page says the same small numbers hundreds of times."""
    from babel import Locale
    from babel.numbers import format_decimal

    return Locale.parse(lang).plural_form(n), format_decimal(n, locale=lang)
