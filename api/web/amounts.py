"""Numbers with what they measure, as people write them in the language of a page."""

from collections.abc import Mapping

from babel.numbers import format_compact_currency, format_currency, format_decimal, format_percent
from babel.units import format_unit

from api.web.wording import PageWords
from graph.model import Quantity

# Unit of a claim -> unit of CLDR (https://cldr.unicode.org).
UNITS: Mapping[str, str] = {
    "minute": "duration-minute", "hour": "duration-hour", "day": "duration-day", "km": "length-kilometer",
    "km2": "area-square-kilometer", "m3": "volume-cubic-meter", "tonne": "mass-tonne",
}  # fmt: skip
COUNTED = ("person", "soldier", "event", "barrel")  # nouns of the pages' own
MONEY = ("USD", "EUR", "RUB", "CNY")
COMPACT = 1_000_000  # from here on money is written short: "$400B"


def amount(quantity: Quantity, words: PageWords) -> str:
    """ "1 h 25 min", "400 млрд $", "2,000名士兵": the value with its unit; ≈ where the text gives it as approximate. A
    unit that has no word stands as it is."""
    return ("≈ " if quantity.approximate else "") + exactly(quantity, words, words.say("locale"))


def exactly(quantity: Quantity, words: PageWords, locale: str) -> str:
    """The same without regard to whether it is approximate."""
    value, unit = quantity.value, quantity.unit
    if unit == "minute" and value >= 60:
        hours, minutes = divmod(round(value), 60)
        return words.page("hours_minutes" if minutes else "hours", hours=hours, minutes=minutes)
    if unit in UNITS:
        return format_unit(value, UNITS[unit], length="short", locale=locale)
    if unit in MONEY and value >= COMPACT:
        return format_compact_currency(value, unit, locale=locale, fraction_digits=1)
    if unit in MONEY:
        return format_currency(value, unit, locale=locale)
    if unit == "percent":
        return format_percent(value / 100, locale=locale, decimal_quantization=False)
    if unit in COUNTED:
        return words.number(unit, round(value))
    return f"{format_decimal(value, locale=locale)} {unit}"
